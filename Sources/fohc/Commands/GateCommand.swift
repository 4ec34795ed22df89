import ArgumentParser
import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate", abstract: "Decide from evidence whether a draft may go live.",
    discussion: """
      Asks the gates `sim_cert` and `eval_loop`. Every file that is named has to exist and be readable; what is missing, \
      stale, blank or damaged blocks. What is not named is not checked, and the last line says so; with --all it \
      blocks too. SIM_CERT_MAX_AGE_HOURS and SIM_CERT_MIN_MODE apply beside the policy; the stricter counts. Exit status \
      0: both gates pass; 2: blocked.
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

  @Flag(help: "Refuse unless the live version, incidents, evaluations and a policy are all given.")
  var all = false

  @Option(help: ArgumentHelp("Decide as of this time (RFC 3339) instead of now.", valueName: "time"))
  var at: Instant?

  @Option(help: "human, json or junit.")
  var format = Format.human

  @OptionGroup var input: InputOptions

  mutating func validate() throws {
    if livePolicy != nil, live == nil { throw ValidationError("--live-policy needs --live") }
  }

  func run() throws {
    let files = EvidenceFiles(input: input)
    let report = FileReport.make(draft, as: nil, input)
    OpenWarnings.tell(of: report)
    let rules: Evidence<GatePolicy> = all && policy == nil ? .absent : files.rules(policy)
    let evidence = ReleaseEvidence(
      draft: files.draft(report),
      certificate: certificate.map { files.certificate($0) } ?? .absent,
      live: live.map { files.live($0, policy: livePolicy) } ?? missing(),
      incidents: incidents.map { files.incidents($0) } ?? missing(),
      evaluations: evals.map { files.evaluations($0) } ?? missing(),
      policy: rules)
    let decision = decideRelease(evidence, engine: Engine.this, now: at ?? WallClock.now)
    let review = evidence.review(hasPolicy: policy != nil || all)
    let names = names(rules)
    switch format {
    case .human: try Terminal.print(DecisionText.lines(of: decision, names, review))
    case .json: try Terminal.print(CanonicalJSON.text(of: names.filled(decision.json).with(review.members)))
    case .junit: try Terminal.print(DecisionText.junit(of: decision, name: draft, names, review))
    }
    if !decision.isPassed { throw ExitStatus.gateRefused }
  }

  /// What is not given: with --all it is missed.
  private func missing<Value>() -> Evidence<Value> { all ? .absent : .notNeeded }

  private func names(_ rules: Evidence<GatePolicy>) -> CommandNames {
    var mode: String?
    var runs: String?
    if case .present(let policy) = rules {
      mode = policy.minimumMode.rawValue
      runs = String(policy.minimumAdaptiveRuns)
    }
    return CommandNames(
      [
        "DRAFT": draft, "CERTIFICATE": certificate, "LIVE": live, "INCIDENTS": incidents,
        "EVALUATIONS": evals, "POLICY": policy, "MODE": mode, "NUMBER": runs,
      ], proposing: ["CERTIFICATE": Self.certificatePath(beside: draft)])
  }

  /// `agents/hotel.blueprint.yaml` → `agents/hotel.cert.json`.
  private static func certificatePath(beside draft: String) -> String {
    guard draft != "-" else { return "cert.json" }
    let folder = draft.lastIndex(of: "/").map { String(draft[...$0]) } ?? ""
    let stem = draft.dropFirst(folder.count).split(separator: ".").first ?? "draft"
    return "\(folder)\(stem).cert.json"
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
