/// The tests of a group, counted by how they are said to have ended, to hold the group's own counts against.
///
/// Writers count differently. What they differ in is allowed for: whether a failed test that says so twice is two
/// failures, whether an error is a failure, whether a disabled test is a skipped one. What no way of counting explains
/// contradicts the tests.
struct ForeignTally {
  private(set) var tests = 0
  private(set) var passed = 0
  private var failed = 0
  private var brokeDown = 0
  /// Failures beyond one for each failed test.
  private var furtherFailures = 0
  private(set) var notRun = 0
  /// Those of them that are marked as skipped.
  private var skipped = 0
  private var unknown = 0
  /// Tests that passed after failed attempts, and the attempts.
  private var flaky = 0
  private var attempts = 0

  var bad: Int { failed + brokeDown }

  mutating func count(_ test: ForeignTest) {
    tests += 1
    switch test.ending.kind {
    case .failed: failed += 1
    case .brokeDown: brokeDown += 1
    case .notRun:
      notRun += 1
      if test.isMarkedSkipped { skipped += 1 }
    case .unknown: unknown += 1
    case .ran, .passed, .flaky, .notAsserted: passed += 1
    }
    if test.ending.kind == .failed || test.ending.kind == .brokeDown {
      furtherFailures += test.furtherFailures + test.attempts.count { $0.isRerun }
    }
    if test.isFlaky { flaky += 1 }
    attempts += test.attempts.count
  }

  /// Failures of the group itself, which writers count beside those of its tests.
  mutating func count(_ faults: [ForeignClaim]) {
    furtherFailures += faults.count { $0.kind == .failed || $0.kind == .brokeDown }
  }

  static func += (left: inout Self, right: Self) {
    left.tests += right.tests
    left.passed += right.passed
    left.failed += right.failed
    left.brokeDown += right.brokeDown
    left.furtherFailures += right.furtherFailures
    left.notRun += right.notRun
    left.skipped += right.skipped
    left.unknown += right.unknown
    left.flaky += right.flaky
    left.attempts += right.attempts
  }

  /// The first of a group's counts that its tests contradict; nil if all agree.
  func contradicted(of counts: [ForeignCount]) -> ForeignCount? {
    if let unread = counts.first(where: { $0.number == nil }) { return unread }
    let named = counts.compactMap { count in count.number.map { (count: count, number: $0) } }
    func smallest(_ kind: ForeignCount.Kind) -> Int? {
      named.filter { $0.count.kind == kind }.map(\.number).min()
    }
    let failures = smallest(.failures)
    let errors = smallest(.errors)
    let leastBad = failures == nil ? brokeDown : errors == nil ? failed : bad
    for (count, number) in named {
      let agrees =
        switch count.kind {
        case .tests: number == tests
        case .passed: passed...passed + unknown ~= number
        case .failures, .errors:
          number <= bad + furtherFailures && (failures ?? 0) + (errors ?? 0) <= bad + furtherFailures
            && (failures ?? 0) + (errors ?? 0) >= leastBad
        case .skipped, .notRun: number <= notRun + unknown
        case .flaky: number <= max(flaky, attempts)
        }
      if !agrees { return count }
    }
    // A test that is marked as skipped is in one of the counts, where there is one for those that were skipped.
    let unrun = named.filter { $0.count.kind == .skipped || $0.count.kind == .notRun }
    if let count = unrun.first(where: { $0.count.kind == .skipped })?.count,
      unrun.reduce(0, { $0 + $1.number }) < skipped
    {
      return count
    }
    return nil
  }
}

extension ForeignTest {
  /// Whether it passed, and not at its first attempt.
  var isFlaky: Bool { ending.kind == .passed && (!attempts.isEmpty || claims.contains { $0.kind == .flaky }) }
}
