import Documents
import PolicyGraph

/// The space of ``IncidentID``.
public enum IncidentSpace {}
/// The name under which the people on call know an incident.
public typealias IncidentID = Identifier<IncidentSpace>

/// What a release past the gates leaves behind (`incident.v1`): for one draft, with a reason, until a scenario covers
/// what happened.
///
/// Open, then covered, then closed (definition 10.6); there is no way back and no short cut, so that an incident
/// cannot be closed without the test that keeps it from coming again.
public struct Incident: Sendable {
  /// Unique in its ledger.
  public let id: IncidentID
  /// The draft that the override was for, and no other.
  public let draft: DraftHash
  /// The reason that was given for the override.
  public let reason: String
  /// Who released past the gates, as the caller knew them.
  public let openedBy: String
  /// The role that they had.
  public let role: Role
  /// When the draft was released past the gates.
  public let openedAt: Instant
  /// How far it has come. While it is `open`, nothing is published in the ordinary way.
  public private(set) var state: State

  /// What such a release counts as: never `passed`.
  public static let outcome = "overridden"

  /// Open, covered or closed, each with what it took to get there.
  public enum State: Sendable {
    /// Nothing covers it yet.
    case open
    case covered(Coverage)
    case closed(Coverage, Closing)
  }

  /// The scenario that now covers what happened, and where it passed.
  public struct Coverage: Sendable {
    /// A scenario that is new, or asks for more, since the version that was live when the incident opened.
    public let scenario: ScenarioID
    /// The certificate or evaluation in which it passed.
    public let certificate: String
    /// The draft that was certified.
    public let draft: DraftHash
    /// When it was named as covering the incident.
    public let at: Instant

    /// Takes the values as they are; ``Incident`` decides whether they cover it.
    public init(scenario: ScenarioID, certificate: String, draft: DraftHash, at: Instant) {
      self.scenario = scenario
      self.certificate = certificate
      self.draft = draft
      self.at = at
    }
  }

  /// Who declared the incident over.
  public struct Closing: Sendable {
    /// Who closed it, as the caller knew them.
    public let by: String
    /// When it was closed.
    public let at: Instant

    /// Takes the values as they are.
    public init(by: String, at: Instant) {
      self.by = by
      self.at = at
    }
  }

  init(
    id: IncidentID, draft: DraftHash, reason: String, openedBy: String, role: Role, openedAt: Instant,
    state: State = .open
  ) {
    self.id = id
    self.draft = draft
    self.reason = reason
    self.openedBy = openedBy
    self.role = role
    self.openedAt = openedAt
    self.state = state
  }

  /// Whether ordinary publishing waits for it.
  public var blocksPublishing: Bool {
    switch state {
    case .open: true
    case .covered, .closed: false
    }
  }
}

// MARK: - Transitions

extension Incident {
  /// What can be done to an incident.
  public enum Transition: Sendable {
    /// Name a scenario that covers it, with its result in the certificate.
    case cover(Coverage, CertificateEvidence)
    case close(Closing)
  }

  /// What the named certificate or evaluation was found to say.
  public struct CertificateEvidence: Sendable {
    /// Whether it passed as a whole.
    public let isPassing: Bool
    /// Whether the named scenario passed in it; nil if it does not have the scenario.
    public let hasScenarioPassed: Bool?

    /// What the certificate shows, read by the caller.
    public init(isPassing: Bool, hasScenarioPassed: Bool?) {
      self.isPassing = isPassing
      self.hasScenarioPassed = hasScenarioPassed
    }
  }

  /// Why a transition is refused, under its stable code.
  public enum Refusal: String, Sendable, Error, CaseIterable {
    case closeOpen = "incident_not_covered"
    case coverCovered = "incident_already_covered"
    case coverClosed = "incident_closed"
    case closeClosed = "incident_already_closed"
    case scenarioMissing = "covering_scenario_missing"
    case scenarioFailed = "covering_scenario_failed"
    case certificateFailed = "covering_certificate_failed"
    case coveredTooEarly = "covered_before_opened"
    case closedTooEarly = "closed_before_covered"
    case nobody = "closed_by_nobody"

    /// What is wrong, in a sentence.
    public var sentence: String {
      switch self {
      case .closeOpen: "The incident is open: no scenario covers it."
      case .coverCovered: "The incident is covered already."
      case .coverClosed: "The incident is closed and cannot be covered."
      case .closeClosed: "The incident is closed already."
      case .scenarioMissing: "The certificate does not have the scenario."
      case .scenarioFailed: "The scenario did not pass."
      case .certificateFailed: "The certificate did not pass."
      case .coveredTooEarly: "The scenario passed before the incident was opened."
      case .closedTooEarly: "The incident would be closed before it was covered."
      case .nobody: "The name of who closes the incident is missing."
      }
    }

    /// What to do about it.
    public var remediation: String {
      switch self {
      case .closeOpen: "Name a passing scenario that covers it first."
      case .coverCovered: "Close it, or leave it as it is."
      case .coverClosed, .closeClosed: "Nothing is left to do; open another incident for another event."
      case .scenarioMissing: "Add a scenario for what happened to the blueprint, and certify the draft."
      case .scenarioFailed, .certificateFailed: "Fix the agent until it passes, and certify the draft again."
      case .coveredTooEarly: "Certify a draft now: what passed before did not prevent it."
      case .closedTooEarly: "Check the clock of the machine."
      case .nobody: "Say who closes it."
      }
    }
  }

  /// The incident after a transition, or why there is none. Total: every pair of state and transition has its answer.
  public func applying(_ transition: Transition) -> Result<Incident, Refusal> {
    switch (state, transition) {
    case (.open, .cover(let coverage, let evidence)):
      Self.refusal(of: evidence, coverage, openedAt: openedAt).map { .failure($0) }
        ?? .success(with(.covered(coverage)))
    case (.open, .close): .failure(.closeOpen)
    case (.covered, .cover): .failure(.coverCovered)
    case (.covered(let coverage), .close(let closing)):
      if closing.by.isBlank {
        .failure(.nobody)
      } else if closing.at < coverage.at {
        .failure(.closedTooEarly)
      } else {
        .success(with(.closed(coverage, closing)))
      }
    case (.closed, .cover): .failure(.coverClosed)
    case (.closed, .close): .failure(.closeClosed)
    }
  }

  private static func refusal(
    of evidence: CertificateEvidence, _ coverage: Coverage, openedAt: Instant
  ) -> Refusal? {
    guard let hasPassed = evidence.hasScenarioPassed else { return .scenarioMissing }
    if !hasPassed { return .scenarioFailed }
    if !evidence.isPassing { return .certificateFailed }
    return coverage.at < openedAt ? .coveredTooEarly : nil
  }

  private func with(_ state: State) -> Incident {
    var copy = self
    copy.state = state
    return copy
  }
}
