import Documents

extension Rule {
  package static let proofOfAnotherDraft = Rule(
    "FOH6903", "proof-of-another-draft", .proof, .error, "a proof that is about another draft",
    explanation: """
      A proof is about one draft, which it names by both hashes. A draft that was changed, however little, needs a \
      new proof: `fohc prove` writes it.
      """,
    wrong: "the proof of yesterday's draft", right: "`fohc prove` run again on today's")

  package static let proofRefused = Rule(
    "FOH6904", "proof-refused", .proof, .error, "a proof that does not show what it claims",
    explanation: """
      The checker goes through the proof one step at a time and accepts nothing that it cannot see. Here something \
      recorded is wrong or missing: the proof was damaged or made up, or the draft breaks the clause that is \
      named. `fohc prove` on the draft tells which.
      """,
    wrong: "a state whose `end` was changed from 2 to 1", right: "the proof as `fohc prove` wrote it")

  package static let noProofObject = Rule(
    "FOH6905", "no-proof-object", .proof, .error, "a draft whose proof is too large to write",
    explanation: """
      Both invariants are proved, but a clause was settled only by trying every conversation, and there are too many \
      to list. Guards that say plainly what they depend on give the analyses something to go by.
      """,
    wrong: "a draft whose guards depend on more than ten slots in ways that the analyses cannot follow",
    right: "the same draft with one edge for each case")
}

extension [Rule] {
  /// What making and checking proof objects can find.
  package static let proofObjects: [Rule] = [.proofOfAnotherDraft, .proofRefused, .noProofObject]
}
