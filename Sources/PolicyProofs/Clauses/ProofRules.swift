import Documents

/// Rules of no clause: about proofs and witnesses as a whole (definition 4.2, 4.3).
extension Rule {
  package static let undecided = Rule(
    "FOH6900", "undecided", .proof, .error, "whether a guarantee holds could not be decided",
    explanation: """
      The draft's conditions are too entangled: neither a proof nor a conversation that breaks the guarantee was \
      found within the search budget. What is not proved may not be released. Simplify the conditions of the edges \
      that the message names, or raise the budget with `--budget`.
      """,
    wrong: "one edge guarded by a condition over thirty slots", right: "a route for each decision")

  package static let unprovedOutput = Rule(
    "FOH6901", "unproved-output", .proof, .error, "the compiled draft is not proved: a fault of the compiler",
    explanation: """
      Whatever a consistent blueprint says, the draft made from it has to keep both invariants. This one does not, \
      or could not be proved to: that is a fault of fohc, not of the blueprint. Nothing is written. Please report it \
      with the blueprint.
      """,
    wrong: "a draft that fohc made and cannot prove", right: "the same blueprint, compiled by a fixed fohc")

  package static let foreignWitness = Rule(
    "FOH6902", "foreign-witness", .proof, .error, "the witness is not a conversation of this draft",
    explanation: """
      A witness names the nodes, edges, slots and events of the draft that it was found in, and its hash. Replayed \
      on another draft it shows nothing.
      """,
    wrong: "fohc replay witness.json --draft yesterday.json",
    right: "fohc replay witness.json --draft today.json")
}

/// What the proofs can find.
extension [Rule] {
  package static let proof: [Rule] =
    Clause.allCases.flatMap(\.rules) + [.undecided, .unprovedOutput, .foreignWitness]
}
