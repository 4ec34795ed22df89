import PolicyGraph

/// The test cases of a JUnit report, as Ant, Maven's Surefire, pytest and most others write it (there is no standard;
/// read is what github.com/testmoapp/junitxml describes): `testsuites` or `testsuite` outermost, suites in suites,
/// `testcase` with `failure`, `error`, `skipped` and `properties`.
///
/// An error counts as an error even beside a failure. Properties of a suite hold for all of its tests. The time is the
/// suite's `timestamp` where that is a moment; most tools write one without an offset, which is none.
func junitTests(_ document: Document, _ findings: inout Findings) -> [ForeignTest] {
  let root = XMLElement(document.root)
  guard let root, ["testsuites", "testsuite"].contains(root.name) else {
    findings.reportForeign(
      "the outermost element is neither `testsuites` nor `testsuite`", at: document.root, from: .junit)
    return []
  }
  var tests: [ForeignTest] = []
  collect(root, Suite(), into: &tests)
  return tests
}

/// What a suite says of all in it.
private struct Suite {
  var name: String?
  var at: Instant?
  var labels: [String: [String]] = [:]

  func entering(_ element: XMLElement) -> Suite {
    Suite(
      name: element.attribute("name") ?? name,
      at: element.attribute("timestamp").flatMap { Instant($0) } ?? at,
      labels: labels.merging(element.properties) { _, own in own })
  }
}

/// Nesting is bounded by the reader.
private func collect(_ element: XMLElement, _ outer: Suite, into tests: inout [ForeignTest]) {
  let suite = outer.entering(element)
  for child in element.children {
    switch child.name {
    case "testsuite": collect(child, suite, into: &tests)
    case "testcase": tests.append(test(child, suite, ordinal: tests.count + 1))
    default: break
    }
  }
}

private func test(_ element: XMLElement, _ suite: Suite, ordinal: Int) -> ForeignTest {
  var test = ForeignTest(
    place: element.node, judge: .init(.program, suite.name.flatMap { $0.isBlank ? nil : $0 } ?? "junit"),
    ordinal: ordinal)
  test.names = [element.attribute("name")].compactMap { $0 }
  test.labels = suite.labels.merging(element.properties) { _, own in own }
  let outcome = ["error", "failure", "skipped"].compactMap { name in
    element.children.first { $0.name == name }
  }.first
  switch outcome?.name {
  case "error": test.verdict = .error
  case "failure": test.verdict = .fail
  case "skipped": test.verdict = nil
  default: test.verdict = .pass
  }
  test.at = suite.at
  test.notes = outcome.flatMap { $0.attribute("message") ?? $0.text }
  return test
}

/// An element of what ``readXML(_:limits:findings:)`` reads.
struct XMLElement {
  let node: DocumentNode
  let name: String
  private let attributes: DocumentNode

  /// Nil for text.
  init?(_ node: DocumentNode) {
    var parts = node.elements
    guard let name = parts.next()?.text, let attributes = parts.next() else { return nil }
    self.node = node
    self.name = name
    self.attributes = attributes
  }

  func attribute(_ name: String) -> String? { attributes.string(name) }

  var children: [XMLElement] { node.elements.dropFirst(2).compactMap { XMLElement($0) } }

  /// The text directly in it; nil where there is none.
  var text: String? {
    let texts = node.elements.dropFirst(2).filter { $0.kind == .string }.compactMap(\.text)
    return texts.isEmpty ? nil : texts.joined()
  }

  /// `<properties><property name="…" value="…"/></properties>`; the value may be the element's text instead.
  fileprivate var properties: [String: [String]] {
    var values: [String: [String]] = [:]
    for property in children.filter({ $0.name == "properties" }).flatMap(\.children) {
      guard let name = property.attribute("name"), let value = property.attribute("value") ?? property.text
      else { continue }
      values[name, default: []].append(value)
    }
    return values
  }
}
