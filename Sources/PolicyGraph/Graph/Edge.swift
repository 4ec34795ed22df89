/// What happens at a node on an event (definition 2.4).
public struct Edge: Sendable {
  /// The node that the edge leaves.
  public var from: NodeID
  /// The node that is entered.
  public var to: NodeID
  /// The event on which it is followed; it has to belong to the alphabet of ``from``.
  public var on: Event
  /// Under which circumstances; nil means always.
  public var when: Guard?
  /// Whether the target is taken up again without speaking; nil means that it speaks.
  public var resume: Bool?
  /// On `answered`: the slots that the answer fills.
  public var fills: [SlotKey]?
  /// The flag that the step raises before the target is entered: only on `interrupt`.
  public var sets: ConversationFlag?
  /// The flag that the step lowers: only on an `auto` edge from a `route` into a `talk`.
  public var clears: ConversationFlag?

  /// An edge without `fills`, `sets` and `clears`.
  public init(_ from: NodeID, _ on: Event, _ to: NodeID, when: Guard? = nil, resume: Bool? = nil) {
    self.from = from
    self.to = to
    self.on = on
    self.when = when
    self.resume = resume
  }

  /// ``resume``, with false for an absent member.
  public var resumes: Bool { resume ?? false }
}

/// What a conversation remembers beside slots and visits.
public enum ConversationFlag: String, Sendable, CaseIterable {
  /// A question of the user's was put off.
  case deferred
}

/// A condition on the configuration (definition 2.5).
public indirect enum Guard: Hashable, Sendable {
  case filled(SlotKey)
  /// Some call of the tool has answered `ok` in this conversation.
  case done(ToolID)
  /// Fewer than `below` entries of the node since the user was last understood.
  case visits(NodeID, below: Int)
  case deferred
  case all([Guard])
  case any([Guard])
  case not(Guard)
}
