import Documents
@testable import ConversationSimulator
import BlueprintCompiler
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

@testable import Gates

/// What holds of any consistent blueprint, whatever its names and texts are.
struct ScenarioPropertyTests {
  private func compiled(_ json: JSONValue) throws -> Compilation {
    compile(SourceText(name: "case.json", text: CanonicalJSON.text(of: json)))
  }

  private func scenario(_ mustDo: [String], not items: [String]? = nil) -> Scenario {
    Scenario(
      id: "generated", channel: nil, userGoal: "anything", mustCollect: nil, mustDo: mustDo,
      mustNotDo: items)
  }

  /// The blueprint with a scenario of these items alone.
  private func blueprint(_ json: JSONValue, _ scenario: Scenario) -> JSONValue {
    guard case .object(var members) = json else { preconditionFailure("a blueprint is an object") }
    for index in members.indices where members[index].key == "evaluation_scenarios" {
      members[index].value = .array([JSONValue(scenario)])
    }
    return .object(members)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func whatTheAgentIsMadeForHappens(_ seed: UInt64) throws {
    var generator = BlueprintGenerator(seed: seed)
    let json = generator.blueprint()
    let draft = try #require(try compiled(json).draft).draft
    let tools = draft.tools ?? []
    let asked = (draft.variables ?? []).map(\.key).filter { slot in
      draft.nodes.contains { $0.slots?.contains(slot) ?? false }
    }
    let calls = tools.map { "call:\($0.id)" }
    let guarded = tools.filter(\.requiresConfirmation).map { "call:\($0.id):unconfirmed" }
    for scenario in [
      scenario(["handoff"], not: guarded + ["close:success"]),
      scenario(calls + ["close:success"], not: guarded),
      scenario(calls + asked.map { "ask:\($0)" } + ["handoff"]), scenario(["close:abandoned"]),
    ] {
      let compilation = try compiled(blueprint(json, scenario))
      // No finding is about the scenario.
      #expect(
        compilation.diagnostics.filter { $0.path.hasPrefix("/evaluation_scenarios") }.map(\.message) == [])
      let draft = try #require(compilation.draft).draft
      let simulation = simulate(prepare(draft), SimulationPlan())
      #expect(simulation.isPassed, "\(simulation.scenarios.flatMap { simulation.failures(of: $0) })")
    }
    for tool in tools where !tool.requiresConfirmation {
      let item = "call:\(tool.id):unconfirmed"
      let compilation = try compiled(blueprint(json, scenario(["handoff"], not: [item])))
      #expect(compilation.diagnostics.map(\.rule).contains(.unaskedCallForbidden))
      let draft = try #require(compilation.draft).draft
      let simulation = simulate(prepare(draft), SimulationPlan())
      let told = simulation.scenarios.flatMap { simulation.failures(of: $0) }
      #expect(told.map(\.invariant) == ["must_not_do"])
    }
  }
}
