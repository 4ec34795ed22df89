import PolicyGraph

/// A scenario that the draft's author did not write and might.
public struct ScenarioSuggestion: Sendable {
  public let scenario: Scenario
  /// Why it is worth having, in words.
  public let reason: String
  /// (node, event) pairs that no scenario before it touches in a quick simulation.
  public let gain: Int
}

extension Simulation {
  /// Scenarios that would touch or hold to account what the draft's own do not: those that raise coverage come first,
  /// the one that raises it most before the others (the greedy choice for maximum coverage: Nemhauser, Wolsey and
  /// Fisher 1978), then those that have something collected, kept or tried on a channel for the first time.
  ///
  /// O(candidates² × quick simulation of a scenario).
  public static func suggestions(for draft: Draft, limit: Int = 5) -> [ScenarioSuggestion] {
    // The policy is the same whatever scenarios are played on it: it is proved once.
    let report = ProofReport(PolicyProgram(draft))
    func covered(by scenarios: [Scenario]) -> Int {
      Simulation(report, SimulationPlan(), playing: scenarios).coverage.events.covered
    }
    var scenarios = draft.scenarios ?? []
    var candidates = ScenarioCandidates(draft).all
    var reached = covered(by: scenarios)
    var found: [ScenarioSuggestion] = []
    while found.count < limit, !candidates.isEmpty {
      let gains = candidates.map { covered(by: scenarios + [$0.scenario]) - reached }
      let best = gains.indices.max { (gains[$0], -$0) < (gains[$1], -$1) } ?? 0
      let chosen = candidates.remove(at: best)
      found.append(
        ScenarioSuggestion(scenario: chosen.scenario, reason: chosen.reason, gain: gains[best]))
      scenarios.append(chosen.scenario)
      reached += gains[best]
    }
    return found
  }
}

/// What could be missing from a draft's scenarios, in a stable order.
private struct ScenarioCandidates {
  private let draft: Draft
  private let existing: [Scenario]
  private let confirmations: [String]
  private(set) var all: [(scenario: Scenario, reason: String)] = []

  init(_ draft: Draft) {
    self.draft = draft
    existing = draft.scenarios ?? []
    confirmations = (draft.tools ?? []).filter(\.requiresConfirmation).map { "call:\($0.id):unconfirmed" }
    addForbiddenTools()
    addUncollectedSlots()
    addUnguardedTools()
    addChannels()
  }

  /// Tools that no scenario's user may ask for.
  private mutating func addForbiddenTools() {
    let tools = (draft.tools ?? []).map(\.id).filter { tool in
      !existing.contains { !($0.mustNotDo ?? []).contains { $0.hasSameScalars(as: "call:\(tool)") } }
    }
    for tool in tools {
      add("uses_\(tool)", "Wants what takes \(tool)", nil, "no scenario lets its user ask for `\(tool)`")
    }
  }

  private mutating func addUncollectedSlots() {
    let collected = Set(existing.flatMap { $0.mustCollect ?? [] })
    let missing = (draft.variables ?? []).filter { $0.isRequired && !collected.contains($0.key) }.map(\.key)
    guard !missing.isEmpty else { return }
    add(
      "gives_everything", "Tells the agent all that it asks for", nil,
      "no scenario has to collect \(missing.map { "`\($0)`" }.joined(separator: ", "))",
      mustCollect: (draft.variables ?? []).filter(\.isRequired).map(\.key))
  }

  private mutating func addUnguardedTools() {
    let held = existing.flatMap { $0.mustNotDo ?? [] }
    let free = confirmations.filter { item in !held.contains { $0.hasSameScalars(as: item) } }
    guard !free.isEmpty else { return }
    add(
      "says_no_first", "Is asked for leave, and says no before saying yes", nil,
      "no scenario forbids \(free.map { "`\($0)`" }.joined(separator: ", "))")
  }

  private mutating func addChannels() {
    for channel in draft.allowedChannels
    where !existing.contains(where: { draft.channels(of: $0).contains { $0.hasSameScalars(as: channel) } }) {
      add("on_\(channel)", "Comes by \(channel)", channel, "no scenario takes place on `\(channel)`")
    }
  }

  private mutating func add(
    _ id: String, _ goal: String, _ channel: String?, _ reason: String, mustCollect: [SlotKey]? = nil
  ) {
    var unique = id
    var number = 2
    while (existing + all.map(\.scenario)).contains(where: { $0.id == ScenarioID(unique) }) {
      unique = "\(id)_\(number)"
      number += 1
    }
    let scenario = Scenario(
      id: ScenarioID(unique), channel: channel, userGoal: goal, mustCollect: mustCollect,
      mustNotDo: confirmations.isEmpty ? nil : confirmations)
    all.append((scenario, reason))
  }
}
