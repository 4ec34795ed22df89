import Documents
import PolicyGraph

/// A recorded conversation in the terms of a program.
struct Transcript {
  var turns: [Turn]
  /// Whether the user's silences are recorded: between two turns of the agent's, or as separate turns.
  var recordsSilences = true

  struct Turn {
    var act: Act
    /// In the file.
    let place: DocumentNode
    /// From 1, as the recording counts them; nil for how the whole ended.
    let number: Int?
    /// The event or the tool, as it was recorded.
    var name: String?
  }

  enum Act {
    /// An event with an unknown tool is one that is never possible. `isSilent` nil: it is not recorded what was said.
    case user(event: ProgramEvent?, values: Values, isSilent: Bool?)
    case agent(TurnEnding?, asks: BitSet)
    /// `tool` nil: not recorded; `unknownTool`: one that the draft does not have. `answer` nil: not recorded.
    case tool(Int?, answer: ProgramEvent?, isCall: Bool)
    /// These are filled by now, and it is not recorded since when.
    case filled(BitSet)
  }

  /// What a user's turn filled.
  enum Values {
    case unrecorded
    case exactly(BitSet)
    /// What was known afterwards and not before. Whatever had been known may have been said again, and of the open slots
    /// nothing is recorded.
    case news(BitSet, open: BitSet)

    /// What it certainly filled.
    var known: BitSet? {
      switch self {
      case .unrecorded: nil
      case .exactly(let slots), .news(let slots, _): slots.isEmpty ? nil : slots
      }
    }
  }

  /// No node is about it, and no event.
  static let unknownTool = -2

  /// How an agent's turn ends.
  enum TurnEnding {
    case handoff
    case close(CloseOutcome?)
    /// Asks leave for a tool, where it says which.
    case confirm(Int?)
  }

  /// Whether calls are recorded.
  var recordsCalls: Bool { turns.contains { if case .tool = $0.act { true } else { false } } }

  var recordsAgent: Bool { turns.contains { if case .agent = $0.act { true } else { false } } }
}
