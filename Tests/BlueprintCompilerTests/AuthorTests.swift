import BlueprintCompiler
import Documents
import TestSupport
import Testing

/// What authors write and did not mean, by kind (`Tests/Fixtures/authors`): exactly the findings that are due, at their
/// place, with a fix that works where there is one. Beside them stand near misses, of which nothing is said.
struct AuthorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let syntax: String
    let codes: [String]
    let marks: String
    var edits: [(old: String, new: String)] = []

    var testDescription: String { "\(file): \(syntax) \(codes) \(marks) \(edits.map(\.new))" }

    func source() throws -> SourceText {
      let base = syntax == "json" ? AuthorTests.json : BaseBlueprint.text
      let text = edits.reduce(base) { text, edit in
        // An edit without an old text stands behind the one before.
        text.replacingOnce(edit.old, with: edit.new)
      }
      return syntax == "json" ? .json(text) : .yaml(text)
    }
  }

  static let files = ["misspelt-keys.txt", "yaml-shows.txt", "merge-keys.txt", "texts.txt"]

  private static let json: String = {
    var findings = Findings(limits: .standard)
    guard let document = readYAML(.yaml(BaseBlueprint.text), limits: .standard, findings: &findings) else {
      preconditionFailure("the base blueprint is YAML")
    }
    return PrettyJSON.text(of: JSONValue(document.root))
  }()

  static let cases: [Case] = files.flatMap { file -> [Case] in
    guard let bytes = try? Repository.bytes("Tests/Fixtures/authors/\(file)") else {
      preconditionFailure("the fixture \(file) can be read")
    }
    return parse(String(decoding: bytes, as: UTF8.self), file)
  }

  private static func parse(_ text: String, _ file: String) -> [Case] {
    var cases: [Case] = []
    var lastSign: Character = "#"
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let sign = line.first ?? "#"
      let rest = unescaped(String(line.dropFirst()))
      switch sign {
      case "#" where line.hasPrefix("# yaml") || line.hasPrefix("# json"):
        let parts = unescaped(String(line.dropFirst(2))).split(
          separator: "|", maxSplits: 2, omittingEmptySubsequences: false
        )
        .map { $0.drop { $0 == " " } }
        let codes = parts[1].split { ", ".contains($0) }.map(String.init)
        cases.append(
          Case(
            file: file, syntax: String(parts[0].prefix(4)), codes: codes == ["-"] ? [] : codes,
            marks: parts.count > 2 ? String(parts[2]) : ""))
      case "-" where !cases.isEmpty:
        if lastSign == "-" {
          cases[cases.count - 1].edits[cases[cases.count - 1].edits.count - 1].old += "\n" + rest
        } else {
          cases[cases.count - 1].edits.append((rest, ""))
        }
      case "+" where !cases.isEmpty:
        let last = cases[cases.count - 1].edits.count - 1
        cases[cases.count - 1].edits[last].new += (lastSign == "+" ? "\n" : "") + rest
      default: break
      }
      lastSign = sign
    }
    return cases
  }

  /// The text with `\u{…}` as the character.
  private static func unescaped(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "\\u{"), let close = rest[open.upperBound...].firstIndex(of: "}") {
      result += rest[..<open.lowerBound]
      if let value = UInt32(rest[open.upperBound..<close], radix: 16), let scalar = Unicode.Scalar(value) {
        result.unicodeScalars.append(scalar)
      }
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  @Test func thereAreCases() {
    for file in Self.files { #expect(Self.cases.count { $0.file == file } >= 8, "\(file)") }
  }

  @Test(arguments: cases)
  func saysWhatIsMeant(_ example: Case) throws {
    let source = try example.source()
    let found = findings(in: source)
    #expect(found.map(\.rule.code) == example.codes, "\(found.map { "\($0.message) | \($0.help ?? "")" })")
    guard let first = found.first else { return }
    #expect(
      first.marked(in: source).unicodeScalars.elementsEqual(example.marks.unicodeScalars), "\(first.message)")
    for finding in found {
      guard let fix = finding.fix else { continue }
      let fixed = SourceText(name: source.name, text: fix.applied(to: source))
      let after = findings(in: fixed)
      #expect(!after.contains { $0.rule == finding.rule && $0.message == finding.message }, "\(fix.title)")
      #expect(
        !after.contains { $0.rule.stage == .syntax && $0.rule.severity == .error && $0.rule != finding.rule },
        "\(fix.title)")
    }
  }
}
