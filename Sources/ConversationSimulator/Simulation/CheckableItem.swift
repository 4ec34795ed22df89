import Documents
import PolicyGraph

/// An item of `must_do` or `must_not_do` that a machine can check, with positions in a program.
struct CheckableItem: Hashable {
  /// The item as it stands in the draft.
  let item: String
  let act: Act

  enum Act: Hashable {
    /// A position among the program's tools; nil for a tool that the draft does not know, which is never called.
    case call(Int?)
    case unconfirmedCall(Int?)
    /// A position among the slots; nil likewise.
    case ask(Int?)
    case handoff
    case close(CloseOutcome)

    /// Whether a conversation ends with it.
    var isEnding: Bool {
      switch self {
      case .handoff, .close: true
      case .call, .unconfirmedCall, .ask: false
      }
    }
  }

  /// Nil if the item is words.
  init?(_ item: String, among names: ScenarioNames, in program: PolicyProgram) {
    self.item = item
    switch ScenarioItem(item, among: names) {
    case .call(let tool)?: act = .call(program.tools.firstIndex { $0.id == tool })
    case .unconfirmedCall(let tool)?: act = .unconfirmedCall(program.tools.firstIndex { $0.id == tool })
    case .ask(let slot)?: act = .ask(program.slots.firstIndex(of: slot))
    case .handoff?: act = .handoff
    case .close(let outcome)?: act = .close(outcome)
    case nil: return nil
    }
  }
}

/// What a scenario's user is after, beside being content.
struct UserIntent {
  /// How the user wants the conversation to end; nil: as it does where all is well.
  private(set) var ending: CheckableItem.Act?
  /// What has to have happened before that: calls and questions.
  private(set) var before: [CheckableItem.Act] = []
  /// Tools that this user wants whatever else happens.
  private(set) var needed: Set<Int> = []
  /// Slots that are given before the user declines or falls silent. Who asks for a person does not wait for questions.
  private var given: [Int] = []
  /// Tools that this user does not ask for; nil: all.
  private let forbidden: BitSet?

  /// A user who wants no tool and no particular ending.
  static let none = UserIntent(forbidden: nil)

  private init(forbidden: BitSet?) { self.forbidden = forbidden }

  init(mustDo: [CheckableItem], mustCollect: [Int], forbidden: BitSet) {
    self.forbidden = forbidden
    for item in mustDo {
      switch item.act {
      case .call(let tool):
        before.append(item.act)
        if let tool { needed.insert(tool) }
      case .ask, .unconfirmedCall: before.append(item.act)
      // Success is what this user is after anyway.
      case .close(.success): continue
      case .handoff, .close: ending = ending ?? item.act
      }
    }
    if ending != .handoff { given = mustCollect }
  }

  func allows(_ tool: Int) -> Bool { forbidden.map { !$0.contains(tool) } ?? false }

  /// Whether everything has happened that is to happen before the ending that the user wants.
  func isReady(_ conversation: ConversationState) -> Bool {
    before.allSatisfy { conversation.hasHappened($0) }
      && given.allSatisfy { conversation.configuration.filled.contains($0) }
  }
}

extension ConversationState {
  /// Of calls and questions: whether there was one.
  func hasHappened(_ act: CheckableItem.Act) -> Bool {
    switch act {
    case .call(let tool): tool.map { called.contains($0) } ?? false
    case .unconfirmedCall(let tool): tool.map { calledUnconfirmed.contains($0) } ?? false
    case .ask(let slot): slot.map { asked.contains($0) } ?? false
    case .handoff, .close: false
    }
  }
}
