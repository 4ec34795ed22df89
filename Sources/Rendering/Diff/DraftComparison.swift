import Documents
import PolicyProofs

/// What two drafts do differently, for people and programs.
public struct DraftComparison: Sendable {
  private let diff: BehaviourDiff

  /// `diff`: what `compareBehaviour(from:to:maximumPairs:)` found.
  public init(_ diff: BehaviourDiff) { self.diff = diff }

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
