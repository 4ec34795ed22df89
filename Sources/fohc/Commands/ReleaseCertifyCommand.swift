import ArgumentParser
import BlueprintCompiler
import Gates
import PolicyGraph

struct ReleaseCertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify", abstract: "Simulate a draft and put its certificate on record.",
    discussion: """
      One that does not pass is recorded too: it says what stands in the way. Where gates.yaml says `blueprint: \
      {warnings: refuse}`, nothing with an open warning is certified. Exit status 0: passed; 1: not; 2: refused.
      """)

  @Argument(help: "A blueprint or a draft; `-` for standard input.")
  var file: String

  @OptionGroup var simulation: SimulationOptions

  @OptionGroup var issuing: IssuingOptions
  @OptionGroup var occasion: OccasionOptions
  @OptionGroup var options: ReleaseOptions

  func run() throws {
    let (draft, report) = try options.input.shapelyReport(at: file)
    OpenWarnings.tell(of: report)
    let occasion = occasion.occasion
    let signer = try issuing.signer(options.input)
    // Before anything is simulated, which takes time; and again below, when nobody can change the policy any more.
    try options.withReleases(.reading) { try refuseWarnings(of: report, $0) }
    let certificate = try issuing.certificate(
      of: draft, simulation, signer, at: occasion.at, engine: occasion.engine)
    try options.withReleases(.writing) { releases in
      try refuseWarnings(of: report, releases)
      let folder = releases.locked.folder
      _ = try releases.commit(
        releases.ledger.certify(certificate, of: draft.hash, occasion),
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
