import ArgumentParser
import BlueprintCompiler
import Gates
import PolicyGraph

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate", abstract: "Decide from evidence whether a draft may go live.",
    discussion: """
      Asks the gates `sim_cert` and `eval_loop`. Whatever is named has to be there and readable; what is missing, \
      stale or damaged blocks. Without --live nothing is live yet. SIM_CERT_MAX_AGE_HOURS and SIM_CERT_MIN_MODE \
      count beside the policy; the stricter holds. Exit status 0: both gates pass; 2: blocked.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json, junit
  }

  @Argument(help: "The draft, or the blueprint that it is compiled from.")
  var draft: String

  @Option(help: ArgumentHelp("The simulation certificate.", valueName: "file"))
  var certificate: String?

  @Option(help: ArgumentHelp("The draft that is live.", valueName: "file"))
  var live: String?

  @Option(help: ArgumentHelp("The gate policy under which it went live.", valueName: "file"))
  var livePolicy: String?

  @Option(help: ArgumentHelp("Recorded evaluations, as JSON Lines.", valueName: "file"))
  var evals: String?

  @Option(help: ArgumentHelp("Incidents of break-glass releases, as JSON Lines.", valueName: "file"))
  var incidents: String?

  @Option(help: ArgumentHelp("The gate policy.", valueName: "file"))
  var policy: String?

  @Option(help: ArgumentHelp("Decide as of this time (RFC 3339) instead of now.", valueName: "time"))
  var at: Instant?

  @Option(help: "human, json or junit.")
  var format = Format.human

  @OptionGroup var input: InputOptions

  mutating func validate() throws {
    if livePolicy != nil, live == nil { throw ValidationError("--live-policy goes with --live") }
  }

  func run() throws {
    let files = EvidenceFiles(input: input)
    let report = FileReport.make(draft, as: nil, input)
    OpenWarnings.tell(of: report)
    let evidence = ReleaseEvidence(
      draft: files.draft(report),
      certificate: certificate.map { files.certificate($0) } ?? .absent,
      live: live.map { files.live($0, policy: livePolicy) } ?? .notNeeded,
      incidents: incidents.map { files.incidents($0) } ?? .notNeeded,
      evaluations: evals.map { files.evaluations($0) } ?? .notNeeded,
      policy: files.rules(policy))
    let decision = decideRelease(evidence, engine: Engine.this, now: at ?? Clock.now)
    switch format {
    case .human: try Terminal.print(DecisionText.lines(of: decision))
    case .json: try Terminal.print(CanonicalJSON.text(of: decision.json))
    case .junit: try Terminal.print(DecisionText.junit(of: decision, name: draft))
    }
    if !decision.isPassed { throw ExitStatus.gateRefused }
  }
}

extension EvidenceFiles {
  /// The policy with what the environment asks for beside it.
  func rules(_ path: String?) -> Evidence<GatePolicy> {
    let asked: EnvironmentRules
    do throws(EnvironmentRules.Fault) {
      asked = try EnvironmentRules(variable: Environment.variable)
    } catch {
      return .faulty(.init(.malformed, error.message))
    }
    guard let path else { return .present(GatePolicy(asked)) }
    return policy(path).flatMap { .present($0.tightened(by: asked)) }
  }
}
