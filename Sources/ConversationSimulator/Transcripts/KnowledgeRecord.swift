import Documents
import PolicyGraph

/// What the agent had written down of the user's answers, by and by, and which of the user's turns brought it.
struct KnowledgeRecord {
  static let keys = ["variables", "extracted_variables", "context_variables", "lead_data"]
  /// About the person alone: it says nothing of the slots that it does not name.
  static let partial = "lead_data"

  private let none: BitSet
  private let all: BitSet
  private var values: [ValueKey: String] = [:]
  /// Slots that have had a value under any key.
  private var known: BitSet
  /// Slots that are named, even as null.
  private var named: BitSet
  /// Whether any record was of all slots.
  private var isWhole = false
  private var isAny = false
  /// The user's turns since the last record, by their place among the turns.
  private var turnsSince: [Int] = []
  private var firstTurn: Int?
  private var lastTurn: Int?
  private var brought: [Int: BitSet] = [:]
  /// Known before the user said anything: taken as said with the first words.
  private var early: BitSet

  private struct ValueKey: Hashable {
    let key: String
    let slot: Int
  }

  init(_ program: PolicyProgram) {
    none = program.noSlots
    all = program.allSlots
    (known, named, early) = (none, none, none)
  }

  mutating func userSpeaks(at turn: Int) {
    turnsSince.append(turn)
    if firstTurn == nil { firstTurn = turn }
    lastTurn = turn
  }

  /// Takes down a slot's value; says whether it is new. Null and blank text are not values.
  mutating func note(_ slot: Int, _ value: DocumentNode, under key: String) -> Bool {
    named.insert(slot)
    if value.kind == .null || value.kind == .string && value.text?.isBlank ?? true { return false }
    let text = CanonicalJSON.text(of: JSONValue(value))
    let before = values.updateValue(text, forKey: ValueKey(key: key, slot: slot))
    defer { known.insert(slot) }
    return before.map { $0 != text } ?? !known.contains(slot)
  }

  /// The record is complete. Gives back what is filled by now where it cannot be told since which turn.
  mutating func attribute(_ news: BitSet, isWhole: Bool) -> BitSet? {
    isAny = true
    if isWhole { self.isWhole = true }
    defer { turnsSince = [] }
    guard let last = lastTurn else {
      early = early.union(news)
      return nil
    }
    guard turnsSince.count <= 1 else { return news.isEmpty ? nil : news }
    // Where two turns could not be told apart, they still cannot.
    if turnsSince.isEmpty, brought[last] == nil { return news.isEmpty ? nil : news }
    brought[last] = (brought[last] ?? none).union(news)
    return nil
  }

  /// Writes what was learnt into the user's turns.
  func settle(_ turns: inout [Transcript.Turn]) {
    guard isAny else { return }
    for (index, values) in brought {
      guard case .user(let event, _, let isSilent) = turns[index].act else { continue }
      let news = index == firstTurn ? values.union(early) : values
      turns[index].act = .user(
        event: event, values: .news(news, open: isWhole ? none : all.subtracting(named)),
        isSilent: news.isEmpty ? isSilent : false)
    }
  }
}
