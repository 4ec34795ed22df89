import Documents
import Gates
import PolicyGraph

/// The test cases of a JUnit report, as Ant, Maven's Surefire, pytest, GoogleTest, CTest and most others write it (there
/// is not a standard; read is what github.com/testmoapp/junitxml describes, Surefire's attempts, and the attributes in
/// which writers state an outcome): `testsuites` or `testsuite` outermost, suites in suites, `testcase` with `failure`,
/// `error`, `skipped` and `properties`. `Docs/importers.md` shows each writer.
///
/// A `testcase` states that its test ran, and everything that speaks against a pass is taken up: elements and
/// attributes of the test and of its suites, and their counts. An element that is not known may mean anything.
/// Properties of a suite hold for all of its tests. Nil, having reported why, if the file is not such a report.
func junitReport(_ document: Document, _ findings: inout Findings) -> ForeignReport? {
  guard let root = XMLElement(document.root), JUnitReader.suites.contains(root.plainName) else {
    let name = XMLElement(document.root)?.name ?? ""
    findings.reportForeign(
      "the outermost element is neither `testsuites` nor `testsuite`", at: document.root, from: .junit,
      help: JUnitReader.otherFormats[OutcomeWords.plainName(name)].map {
        "this is \($0); have it written, or convert it, as JUnit's XML"
      })
    return nil
  }
  var reader = JUnitReader(report: ForeignReport(.junit, digest: DraftHash(of: document).sha256))
  reader.read(root, in: nil, labels: [:], name: nil)
  return reader.report
}

private struct JUnitReader {
  var report: ForeignReport

  static let suites: Set<String> = ["testsuites", "testsuite"]
  /// What says nothing of the outcome.
  private static let silent: Set<String> = [
    "properties", "systemout", "systemerr", "stdout", "stderr", "output", "attachments", "attachment",
    "description",
  ]
  /// By the outermost element of formats that are taken for JUnit's.
  static let otherFormats: [String: FindingText] = [
    "testrun": "the XML of NUnit 3 or of Visual Studio (TRX)", "testresults": "the XML of NUnit 2",
    "assemblies": "the XML of xUnit.net", "assembly": "the XML of xUnit.net", "site": "the XML of CDash",
    "testngresults": "the XML of TestNG", "catch": "the XML of Catch2", "catch2testrun": "the XML of Catch2",
    "testlog": "the XML of Boost.Test", "robot": "the XML of Robot Framework", "html": "a web page",
  ]

  /// Nesting is bounded by the reader of XML.
  mutating func read(_ element: XMLElement, in outer: Int?, labels: [String: [String]], name: String?) {
    let ownName = element.attribute("name").flatMap { $0.isBlank ? nil : $0 }
    var group = ForeignGroup(
      place: element.node, title: ownName.map { "suite `\($0)`" } ?? "`<\(element.name)>`", outer: outer)
    let position = report.groups.count
    for attribute in element.attributes { group.add(attribute) }
    let children = element.children
    for child in children where !Self.suites.contains(child.plainName) && child.plainName != "testcase" {
      group.add(child)
    }
    report.groups.append(group)
    let labels = labels.merging(properties(of: children)) { _, own in own }
    let name = ownName ?? name
    for child in children {
      switch child.plainName {
      case "testcase": readTest(child, in: position, labels, judge: name ?? "junit")
      case let plain where Self.suites.contains(plain): read(child, in: position, labels: labels, name: name)
      default: break
      }
    }
  }

  private mutating func readTest(
    _ element: XMLElement, in group: Int, _ labels: [String: [String]], judge: String
  ) {
    var test = ForeignTest(place: element.node, group: group, judge: .init(.program, judge))
    test.names = [element.attribute("name")].compactMap { $0 }
    test.claim(.ran, at: element.node, "a `<\(element.name)>` without any failure")
    for attribute in element.attributes { test.add(attribute) }
    let children = element.children
    var failures = 0
    for child in children where !Self.silent.contains(child.plainName) {
      let kind = Self.kind(of: child)
      if let attempt = Self.attempt(child) {
        test.attempts.append(attempt)
        if attempt.isRerun { test.claim(kind, at: child.node, "`<\(child.name)>`") }
      } else {
        test.claim(kind, at: child.node, "`<\(child.name)>`")
        if kind == .failed || kind == .brokeDown { failures += 1 }
        if kind == .notRun { test.isMarkedSkipped = true }
        if test.notes == nil { test.notes = child.attribute("message") ?? child.text }
      }
    }
    test.furtherFailures = max(0, failures - 1)
    let own = properties(of: children)
    for (name, values) in own.sorted(by: { $0.key < $1.key }) {
      for value in values {
        guard let kind = OutcomeWords.kind(of: name, value), kind.isUnfavourable, kind != .unknown else {
          continue
        }
        test.claim(kind, at: element.node, "property `\(name)` with the value `\(value)`")
      }
    }
    test.labels = labels.merging(own) { _, own in own }
    report.tests.append(test)
  }

  /// What an element in a test says of its outcome.
  private static func kind(of element: XMLElement) -> ForeignClaim.Kind {
    let name = element.plainName
    for prefix in ["flaky", "rerun"] where name.hasPrefix(prefix) {
      let kind = OutcomeWords.kind(of: String(name.dropFirst(prefix.count)))
      return kind == .failed || kind == .brokeDown ? kind : .unknown
    }
    return OutcomeWords.kind(of: name)
  }

  /// Surefire's `flakyFailure`, `flakyError` (before a pass), `rerunFailure` and `rerunError` (before another failure).
  private static func attempt(_ element: XMLElement) -> ForeignTest.Attempt? {
    let name = element.plainName
    let kind = kind(of: element)
    guard name.hasPrefix("flaky") || name.hasPrefix("rerun"), kind == .failed || kind == .brokeDown else {
      return nil
    }
    return .init(
      verdict: kind == .failed ? .fail : .error, isRerun: name.hasPrefix("rerun"),
      notes: element.attribute("message") ?? element.text, times: element.attributes.compactMap(\.time))
  }

  /// `<properties><property name="…" value="…"/></properties>`; the value may be the element's text instead.
  private func properties(of children: [XMLElement]) -> [String: [String]] {
    var values: [String: [String]] = [:]
    for property in children.filter({ $0.plainName == "properties" }).flatMap(\.children) {
      guard let name = property.attribute("name"), let value = property.attribute("value") ?? property.text
      else { continue }
      values[name, default: []].append(value)
    }
    return values
  }
}

extension XMLElement.Attribute {
  private static let times: Set<String> = [
    "timestamp", "starttime", "startedat", "starttimestamp", "date", "datetime", "rundate",
    "endtime", "endedat", "finishedat", "stoptime",
  ]

  /// The time that it states; nil if it states none. `time` is how long something took.
  fileprivate var time: ForeignTime? {
    Self.times.contains(OutcomeWords.plainName(name))
      ? ForeignTime(text: value, place: place, name: name) : nil
  }

  /// Whether it counts assertions: true where there were none. Nil if it is about something else.
  fileprivate var countsNoAssertion: Bool? {
    guard ["assertions", "asserts", "assertcount", "assertioncount"].contains(OutcomeWords.plainName(name))
    else {
      return nil
    }
    return (Int(value) ?? 0) < 1
  }

  private static let counts: [String: ForeignCount.Kind] = [
    "tests": .tests, "total": .tests, "testcount": .tests, "testcasecount": .tests, "testcases": .tests,
    "failures": .failures, "failed": .failures, "failurecount": .failures, "errors": .errors,
    "error": .errors,
    "errorcount": .errors, "skipped": .skipped, "skip": .skipped, "skips": .skipped, "skippedcount": .skipped,
    "disabled": .notRun, "ignored": .notRun, "notrun": .notRun, "inconclusive": .notRun, "pending": .notRun,
    "notexecuted": .notRun, "warnings": .notRun, "passed": .passed, "passes": .passed, "passedcount": .passed,
    "flakes": .flaky,
    "flaky": .flaky, "flakycount": .flaky,
  ]

  /// The count of tests that it states; nil if it states none.
  fileprivate var count: ForeignCount? {
    guard let kind = Self.counts[OutcomeWords.plainName(name)] else { return nil }
    // `skipped="true"` is not a count.
    if ["true", "false", "yes", "no"].contains(OutcomeWords.plain(value)) { return nil }
    return ForeignCount(kind: kind, number: Int(value), place: place, words: words)
  }
}

extension ForeignGroup {
  fileprivate mutating func add(_ attribute: XMLElement.Attribute) {
    if let time = attribute.time {
      times.append(time)
    } else if let countsNone = attribute.countsNoAssertion {
      if countsNone { add(.notAsserted, attribute) }
    } else if let count = attribute.count {
      counts.append(count)
    } else if let kind = OutcomeWords.kind(of: attribute.name, attribute.value) {
      add(kind, attribute)
    }
  }

  private mutating func add(_ kind: ForeignClaim.Kind, _ attribute: XMLElement.Attribute) {
    claims.append(ForeignClaim(kind: kind, place: attribute.place, words: attribute.words))
  }

  /// An element of a suite that is not a test: a failure outside of its tests, or something that is not known.
  fileprivate mutating func add(_ element: XMLElement) {
    let name = element.plainName
    guard
      !["properties", "systemout", "systemerr", "stdout", "stderr", "output", "attachments", "description"]
        .contains(name)
    else { return }
    faults.append(
      ForeignClaim(kind: OutcomeWords.kind(of: name), place: element.node, words: "`<\(element.name)>`"))
  }
}

extension ForeignTest {
  fileprivate mutating func add(_ attribute: XMLElement.Attribute) {
    if let time = attribute.time {
      times.append(time)
    } else if let countsNone = attribute.countsNoAssertion {
      if countsNone { claim(.notAsserted, at: attribute.place, attribute.words) }
    } else if let kind = OutcomeWords.kind(of: attribute.name, attribute.value) {
      claim(kind, at: attribute.place, attribute.words)
    }
  }
}
