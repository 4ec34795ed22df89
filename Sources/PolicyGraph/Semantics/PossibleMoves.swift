/// Which events are possible at a configuration, and what they may bring (definition 3.4, 3.5).
extension PolicyProgram {
  /// Whether an event can happen there, with some values or none.
  package func canHappen(_ event: ProgramEvent, at configuration: Configuration) -> Bool {
    switch event {
    case .answered: !asked(of: configuration.node).isSubset(of: configuration.filled)
    case .partial: missing(at: configuration).count > 1
    // At a confirm, a yes with a value is a correction even of a slot that was empty until then.
    case .correct: nodes[configuration.node].kind == .confirm || firstFilledSlot(in: configuration) != nil
    case .goalMet, .unclear, .silence, .interrupt, .affirm, .deny, .escalate, .tool, .ok, .error, .timeout,
      .auto:
      true
    }
  }

  /// A slot that has a value; nil if none has. Tools that are done stand behind the slots.
  package func firstFilledSlot(in configuration: Configuration) -> Int? {
    configuration.filled.first.flatMap { $0 < slots.count ? $0 : nil }
  }

  /// The slots that are asked for and empty.
  private func missing(at configuration: Configuration) -> BitSet {
    asked(of: configuration.node).subtracting(configuration.filled)
  }

  /// Nil when the event cannot happen there.
  ///
  /// Any user event but `silence` may volunteer values. What is named by the event itself is excepted: an
  /// `unclear` that brings an asked slot is `partial` or `answered`, and a yes or no that brings a value at a
  /// `confirm` is `correct`.
  package func carried(by event: ProgramEvent, at configuration: Configuration) -> CarriedValues? {
    guard canHappen(event, at: configuration) else { return nil }
    switch event {
    case .auto, .ok, .error, .timeout, .silence, .affirm:
      return CarriedValues(certain: noSlots, possible: noSlots)
    case .answered:
      return CarriedValues(certain: missing(at: configuration), possible: allSlots)
    case .partial:
      return CarriedValues(certain: noSlots, possible: allSlots, some: missing(at: configuration))
    case .unclear:
      return CarriedValues(
        certain: noSlots, possible: allSlots.subtracting(asked(of: configuration.node)))
    case .deny where nodes[configuration.node].kind == .confirm:
      return CarriedValues(certain: noSlots, possible: noSlots)
    case .deny, .correct, .goalMet, .interrupt, .escalate, .tool:
      return CarriedValues(certain: noSlots, possible: allSlots)
    }
  }

  /// Every move that is possible at a configuration and fills other slots than the rest; 2 to the power of the
  /// missing slots in number.
  package func moves(on event: ProgramEvent, at configuration: Configuration) -> [Move] {
    guard let carried = carried(by: event, at: configuration) else { return [] }
    let free = carried.possible.subtracting(configuration.filled).subtracting(carried.certain).elements
    var moves: [Move] = []
    for choice in 0..<(1 << free.count) {
      var values = carried.certain
      for (bit, slot) in free.enumerated() where choice & (1 << bit) != 0 { values.insert(slot) }
      if let move = move(event, values, carried, at: configuration) { moves.append(move) }
    }
    return moves
  }

  /// The move with these new values; nil if the event cannot bring just these.
  package func move(
    _ event: ProgramEvent, _ values: BitSet, _ carried: CarriedValues, at configuration: Configuration
  ) -> Move? {
    if let some = carried.some {
      let given = values.intersection(some)
      guard !given.isEmpty, given != some else { return nil }
    }
    guard event == .correct else { return Move(event: event, values: values) }
    // A correction changes a filled slot; at a confirm it may fill one instead.
    if let corrected = firstFilledSlot(in: configuration) {
      return Move(event: event, values: values.inserting(corrected))
    }
    return values.isEmpty ? nil : Move(event: event, values: values)
  }

  /// Whether a move that was written down is possible.
  package func isPossible(_ move: Move, at configuration: Configuration) -> Bool {
    guard nodes[configuration.node].groups.contains(where: { groups[$0].event == move.event }),
      let carried = carried(by: move.event, at: configuration),
      carried.certain.isSubset(of: move.values),
      move.values.isSubset(of: carried.possible.union(carried.certain))
    else { return false }
    if let some = carried.some {
      let given = move.values.intersection(some)
      if given.isEmpty || given == some { return false }
    }
    guard move.event == .correct else { return true }
    let isConfirm = nodes[configuration.node].kind == .confirm
    return isConfirm ? !move.values.isEmpty : !move.values.intersection(configuration.filled).isEmpty
  }
}
