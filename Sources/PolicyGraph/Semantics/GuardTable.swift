/// All guards of a program, flat: a term's parts stand side by side.
package struct GuardTable: Sendable {
  package enum Term: Hashable, Sendable {
    case atom(Atom)
    case all(Range<Int>)
    case any(Range<Int>)
    case not(Int)
    /// A name that does not exist: a slot that is never filled, a node that is never entered.
    case constant(Bool)
  }

  /// What a guard asks of a configuration.
  package enum Atom: Hashable, Sendable {
    /// A slot is filled, or a tool is done: whatever a conversation remembers.
    case filled(Int)
    /// Fewer than `below` entries of the counter's node.
    case visits(counter: Int, below: Int)
    case deferred
  }

  package private(set) var terms: [Term] = []
  /// For each counter its node, and the largest count that a guard tells from the next.
  package private(set) var counters: [(node: Int, cap: Int)] = []
  /// By node; -1 for none.
  private var counterOfNode: [Int32]
  private var lastCounter = -1

  /// Without guards, over so many nodes.
  package init(nodeCount: Int, edgeCount: Int = 0) {
    counterOfNode = Array(repeating: -1, count: nodeCount)
    terms.reserveCapacity(edgeCount)
  }

  /// The value of a term where an atom may be unknown (Kleene's strong three-valued logic). O(size of the term).
  package func value(of term: Int, _ atom: (Atom) -> Bool?) -> Bool? {
    value(of: term, in: ()) { name, _ in atom(name) }
  }

  /// The same where atoms are read off something large, which is handed on: capturing it would copy it.
  package func value<Premise>(of term: Int, in premise: Premise, _ atom: (Atom, Premise) -> Bool?) -> Bool? {
    switch terms[term] {
    case .constant(let value): return value
    case .atom(let name): return atom(name, premise)
    case .not(let part): return value(of: part, in: premise, atom).map { !$0 }
    case .all(let parts): return fold(parts, stop: false, premise, atom)
    case .any(let parts): return fold(parts, stop: true, premise, atom)
    }
  }

  /// How many terms there are in a term, itself included.
  package func size(of term: Int) -> Int {
    switch terms[term] {
    case .constant, .atom: return 1
    case .not(let part): return 1 + size(of: part)
    case .all(let parts), .any(let parts): return parts.reduce(1) { $0 + size(of: $1) }
    }
  }

  /// Adds the slots that a term asks for.
  package func addSlots(of term: Int, to slots: inout BitSet) {
    switch terms[term] {
    case .atom(.filled(let slot)): slots.insert(slot)
    case .constant, .atom: break
    case .not(let part): addSlots(of: part, to: &slots)
    case .all(let parts), .any(let parts): for part in parts { addSlots(of: part, to: &slots) }
    }
  }

  /// Adds the counters that a term asks for.
  package func addCounters(of term: Int, to counters: inout Set<Int>) {
    switch terms[term] {
    case .atom(.visits(let counter, _)): counters.insert(counter)
    case .constant, .atom: break
    case .not(let part): addCounters(of: part, to: &counters)
    case .all(let parts), .any(let parts): for part in parts { addCounters(of: part, to: &counters) }
    }
  }

  private func fold<Premise>(
    _ parts: Range<Int>, stop: Bool, _ premise: Premise, _ atom: (Atom, Premise) -> Bool?
  ) -> Bool? {
    var isKnown = true
    for part in parts {
      guard let value = value(of: part, in: premise, atom) else {
        isKnown = false
        continue
      }
      if value == stop { return stop }
    }
    return isKnown ? !stop : nil
  }
}

extension GuardTable {
  /// Where the names in a guard stand.
  struct Names {
    var nodes: NameIndex<NodeSpace>
    var slots: NameIndex<SlotSpace>
    /// The tools that something asks for, in the order in which they were met. They are remembered behind the slots.
    private(set) var rememberedTools: [ToolID] = []
    private var memories: [ToolID: Int] = [:]

    init(nodes: NameIndex<NodeSpace>, slots: NameIndex<SlotSpace>) {
      self.nodes = nodes
      self.slots = slots
    }

    var memoryCount: Int { slots.names.count + rememberedTools.count }

    /// Where it is remembered that a tool is done.
    mutating func memory(of tool: ToolID) -> Int {
      if let known = memories[tool] { return known }
      let memory = memoryCount
      memories[tool] = memory
      rememberedTools.append(tool)
      return memory
    }
  }

  /// Adds a guard; returns its term. It may well count `target`, or the node that the last guard counted.
  mutating func add(_ condition: Guard, _ names: inout Names, target: Int) -> Int {
    let position = makeRoom(1)
    fill(position, with: condition, &names, target)
    return position
  }

  private mutating func fill(_ position: Int, with condition: Guard, _ names: inout Names, _ target: Int) {
    switch condition {
    case .filled(let key):
      terms[position] = names.slots.position(of: key).map { .atom(.filled($0)) } ?? .constant(false)
    case .visits(let id, let below):
      guard below > 0 else { return }
      terms[position] =
        names.nodes.position(of: id, guess: target, or: lastCounter).map {
          .atom(.visits(counter: counter(of: $0, below), below: below))
        } ?? .constant(true)
    case .done(let tool): terms[position] = .atom(.filled(names.memory(of: tool)))
    case .deferred: terms[position] = .atom(.deferred)
    case .all(let parts): terms[position] = .all(add(parts, &names, target))
    case .any(let parts): terms[position] = .any(add(parts, &names, target))
    case .not(let part):
      let inner = makeRoom(1)
      fill(inner, with: part, &names, target)
      terms[position] = .not(inner)
    }
  }

  private mutating func add(_ parts: [Guard], _ names: inout Names, _ target: Int) -> Range<Int> {
    let first = makeRoom(parts.count)
    for (offset, part) in parts.enumerated() { fill(first + offset, with: part, &names, target) }
    return first..<first + parts.count
  }

  /// Room for terms that stand side by side; returns where it begins.
  private mutating func makeRoom(_ count: Int) -> Int {
    for _ in 0..<count { terms.append(.constant(false)) }
    return terms.count - count
  }

  private mutating func counter(of node: Int, _ below: Int) -> Int {
    lastCounter = node
    let known = Int(counterOfNode[node])
    if known >= 0 {
      counters[known].cap = max(counters[known].cap, below)
      return known
    }
    counterOfNode[node] = Int32(counters.count)
    counters.append((node, below))
    return counters.count - 1
  }
}
