import Documents
import PolicyGraph
import Testing

@testable import Serving

/// What comes over the wire and is not HTTP is refused in words, and the connection closed.
struct RawRequestTests {
  static let head = "POST /v1/console/auth/service-token HTTP/1.1\r\nHost: x\r\n"

  @Test(arguments: [
    ("a request line that is none", "HELLO\r\n\r\n", 400, "not_http"),
    ("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n", 400, "not_http"),
    ("a name with a space", "GET / HTTP/1.1\r\nHost: x\r\nbad name: x\r\n\r\n", 400, "not_http"),
    ("a method that is none", "G@T / HTTP/1.1\r\nHost: x\r\n\r\n", 400, "not_http"),
    ("no host", "GET /v1/health HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "not_http"),
    ("two hosts", "GET /v1/health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400, "not_http"),
    ("two lengths", head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400, "not_http"),
    (
      "long headers", "GET / HTTP/1.1\r\nHost: x\r\nx: \(String(repeating: "x", count: 40_000))\r\n\r\n", 431,
      "headers_too_large"
    ),
    ("a chunk without a size", head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "not_http"),
  ])
  func isRefusedInWords(_ what: String, _ bytes: String, _ status: Int, _ code: String) async throws {
    let answers = try await RawServer.answers(to: bytes)
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
    let answers = try await RawServer.answers(to: "GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\nHELLO\r\n\r\n")
    #expect(answers.map(\.status) == [200, 400])
  }

  /// A request that was refused before its body was read has its answer already.
  @Test func isNotAnsweredTwice() async throws {
    let answers = try await RawServer.answers(
      to: "POST /v1/console/org HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
    #expect(answers.map(\.status) == [401])
  }
}
