import Documents

/// A release gate. Each is a total function from evidence to a ``GateVerdict``.
public enum GateName: String, Sendable, CaseIterable {
  /// A passing, fresh simulation certificate for exactly this draft, and both invariants proved.
  case simulationCertificate = "sim_cert"
  /// Nothing that passed in the live version fails, no evidence was weakened, no incident is open.
  case evaluationLoop = "eval_loop"
}

/// What a gate decides. There is no third answer: evidence that is missing, stale or unreadable blocks.
public enum GateVerdict: Sendable, Equatable {
  case pass
  /// Refused, for every reason that was found; the first is the one to name where only one can be named.
  case blocked([GateReason])

  /// `pass` without a reason, else `blocked` by all of them, in their order.
  public init(_ reasons: [GateReason]) { self = reasons.isEmpty ? .pass : .blocked(reasons) }

  /// All reasons of a block, in the order in which they were found; empty for a pass.
  public var reasons: [GateReason] {
    switch self {
    case .pass: []
    case .blocked(let reasons): reasons
    }
  }
}

/// Why a gate refuses.
public struct GateReason: Sendable, Equatable {
  /// The kind of reason, for programs.
  public let code: ReasonCode
  /// What is wrong, for the author of the release.
  public let sentence: String
  /// The scenario, clause, key, guarantee or field that it is about.
  public let subject: String?
  /// A conversation that shows it, a line an entry; empty if there is none to show.
  public let conversation: [String]

  /// `subject` and `conversation` where the reason is about one thing, or can be shown.
  public init(
    _ code: ReasonCode, _ sentence: String, subject: String? = nil, conversation: [String] = []
  ) {
    self.code = code
    self.sentence = sentence
    self.subject = subject
    self.conversation = conversation
  }

  /// The beginning of a waiver that sets this aside, as `gates.yaml` has it; nil if nothing can.
  public var waiver: String? {
    guard let kind = Waiver.Kind(rawValue: code.rawValue), let subject else { return nil }
    return "kind: \(kind.rawValue), subject: \(CanonicalJSON.text(of: .string(subject)))"
  }

  /// What to do about reasons of this kind, in a sentence.
  public var remediation: String { code.remediation }
  /// Commands of `fohc` that help, in the order in which to run them; placeholders are upper-case.
  public var nextCommands: [String] { code.nextCommands }
}

/// A piece of evidence, or why there is none.
public enum Evidence<Value: Sendable>: Sendable {
  /// Whoever keeps the record says that there is nothing to show: no version is live, nothing was ever overridden.
  case notNeeded
  /// It should be there, and is not.
  case absent
  /// It is there, and cannot be used.
  case faulty(EvidenceFault)
  case present(Value)
}

extension Evidence {
  /// What becomes of evidence that is there; any other state stays what it is.
  public func flatMap<Result>(_ transform: (Value) -> Evidence<Result>) -> Evidence<Result> {
    switch self {
    case .notNeeded: .notNeeded
    case .absent: .absent
    case .faulty(let fault): .faulty(fault)
    case .present(let value): transform(value)
    }
  }
}

/// In which way evidence cannot be used.
public struct EvidenceFault: Sendable, Equatable {
  /// How far reading it came.
  public enum Kind: String, Sendable, CaseIterable {
    /// Nothing in it.
    case empty
    /// Not read to its end, or no JSON or YAML: cut short, damaged, another kind of file.
    case unreadable
    /// It can be read, and is not what it should be.
    case malformed
  }

  /// How far reading it came.
  public let kind: Kind
  /// What is wrong, in words.
  public let detail: String

  /// `detail` is one sentence, for those who gave the evidence.
  public init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }
}

/// What one gate decided.
public struct GateDecision: Sendable {
  /// The gate that decided.
  public let gate: GateName
  /// What it decided.
  public let verdict: GateVerdict
  /// What was set aside under a waiver.
  public let notes: [String]
  /// What the decision was made without looking at, in words.
  public let notLookedAt: [String]

  /// Takes the parts as they are.
  public init(gate: GateName, verdict: GateVerdict, notes: [String], notLookedAt: [String] = []) {
    self.gate = gate
    self.verdict = verdict
    self.notes = notes
    self.notLookedAt = notLookedAt
  }

  /// Whether the gate found no reason against the release.
  public var isPassed: Bool { verdict == .pass }
}

/// What both gates decided. A draft may go live when both pass.
public struct ReleaseDecision: Sendable {
  /// The draft that was decided about, as `xxh3-128:` and 32 hexadecimal digits; empty where it could not be read.
  public let draftHash: String
  /// SHA-256 of the same bytes, in 64 hexadecimal digits; empty where the draft could not be read.
  public let sha256: String
  /// The time that the caller passed in; ages of evidence were measured against it.
  public let decidedAt: Instant
  /// In the order in which they are asked.
  public let gates: [GateDecision]

  /// Whether every gate decided, and each passed.
  public var isPassed: Bool { gates.allSatisfy(\.isPassed) && gates.map(\.gate) == GateName.allCases }

  /// The first reason of the first gate that refuses.
  public var reason: GateReason? { gates.lazy.compactMap { $0.verdict.reasons.first }.first }
}
