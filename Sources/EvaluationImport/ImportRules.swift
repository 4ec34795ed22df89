import Documents

/// What can be wrong with a report that is imported, before it is known what it says.
extension Rule {
  package static let xmlSyntax = Rule(
    "FOH7210", "xml-syntax", .syntax, .error, "the text is not XML in the form of test reports",
    explanation: """
      Test reports are read strictly: elements, attributes, text, CDATA, comments, the five named entities and numeric \
      references. A DOCTYPE, custom entities and processing instructions are refused: no report needs them, and \
      they have been used to make readers open other files.
      """,
    wrong: "<testcase name=\"a & b\"/>", right: "<testcase name=\"a &amp; b\"/>")

  package static let foreignResults = Rule(
    "FOH7211", "foreign-results", .meaning, .error, "a file that is not the named kind of test results",
    explanation: """
      The importers know promptfoo's results (`promptfoo eval -o results.json`), DeepEval's test runs \
      (`.deepeval/.latest_test_run.json`) and JUnit's XML. A part that they rely on is missing, of another type, or \
      has an impossible value.
      """,
    wrong: "fohc evals import --from deepeval results.json    # which promptfoo wrote",
    right: "fohc evals import --from promptfoo results.json")

  package static let unmappedTest = Rule(
    "FOH7212", "unmapped-test", .meaning, .warning, "a test that belongs to no scenario of the draft",
    explanation: """
      A test counts for the scenario that its metadata names (`scenario` or `scenario_id`; in JUnit a property), or \
      whose id is the test's own name. This one names none that the draft has, and is not imported.
      """,
    wrong: "metadata: {scenario: books_a_tabel}", right: "metadata: {scenario: books_a_table}")

  package static let skippedTest = Rule(
    "FOH7213", "skipped-test", .meaning, .warning, "a test that was not run",
    explanation: """
      A test that was skipped, disabled or left out has neither passed nor failed, however its report says so: by an \
      element (`<skipped/>`), a word (`status="notrun"`) or a flag (`executed="False"`). It is not imported: it is not \
      evidence for anything.
      """,
    wrong: "<testcase name=\"books_a_table\"><skipped/></testcase>",
    right: "<testcase name=\"books_a_table\"/>")
}

extension [Rule] {
  /// What importing reports can find. Their cases are in `EvaluationCases`.
  package static let imports: [Rule] =
    [.xmlSyntax, .foreignResults, .unmappedTest, .skippedTest] + foreignEvidence
}
