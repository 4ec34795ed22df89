import BlueprintCompiler
import Documents
import PolicyGraph
import TestSupport
import Testing

/// Decoding and encoding a draft gives the same object, whatever optional part is there or not.
struct DraftCodingTests {
  static let drafts: [String] = [
    "{\"schema_version\": \"flow_draft.v1\", \"entry\": \"a\", \"nodes\": [], \"edges\": []}",
    BaseDraft.text,
    BaseDraft.text.replacingOnce(
      "\"entry\":", with: "\"allowed_domains\": [\"x\", {\"b\": 1.50, \"a\": null}], \"entry\":"),
    """
    {"nodes": [{"kind": "close", "id": "z", "outcome": "declined", "verbatim": false, "say": ""},
      {"kind": "talk", "id": "t", "say": "x"}, {"kind": "talk", "id": "u", "say": "x", "tools": []},
      {"kind": "ask", "id": "q", "slots": ["b", "a"], "say": {"b": "B?", "a": "A?"}},
      {"kind": "call", "id": "c", "tool": "x", "attempt": 2.0, "idempotency_key": ""}],
     "edges": [{"to": "z", "on": "tool:x", "from": "t", "resume": false},
      {"to": "z", "on": "auto", "from": "t", "when": {"all": [{"any": []}, {"not": {"deferred": true}},
        {"visits": {"below": 2, "node": "t"}}, {"filled": "a"}]}, "sets": "deferred", "clears": "deferred"}],
     "entry": "t", "schema_version": "flow_draft.v1", "tools": [], "variables": [],
     "evaluation_scenarios": [{"id": "s", "user_goal": "g"}, {"id": "r", "user_goal": "g", "must_collect": []}],
     "persona": {"extra": true}, "speech_settings": {"tts": {"speed": 1e-7}}, "provenance": {"nodes": {}}}
    """,
  ]

  @Test(arguments: drafts.indices)
  func isTheIdentity(_ index: Int) throws {
    let text = Self.drafts[index]
    var findings = Findings(limits: .standard)
    let source = SourceText(name: "draft.json", text: text)
    let document = try #require(readJSON(source, limits: .standard, findings: &findings))
    let draft = try #require(decodeDraft(document, findings: &findings))
    #expect(!findings.hasErrors)
    #expect(CanonicalJSON.text(of: JSONValue(draft)) == CanonicalJSON.text(of: JSONValue(document.root)))
  }

  @Test(arguments: [
    "{\"schema_version\": \"flow_draft.v2\", \"entry\": \"a\", \"nodes\": [], \"edges\": []}",
    "{\"schema_version\": \"flow_draft.v1\", \"entry\": \"a\", \"nodes\": {}, \"edges\": []}",
    "{\"schema_version\": \"flow_draft.v1\", \"nodes\": [], \"edges\": []}",
    "{\"schema_version\": \"flow_draft.v1\", \"entry\": \"a\", \"nodes\": [{\"id\": \"a\", \"kind\": \"teleport\"}], \"edges\": []}",
    "[]", "\"flow_draft.v1\"", "null",
  ])
  func refusesWhatIsNoDraft(_ text: String) throws {
    var findings = Findings(limits: .standard)
    let source = SourceText(name: "draft.json", text: text)
    let document = try #require(readJSON(source, limits: .standard, findings: &findings))
    #expect(decodeDraft(document, findings: &findings) == nil)
    #expect(findings.hasErrors)
  }
}
