import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import PolicyProofs
import TestSupport
@testable import ConversationSimulator

/// One state of one piece of evidence, and what a gate says of it.
struct EvidenceState<Value: Sendable>: Sendable {
  let name: String
  let evidence: Evidence<Value>
  /// None: it is in order.
  var codes: Set<ReasonCode>

  init(_ name: String, _ evidence: Evidence<Value>, _ codes: ReasonCode...) {
    self.name = name
    self.evidence = evidence
    self.codes = Set(codes)
  }
}

/// Under a policy that asks for everything, ``GateFixture/strictest``.
enum EvidenceStates {
  typealias Fixture = GateFixture

  static let certificate: [EvidenceState<Certificate>] = {
    let good = Fixture.certificate()
    func signed(_ certificate: Certificate) -> Evidence<Certificate> {
      .present(certificate.signed(with: Fixture.key))
    }
    let spoilt = Fixture.forged(good.signed(with: Fixture.key), [("seed", .integer(1))])
    return [
      .init("valid", signed(good)),
      .init("absent", .absent, .certificateMissing),
      .init("said not to be needed", .notNeeded, .certificateMissing),
      .init("empty", .faulty(.init(.empty, "")), .certificateEmpty),
      .init("cut short, or no JSON", .faulty(.init(.unreadable, "")), .certificateUnreadable),
      .init("another shape", .faulty(.init(.malformed, "")), .certificateMalformed),
      .init(
        "wrong draft hash",
        signed(
          Fixture.forged(good, [("draft_hash", .string("xxh3-128:" + String(repeating: "0", count: 32)))])),
        .certificateOtherDraft),
      .init(
        "right xxh3, wrong SHA-256",
        signed(Fixture.forged(good, [("sha256", .string(String(repeating: "0", count: 64)))])),
        .certificateDigestMismatch),
      .init(
        "other major engine version", signed(Fixture.certificate(engine: Engine(version: "2.0.0"))),
        .certificateOtherEngine),
      .init("other minor engine version", signed(Fixture.certificate(engine: Engine(version: "1.9.0")))),
      .init("unsigned", .present(good), .certificateUnsigned),
      .init("unknown key", .present(good.signed(with: Fixture.stranger)), .certificateUnknownKey),
      .init("badly signed", .present(spoilt), .certificateBadlySigned),
      .init(
        "stale by a second", signed(Fixture.certificate(at: Fixture.now.advanced(bySeconds: -86_401))),
        .certificateStale),
      .init(
        "as old as it may be", signed(Fixture.certificate(at: Fixture.now.advanced(bySeconds: -86_400)))),
      .init(
        "five minutes from the future", signed(Fixture.certificate(at: Fixture.now.advanced(bySeconds: 300)))),
      .init(
        "further from the future", signed(Fixture.certificate(at: Fixture.now.advanced(bySeconds: 301))),
        .certificateFuture),
      .init(
        "at its end",
        signed(Fixture.certificate(at: Fixture.now.advanced(bySeconds: -3600), validForHours: 1)),
        .certificateExpired),
      .init(
        "some scenarios only",
        signed(
          Fixture.forged(
            good,
            [
              ("selection", selection(leavingOut: ["books_at_once"]))
            ])), .certificatePartial),
      .init(
        "some channels only", signed(Fixture.certificate(.init(channels: .chat))), .certificatePartial),
      .init(
        "failed", signed(Fixture.forged(good, [("overall_pass", .boolean(false))])), .certificateFailed),
      .init(
        "contradicting itself",
        signed(Fixture.forged(good, [("scenario_summary", summary(passed: 0, failed: 1))])),
        .certificateInconsistent),
    ]
  }()

  private static func selection(leavingOut scenarios: [String]) -> JSONValue {
    .object([
      JSONMember("channel", .string("mixed")), JSONMember("scenarios_left_out", .strings(scenarios)),
      JSONMember("complete", .boolean(false)),
    ])
  }

  private static func summary(passed: Int, failed: Int) -> JSONValue {
    .object([
      JSONMember("passed", .integer(passed)), JSONMember("failed", .integer(failed)),
      JSONMember("total", .integer(passed + failed)),
    ])
  }

  static let live: [EvidenceState<LiveVersion>] = {
    func live(_ edits: (old: String, new: String)...) -> Evidence<LiveVersion> {
      let item = "\"call:book_viewing:unconfirmed\", \(Fixture.openItem)"
      let text = BaseBlueprint.text.replacingOnce("\"call:book_viewing:unconfirmed\"", with: item)
      let draft = Fixture.draft(edits.reduce(text) { $0.replacingOnce($1.old, with: $1.new) })
      return .present(LiveVersion(reviewDraft(prepare(draft))))
    }
    var stricter = Fixture.strictest
    stricter.maximumAgeHours = 12
    return [
      .init("the same draft", .present(LiveVersion(Fixture.review, policies: [Fixture.strictest]))),
      .init("absent", .absent, .liveMissing),
      .init("said not to be needed", .notNeeded, .liveMissing),
      .init("unreadable", .faulty(.init(.unreadable, "")), .liveUnreadable),
      .init(
        "with a scenario more",
        live(
          (
            "    user_goal: see a home",
            "    user_goal: see a home\n    must_collect: [area]\n  - id: gone\n    channel: widget\n    user_goal: ask"
          )), .scenarioRemoved),
      .init(
        "collecting more", live(("must_collect: [area, day]", "must_collect: [area, day, beds]")),
        .scenarioWeakened),
      .init(
        "having to do more",
        live(("must_collect: [area, day]", "must_collect: [area, day]\n    must_do: [\"call:find_homes\"]")),
        .scenarioWeakened),
      .init("forbidding more", live((Fixture.openItem, "\(Fixture.openItem), handoff")), .scenarioWeakened),
      .init("on more channels", live(("    channel: widget\n", "")), .scenarioWeakened),
      .init(
        "covering more", live(("max_questions_per_turn: 2", "max_questions_per_turn: 1")),
        .coverageLower),
      .init(
        "asking for a confirmation more",
        live(
          (
            "require_confirmation_before: [book_viewing]",
            "require_confirmation_before: [book_viewing, find_homes]"
          )),
        .guaranteeLost),
      .init(
        "with a trigger more",
        live(("triggers: [asks for a person]", "triggers: [asks for a person, is angry]")),
        .guaranteeLost),
      .init(
        "handing over where the draft clarifies",
        live(("repair_strategy: ask_clarifying_question", "repair_strategy: handoff")),
        .guaranteeLost),
      .init(
        "under a stricter policy", .present(LiveVersion(Fixture.review, policies: [stricter])),
        .policyWeakened),
    ]
  }()

  static let incidents: [EvidenceState<[Incident]>] = [
    .init("none", .present([])),
    .init("absent", .absent, .incidentsMissing),
    .init("said not to be needed", .notNeeded, .incidentsMissing),
    .init("unreadable", .faulty(.init(.malformed, "")), .incidentsUnreadable),
    .init("one open", .present([Fixture.incident()]), .incidentOpen),
  ]

  static let evaluations: [EvidenceState<EvaluationFile>] = {
    let other = DraftHash(canonicalBytes: [1])
    let cut = CanonicalJSON.text(of: .object([JSONMember("schema_version", .string("eval_result.v1"))]))
    return [
      .init("enough runs that pass", .present(Fixture.results())),
      .init("absent", .absent, .evaluationsMissing),
      .init("said not to be needed", .notNeeded, .evaluationsMissing),
      .init("empty file", .faulty(.init(.empty, "")), .evaluationsEmpty),
      .init("no results", .present(readEvaluations(SourceText(name: "e", text: "\n"))), .evaluationsEmpty),
      .init("unreadable", .faulty(.init(.unreadable, "")), .evaluationsUnreadable),
      .init(
        "a line that is no result", .present(readEvaluations(SourceText(name: "e", text: cut))),
        .evaluationsUnreadable),
      .init("of another draft", .present(Fixture.results(draft: other)), .evaluationsOtherDraft),
      .init(
        "naming this draft by one hash, another by the other",
        .present(Fixture.results { if $1 == 0 { $0.sha256 = other.sha256 } }), .evaluationsDigestMismatch),
      .init(
        "failures that name this draft by one hash alone",
        .present(Fixture.results(20, passing: 17) { if $1 >= 17 { $0.sha256 = nil } }), .passRateTooLow),
      .init(
        "nine runs, each judged by two",
        .present(
          Fixture.results(18) {
            $0.run = "run-\($1 / 2)"
            $0.judge.name = "judge-\($1 % 2)"
          }), .tooFewRuns, .passRateTooLow),
      .init(
        "runs that a second judge says failed",
        .present(
          Fixture.results(40) {
            $0.run = "run-\($1 / 2)"
            $0.judge.name = "judge-\($1 % 2)"
            if $1 < 6 && $1 % 2 == 1 { $0.verdict = .fail }
          }), .passRateTooLow),
      .init(
        "stale", .present(Fixture.results(at: Fixture.now.advanced(bySeconds: -721 * 3600))),
        .evaluationsStale),
      .init(
        "from the future", .present(Fixture.results(at: Fixture.now.advanced(bySeconds: 301))),
        .evaluationsFuture),
      .init("too few runs", .present(Fixture.results(9)), .tooFewRuns, .passRateTooLow),
      .init("passing too seldom", .present(Fixture.results(20, passing: 17)), .passRateTooLow),
      .init("a critical violation", .present(Fixture.results(item: .violated)), .criticalViolation),
      .init("an obligation unjudged", .present(Fixture.results(item: .unjudged)), .obligationUnjudged),
    ]
  }()
}
