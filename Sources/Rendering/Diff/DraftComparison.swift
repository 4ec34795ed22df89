import Documents
import PolicyGraph
import PolicyProofs

/// What two drafts do differently: both are run with the same events, side by side. Ids do not count.
public struct DraftComparison: Sendable {
  private let diff: BehaviourDiff

  /// Proves both drafts, and compares at most `maximumPairs` pairs of their configurations. Each proof takes what `budget`
  /// bounds; the comparison is O(pairs * edges of a node).
  public init(
    from old: Draft, to new: Draft, budget: ProofBudget = ProofBudget(), maximumPairs: Int = 20_000
  ) {
    diff = BehaviourDiff(
      from: ProofReport(PolicyProgram(old), budget: budget),
      to: ProofReport(PolicyProgram(new), budget: budget),
      maximumPairs: maximumPairs)
  }

  /// Whether something that the old draft guarantees is not guaranteed by the new one.
  public var losesGuarantee: Bool { diff.losesGuarantee }

  /// Whether all pairs were compared; if not, there may be differences that are not shown.
  public var isComplete: Bool { diff.isComplete }

  /// For people, in lines without colour; `isFull` shows conversations and texts whole.
  public func text(isFull: Bool = false) -> String {
    DiffText(diff: diff, conversations: ConversationText(isFull: isFull)).lines.joined(separator: "\n")
  }

  /// GitHub-flavoured Markdown for a pull request; `old` and `new` name the drafts in its title. Names and texts of the
  /// drafts never become markup.
  public func markdown(old: String, new: String, isFull: Bool = false) -> String {
    DiffMarkdown(diff: diff, isFull: isFull, old: old, new: new).lines.joined(separator: "\n")
  }

  /// For programs: what `fohc diff --format json` prints.
  public var json: JSONValue { diff.json }
}
