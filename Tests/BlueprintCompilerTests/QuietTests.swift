import BlueprintCompiler
import Documents
import Foundation
import PolicyGraph
import TestSupport
import Testing

/// Of documents that say what they show nothing new is said, however they are written.
struct QuietTests {
  private static let seeds: [UInt64] = {
    let times = ProcessInfo.processInfo.environment["FOHC_SOAK"].flatMap { UInt64($0) } ?? 1
    return Array(1...(300 * max(1, min(times, 40))))
  }()

  private static let rules: Set<String> = Set(
    [
      Rule.swallowedLine, .cutText, .commentInText, .mergeOfNoMapping, .conflictMarker, .misspeltKey,
      .hiddenInName,
      .bidirectionalControl, .blankField, .placeholder, .uncallableTool, .unsaidHandoff, .unknownKey,
      .blankText,
    ].map(\.code))

  @Test(arguments: seeds)
  func validDocumentsGetNoNewFinding(_ seed: UInt64) throws {
    var generator = BlueprintGenerator(seed: seed &+ 7_000)
    var writer = DocumentWriter(seed: seed)
    let value = generator.blueprint()
    for source in [SourceText.yaml(writer.yaml(value)), .json(writer.json(value))] {
      let compilation = compile(source)
      #expect(compilation.isValid && compilation.notRun.isEmpty, "seed \(seed)")
      let found = compilation.diagnostics.filter { Self.rules.contains($0.rule.code) }
      #expect(
        found.map { "\($0.rule.name) \($0.message)" } == [],
        "seed \(seed)\n\(String(decoding: source.bytes, as: UTF8.self))")
    }
  }

  /// Keys that people add on purpose are nowhere a slip in a key of ours.
  @Test(arguments: [
    "notes", "note", "id", "owner", "locale", "voice", "allowed_domains", "description", "version",
    "metadata", "comment",
    "tags", "title", "type", "language", "system_prompt", "opener_text", "brand_name", "theme_color",
    "initial_message",
    "suggestions", "tts_provider", "knowledge_base", "guardrail_mode", "tone", "status", "created_at",
  ])
  func honestKeysAreNoSlips(_ key: String) {
    let edits: [(old: String, new: String)] = [
      ("name: Viewings desk", "name: Viewings desk\n\(key): x"),
      ("  role: viewings desk", "  role: viewings desk\n  \(key): x"),
      ("  primary: widget", "  primary: widget\n  \(key): x"),
      ("    goal: agree on a day", "    goal: agree on a day\n    \(key): x"),
      ("  failure_mode: retry_once", "  failure_mode: retry_once\n  \(key): x"),
      ("  handoff_message: A", "  \(key): x\n  handoff_message: A"),
      ("    user_goal: see", "    \(key): x\n    user_goal: see"),
      ("{key: day, label: Day,", "{key: day, label: Day, \(key): x,"),
    ]
    for edit in edits where !edit.new.hasPrefix("    goal") || key != "id" {
      let found = findings(in: .blueprint(edit))
      // Where the key is one of the place's own it stands there twice.
      #expect(found.allSatisfy { $0.rule == .unknownKey || $0.rule == .duplicateKey }, "\(edit.new)")
    }
    let draft = findings(in: .draft(("\"entry\":", "\"\(key)\": \"x\", \"entry\":")))
    #expect(draft.isEmpty, "\(draft.map(\.message))")
  }
}
