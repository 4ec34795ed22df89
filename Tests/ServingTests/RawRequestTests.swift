import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOPosix
import PolicyGraph
import Registry
import Testing

@testable import Serving

/// What comes over the wire and is no HTTP is refused in words, and the connection closed.
struct RawRequestTests {
  static let head = "POST /v1/console/auth/service-token HTTP/1.1\r\nHost: x\r\n"

  @Test(arguments: [
    ("a request line that is none", "HELLO\r\n\r\n", 400, "not_http"),
    ("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n", 400, "not_http"),
    ("a name with a space", "GET / HTTP/1.1\r\nHost: x\r\nbad name: x\r\n\r\n", 400, "not_http"),
    ("a method that is none", "G@T / HTTP/1.1\r\nHost: x\r\n\r\n", 400, "not_http"),
    ("two lengths", head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400, "not_http"),
    (
      "long headers", "GET / HTTP/1.1\r\nHost: x\r\nx: \(String(repeating: "x", count: 40_000))\r\n\r\n", 431,
      "headers_too_large"
    ),
    ("a chunk without a size", head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "not_http"),
  ])
  func isRefusedInWords(_ what: String, _ bytes: String, _ status: Int, _ code: String) async throws {
    let answers = try await Self.answers(to: bytes)
    #expect(answers.count == 1, "\(what): \(answers)")
    let answer = try #require(answers.first)
    #expect(answer.status == status, "\(what): \(answer)")
    #expect(answer.json["reason_code"]?.text == code, "\(what): \(answer)")
    #expect(answer.json["remediation"]?.text?.isEmpty == false && answer.json["error"]?.text != nil)
    #expect(answer.headers["api-version"] == Reply.apiVersion)
    #expect(answer.headers["x-request-id"]?.count == 36)
    #expect(answer.headers["connection"] == "close")
    #expect(answer.headers["content-type"] == "application/json")
  }

  /// What was asked before is answered first, and as if nothing had followed.
  @Test func comesBehindTheAnswersBefore() async throws {
    let answers = try await Self.answers(to: "GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\nHELLO\r\n\r\n")
    #expect(answers.map(\.status) == [200, 400])
  }

  /// A request that was refused before its body was read has its answer already.
  @Test func isNotAnsweredTwice() async throws {
    let answers = try await Self.answers(
      to: "POST /v1/console/org HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
    #expect(answers.map(\.status) == [401])
  }

  struct Answer: Sendable {
    let status: Int
    let headers: [String: String]
    let json: JSONValue
  }

  /// Sends bytes, reads until the server hangs up, and takes what came apart.
  private static func answers(to bytes: String) async throws -> [Answer] {
    let server = try await TestServer()
    let text = try await server.server.application().test(.live) { client in
      let port = try #require(client.port)
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "localhost", port: port) { channel in
          channel.eventLoop.makeCompletedFuture {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
          }
        }
      return try await channel.executeThenClose { inbound, outbound in
        try await outbound.write(ByteBuffer(string: bytes))
        var answer = ByteBuffer()
        for try await part in inbound { answer.writeImmutableBuffer(part) }
        return String(buffer: answer)
      }
    }
    try server.store.close()
    var answers: [Answer] = []
    var rest = text[...]
    while let end = rest.range(of: "\r\n\r\n") {
      let lines = rest[..<end.lowerBound].split(separator: "\r\n")
      var headers: [String: String] = [:]
      for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        headers[parts[0].lowercased()] = parts[1].trimmingPrefix { $0 == " " }.description
      }
      let status = Int(try #require(lines.first?.split(separator: " ").dropFirst().first))
      let length = Int(try #require(headers["content-length"])) ?? 0
      let body = rest[end.upperBound...].utf8.prefix(length)
      answers.append(
        Answer(
          status: try #require(status), headers: headers, json: try JSONValue(stored: Array(body))))
      rest = rest[body.endIndex...]
    }
    return answers
  }
}
