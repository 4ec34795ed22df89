import PolicyProofs
import Documents
import ConversationSimulator
import BlueprintCompiler
import Foundation
import Gates
import PolicyGraph
import TestSupport
import Testing

@testable import Rendering
@testable import fohc

/// Each word that is shown to people stands in the glossary, and no other.
struct GlossaryTests {
  /// A section of the glossary, and what its words are held to.
  private struct Section {
    let title: String
    let source: Source

    enum Source {
      /// Exactly these words, from the types that have them or the texts of a function.
      case words([String])
      /// Words of sentences: each stands in one of these files.
      case sentences([String])
    }

    init(_ title: String, _ words: [String]) { (self.title, source) = (title, .words(words)) }

    init(_ title: String, in files: String...) { (self.title, source) = (title, .sentences(files)) }
  }

  private static func sections() throws -> [Section] {
    let drawings = "Sources/Rendering/Graph"
    let simulation = "Sources/ConversationSimulator/Simulation"
    let diff = "Sources/PolicyProofs/Diff"
    return [
      Section("Events", Event.plain.map(\.name) + [Event.tool("<id>").name]),
      Section("Nodes", NodeKind.allCases.map(\.rawValue)),
      Section("Outcomes", CloseOutcome.allCases.map(\.rawValue)),
      Section("After a failed tool", FailureMode.allCases.map(\.rawValue)),
      Section("Questions out of turn", InterruptionStyle.allCases.map(\.rawValue)),
      Section("What is not understood", RepairStrategy.allCases.map(\.rawValue)),
      Section("Conditions", guards),
      Section(
        "Drawings", in: "\(drawings)/GraphWords.swift", "\(drawings)/OverviewPicture.swift",
        "\(drawings)/ToolPath.swift"),
      Section("Colours", Tint.allCases.map(\.rawValue)),
      // Where a terminal has colours, each mark has one; what is left out is not a mark of its own.
      Section(
        "Marks", try marks("Sources/Rendering/Colour.swift", in: "private static func of(") + ["…"]),
      Section("Speakers", [Conversation.Line.Speaker.agent, .user, .tool].map(\.rawValue)),
      Section("At the desk", in: "Sources/fohc/Commands/PlayCommand.swift"),
      Section("Comparisons", try texts("\(diff)/TurnOutcome.swift").filter { $0 != "in" }),
      Section(
        "Invariants and clauses", Invariant.allCases.map(\.title) + Clause.allCases.map(\.rawValue)),
      Section("Findings", Stage.allCases.map(\.rawValue) + Severity.allCases.map(\.rawValue)),
      Section("Simulations", SimulationMode.allCases.map(\.rawValue) + CoverageKind.allCases.map(\.noun)),
      Section("Disturbances", try texts("\(simulation)/ScriptedUser.swift", in: "func name(in")),
      Section(
        "Scenarios", in: "\(simulation)/FailureWords.swift", "Sources/PolicyGraph/Graph/ScenarioItem.swift"),
      Section(
        "Gates and evidence",
        GateName.allCases.map(\.rawValue) + ReviewedEvidence.Kind.allCases.map(\.rawValue)
          + Waiver.Kind.allCases.map(\.rawValue)),
      Section("Guarantees", try guarantees("\(diff)/GuaranteeDiff.swift")),
    ]
  }

  /// The members of a guard, as the draft's schema has them.
  private static var guards: [String] {
    DraftSchema.document.definitions.flatMap { definition -> [String] in
      if case .oneMember(let object) = definition.schema { object.fields.map(\.key) } else { [] }
    }
  }

  /// The words with which the texts of a function, or of a file, begin; each once.
  private static func texts(_ path: String, in function: String? = nil) throws -> [String] {
    let code = try code(path, in: function)
    let words = code.matches(of: /"([a-z ]+)/).map { String($0.1).trimmed }
    var seen: Set<String> = []
    return words.filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// The texts of one character in a function.
  private static func marks(_ path: String, in function: String) throws -> [String] {
    try code(path, in: function).matches(of: /"([^"])"/).map { String($0.1) }
  }

  private static func code(_ path: String, in function: String?) throws -> String {
    let text = try Repository.text(path).replacing(/\/\/[^\n]*/, with: "")
    guard let function else { return text }
    let start = try #require(text.range(of: function)).lowerBound
    return text[start...].components(separatedBy: "\n  }\n")[0]
  }

  /// What stands before the first colon of each name.
  private static func guarantees(_ path: String) throws -> [String] {
    try Repository.text(path).matches(of: /name(?:: | = )"([a-z-]+)/).map { String($0.1) }
  }

  @Test func hasExactlyTheWordsOfTheTypes() throws {
    let page = try Repository.text("Docs/glossary.md")
    let parts = page.components(separatedBy: "\n## ").dropFirst()
    let sections = try Self.sections()
    #expect(parts.map { $0.prefix { $0 != "\n" } }.map(String.init) == sections.map(\.title))
    for (part, section) in zip(parts, sections) {
      let rows = part.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { $0.split(separator: "|") }
      let shown = rows.map { $0[0].filter { $0 != "`" }.trimmed }
      switch section.source {
      case .words(let words): #expect(shown == words, "\(section.title)")
      case .sentences(let files):
        let texts = try files.map(Repository.text).joined()
        // `call:<tool>` is `call` and a name.
        let missing = shown.filter { word in
          word.split(whereSeparator: { ":<>".contains($0) }).first.map { !texts.contains($0) } ?? true
        }
        #expect(missing == [], "\(section.title)")
      }
      #expect(!shown.isEmpty && Set(shown).count == shown.count)
      #expect(rows.allSatisfy { $0.count == 2 && $0[1].trimmed.count > 5 })
    }
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
