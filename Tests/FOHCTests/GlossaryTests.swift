import PolicyProofs
import Documents
import ConversationSimulator
import BlueprintCompiler
import Foundation
import Gates
import PolicyGraph
import TestSupport
import Testing

/// Each word that is shown to people stands in the glossary, and no other.
struct GlossaryTests {
  /// The words of each section, from the types that have them.
  private static let sections: [(title: String, words: [String])] = [
    ("Events", Event.plain.map(\.name) + [Event.tool("<id>").name]),
    ("Nodes", NodeKind.allCases.map(\.rawValue)),
    ("Outcomes", CloseOutcome.allCases.map(\.rawValue)),
    ("After a failed tool", FailureMode.allCases.map(\.rawValue)),
    ("Questions out of turn", InterruptionStyle.allCases.map(\.rawValue)),
    ("What is not understood", RepairStrategy.allCases.map(\.rawValue)),
    ("Conditions", guards),
    ("Invariants and clauses", Invariant.allCases.map(\.title) + Clause.allCases.map(\.rawValue)),
    ("Findings", Stage.allCases.map(\.rawValue) + Severity.allCases.map(\.rawValue)),
    ("Simulations", SimulationMode.allCases.map(\.rawValue) + CoverageKind.allCases.map(\.noun)),
    (
      "Gates and evidence",
      GateName.allCases.map(\.rawValue) + ReviewedEvidence.Kind.allCases.map(\.rawValue)
        + Waiver.Kind.allCases.map(\.rawValue)
    ),
  ]

  /// The members of a guard, as the draft's schema has them.
  private static var guards: [String] {
    DraftSchema.document.definitions.flatMap { definition -> [String] in
      if case .oneMember(let object) = definition.schema { object.fields.map(\.key) } else { [] }
    }
  }

  @Test func hasExactlyTheWordsOfTheTypes() throws {
    let page = String(decoding: try Repository.bytes("Docs/glossary.md"), as: UTF8.self)
    let parts = page.components(separatedBy: "\n## ").dropFirst()
    #expect(parts.map { $0.prefix { $0 != "\n" } }.map(String.init) == Self.sections.map(\.title))
    for (part, section) in zip(parts, Self.sections) {
      let rows = part.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { $0.split(separator: "|") }
      #expect(rows.map { $0[0].filter { $0 != "`" }.trimmed } == section.words, "\(section.title)")
      #expect(!section.words.isEmpty && rows.allSatisfy { $0.count == 2 && $0[1].trimmed.count > 5 })
    }
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
