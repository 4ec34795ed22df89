import BlueprintCompiler
import Documents
import PolicyGraph
import TestSupport
import Testing

/// `<<` brings the members of other mappings, as YAML 1.1 defines it.
struct MergeKeyTests {
  private func json(_ yaml: String, _ findings: inout Findings) -> String? {
    readYAML(.yaml(yaml), limits: .standard, findings: &findings).map {
      CanonicalJSON.text(of: JSONValue($0.root))
    }
  }

  @Test(
    arguments: [
      // What the mapping says itself wins, wherever it stands.
      ("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n", #"{"a":{"x":1,"y":2},"b":{"x":1,"y":3}}"#),
      ("a: &a {x: 1, y: 2}\nb:\n  y: 3\n  <<: *a\n", #"{"a":{"x":1,"y":2},"b":{"x":1,"y":3}}"#),
      // Of several, the earlier.
      (
        "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\n",
        #"{"a":{"x":1},"b":{"x":2,"y":2},"c":{"x":1,"y":2}}"#
      ),
      // Chains, and a merge in an anchor that is merged again.
      (
        "a: &a {x: 1, z: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}\nd: *b\n",
        #"{"a":{"x":1,"z":1},"b":{"x":1,"y":2,"z":1},"c":{"x":1,"y":2,"z":3},"d":{"x":1,"y":2,"z":1}}"#
      ),
      // Mappings that are written in place, and nothing to merge.
      ("a: {<<: {x: {y: [1, {<<: {z: 2}}]}}}\n", #"{"a":{"x":{"y":[1,{"z":2}]}}}"#),
      ("a: {<<: [], b: 1}\n", #"{"a":{"b":1}}"#),
      // Anchors within what is merged.
      ("a: {<<: &m {x: &t one}, y: *t}\nb: {<<: *m}\n", #"{"a":{"x":"one","y":"one"},"b":{"x":"one"}}"#),
      // In quotes it is a key like any other.
      ("a: {\"<<\": {x: 1}}\n", #"{"a":{"<<":{"x":1}}}"#),
      ("a: {'<<': 1, <: 2}\n", #"{"a":{"<":2,"<<":1}}"#),
    ] as [(String, String)])
  func mergesWhatItNames(_ yaml: String, _ expected: String) {
    var findings = Findings(limits: .standard)
    #expect(json(yaml, &findings) == expected)
    #expect(findings.sorted.isEmpty)
  }

  @Test func aFindingPointsAtWhatIsWrittenAndAtTheAlias() throws {
    let source = SourceText.blueprint(
      ("- id: books_at_once\n    channel: widget", "- &rules\n    id: books_at_once\n    channel: sms"),
      (
        "must_not_do: [\"call:book_viewing:unconfirmed\"]",
        "must_not_do: [\"call:book_viewing:unconfirmed\"]\n  - <<: *rules\n    id: again"
      ))
    let found = findings(in: source)
    #expect(found.map(\.rule) == [.scenarioChannelNotAllowed, .scenarioChannelNotAllowed])
    #expect(found.map { $0.marked(in: source) } == ["sms", "sms"])
    #expect(found.map(\.path) == ["/evaluation_scenarios/0/channel", "/evaluation_scenarios/1/channel"])
    let aliases = found.map {
      $0.notes.filter { $0.message == "used here through an alias" }.compactMap(\.span)
    }
    #expect(
      aliases.map { $0.map { String(decoding: source.bytes[$0.start..<$0.end], as: UTF8.self) } } == [
        [], ["*rules"],
      ])
  }

  /// Each line merges the one before, twice: copies are counted, so that it ends.
  @Test func bombsAreRefused() {
    let chain = (0..<60).reduce("a0: &a0 {x: 1}\n") { text, level in
      text + "a\(level + 1): &a\(level + 1) {<<: [*a\(level), *a\(level)]}\n"
    }
    var findings = Findings(limits: .standard)
    #expect(json(chain, &findings) == nil)
    #expect(findings.sorted.map(\.rule) == [.aliasExpansion])
  }

  /// Every mapping is longer by one, and merges all before it.
  @Test func longChainsAreMerged() throws {
    let chain = (0..<50).reduce("a0: &a0 {k0: 0}\n") { text, level in
      text + "a\(level + 1): &a\(level + 1) {<<: *a\(level), k\(level + 1): 0}\n"
    }
    var findings = Findings(limits: .standard)
    let document = try #require(readYAML(.yaml(chain), limits: .standard, findings: &findings))
    #expect(document.root.member("a50")?.count == 51)
  }
}
