import Documents
import Gates
import PolicyGraph

/// What another tool's report says, in words that all importers share.
///
/// An importer only translates: it collects every statement that the report makes about each test, also where they
/// contradict each other. What counts as evidence is decided once, for all of them, by ``ForeignEvidence``.
struct ForeignReport {
  /// The tool's name, with which the ids of its runs begin.
  let tool: EvaluationSource
  /// SHA-256 of what the report says. It is the same for the same report, however it is formatted or exported.
  let digest: String
  /// Groups of tests, an outer one before those in it.
  var groups: [ForeignGroup] = []
  /// In the order of the report.
  var tests: [ForeignTest] = []

  init(_ tool: EvaluationSource, digest: String) {
    self.tool = tool
    self.digest = digest
  }
}

/// One statement of how something ended.
struct ForeignClaim {
  enum Kind {
    /// It was run; this alone does not say how it ended.
    case ran
    case passed, failed
    /// The run or its judging broke down.
    case brokeDown
    case notRun
    /// Nothing was asserted.
    case notAsserted
    /// It passed after a failed attempt.
    case flaky
    /// A word that is not known. It may mean anything, so that it never means a pass.
    case unknown
  }

  let kind: Kind
  /// Where it stands.
  let place: DocumentNode
  /// The statement as a message quotes it, such as ``status="failed"``.
  let words: FindingText
}

/// A number that a report states about the tests of a group.
struct ForeignCount {
  enum Kind {
    case tests, passed, failures, errors
    /// Those that writers call skipped.
    case skipped
    /// Those that were not run for another reason: disabled, ignored, inconclusive.
    case notRun
    case flaky
  }

  let kind: Kind
  /// Nil if it is not a whole number of 0 or more.
  let number: Int?
  let place: DocumentNode
  let words: FindingText

  /// More tests than any report has, so that sums of counts stay numbers.
  private static let most = 1 << 40

  init(kind: Kind, number: Int?, place: DocumentNode, words: FindingText) {
    self.kind = kind
    self.number = number.flatMap { $0 < 0 ? nil : min($0, Self.most) }
    self.place = place
    self.words = words
  }
}

/// A time that a report states.
struct ForeignTime {
  /// Nil if the value is not text.
  let text: String?
  let place: DocumentNode
  /// The name of the attribute or member.
  let name: String
}

/// Tests that a report treats as one: a suite, or all of it.
struct ForeignGroup {
  let place: DocumentNode
  /// As a message names it.
  let title: FindingText
  /// Position of the group that it is part of.
  let outer: Int?
  /// How the group as a whole is said to have ended.
  var claims: [ForeignClaim] = []
  /// Failures of the group itself, outside of its tests.
  var faults: [ForeignClaim] = []
  var counts: [ForeignCount] = []
  var times: [ForeignTime] = []
}

/// One test of a report.
struct ForeignTest {
  /// A failed try that came before the result of the test.
  struct Attempt {
    let verdict: EvaluationResult.Verdict
    /// Whether writers count it among the failures of the test.
    let isRerun: Bool
    let notes: String?
    let times: [ForeignTime]
  }

  /// Where it stands.
  let place: DocumentNode
  /// Position of the group that it stands in.
  let group: Int?
  /// What it is called: each may be the id of a scenario.
  var names: [String] = []
  /// What it says of itself, by key: metadata, variables, properties.
  var labels: [String: [String]] = [:]
  /// Every statement of how it ended.
  var claims: [ForeignClaim] = []
  /// Whether it is marked as skipped in the way that writers count as `skipped`.
  var isMarkedSkipped = false
  /// Elements of failure beyond one for each test, which some writers count.
  var furtherFailures = 0
  var attempts: [Attempt] = []
  /// Single assertions by the texts that name them.
  var assertions: [(texts: [String], verdict: EvaluationResult.Obligation.Verdict)] = []
  var judge: EvaluationResult.Judge
  /// Every statement of when it ran.
  var times: [ForeignTime] = []
  /// What was tested, where a report compares several: a provider.
  var variant: String?
  /// What says that the answer came from a cache, so that nothing was run.
  var cached: DocumentNode?
  var notes: String?

  init(place: DocumentNode, group: Int?, judge: EvaluationResult.Judge) {
    self.place = place
    self.group = group
    self.judge = judge
  }
}

extension ForeignTest {
  /// Adds the text members of an object, and lists of texts.
  mutating func addLabels(of object: DocumentNode?) {
    guard let object else { return }
    for member in object.members {
      let texts = member.value.kind == .string ? [member.value] : Array(member.value.elements)
      labels[member.key.text ?? "", default: []] += texts.filter { $0.kind == .string }.compactMap(\.text)
    }
  }

  /// Adds a statement of how it ended.
  mutating func claim(_ kind: ForeignClaim.Kind, at place: DocumentNode, _ words: FindingText) {
    claims.append(ForeignClaim(kind: kind, place: place, words: words))
  }

  func label(_ key: String) -> String? { labels[key]?.first }

  /// Whether nothing in it could be the id of a scenario.
  var isNameless: Bool {
    names.allSatisfy(\.isBlank) && labels["scenario"] == nil && labels["scenario_id"] == nil
  }

  /// How the test ended, taking all statements together: the worst counts, and a pass needs a statement that it ran.
  /// O(claims).
  var ending: (kind: ForeignClaim.Kind, claim: ForeignClaim?) {
    guard var worst = claims.first else { return (.unknown, nil) }
    for claim in claims where claim.kind.badness > worst.kind.badness { worst = claim }
    return (worst.kind.badness > 0 ? worst.kind : .passed, worst)
  }
}

extension ForeignClaim.Kind {
  /// Whether a test of which this is said has not simply passed.
  var isUnfavourable: Bool { badness > 0 || self == .flaky }

  /// How much it outweighs other statements about the same test.
  fileprivate var badness: Int {
    switch self {
    case .ran, .passed, .flaky: 0
    case .notAsserted: 1
    case .notRun: 2
    case .unknown: 3
    case .failed: 4
    case .brokeDown: 5
    }
  }
}

extension DocumentNode {
  /// A member that may say when something was; nothing where it is absent or null.
  func times(_ keys: String...) -> [ForeignTime] {
    keys.compactMap { key in
      guard let value = member(key), value.kind != .null else { return nil }
      return ForeignTime(text: value.kind == .string ? value.text : nil, place: value, name: key)
    }
  }

  /// Members that count the tests of a group; nothing where one is absent.
  func counts(_ keys: KeyValuePairs<String, ForeignCount.Kind>) -> [ForeignCount] {
    keys.compactMap { key, kind in
      guard let value = member(key), value.kind != .null else { return nil }
      return ForeignCount(
        kind: kind, number: value.integer, place: value, words: "`\(key): \(value.text ?? "…")`")
    }
  }
}

extension Findings {
  /// Reports a part of a file that is not what the tool writes there.
  mutating func reportForeign(
    _ message: FindingText, at node: DocumentNode, from tool: EvaluationSource, help: FindingText? = nil
  ) {
    report(
      .foreignResults, message, at: node,
      help: help ?? "is this what \(tool.rawValue) wrote, whole and unchanged?")
  }
}
