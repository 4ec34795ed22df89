import Documents
import Gates
import PolicyGraph

/// Decides what of a report is evidence (definition 9.8). It is the one rule of all importers:
///
/// An imported result is evidence only where its report positively says that the test ran, when, and how it ended, and
/// nothing in the report contradicts it. It is never younger than the report can be. One report read twice is the same
/// runs, two reports are two.
///
/// A pass needs all of it. A failure needs less, because leaving it out would help the draft: one that contradicts
/// itself is still a failure, and one without a time is as old as anything can be. O(tests × depth of their groups).
struct ForeignEvidence {
  private let report: ForeignReport
  private let options: ImportOptions
  private var scenarios: [ScenarioID: Scenario] = [:]
  /// What the caller says of tests that have no time: not later than any time that the report states elsewhere.
  private let saidMoment: Instant?
  /// By group: whether something contradicts its passes.
  private var isRefuted: [Bool]
  private var undated = Occurrences()
  private var unread = Occurrences()
  private var ambiguous = Occurrences()

  /// Where something came up first, and how often.
  private struct Occurrences {
    var first: (place: DocumentNode, text: FindingText)?
    var count = 0

    mutating func add(_ place: DocumentNode, _ text: @autoclosure () -> FindingText) {
      if first == nil { first = (place, text()) }
      count += 1
    }
  }

  init(_ report: ForeignReport, _ options: ImportOptions) {
    self.report = report
    self.options = options
    isRefuted = Array(repeating: false, count: report.groups.count)
    saidMoment = options.at.map { at in
      let stated = report.groups.lazy.map(\.times) + report.tests.lazy.map(\.times)
      return stated.joined().reduce(at) { earliest, time in
        min(earliest, time.text.flatMap { ReportTime($0)?.earliest } ?? earliest)
      }
    }
    for scenario in options.scenarios where scenarios[scenario.id] == nil {
      scenarios[scenario.id] = scenario
    }
  }

  /// The runs that count, in the order of the report. What does not count is reported.
  mutating func results(_ findings: inout Findings) -> [EvaluationResult] {
    refuteGroups(&findings)
    reportVariants(&findings)
    var results: [EvaluationResult] = []
    for (position, test) in report.tests.enumerated() {
      guard let scenario = scenario(of: test, &findings), isNew(test, &findings),
        namesADraft(test, &findings)
      else { continue }
      let run = Run(test: test, scenario: scenario, ordinal: position + 1)
      results += attempts(of: run, &findings)
      if let result = ending(of: run, &findings) { results.append(result) }
    }
    reportTimes(&findings)
    return results
  }

  /// A test that belongs to a scenario.
  private struct Run {
    let test: ForeignTest
    let scenario: Scenario
    /// Position among the tests of the report, from 1.
    let ordinal: Int
  }

  // MARK: Groups

  private mutating func refuteGroups(_ findings: inout Findings) {
    let groups = report.groups
    var direct = Array(repeating: ForeignTally(), count: groups.count)
    for test in report.tests { if let group = test.group { direct[group].count(test) } }
    for position in groups.indices { direct[position].count(groups[position].faults) }
    // A failure that is told of no test may be one of any.
    var nameless: [Int: ForeignTest] = [:]
    for test in report.tests
    where test.isNameless && (test.ending.kind == .failed || test.ending.kind == .brokeDown) {
      if let group = test.group, nameless[group] == nil { nameless[group] = test }
    }
    var all = direct
    for (position, group) in groups.enumerated().reversed() {
      if let outer = group.outer { all[outer] += all[position] }
    }
    for (position, group) in groups.enumerated() {
      let tally = all[position]
      if let outer = group.outer, isRefuted[outer] { isRefuted[position] = true }
      // Some writers count only the tests that stand in the group itself.
      let tallies = direct[position].tests > 0 ? [tally, direct[position]] : [tally]
      let contradicted = tallies.map { $0.contradicted(of: group.counts) }
      if let count = contradicted[0], !contradicted.contains(where: { $0 == nil }) {
        isRefuted[position] = true
        findings.report(
          .contradictoryReport,
          count.number == nil
            ? "\(group.title) says \(count.words), which is not a count"
            : "\(group.title) says \(count.words), and its tests say otherwise: \(tally.words)",
          at: count.place, help: Self.helpForGroup)
      }
      if let test = nameless[position] {
        isRefuted[position] = true
        findings.report(
          .contradictoryReport, "\(group.title) tells of a failure, and not which test failed",
          at: test.place,
          help: Self.helpForGroup)
      }
      if let claim = group.faults.first ?? group.claims.first(where: { contradicts($0.kind, tally) }) {
        isRefuted[position] = true
        findings.report(
          claim.kind == .notAsserted
            ? .nothingAsserted : claim.kind == .unknown ? .unknownOutcome : .contradictoryReport,
          claim.kind == .unknown
            ? "\(group.title) says \(claim.words), which is not known" : "\(group.title) says \(claim.words)",
          at: claim.place, help: Self.helpForGroup)
      }
    }
  }

  private static let helpForGroup: FindingText =
    "none of its tests counts as passed; those that failed count as failed. Run it again, and import what is written then"

  /// Whether what is said of a group speaks against what its tests say.
  private func contradicts(_ kind: ForeignClaim.Kind, _ tally: ForeignTally) -> Bool {
    switch kind {
    case .ran: false
    case .passed: tally.bad > 0
    case .failed, .brokeDown: tally.bad == 0
    case .notRun, .notAsserted, .flaky, .unknown: true
    }
  }

  /// The group's tests count whatever it says of itself only where nothing up to the outermost contradicts them.
  private func isRefuted(_ test: ForeignTest) -> Bool { test.group.map { isRefuted[$0] } ?? false }

  // MARK: Tests

  private func scenario(of test: ForeignTest, _ findings: inout Findings) -> Scenario? {
    let named = (test.labels["scenario"] ?? []) + (test.labels["scenario_id"] ?? [])
    let candidates = named.first.map { [$0] } ?? test.names.filter { !$0.isBlank }
    let meant = Set(named.map { ScenarioID($0) }.filter { scenarios[$0] != nil })
    if meant.count > 1 {
      findings.report(
        .unmappedTest, "this test names several scenarios: \(FindingText.list(meant.sorted().map(\.text)))",
        at: test.place, help: "name one in the test's metadata (`scenario: <id>`); the test is not imported")
      return nil
    }
    if let found = candidates.lazy.compactMap({ scenarios[ScenarioID($0)] }).first { return found }
    let nearest = findings.suggestion(for: candidates.first ?? "", among: options.scenarios.map(\.id.text))
    findings.report(
      .unmappedTest,
      candidates.isEmpty
        ? "this test has no name, and names no scenario"
        : "the draft has no scenario \(FindingText.list(candidates))",
      at: test.place,
      help: nearest.map { "did you mean `\($0)`? The test is not imported" }
        ?? "name the scenario in the test's metadata (`scenario: <id>`); the test is not imported")
    return nil
  }

  private func isNew(_ test: ForeignTest, _ findings: inout Findings) -> Bool {
    guard let cached = test.cached else { return true }
    findings.report(
      .cachedResult, "this answer came from a cache: nothing was run", at: cached,
      help: "it is not imported. Run the tests without a cache (`promptfoo eval --no-cache`)")
    return false
  }

  /// A test may say which draft it was made with, by a hash that is one.
  private func namesADraft(_ test: ForeignTest, _ findings: inout Findings) -> Bool {
    for (key, isHash) in [
      ("draft_hash", EvaluationSchema.isDraftHash), ("sha256", EvaluationSchema.isSHA256),
    ] {
      let values = Set((test.labels[key] ?? []).map { Identifier<ForeignTest>($0) })
      guard values.count > 1 || !values.allSatisfy({ isHash($0.text) }) else { continue }
      findings.report(
        .evaluationValue,
        values.count > 1
          ? "this test has several `\(key)`" : "this test's `\(key)` is not the hash of a draft",
        at: test.place,
        help: "`fohc hash` prints both hashes of a draft")
      return false
    }
    return true
  }

  private mutating func attempts(of run: Run, _ findings: inout Findings) -> [EvaluationResult] {
    var attempts = run.test.attempts
    if attempts.isEmpty, run.test.isFlaky {
      attempts = [.init(verdict: .fail, isRerun: false, notes: "an earlier attempt failed", times: [])]
    }
    guard !attempts.isEmpty else { return [] }
    findings.report(
      .failedAttempts,
      attempts.count == 1
        ? "an earlier attempt at this test of `\(run.scenario.id)` failed"
        : "\(attempts.count) attempts at this test of `\(run.scenario.id)` failed",
      at: run.test.place, help: "each attempt counts as a run; run tests of evidence without retries")
    return attempts.enumerated().map { position, attempt in
      let at = moment(of: run, attempt.times)
      return result(run, "/\(position + 1)", attempt.verdict, at: at ?? .earliest, [], attempt.notes)
    }
  }

  private mutating func ending(of run: Run, _ findings: inout Findings) -> EvaluationResult? {
    let test = run.test
    let (kind, claim) = test.ending
    let place = claim?.place ?? test.place
    let words = claim?.words ?? "nothing"
    switch kind {
    case .failed, .brokeDown:
      if let passed = test.claims.first(where: { $0.kind == .passed }) {
        findings.report(
          .contradictoryReport, "this test says \(passed.words), and it says \(words)", at: passed.place,
          help: "it counts as not passed")
      }
      return result(
        run, "", kind == .failed ? .fail : .error, at: moment(of: run, []) ?? .earliest,
        obligations(of: test, run.scenario), test.notes)
    case .notRun:
      findings.report(
        .skippedTest, "this test of `\(run.scenario.id)` was not run: \(words)", at: test.place,
        help: "it is not imported: it is neither a pass nor a failure")
    case .notAsserted:
      findings.report(
        .nothingAsserted, "nothing was asserted of this test of `\(run.scenario.id)`: \(words)", at: place,
        help: "it is not imported: a test that asserts nothing always passes")
    case .unknown:
      findings.report(
        .unknownOutcome,
        claim == nil
          ? "this test of `\(run.scenario.id)` does not say how it ended"
          : "how this test of `\(run.scenario.id)` ended is not known: \(words)", at: place,
        help: "it is not imported: only what is known to be a pass counts as one")
    case .ran, .passed, .flaky:
      guard !isRefuted(test), let at = moment(of: run, []) else { return nil }
      return result(run, "", .pass, at: at, obligations(of: test, run.scenario), test.notes)
    }
    return nil
  }

  private func result(
    _ run: Run, _ attempt: String, _ verdict: EvaluationResult.Verdict, at: Instant,
    _ obligations: [EvaluationResult.Obligation], _ notes: String?
  ) -> EvaluationResult {
    let test = run.test
    let variant = test.variant.map { " \($0)" } ?? ""
    // A test that names its draft by one hash names it by that alone, unless it is the one that was given.
    let isOfOptions = test.label("draft_hash").map { $0 == options.draft.draftHash } ?? true
    return EvaluationResult(
      scenario: run.scenario.id,
      run: "\(report.tool.rawValue)-\(report.digest.prefix(32))#\(run.ordinal)\(attempt)\(variant)",
      channel: test.label("channel"), verdict: verdict, obligations: obligations, judge: test.judge, at: at,
      draftHash: test.label("draft_hash") ?? options.draft.draftHash,
      sha256: test.label("sha256") ?? (isOfOptions ? options.draft.sha256 : nil), notes: notes)
  }

  /// The scenario's prohibitions and its goal where the test was judged on them: by an assertion that bears the very
  /// text, or by the labels `kept`, `violated` and `unjudged`. Of several judgements of one text the worst counts.
  private func obligations(of test: ForeignTest, _ scenario: Scenario) -> [EvaluationResult.Obligation] {
    let critical = test.labels["critical"] ?? []
    return ((scenario.mustNotDo ?? []) + [scenario.userGoal]).compactMap { item in
      let labelled = EvaluationResult.Obligation.Verdict.allCases.filter { verdict in
        test.labels[verdict.rawValue]?.contains { $0.hasSameScalars(as: item) } ?? false
      }
      let asserted = test.assertions.filter { $0.texts.contains { $0.hasSameScalars(as: item) } }.map(
        \.verdict)
      let all = labelled + asserted
      guard let verdict = [.violated, .unjudged, .kept].first(where: all.contains) else { return nil }
      return EvaluationResult.Obligation(
        item, verdict, isCritical: critical.contains { $0.hasSameScalars(as: item) })
    }
  }

  // MARK: Times

  /// When a run was made: the earliest of all that the report says of the test, its groups and the attempt, each read
  /// as the earliest moment that it can mean. Nil if that is not known.
  private mutating func moment(of run: Run, _ own: [ForeignTime]) -> Instant? {
    var times = own + run.test.times
    var group = run.test.group
    while let position = group {
      times += report.groups[position].times
      group = report.groups[position].outer
    }
    var earliest: Instant?
    for time in times where time.text?.isBlank != true {
      guard let read = time.text.flatMap({ ReportTime($0) }) else {
        unread.add(time.place, "`\(time.name)` says `\(time.text ?? "…")`")
        return nil
      }
      if !read.hasOffset {
        ambiguous.add(
          time.place, "`\(time.name)` says `\(time.text ?? "")`, which may mean \(read.earliest.text)")
      }
      earliest = min(earliest ?? read.earliest, read.earliest)
    }
    if let moment = earliest ?? saidMoment { return moment }
    undated.add(run.test.place, "")
    return nil
  }

  private func reportTimes(_ findings: inout Findings) {
    let noPass: FindingText =
      "a pass without a time is not imported, and a failure counts as of \(Instant.earliest.text)"
    if let first = undated.first {
      findings.report(
        .undatedTest, "the report does not say when this test was run\(Self.more(undated.count))",
        at: first.place,
        help: "\(noPass). Say when it was judged: `--at 2026-11-24T13:18:10Z`")
    }
    if let first = unread.first {
      findings.report(
        .undatedTest, "\(first.text), which is not a time in a known form\(Self.more(unread.count))",
        at: first.place,
        help: "\(noPass). Have the report written with times such as `2026-11-24T13:18:10Z`")
    }
    if let first = ambiguous.first {
      findings.report(
        .timeWithoutOffset, "\(first.text)\(Self.more(ambiguous.count))", at: first.place,
        help: """
          a time without an offset counts as the earliest moment that it can mean. Have the report written with offsets, \
          such as `2026-11-24T13:18:10Z`
          """)
    }
  }

  private static func more(_ count: Int) -> FindingText { count > 1 ? " (so for \(count) runs)" : "" }

  // MARK: Variants

  private func reportVariants(_ findings: inout Findings) {
    var names: [String] = []
    var seen: Set<Identifier<ForeignTest>> = []
    var second: DocumentNode?
    for test in report.tests {
      guard let variant = test.variant, seen.insert(Identifier(variant)).inserted else { continue }
      names.append(variant)
      if names.count == 2 { second = test.place }
    }
    guard let second else { return }
    findings.report(
      .severalProviders, "these are results of \(names.count) providers: \(FindingText.list(names))",
      at: second,
      help:
        "each row is a separate run, and all count for this draft; import results of what will be live only"
    )
  }
}

extension ForeignTally {
  /// As a message says it.
  fileprivate var words: FindingText {
    "of \(tests), \(passed) passed, \(bad) failed, \(notRun) were not run"
  }
}
