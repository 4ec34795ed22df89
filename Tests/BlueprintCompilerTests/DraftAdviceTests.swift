import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// What is said first of a broken draft, and what to do about it: what somebody needs who has never heard of the proofs.
struct DraftAdviceTests {
  private func findings(_ change: (inout Draft) -> Void) throws -> [Diagnostic] {
    var draft = try #require(compile(.yaml(BaseBlueprint.text)).draft).draft
    change(&draft)
    return findings(of: draft)
  }

  private func findings(of draft: Draft) -> [Diagnostic] {
    TestSupport.findings(
      in: SourceText(name: "draft.json", bytes: Array(PrettyJSON.text(of: JSONValue(draft)).utf8)))
  }

  private func only(_ rule: Rule, in findings: [Diagnostic]) throws -> Diagnostic {
    let found = findings.filter { $0.rule == rule }
    #expect(found.count == 1)
    return try #require(found.first)
  }

  /// A misspelt name comes before the guarantees that it breaks, wherever it stands, and these say so.
  @Test func causesComeFirst() throws {
    let findings = try findings { draft in
      for index in draft.edges.indices
      where draft.edges[index].from == "visit/talk" && draft.edges[index].on == .goalMet {
        draft.edges[index].to = "ned"
      }
    }
    #expect(findings.first?.rule == .unknownNode)
    let unanswered = try only(.unansweredEvent, in: findings)
    #expect(unanswered.help == "correct where that edge leads")
    #expect(unanswered.notes.contains { $0.message.contains("leads to a node that does not exist") })
    let order = findings.map(\.rule.stage)
    #expect(order.firstIndex(of: .proof).map { order[..<$0].allSatisfy { $0 == .graph } } ?? false)
  }

  /// One node that is gone is one finding, however many edges lead there; which name is wrong is for a person to say.
  @Test func aNodeThatManyEdgesNameIsMissingOnce() throws {
    let finding = try only(
      .unknownNode,
      in: try findings { draft in
        for index in draft.nodes.indices where draft.nodes[index].id == "handoff" {
          draft.nodes[index].id = "hand_off"
        }
      })
    let help = try #require(finding.help)
    #expect(help.hasPrefix("did you mean `hand_off`? Then rename that node, or fix the name in all "))
    #expect(finding.notes.contains { $0.message.contains("times more, next here") })
    #expect(finding.fix == nil)
  }

  @Test func aBlankTextIsNamed() throws {
    let finding = try only(
      .silentTurn,
      in: try findings { draft in
        for index in draft.nodes.indices where draft.nodes[index].id == "visit/talk/clarify" {
          draft.nodes[index].say = .text(" ")
        }
      })
    #expect(finding.help == "write what `visit/talk/clarify` says into its `say`")
    #expect(finding.notes.contains { $0.message.contains("has no words") })
  }

  /// Where the talk before it says something, that has nothing to do with it.
  @Test func aResumedTalkIsNotSaidToBeBlank() throws {
    let draft = TinyDraft(
      [.talk("talk")], [Edge("talk", .unclear, "talk", resume: true)]
    ).completed
    let finding = try only(.silentTurn, in: findings(of: draft))
    #expect(finding.help?.contains("into its `say`") == false)
  }

  /// What ends a way is what has to be fixed, not the places before it.
  @Test func aDeadEndIsNamedWhereItIs() throws {
    let draft = TinyDraft(
      [.talk("talk"), Node("stuck", .route)], [Edge("talk", .goalMet, "stuck")]
    ).without("stuck", .auto).completed
    let found = findings(of: draft)
    #expect(found.first?.rule == .unansweredEvent)
    let finding = try only(.noWayOut, in: found)
    #expect(finding.help == "fix `stuck` first")
    // A true trap is to be led out of.
    let trap = TinyDraft(
      [.talk("talk"), .saying("a", .interject), .saying("b", .interject)],
      [Edge("talk", .goalMet, "a"), Edge("a", .auto, "b"), Edge("b", .auto, "a")]
    ).completed
    #expect(
      try only(.noWayOut, in: findings(of: trap)).help
        == "lead an edge from there to a `close` or a `handoff`")
  }

  @Test func everyLostEscalationIsPointedAt() throws {
    let finding = try only(
      .lostEscalation,
      in: try findings { draft in
        var close = Node("close:gone", .close)
        close.outcome = .abandoned
        close.say = .text("Goodbye.")
        draft.nodes.append(close)
        for index in draft.edges.indices where draft.edges[index].on == .escalate {
          draft.edges[index].to = "close:gone"
        }
      })
    let note = try #require(finding.notes.first { $0.message.hasPrefix("look at ") })
    #expect(note.message.contains("`visit/talk`"))
  }

  @Test(arguments: [
    (FailureMode.apologizeAndContinue, NodeID("handoff"), "lead the failure to an `apologize` of this tool"),
    (.handoff, NodeID("talk"), "lead the failure to a `handoff` within the turn"),
    (.retryOnce, NodeID("handoff"), "lead the failure to attempt 2 of this tool"),
  ])
  func theFailureModeIsExplained(_ mode: FailureMode, _ target: NodeID, _ help: String) throws {
    let draft = TinyDraft(
      [.talk("talk", ["tool"]), .calling("call", "tool"), .saying("report", .report, of: "tool")],
      [
        Edge("talk", .tool("tool"), "call"), Edge("call", .ok, "report"),
        Edge("report", .auto, "talk", resume: true),
        Edge("call", .error, target), Edge("call", .timeout, target),
      ],
      tools: [Tool(id: "tool", requiresConfirmation: false, failureMode: mode)]
    ).completed
    let found = findings(of: draft).filter { $0.rule == .brokenFailureMode }
    #expect(!found.isEmpty)
    for finding in found {
      #expect(finding.help?.hasPrefix(help) == true)
      #expect(finding.notes.contains { $0.message == "declared here" && $0.path == "/tools/0/failure_mode" })
    }
  }

  /// An edge without a condition is not said to have one.
  @Test func anEdgeWithoutAConditionIsDeadForAnotherReason() throws {
    let draft = TinyDraft(
      [.asking("one", ["a"]), Node("route", .route), .asking("both", ["a", "b"])],
      [
        Edge("one", .answered, "route"), Edge("route", .auto, "both", when: .filled("b")),
        Edge("route", .auto, "handoff", when: .not(.filled("b"))), Edge("both", .answered, "handoff"),
        Edge("both", .partial, "both"),
      ], optional: ["a", "b"]
    ).completed
    let finding = try only(.deadEdge, in: findings(of: draft))
    #expect(finding.message.contains("`partial` cannot happen there"))
    #expect(finding.help?.contains("condition") == false)
  }
}
