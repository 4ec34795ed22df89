import Documents
import PolicyGraph

/// The releases according to an audit log.
public enum LedgerReading: Sendable {
  /// `end`: where the next record is appended; nil in a log without one.
  case sound(ReleaseLedger, end: AuditCheckpoint?)
  /// By line; never empty.
  case faulty([LedgerFault])
}

/// Reads the ledger out of an audit log. A log that is not whole, or whose records do not fit together, gives none.
///
/// `checkpoint`: the end of the log as it was kept after the last record, or after the one before where a crash came in
/// between; nil if none was kept yet. O(bytes).
public func readLedger(
  _ log: [UInt8], against checkpoint: AuditCheckpoint?, limits: Limits = .standard
) -> LedgerReading {
  readLedger(log, against: checkpoint, limits: limits, formats: DecisionFormat.all)
}

/// `formats`: those in which the log's decisions may be written.
func readLedger(
  _ log: [UInt8], against checkpoint: AuditCheckpoint?, limits: Limits = .standard,
  formats: [DecisionFormat]
) -> LedgerReading {
  var ledger = ReleaseLedger()
  var contradiction: LedgerFault?
  let report = AuditLog.verify(log, against: checkpoint, limits: limits) { record in
    if contradiction == nil { contradiction = ledger.take(record, formats) }
  }
  guard report.isIntact else { return .faulty(report.faults.map { LedgerFault($0) }) }
  if let contradiction { return .faulty([contradiction]) }
  if (report.end?.sequence ?? 0) - (checkpoint?.sequence ?? 0) > 1 {
    return .faulty([
      LedgerFault(
        .checkpointBehind, line: report.lines,
        "the log has \(report.end?.sequence ?? 0) records, and the checkpoint was taken at record "
          + "\(checkpoint?.sequence ?? 0): one of the two is older than the other")
    ])
  }
  return .sound(ledger, end: report.end)
}

extension ReleaseLedger {
  /// Takes the next record up, or says why it cannot follow those before; the ledger is of no use then.
  mutating func take(_ record: AuditRecord, _ formats: [DecisionFormat]) -> LedgerFault? {
    let line = record.sequence
    guard let event = LedgerEvent(record.entry, formats: formats) else {
      let action = "a `\(record.entry.action.rawValue)` record"
      let version = JSONValue.object(record.entry.details)["decision"]?["schema_version"]?.text
      if let version, !formats.contains(where: { $0.version == version }) {
        return LedgerFault(
          .malformed, line: line,
          "\(action) with a decision of the form `\(version)`, which this release of fohc does not know: read the "
            + "log with the release that wrote it, or a later one")
      }
      return LedgerFault(.malformed, line: line, "\(action) with missing or invalid members")
    }
    return take(event, record.entry).map { LedgerFault($0.0, line: line, $0.1) }
  }

  /// The ledger after an entry that it gave itself.
  public func appending(_ entry: AuditEntry) -> ReleaseLedger {
    var next = self
    let contradiction = LedgerEvent(entry).map { next.take($0, entry)?.1 } ?? "it cannot be read"
    precondition(contradiction == nil, "a record was made that does not fit: \(contradiction ?? "")")
    return next
  }

  typealias LedgerContradiction = (LedgerFault.Contradiction, String)

  mutating func take(_ event: LedgerEvent, _ entry: AuditEntry) -> LedgerContradiction? {
    latestTime = time(entry.at)
    positions.take(event)
    return takeUp(event, entry)
  }

  private mutating func takeUp(_ event: LedgerEvent, _ entry: AuditEntry) -> LedgerContradiction? {
    switch event {
    case .certified(let certificate): take(certificate)
    case .decided(let decision):
      decision.isAbout(entry.draft)
        ? nil : (.otherRelease, "a verdict on another draft than the record names")
    case .released(let version, let replaced): release(version, replaced)
    case .overridden(let version, let incident, let replaced): override(version, incident, replaced)
    case .activated(let number, let replaced): activate(number, replaced, entry)
    case .moved(let incident): move(incident, entry)
    // The release says what it made use of.
    case .waived: nil
    }
  }

  // MARK: Certificates

  private mutating func take(_ certificate: RecordedCertificate) -> LedgerContradiction? {
    if let known = self.certificate(certificate.id), known.content != certificate.content {
      return (.certificateChanged, "certificate \(certificate.id) was on record with another content")
    }
    certificates.append(certificate)
    return nil
  }

  // MARK: Versions

  private mutating func release(_ version: ReleaseVersion, _ replaced: Int?) -> LedgerContradiction? {
    if let contradiction = contradiction(of: version, replaced) { return contradiction }
    guard version.decision.isPassed, version.policy != nil, openIncidents.isEmpty,
      let id = version.certificateID, certificate(id)?.isPassing ?? false
    else {
      return (.notPassed, "version \(version.number) passed, and its record does not show how")
    }
    goLive(version, replaced)
    return nil
  }

  private mutating func override(
    _ version: ReleaseVersion, _ incident: Incident, _ replaced: Int?
  ) -> LedgerContradiction? {
    if let contradiction = contradiction(of: version, replaced) { return contradiction }
    guard self.incident(incident.id) == nil else {
      return (.incidentReused, "incident `\(incident.id)` was used for another override")
    }
    guard incident.blocksPublishing, incident.draft == version.draft, incident.openedBy == version.by,
      incident.openedAt == version.at
    else {
      return (.otherRelease, "the incident `\(incident.id)` is not the one of this override")
    }
    incidents.append(incident)
    goLive(version, replaced)
    return nil
  }

  /// What is asked of every version.
  private func contradiction(of version: ReleaseVersion, _ replaced: Int?) -> LedgerContradiction? {
    guard version.number == versions.count + 1 else {
      return (.versionOutOfOrder, "version \(versions.count + 1) is due, and this is \(version.number)")
    }
    if let contradiction = self.contradiction(replacing: replaced) { return contradiction }
    guard version.decision.isAbout(version.draft), version.decision.decidedAt == version.at else {
      return (.otherRelease, "the decision is not the one on this release")
    }
    if let id = version.certificateID {
      guard let certificate = certificate(id) else {
        return (.unknownCertificate, "certificate \(id) is not on record")
      }
      guard certificate.draft == version.draft else {
        return (.otherRelease, "certificate \(id) is of another draft")
      }
    }
    return nil
  }

  private func contradiction(replacing replaced: Int?) -> LedgerContradiction? {
    guard replaced != live?.number else { return nil }
    return (
      .otherLive,
      "it replaces \(replaced.map { "version \($0)" } ?? "nothing"), and "
        + "\(live.map { "version \($0.number)" } ?? "nothing") is live"
    )
  }

  private mutating func goLive(_ version: ReleaseVersion, _ replaced: Int?) {
    versions.append(version)
    changes.append(LiveChange(kind: .released, number: version.number, replaced: replaced))
    live = Live(number: version.number, by: version.by, since: version.at)
  }

  private mutating func activate(_ number: Int, _ replaced: Int, _ entry: AuditEntry) -> LedgerContradiction?
  {
    guard let version = version(number) else {
      return (.unknownVersion, "version \(number) was never released")
    }
    if let contradiction = contradiction(replacing: replaced) { return contradiction }
    guard entry.draft == version.draft else {
      return (.otherRelease, "version \(number) is another draft than the record names")
    }
    guard version.outcome == .passed, number != replaced else {
      return (.notReleasable, "version \(number) is live already, or never passed the gates")
    }
    changes.append(
      LiveChange(kind: number < replaced ? .rolledBack : .activated, number: number, replaced: replaced))
    live = Live(number: number, by: entry.actor, since: entry.at)
    return nil
  }

  // MARK: Incidents

  private mutating func move(_ incident: Incident, _ entry: AuditEntry) -> LedgerContradiction? {
    guard let index = incidents.firstIndex(where: { $0.id == incident.id }) else {
      return (.unknownIncident, "incident `\(incident.id)` was never opened")
    }
    guard let expected = incidents[index].step(to: incident, passedOnRecord),
      CanonicalJSON.text(of: expected.json) == CanonicalJSON.text(of: incident.json),
      entry.draft == incident.draft
    else {
      return (
        .incidentStep, "incident `\(incident.id)` cannot have changed as the record says"
      )
    }
    incidents[index] = incident
    return nil
  }

  /// The result of a covering scenario in a certificate on record.
  private func passedOnRecord(_ coverage: Incident.Coverage) -> Incident.CertificateEvidence {
    guard let certificate = certificate(coverage.certificate), certificate.draft == coverage.draft else {
      return .init(isPassing: false, hasScenarioPassed: nil)
    }
    return .init(
      isPassing: certificate.isPassing, hasScenarioPassed: certificate.passed.contains(coverage.scenario))
  }
}

extension Incident {
  /// What one allowed transition makes of it on the way to another state; nil if there is none.
  fileprivate func step(
    to later: Incident, _ evidence: (Coverage) -> CertificateEvidence
  ) -> Incident? {
    switch later.state {
    case .open: nil
    case .covered(let coverage): try? applying(.cover(coverage, evidence(coverage))).get()
    case .closed(_, let closing): try? applying(.close(closing)).get()
    }
  }
}
