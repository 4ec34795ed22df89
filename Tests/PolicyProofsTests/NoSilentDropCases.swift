import Documents
import PolicyGraph
import PolicyProofs
import TestSupport

private let talk = Node.talk("talk")
private let aside = Node.saying("aside", .interject)
private let clarify = Node.saying("clarify", .clarify)
private let success = Node.closing("success", .success)
private let declined = Node.closing("declined", .declined)
private let back = Edge("aside", .auto, "talk", resume: true)
private let onceMore = Guard.visits("clarify", below: 2)
private let onceMoreHere = Guard.visits("talk", below: 2)
private let day = Guard.filled("day")
private let booked = Guard.done("book")
private let book = Tool(id: "book", requiresConfirmation: false, failureMode: .handoff)
private let offer = Node.talk("talk", ["book"])
private let calling = [Node.calling("call", "book"), .saying("report", .report, of: "book")]
private let calls = [
  Edge("talk", .tool("book"), "call"), Edge("call", .ok, "report"),
  Edge("report", .auto, "talk", resume: true),
]

/// An edge for when something holds, and one for when it does not.
private func either(_ condition: Guard, _ from: NodeID, _ event: Event, _ to: NodeID, else other: NodeID)
  -> [Edge]
{
  [Edge(from, event, to, when: condition), Edge(from, event, other, when: .not(condition))]
}

let noSilentDropCases: [ProofCase] = [
  ProofCase(
    .unansweredEvent, at: "talk", on: .silence, TinyDraft([talk], []).without("talk", .silence),
    quiet: TinyDraft([talk], either(onceMoreHere, "talk", .silence, "bye", else: "handoff"))),
  ProofCase(
    .unansweredCase, at: "talk", on: .unclear,
    TinyDraft(
      [talk, clarify],
      [Edge("talk", .unclear, "clarify", when: onceMore), Edge("clarify", .auto, "talk", resume: true)]),
    quiet: TinyDraft(
      [talk, clarify],
      either(onceMore, "talk", .unclear, "clarify", else: "handoff")
        + [Edge("clarify", .auto, "talk", resume: true)])),
  ProofCase(
    .silentTurn, at: "talk", TinyDraft([talk], [Edge("talk", .interrupt, "talk", resume: true)]),
    quiet: TinyDraft([talk, aside], [Edge("talk", .interrupt, "aside"), back])),
  ProofCase(
    .resumedUnspoken, at: "talk", TinyDraft([talk], [Edge("open", .auto, "talk", resume: true)]),
    quiet: TinyDraft([talk], [Edge("open", .auto, "talk")])),
  ProofCase(
    .silentCycle, at: "one",
    TinyDraft(
      [Node("one", .route), Node("two", .route)], [Edge("one", .auto, "two"), Edge("two", .auto, "one")]),
    quiet: TinyDraft(
      [Node("one", .route), Node("two", .route), talk],
      [Edge("one", .auto, "two"), Edge("two", .auto, "talk")])),
  ProofCase(
    .nothingToAsk, at: "ask",
    TinyDraft([.asking("ask", ["day"])], [Edge("ask", .answered, "ask")], optional: ["day"]),
    quiet: TinyDraft([.asking("ask", ["day"]), talk], [Edge("ask", .answered, "talk")], optional: ["day"])),
  ProofCase(
    .noWayOut, at: "open",
    TinyDraft([talk], talk.alphabet(declaredSlots: 0).map { Edge("talk", $0, "talk") }),
    quiet: TinyDraft(
      [talk],
      talk.alphabet(declaredSlots: 0).filter { ![.escalate, .unclear, .silence].contains($0) }
        .map { Edge("talk", $0, "talk") })),
  ProofCase(
    .endlessLoop, at: "talk",
    TinyDraft(
      [talk, clarify], [Edge("talk", .unclear, "clarify"), Edge("clarify", .auto, "talk", resume: true)]),
    quiet: TinyDraft(
      [talk, clarify],
      either(.visits("clarify", below: 1), "talk", .unclear, "clarify", else: "handoff")
        + [Edge("clarify", .auto, "talk", resume: true)])),
  ProofCase(
    .refusalIgnored, at: "ask", on: .deny,
    TinyDraft(
      [.asking("ask", ["day"]), aside],
      [Edge("ask", .deny, "aside")] + either(day, "aside", .auto, "handoff", else: "ask"), optional: ["day"]),
    quiet: TinyDraft(
      [.asking("ask", ["day"]), aside, talk],
      [Edge("ask", .deny, "aside")] + either(day, "aside", .auto, "handoff", else: "talk"), optional: ["day"])
  ),
  ProofCase(
    .silentEnding, at: "end",
    TinyDraft([talk, .closing("end", .abandoned, "\n")], [Edge("talk", .silence, "end")]),
    quiet: TinyDraft([talk, .closing("end", .abandoned)], [Edge("talk", .silence, "end")])),
  ProofCase(
    .lostEscalation, at: "talk", on: .escalate, TinyDraft([talk], [Edge("talk", .escalate, "bye")]),
    quiet: TinyDraft(
      [talk, aside], [Edge("talk", .escalate, "aside"), Edge("aside", .auto, "handoff")])),
  ProofCase(
    .incompleteSuccess, at: "success",
    TinyDraft([talk, success], [Edge("talk", .goalMet, "success")], required: ["day"]),
    quiet: TinyDraft(
      [talk, success], either(day, "talk", .goalMet, "success", else: "handoff"), required: ["day"])),
  ProofCase(
    .incompleteSuccess, at: "success",
    TinyDraft(
      [offer, success] + calling, [Edge("talk", .goalMet, "success")] + calls, tools: [book],
      successRequires: ["book"]),
    quiet: TinyDraft(
      [offer, success] + calling, either(booked, "talk", .goalMet, "success", else: "handoff") + calls,
      tools: [book], successRequires: ["book"])),
  ProofCase(
    .declinedComplete, at: "declined",
    TinyDraft(
      [offer, declined] + calling, [Edge("talk", .deny, "declined")] + calls, tools: [book],
      successRequires: ["book"]),
    quiet: TinyDraft(
      [offer, declined] + calling, either(booked, "talk", .deny, "handoff", else: "declined") + calls,
      tools: [book], successRequires: ["book"])),
  ProofCase(
    .forgottenQuestion, at: "talk", on: .interrupt,
    TinyDraft([talk, aside], [Edge("talk", .interrupt, "aside"), back], defers: true),
    quiet: TinyDraft([talk, aside], [interruption, back], defers: true)),
  ProofCase(
    .questionDropped, at: "bye",
    TinyDraft(
      [talk, aside, Node("route", .route)],
      [interruption, back, Edge("talk", .goalMet, "route"), clearing("bye")],
      defers: true),
    quiet: TinyDraft(
      [talk, aside, Node("route", .route), .talk("later")],
      [interruption, back, Edge("talk", .goalMet, "route"), clearing("later"), takingUp], defers: true)),
  ProofCase(
    .questionOpenAtSuccess, at: "success",
    TinyDraft(
      [talk, aside, success], [interruption, back, Edge("talk", .goalMet, "success")], defers: true),
    quiet: TinyDraft(
      [talk, aside, success],
      [interruption, back] + either(.deferred, "talk", .goalMet, "handoff", else: "success"), defers: true)),
  ProofCase(
    .declinedUnasked, at: "declined",
    TinyDraft(
      [talk, declined], either(day, "talk", .goalMet, "handoff", else: "declined"), required: ["day"]),
    quiet: TinyDraft(
      [talk, declined], either(day, "talk", .deny, "handoff", else: "declined"), required: ["day"])),
  ProofCase(
    .declinedComplete, at: "declined",
    TinyDraft([talk, declined], [Edge("talk", .deny, "declined")], required: ["day"]),
    quiet: TinyDraft(
      [talk, declined], either(day, "talk", .deny, "bye", else: "declined"), required: ["day"])),
]

private let interruption = flagged(Edge("talk", .interrupt, "aside")) { $0.sets = .deferred }
private let takingUp = flagged(Edge("later", .interrupt, "handoff")) { $0.sets = .deferred }

private func clearing(_ target: NodeID) -> Edge {
  flagged(Edge("route", .auto, target)) { $0.clears = .deferred }
}

private func flagged(_ edge: Edge, _ change: (inout Edge) -> Void) -> Edge {
  var copy = edge
  change(&copy)
  return copy
}
