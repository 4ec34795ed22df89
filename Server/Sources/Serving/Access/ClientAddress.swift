import HTTPTypes
import NIOCore

/// Whom limits count: the address that a request came from.
enum ClientAddress {
  /// - Parameters:
  ///   - peer: the other end of the connection.
  ///   - proxies: how many proxies a request comes through, each of which appends to `X-Forwarded-For` whom it had the
  ///     request from. What stands before that was written by the client, and is not reliable.
  ///
  /// `Forwarded` (RFC 7239) is not read: a proxy hands on a field that it does not write itself as the client wrote it.
  static func of(_ headers: HTTPFields, peer: String, behind proxies: Int) -> String {
    guard proxies > 0, let field = HTTPField.Name("X-Forwarded-For") else { return peer }
    let hops = headers[values: field].flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
    // Fewer than there are proxies: it did not come through all of them.
    guard hops.count >= proxies else { return peer }
    return address(hops[hops.count - proxies]) ?? peer
  }

  /// In one spelling, without port and brackets; nil if the text is not an address.
  private static func address(_ hop: Substring) -> String? {
    var text = hop.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    if text.first == "[" {
      text = text.dropFirst().prefix { $0 != "]" }
    } else if text.count(where: { $0 == ":" }) == 1 {
      text = text.prefix { $0 != ":" }
    }
    return (try? SocketAddress(ipAddress: String(text), port: 0))?.ipAddress
  }
}
