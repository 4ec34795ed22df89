import BlueprintCompiler
import Documents
import PolicyGraph

/// The body of a request: bytes, and the JSON in them.
struct RequestBody: Sendable {
  let bytes: [UInt8]
  /// Nil where there is no body.
  let document: Document?

  static let empty = RequestBody(bytes: [], document: nil)

  /// A body of anything but JSON.
  init(bytes: [UInt8], document: Document?) {
    self.bytes = bytes
    self.document = document
  }

  /// Reads JSON; throws what is wrong with it.
  init(json bytes: [UInt8]) throws {
    self.bytes = bytes
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) {
      document = nil
      return
    }
    let source = SourceText(name: "body", bytes: bytes)
    var findings = Findings(limits: .standard)
    guard let document = readJSON(source, limits: .standard, findings: &findings) else {
      var refusal = Refusal.malformed(findings.sorted.strings(in: source).errors)
      refusal.remediation = "send one JSON document in UTF-8"
      throw refusal
    }
    guard document.root.kind == .object else { throw Refusal.malformed(["the body has to be a JSON object"]) }
    self.document = document
  }

  /// The whole body as a value; an empty body is an object without members.
  var value: JSONValue { document.map { JSONValue($0.root) } ?? .object([]) }
}
