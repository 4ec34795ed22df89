import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import Registry

/// Everything that a release of one agent is decided from, as one transaction saw it
/// (definition 11.3).
///
/// Deciding takes time, and a transaction that writes keeps all others waiting. So the decision is made on a snapshot, and
/// written only where the snapshot is still what is stored; otherwise it is made again.
struct ReleaseSnapshot: Sendable {
  let agent: Agent
  let draft: CanonicalDocument
  let ledger: ReleaseLedger
  /// Where the next record is appended.
  let end: AuditCheckpoint?
  private let evaluations: [UInt8]
  private let policy: [UInt8]?
  /// The drafts (by SHA-256) and certificates (by id) that a decision asks for.
  private var drafts: [String: [UInt8]] = [:]
  private var certificates: [String: [UInt8]] = [:]

  /// `version`: whose draft is asked for too.
  init(_ id: AgentID, version: Int? = nil, certificate: String? = nil, _ store: any RegistryReader) throws {
    guard let agent = try store.agent(id) else { throw Refusal.noSuchAgent }
    self.agent = agent
    draft = try store.existingDraft(of: agent)
    (ledger, end) = try store.ledger(of: id)
    evaluations = try store.evaluations(of: id)
    policy = try store.gatePolicy(of: agent.organisation)
    let named = certificate.flatMap { ledger.certificate($0) } ?? ledger.certificate(toRelease: draft.hash)
    // An incident is covered by what is new since the version that was live when it opened.
    let incidents = ledger.openIncidents.map { ledger.versionLive(whenOpened: $0)?.draft }
    let hashes =
      [
        ledger.liveVersion?.draft, version.flatMap { ledger.version($0) }?.draft, named?.draft,
        ledger.versionBefore?.draft, ledger.comparedVersion?.draft,
      ] + incidents
    for hash in hashes.compactMap({ $0 }) {
      drafts[hash.sha256] = try store.releasedDraft(sha256: hash.sha256, of: id)
    }
    if let named { certificates[named.id] = try store.certificate(named.id, of: id) }
  }

  /// Whether nothing has changed that was decided from.
  func isCurrent(_ store: any RegistryReader) throws -> Bool {
    let (draft, end) = (try store.draft(of: agent.id), try store.auditEnd(of: agent.id))
    let (evaluations, policy) = (
      try store.evaluationBytes(of: agent.id), try store.gatePolicy(of: agent.organisation)
    )
    return draft == self.draft && end == self.end && evaluations == self.evaluations.count
      && policy == self.policy
  }

  // MARK: Evidence

  /// The draft of a version or certificate.
  func released(_ hash: DraftHash, _ reviews: ReviewCache) -> Evidence<DraftUnderReview> {
    guard let bytes = drafts[hash.sha256] else { return .absent }
    let stored = CanonicalDocument(canonicalBytes: bytes)
    guard stored.hash.sha256 == hash.sha256 else { return Self.otherThanRecorded() }
    return reviews.review(stored)
  }

  func certificate(_ recorded: RecordedCertificate) -> Evidence<Certificate> {
    guard let bytes = certificates[recorded.id] else { return .absent }
    return Self.document(bytes, recorded.content) { readCertificate($0, findings: &$1) }
  }

  /// What a release of the draft that is worked on is decided from.
  func material(_ rules: EnvironmentRules, _ reviews: ReviewCache) -> ReleaseMaterial {
    ReleaseMaterial(
      draft: reviews.review(draft),
      certificate: ledger.certificate(toRelease: draft.hash).map { certificate($0) } ?? .absent,
      live: ledger.liveVersion.map { released($0.draft, reviews) } ?? .notNeeded,
      compared: ledger.comparedVersion.map { released($0.draft, reviews) } ?? .notNeeded,
      evaluations: evaluations.isEmpty
        ? .notNeeded
        : .present(readEvaluations(SourceText(name: "evaluations", bytes: evaluations), limits: .kept)),
      policy: policy(rules), damage: [])
  }

  func policy(_ rules: EnvironmentRules) -> Evidence<GatePolicy> {
    guard let policy else { return .present(GatePolicy(rules)) }
    // One beside errors is given on: the gates name its faults themselves.
    let written = ParsedGatePolicy(policy)
    guard let read = written.policy else {
      return .faulty(.init(.malformed, written.findings.sorted.first?.message ?? "it is not a gate policy"))
    }
    return .present(read.tightened(by: rules))
  }

  // MARK: Reading what is stored: nothing is believed before it was held against its SHA-256.

  private static func otherThanRecorded<Value>() -> Evidence<Value> {
    .faulty(.init(.unreadable, "what is stored is not what is on record"))
  }

  private static func document<Value>(
    _ bytes: [UInt8], _ sha256: String, _ read: (Document, inout Findings) -> Value?
  ) -> Evidence<Value> {
    guard DraftHash(canonicalBytes: bytes).sha256 == sha256 else { return otherThanRecorded() }
    return .kept(SourceText(name: "stored", bytes: bytes), as: "it", read)
  }
}

extension RegistryReader {
  /// The releases of an agent, folded from its audit log; throws where the log cannot be relied on.
  func ledger(of agent: AgentID) throws -> (ReleaseLedger, end: AuditCheckpoint?) {
    let trail = try auditTrail(of: agent)
    switch readLedger(trail.log, against: trail.end, limits: .kept) {
    case .sound(let ledger, let end): return (ledger, end)
    case .faulty(let faults): throw ReleaseRefusal(faults)
    }
  }
}

extension Call {
  /// Decides on a snapshot, away from the threads that serve, and writes the result if the snapshot still holds.
  func decide<Decision: Sendable>(
    on agent: Agent, version: Int? = nil, certificate: String? = nil,
    _ decide: @escaping @Sendable (ReleaseSnapshot) throws -> Decision,
    write: @escaping @Sendable (any RegistryWriter, ReleaseSnapshot, Decision) throws -> Reply
  ) async throws -> Reply {
    for _ in 0..<Self.attempts {
      let snapshot = try await read {
        try ReleaseSnapshot(agent.id, version: version, certificate: certificate, $0)
      }
      let decision = try await service.workerPools.run(.large) { try decide(snapshot) }
      do {
        return try await commit(in: agent.organisation) { store in
          guard try snapshot.isCurrent(store) else { throw ConcurrentChange() }
          return try write(store, snapshot, decision)
        }
      } catch is ConcurrentChange {
        continue
      }
    }
    throw Refusal(
      503, "changed_meanwhile", "the agent kept changing while this was decided",
      remediation: "try again when no other request is changing it"
    ).with(header: "Retry-After", "1")
  }

  private static let attempts = 16

  private struct ConcurrentChange: Error {}
}
