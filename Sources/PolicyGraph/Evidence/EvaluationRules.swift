extension Rule {
  public static let evaluationValue = Rule(
    "FOH7201", "evaluation-value", .meaning, .error, "a value in an evaluation result that cannot be meant",
    explanation: """
      A judged run counts for one scenario, one draft and one moment. A blank name, a hash that is none, or a time \
      that is not RFC 3339 would let it count for nothing, or for anything.
      """,
    wrong: "\"at\": \"yesterday\"", right: "\"at\": \"2026-11-24T13:18:10Z\"")

  public static let duplicateEvaluation = Rule(
    "FOH7202", "duplicate-evaluation", .meaning, .error, "the same evaluation result twice",
    explanation: """
      Two lines with the same content are one run written down twice: counted twice, it would make the evidence look \
      stronger than it is. The second is not counted. Runs that are two have two `run` ids.
      """,
    wrong: "the same line, pasted or appended a second time", right: "each judged run once")

  public static let conflictingEvaluation = Rule(
    "FOH7203", "conflicting-evaluation", .meaning, .warning,
    "one run, judged more than once, and not alike",
    explanation: """
      A run is one run however often it is written: another judge, time, channel or note does not make it another. Here \
      it is judged again, by the same judge or with another verdict. It counts once, and as passed only if every \
      judgement of it passed: nobody may choose the better one.
      """,
    wrong: "\"run\": \"7\" passed by one judge, and on another line failed by another",
    right: "\"run\": \"7\" judged once, and a repetition under a run id of its own")

  public static let xmlSyntax = Rule(
    "FOH7210", "xml-syntax", .syntax, .error, "the text is not the XML that test reports are written in",
    explanation: """
      Test reports are read strictly: elements, attributes, text, CDATA, comments, the five named entities and numeric \
      references. A DOCTYPE, entities of its own and processing instructions are refused: no report needs them, and \
      they have been used to make readers open other files.
      """,
    wrong: "<testcase name=\"a & b\"/>", right: "<testcase name=\"a &amp; b\"/>")

  public static let foreignResults = Rule(
    "FOH7211", "foreign-results", .meaning, .error, "a file that is not the test results it is said to be",
    explanation: """
      The importers know promptfoo's results (`promptfoo eval -o results.json`), DeepEval's test runs \
      (`.deepeval/.latest_test_run.json`) and JUnit's XML. A part that they rely on is missing, of another type, or \
      says what cannot be.
      """,
    wrong: "fohc evals import --from deepeval results.json    # which promptfoo wrote",
    right: "fohc evals import --from promptfoo results.json")

  public static let unmappedTest = Rule(
    "FOH7212", "unmapped-test", .meaning, .warning, "a test that belongs to no scenario of the draft",
    explanation: """
      A test counts for the scenario that its metadata names (`scenario` or `scenario_id`; in JUnit a property), or \
      whose id is the test's own name. This one names none that the draft has, and is not imported.
      """,
    wrong: "metadata: {scenario: books_a_tabel}", right: "metadata: {scenario: books_a_table}")

  public static let skippedTest = Rule(
    "FOH7213", "skipped-test", .meaning, .warning, "a test that was not run",
    explanation: """
      A test that was skipped, disabled or left out has neither passed nor failed, however its report says so: by an \
      element (`<skipped/>`), a word (`status="notrun"`) or a flag (`executed="False"`). It is not imported: it is no \
      evidence for anything.
      """,
    wrong: "<testcase name=\"books_a_table\"><skipped/></testcase>",
    right: "<testcase name=\"books_a_table\"/>")
}

extension [Rule] {
  /// What reading and importing evaluation results can find. Their cases are in `EvaluationCases`.
  public static let evaluations: [Rule] =
    [
      .evaluationValue, .duplicateEvaluation, .conflictingEvaluation, .xmlSyntax, .foreignResults,
      .unmappedTest, .skippedTest,
    ] + foreignEvidence
}
