import ArgumentParser
import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import PolicyProofs

struct ReleaseCertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify", abstract: "Simulate a draft and record its certificate.",
    discussion: """
      Without --mode, in the mode that gates.yaml asks for. A certificate that does not pass is recorded too, with the \
      reasons. If gates.yaml says `blueprint: {warnings: refuse}`, nothing with an open warning is certified. Exit status 0: passed; 1: not; 2: refused.
      """)

  @Argument(help: "A blueprint or a draft; `-` for standard input.")
  var file: String

  @OptionGroup var simulation: SimulationOptions

  @OptionGroup var issuing: IssuingOptions
  @OptionGroup var actionContext: ActionOptions
  @OptionGroup var options: ReleaseOptions

  func run() throws {
    let (draft, report) = try options.input.shapelyReport(at: file)
    OpenWarnings.tell(of: report)
    let actionContext = actionContext.actionContext
    let signer = try issuing.signer(options.input)
    var simulation = simulation
    var time = actionContext.at
    // Before anything is simulated, which takes time; and again below, when nobody can change the policy any more.
    try options.withReleases(.reading, naming: ["DRAFT": file]) { releases in
      try refuseWarnings(of: report, releases)
      time = releases.ledger.time(actionContext.at)
      simulation.mode = try simulation.mode ?? releases.mode()
      simulation.adaptiveRuns = simulation.adaptiveRuns ?? releases.adaptiveRuns
    }
    let certificate = try issuing.certificate(
      of: draft, simulation, signer, at: time, engine: actionContext.engine)
    try options.withReleases(.writing, naming: ["DRAFT": file]) { releases in
      try refuseWarnings(of: report, releases)
      let folder = releases.locked.folder
      _ = try releases.commit(
        releases.ledger.certify(certificate, of: draft.hash, actionContext),
        [
          .init(path: folder.draft(draft.hash), bytes: CanonicalJSON.bytes(of: draft.json)),
          .init(
            path: folder.certificate(certificate.id), bytes: CanonicalJSON.bytes(of: certificate.json)),
        ])
      try options.print(certificate.json, CertificateText.lines(of: certificate))
    }
    if !certificate.isPassing { throw ExitStatus.findings }
  }

  private func refuseWarnings(of report: FileReport, _ releases: OpenReleases) throws {
    let open = report.diagnostics.warnings.map(\.message)
    if let refusal = releases.ledger.refusal(ofWarnings: open, under: releases.policy) { throw refusal }
  }
}

extension OpenReleases {
  /// As many random users as are usual, or more if the policy asks for more.
  fileprivate var adaptiveRuns: Int {
    guard case .present(let policy) = policy else { return SimulationPlan.defaultAdaptiveRuns }
    return max(policy.minimumAdaptiveRuns, SimulationPlan.defaultAdaptiveRuns)
  }

  /// The mode that the policy asks for; throws where no policy can be read that says so.
  fileprivate func mode() throws -> SimulationMode {
    switch policy {
    // In `quick` there are no random users.
    case .present(let policy):
      return policy.minimumAdaptiveRuns > 0 ? max(policy.minimumMode, .full) : policy.minimumMode
    case .notNeeded, .absent:
      throw ReleaseRefusal(
        .policyUnusable,
        "no mode is given, and the gate policy that would set it, `\(locked.folder.policy)`, is missing")
    case .faulty(let fault):
      throw ReleaseRefusal(
        .policyUnusable,
        "no mode is given, and the gate policy that would set it, `\(locked.folder.policy)`, cannot be used: \(fault.detail)"
      )
    }
  }
}
