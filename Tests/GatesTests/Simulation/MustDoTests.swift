import Documents
import PolicyProofs
@testable import ConversationSimulator
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// What scenarios say has to happen, and what must not, judged by what happens.
struct MustDoTests {
  private static let forbidden = "    must_not_do: [\"call:book_viewing:unconfirmed\"]"

  /// The base blueprint's draft, whose scenario has these lines in place of its `must_not_do`.
  private func draft(
    _ scenario: String, _ edits: (old: String, new: String)..., collecting slots: String = "[area, day]"
  ) -> Draft {
    let text = BaseBlueprint.with(
      (Self.forbidden, "    \(scenario)"), ("must_collect: [area, day]", "must_collect: \(slots)"))
    return GateFixture.draft(edits.reduce(text) { $0.replacingOnce($1.old, with: $1.new) })
  }

  private func simulate(_ draft: Draft, _ mode: SimulationMode = .stress) -> Simulation {
    ConversationSimulator.simulate(
      prepare(draft), SimulationPlan(mode: mode, adaptiveRuns: 10, explorerBound: 200))
  }

  /// What failed: the invariant and whether it fails with a cooperative user.
  private func failures(_ draft: Draft) -> [String] {
    let simulation = simulate(draft, .quick)
    return simulation.scenarios.flatMap { simulation.failures(of: $0) }.map {
      $0.invariant + ($0.isCooperative ? ", cooperative" : "")
    }
  }

  // MARK: Each form

  @Test(
    arguments: [
      "must_do: [\"call:book_viewing\"]",
      "must_do: [\"call:find_homes\", \"call:book_viewing\", \"close:success\"]",
      "must_do: [handoff]", "must_do: [\"close:success\"]", "must_do: [\"ask:area\", \"ask:day\"]",
      "must_do: [\"call:book_viewing\", handoff]", "must_do: [\"ask:day\", handoff]",
      "must_do: [\"ask:beds\", \"close:abandoned\"]",
    ])
  func passesWhereItHappens(_ scenario: String) {
    let simulation = simulate(draft(scenario))
    #expect(simulation.isPassed, "\(simulation.scenarios.flatMap { simulation.failures(of: $0) })")
    #expect(simulation.scenarios.allSatisfy { $0.duties.allSatisfy(\.isDone) })
  }

  @Test func whoHasToDeclineDeclines() {
    #expect(simulate(draft("must_do: [\"close:declined\"]", collecting: "[]")).isPassed)
    // First what has to be collected, then no.
    #expect(simulate(draft("must_do: [\"close:declined\"]", collecting: "[area]")).isPassed)
    // Nothing is left to be declined once everything is given.
    #expect(
      failures(draft("must_do: [\"close:declined\"]", collecting: "[area, budget, beds, day]"))
        == ["must_do, cooperative"])
  }

  /// Changes after which something does not happen any more, and what says so.
  @Test func failsWhereItDoesNotHappen() throws {
    // The talk reports without having called.
    var uncalled = draft("must_do: [\"call:find_homes\"]")
    for index in uncalled.edges.indices where uncalled.edges[index].on == .tool("find_homes") {
      uncalled.edges[index].to = try #require(
        uncalled.nodes.first { $0.kind == .interject && $0.id.text.hasSuffix("talk/interrupted") }
      ).id
    }
    #expect(failures(uncalled).contains("must_do, cooperative"))
    // Whoever asks for a person is sent away.
    var closed = draft("must_do: [handoff]", collecting: "[]")
    for index in closed.edges.indices where closed.edges[index].on == .escalate {
      closed.edges[index].to = "close:abandoned"
    }
    #expect(failures(closed).first == "NoSilentDrop, cooperative")
    #expect(failures(closed).contains("must_do, cooperative"))
    // Nothing succeeds.
    var declined = draft("must_do: [\"close:success\"]")
    for index in declined.edges.indices where declined.edges[index].to == "close:success" {
      declined.edges[index].to = "close:declined"
    }
    #expect(failures(declined).contains("must_do, cooperative"))
    // A phase is passed by.
    var unasked = draft("must_do: [\"ask:area\"]", collecting: "[]")
    unasked.entry = "visit/route"
    #expect(failures(unasked).contains("must_do, cooperative"))
    // Nobody is let go.
    var kept = draft("must_do: [\"close:abandoned\"]", collecting: "[]")
    for index in kept.edges.indices where kept.edges[index].to == "close:abandoned" {
      kept.edges[index].to = "handoff"
    }
    #expect(failures(kept) == ["must_do, cooperative"])
  }

  @Test func whatCannotBeSeenToHappenDoesNot() {
    for item in ["is friendly", "call:send_letter", "ask:garden", "close:", "handoff "] {
      var draft = draft("must_do: [handoff]", collecting: "[]")
      draft.scenarios?[0].mustDo = [item]
      #expect(failures(draft) == ["must_do, cooperative"], "\(item)")
    }
  }

  // MARK: Asking for a person

  /// One conversation for each place at which the user is awaited, and each of them has to end with a person.
  @Test func aPersonIsAskedForEverywhere() throws {
    var draft = draft("must_do: [handoff]")
    let simulation = simulate(draft, .quick)
    let asked = simulation.scenarios.flatMap { result in
      result.cooperativeRuns.map { $0.name(in: simulation.program) }
    }
    for place in ["brief/ask/1", "brief/ask/2", "brief/talk", "visit/ask/1", "visit/talk"] {
      #expect(asked.contains("a cooperative user, who asks for a person at `\(place)`"))
    }
    // One place at which it leads elsewhere is enough.
    let edge = try #require(
      draft.edges.firstIndex { $0.from == "visit/ask/1" && $0.on == .escalate })
    draft.edges[edge].to = "close:abandoned"
    let found = simulate(draft, .quick)
    let failure = try #require(
      found.scenarios.flatMap { found.failures(of: $0) }.first { $0.invariant == "must_do" })
    #expect(failure.run == "a cooperative user, who asks for a person at `visit/ask/1`")
  }

  /// Who asks for a person first thing has given nothing: only who was asked for everything has to have given it.
  @Test func whatMustBeCollectedIsAskedOfTheLast() {
    #expect(simulate(draft("must_do: [handoff]", collecting: "[area, day]")).isPassed)
    var draft = draft("must_do: [handoff]")
    draft.variables?.append(Variable(key: "garden", label: "Garden", isRequired: false, ask: "A garden?"))
    draft.scenarios?[0].mustCollect = ["garden"]
    #expect(failures(draft) == ["must_collect, cooperative"])
  }

  /// A scenario that has to be handed over may forbid success: nobody in it is left to be content.
  @Test func aHandOffMayForbidSuccess() {
    #expect(simulate(draft("must_do: [handoff]\n    must_not_do: [\"close:success\"]")).isPassed)
  }

  // MARK: Calls without a yes

  /// Whatever the tool declares: a tool that needs no yes is called without one.
  @Test(arguments: ["call:book_viewing:unconfirmed", "call:find_homes:unconfirmed"])
  func aCallThatNobodyWasAskedForIsUnconfirmed(_ item: String) {
    var draft = draft("must_not_do: [\"\(item)\"]", ("before: [book_viewing]", "before: []"))
    #expect(failures(draft) == ["must_not_do, cooperative"])
    draft.scenarios?[0].mustNotDo = ["call:nothing:unconfirmed"]
    #expect(failures(draft) == [])
  }

  @Test func aCallAfterAYesIsConfirmed() {
    #expect(simulate(draft("must_not_do: [\"call:book_viewing:unconfirmed\"]")).isPassed)
    // The second attempt is made without another yes.
    #expect(failures(draft("must_not_do: [\"call:book_viewing:unconfirmed\"]")) == [])
  }

  // MARK: Success that needs a tool

  private static let required = (
    old: "See you then.", new: "See you then.\n  success_requires: [book_viewing]"
  )

  @Test func successIsReachedWhereItNeedsATool() {
    #expect(simulate(draft("must_do: [\"close:success\"]", Self.required)).isPassed)
    #expect(simulate(draft("must_do: [\"close:declined\"]", Self.required, collecting: "[]")).isPassed)
    #expect(simulate(draft("must_not_do: [\"close:declined\"]", Self.required)).isPassed)
  }

  /// Where the user does not want the tool, nothing is gone round for ever.
  @Test func whoDoesNotWantWhatSuccessNeedsDeclines() throws {
    let simulation = simulate(draft("must_not_do: [\"call:book_viewing\"]", Self.required))
    #expect(simulation.isPassed)
    let conversation = try #require(simulation.transcripts.first)
    #expect(conversation.lines.last?.text == "the conversation ends: the user declined")
  }

  @Test func aToolThatFailedIsTriedOnceMore() {
    let draft = draft(
      "must_not_do: [\"close:declined\", handoff]", Self.required,
      ("failure_mode: retry_once", "failure_mode: apologize_and_continue"))
    #expect(failures(draft) == [])
    let program = PolicyProgram(draft)
    let unfinished = program.draft.nodes.firstIndex { $0.id == "end/unfinished" }
    #expect(unfinished != nil)
    #expect(simulate(draft, .quick).coverage.nodes.covered > 0)
  }

  // MARK: What is told

  /// Broken for the cooperative user too, and found before that in a perturbed conversation: the plain one is told.
  @Test func theCooperativeRunIsToldFirst() throws {
    var draft = draft("must_not_do: [\"ask:day\", \"close:abandoned\", \"close:success\"]")
    for index in draft.edges.indices where draft.edges[index].on == .deny {
      draft.edges[index].to = "close:abandoned"
    }
    let simulation = simulate(draft, .full)
    let result = try #require(simulation.scenarios.first)
    let told = simulation.failures(of: result)
    #expect(told.first?.isCooperative == true)
    let order = result.failures.map(\.run.perturbations)
    #expect(order == order.sorted() && Set(order).count > 1)
    #expect(told.first { $0.summary.contains("ask:day") }?.run == "a cooperative user")
    // The certificate says it in the same order.
    let certificate = GateFixture.certificate(of: draft)
    let blocker = try #require(certificate.blockers.first { $0.invariant == "must_not_do" })
    #expect(blocker.detail.hasSuffix("with a cooperative user"))
    #expect(simulation.transcripts.first?.user == "a cooperative user")
  }

  @Test func theFaultStandsWhereItHappens() throws {
    let simulation = simulate(draft("must_not_do: [\"ask:day\"]"), .quick)
    let lines = try #require(simulation.transcripts.first).lines
    let fault = try #require(lines.firstIndex { $0.speaker == .fault })
    #expect(lines[fault - 1].text == "Which day?")
    #expect(lines.count { $0.speaker == .fault } == 1)
    #expect(lines.last?.speaker == .note)
    // What is missing at the end is said at the end.
    var closed = draft("must_do: [\"close:success\"]")
    for index in closed.edges.indices where closed.edges[index].to == "close:success" {
      closed.edges[index].to = "close:declined"
    }
    #expect(simulate(closed, .quick).transcripts.first?.lines.last?.speaker == .fault)
  }

  @Test func theCertificateSaysWhatHappened() throws {
    let scenario = "must_do: [\"call:find_homes\"]\n    must_not_do: [names a price]"
    let certificate = GateFixture.read(GateFixture.certificate(of: draft(scenario)).json)
    #expect(certificate.isPassing && certificate.isConsistent)
    let entry = try #require(certificate.json["scenarios"]?.elements.first)
    #expect(entry["must_do"]?.elements.map { $0["item"]?.text } == ["call:find_homes"])
    #expect(entry["must_do"]?.elements.map { $0["happened"]?.isTrue } == [true])
    let words = ["the words of `user_goal` were not read", "1 item needs a judge"]
    #expect(entry["not_looked_at"]?.elements.compactMap(\.text) == words)
    #expect(certificate.notLookedAt == words)
    let failed = simulate(draft("must_not_do: [\"ask:day\"]"), .quick).json
    let failure = try #require(failed["scenarios"]?.elements.first?["failures"]?.elements.first)
    #expect(failure["cooperative"]?.isTrue == true)
  }
}
