import ArgumentParser
import BlueprintCompiler
import Gates
import PolicyGraph

struct ReleaseCertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify", abstract: "Simulate a draft and put its certificate on record.",
    discussion: """
      One that does not pass is recorded too: it says what stands in the way. Exit status 0: passed; 1: not.
      """)

  @Argument(help: "A blueprint or a draft; `-` for standard input.")
  var file: String

  @OptionGroup var simulation: SimulationOptions

  @Option(help: ArgumentHelp("Sign with this private key (`fohc keys new`).", valueName: "file"))
  var key: String?

  @Option(help: ArgumentHelp("Hours until the certificate ends.", valueName: "n"))
  var validHours = 24

  @OptionGroup var occasion: OccasionOptions
  @OptionGroup var options: ReleaseOptions

  mutating func validate() throws {
    guard (1...87_600).contains(validHours) else { throw ValidationError("--valid-hours is from 1 to 87600") }
  }

  func run() throws {
    let draft = try options.input.shapelyDraft(at: file)
    let signer = try key.map { try options.input.signingKey(at: $0) }
    let plan = try simulation.plan(for: draft.draft)
    let occasion = occasion.occasion
    var certificate = Certificate(
      Simulation(draft.draft, plan), of: draft.hash, engine: occasion.engine, issuedAt: occasion.at,
      validForHours: validHours)
    if let signer { certificate = certificate.signed(with: signer) }
    try options.withReleases(.writing) { releases in
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
}
