import Documents
import HTTPTypes
import Registry
import Testing

@testable import Serving

/// Bodies and their tables: what a request may have, what `/openapi.json` says, and what the check of answers sees.
struct BodyTableTests {
  private static let withBodies = Endpoint.all.filter { $0.body.table != nil }

  @Test(arguments: withBodies.map(\.id))
  func membersThatATableDoesNotHaveAreRefused(_ id: String) async throws {
    let endpoint = try #require(Self.withBodies.first { $0.id == id })
    let table = try #require(endpoint.body.table)
    guard case .refused = table.others else { return }
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let members = TestClientOf.body(table).dropFirst().dropLast()
      let surplus = "{" + members + (members.isEmpty ? "" : ",") + #""surplus":1}"#
      let answer = try await client.send(
        try #require(HTTPRequest.Method(endpoint.method.rawValue)),
        client.path(of: endpoint, agent: try #require(EntityID(agent))), surplus)
      #expect(answer.status == 400, "\(answer.text)")
      let errors = answer["detail"]?["errors"]?.elements.compactMap(\.text) ?? []
      let names = table.object.fields.map { "`\($0.key)`" }.joined(separator: ", ")
      let known = names.isEmpty ? "nothing is taken" : "known are \(names)"
      #expect(errors.contains("there is no member `surplus` here: \(known)"), "\(errors)")
    }
  }

  @Test func objectsInsideABodyRefuseThemToo() async throws {
    try await TestServer().test { client in
      let agent = try await client.makeAgent()
      let publish = try await client.publish(
        agent, #"{"break_glass": {"reason": "It cannot wait.", "incident_id": "INC-7", "who": "me"}}"#)
      #expect(publish["error"]?.text == "there is no member `who` here: known are `reason`, `incident_id`")
      let patch = try await client.send(
        .patch, "/v1/console/agents/\(agent)/draft", #"{"voice": {"speed": 2}}"#)
      #expect(
        patch["error"]?.text
          == "there is no member `speed` here: known are `tts_provider`, `tts_voice_id`, `stt_provider`")
    }
  }

  /// What the platform's clients send, member by member.
  @Test(arguments: [
    ("createAgent", #"{"name": "Reception", "type": "custom"}"#), ("duplicateAgent", #"{"name": "Copy"}"#),
    ("validateAgentDraft", #"{"flowDraft": {"nodes": [], "edges": []}}"#),
    ("compileAgentBlueprint", #"{"blueprint": {}, "apply": false}"#),
    (
      "updateAgentDraft",
      #"{"system_prompt": "", "opener_text": "Hello.", "language": "en", "suggestions": []}"#
    ),
    (
      "updateAgentDraft",
      #"{"allowed_domains": ["a.example"], "knowledge_base": "x", "realtime_enabled": true}"#
    ),
    (
      "updateAgentDraft",
      #"{"voice": {"tts_provider": "azure", "tts_voice_id": "x", "stt_provider": "y"}}"#
    ),
    ("publishAgent", "{}"), ("publishAgent", #"{"flowDraft": {"nodes": []}}"#),
    ("publishAgent", #"{"break_glass": {"reason": "it is on fire", "incident_id": "INC-1"}}"#),
    (
      "certifyAgent",
      #"{"mode": "full", "adaptive_runs": 5, "channel": "mixed", "journeys": ["a"], "scenario_ids": ["b"]}"#
    ),
    ("certifyAgentLoop", #"{"mode": "quick", "adaptive_runs": 30, "max_improvement_rounds": 5}"#),
    ("activateVersion", "{}"), ("rollbackAgent", "{}"), ("rollbackAgent", #"{"version_id": "3"}"#),
    ("rollbackAgent", #"{"version_id": 3}"#),
    (
      "createIncident",
      #"{"title": "x", "agentId": "00000000-0000-4000-8000-000000000001", "traceId": "t", "error_class": "e", "severity": "high", "metadata": {"a": 1}}"#
    ),
    (
      "updateIncident",
      #"{"state": "covered", "regression_case_ref": "s", "linked_eval_run_id": "r", "metadata": {}}"#
    ),
    ("getServiceToken", #"{"email": "ana@example.com", "password": "correct horse"}"#),
    ("createOrg", #"{"name": "Harbour", "plan": "bronze"}"#),
    ("inviteOrgMember", #"{"email": "ana@example.com", "role": "member"}"#),
    ("addGuardrail", #"{"rule_id": "r", "type": "focus", "name": "N", "mode": "log", "topics": ["t"]}"#),
    ("addGuardrail", #"{"name": "N", "mode": "log", "condition": "always"}"#),
  ])
  func whatClientsSendFits(_ id: String, _ body: String) throws {
    let table = try #require(Endpoint.all.first { $0.id == id }?.body.table)
    #expect(table.problems(of: try RequestBody(json: Array(body.utf8)).document?.root) == [])
  }

  @Test func theDescriptionHasEveryTable() throws {
    let document = OpenAPI.document(of: Endpoint.all)
    let schemas = try #require(document["components"]?["schemas"])
    var tables = Endpoint.all.compactMap(\.body.table) + [BodyTable.refusal]
    for endpoint in Endpoint.all {
      if case .object(let table) = endpoint.answer { tables.append(table) }
    }
    // Two tables of one name would hide each other.
    let objects = Dictionary(grouping: tables, by: \.name).mapValues {
      Set($0.map { ObjectIdentifier($0.object) })
    }
    #expect(objects.filter { $0.value.count > 1 }.keys.sorted() == [])
    #expect(Set(objects.keys).isDisjoint(with: Form.all.map(\.name)))
    for table in tables {
      let keys = schemas[table.name]?["properties"].map(Self.keys) ?? []
      #expect(keys == table.object.fields.map(\.key), "\(table.name)")
    }
    let references = Self.references(in: document)
    #expect(references.count > 50)
    for reference in references {
      let path = reference.split(separator: "/").dropFirst()
      let target = path.reduce(Optional(document)) { $0?[String($1)] }
      #expect(target != nil, "\(reference)")
    }
  }

  private static func keys(_ value: JSONValue) -> [String] {
    if case .object(let members) = value { members.map(\.key) } else { [] }
  }

  private static func references(in value: JSONValue) -> Set<String> {
    switch value {
    case .array(let elements): elements.reduce(into: []) { $0.formUnion(references(in: $1)) }
    case .object(let members):
      members.reduce(into: []) { all, member in
        if member.key == "$ref", let text = member.value.text { all.insert(text) }
        all.formUnion(references(in: member.value))
      }
    default: []
    }
  }

  // MARK: The check of answers

  private static let right =
    #"{"token": "x", "expires_at": "2026-11-24T13:18:10Z"}"#

  @Test(arguments: [
    (right, 200, "application/json", [String]()),
    (#"{"token": "x"}"#, 200, "application/json", ["`expires_at` is missing"]),
    (
      #"{"token": "x", "expires_at": "2026-11-24T13:18:10Z", "user": "ana"}"#, 200, "application/json",
      ["there is no member `user` here: known are `token`, `expires_at`"]
    ),
    (
      #"{"token": 3, "expires_at": "soon"}"#, 200, "application/json",
      ["`token` has to be a text", "`expires_at` has to be a time such as 2026-11-24T13:18:10Z"]
    ),
    ("[]", 200, "application/json", ["it is no object"]),
    ("", 200, "application/json", ["it is no JSON"]),
    (right, 200, "text/plain", ["its content type is `text/plain`, not `application/json`"]),
    (right, 201, "application/json", ["the operation does not have the status 201"]),
    (
      #"{"error": "no"}"#, 401, "application/json", ["`ok` is missing", "`reason_code` is missing"]
    ),
  ])
  func answersAreHeldAgainstTheirTable(
    _ body: String, _ status: Int, _ type: String, _ problems: [String]
  ) {
    let found = AnswerCheck.problems(
      "POST", "/v1/console/auth/service-token?x=y", status: status, contentType: type, body: Array(body.utf8))
    #expect(found == problems)
  }

  @Test(arguments: [
    (ValueSchema.boolean, "true", "1"), (.onlyTrue, "true", "false"), (.share, "0.5", "1.5"),
    (.integer(1...3), "3.0", "4"), (.choice(["a", "b"]), #""b""#, #""c""#),
    (.uuid, #""00000000-0000-4000-8000-000000000001""#, #""7""#),
    (.hash, #""xxh3-128:0123456789abcdef0123456789abcdef""#, #""xxh3-128:0123""#),
    (.array(of: .text), #"["a"]"#, "[1]"), (.array(of: .text), "[]", "{}"),
    (.map(of: .boolean), #"{"a": true}"#, #"{"a": 1}"#),
    (.orNull(.text), "null", "3"), (.anyObject, "{}", "[]"),
    (Form.keptObject.schema, #"{"a": [1]}"#, #"{"a": [1e300]}"#),
    (Form.flowDraft.schema, #"{"a": [1e300]}"#, #"{"a": [1e999]}"#),
    (Form.versionID.schema, #""v3""#, #""three""#),
    (Form.versionID.schema, "3", "0"), (Form.texts.schema, #"["a"]"#, #"["a", 1]"#), (.text, #""a""#, "null"),
  ])
  func everyShapeTakesItsOwnValuesOnly(_ schema: ValueSchema, _ right: String, _ wrong: String) throws {
    for (text, isRight) in [(right, true), (wrong, false)] {
      var findings = Findings(limits: .standard)
      let source = SourceText(name: "value", bytes: Array(text.utf8))
      let document = try #require(readJSON(source, limits: .standard, findings: &findings))
      var check = BodyCheck()
      check.check(document.root, against: schema, as: "value")
      #expect(check.problems.isEmpty == isRight, "\(text): \(check.problems)")
    }
  }
}
