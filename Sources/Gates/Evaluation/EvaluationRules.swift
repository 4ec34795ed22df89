import Documents

extension Rule {
  package static let evaluationValue = Rule(
    "FOH7201", "evaluation-value", .meaning, .error, "an invalid value in an evaluation result",
    explanation: """
      A judged run counts for one scenario, one draft and one moment. A blank name, an invalid hash, or a time \
      that is not RFC 3339 would let it count for nothing, or for anything.
      """,
    wrong: "\"at\": \"yesterday\"", right: "\"at\": \"2026-11-24T13:18:10Z\"")

  package static let duplicateEvaluation = Rule(
    "FOH7202", "duplicate-evaluation", .meaning, .error, "the same evaluation result twice",
    explanation: """
      Two lines with the same content are one run written down twice: counted twice, it would make the evidence look \
      stronger than it is. The second is not counted. Runs that are two have two `run` ids.
      """,
    wrong: "the same line, pasted or appended a second time", right: "each judged run once")

  package static let conflictingEvaluation = Rule(
    "FOH7203", "conflicting-evaluation", .meaning, .warning,
    "one run with several different judgements",
    explanation: """
      A run is one run however often it is written: another judge, time, channel or note does not make it another. Here \
      it is judged again, by the same judge or with another verdict. It counts once, and as passed only if every \
      judgement of it passed: the better one must not be chosen.
      """,
    wrong: "\"run\": \"7\" passed by one judge, and on another line failed by another",
    right: "\"run\": \"7\" judged once, and a repetition under its own run id")
}

extension [Rule] {
  /// What reading evaluation results can find. Their cases are in `EvaluationCases`.
  package static let evaluations: [Rule] = [.evaluationValue, .duplicateEvaluation, .conflictingEvaluation]
}
