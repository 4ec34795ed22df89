import BlueprintCompiler
import Glibc

/// As much of an HTTP/1.1 request (RFC 9112) as this server needs.
struct HTTPRequest {
  let method: String
  let path: String
  let body: [UInt8]

  static let largestHead = 16 << 10
  static let largestBody = 4 << 20

  /// Reads one request; throws the answer to one that cannot be read.
  init(from socket: Int32) throws(HTTPResponse) {
    var bytes: [UInt8] = []
    var headEnd: Int?
    while headEnd == nil {
      guard bytes.count < Self.largestHead, let more = receive(from: socket) else {
        throw HTTPResponse(400, error: "the request has no head, or a long one")
      }
      // The blank line may begin in what was read before.
      let start = max(0, bytes.count - 3)
      bytes += more
      headEnd = bytes.indices.dropFirst(start).first { bytes[$0...].starts(with: "\r\n\r\n".utf8) }
    }
    let end = headEnd ?? bytes.endIndex
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = (lines.first ?? "").split(separator: " ")
    guard words.count == 3 else { throw HTTPResponse(400, error: "the request line is no request line") }
    (method, path) = (String(words[0]), String(words[1]))
    let headers = lines.dropFirst().map { $0.split(separator: ":", maxSplits: 1) }
    let field = headers.first { $0[0].lowercased() == "content-length" }.map { header in
      header.count == 2 ? Int(header[1].drop { $0 == " " }) : nil
    }
    guard let length = field ?? 0, length >= 0 else {
      throw HTTPResponse(400, error: "Content-Length is no length")
    }
    guard length <= Self.largestBody else { throw HTTPResponse(413, error: "the body is larger than 4 MiB") }
    var body = Array(bytes[(end + 4)...])
    while body.count < length {
      guard let more = receive(from: socket) else { throw HTTPResponse(400, error: "the body is cut short") }
      body += more
    }
    self.body = Array(body.prefix(length))
  }
}

/// A status and a JSON object.
struct HTTPResponse: Error {
  let status: Int
  let body: JSONValue

  init(_ status: Int, _ body: JSONValue) {
    self.status = status
    self.body = body
  }

  init(_ status: Int, error: String) {
    self.init(status, .object([JSONMember("error", .string(error))]))
  }

  func send(to socket: Int32) {
    let reasons = [
      200: "OK", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 413: "Content Too Large",
    ]
    let text = PrettyJSON.text(of: body)
    var rest = Array(
      """
      HTTP/1.1 \(status) \(reasons[status] ?? "Error")\r\nContent-Type: application/json\r
      Content-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)
      """.utf8)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return }
      rest = rest.dropFirst(sent)
    }
  }
}

/// Some bytes; nil at the end, after an error, and where nothing comes in time.
private func receive(from socket: Int32) -> [UInt8]? {
  var buffer = [UInt8](repeating: 0, count: 64 << 10)
  let count = recv(socket, &buffer, buffer.count, 0)
  return count > 0 ? Array(buffer.prefix(count)) : nil
}
