import ArgumentParser
import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import PolicyProofs
import Rendering

/// How a certificate is issued: shared by everything that certifies.
struct IssuingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Sign with this private key (`fohc keys new`).", valueName: "file"))
  var key: String?

  @Option(help: ArgumentHelp("Hours until the certificate expires.", valueName: "n"))
  var validHours = 24

  mutating func validate() throws {
    guard (1...87_600).contains(validHours) else { throw ValidationError("--valid-hours is from 1 to 87600") }
  }

  /// The key to sign with; says what is wrong where it cannot be used.
  func signer(_ input: InputOptions) throws -> SigningKey? { try key.map { try input.signingKey(at: $0) } }

  /// Simulates the draft and certifies the result.
  func certificate(
    of draft: PreparedDraft, _ simulation: SimulationOptions, _ signer: SigningKey?, at: Instant,
    engine: Engine
  ) throws -> Certificate {
    let certificate = Certificate(
      Progress.simulating(draft, try simulation.plan(for: draft.draft)), engine: engine, issuedAt: at,
      validForHours: validHours)
    return signer.map { certificate.signed(with: $0) } ?? certificate
  }
}

struct CertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify",
    abstract: "Simulate a draft and certify the result, or verify a certificate.",
    discussion: """
      The certificate is for exactly this draft, and identical on every machine except for its times. One that does not \
      pass is written too, with the reasons. With --verify the draft is simulated again, and the \
      certificate has to match the result. Exit status 0: passed, or verified; 1: not.
      """)

  @Argument(help: "A blueprint or a draft; `-` for standard input.")
  var file: String

  @OptionGroup var options: SimulationOptions

  @Option(
    name: [.short, .long], help: ArgumentHelp("Write the certificate to this file.", valueName: "file"))
  var output: String?

  @OptionGroup var issuing: IssuingOptions

  @Option(help: ArgumentHelp("Issue it at this time (RFC 3339) instead of now.", valueName: "time"))
  var at: Instant?

  @Option(
    help: ArgumentHelp(
      "Write a DSSE envelope with an in-toto test result too; needs --key.", valueName: "file"))
  var attestation: String?

  @Option(help: ArgumentHelp("Verify this certificate instead of making one.", valueName: "file"))
  var verify: String?

  @Option(help: ArgumentHelp("With --verify: the public key that has to have signed it.", valueName: "file"))
  var trusted: String?

  @OptionGroup var input: InputOptions

  mutating func validate() throws {
    if verify != nil, issuing.key != nil || output != nil || attestation != nil {
      throw ValidationError(
        "--verify reads a certificate; it cannot be combined with --key, --output or --attestation")
    }
    if trusted != nil, verify == nil { throw ValidationError("--trusted needs --verify") }
    if attestation != nil, issuing.key == nil {
      throw ValidationError("--attestation needs --key to sign with")
    }
  }

  func run() throws {
    let (draft, report) = try input.shapelyReport(at: file)
    OpenWarnings.tell(of: report)
    if let verify { return try check(verify, of: draft) }
    let signer = try issuing.signer(input)
    let certificate = try issuing.certificate(
      of: draft, options, signer, at: at ?? WallClock.now, engine: Engine.this)
    let text = PrettyJSON.text(of: certificate.json)
    let inputs = [file] + (issuing.key.map { [$0] } ?? [])
    if let attestation, let signer {
      guard let envelope = certificate.attestation(of: draft, signedWith: signer) else {
        preconditionFailure("the certificate was made of this draft")
      }
      try Output.write(PrettyJSON.text(of: envelope), to: attestation, madeFrom: inputs)
    }
    if let output {
      try Output.write(text, to: output, madeFrom: inputs)
      try Terminal.print(CertificateText.lines(of: certificate))
    } else {
      try Terminal.print(String(text.dropLast()))
    }
    if !certificate.isPassing { throw ExitStatus.findings }
  }

  /// Whether the certificate is this draft's, is what simulating it gives, and is signed by the trusted key.
  private func check(_ path: String, of draft: PreparedDraft) throws {
    let certificate = try input.certificate(at: path)
    let key = try trusted.map { try input.verifyingKey(at: $0) }
    let faults = certificate.faults(
      as: reviewDraft(draft), engine: Engine.this, trusted: key)
    for fault in faults { Terminal.complain(Printable.line(fault)) }
    guard faults.isEmpty else { throw ExitStatus.findings }
    try Terminal.print(
      "verified: \(certificate.id) is what simulating this draft gives"
        + (key == nil ? "" : ", signed with \(certificate.signature?.keyID ?? "")"))
    try Terminal.print(certificate.isPassing ? "it passes" : "it does not pass")
    if !certificate.isPassing { throw ExitStatus.findings }
  }
}

extension InputOptions {
  /// A draft whose schema and shape are in order; says what is wrong if there is none. What the proofs find does
  /// not keep a draft from being simulated.
  func shapelyDraft(at path: String) throws -> PreparedDraft { try shapelyReport(at: path).draft }

  /// The same, with all that was found.
  func shapelyReport(at path: String) throws -> (draft: PreparedDraft, report: FileReport) {
    let report = FileReport.make(path, as: nil, self)
    if let draft = report.draft, report.errorsBesideProofs.isEmpty { return (draft, report) }
    try ReportRenderer(
      format: .human, usesColour: Terminal.usesColour(on: .error), stream: .error
    ).print([report])
    throw FileReport.exitStatus(of: [report])
  }

  func certificate(at path: String) throws -> Certificate {
    try document(at: path) { readCertificate($0, findings: &$1) }
  }

  func signingKey(at path: String) throws -> SigningKey {
    guard let key = try keyFile(at: path).signingKey else {
      Terminal.complain("`\(path)` has no private key to sign with")
      throw ExitStatus.findings
    }
    return key
  }

  func verifyingKey(at path: String) throws -> VerifyingKey { try keyFile(at: path).verifyingKey }

  /// Says what is wrong with a key without showing the lines, in which the private key stands.
  private func keyFile(at path: String) throws -> KeyFile {
    try document(at: path, { readKey($0, findings: &$1) }) { source, diagnostics in
      FindingsLines.lines(of: .unrecognized(source, diagnostics)).joined(separator: "\n")
    }
  }

  /// What is in a document; says what is wrong with it where it is not what it should be.
  private func document<Value>(
    at path: String, _ decode: (Document, inout Findings) -> Value?,
    showing text: (SourceText, [Diagnostic]) -> String = {
      FindingsText.ofCommandLine(usesColour: Terminal.usesColour(on: .error)).text(of: $1, in: $0)
    }
  ) throws -> Value {
    let source = try read(path)
    var findings = Findings(limits: limits)
    if let document = readDocument(source, limits: limits, findings: &findings),
      let value = decode(document, &findings), !findings.hasErrors
    {
      return value
    }
    Terminal.printError(text(source, findings.sorted))
    throw ExitStatus.findings
  }
}
