import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// One fault is one finding: what follows from it at the same place is told under it. Whatever has a cause of its own stays
/// a finding of its own.
struct ConsequenceTests {
  private func proofFindings(of draft: Draft) -> [Diagnostic] {
    findings(in: SourceText(name: "draft.json", bytes: Array(PrettyJSON.text(of: JSONValue(draft)).utf8)))
      .filter { $0.rule.stage == .proof }
  }

  private func consequences(in finding: Diagnostic) -> [String] {
    finding.notes.map(\.message).filter { $0.contains("follows from it: ") }
  }

  @Test func anEscalationThatNothingAnswersIsLostToo() throws {
    let found = proofFindings(of: TinyDraft([.talk("talk")], []).without("talk", .escalate).completed)
    #expect(found.map(\.rule) == [.unansweredEvent])
    let told = consequences(in: try #require(found.first))
    #expect(
      told == [
        "FOH5402 lost-escalation follows from it: asking for a person at `talk` does not lead to a hand-off"
      ])
  }

  @Test func anEscalationThatIsLostElsewhereIsAFindingOfItsOwn() throws {
    let draft = TinyDraft(
      [.talk("talk"), .talk("other")],
      [Edge("talk", .goalMet, "other"), Edge("other", .escalate, "bye")]
    ).without("talk", .escalate).completed
    let found = proofFindings(of: draft)
    #expect(found.map(\.rule) == [.unansweredEvent, .lostEscalation])
    #expect(found.allSatisfy { consequences(in: $0).isEmpty })
  }

  @Test func anAnswerOfAToolThatNothingAnswersIsOwedToo() throws {
    var call = Node("call", .call)
    call.tool = "tool"
    call.attempt = 1
    call.idempotencyKey = "key"
    let tool = Tool(id: "tool", requiresConfirmation: false, failureMode: .handoff)
    let draft = TinyDraft(
      [.talk("talk", ["tool"]), call], [Edge("talk", .tool("tool"), "call")], tools: [tool]
    ).without("call", .ok).completed
    let found = proofFindings(of: draft)
    #expect(found.map(\.rule) == [.unansweredEvent])
    #expect(consequences(in: try #require(found.first)).allSatisfy { $0.hasPrefix("FOH6302 ") })
    #expect(consequences(in: try #require(found.first)).count == 1)
  }

  @Test func aCircleOfSilentNodesNeverEndsEither() throws {
    let circle = [Edge("talk", .goalMet, "a"), Edge("a", .auto, "b"), Edge("b", .auto, "a")]
    let silent = proofFindings(
      of: TinyDraft([.talk("talk"), Node("a", .route), Node("b", .route)], circle).completed)
    #expect(silent.map(\.rule) == [.silentCycle, .noWayOut])
    #expect(consequences(in: try #require(silent.first)).map { $0.prefix(8) } == ["FOH5302 "])
    // One that speaks goes on for ever all the same.
    let speaking = proofFindings(
      of: TinyDraft([.talk("talk"), .saying("a", .interject), .saying("b", .interject)], circle).completed)
    #expect(speaking.map(\.rule) == [.noWayOut, .endlessLoop])
  }
}
