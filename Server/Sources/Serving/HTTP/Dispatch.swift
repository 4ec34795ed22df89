import Crypto
import Documents
import Foundation
import Gates
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1
import PolicyGraph
import Registry

/// Takes a request through what is the same for all: who asks, what they may, what they sent, whether it was done
/// before; then has the endpoint answer it.
struct Dispatch: Sendable {
  let service: Service
  let endpoint: Endpoint

  /// Never throws: whatever goes wrong has an answer.
  func respond(
    to request: Request, _ context: ConnectionContext, _ parameters: [String: String]
  ) async -> Response {
    let start = ContinuousClock.now
    let id = UUID().uuidString.lowercased()
    var reply: Reply
    do {
      reply = try await answer(request, context, parameters)
    } catch {
      reply = Self.reply(to: error, service.logger, id)
    }
    let elapsed = start.duration(to: .now)
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    service.metrics.count(
      route: endpoint.path, method: request.method.rawValue, status: reply.status, seconds: seconds)
    service.logger.info(
      "answered",
      metadata: [
        "request_id": "\(id)", "method": "\(request.method.rawValue)", "route": "\(endpoint.path)",
        "status": "\(reply.status)", "milliseconds": "\(Int(seconds * 1000))",
      ])
    return Response(reply, requestID: id, isHead: request.method == .head)
  }

  private func answer(
    _ request: Request, _ context: ConnectionContext, _ parameters: [String: String]
  ) async throws -> Reply {
    let now = service.settings.clock()
    try Self.checkHead(request.headers)
    let access = try await access(request, parameters, now)
    let query = try endpoint.parameters(ofQuery: request.uri.query)
    let body = try await body(of: request, context)
    let call = Call(
      service: service, now: now, parameters: parameters, query: query, body: body,
      idempotency: try idempotencyKey(request, body, access.organisation != nil),
      remoteAddress: ClientAddress.of(
        request.headers, peer: context.remoteAddress, behind: service.settings.trustedProxies))
    guard let organisation = access.organisation, let key = call.idempotency else {
      return try await access.handle(call)
    }
    if let kept = try await call.read({ try key.answer($0, organisation, now) }) { return kept }
    return try await keeping(key, organisation, now) { try await access.handle(call) }
  }

  /// Keeps the answers that no transaction kept: refusals, and what changes nothing. Refusals that depend on who asks
  /// or how busy the server is are not answers to the request.
  private func keeping(
    _ key: Call.IdempotencyKey, _ organisation: OrganisationID, _ now: Instant,
    _ handle: () async throws -> Reply
  ) async throws -> Reply {
    let reply: Reply
    do {
      reply = try await handle()
    } catch let refusal as Refusal where [400, 404, 409, 413].contains(refusal.status) {
      reply = refusal.reply
    }
    if reply.isKept { return reply }
    return try await service.store.write { transaction in
      // Meanwhile the same request may have been done: then that is the answer.
      if let kept = try key.answer(transaction, organisation, now) { return kept }
      try key.keep(reply, transaction, organisation, now)
      return reply
    }
  }

  // MARK: What was sent

  /// What has to be known before anything else is: RFC 9110, section 10.1.1, and RFC 9112, section 6.1.
  private static func checkHead(_ headers: HTTPFields) throws {
    guard headers.expectations.allSatisfy({ $0 == "100-continue" }) else {
      throw Refusal(
        417, "expectation_failed", "the only expectation that is met is `100-continue`",
        remediation: "leave the header `Expect` out")
    }
    let transfer = headers[.transferEncoding]?.trimmingCharacters(in: .whitespaces).asciiLowercased
    guard transfer ?? "chunked" == "chunked" else {
      throw Refusal(
        501, "transfer_encoding_not_supported", "the only transfer encoding that is read is `chunked`",
        remediation: "send the body as it is, with `Content-Length` or in chunks"
      ).with(header: "Connection", "close")
    }
  }

  /// A body is read as it is (RFC 9110, section 15.5.16).
  private static func checkEncoding(_ headers: HTTPFields) throws {
    let codings = headers[values: .contentEncoding].flatMap { $0.split(separator: ",") }
      .map { $0.trimmingCharacters(in: .whitespaces).asciiLowercased }
    guard codings.allSatisfy({ $0.isEmpty || $0 == "identity" }) else {
      throw Refusal(
        415, "content_encoding_not_supported", "a body is not read that is compressed or encoded otherwise",
        remediation: "send it as it is, without `Content-Encoding`"
      ).with(header: "Accept-Encoding", "identity")
    }
  }

  private func body(of request: Request, _ context: ConnectionContext) async throws -> RequestBody {
    if case .none = endpoint.body { return .empty }
    try Self.checkEncoding(request.headers)
    switch endpoint.body {
    case .none: return .empty
    case .optional, .required, .unread:
      let type =
        request.headers[.contentType]?.split(separator: ";").first?.trimmingPrefix { $0 == " " } ?? ""
      let bytes = try await bytes(of: request, context)
      let isJSON = ["application/json", ""].contains(type.lowercased()) || type.hasSuffix("+json")
      guard bytes.isEmpty || isJSON else {
        throw Refusal(
          415, "content_type_not_supported", "the body has to be JSON",
          remediation: "send it with `Content-Type: application/json`")
      }
      if case .unread = endpoint.body { return RequestBody(bytes: bytes, document: nil) }
      let body =
        bytes.count < WorkerPools.largeBody
        ? try RequestBody(json: bytes)
        : try await service.workerPools.run(.large) { try RequestBody(json: bytes) }
      if case .required = endpoint.body, body.document == nil {
        throw Refusal.malformed(["this needs a body with a JSON object"])
      }
      return body
    case .text: return RequestBody(bytes: try await bytes(of: request, context), document: nil)
    }
  }

  /// The whole body, in bounded memory and time.
  private func bytes(of request: Request, _ context: ConnectionContext) async throws -> [UInt8] {
    let limit = service.settings.bodyBytes
    let length = request.headers[.contentLength].flatMap { Int($0) }
    if let length {
      guard length <= limit else { throw Refusal.tooLarge }
      if length == 0 { return [] }
    }
    context.askForBody()
    let seconds = service.settings.receiveSeconds
    let bytes: [UInt8]? = try await service.deadlines.run(within: seconds) {
      var bytes: [UInt8] = []
      // What is announced may never come: no more than an ordinary draft is made room for at once.
      bytes.reserveCapacity(min(length ?? 0, 64 << 10))
      for try await part in request.body {
        guard bytes.count + part.readableBytes <= limit else { throw Refusal.tooLarge }
        bytes += part.readableBytesView
      }
      return bytes
    }
    guard let bytes else {
      throw Refusal(
        408, "request_too_slow", "the request did not come in whole in \(seconds) seconds",
        remediation: "send it again")
    }
    return bytes
  }

  private func idempotencyKey(
    _ request: Request, _ body: RequestBody, _ hasOrganisation: Bool
  ) throws -> Call.IdempotencyKey? {
    // An empty field is not a key: it could not tell one request from another.
    guard let key = request.headers[named: "Idempotency-Key"], !key.isEmpty, hasOrganisation,
      endpoint.method != .get
    else { return nil }
    guard key.unicodeScalars.count <= 255 else {
      throw Refusal.malformed(["`Idempotency-Key` has to have at most 255 characters"])
    }
    var hash = SHA256()
    hash.update(data: Data("\(endpoint.method.rawValue) \(request.uri.string)\n".utf8))
    hash.update(data: body.bytes)
    return Call.IdempotencyKey(
      key: key, fingerprint: Hexadecimal.text(of: hash.finalize()))
  }

  // MARK: What went wrong

  private static func reply(to error: any Error, _ logger: Logger, _ id: String) -> Reply {
    switch error {
    case let refusal as Refusal: return refusal.reply
    // Of a body that is not sent as its headers say.
    case is HTTPParserError: return Refusal(error).reply
    case let failure as StoreFailure:
      let refusal = Refusal(failure)
      if refusal.status >= 500 { logger.error("\(failure)", metadata: ["request_id": "\(id)"]) }
      return refusal.reply
    case is CancellationError: return Refusal.overloaded.reply
    default:
      logger.error("\(type(of: error))", metadata: ["request_id": "\(id)"])
      return Refusal(
        500, "internal_error", "something went wrong in the server",
        remediation: "try again; if it stays, report it with the request id \(id)"
      ).reply
    }
  }
}

extension Refusal {
  init(_ failure: StoreFailure) {
    switch failure {
    case .full:
      self.init(
        503, "storage_full", "the server's disk is full; nothing was changed",
        remediation: "make room on the server's disk, then try again")
    case .readOnly:
      self.init(
        503, "storage_read_only", "the server cannot write to its database; nothing was changed",
        remediation: "see to the rights of the database's file and folder, then try again")
    case .conflict(let what):
      self.init(409, "conflict", what, remediation: "look at what is there, then try again")
    case .damaged:
      self.init(
        500, "storage_damaged", "the server's database is damaged", remediation: "restore it from a backup")
    case .closed, .unavailable:
      self.init(
        503, "storage_unavailable", "the server's database is not available; nothing was changed",
        remediation: "try again in a moment")
    }
  }
}

extension HTTPFields {
  /// The first field of a name.
  subscript(named name: String) -> String? { HTTPField.Name(name).flatMap { self[$0] } }
}

extension HTTPFields {
  /// What every answer has.
  init(_ reply: Reply, requestID: String) {
    self.init()
    self[.contentType] = reply.contentType
    self[.cacheControl] = "no-store"
    self[.xContentTypeOptions] = "nosniff"
    self[.apiVersion] = Reply.apiVersion
    self[.requestID] = requestID
    for (name, value) in reply.headers {
      if let name = HTTPField.Name(name) { self[name] = value }
    }
  }
}

extension HTTPField.Name {
  // Made once: a name is checked letter by letter.
  fileprivate static let apiVersion = known("API-Version")
  fileprivate static let requestID = known("x-request-id")

  private static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is the name of a field") }
    return name
  }
}

extension Response {
  /// `isHead`: with the length of the body, and without the body.
  init(_ reply: Reply, requestID: String, isHead: Bool) {
    var headers = HTTPFields(reply, requestID: requestID)
    headers[.contentLength] = "\(reply.body.count)"
    self.init(
      status: .init(code: reply.status), headers: headers,
      body: isHead ? .init() : .init(byteBuffer: .init(bytes: reply.body)))
  }
}
