import Documents
import Gates
import PolicyGraph
import PolicyProofs
import TestSupport
@testable import ConversationSimulator

/// Unsigned certificates, honest and forged, under a policy that names no keys and asks for `full`.
enum UnsignedStates {
  private typealias Fixture = GateFixture

  static let policy: GatePolicy = {
    var policy = Fixture.strictest
    policy.trustedKeys = []
    policy.minimumMode = .full
    policy.minimumAdaptiveRuns = 2
    return policy
  }()

  private static let plan = SimulationPlan(mode: .full, adaptiveRuns: 2)
  private static let honest = Fixture.certificate(plan)

  /// Each member with a value that it should not have, the id made to fit.
  static let all: [EvidenceState<Certificate>] =
    [
      .init("as it was made", .present(honest)),
      .init(
        "of another minor version of the engine",
        .present(Fixture.certificate(plan, engine: Engine(version: "1.9.0")))),
      .init(
        "of another major version", .present(Fixture.certificate(plan, engine: Engine(version: "2.4.2"))),
        .certificateOtherEngine),
      .init(
        "of a version that is no version", .present(Fixture.certificate(plan, engine: Engine(version: "1"))),
        .certificateOtherEngine),
      .init("really `quick`", .present(Fixture.certificate()), .certificateWeakerMode),
      .init(
        "with one random user", .present(Fixture.certificate(.init(mode: .full, adaptiveRuns: 1))),
        .certificateFewerUsers),
      .init(
        "without random users", .present(Fixture.certificate(.init(mode: .full, adaptiveRuns: 0))),
        .certificateWeakerMode),
      .init("with some channels only", .present(Fixture.certificate(only(.chat))), .certificatePartial),
    ] + forged + elsewhere

  private static func only(_ channels: ChannelSelection) -> SimulationPlan {
    SimulationPlan(mode: .full, adaptiveRuns: 2, channels: channels)
  }

  /// As edits of the honest one: of this very engine, so that all of it has to be reproduced.
  private static let forged: [EvidenceState<Certificate>] = [
    edited("draft_hash", .string("xxh3-128:" + zeros(32)), .certificateOtherDraft),
    edited("sha256", .string(zeros(64)), .certificateDigestMismatch),
    edited("engine", engine("another", "1.4.2"), .certificateNotReproduced),
    edited("mode", .string("stress"), .certificateNotReproduced),
    edited("seed", .integer(7), .certificateNotReproduced),
    edited("adaptive_runs", .integer(3), .certificateNotReproduced),
    edited(
      "selection", selection(leftOut: ["books_at_once"]), .certificatePartial, .certificateFailed,
      .coverageBelowFloor),
    edited("overall_pass", .boolean(false), .certificateFailed),
    edited("journeys_covered", .strings(["elsewhere"]), .certificateNotReproduced),
    edited("scenario_summary", summary(2), .certificateInconsistent),
    edited("scenarios", .array([]), .certificateInconsistent),
    edited("adaptive_summary", adaptive, .certificateNotReproduced),
    edited("coverage", coverage, .certificateNotReproduced),
    edited("invariants", .array([]), .certificateInconsistent),
    edited("blockers", .array([blocker]), .certificateInconsistent),
    edited("warnings", .strings(["nothing to see"]), .certificateNotReproduced),
    edited("recommendations", .strings(["release it"]), .certificateNotReproduced),
    edited("open_obligations", .array([]), .certificateNotReproduced),
    edited("performance_summary", performance, .certificateNotReproduced),
    edited("issued_at", .string("2020-01-01T00:00:00Z"), .certificateStale),
    edited("expires_at", .string("2020-01-01T00:00:00Z"), .certificateExpired),
  ]

  /// The same as edits of a `quick` one that names another minor version. What is claimed counts for nothing: the plan is
  /// played here, and judged by what that shows.
  private static let elsewhere: [EvidenceState<Certificate>] = {
    let quick = Fixture.certificate(engine: Engine(version: "1.9.0"))
    func claiming(
      _ name: String, _ edits: [(key: String, value: JSONValue)], _ codes: ReasonCode...
    ) -> EvidenceState<Certificate> {
      var state = EvidenceState<Certificate>(
        "`quick` of another minor version, claiming \(name)", .present(Fixture.forged(quick, edits)))
      state.codes = Set(codes)
      return state
    }
    return [
      claiming("more coverage", [("coverage", coverage)], .certificateWeakerMode),
      claiming(
        "`full` without random users", [("mode", .string("full")), ("adaptive_runs", .integer(0))],
        .certificateWeakerMode),
      claiming("`full`: that is played, and passes", [("mode", .string("full"))]),
      claiming(
        "all scenarios, with one left out", [("selection", selection(leftOut: ["books_at_once"]))],
        .certificateWeakerMode, .certificatePartial, .certificateFailed, .coverageBelowFloor),
    ]
  }()

  // MARK: -

  private static func edited(
    _ key: String, _ value: JSONValue, _ codes: ReasonCode...
  ) -> EvidenceState<Certificate> {
    var state = EvidenceState<Certificate>(
      "with another `\(key)`", .present(Fixture.forged(honest, [(key, value)])))
    state.codes = Set(codes)
    return state
  }

  private static func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }

  private static func engine(_ name: String, _ version: String) -> JSONValue {
    .object([JSONMember("name", .string(name)), JSONMember("version", .string(version))])
  }

  private static func selection(leftOut: [String]) -> JSONValue {
    .object([
      JSONMember("channel", .string("mixed")), JSONMember("scenarios_left_out", .strings(leftOut)),
      JSONMember("complete", .boolean(true)),
    ])
  }

  private static func summary(_ passed: Int) -> JSONValue {
    .object([
      JSONMember("passed", .integer(passed)), JSONMember("failed", .integer(0)),
      JSONMember("total", .integer(passed)),
    ])
  }

  private static let adaptive = JSONValue.object([
    JSONMember("runs", .integer(1_000)), JSONMember("failures", .integer(0)),
    JSONMember("fail_rate", .integer(0)),
  ])

  private static let coverage = JSONValue.object(
    ["nodes", "edges", "events", "tool_outcomes"].map {
      JSONMember(
        $0,
        .object([
          JSONMember("covered", .integer(9)), JSONMember("total", .integer(9)),
          JSONMember("ratio", .integer(1)),
        ]))
    })

  private static let performance = JSONValue.object([
    JSONMember("runs", .integer(9)), JSONMember("turns", .integer(9)), JSONMember("steps", .integer(9)),
  ])

  private static let blocker = JSONValue.object([
    JSONMember("invariant", .string("NoSilentDrop")), JSONMember("scenario_id", .string("any")),
    JSONMember("journey", .string("")), JSONMember("channel", .string("widget")),
    JSONMember("detail", .string("silence")),
  ])
}
