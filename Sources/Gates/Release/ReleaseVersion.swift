import ConversationSimulator
import Documents
import PolicyGraph

/// A draft that went live, with what it was released on. Versions never change and are never taken away.
public struct ReleaseVersion: Sendable {
  /// From 1, without a gap.
  public let number: Int
  /// The draft that went live, by both hashes.
  public let draft: DraftHash
  /// Whether it passed the gates or went past them.
  public let outcome: Outcome
  /// The certificate that was shown; an override may be without one.
  public let certificateID: String?
  /// The gate policy that was in force; nil if an override had none that could be used.
  public let policy: GatePolicy?
  /// What the gates decided at that time.
  public let decision: RecordedDecision
  /// The incident of an override.
  public let incident: IncidentID?
  /// Who released it, as the caller knew them.
  public let by: String
  /// When it was released.
  public let at: Instant

  /// How a version came to be live.
  public enum Outcome: String, Sendable, CaseIterable {
    /// Both gates passed.
    case passed
    /// By break-glass, past the gates.
    case overridden
  }

  /// The version without its policy and decision, which the log has.
  public var json: JSONValue {
    .object([
      JSONMember("version", .integer(number)), JSONMember("outcome", .string(outcome.rawValue)),
      JSONMember("draft_hash", .string(draft.draftHash)), JSONMember("sha256", .string(draft.sha256)),
      JSONMember("certificate_id", certificateID.map { .string($0) } ?? .null),
      JSONMember("incident_id", incident.map { .string($0.text) } ?? .null),
      JSONMember("released_by", .string(by)), JSONMember("released_at", .string(at.text)),
      JSONMember("notes", .strings(decision.notes)),
    ])
  }
}

/// What the record holds of a certificate.
public struct RecordedCertificate: Sendable {
  /// The id of the certificate, which also names its file in a release folder.
  public let id: String
  /// The draft that was certified.
  public let draft: DraftHash
  /// SHA-256 over the RFC 8785 bytes of the whole certificate, its signature too.
  public let content: String
  /// How much was played.
  public let mode: SimulationMode
  /// Whether the certificate passes as a whole.
  public let isPassing: Bool
  /// When it was issued.
  public let issuedAt: Instant
  /// From when on no gate takes it.
  public let expiresAt: Instant
  /// Scenarios that passed in it.
  public let passed: [ScenarioID]

  init?(_ certificate: Certificate) {
    guard let draft = DraftHash(draftHash: certificate.draftHash, sha256: certificate.sha256) else {
      return nil
    }
    id = certificate.id
    self.draft = draft
    content = certificate.contentDigest
    mode = certificate.mode
    isPassing = certificate.isPassing
    issuedAt = certificate.issuedAt
    expiresAt = certificate.expiresAt
    passed = certificate.scenarios.filter(\.isPassed).map(\.id)
  }

  var members: [JSONMember] {
    [
      JSONMember("certificate_id", .string(id)), JSONMember("content_sha256", .string(content)),
      JSONMember("mode", .string(mode.rawValue)), JSONMember("overall_pass", .boolean(isPassing)),
      JSONMember("issued_at", .string(issuedAt.text)), JSONMember("expires_at", .string(expiresAt.text)),
      JSONMember("passed_scenarios", .strings(passed.map(\.text))),
    ]
  }

  /// Nil if the details are not those of a certificate.
  init?(_ details: JSONValue, draft: DraftHash) {
    guard let id = details["certificate_id"]?.text,
      let content = details["content_sha256"]?.text, Hexadecimal.bytes(content, count: 32) != nil,
      let mode = details["mode"]?.text.flatMap({ SimulationMode(rawValue: $0) }),
      let pass = details["overall_pass"], case .boolean(let isPassing) = pass,
      let issuedAt = details["issued_at"]?.text.flatMap({ Instant($0) }),
      let expiresAt = details["expires_at"]?.text.flatMap({ Instant($0) }),
      let passed = details["passed_scenarios"]?.elements, passed.allSatisfy({ $0.text != nil })
    else { return nil }
    self.id = id
    self.draft = draft
    self.content = content
    self.mode = mode
    self.isPassing = isPassing
    self.issuedAt = issuedAt
    self.expiresAt = expiresAt
    self.passed = passed.compactMap(\.text).map { ScenarioID($0) }
  }
}

extension Certificate {
  /// SHA-256 over the RFC 8785 bytes of the whole certificate, its signature too.
  public var contentDigest: String { DraftHash(of: json).sha256 }
}
