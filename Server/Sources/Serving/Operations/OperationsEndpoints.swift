import Documents
import Gates
import Registry

/// What operators ask, and what clients stumble over where it is not there.
enum OperationsEndpoints {
  static let all: [Endpoint] = [
    Endpoint(
      .get, "/v1/health", "getHealth", "Whether the server and its database work",
      answer: .object(OperationsBodies.health),
      .anyone(health)),
    Endpoint(
      .get, "/metrics", "getMetrics", "Counts for Prometheus", answer: .text(metricsType), .anyone(metrics)),
    Endpoint(
      .get, "/openapi.json", "getOpenAPI", "The OpenAPI document", answer: .form(.anyObject), .anyone(openAPI)
    ),
    // There is no voice and no knowledge base here; clients ask all the same, and take these for an answer.
    Endpoint(
      .get, "/v1/console/realtime/health", "getRealtimeProviderHealth", "Voice providers: none",
      answer: .object(OperationsBodies.providers),
      .signedIn { _, _ in .object(JSONMember("providers", .array([]))) }),
    Endpoint(
      .get, "/v1/knowledge/list", "listKnowledge", "Documents: none",
      query: [.init(name: "agent_id", schema: .uuid)], answer: .list(of: .anyObject),
      .signedIn(knowledge)),
  ]

  private static func health(_ call: Call) async throws -> Reply {
    _ = try await call.read { try $0.outbox(after: 0, limit: 1).count }
    return .object(
      JSONMember("ok", .boolean(true)), JSONMember("status", .string("ok")),
      JSONMember("version", .string(Engine.this.version)))
  }

  private static func knowledge(_ call: Call, _ user: User) async throws -> Reply {
    let _: AgentID? = try call.id("agent_id")
    return Reply(.array([]))
  }

  private static let metricsType = "text/plain; version=0.0.4; charset=utf-8"

  private static func metrics(_ call: Call) async throws -> Reply {
    Reply(
      body: Array(call.service.metrics.text.utf8), contentType: metricsType)
  }

  private static func openAPI(_ call: Call) async throws -> Reply {
    Reply(OpenAPI.document(of: Endpoint.all))
  }
}

extension Endpoint {
  /// Everything that is served.
  static let all: [Endpoint] =
    OperationsEndpoints.all + OrganisationEndpoints.all + AgentEndpoints.all + DraftEndpoints.all
    + BlueprintEndpoint.all + GuardrailEndpoints.all + CertifyEndpoints.all + PublishEndpoint.all
    + VersionEndpoints.all + IncidentEndpoints.all + EvidenceEndpoints.all
}
