import Documents
import PolicyGraph

/// Which values are volunteered, decided where it matters.
extension WitnessSearch {
  /// A state with the open slots decided that matter at its node.
  struct View {
    let configuration: Configuration
    /// Still open.
    let open: BitSet
    /// Taken for volunteered.
    let settled: BitSet

    /// Of the slots that are looked at these are taken for volunteered, and the others for missing.
    func deciding(_ read: BitSet, filled: BitSet) -> View {
      var decided = configuration
      decided.filled = configuration.filled.union(filled)
      return View(
        configuration: decided, open: open.subtracting(read), settled: settled.union(filled))
    }
  }

  /// An event at a view, and what it may volunteer besides what matters there.
  struct Candidate {
    let view: View
    let group: Int
    let move: Move
    let offered: BitSet
  }

  /// With the open slots decided that say which events are possible, and whether the node is at fault itself.
  mutating func views(of state: State) -> [View] {
    let here = state.configuration
    var read = program.asked(of: here.node)
    if goals.isGoal(here.node) { read = read.union(slotsReadBeyond(here.node)) }
    let view = View(configuration: here, open: state.open, settled: program.noSlots)
    return subsets(of: state.open.intersection(read), atMost: 8).map {
      view.deciding(read, filled: $0)
    }
  }

  mutating func addCandidates(at view: View, to found: inout [Candidate]) {
    for group in program.nodes[view.configuration.node].groups {
      guard isRoom(beside: found) else { return }
      if program.groups[group].event == .correct {
        addCorrections(at: view, group, to: &found)
      } else {
        found += candidates(on: group, at: view)
      }
    }
  }

  /// Whether more moves than these may be tried. Where not, nothing is proved by finding nothing.
  private mutating func isRoom(beside candidates: [Candidate]) -> Bool {
    let hasRoom = candidates.count * meter.costOfMove < meter.left && candidates.count < maximumArrivals
    if !hasRoom { isExhaustive = false }
    return hasRoom
  }

  /// Decides what the event's guards, and whatever it leads to, look at: of the open slots, and of what the event may
  /// bring itself.
  private mutating func candidates(on group: Int, at view: View) -> [Candidate] {
    let event = program.groups[group].event
    let here = view.configuration
    guard let carried = program.carried(by: event, at: here) else { return [] }
    let free = carried.possible.intersection(relevantSlots).subtracting(here.filled)
      .subtracting(carried.certain)
    let read = slotsRead(by: group).union(carried.some ?? program.noSlots)
    let offered = free.subtracting(read)
    let undecided = free.union(view.open).intersection(read).subtracting(carried.certain)
    return subsets(of: undecided, atMost: 10).compactMap { filled in
      let decided = view.deciding(read, filled: filled.intersection(view.open))
      let values = carried.certain.union(filled.subtracting(view.open))
      return program.move(event, values, carried, at: decided.configuration).map {
        Candidate(view: decided, group: group, move: $0, offered: offered.subtracting($0.values))
      }
    }
  }

  /// What is corrected was filled before. Where nothing is filled for certain, it is one of the open slots; or, at a
  /// `confirm`, any slot, which is filled by it.
  private mutating func addCorrections(at view: View, _ group: Int, to found: inout [Candidate]) {
    guard program.firstFilledSlot(in: view.configuration) == nil else {
      found += candidates(on: group, at: view)
      return
    }
    for slot in view.open.elements {
      guard isRoom(beside: found) else { return }
      let one = program.noSlots.inserting(slot)
      found += candidates(on: group, at: view.deciding(one, filled: one))
    }
    guard program.nodes[view.configuration.node].kind == .confirm else { return }
    let read = slotsRead(by: group).intersection(relevantSlots)
    for slot in relevantSlots.elements {
      guard isRoom(beside: found) else { return }
      for values in subsets(of: read, atMost: 6) {
        let move = Move(event: .correct, values: values.inserting(slot))
        let offered = relevantSlots.subtracting(read).subtracting(move.values)
        let decided = view.deciding(read.union(move.values), filled: program.noSlots)
        found.append(Candidate(view: decided, group: group, move: move, offered: offered))
      }
    }
  }

  /// All subsets of a set of at most so many elements; of a larger one none, all, and each element alone or left out,
  /// after which nothing is proved by finding nothing.
  private mutating func subsets(of set: BitSet, atMost limit: Int) -> [BitSet] {
    let elements = set.elements
    var sets = [program.noSlots]
    if elements.count <= limit {
      for element in elements { sets += sets.map { $0.inserting(element) } }
      return sets
    }
    isExhaustive = false
    // Of very many elements the sets would take all memory.
    for element in elements.prefix(max(limit, 4_000_000 / program.slots.count)) {
      var others = set
      others.remove(element)
      sets += [program.noSlots.inserting(element), others]
    }
    return sets + [set]
  }

  // MARK: What matters where

  /// The slots that decide where an event leads, and how that is judged.
  private mutating func slotsRead(by group: Int) -> BitSet {
    if let known = reads[group] { return known }
    var slots = program.noSlots
    for edge in program.groups[group].edges {
      addSlots(guarding: edge, to: &slots)
      let target = program.nodes[program.edges[edge].to]
      slots = slots.union(program.asked(of: program.edges[edge].to))
      if target.outcome != nil { slots = slots.union(program.requiredForSuccess) }
      if target.kind == .call { slots = slots.union(program.tools[target.tool].inputs) }
    }
    let node = program.groups[group].node
    if rule == .twoCalls, goals.isGoal(node) { slots = slots.union(slotsReadBeyond(node)) }
    reads[group] = slots
    return slots
  }

  /// Some rules are not about a step, but about all that may follow.
  private mutating func slotsReadBeyond(_ node: Int) -> BitSet {
    var steps = 0
    defer { meter.spend(WorkMeter.costOfReadingSlots(steps: steps)) }
    switch rule {
    case .noWayOut: return relevantSlots
    case .endlessLoop:
      // A circle stays among the suspects.
      var slots = program.noSlots
      for goal in goals.potentialViolations(at: node).flatMap(\.nodes) {
        steps += 1 + program.exits(of: goal).count
        slots = slots.union(program.asked(of: goal))
        for edge in program.exits(of: goal) { addSlots(guarding: edge, to: &slots) }
      }
      return slots
    case .lostEscalation, .unreportedResult, .brokenFailureMode, .twoCalls:
      if let known = readsBeyond[node] { return known }
      var slots = program.noSlots
      var open = [node]
      var known = Set(open)
      while let here = open.popLast() {
        slots = slots.union(program.asked(of: here))
        guard here == node || program.nodes[here].kind.awaits == .nothing else { continue }
        steps += 1 + program.exits(of: here).count
        for edge in program.exits(of: here) {
          addSlots(guarding: edge, to: &slots)
          if known.insert(program.edges[edge].to).inserted { open.append(program.edges[edge].to) }
        }
      }
      readsBeyond[node] = slots
      return slots
    default: return program.noSlots
    }
  }

  private func addSlots(guarding edge: Int, to slots: inout BitSet) {
    let condition = program.edges[edge].condition
    if condition >= 0 { program.guards.addSlots(of: condition, to: &slots) }
  }

  /// Slots that nothing on the way names (no guard, question, input or requirement) change nothing, but
  /// that a filled one can be corrected: one of them stands for all.
  static func relevantSlots(_ rule: Rule, _ distance: [Int], _ program: PolicyProgram) -> BitSet {
    var slots = program.noSlots
    switch rule {
    case .incompleteSuccess, .declinedComplete: slots = program.requiredForSuccess
    case .unboundInput: for tool in program.tools { slots = slots.union(tool.inputs) }
    // Looks beyond the place.
    case .noWayOut, .endlessLoop, .lostEscalation, .unreportedResult, .brokenFailureMode, .twoCalls:
      return everywhere(program)
    default: break
    }
    for node in program.nodes.indices where distance[node] < .max {
      slots = slots.union(program.asked(of: node))
      for edge in program.exits(of: node) where program.edges[edge].condition >= 0 {
        program.guards.addSlots(of: program.edges[edge].condition, to: &slots)
      }
    }
    if let other = program.allSlots.subtracting(slots).first { slots.insert(other) }
    return slots
  }

  private static func everywhere(_ program: PolicyProgram) -> BitSet {
    var slots = program.requiredForSuccess
    for node in program.nodes.indices where program.nodes[node].kind == .ask {
      slots = slots.union(program.asked(of: node))
    }
    for tool in program.tools { slots = slots.union(tool.inputs) }
    for case .atom(.filled(let slot)) in program.guards.terms { slots.insert(slot) }
    if let other = program.allSlots.subtracting(slots).first { slots.insert(other) }
    return slots
  }
}
