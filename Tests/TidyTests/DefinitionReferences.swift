/// The paragraphs of `Docs/definition.md`: headings that begin with a number.
struct DefinitionParagraphs {
  /// The text of each paragraph by its number, such as `5.2`.
  private(set) var texts: [String: String] = [:]
  /// Numbers that stand over two paragraphs, or out of their order.
  private(set) var misnumbered: [String] = []

  init(_ page: MarkdownPage) {
    var last: [Int] = [0]
    var current: String?
    let headings = Dictionary(uniqueKeysWithValues: page.headings.map { ($0.line, $0.title) })
    for (line, text) in page.prose {
      if let title = headings[line] {
        current = title.prefixMatch(of: #/(\d+(?:\.\d+)*) /#).map { String($0.1) }
        if let current {
          let number = current.split(separator: ".").compactMap { Int($0) }
          if !Self.follows(number, last) || texts[current] != nil { misnumbered.append(current) }
          last = number
          texts[current] = ""
        }
      } else if let current {
        texts[current, default: ""] += text + "\n"
      }
    }
  }

  /// Whether a number is the next one, on the same level, one deeper or one higher.
  private static func follows(_ number: [Int], _ last: [Int]) -> Bool {
    let isDeeper = number.count == last.count + 1 && number.dropLast().elementsEqual(last) && number.last == 1
    guard !isDeeper, number.count <= last.count, let end = number.last else { return isDeeper }
    return number.dropLast().elementsEqual(last.prefix(number.count - 1)) && end == last[number.count - 1] + 1
  }
}

/// What comments cite of the definition. There is one form, on one line: `(definition 5.2)`, or
/// `(definition 5.2, 6.3)` for several paragraphs.
struct DefinitionReferences {
  let paragraphs: DefinitionParagraphs

  /// A line for each citation in a text that names no paragraph, or that is written in another form.
  func faults(of text: String, at path: String) -> [String] {
    guard text.has("efinition") else { return [] }
    return text.lines.enumerated().flatMap { index, line -> [String] in
      guard line.has("efinition") else { return [] }
      let number = index + 1
      let wellFormed = line.matches(of: Self.reference)
      let all = line.matches(of: /\b[Dd]efinitions? \d/)
      let unknown = wellFormed.flatMap { $0.1.split(separator: ", ").map(String.init) }
        .filter { paragraphs.texts[$0] == nil }
      return unknown.map { "\(path):\(number): the definition has no paragraph \($0)" }
        + (all.count > wellFormed.count ? ["\(path):\(number): write it as `(definition n)`"] : [])
    }
  }

  /// A line for each comment that speaks of the definition, or of a section or clause by number, and does not say on this
  /// line or the next to it which paragraph it means. Another work is cited with its name: `RFC 8259, section 6`.
  static func bareMentions(inComments text: String, at path: String) -> [String] {
    guard words.contains(where: text.has) else { return [] }
    return bareMentions(in: text.lines.map { $0.has("//") ? comment(in: $0) : nil }, at: path) {
      $0.contains(reference)
    }
  }

  /// The same in a page, which cites by links.
  static func bareMentions(in page: MarkdownPage, at path: String) -> [String] {
    var lines: [Substring?] = []
    for (number, text) in page.prose {
      lines += Array(repeating: nil, count: number - 1 - lines.count)
      lines.append(text)
    }
    return bareMentions(in: lines, at: path) { $0.contains(/definition\.md#/) }
  }

  private static func bareMentions(
    in lines: [Substring?], at path: String, isReference: (Substring) -> Bool
  ) -> [String] {
    lines.indices.compactMap { index in
      guard let line = lines[index], words.contains(where: line.has) else { return nil }
      let before = index > 0 ? lines[index - 1] ?? "" : ""
      // A citation may go on over the end of a line.
      let cited = (before.last == "," ? ", " : "") + line.drop { $0 == " " || $0 == "/" }
      guard line.contains(mention) || citesASectionOfNothing(cited) else { return nil }
      let near = max(0, index - 1)...min(lines.count - 1, index + 1)
      guard !near.contains(where: { lines[$0].map(isReference) ?? false }) else { return nil }
      return "\(path):\(index + 1): which paragraph?"
    }
  }

  /// What stands behind `//`, where it is not in a text.
  private static func comment(in line: Substring) -> Substring? {
    guard line.has("\"") else { return line.firstRange(of: "//").map { line[$0.upperBound...] } }
    let code = line.replacing(/"(?:\\.|[^"\\])*"/, with: "\"\"")
    return code.firstRange(of: "//").map { code[$0.upperBound...] }
  }

  /// What a mention has in it, as far as bytes tell.
  private static let words = ["efinition", "ection", "lause"]

  private static var reference: Regex<(Substring, Substring)> {
    /\(definition (\d+(?:\.\d+)*(?:, \d+(?:\.\d+)*)*)\)/
  }
  private static var mention: Regex<Substring> {
    /\b(?:[Tt]he|[Tt]hese|[Tt]heir|[Ii]ts|same|one|two) definitions?\b(?! \d)/
  }
  private static func citesASectionOfNothing(_ line: some StringProtocol) -> Bool {
    String(line).matches(of: /(, )?\b(?:[Ss]ections?|[Cc]lauses?) \d/).contains { $0.1 == nil }
  }
}
