/// Everything about a running conversation that the policy's behaviour, or one of its guarantees, depends on
/// (definition 3.3).
package struct Configuration: Hashable, Sendable {
  package var node: Int
  /// Slots that are filled, and, behind them, tools that are done. Nothing of it is ever undone.
  package var filled: BitSet
  /// By counter: entries since the user was last understood, capped where no guard tells more apart.
  package var visits: [Int]
  package var isDeferred = false
  /// Whether the user has declined something at an `ask` or a `talk`.
  package var hasDeclined = false
  /// By position in `resumeTargets`: which nodes have spoken.
  package var spoken: BitSet
  /// At a `confirm`: whether it was asked on the way here, not taken up again.
  package var isConfirmFresh = false
  package var turn: Turn
}

/// What has happened since the last event (definition 3.8).
package struct Turn: Hashable, Sendable {
  package var start: Start
  package var hasSpoken = false
  /// Whether it began with a yes at a `confirm` that had just been asked.
  package var isConfirmed = false
  /// Whether the result, or the failure, of the tool that began the turn has been told.
  package var hasReported = false
  package var hasApologized = false
  /// Nodes without a voice, entered one after the other since something was last said or awaited.
  package var silentTrail = SmallNodeSet()
  /// Calls entered since the last event from the user.
  package var calls = SmallNodeSet()

  /// How many nodes are on record: every step copies them.
  package var recordLength: Int { silentTrail.count + calls.count }

  package init(start: Start) { self.start = start }

  package enum Start: Hashable, Sendable {
    case opening
    case event(ProgramEvent, at: Int)
    /// The agent waits: what began the turn before no longer matters.
    case settled
  }
}

/// One event with the values that it brings.
package struct Move: Hashable, Sendable {
  package var event: ProgramEvent
  package var values: BitSet

  package init(event: ProgramEvent, values: BitSet) {
    self.event = event
    self.values = values
  }
}

/// What an event may bring at a configuration.
package struct CarriedValues: Sendable {
  /// Always among the values.
  package var certain: BitSet
  /// May be among them.
  package var possible: BitSet
  /// Where set: at least one of these, and not all of these.
  package var some: BitSet?
}
