import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import Rendering

/// Releases for a person.
enum ReleaseText {
  static func lines(of refusal: ReleaseRefusal, _ names: CommandNames) -> [String] {
    if case .gates(let decision) = refusal.cause {
      return decision.gates.filter { !$0.isPassed }.flatMap { gate in
        ["✗ \(gate.gate.rawValue): blocked"] + gate.verdict.reasons.flatMap { lines(of: $0, names) }
      } + ["nothing went live" + (refusal.record == nil ? "" : "; the verdict is on record")]
    }
    return [
      "✗ refused, \(refusal.code): \(Printable.line(refusal.sentence))", "  to fix: \(refusal.remediation)",
    ] + refusal.nextCommands.map { "  $ \(Printable.line(names.command($0)))" } + ["nothing was changed"]
  }

  static func lines(of reason: GateReason, _ names: CommandNames) -> [String] {
    ReasonText.lines(of: reason, reason.folderCommands, names)
  }

  static func lines(
    ofReleased version: ReleaseVersion, replacing replaced: Int?, _ names: CommandNames,
    _ review: ReviewedEvidence
  ) -> [String] {
    let instead = replaced.map { ", instead of version \($0)" } ?? ""
    var lines: [String] = []
    if let incident = version.incident {
      let name = Printable.line(incident.text)
      lines.append("! version \(version.number) is live past the gates\(instead): overridden, not passed")
      lines.append("  incident \(name) is open, and blocks ordinary publishing until a scenario covers it")
      let command = names.command("fohc incident cover ID --scenario SCENARIO", about: incident.text)
      lines.append("  $ \(Printable.line(command))")
    } else {
      lines.append("✓ version \(version.number) is live\(instead)\(review.suffix)")
    }
    lines += version.decision.notes.map { "  note: \(Printable.line($0))" }
    return lines + ["  \(version.draft.draftHash)  sha256:\(version.draft.sha256)"]
  }

  static func lines(ofVersions ledger: ReleaseLedger) -> [String] {
    if ledger.versions.isEmpty { return ["no version was released yet"] }
    return ledger.versions.reversed().map { version in
      let mark = version.number == ledger.live?.number ? "*" : " "
      let incident = version.incident.map { ", incident \(Printable.line($0.text))" } ?? ""
      return
        "\(mark) \(version.number)  \(version.outcome.rawValue)\(incident)  \(version.at.text)  "
        + "\(Printable.line(version.by))  \(version.certificateID ?? "no certificate")  "
        + version.draft.sha256.prefix(12)
    }
  }

  static func lines(
    of status: ReleaseStatus, _ names: CommandNames, _ review: ReviewedEvidence
  ) -> [String] {
    var lines: [String] = []
    if let (version, now) = status.live {
      lines.append(
        "live: version \(version.number), \(version.outcome.rawValue), since \(now.since.text), "
          + "by \(Printable.line(now.by))")
      lines.append("  \(version.draft.draftHash)  sha256:\(version.draft.sha256)")
    } else {
      lines.append("live: nothing yet")
    }
    if let (recorded, end) = status.certificate {
      let freshness = status.isFresh ? "fresh until \(end.text)" : "stale since \(end.text)"
      lines.append(
        "certificate: \(recorded.id), \(recorded.mode.rawValue), "
          + "\(recorded.isPassing ? "passed" : "did not pass"), \(freshness)")
    } else if status.live != nil {
      lines.append("certificate: none for the live draft")
    }
    lines += status.openIncidents.map { "open incident: \(IncidentText.line(of: $0))" }
    let subject = status.isAboutDraft ? "this draft" : "any draft"
    if status.blockers.isEmpty, status.damage.isEmpty {
      lines.append(
        status.isAboutDraft
          ? "✓ this draft can be published\(review.suffix)"
          : "✓ nothing on record keeps a certified draft from going live; not looked at: that draft")
    } else {
      lines.append("✗ \(subject) would be refused now:")
      lines += status.blockers.flatMap { self.lines(of: $0, names) }
      lines += status.damage.map {
        "    \(LedgerRule.contentDamaged.rawValue): \(Printable.line($0))"
      }
    }
    return lines
  }
}

extension GateReason {
  /// ``releaseCommands`` for a release folder, which certifies in the mode that its policy asks for and has the live
  /// version and the incidents itself.
  var folderCommands: [String] {
    switch code {
    case .liveMissing, .liveUnreadable, .incidentsMissing, .incidentsUnreadable: ["fohc release status"]
    default:
      releaseCommands.map {
        $0.replacing(" --mode full --adaptive-runs NUMBER", with: "").replacing(" --mode MODE", with: "")
      }
    }
  }
}

/// Incidents for a person.
enum IncidentText {
  static func line(of incident: Incident) -> String {
    "\(Printable.line(incident.id.text))  \(state(of: incident))  \(incident.openedAt.text)  "
      + "\(Printable.line(incident.openedBy)): \(Printable.line(incident.reason))"
  }

  static func lines(of incident: Incident) -> [String] {
    var lines = [
      "\(Printable.line(incident.id.text)): \(state(of: incident))",
      "  opened \(incident.openedAt.text) by \(Printable.line(incident.openedBy)), \(incident.role.rawValue): "
        + Printable.line(incident.reason),
      "  released \(incident.draft.draftHash)  sha256:\(incident.draft.sha256)",
    ]
    if let coverage = incident.state.coverage {
      lines.append(
        "  covered \(coverage.at.text) by scenario `\(Printable.line(coverage.scenario.text))`, "
          + "passed in \(Printable.line(coverage.certificate))")
    }
    if let closing = incident.state.closing {
      lines.append("  closed \(closing.at.text) by \(Printable.line(closing.by))")
    }
    return lines
  }

  private static func state(of incident: Incident) -> String {
    switch incident.state {
    case .open: "open"
    case .covered: "covered"
    case .closed: "closed"
    }
  }
}
