import Documents

/// Where certificates and incidents stand in a log, counted in records.
struct LedgerPositions: Sendable {
  private var records = 0
  private var firstCertificates: [String: Int] = [:]
  private var lastCertificates: [String: Int] = [:]
  private var incidents: [IncidentID: Int] = [:]

  mutating func take(_ event: LedgerEvent) {
    records += 1
    switch event {
    case .certified(let certificate):
      if firstCertificates[certificate.id] == nil { firstCertificates[certificate.id] = records }
      lastCertificates[certificate.id] = records
    case .overridden(_, let incident, _): incidents[incident.id] = records
    case .decided, .released, .activated, .moved, .waived: break
    }
  }

  /// Whether a certificate was put on record after an incident opened. One that stood there before and was repeated
  /// later is as old as it says.
  func isAfterOpening(_ certificate: RecordedCertificate, of incident: Incident) -> Bool {
    guard let opened = incidents[incident.id], let last = lastCertificates[certificate.id], last > opened,
      let first = firstCertificates[certificate.id]
    else { return false }
    return first > opened || certificate.issuedAt >= incident.openedAt
  }
}

extension ReleaseLedger {
  /// What time it is for whatever is decided next (definition 10.3): the later of the clock and the last record. So a
  /// clock that was set back revives nothing that has ended, and one that was ahead for a while blocks nothing
  /// afterwards.
  public func time(_ clock: Instant) -> Instant { max(clock, latestTime ?? clock) }

  /// The action, at a time that is not before the last record.
  func forward(_ actionContext: ActionContext) -> ActionContext {
    ActionContext(actor: actionContext.actor, at: time(actionContext.at), engine: actionContext.engine)
  }
}
