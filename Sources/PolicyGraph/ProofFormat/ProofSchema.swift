import Documents

/// The shape of a proof object, field by field. What each field has to satisfy is the checker's to say.
package enum ProofSchema {
  package static let version = "flow_proof.v1"

  package static let document = DocumentSchema(
    name: version, title: "Flow proof v1: why a flow draft keeps its two invariants", root: root)

  private static let count = ValueSchema.integer(1...1_000_000_000)
  private static let names = ValueSchema.array(of: .text, minimum: 1)

  private static let root = ObjectSchema(
    "a proof", unknownKeys: .refused,
    [
      .required("schema_version", .choice([version]), "what this document is."),
      .required("draft_hash", .text, "the draft that it is about: XXH3-128 of its canonical bytes."),
      .required("sha256", .text, "the draft that it is about: SHA-256 of its canonical bytes."),
      .required(
        "kind", .choice(ProofKind.allCases.map(\.rawValue)),
        "`facts`: states with what is known at each; `enumeration`: every configuration."),
      .required("states", .array(of: state, minimum: 1), "all that can be reached."),
      .optional("choices", .array(of: choice, minimum: 1), "how guards tell edges apart.", absent: "none"),
      .optional("quiet", .map(of: count), "by node: most nodes without a voice that may follow."),
      .optional("calls", .map(of: count), "by node: most calls before the user is heard again."),
    ])

  private static let state = ValueSchema.object(
    .init(
      "a state", unknownKeys: .refused,
      [
        .required("node", .text, "the node that has been entered."),
        .optional("deferred", .onlyTrue, "a question is put off."),
        .optional("declined", .onlyTrue, "the user has declined something."),
        .optional("turn", turn, "the turn so far, where it is not over."),
        .optional("filled", names, "slots that are filled."),
        .optional("empty", names, "slots that are empty."),
        .optional("some_empty", names, "at least one of these, or of `some_not_done`, is empty."),
        .optional("done", names, "tools of which a call has answered `ok`."),
        .optional("not_done", names, "tools of which none has."),
        .optional("some_not_done", names, "at least one of these, or of `some_empty`, is not done."),
        .optional("visits", .map(of: count), "in an enumeration: entries since the user was understood."),
        .optional("rank", count, "most idle steps that may follow.", absent: "0"),
        .optional("end", count, "within how many events an end can be reached.", absent: "0, at an end"),
        .optional("heard", names, "nodes that have spoken, because they may be taken up again."),
      ]))

  /// What can begin a turn, told apart where some clause asks about it.
  private static let beginnings = [
    "opening", "user", "escalate", "deny", "affirm", "ok", "error", "timeout",
  ]

  private static let turn = ValueSchema.object(
    .init(
      "a turn", unknownKeys: .refused,
      [
        .required("on", .choice(beginnings), "what began it."),
        .optional("at", .text, "the node where that happened, where it matters."),
        .optional("spoken", .onlyTrue, "something has been said."),
        .optional("told", .onlyTrue, "the result or failure of the tool that began it has been told."),
      ]))

  private static let choice = ValueSchema.object(
    .init(
      "a choice", unknownKeys: .refused,
      [
        .required("node", .text, "where the choice is made."),
        .required("on", .text, "the event."),
        .required(
          "tree",
          .array(
            of: .oneMember(
              .init(
                "an item of a tree", unknownKeys: .refused,
                [
                  .optional("filled", .text, "asks whether the slot has a value."),
                  .optional("done", .text, "asks whether the tool is done."),
                  .optional(
                    "visits", DraftSchema.visitCount(atLeast: 1, "asks whether there are fewer."),
                    "asks for the entries of a node."),
                  .optional("deferred", .onlyTrue, "asks whether a question is put off."),
                  .optional("edge", .integer(0...1_000_000_000), "answers: this edge alone, by its index."),
                ])), minimum: 3),
          "each question, then the tree where it holds, then the tree where it does not."),
      ]))
}

package enum ProofKind: String, Sendable, CaseIterable {
  case facts, enumeration
}
