import PolicyGraph

/// What a simulation means for whoever wants to release the draft.
extension Simulation {
  /// Everything that keeps the certificate from passing.
  var blockers: [Certificate.Blocker] {
    proofBlockers + scenarios.flatMap { blockers(of: $0) } + explorerBlockers + budgetBlockers
  }

  private var proofBlockers: [Certificate.Blocker] {
    ProofVerdicts(report).clauses.filter { $0.verdict != .proved }.map { clause, verdict in
      Certificate.Blocker(
        invariant: clause.invariant.title, scenario: "any", journey: "", channel: plan.channels.word,
        detail: "clause `\(clause.rawValue)` is \(verdict.rawValue): it is not shown that \(clause.promise)",
        suggestedFix: "run `fohc validate` on the draft and fix what it finds")
    }
  }

  private func blockers(of result: ScenarioResult) -> [Certificate.Blocker] {
    result.failures.map { failure in
      let words = words(for: failure)
      return Certificate.Blocker(
        invariant: words.invariant, scenario: result.id.text,
        journey: failure.node.flatMap { program.draft.nodes[$0].phase?.text } ?? "",
        channel: result.channels.first ?? "",
        detail: "\(words.summary), with \(failure.run.name(in: program))", suggestedFix: words.suggestedFix)
    }
  }

  private var explorerBlockers: [Certificate.Blocker] {
    (exploration?.violations ?? []).map { violation in
      Certificate.Blocker(
        invariant: Clause(of: violation.rule)?.invariant.title ?? "", scenario: "any",
        journey: program.draft.nodes[violation.node].phase?.text ?? "", channel: plan.channels.word,
        detail: program.message(of: violation, last: nil).text,
        suggestedFix: "run `fohc validate` on the draft and fix what it finds")
    }
  }

  private var budgetBlockers: [Certificate.Blocker] {
    var found: [Certificate.Blocker] = []
    if scenarios.isEmpty {
      found.append(
        Certificate.Blocker(
          invariant: "scenarios", scenario: "any", journey: "", channel: plan.channels.word,
          detail: "no scenario was played, so nothing was shown",
          suggestedFix: "give the agent at least one of `evaluation_scenarios` that the selection admits"))
    }
    if !isComplete {
      found.append(
        Certificate.Blocker(
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
