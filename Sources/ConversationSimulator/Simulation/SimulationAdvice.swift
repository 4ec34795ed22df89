import Documents
import PolicyGraph
import PolicyProofs

extension Simulation {
  /// One reason why a certificate does not pass, in words for those who edit the draft.
  public struct Blocker: Sendable {
    /// The title of the invariant that is not proved, or what else was broken.
    public let invariant: String
    /// The scenario in which it showed; `any` for what is not about one.
    public let scenario: String
    /// The id of the phase in which it showed; empty if it is in no phase.
    public let journey: String
    /// The channel on which it was played.
    public let channel: String
    /// What is wrong, in a sentence.
    public let detail: String
    /// What would fix it; nil if nothing general can be said.
    public let suggestedFix: String?

    package init(
      invariant: String, scenario: String, journey: String, channel: String, detail: String,
      suggestedFix: String?
    ) {
      self.invariant = invariant
      self.scenario = scenario
      self.journey = journey
      self.channel = channel
      self.detail = detail
      self.suggestedFix = suggestedFix
    }
  }
}

/// What a simulation means for a release of the draft.
extension Simulation {
  /// Everything that keeps the certificate from passing.
  var blockers: [Blocker] {
    proofBlockers + scenarios.flatMap { blockers(of: $0) } + explorerBlockers + budgetBlockers
  }

  private var proofBlockers: [Blocker] {
    draft.verdicts.clauses.filter { $0.verdict != .proved }.map { clause, verdict in
      Blocker(
        invariant: clause.invariant.title, scenario: "any", journey: "", channel: plan.channels.word,
        detail: "clause `\(clause.rawValue)` is \(verdict.rawValue): it is not shown that \(clause.promise)",
        suggestedFix: "run `fohc validate` on the draft and fix what it finds")
    }
  }

  private func blockers(of result: ScenarioResult) -> [Blocker] {
    result.failures.map { failure in
      let words = words(for: failure)
      return Blocker(
        invariant: words.invariant, scenario: result.id.text,
        journey: failure.node.flatMap { program.draft.nodes[$0].phase?.text } ?? "",
        channel: result.channels.first ?? "",
        detail: "\(words.summary), with \(failure.run.name(in: program))", suggestedFix: words.suggestedFix)
    }
  }

  private var explorerBlockers: [Blocker] {
    (exploration?.violations ?? []).map { violation in
      Blocker(
        invariant: Clause(of: violation.rule)?.invariant.title ?? "", scenario: "any",
        journey: program.draft.nodes[violation.node].phase?.text ?? "", channel: plan.channels.word,
        detail: program.message(of: violation, last: nil).text,
        suggestedFix: "run `fohc validate` on the draft and fix what it finds")
    }
  }

  private var budgetBlockers: [Blocker] {
    var found: [Blocker] = []
    if scenarios.isEmpty {
      found.append(
        Blocker(
          invariant: "scenarios", scenario: "any", journey: "", channel: plan.channels.word,
          detail: "no scenario was played, so nothing was shown",
          suggestedFix: "give the agent at least one of `evaluation_scenarios` that the selection admits"))
    }
    if !isComplete {
      found.append(
        Blocker(
          invariant: "budget", scenario: "any", journey: "", channel: plan.channels.word,
          detail: "the simulation was cut short after \(turns) turns",
          suggestedFix: "simulate in a smaller mode, or make the agent smaller"))
    }
    return found
  }

  var warnings: [String] {
    var warnings: [String] = []
    if !leftOut.isEmpty {
      warnings.append(
        "\(leftOut.count) of the draft's scenarios were not played; such a certificate opens no gate")
    } else if !isOfEverything {
      warnings.append("only \(plan.channels.word) was simulated; such a certificate opens no gate")
    }
    if !scenarios.isEmpty {
      let open = scenarios.reduce(0) { $0 + $1.openObligations.count }
      warnings.append(
        ScenarioResult.notLookedAt(judgeItems: open).joined(separator: "; ") + ": open, not passed")
    }
    if let exploration, !exploration.isComplete {
      warnings.append("the explorer stopped at its bound of \(plan.explorerBound) configurations")
    }
    return warnings
  }

  var recommendations: [String] {
    var found: [String] = []
    let collected = Set((program.draft.scenarios ?? []).flatMap { $0.mustCollect ?? [] })
    let forgotten = (program.draft.variables ?? []).filter { $0.isRequired && !collected.contains($0.key) }
    if !forgotten.isEmpty {
      found.append(
        "no scenario has to collect \(forgotten.map { "`\($0.key)`" }.joined(separator: ", ")): name them in a `must_collect`"
      )
    }
    let played = Set(scenarios.flatMap(\.channels))
    let silent = program.draft.allowedChannels.filter { !played.contains($0) }
    if !silent.isEmpty, isOfEverything {
      found.append("no scenario takes place on \(silent.joined(separator: ", ")): add one for each")
    }
    if coverage.events.covered < coverage.events.total, plan.mode == .quick {
      found.append(
        "\(coverage.events.total - coverage.events.covered) of \(coverage.events.total) events were not exercised: `full` adds random users"
      )
    }
    return found
  }
}

extension Simulation.Blocker {
  var json: JSONValue {
    var members = [
      JSONMember("invariant", .string(invariant)), JSONMember("scenario_id", .string(scenario)),
      JSONMember("journey", .string(journey)), JSONMember("channel", .string(channel)),
      JSONMember("detail", .string(detail)),
    ]
    if let suggestedFix { members.append(JSONMember("suggested_fix", .string(suggestedFix))) }
    return .object(members)
  }
}
