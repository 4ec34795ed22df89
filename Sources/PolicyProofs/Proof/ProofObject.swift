import Documents
import PolicyGraph

/// A proof that a draft keeps both invariants, as a document that a checker which trusts nothing can accept
/// (definition 4.4).
///
/// Proof-carrying code (Necula 1997): finding a proof may be as clever as it likes, because checking one is simple.
/// What is recorded is an inductive invariant (Floyd 1967): every state that can be reached, what holds whenever it
/// is entered, how guards tell edges apart, and numbers that fall wherever something must not go on for ever. Each
/// step is then checked on its own, and nothing has to be searched for.
public struct ProofObject: Sendable {
  package let kind: ProofKind
  /// The whole document, `flow_proof.v1`, as `ProofChecker` reads it.
  public let json: JSONValue

  /// Most configurations that an enumeration lists.
  package static let maximumConfigurations = 20_000

  fileprivate init(_ kind: ProofKind, _ json: JSONValue) {
    self.kind = kind
    self.json = json
  }
}

/// Writes the proof of a draft of which every clause is proved. Returns nil if something is not proved, or was settled by
/// a search over more configurations than a proof may list.
package func writeProof(of draft: PreparedDraft, kind: ProofKind = .facts) -> ProofObject? {
  guard draft.proof.isProved else { return nil }
  return writeProof(
    of: draft, kind: kind, maximum: kind == .facts ? .max : ProofObject.maximumConfigurations, isForced: false
  )
}

/// Writes what a proof of the draft would have to say. Forced, it says so even where it is not true, so that it can be
/// tested that nobody believes it.
package func writeProof(
  of draft: PreparedDraft, kind: ProofKind, maximum: Int, isForced: Bool
) -> ProofObject? {
  let isExact = kind == .enumeration
  guard let invariant = ProofInvariant(draft.program, isExact: isExact, maximum: maximum),
    invariant.isDecided || isForced
  else { return nil }
  let ranks = ProofRanks(invariant, isExact: isExact)
  guard ranks.isComplete || isForced else { return nil }
  let encoding = ProofEncoding(program: draft.program)
  let choices = encoding.choices(invariant)
  return ProofObject(
    kind,
    .members(
      ("schema_version", .string(ProofSchema.version)), ("draft_hash", .string(draft.hash.draftHash)),
      ("sha256", .string(draft.hash.sha256)), ("kind", .string(kind.rawValue)),
      ("states", .array(invariant.states.indices.map { encoding.state($0, invariant, ranks) })),
      ("choices", choices.isEmpty ? nil : .array(choices)), ("quiet", encoding.levels(ranks.quiet)),
      ("calls", encoding.levels(ranks.calls))))
}

/// Proofs by the names that the draft uses.
private struct ProofEncoding {
  let program: PolicyProgram

  private func name(_ node: Int) -> JSONValue { .string(program.name(of: node).text) }

  private func slots(_ remembered: BitSet) -> JSONValue? { names(remembered.intersection(program.allSlots)) }
  private func tools(_ remembered: BitSet) -> JSONValue? {
    names(remembered.intersection(program.rememberedTools))
  }

  private func names(_ remembered: BitSet) -> JSONValue? {
    remembered.isEmpty ? nil : .strings(remembered.elements.map { program.name(ofMemory: $0) })
  }

  private func flag(_ isSet: Bool) -> JSONValue? { isSet ? .boolean(true) : nil }

  private func count(_ number: Int) -> JSONValue? {
    // A forced proof has none where none exists.
    number > 0 ? .integer(min(number, 1_000_000_000)) : nil
  }

  func levels(_ levels: [Int]) -> JSONValue? {
    let members = levels.enumerated().filter { $0.element > 0 }.map {
      JSONMember(program.name(of: $0.offset).text, .integer($0.element))
    }
    return members.isEmpty ? nil : .object(members)
  }

  func state(_ position: Int, _ invariant: ProofInvariant, _ ranks: ProofRanks) -> JSONValue {
    let state = invariant.states[position]
    let known = invariant.slots[position]
    let heard = ranks.heard[position]
    let isExact = state.exact != nil
    return .members(
      ("node", name(state.node)), ("deferred", flag(state.isDeferred)),
      ("declined", flag(state.hasDeclined)), ("turn", state.turn.map(turn)),
      ("filled", slots(known.filled)), ("empty", isExact ? nil : slots(known.empty)),
      ("some_empty", slots(known.someEmpty)), ("done", tools(known.filled)),
      ("not_done", isExact ? nil : tools(known.empty)), ("some_not_done", tools(known.someEmpty)),
      ("visits", state.exact.flatMap { visits($0.visits) }),
      ("rank", count(ranks.rank[position])), ("end", count(ranks.end[position])),
      ("heard", heard.isEmpty ? nil : .array(heard.map(name))))
  }

  private func visits(_ counts: [Int]) -> JSONValue? {
    let members = counts.enumerated().filter { $0.element > 0 }.map { counter, count in
      JSONMember(program.name(of: program.guards.counters[counter].node).text, .integer(count))
    }
    return members.isEmpty ? nil : .object(members)
  }

  private func turn(_ turn: ProofTurn) -> JSONValue {
    var place: JSONValue?
    let event: String
    switch turn.beginning {
    case .opening: event = "opening"
    case .user: event = "user"
    case .escalate: event = "escalate"
    case .event(let began, let node):
      event = program.event(began).name
      place = name(node)
    }
    return .members(
      ("on", .string(event)), ("at", place), ("spoken", flag(turn.hasSpoken)), ("told", flag(turn.hasTold)))
  }

  func choices(_ invariant: ProofInvariant) -> [JSONValue] {
    program.groups.enumerated().compactMap { position, group in
      guard let items = invariant.trees[position]?.pruned, items.count > 1 else { return nil }
      return .members(
        ("node", name(group.node)), ("on", .string(program.event(group.event).name)),
        ("tree", .array(items.map { item($0, group) })))
    }
  }

  private func item(_ item: ProofTree.Item, _ group: EventGroup) -> JSONValue {
    switch item {
    case .answer(let edge):
      .members(("edge", .integer(program.edges[edge ?? group.edges.lowerBound].index)))
    case .question(.filled(let memory)):
      .members((memory < program.slots.count ? "filled" : "done", .string(program.name(ofMemory: memory))))
    case .question(.deferred): .members(("deferred", .boolean(true)))
    case .question(.visits(let counter, let below)):
      .members(
        (
          "visits",
          .members(("node", name(program.guards.counters[counter].node)), ("below", .integer(below)))
        ))
    }
  }
}
