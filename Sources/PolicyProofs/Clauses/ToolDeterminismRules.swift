import Documents

// The ways in which ToolDeterminism can be broken, clause by clause (definition 6).

// MARK: 1. Allowed

extension Rule {
  package static let undeclaredCall = Rule(
    "FOH6101", "undeclared-call", .proof, .error, "a tool is called that the draft does not declare",
    explanation:
      "Only tools that stand in `tools` may be called: nothing says whether this one needs a yes, or what follows when it fails.",
    wrong: "{\"id\": \"visit/call\", \"kind\": \"call\", \"tool\": \"delete_account\", …}",
    right:
      "\"tools\": [{\"id\": \"delete_account\", \"requires_confirmation\": true, \"failure_mode\": \"handoff\"}]"
  )

  // MARK: 2. Confirmed

  package static let unconfirmedCall = Rule(
    "FOH6201", "unconfirmed-call", .proof, .error, "a tool that needs a yes is called without it",
    explanation: """
      The tool requires confirmation: its first attempt may be made only in the turn that begins with `affirm` at \
      that tool's own `confirm`, right after it was asked. Any other event, or a changed value, in between needs \
      a new question.
      """,
    wrong: "{\"from\": \"visit/talk\", \"on\": \"tool:book\", \"to\": \"visit/call\"}",
    right:
      "{\"from\": \"visit/talk\", \"on\": \"tool:book\", \"to\": \"visit/confirm\"}, and `affirm` from there to the call"
  )

  // MARK: 3. One successor

  package static let ambiguousEvent = Rule(
    "FOH6301", "ambiguous-event", .proof, .error, "in some situation two edges answer one event",
    explanation: """
      The edges of one event have no order. If two apply at once, nobody can say what the agent does. Make their \
      conditions exclude each other.
      """,
    wrong: "two edges on `answered`, one of them without a condition",
    right: "the second edge with {\"not\": …} of the first one's condition")

  package static let unreportedResult = Rule(
    "FOH6302", "unreported-result", .proof, .error, "a tool succeeded, and the user is not told",
    explanation:
      "In the turn that `ok` begins, the agent has to speak that tool's `report` before it waits, calls another tool or ends.",
    wrong: "{\"from\": \"visit/call\", \"on\": \"ok\", \"to\": \"visit/talk\"}",
    right:
      "{\"from\": \"visit/call\", \"on\": \"ok\", \"to\": \"visit/report\"}, which leads back to the talk")

  package static let apologyAfterSuccess = Rule(
    "FOH6303", "apology-after-success", .proof, .error,
    "a tool succeeded, and the agent apologizes for its failure",
    explanation:
      "In the turn that `ok` begins no `apologize` may be entered: the user would be told the opposite of what happened.",
    wrong: "{\"from\": \"visit/call\", \"on\": \"ok\", \"to\": \"visit/apologize\"}",
    right: "{\"from\": \"visit/call\", \"on\": \"ok\", \"to\": \"visit/report\"}")

  package static let reportAfterFailure = Rule(
    "FOH6304", "report-after-failure", .proof, .error, "a tool failed, and the agent reports a result",
    explanation:
      "In the turn that `error` or `timeout` begins no `report` may be entered: there is no result to tell.",
    wrong: "{\"from\": \"visit/call\", \"on\": \"timeout\", \"to\": \"visit/report\"}",
    right: "{\"from\": \"visit/call\", \"on\": \"timeout\", \"to\": \"visit/apologize\"}")

  package static let brokenFailureMode = Rule(
    "FOH6305", "broken-failure-mode", .proof, .error, "what follows a failure is not what the tool declares",
    explanation: """
      `failure_mode` says what follows when the tool fails: `apologize_and_continue` speaks the tool's apology and \
      goes on with the conversation; `handoff` hands over within the turn; `retry_once` makes attempt 2 at once, \
      whose failure apologizes and goes on.
      """,
    wrong: "\"failure_mode\": \"handoff\", and `error` leads to an apology",
    right: "{\"from\": \"visit/call\", \"on\": \"error\", \"to\": \"handoff\"}")

  package static let foreignOutcome = Rule(
    "FOH6306", "foreign-outcome", .proof, .error,
    "a result or an apology is told that no answer of the tool brought about",
    explanation:
      "A `report` or `apologize` may be entered only in the turn that begins with an answer of its own tool.",
    wrong: "{\"from\": \"visit/talk\", \"on\": \"goal_met\", \"to\": \"visit/report\"}",
    right: "{\"from\": \"visit/call\", \"on\": \"ok\", \"to\": \"visit/report\"}")

  // MARK: 4. Bounded

  package static let misplacedRetry = Rule(
    "FOH6401", "misplaced-retry", .proof, .error, "attempt 2 is not the retry of an attempt 1",
    explanation: """
      Attempt 2 is entered only by `error` or `timeout` of an attempt 1 of the same tool, and shares its \
      `idempotency_key`, so that the two cannot act twice.
      """,
    wrong: "attempt 2 with an `idempotency_key` of its own", right: "attempt 2 with the key of attempt 1")

  package static let thirdAttempt = Rule(
    "FOH6402", "third-attempt", .proof, .error, "a tool is called a third time",
    explanation: "After the retry has been answered, the same tool is not called again within that turn.",
    wrong: "{\"from\": \"visit/call/2\", \"on\": \"error\", \"to\": \"visit/call/1\"}",
    right: "{\"from\": \"visit/call/2\", \"on\": \"error\", \"to\": \"visit/apologize\"}")

  package static let repeatedCall = Rule(
    "FOH6403", "repeated-call", .proof, .error, "a call can be repeated without the user",
    explanation:
      "A circle leads through a call with no event from the user in it: the tool would act again and again by itself.",
    wrong: "{\"from\": \"visit/report\", \"on\": \"auto\", \"to\": \"visit/call\"}",
    right: "{\"from\": \"visit/report\", \"on\": \"auto\", \"to\": \"visit/talk\", \"resume\": true}")

  // MARK: 5. Bound inputs

  package static let unboundInput = Rule(
    "FOH6501", "unbound-input", .proof, .error, "a tool is called with an input that may be missing",
    explanation:
      "The tool declares slots as its `inputs`, and there is a way to the call on which one of them was never filled.",
    wrong: "\"inputs\": [\"day\"], offered before the day is asked",
    right: "offer the tool after the ask for `day`")

  // MARK: 6. One at a time

  package static let twoCalls = Rule(
    "FOH6601", "two-calls", .proof, .error, "one event starts two calls",
    explanation: "Two edges answer the same event, and both lead to a call within the turn.",
    wrong: "two edges on `affirm`, each to a call", right: "one edge on `affirm`")

  package static let callAfterEnd = Rule(
    "FOH6602", "call-after-end", .proof, .error, "a call starts after the conversation has ended",
    explanation:
      "An edge leaves a `close` or `handoff` and leads to a call. After the end nobody would hear the outcome.",
    wrong: "{\"from\": \"close:success\", \"on\": \"auto\", \"to\": \"visit/call\"}",
    right: "no edge from `close:success`")

  // MARK: Undecided

  package static let undecided = Rule(
    "FOH6900", "undecided", .proof, .error, "whether a guarantee holds could not be decided",
    explanation: """
      The draft's conditions are too entangled: neither a proof nor a conversation that breaks the guarantee was \
      found within the search budget. What is not proved may not be released. Simplify the conditions of the edges \
      that the message names, or raise the budget with `--budget`.
      """,
    wrong: "one edge guarded by a condition over thirty slots", right: "a route for each decision")

  // MARK: Our own

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
