import Documents
import Foundation
import HTTPTypes
import Hummingbird
import PolicyGraph

/// Finds the endpoint that a request is for, by the table of all of them; answers itself where there is nothing at an
/// address, or nothing that takes the method.
///
/// A path is compared segment by segment, decoded (RFC 3986, section 2.1), so that every spelling of an address is the
/// same address and `%2F` stays within its segment. Empty segments do not count: a client whose base address ends in `/`
/// asks for `//v1/…`.
struct Routes: HTTPResponder {
  typealias Context = ConnectionContext

  private struct Route {
    let segments: [Segment]
    let dispatch: Dispatch
  }

  private enum Segment {
    case literal(String)
    case parameter(String)
  }

  /// By the number of their segments.
  private let routes: [Int: [Route]]

  init(_ endpoints: [Endpoint], service: Service) {
    let all = endpoints.map { endpoint in
      Route(
        segments: endpoint.path.split(separator: "/").map { part in
          part.hasPrefix("{") ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }, dispatch: Dispatch(service: service, endpoint: endpoint))
    }
    routes = Dictionary(grouping: all) { $0.segments.count }
  }

  func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    let isHead = request.method == .head
    func refused(_ refusal: Refusal) -> Response {
      Response(refusal.reply, requestID: UUID().uuidString.lowercased(), isHead: isHead)
    }
    guard let path = Self.segments(of: request.uri.path) else { return refused(.malformedPath) }
    let here = (routes[path.count] ?? []).compactMap { route in
      Self.parameters(of: path, route.segments).map { (route.dispatch, $0) }
    }
    if here.isEmpty { return refused(.noSuchRoute) }
    // HEAD is GET without the body (RFC 9110, section 9.3.2).
    let method = isHead ? "GET" : request.method.rawValue
    guard let (dispatch, parameters) = here.first(where: { $0.0.endpoint.method.rawValue == method }) else {
      return refused(.wrongMethod(here.map(\.0.endpoint.method)))
    }
    return await dispatch.respond(to: request, context, parameters)
  }

  /// Nil where the path does not begin with `/` or cannot be decoded. O(bytes).
  private static func segments(of path: String) -> [String]? {
    guard path.utf8.first == UInt8(ascii: "/") else { return nil }
    var segments: [String] = []
    for part in path.utf8.split(separator: UInt8(ascii: "/")) {
      guard let segment = PercentEncoding.decode(part) else { return nil }
      segments.append(segment)
    }
    return segments
  }

  /// What stands in the path for each `{name}`; nil where it is another path.
  private static func parameters(of path: [String], _ template: [Segment]) -> [String: String]? {
    var parameters: [String: String] = [:]
    for (part, segment) in zip(path, template) {
      switch segment {
      case .literal(let word): guard word.hasSameScalars(as: part) else { return nil }
      case .parameter(let name): parameters[name] = part
      }
    }
    return parameters
  }
}

/// Percent-encoding (RFC 3986, section 2.1).
enum PercentEncoding {
  /// Nil where a `%` is not followed by two hexadecimal digits, or what comes out is not UTF-8. O(bytes).
  static func decode(_ text: some Sequence<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = text.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension Endpoint {
  /// The parameters in a query, decoded. Throws what is wrong with it: a name that is not known here would be an answer
  /// to another question than the one that was asked. What anybody may ask takes any query, which load balancers add.
  func parameters(ofQuery text: String?) throws -> [String: String] {
    var problems: [String] = []
    var parameters: [String: String] = [:]
    for pair in (text ?? "").utf8.split(separator: UInt8(ascii: "&")) {
      let key = pair.prefix { $0 != UInt8(ascii: "=") }
      guard let name = PercentEncoding.decode(key),
        let value = PercentEncoding.decode(pair[key.endIndex...].dropFirst())
      else {
        problems.append("the query is not percent-encoded UTF-8")
        continue
      }
      if !query.contains(where: { $0.name.hasSameScalars(as: name) }) {
        problems.append("there is no parameter `\(name.prefix(40))` here\(known)")
      } else if parameters.updateValue(value, forKey: name) != nil {
        problems.append("the parameter `\(name)` is given twice")
      }
    }
    if case .anyone = action { return parameters }
    if !problems.isEmpty { throw Refusal.malformed(problems) }
    return parameters
  }

  private var known: String {
    query.isEmpty ? "" : ": known are \(query.map { "`\($0.name)`" }.joined(separator: ", "))"
  }
}

extension Refusal {
  static let malformedPath = Refusal(
    400, "path_malformed", "the path of the address cannot be read",
    remediation: "begin it with `/`, and write each of its parts as percent-encoded UTF-8 (RFC 3986)")

  static func wrongMethod(_ served: [Endpoint.Method]) -> Refusal {
    let names = (served.map(\.rawValue) + (served.contains(.get) ? ["HEAD"] : [])).sorted()
    let list = names.joined(separator: ", ")
    return Refusal(
      405, "method_not_allowed", "this address takes \(list)",
      remediation: "see /openapi.json for what is served"
    ).with(header: "Allow", list)
  }
}
