import Documents
import Gates
import PolicyGraph
import Registry

/// What is answered: decided to the last byte, so that it can be kept and given again.
struct Reply: Sendable, Equatable {
  let status: Int
  let body: [UInt8]
  var contentType = "application/json"
  /// Beside those that every answer has.
  var headers: [String: String] = [:]
  /// Whether it is on record under the request's idempotency key.
  var isKept = false

  init(status: Int = 200, body: [UInt8], contentType: String = "application/json") {
    self.status = status
    self.body = body
    self.contentType = contentType
  }

  /// The platform's API that is spoken, in every answer.
  static let apiVersion = "2026-04-14"

  /// RFC 8785 bytes: the same value is the same answer.
  init(_ json: JSONValue, status: Int = 200) {
    self.init(status: status, body: CanonicalJSON.bytes(of: json))
  }

  /// An audit log as JSON Lines, with its checkpoint in a header.
  init(_ trail: AuditTrail) {
    self.init(body: trail.log, contentType: AuditTrail.contentType)
    if let end = trail.end { headers["x-audit-checkpoint"] = CanonicalJSON.text(of: end.json) }
  }

  static func object(_ members: JSONMember..., status: Int = 200) -> Reply {
    Reply(.object(members), status: status)
  }
}

extension AuditTrail {
  /// JSON Lines.
  static let contentType = "application/x-ndjson"
}

/// Why a request is not done, as the client is told:
/// `{ok: false, error, detail?, remediation?, reason_code?, next_commands?}`.
struct Refusal: Error, Sendable {
  let status: Int
  /// What is wrong, in a sentence.
  let error: String
  var reasonCode: String
  /// What to do about it.
  var remediation: String?
  var detail: [JSONMember] = []
  var nextCommands: [String] = []
  /// Members at the top level, where clients look for them.
  var members: [JSONMember] = []
  var headers: [String: String] = [:]

  init(_ status: Int, _ reasonCode: String, _ error: String, remediation: String? = nil) {
    self.status = status
    self.reasonCode = reasonCode
    self.error = error
    self.remediation = remediation
  }

  var reply: Reply {
    var all = [
      JSONMember("ok", .boolean(false)), JSONMember("error", .string(error)),
      JSONMember("reason_code", .string(reasonCode)),
    ]
    if !detail.isEmpty { all.append(JSONMember("detail", .object(detail))) }
    if let remediation { all.append(JSONMember("remediation", .string(remediation))) }
    if !nextCommands.isEmpty { all.append(JSONMember("next_commands", .strings(nextCommands))) }
    var reply = Reply(.object(all + members), status: status)
    reply.headers = headers
    return reply
  }
}

extension Refusal {
  static let notSignedIn = Refusal(
    401, "not_authenticated", "a valid bearer token is needed",
    remediation:
      "sign in (`POST /v1/console/auth/service-token`, `foh auth login`), and send `Authorization: Bearer <token>`"
  ).with(header: "WWW-Authenticate", "Bearer realm=\"fohc\"")

  /// As RFC 6750, section 3.1 has it: the caller is not told what is wrong with the token.
  static let invalidToken = notSignedIn.with(
    header: "WWW-Authenticate", "Bearer realm=\"fohc\", error=\"invalid_token\"")

  static func notAllowed(_ what: String) -> Refusal {
    Refusal(
      403, "not_allowed", what, remediation: "check your role in the organisation with an owner or admin")
  }

  static let noSuchAgent = Refusal(
    404, "agent_not_found", "there is no such agent in your organisations",
    remediation: "check the id with `GET /v1/console/agents` (`foh agent list`)")

  static let noSuchRoute = Refusal(
    404, "route_not_found", "there is nothing at this address",
    remediation: "see /openapi.json for what is served")

  static func malformed(_ problems: [String]) -> Refusal {
    var refusal = Refusal(
      400, "request_malformed", problems.first ?? "the request is malformed",
      remediation: "correct the request; /openapi.json says what is taken")
    refusal.detail = [JSONMember("errors", .strings(problems))]
    return refusal
  }

  static let tooLarge = Refusal(
    413, "request_too_large", "the request's body is too large", remediation: "send less at once")

  static let overloaded = Refusal(
    503, "overloaded", "the server has more to do than it can take on",
    remediation: "try again in a second"
  ).with(header: "Retry-After", "1")

  func with(header name: String, _ value: String) -> Refusal {
    var refusal = self
    refusal.headers[name] = value
    return refusal
  }
}
