import Documents

// What keeps a result of another tool from being evidence, or from being as much of it as it seems.

extension Rule {
  package static let undatedTest = Rule(
    "FOH7214", "undated-test", .meaning, .warning, "a test without a known time",
    explanation: """
      Evidence gets old, and a report without a time, or with one that cannot be read, may be of any age. A pass in it \
      is not imported. A failure is, as of the earliest moment that there is. Where the report says nothing of a time, \
      `--at` says when it was judged; it never takes the place of a time that cannot be read.
      """,
    wrong: "<testsuite timestamp=\"yesterday\">", right: "<testsuite timestamp=\"2026-11-24T13:18:10Z\">")

  package static let timeWithoutOffset = Rule(
    "FOH7215", "time-without-offset", .meaning, .warning, "a time without an offset from UTC",
    explanation: """
      `10:00` is another moment in Auckland than in Honolulu. A time without an offset counts as the earliest moment \
      that it can mean, which is in the zone furthest east (UTC+14), so that evidence never seems younger than it is.
      """,
    wrong: "<testsuite timestamp=\"2026-11-24T13:18:10\">",
    right: "<testsuite timestamp=\"2026-11-24T13:18:10Z\">")

  package static let unknownOutcome = Rule(
    "FOH7216", "unknown-outcome", .meaning, .warning, "a report with an unknown word for how a test ended",
    explanation: """
      Test tools use many words and elements for how a test ended. The known ones are listed in the guide to the \
      importers. Another word may mean anything, so it never means a pass: the test, or the suite that it is \
      about, does not count as passed.
      """,
    wrong: "<testcase name=\"books_a_table\" status=\"deferred\"/>",
    right: "<testcase name=\"books_a_table\" status=\"passed\"/>")

  package static let contradictoryReport = Rule(
    "FOH7217", "contradictory-report", .meaning, .warning, "a report that contradicts itself",
    explanation: """
      A suite states how many tests it has and how many failed, and may have failed itself, in its set-up. Where that \
      does not fit the tests that stand in it, some are missing or changed, and it is not known which: nothing of that \
      suite counts as passed, and what failed counts as failed. A test that says both that it passed and that it failed \
      has failed.
      """,
    wrong: "<testsuite tests=\"1\" failures=\"1\"><testcase name=\"books_a_table\"/></testsuite>",
    right: "<testsuite tests=\"1\" failures=\"0\"><testcase name=\"books_a_table\"/></testsuite>")

  package static let nothingAsserted = Rule(
    "FOH7218", "nothing-asserted", .meaning, .warning, "a test that asserted nothing",
    explanation: """
      A test without assertions or metrics always passes. Tools call that a success; it is not evidence, \
      and is not imported.
      """,
    wrong: "<testcase name=\"books_a_table\" assertions=\"0\"/>",
    right: "<testcase name=\"books_a_table\" assertions=\"3\"/>")

  package static let failedAttempts = Rule(
    "FOH7219", "failed-attempts", .meaning, .warning, "a test that was tried again after it had failed",
    explanation: """
      A test that failed, was tried again and passed is two runs, one of which failed. Each attempt that the report \
      tells of (`flakyFailure`, `flakyError`, `rerunFailure`, `rerunError`) counts as the run that it is.
      """,
    wrong: "<testcase name=\"books_a_table\"><flakyFailure/></testcase>",
    right: "<testcase name=\"books_a_table\"/>    # run without retries")

  package static let cachedResult = Rule(
    "FOH7220", "cached-result", .meaning, .warning, "an answer that came from a cache",
    explanation: """
      Where the answer was taken from a cache, the agent was not run: it is the earlier run once more. It does not count \
      as another.
      """,
    wrong: "{\"success\": true, \"response\": {\"cached\": true}}",
    right: "{\"success\": true, \"response\": {\"cached\": false}}    # promptfoo eval --no-cache")

  package static let severalProviders = Rule(
    "FOH7221", "several-providers", .meaning, .warning, "results of several providers in one report",
    explanation: """
      An evaluation that compares providers has a row for each. Every row is a separate run, with its provider in its \
      id, and all of them count for the draft: a provider that will not be live can make the evidence look better or \
      worse than it is.
      """,
    wrong: "providers: [openai:gpt-4.1, anthropic:claude]    # results of both in one file",
    right: "providers: [openai:gpt-4.1]    # what will be live")
}

extension [Rule] {
  /// What decides whether another tool's result is evidence.
  package static let foreignEvidence: [Rule] = [
    .undatedTest, .timeWithoutOffset, .unknownOutcome, .contradictoryReport, .nothingAsserted,
    .failedAttempts,
    .cachedResult, .severalProviders,
  ]
}
