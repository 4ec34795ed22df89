import Documents
import PolicyProofs
@testable import ConversationSimulator
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

struct SimulationTests {
  private func simulate(
    _ edits: (old: String, new: String)...,
    plan: SimulationPlan = SimulationPlan(mode: .full, adaptiveRuns: 20)
  ) -> Simulation {
    simulated(
      GateFixture.draft(edits.reduce(BaseBlueprint.text) { $0.replacingOnce($1.old, with: $1.new) }), plan)
  }

  private func simulated(_ draft: Draft, _ plan: SimulationPlan = SimulationPlan()) -> Simulation {
    ConversationSimulator.simulate(prepare(draft), plan)
  }

  private func failures(of simulation: Simulation) -> [String] {
    simulation.scenarios.flatMap { simulation.failures(of: $0) }.map(\.invariant)
  }

  @Test func theScenariosOfEveryExamplePass() throws {
    for name in Repository.examples {
      let compilation = compile(try Repository.source("Examples/blueprints/\(name)"))
      let draft = try #require(compilation.draft)
      let simulation = ConversationSimulator.simulate(draft, SimulationPlan(mode: .full, adaptiveRuns: 10))
      #expect(simulation.isPassed, "\(name): \(failures(of: simulation))")
      #expect(simulation.scenarios.count == draft.draft.scenarios?.count)
    }
  }

  @Test func collectsWhatItMust() {
    #expect(simulate().isPassed)
    // A tool-less detour cannot fill a slot that nothing asks for.
    var draft = GateFixture.draft(BaseBlueprint.text)
    draft.variables?.append(Variable(key: "garden", label: "Garden", isRequired: false, ask: "A garden?"))
    draft.scenarios?[0].mustCollect = ["garden"]
    #expect(failures(of: simulated(draft)) == ["must_collect"])
    draft.scenarios?[0].mustCollect = ["nowhere"]
    #expect(failures(of: simulated(draft)) == ["must_collect"])
  }

  @Test(arguments: ["ask:budget", "close:success"])
  func noticesWhatMustNotHappen(_ item: String) {
    let simulation = simulate(("\"call:book_viewing:unconfirmed\"", "\"\(item)\""))
    #expect(failures(of: simulation) == ["must_not_do"])
  }

  /// What only the user's own doing brings about is not held against the agent; nor is a tool that this scenario's
  /// user does not ask for.
  @Test(arguments: ["handoff", "close:abandoned", "close:declined", "call:find_homes", "ask:nothing"])
  func isQuietOnWhatTheUserBringsAbout(_ item: String) {
    #expect(simulate(("\"call:book_viewing:unconfirmed\"", "\"\(item)\"")).isPassed)
  }

  @Test func anUnaskedCallIsNoticed() throws {
    var draft = GateFixture.draft(
      BaseBlueprint.text.replacingOnce("call:book_viewing:unconfirmed", with: "call:find_homes"))
    let call = try #require(
      draft.nodes.first { $0.kind == .call && $0.tool == "find_homes" && $0.attempt == 1 })
    for index in draft.edges.indices where draft.edges[index].on == .goalMet {
      draft.edges[index].to = call.id
    }
    #expect(failures(of: simulated(draft)).contains("must_not_do"))
  }

  @Test func anUnconfirmedCallIsNoticed() throws {
    var draft = GateFixture.draft(BaseBlueprint.text)
    let call = try #require(
      draft.nodes.first { $0.kind == .call && $0.tool == "book_viewing" && $0.attempt == 1 })
    for index in draft.edges.indices where draft.edges[index].on == .tool("book_viewing") {
      draft.edges[index].to = call.id
    }
    let found = failures(of: simulated(draft))
    #expect(found.contains("must_not_do") && found.contains("ToolDeterminism"))
  }

  @Test func aJudgesItemStaysOpen() {
    let simulation = simulate(("\"call:book_viewing:unconfirmed\"", "promises a discount"))
    #expect(simulation.isPassed)
    #expect(simulation.scenarios.map(\.openObligations) == [["promises a discount"]])
  }

  @Test func aDraftWithoutScenariosShowsNothing() {
    var draft = GateFixture.draft(BaseBlueprint.text)
    draft.scenarios = nil
    #expect(!simulated(draft).isPassed)
    #expect(!GateFixture.certificate(of: draft).isPassing)
  }

  @Test func aBudgetThatRunsOutIsAFailure() {
    let plan = SimulationPlan(turnBudget: 40)
    let simulation = simulate(plan: plan)
    #expect(!simulation.isComplete && !simulation.isPassed)
  }

  @Test func pairsOfPerturbationsPassToo() throws {
    for name in ["custom.yaml", "vet_out_of_hours.yaml", "dental_practice.yaml"] {
      let draft = try #require(compile(try Repository.source("Examples/blueprints/\(name)")).draft)
      let simulation = ConversationSimulator.simulate(
        draft, SimulationPlan(mode: .stress, adaptiveRuns: 1, explorerBound: 500))
      #expect(simulation.isPassed, "\(name): \(failures(of: simulation))")
    }
  }

  @Test func everyModePlaysMore() {
    let runs = SimulationMode.allCases.map { simulate(plan: SimulationPlan(mode: $0, adaptiveRuns: 5)).runs }
    #expect(runs[0] < runs[1] && runs[1] < runs[2])
  }

  @Test func theChannelSelects() {
    #expect(simulate(plan: SimulationPlan(channels: .one("voice"))).scenarios.isEmpty)
    #expect(simulate(plan: SimulationPlan(channels: .chat)).scenarios.map(\.channels) == [["widget"]])
    let everywhere = simulate(("    channel: widget\n", ""))
    #expect(everywhere.scenarios.map(\.channels) == [["widget", "voice"]])
  }

  // MARK: Determinism

  @Test func isAFunctionOfDraftAndPlan() {
    let plan = SimulationPlan(mode: .full, seed: 3, adaptiveRuns: 20)
    func text(_ plan: SimulationPlan) -> String { CanonicalJSON.text(of: simulate(plan: plan).json) }
    #expect(text(plan) == text(plan))
    var other = plan
    other.seed = 4
    #expect(simulate(plan: plan).turns != simulate(plan: other).turns)
  }

  /// Whoever is simulated beside it, a scenario's random users do the same.
  @Test func scenariosDoNotDependOnEachOther() throws {
    let two =
      "    must_collect: [area, day]\n  - id: second\n    channel: voice\n    user_goal: ask\n    must_collect: [area]"
    let plan = SimulationPlan(mode: .full, adaptiveRuns: 20)
    let both = simulate(("    must_collect: [area, day]", two), plan: plan)
    var alone = plan
    alone.scenarios = ["second"]
    let second = simulate(("    must_collect: [area, day]", two), plan: alone)
    #expect(second.scenarios.count == 1 && second.leftOut == ["books_at_once"])
    #expect(both.scenarios[1].failedRuns == second.scenarios[0].failedRuns)
    #expect(both.scenarios[1].adaptiveRuns == second.scenarios[0].adaptiveRuns)
  }

  @Test func theSameBlueprintInYAMLAndJSONGivesTheSameCertificate() throws {
    var findings = Findings(limits: .standard)
    let document = try #require(readDocument(.yaml(BaseBlueprint.text), findings: &findings))
    let json = PrettyJSON.text(of: JSONValue(document.root))
    let fromYAML = GateFixture.certificate(of: GateFixture.draft(BaseBlueprint.text))
    let fromJSON = GateFixture.certificate(of: GateFixture.draft(json))
    #expect(CanonicalJSON.text(of: fromYAML.json) == CanonicalJSON.text(of: fromJSON.json))
  }

  /// Kept for ever: certificates depend on every bit. The numbers are those of the reference implementation.
  @Test func theGeneratorIsTheReferenceOne() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in random.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  // MARK: Coverage

  /// What the analyses think possible is what brute force sees, so that a share of it means something.
  @Test func whatIsPossibleIsWhatTheExplorerSees() throws {
    let draft = GateFixture.draft(
      BaseBlueprint.text.replacingOnce("[area, budget, beds]", with: "[area]")
        .replacingOnce(
          "      - {key: budget, label: Budget, required: true, ask_when_missing: What is your budget?}\n"
            .replacing("      ", with: "  "), with: ""
        )
        .replacingOnce(
          "      - {key: beds, label: Bedrooms, required: true, ask_when_missing: How many bedrooms?}\n"
            .replacing("      ", with: "  "), with: ""))
    let program = PolicyProgram(draft)
    let exploration = explore(program, maximum: 200_000)
    #expect(exploration.isComplete)
    let possible = PolicyAnalysis(program).possibleGroups
    let pairs = program.groups.indices.filter { possible[$0] }.map { program.groups[$0] }
    #expect(pairs.count == exploration.possiblePairs.count)
    #expect(
      pairs.allSatisfy { exploration.possiblePairs.contains(.init(node: $0.node, event: $0.event)) })
  }

  @Test func transcriptsReadAsConversations() throws {
    let simulation = simulate(plan: SimulationPlan())
    let conversation = try #require(simulation.transcripts.first)
    let lines = conversation.lines.map { "\($0.speaker.rawValue): \($0.text)" }
    #expect(lines.contains("agent: Which day?"))
    #expect(lines.contains("user: Yes, please do."))
    #expect(lines.last == "note: the conversation ends well")
  }
}
