import BlueprintCompiler
import Documents
import Foundation
import PolicyGraph
import PolicyProofs
import floor

/// `bench` prints times beside their floors. `bench scan|read|compile|validate|walk|play FILE TIMES` does one thing,
/// to be counted; `bench scale [NODES …]` only proves, `bench simulate FILE …` only simulates.
@main
struct Bench {
  /// The largest blueprints and drafts here are larger than any real one, which the standard limits refuse.
  static let limits = Limits(inputBytes: .max, draftElements: .max, draftBytes: .max)

  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.dropFirst().first == "scale" {
      let sizes = arguments.dropFirst(2).compactMap { Int($0) }
      return sizes.isEmpty ? Scale.run() : Scale.run(sizes: sizes)
    }
    if arguments.dropFirst().first == "simulate" {
      return try Simulating.run(arguments.dropFirst(2).map { URL(filePath: $0) })
    }
    if arguments.count == 4, let times = Int(arguments[3]) {
      let bytes = Array(try Data(contentsOf: URL(filePath: arguments[2])))
      if arguments[1] == "walk" || arguments[1] == "play" {
        return Simulating.once(arguments[1], bytes, times: times)
      }
      for _ in 0..<times { once(arguments[1], bytes) }
      return
    }
    print("what                                     best of 5         rate   to floor")
    for phases in [14, 97] { compareWithScan(blueprint(phases: phases), isCompiled: true) }
    // Its 16,000 slots at a quarter of a million nodes are more than a proof keeps facts of: it is only read.
    compareWithScan(blueprint(phases: 8000), isCompiled: false)
    for phases in [14, 400] { compareWithJSONSerialization(blueprint(phases: phases)) }
    compareSizes(phases: 250)
    Scale.run()
  }

  private static func once(_ what: String, _ bytes: [UInt8]) {
    switch what {
    case "scan": precondition(scan_yaml(bytes, bytes.count) > 0)
    case "read": read(bytes)
    case "compile": compileWhole(bytes)
    case "validate": validate(bytes)
    default: fatalError("bench scan|read|compile|validate|walk|play FILE TIMES")
    }
  }

  private static func read(_ bytes: [UInt8]) {
    var findings = Findings(limits: limits)
    let source = SourceText(name: "bench.yaml", bytes: bytes)
    precondition(readYAML(source, limits: limits, findings: &findings) != nil)
  }

  /// Everything, down to canonical bytes and both hashes.
  private static func compileWhole(_ bytes: [UInt8]) {
    _ = compiled(bytes)
  }

  private static func compiled(_ bytes: [UInt8]) -> PreparedDraft {
    let compilation = compile(SourceText(name: "bench.yaml", bytes: bytes), limits: limits)
    guard compilation.isValid, let draft = compilation.draft else {
      fatalError("the blueprint compiles: \(compilation.diagnostics.prefix(3).map(\.message))")
    }
    return draft
  }

  /// A draft from its bytes to its verdicts and both hashes.
  private static func validate(_ bytes: [UInt8]) {
    var findings = Findings(limits: limits)
    let document = readJSON(SourceText(name: "bench.json", bytes: bytes), limits: limits, findings: &findings)
    guard let document else { fatalError("the draft is JSON") }
    precondition(validateDraft(document, findings: findings).isValid)
  }

  /// The floor of a YAML front-end is libyaml's own reading, its events thrown away.
  private static func compareWithScan(_ bytes: [UInt8], isCompiled: Bool) {
    print("\n\(bytes.count) bytes of YAML")
    let floor = best { once("scan", bytes) }
    report("libyaml's events, in C (floor)", floor, bytes: bytes.count, floor: floor)
    report("readYAML", best { read(bytes) }, bytes: bytes.count, floor: floor)
    guard isCompiled else { return }
    let draft = compiled(bytes)
    report("compile, whole", best { compileWhole(bytes) }, bytes: bytes.count, floor: floor)
    let canonical = CanonicalJSON.bytes(of: draft.json)
    print("  of which, for \(canonical.count) bytes of draft:")
    report(
      "  canonical bytes", best { _ = CanonicalJSON.bytes(of: draft.json) }, bytes: bytes.count, floor: floor)
    report(
      "  both hashes", best { _ = DraftHash(canonicalBytes: canonical) }, bytes: bytes.count, floor: floor)
  }

  private static func compareWithJSONSerialization(_ blueprint: [UInt8]) {
    let data = Data(PrettyJSON.text(of: compiled(blueprint).json).utf8)
    let source = SourceText(name: "bench.json", bytes: Array(data))
    print("\n\(data.count) bytes of JSON")
    let floor = best { precondition((try? JSONSerialization.jsonObject(with: data)) != nil) }
    report("Foundation's JSONSerialization", floor, bytes: data.count, floor: floor)
    let time = best {
      var findings = Findings(limits: limits)
      precondition(readJSON(source, limits: limits, findings: &findings) != nil)
    }
    report("readJSON", time, bytes: data.count, floor: floor)
  }

  /// Twice the phases take about twice the time.
  private static func compareSizes(phases: Int) {
    print("\ncompile of \(phases) and of \(2 * phases) phases (to floor: 2 is linear)")
    let (small, large) = (blueprint(phases: phases), blueprint(phases: 2 * phases))
    let floor = best { compileWhole(small) }
    report("\(phases) phases", floor, bytes: small.count, floor: floor)
    report("\(2 * phases) phases", best { compileWhole(large) }, bytes: large.count, floor: floor)
  }
}
