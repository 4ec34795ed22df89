import ConversationSimulator
import Documents
import PolicyGraph
import PolicyProofs

/// A simulation certificate (definition 8.9): that exactly this draft was simulated, how much, and with what result.
///
/// All of it but the times and the signature is a function of the draft, the plan and the engine.
public struct Certificate: Sendable {
  /// `cert_` and the first 16 hexadecimal digits of SHA-256 over its content without the signature.
  public let id: String
  /// The simulated draft, as `xxh3-128:` and 32 hexadecimal digits.
  public let draftHash: String
  /// SHA-256 over the RFC 8785 bytes of the same draft, in 64 hexadecimal digits.
  public let sha256: String
  /// The version of the engine that simulated (``Engine/version``).
  public let engineVersion: String
  /// How much was played.
  public let mode: SimulationMode
  /// What the random users were seeded with.
  public let seed: UInt64
  /// Random users that the plan asks for in each scenario; ``playedAdaptiveRuns`` says how many played.
  public let adaptiveRuns: Int
  /// Which channels were selected.
  public let channels: ChannelSelection
  /// Whether every scenario was played on every channel that it may use.
  public let isComplete: Bool
  /// What the certificate says of its result as a whole. A gate does not take its word: it compares this with
  /// ``scenarios`` and ``blockers``.
  public let isPassing: Bool
  /// Scenarios of the draft that were not played.
  public let leftOut: [ScenarioID]
  /// When it was issued, by the clock of the issuer.
  public let issuedAt: Instant
  /// From this moment on no gate takes it, whatever its policy says of age.
  public let expiresAt: Instant
  /// The scenarios that were played, in the order of the draft.
  public let scenarios: [ScenarioVerdict]
  /// What the conversations exercised of the draft.
  public let coverage: Coverage
  /// By title, such as `NoSilentDrop`.
  public let invariants: [(name: String, verdict: ClauseVerdict)]
  /// Why it does not pass; empty where it does.
  public let blockers: [Simulation.Blocker]
  /// What needs a judge.
  public let openObligations: [OpenObligation]
  /// Nil: it is not signed, so that a gate takes only its plan and plays that itself.
  public let signature: Signature?
  /// The whole document, unknown members too.
  public let json: JSONValue

  /// Whether one scenario passed.
  public struct ScenarioVerdict: Sendable, Equatable {
    /// The scenario's id in the draft.
    public let id: ScenarioID
    /// Where it was played.
    public let channels: [String]
    /// Whether all of its runs passed.
    public let isPassed: Bool
  }

  /// An item of `must_not_do` that no machine can check.
  public struct OpenObligation: Hashable, Sendable {
    /// The scenario that has the item.
    public let scenario: ScenarioID
    /// The text of the item, exactly as the draft has it.
    public let item: String
  }

  /// An Ed25519 signature over the RFC 8785 bytes of the certificate without its signature.
  public struct Signature: Sendable, Equatable {
    /// Which key signed (``VerifyingKey/id``). A hint: trust comes from the key that the policy lists.
    public let keyID: String
    /// Base64 of 64 bytes.
    public let value: String
  }

  /// Random users that played each scenario: none in `quick`, whatever number stands beside it.
  public var playedAdaptiveRuns: Int { mode >= .full ? adaptiveRuns : 0 }

  /// What no machine looked at, in words: a pass says nothing of it.
  public var notLookedAt: [String] { ScenarioResult.notLookedAt(judgeItems: openObligations.count) }

  /// What a signature is over: the RFC 8785 bytes of the certificate without it.
  public var signedBytes: [UInt8] { Self.bytes(of: json, without: "signature") }

  /// What follows from the draft, the plan and the engine: everything but the times, the id and the signature. Two
  /// certificates of one draft and plan agree in it.
  var reproducibleBytes: [UInt8] {
    Self.bytes(of: json, without: "certificate_id", "issued_at", "expires_at", "signature")
  }

  /// Whether all that it says fits together: a pass has no failures, its counts are those of its lists.
  public var isConsistent: Bool {
    let passed = scenarios.count(where: \.isPassed)
    let summary = json["scenario_summary"]
    let areCountsRight =
      summary?["passed"]?.integer == passed && summary?["failed"]?.integer == scenarios.count - passed
      && summary?["total"]?.integer == scenarios.count
    let areAllProved =
      Set(invariants.map(\.name)) == Set(Invariant.allCases.map(\.title))
      && invariants.allSatisfy { $0.verdict == .proved }
    let hasIDOfItsContent = id == Self.id(of: json)
    let isPass = blockers.isEmpty && !scenarios.isEmpty && passed == scenarios.count && areAllProved
    return areCountsRight && hasIDOfItsContent && (!isPassing || isPass)
  }

  /// The id that goes with a certificate's content.
  package static func id(of json: JSONValue) -> String {
    let content = bytes(of: json, without: "signature", "certificate_id")
    return "cert_" + DraftHash(canonicalBytes: content).sha256.prefix(16)
  }

  private static func bytes(of json: JSONValue, without keys: String...) -> [UInt8] {
    guard case .object(let members) = json else { return [] }
    return CanonicalJSON.bytes(of: .object(members.filter { !keys.contains($0.key) }))
  }
}

extension JSONValue {
  /// The value as a whole number that a double holds exactly.
  var integer: Int? {
    guard case .number(let number) = self, number.rounded() == number, abs(number) <= 9_007_199_254_740_991
    else { return nil }
    return Int(number)
  }
}
