import ConversationSimulator
import Documents
import PolicyGraph
import PolicyProofs

extension Certificate {
  /// The certificate, signed over everything else that it says.
  public func signed(with key: SigningKey) -> Certificate {
    signed(keyID: key.verifyingKey.id, value: Base64.encode(key.sign(signedBytes)))
  }

  /// The same certificate with a signature in place of any that it had.
  package func signed(keyID: String, value: String) -> Certificate {
    guard case .object(let members) = json else { return self }
    let signature = JSONMember(
      "signature",
      .object([
        JSONMember("algorithm", .string("ed25519")), JSONMember("key_id", .string(keyID)),
        JSONMember("value", .string(value)),
      ]))
    return Certificate(
      .object(members.filter { $0.key != "signature" } + [signature]), issuedAt: issuedAt,
      expiresAt: expiresAt)
  }

  /// The certificate as an in-toto test result about the draft, in a signed DSSE envelope: for supply-chain tools
  /// that know nothing of ours. Returns nil if the certificate is for another draft.
  public func attestation(of draft: PreparedDraft, signedWith key: SigningKey) -> JSONValue? {
    guard draft.hash.draftHash == draftHash, draft.hash.sha256 == sha256 else { return nil }
    let configuration = InTotoStatement.Resource(
      name: id,
      annotations: [
        JSONMember("mode", .string(mode.rawValue)), JSONMember("seed", .number(Double(seed))),
        JSONMember("engine", .string(engineVersion)), JSONMember("draft_hash", .string(draftHash)),
      ])
    let statement = InTotoStatement.testResult(
      of: .init(name: draft.draft.member("name")?.text ?? "flow_draft", sha256: sha256),
      isPassing ? .passed : .failed, configuration: [configuration],
      passed: scenarios.filter(\.isPassed).map(\.id.text),
      failed: scenarios.filter { !$0.isPassed }.map(\.id.text))
    return DSSEEnvelope.sign(
      payload: CanonicalJSON.bytes(of: statement), payloadType: InTotoStatement.payloadType, with: key)
  }

  /// In what the certificate is not a true and trusted one of a draft: in words, for a person. Neither its age nor
  /// whether it passes is asked.
  public func faults(as draft: DraftUnderReview, engine: Engine, trusted: VerifyingKey?) -> [String] {
    var policy = GatePolicy()
    if let trusted { policy.trustedKeys = [.init(publicKey: Base64.encode(trusted.bytes))] }
    let gate = SimCertGate(
      draft: draft, certificate: .present(self), policy: policy, engine: engine, now: issuedAt)
    return gate.faults(of: self).map(\.sentence)
  }
}
