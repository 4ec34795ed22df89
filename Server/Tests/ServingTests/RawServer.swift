import Documents
import Foundation
import Gates
import HummingbirdTesting
import NIOCore
import NIOPosix
import PolicyGraph
import Registry
import Testing

@testable import Serving

/// A server on a port, spoken to in bytes.
enum RawServer {
  struct Answer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: String

    var json: JSONValue { (try? JSONValue(stored: Array(body.utf8))) ?? .null }
  }

  /// What is done on a connection, step by step.
  enum Step: Sendable {
    case send(String)
    /// Reads until this stands in what came.
    case waitFor(String)
  }

  /// Sends bytes, reads until the server hangs up, and takes what came apart.
  static func answers(to bytes: String) async throws -> [Answer] {
    try parsed(try await conversation(.send(bytes)), heads: bytes.hasPrefix("HEAD ") ? 1 : 0)
  }

  /// Everything that the server sent until it hung up.
  static func conversation(_ steps: Step..., change: (inout Settings) -> Void = { _ in }) async throws
    -> String
  {
    let server = try await TestServer(change: change)
    let authorization =
      "Authorization: Bearer \(try await server.token(.owner))\r\nx-org-id: \(server.organisation.text)"
    let text = try await server.server.application().test(.live) { client in
      let port = try #require(client.port)
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "localhost", port: port) { channel in
          channel.eventLoop.makeCompletedFuture {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
          }
        }
      return try await channel.executeThenClose { inbound, outbound in
        var parts = inbound.makeAsyncIterator()
        var answer = ""
        for step in steps {
          switch step {
          case .send(let bytes):
            try await outbound.write(ByteBuffer(string: bytes.replacing("{signed in}", with: authorization)))
          case .waitFor(let text):
            while !answer.contains(text), let part = try await parts.next() { answer += String(buffer: part) }
          }
        }
        while let part = try await parts.next() { answer += String(buffer: part) }
        return answer
      }
    }
    try server.store.close()
    return text
  }

  /// Whether an answer is that of some operation: which one was asked is not known here.
  private static func fits(_ status: Int, _ type: String?, _ body: [UInt8]) -> Bool {
    status < 400
      ? Endpoint.all.contains { $0.allStatuses.contains(status) && $0.answer.problems(body, type) == [] }
      : AnswerCheck.problems(ofRefusal: body, type) == []
  }

  /// - Parameter heads: how many of the answers, from the first, are to HEAD, and have a length without a body.
  static func parsed(_ text: String, heads: Int = 0) throws -> [Answer] {
    var answers: [Answer] = []
    var rest = text[...]
    while let end = rest.range(of: "\r\n\r\n") {
      let lines = rest[..<end.lowerBound].split(separator: "\r\n")
      var headers: [String: String] = [:]
      for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        headers[parts[0].lowercased()] = parts[1].trimmingPrefix { $0 == " " }.description
      }
      let status = try #require(lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
      let length = status < 200 ? 0 : Int(try #require(headers["content-length"])) ?? 0
      let body = rest[end.upperBound...].utf8.prefix(answers.count < heads ? 0 : length)
      let isHead = answers.count < heads
      answers.append(Answer(status: status, headers: headers, body: String(body) ?? ""))
      if status >= 200, !isHead {
        #expect(fits(status, headers["content-type"], Array(body)), "\(answers[answers.count - 1])")
      }
      rest = rest[body.endIndex...]
    }
    return answers
  }
}
