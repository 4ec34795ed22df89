import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// `Expect: 100-continue` (RFC 9110, section 10.1.1): the client sends its body only once it is told that somebody will
/// read it, or has waited long enough.
///
/// The `100` is written when the body is asked for, by ``Continue``, so that a request that is refused for its head does
/// not send its body at all; then the connection ends, because it is unknown whether the body still comes. One handler
/// for each connection.
final class ExpectContinueHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// The body of the request that is being answered is wanted now.
  struct Continue: Sendable {}

  /// Whether the client still waits for its `100`: one for each request that came in and is not answered, in order.
  private var isWaiting: [Bool] = []

  func handlerAdded(context: ChannelHandlerContext) {
    // Where the codec is not, as in tests, there is no HTTP/1 to be read.
    guard let codec = try? context.pipeline.syncOperations.handler(type: HTTP1ToHTTPServerCodec.self) else {
      return
    }
    do {
      try context.pipeline.syncOperations.addHandler(HeadReading(), position: .before(codec))
    } catch {
      context.fireErrorCaught(error)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): isWaiting.append(head.headerFields.expectsContinue)
    // It did not wait, or is done.
    case .body, .end: if let last = isWaiting.indices.last { isWaiting[last] = false }
    }
    context.fireChannelRead(data)
  }

  func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?)
  {
    guard event is Continue else { return context.triggerUserOutboundEvent(event, promise: promise) }
    if isWaiting.first ?? false {
      isWaiting[0] = false
      context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }
    promise?.succeed()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(var head) where isWaiting.first ?? false:
      head.headerFields[.connection] = "close"
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .end where !isWaiting.isEmpty:
      if isWaiting.removeFirst() {
        context.writeAndFlush(data, promise: promise)
        context.close(promise: nil)
      } else {
        context.write(data, promise: promise)
      }
    case .head, .body, .end: context.write(data, promise: promise)
    }
  }
}

extension HTTPFields {
  /// Whether the client waits to be told to send its body.
  var expectsContinue: Bool { expectations == ["100-continue"] }

  /// What has to be fulfilled for the request to be done, in lower case.
  var expectations: [String] {
    self[values: .expect].flatMap { $0.split(separator: ",") }
      .map { $0.trimmingCharacters(in: .whitespaces).asciiLowercased }.filter { !$0.isEmpty }
  }
}

/// Reads what depends on the version of HTTP/1 in a request's head, which is not known behind the codec.
private final class HeadReading: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  /// Whether a request was refused here: nothing of it, and nothing behind it, is read.
  private var isRefused = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isRefused { return }
    guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
    // RFC 9112, section 3.2: without one host, it is unknown whom the request is for.
    let isOld = (head.version.major, head.version.minor) < (1, 1)
    if !isOld, head.headers["Host"].count != 1 {
      isRefused = true
      return context.fireErrorCaught(HTTPParserError.unknown)
    }
    // RFC 9110, section 10.1.1: there was no `100` in HTTP/1.0.
    if isOld { head.headers.remove(name: "Expect") }
    // RFC 9112, section 9.3: who says nothing keeps the connection in HTTP/1.1, and not in HTTP/1.0. Hummingbird looks for
    // exactly `close`.
    if !head.isKeepAlive { head.headers.replaceOrAdd(name: "Connection", value: "close") }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }
}
