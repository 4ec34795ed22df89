import ArgumentParser
import Documents
import Gates
import PolicyGraph

extension Role: ExpressibleByArgument {}

struct ReleasePublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Make a draft live, if both gates pass.",
    discussion: """
      Decides from the records: the draft's latest certificate, the live version, the incidents, and gates.yaml. \
      With --break-glass-reason and --break-glass-incident an owner or admin releases past the gates; the version \
      counts as overridden, and its incident blocks ordinary publishing until a passing scenario covers it. Exit \
      status 0: live; 2: refused.
      """)

  @Argument(help: "The draft, or the blueprint that it is compiled from.")
  var draft: String

  @Option(help: ArgumentHelp("Recorded evaluations, as JSON Lines.", valueName: "file"))
  var evals: String?

  @Option(help: ArgumentHelp("Release past the gates: why it cannot wait.", valueName: "text"))
  var breakGlassReason: String?

  @Option(help: ArgumentHelp("Release past the gates: the id of the incident.", valueName: "id"))
  var breakGlassIncident: String?

  @Option(help: "Your role when you release past the gates: owner, admin, member or viewer.")
  var role: Role?

  @OptionGroup var actionContext: ActionOptions
  @OptionGroup var options: ReleaseOptions

  mutating func validate() throws {
    let given = [breakGlassReason != nil, breakGlassIncident != nil, role != nil]
    guard Set(given).count == 1 else {
      throw ValidationError("--break-glass-reason, --break-glass-incident and --role go together")
    }
  }

  func run() throws {
    let actionContext = actionContext.actionContext
    try options.withReleases(.writing, naming: names) { releases in
      let report = FileReport.make(draft, as: nil, options.input)
      OpenWarnings.tell(of: report)
      let reviewed = releases.files.draft(report)
      let material = releases.material(
        draft: reviewed, evaluations: evals.map { releases.files.evaluations($0) } ?? .notNeeded)
      let outcome: Result<AuditEntry, ReleaseRefusal>
      if let breakGlassReason, let breakGlassIncident, let role {
        outcome = releases.ledger.override(
          material, reason: breakGlassReason, incident: IncidentID(breakGlassIncident), role: role,
          actionContext)
      } else {
        outcome = releases.ledger.publish(material, actionContext)
      }
      let ledger = releases.ledger.appending(try releases.commit(outcome, content(of: reviewed, releases)))
      guard let version = ledger.liveVersion else { preconditionFailure("what was released is live") }
      let replaced = releases.ledger.live?.number
      try options.print(
        .object(
          [JSONMember("ok", .boolean(true)), JSONMember("release", version.json)] + material.review.members),
        ReleaseText.lines(
          ofReleased: version, replacing: replaced, options.names(names), material.review))
    }
  }

  private var names: [String: String?] {
    ["DRAFT": draft, "EVALUATIONS": evals, "ID": breakGlassIncident]
  }

  private func content(
    of draft: Evidence<DraftUnderReview>, _ releases: OpenReleases
  ) -> [LockedReleases.Content] {
    guard case .present(let draft) = draft else { return [] }
    return [
      .init(
        path: releases.locked.folder.draft(draft.hash),
        bytes: CanonicalJSON.bytes(of: JSONValue(draft.draft)))
    ]
  }
}
