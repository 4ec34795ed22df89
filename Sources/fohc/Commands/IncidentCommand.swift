import ArgumentParser
import Documents
import Gates
import PolicyGraph

struct IncidentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "incident", abstract: "Show, cover and close the incidents of break-glass releases.",
    discussion: """
      An incident is open until a passing scenario covers what happened, and blocks ordinary publishing until then.
      """,
    subcommands: [
      IncidentListCommand.self, IncidentShowCommand.self, IncidentCoverCommand.self,
      IncidentCloseCommand.self,
    ])
}

struct IncidentListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List all incidents on record.",
    discussion:
      "With --json, JSON Lines as `fohc gate --incidents` reads them; if there are none, one line that says so."
  )

  @OptionGroup var options: ReleaseOptions

  func run() throws {
    try options.withReleases(.reading) { releases in
      let incidents = releases.ledger.incidents
      if options.json {
        for incident in incidents { try Terminal.print(CanonicalJSON.text(of: incident.json)) }
        // An empty file would be no evidence.
        if incidents.isEmpty { try Terminal.print(CanonicalJSON.text(of: IncidentList.empty)) }
      } else {
        for incident in incidents { try Terminal.print(IncidentText.line(of: incident)) }
        if incidents.isEmpty { try Terminal.print("no incidents") }
      }
    }
  }
}

struct IncidentShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an incident.")

  @Argument(help: "The incident.")
  var id: String

  @OptionGroup var options: ReleaseOptions

  func run() throws {
    try options.withReleases(.reading, naming: ["ID": id]) { releases in
      guard let incident = releases.ledger.incident(IncidentID(id)) else {
        throw ReleaseRefusal(.unknownIncident, "there is no incident `\(id)`")
      }
      try options.print(incident.json, IncidentText.lines(of: incident))
    }
  }
}

struct IncidentCoverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cover", abstract: "Name the scenario that covers what happened.",
    discussion: """
      It has to be new, or ask for more than it did in the version that was live when the incident opened, and \
      have passed in a certificate that was recorded after that and that the gate sim_cert accepts now. Without \
      --certificate, the latest on record.
      """)

  @Argument(help: "The incident.")
  var id: String

  @Option(help: ArgumentHelp("The scenario that covers it.", valueName: "id"))
  var scenario: String

  @Option(help: ArgumentHelp("The certificate in which it passed.", valueName: "id"))
  var certificate: String?

  @OptionGroup var actionContext: ActionOptions
  @OptionGroup var options: ReleaseOptions

  func run() throws {
    try options.withReleases(.writing, naming: ["ID": id]) { releases in
      let ledger = releases.ledger
      let recorded = certificate.map { ledger.certificate($0) } ?? ledger.certificates.last
      let outcome = ledger.cover(
        IncidentID(id), scenario: ScenarioID(scenario),
        certificate: recorded.map { releases.contents.certificate($0) } ?? .absent,
        draft: recorded.map { releases.contents.draft($0.draft) } ?? .absent,
        before: ledger.incident(IncidentID(id)).flatMap { ledger.versionLive(whenOpened: $0) }
          .map { releases.contents.draft($0.draft) } ?? .notNeeded,
        policy: releases.policy, actionContext.actionContext)
      try options.show(id, after: outcome, releases)
    }
  }
}

struct IncidentCloseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Close an incident that is covered.")

  @Argument(help: "The incident.")
  var id: String

  @OptionGroup var actionContext: ActionOptions
  @OptionGroup var options: ReleaseOptions

  func run() throws {
    try options.withReleases(.writing, naming: ["ID": id]) { releases in
      try options.show(
        id, after: releases.ledger.close(IncidentID(id), actionContext.actionContext), releases)
    }
  }
}

extension ReleaseOptions {
  /// Puts a change of an incident on record, and shows the incident as it is then.
  fileprivate func show(
    _ id: String, after outcome: Result<AuditEntry, ReleaseRefusal>, _ releases: OpenReleases
  ) throws {
    let ledger = releases.ledger.appending(try releases.commit(outcome))
    guard let incident = ledger.incident(IncidentID(id)) else {
      preconditionFailure("what was changed is on record")
    }
    try print(incident.json, IncidentText.lines(of: incident))
  }
}
