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

  @OptionGroup var issuing: IssuingOptions
  @OptionGroup var occasion: OccasionOptions
  @OptionGroup var options: ReleaseOptions

  func run() throws {
    let draft = try options.input.shapelyDraft(at: file)
    let occasion = occasion.occasion
    let certificate = try issuing.certificate(
      of: draft, simulation, try issuing.signer(options.input), at: occasion.at, engine: occasion.engine)
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
