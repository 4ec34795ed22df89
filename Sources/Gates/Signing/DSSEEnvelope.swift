import Documents
import PolicyGraph

/// A signed payload (definition 9.9): the Dead Simple Signing Envelope, version 1
/// (https://github.com/secure-systems-lab/dsse, protocol.md and envelope.md), with Ed25519 signatures.
public struct DSSEEnvelope: Sendable {
  /// In base64.
  public let payload: String
  /// What the payload is, as a media type; it is signed with the payload.
  public let payloadType: String
  /// In the order of the document; empty if it is not signed.
  public let signatures: [Signature]

  /// One signature over payload and type.
  public struct Signature: Sendable {
    /// A hint at the key, which nothing vouches for.
    public let keyID: String?
    /// In base64.
    public let signature: String
  }

  /// The payload, signed with one key.
  public static func sign(payload: [UInt8], payloadType: String, with key: SigningKey) -> JSONValue {
    let signature = key.sign(preAuthenticationEncoding(payloadType: payloadType, payload: payload))
    return .object([
      JSONMember("payload", .string(Base64.encode(payload))),
      JSONMember("payloadType", .string(payloadType)),
      JSONMember(
        "signatures",
        .array([
          .object([
            JSONMember("keyid", .string(key.verifyingKey.id)),
            JSONMember("sig", .string(Base64.encode(signature))),
          ])
        ])),
    ])
  }

  /// What is signed: type and payload, each with its length, so that neither can pass for a part of the other.
  static func preAuthenticationEncoding(payloadType: String, payload: [UInt8]) -> [UInt8] {
    Array("DSSEv1 \(payloadType.utf8.count) \(payloadType) \(payload.count) ".utf8) + payload
  }
}

// MARK: - Reading and verifying

extension DSSEEnvelope {
  /// Why an envelope is not believed, under its stable code.
  public enum Refusal: String, Sendable, Error, CaseIterable {
    case wrongPayloadType = "envelope_payload_type_mismatch"
    case malformedBase64 = "envelope_not_base64"
    case unsigned = "envelope_not_signed"
    case unknownKey = "envelope_key_unknown"
    case badSignature = "envelope_signature_invalid"

    /// What is wrong, in a sentence.
    public var sentence: String {
      switch self {
      case .wrongPayloadType: "The envelope holds a payload of another type."
      case .malformedBase64: "The payload or a signature is not base64."
      case .unsigned: "The envelope has no signature."
      case .unknownKey: "The envelope is signed with none of the trusted keys."
      case .badSignature: "The signature is not the trusted key's of this payload: one of them was changed."
      }
    }
  }

  /// A payload that a trusted key signed.
  public struct Verified: Sendable {
    /// The bytes that were signed.
    public let payload: [UInt8]
    /// The trusted key that signed them.
    public let key: VerifyingKey
  }

  /// Envelopes may have members that nobody here knows; they are not signed, and nothing reads them.
  package static let schema = DocumentSchema(
    name: "dsse_envelope.v1", title: "A signed payload",
    root: ObjectSchema(
      "the envelope", unknownKeys: .kept,
      [
        .required("payload", .text, "what is signed, in base64."),
        .required("payloadType", .text, "what the payload is."),
        .required("signatures", .array(of: .object(signatureSchema)), "who signed it."),
      ]))

  private static let signatureSchema = ObjectSchema(
    "the signature", unknownKeys: .kept,
    [
      .optional("keyid", .text, "a hint at the key."),
      .required("sig", .text, "the signature, in base64."),
    ])

  /// Reads an envelope; nil, having reported why, where the document does not have the shape of one.
  package static func decode(_ document: Document, findings: inout Findings) -> DSSEEnvelope? {
    guard SchemaCheck.run(document, against: schema, findings: &findings).isAccepted else { return nil }
    let root = document.root
    return DSSEEnvelope(
      payload: root.string("payload") ?? "", payloadType: root.string("payloadType") ?? "",
      signatures: (root.list("signatures") ?? []).map {
        Signature(keyID: $0.string("keyid"), signature: $0.string("sig") ?? "")
      })
  }

  /// The payload, if a trusted key signed it, as this type. One good signature is enough; which key it is from is
  /// found by trying the trusted ones, among which a `keyid` only narrows the choice.
  /// O(bytes × signatures × trusted keys).
  public func verify(payloadType: String, trusted keys: [VerifyingKey]) -> Result<Verified, Refusal> {
    guard self.payloadType.hasSameScalars(as: payloadType) else { return .failure(.wrongPayloadType) }
    guard !signatures.isEmpty else { return .failure(.unsigned) }
    guard let payload = Self.decodeEitherBase64(payload) else { return .failure(.malformedBase64) }
    let message = Self.preAuthenticationEncoding(payloadType: payloadType, payload: payload)
    var refusal = Refusal.unknownKey
    for signature in signatures {
      guard let bytes = Self.decodeEitherBase64(signature.signature) else {
        return .failure(.malformedBase64)
      }
      for key in keys where signature.keyID.map({ $0.hasSameScalars(as: key.id) }) ?? true {
        if key.verifies(bytes, of: message) { return .success(Verified(payload: payload, key: key)) }
        refusal = .badSignature
      }
    }
    return .failure(refusal)
  }

  /// A signer may use either alphabet, and a verifier has to take both (protocol.md).
  private static func decodeEitherBase64(_ text: String) -> [UInt8]? {
    Base64.decode(text) ?? Base64.decode(text, alphabet: .urlSafe)
  }
}
