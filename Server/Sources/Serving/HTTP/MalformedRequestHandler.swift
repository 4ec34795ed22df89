import Foundation
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Answers bytes that are not HTTP like any other refusal.
///
/// Where a request cannot be read, Hummingbird writes a 400 without a body, in its place behind the answers to the requests
/// before, and closes the connection. Here that answer is given its body. One handler for each connection.
final class MalformedRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let logger: Logger
  /// Whether the body of a request is being read.
  private var isInBody = false
  private var failure: Failure?
  /// Whether Hummingbird's own answer is being written.
  private var isReplacing = false

  private struct Failure {
    let refusal: Refusal
    /// The request was taken on before its body turned out to be invalid: its own answer says so, and is the last.
    let isOfBody: Bool
  }

  init(logger: Logger) { self.logger = logger }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: isInBody = true
    case .body: break
    case .end: isInBody = false
    }
    context.fireChannelRead(data)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let isUnreadable = error is HTTPParserError || error is HTTP1TypeConversionError
    if isUnreadable, failure == nil { failure = Failure(refusal: Refusal(error), isOfBody: isInBody) }
    // A head that is HTTP/1 and still no request is unreadable too; Hummingbird would hang up without a word.
    context.fireErrorCaught(error is HTTP1TypeConversionError ? HTTPParserError.unknown : error)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard let failure else { return context.write(data, promise: promise) }
    switch unwrapOutboundIn(data) {
    case .head(let head) where head.isHummingbirds:
      isReplacing = true
      if failure.isOfBody {
        promise?.succeed()
      } else {
        let id = UUID().uuidString.lowercased()
        logger.info(
          "answered", metadata: ["request_id": "\(id)", "status": "\(failure.refusal.status)"])
        let reply = failure.refusal.reply
        var fields = HTTPFields(reply, requestID: id)
        fields[.contentLength] = "\(reply.body.count)"
        let head = HTTPResponse(status: .init(code: reply.status), headerFields: fields)
        context.write(wrapOutboundOut(.head(head)), promise: promise)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: reply.body))), promise: nil)
      }
    case .end where isReplacing && failure.isOfBody: promise?.succeed()
    case .head, .body, .end: context.write(data, promise: promise)
    }
  }
}

extension HTTPResponse {
  /// Nothing of ours is empty.
  fileprivate var isHummingbirds: Bool {
    status == .badRequest && headerFields[.contentLength] == "0" && headerFields[.connection] == "close"
  }
}

extension Refusal {
  /// Of what cannot be read as a request.
  init(_ error: any Error) {
    if let error = error as? HTTPParserError, error == .headerOverflow {
      self.init(
        431, "headers_too_large", "the request's headers are too large",
        remediation: "send fewer or shorter headers: at most 16 KiB each, 32 KiB and 100 fields in all")
    } else {
      self.init(
        400, "not_http", "what was sent cannot be read as an HTTP request",
        remediation: "send a request in HTTP/1.1 (RFC 9112), with a body as its headers say")
    }
    headers["Connection"] = "close"
  }
}
