import Documents
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// What covers an incident: a passing scenario that is new or changed since the version that was live when it opened.
struct CoveringTests {
  /// Live: `first`. The incident is that of an override.
  private static func desk() -> ReleaseDesk {
    var desk = ReleaseDesk()
    _ = desk.release(.first)
    desk.override(.second)
    return desk
  }

  @Test(
    arguments: [
      (.second, "books_at_once", "covering_scenario_unchanged"),
      (.extended, "books_at_once", "covering_scenario_unchanged"), (.extended, "calls", nil),
      (.changed, "books_at_once", nil), (.renamed, "again_books_at_once", "covering_scenario_unchanged"),
      (.weakened, "books_at_once", "covering_scenario_unchanged"),
      (.extended, "missing", "covering_scenario_missing"),
    ] as [(ReleaseSample, String, String?)])
  func onlyWhatIsNewOrChanged(_ sample: ReleaseSample, _ scenario: String, _ code: String?) {
    var desk = Self.desk()
    desk.certify(sample)
    #expect(desk.cover("INC-7", ScenarioID(scenario)) == code)
    #expect(desk.ledger.openIncidents.isEmpty == (code == nil))
  }

  /// The version that is compared with is the one that the override replaced, whatever became live later.
  @Test func whatWasLiveWhenItOpenedIsComparedWith() throws {
    var desk = ReleaseDesk()
    #expect(desk.release(.first) == nil)
    #expect(desk.override(.extended, "INC-1") == nil)
    #expect(desk.override(.changed, "INC-2") == nil)
    desk.certify(.extended)
    let first = try #require(desk.ledger.incident("INC-1"))
    let second = try #require(desk.ledger.incident("INC-2"))
    #expect(desk.ledger.versionLive(whenOpened: first)?.number == 1)
    #expect(desk.ledger.versionLive(whenOpened: second)?.number == 2)
    // `calls` is new since version 1, and was in version 2 already.
    #expect(desk.cover("INC-2", "calls") == "covering_scenario_unchanged")
    #expect(desk.cover("INC-1", "calls") == nil)
  }

  /// Where nothing was live, everything is new.
  @Test func whereNothingWasLiveAnyScenarioCovers() {
    var desk = ReleaseDesk()
    #expect(desk.override(.second) == nil)
    desk.certify(.second)
    #expect(desk.cover("INC-7", "books_at_once") == nil)
  }

  /// Where the earlier draft cannot be shown, nothing can be said to be new.
  @Test func withoutTheEarlierDraftNothingCovers() throws {
    var desk = Self.desk()
    desk.certify(.extended)
    let recorded = try #require(desk.ledger.certificates.last)
    let certificate = try #require(desk.certificates[recorded.id])
    let others: [Evidence<DraftUnderReview>] = [
      .absent, .notNeeded, .faulty(.init(.unreadable, "cut short")), .present(ReleaseSample.second.reviewed),
    ]
    for before in others {
      let outcome = desk.ledger.cover(
        "INC-7", scenario: "calls", certificate: .present(certificate),
        draft: .present(ReleaseSample.extended.reviewed), before: before, policy: .present(desk.policy),
        desk.actionContext())
      #expect(desk.record(outcome) == "recorded_content_damaged")
    }
  }

  private static func scenario(
    _ id: String = "a", goal: String = "see a home", collect: [SlotKey] = ["area"], done: [String] = [],
    not: [String] = [], channel: String? = "web"
  ) -> Scenario {
    Scenario(
      id: ScenarioID(id), channel: channel, userGoal: goal, mustCollect: collect, mustDo: done, mustNotDo: not
    )
  }

  /// The other scenario, and whether it is new beside `scenario()`.
  @Test(arguments: [
    (scenario(), false), (scenario("b"), false), (scenario(goal: "see  a\u{A0}home "), false),
    (scenario(collect: []), false), (scenario(goal: "see two homes"), true),
    (scenario(collect: ["area", "day"]), true), (scenario(done: ["handoff"]), true),
    (scenario(not: ["handoff"]), true), (scenario(channel: "voice"), true),
    (scenario("b", collect: [], not: ["handoff"]), true),
  ])
  func whatIsNewBesideAScenario(_ later: Scenario, _ isNew: Bool) {
    var earlier = ReleaseSample.first.reviewed.draft
    earlier.scenarios = [Self.scenario()]
    var draft = earlier
    draft.scenarios = [later]
    #expect((earlier.scenario(asMuchAs: later, of: draft) == nil) == isNew)
  }
}
