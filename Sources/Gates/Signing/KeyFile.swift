import Documents
import PolicyGraph

/// A key as a file (`fohc_key.v1`): the public key, and the private one where the file is its owner's.
public struct KeyFile: Sendable {
  /// The public key.
  public let verifyingKey: VerifyingKey
  /// The private key; nil in a file that may be handed on.
  public let signingKey: SigningKey?

  /// The owner's file.
  public init(_ key: SigningKey) {
    verifyingKey = key.verifyingKey
    signingKey = key
  }

  /// The file for everybody.
  public init(_ key: VerifyingKey) {
    verifyingKey = key
    signingKey = nil
  }

  private static let version = "fohc_key.v1"
  private static let algorithm = "ed25519"

  /// The private key stands in it where there is one.
  public var json: JSONValue {
    var members = [
      JSONMember("schema_version", .string(Self.version)), JSONMember("algorithm", .string(Self.algorithm)),
      JSONMember("key_id", .string(verifyingKey.id)),
      JSONMember("public_key", .string(Base64.encode(verifyingKey.bytes))),
    ]
    if let signingKey {
      members.append(JSONMember("private_key", .string(Base64.encode(signingKey.bytes))))
    }
    return .object(members)
  }

  package static let schema = DocumentSchema(
    name: version, title: "A key that signs certificates, or verifies them",
    root: ObjectSchema(
      "the key", unknownKeys: .refused,
      [
        .required("schema_version", .choice([version]), "what this document is."),
        .required("algorithm", .choice([algorithm]), "how it signs (RFC 8032)."),
        .required("key_id", .text, "the first 16 hexadecimal digits of SHA-256 of the public key's bytes."),
        .required("public_key", .text, "its 32 bytes in base64 (RFC 4648, section 4)."),
        .optional("private_key", .text, "its 32 bytes in base64; secret."),
      ]))

  /// Reads a key; nil, having reported why, if the document is not one, or its parts do not belong together. The text
  /// of no finding holds what is secret; show it without the lines of the file, which do.
  package static func decode(_ document: Document, findings: inout Findings) -> KeyFile? {
    guard SchemaCheck.run(document, against: schema, findings: &findings).isAccepted else { return nil }
    let root = document.root
    guard let publicBytes = findings.keyBytes("public_key", of: root),
      let verifyingKey = VerifyingKey(bytes: publicBytes)
    else { return nil }
    guard root.string("key_id")?.hasSameScalars(as: verifyingKey.id) == true else {
      findings.report(
        .contradictoryRecord, "`key_id` is not that of the public key", at: root.member("key_id") ?? root,
        help: "the key's id is `\(verifyingKey.id)`; if that is not the key you mean, get the file again")
      return nil
    }
    guard root.member("private_key") != nil else { return KeyFile(verifyingKey) }
    guard let privateBytes = findings.keyBytes("private_key", of: root),
      let signingKey = SigningKey(bytes: privateBytes)
    else { return nil }
    guard signingKey.verifyingKey == verifyingKey else {
      findings.report(
        .contradictoryRecord, "the private key does not belong to the public key",
        at: root.member("private_key") ?? root, help: "restore the file as `fohc keys new` wrote it")
      return nil
    }
    return KeyFile(signingKey)
  }
}

extension Findings {
  /// The bytes of a key; says how many there are where they are not as many as a key has.
  fileprivate mutating func keyBytes(_ name: String, of node: DocumentNode) -> [UInt8]? {
    guard let bytes = Base64.decode(node.string(name) ?? "") else {
      malformed(
        name, of: node, "not base64",
        help: "a key is written in base64 with padding, without white space (RFC 4648, section 4)")
      return nil
    }
    guard bytes.count == SigningKey.length else {
      malformed(
        name, of: node, "\(bytes.count) bytes long, and a key has \(SigningKey.length)",
        help: "restore the file as `fohc keys new` wrote it")
      return nil
    }
    return bytes
  }
}

/// Reads a key; nil, having reported why, if the document is not one. What is secret is in no finding.
public func readKey(_ document: Document, findings: inout Findings) -> KeyFile? {
  KeyFile.decode(document, findings: &findings)
}
