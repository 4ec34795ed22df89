import Documents
import PolicyGraph
import PolicyProofs

/// A simulation as JSON: what a certificate says beside whose draft it was and when.
extension Simulation {
  /// The members that a certificate takes over from it.
  public var json: JSONValue { .object(members) }

  package var members: [JSONMember] {
    let blockers = blockers
    var members: [JSONMember] = [
      JSONMember("mode", .string(plan.mode.rawValue)),
      JSONMember("seed", .number(Double(plan.seed))),
      JSONMember("adaptive_runs", .integer(plan.adaptiveRuns)),
      JSONMember(
        "selection",
        .object([
          JSONMember("channel", .string(plan.channels.word)),
          JSONMember("scenarios_left_out", .strings(leftOut.map(\.text))),
          JSONMember("complete", .boolean(isOfEverything)),
        ])),
      JSONMember("overall_pass", .boolean(blockers.isEmpty && isPassed)),
      JSONMember("journeys_covered", .strings(phases.map(\.text))),
      JSONMember("scenario_summary", scenarioSummary),
      JSONMember("scenarios", .array(scenarios.map { json(of: $0) })),
    ]
    if plan.mode >= .full { members.append(JSONMember("adaptive_summary", adaptiveSummary)) }
    if let exploration { members.append(JSONMember("stress_summary", summary(of: exploration))) }
    members += [
      JSONMember("coverage", coverage.json),
      JSONMember("invariants", .array(Invariant.allCases.map { json(of: $0) })),
      JSONMember("blockers", .array(blockers.map(\.json))),
      JSONMember("warnings", .strings(warnings)),
      JSONMember("recommendations", .strings(recommendations)),
      JSONMember(
        "open_obligations",
        .array(
          scenarios.flatMap { scenario in
            scenario.openObligations.map {
              .object([
                JSONMember("scenario_id", .string(scenario.id.text)), JSONMember("item", .string($0)),
              ])
            }
          })),
      JSONMember(
        "performance_summary",
        .object([
          JSONMember("runs", .integer(runs)), JSONMember("turns", .integer(turns)),
          JSONMember("steps", .integer(steps)),
        ])),
    ]
    return members
  }

  /// Conversations.
  public var runs: Int { scenarios.reduce(0) { $0 + $1.scriptedRuns + $1.adaptiveRuns } }

  /// Whether no scenario and no channel was left out, and the explorer was bounded no lower than certificates stand for.
  var isOfEverything: Bool {
    let isExplored = plan.mode < .stress || plan.explorerBound >= SimulationPlan.defaultExplorerBound
    return leftOut.isEmpty && plan.channels == .mixed && isExplored
  }

  private var scenarioSummary: JSONValue {
    let passed = scenarios.count(where: \.isPassed)
    return .object([
      JSONMember("passed", .integer(passed)), JSONMember("failed", .integer(scenarios.count - passed)),
      JSONMember("total", .integer(scenarios.count)),
    ])
  }

  private var adaptiveSummary: JSONValue {
    let runs = scenarios.reduce(0) { $0 + $1.adaptiveRuns }
    let failures = scenarios.reduce(0) { $0 + $1.adaptiveFailures }
    // Rounded up: a rate of 0 means that none failed.
    let rate = runs == 0 ? 0 : (failures * 10_000 + runs - 1) / runs
    return .object([
      JSONMember("runs", .integer(runs)), JSONMember("failures", .integer(failures)),
      JSONMember("fail_rate", .number(Double(rate) / 10_000)),
    ])
  }

  private func summary(of exploration: Exploration) -> JSONValue {
    .object([
      JSONMember("pairs", .integer(scenarios.reduce(0) { $0 + $1.pairedRuns })),
      JSONMember("configurations", .integer(exploration.configurations.count)),
      JSONMember("explored_all", .boolean(exploration.isComplete)),
      JSONMember("violations", .integer(exploration.violations.count)),
    ])
  }

  private func json(of result: ScenarioResult) -> JSONValue {
    var members: [JSONMember] = [
      JSONMember("id", .string(result.id.text)),
      JSONMember("channels", .strings(result.channels)),
      JSONMember("passed", .boolean(result.isPassed)),
      JSONMember("runs", .integer(result.scriptedRuns + result.adaptiveRuns)),
      JSONMember("failed_runs", .integer(result.failedRuns)),
      JSONMember(
        "failures",
        .array(
          result.failures.map { failure in
            let words = words(for: failure)
            var members = [
              JSONMember("invariant", .string(words.invariant)),
              JSONMember("summary", .string(words.summary)),
              JSONMember("run", .string(words.run)),
              JSONMember("cooperative", .boolean(words.isCooperative)),
            ]
            if let node = failure.node {
              members.append(JSONMember("node", .string(program.name(of: node).text)))
            }
            return .object(members)
          })),
      JSONMember("not_looked_at", .strings(result.notLookedAt)),
    ]
    if !result.duties.isEmpty {
      members.append(
        JSONMember(
          "must_do",
          .array(
            result.duties.map {
              .object([JSONMember("item", .string($0.item)), JSONMember("happened", .boolean($0.isDone))])
            })))
    }
    return .object(members)
  }

  private func json(of invariant: Invariant) -> JSONValue {
    let verdicts = draft.verdicts
    return .object([
      JSONMember("name", .string(invariant.title)),
      JSONMember("verdict", .string(verdicts.verdict(of: invariant).rawValue)),
      JSONMember(
        "clauses",
        .object(
          verdicts.clauses.filter { $0.clause.invariant == invariant }.map {
            JSONMember($0.clause.rawValue, .string($0.verdict.rawValue))
          })),
    ])
  }
}

extension Coverage {
  var json: JSONValue {
    .object([
      JSONMember("nodes", nodes.json), JSONMember("edges", edges.json), JSONMember("events", events.json),
      JSONMember("tool_outcomes", toolOutcomes.json),
    ])
  }
}

extension Coverage.Share {
  var json: JSONValue {
    .object([
      JSONMember("covered", .integer(covered)), JSONMember("total", .integer(total)),
      JSONMember("ratio", .number(ratio)),
    ])
  }
}
