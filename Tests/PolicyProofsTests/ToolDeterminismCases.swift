import Documents
import PolicyGraph
import PolicyProofs
import TestSupport

private let book: ToolID = "book"
private let talk = Node.talk("talk", [book])
private let call = Node.calling("call", book)
private let report = Node.saying("report", .report, of: book)
private let sorry = Node.saying("sorry", .apologize, of: book)
private let wanted = Edge("talk", .tool(book), "call")
/// The report, and back to the talk.
private let told = [Edge("call", .ok, "report"), Edge("report", .auto, "talk", resume: true)]

private func tool(
  _ mode: FailureMode = .handoff, confirmed: Bool = false, inputs: [SlotKey]? = nil
) -> [Tool] {
  [Tool(id: book, requiresConfirmation: confirmed, failureMode: mode, inputs: inputs)]
}

/// A tool that retries, with what follows its second failure and the keys of its attempts.
private func retrying(first: String = "key", key: String = "key", after second: NodeID) -> TinyDraft {
  TinyDraft(
    [talk, .calling("call", book, key: first), .calling("again", book, attempt: 2, key: key), report, sorry],
    told + [
      wanted, Edge("call", .error, "again"), Edge("call", .timeout, "again"), Edge("again", .ok, "report"),
      Edge("again", .error, second), Edge("again", .timeout, "sorry"),
      Edge("sorry", .auto, "talk", resume: true),
    ], tools: tool(.retryOnce))
}

/// A tool that apologizes, with what follows each of its answers. `aside` is a remark before the talk is resumed.
private func apologizing(
  ok: NodeID = "report", error: NodeID = "sorry", mode: FailureMode = .apologizeAndContinue,
  reported: NodeID = "talk", apologized: NodeID = "talk"
) -> TinyDraft {
  TinyDraft(
    [talk, call, report, sorry, .saying("aside", .interject)],
    [
      wanted, Edge("call", .ok, ok), Edge("call", .error, error), Edge("call", .timeout, "sorry"),
      Edge("report", .auto, reported, resume: reported == "talk" ? true : nil),
      Edge("sorry", .auto, apologized, resume: apologized == "talk" ? true : nil),
      Edge("aside", .auto, "talk", resume: true),
    ], tools: tool(mode))
}

private let simple = TinyDraft([talk, call, report], told + [wanted], tools: tool())

let toolDeterminismCases: [ProofCase] = [
  ProofCase(.undeclaredCall, at: "call", TinyDraft([talk, call, report], told + [wanted]), quiet: simple),
  ProofCase(
    .unconfirmedCall, at: "call",
    TinyDraft([talk, call, report], told + [wanted], tools: tool(confirmed: true)),
    quiet: TinyDraft(
      [talk, .saying("confirm", .confirm, of: book), call, report],
      told + [Edge("talk", .tool(book), "confirm"), Edge("confirm", .affirm, "call")],
      tools: tool(confirmed: true))),
  ProofCase(
    .ambiguousEvent, at: "talk", on: .goalMet,
    TinyDraft(
      [.talk("talk")],
      [Edge("talk", .goalMet, "bye", when: .filled("day")), Edge("talk", .goalMet, "handoff")],
      optional: ["day"]),
    quiet: TinyDraft(
      [.talk("talk")],
      [
        Edge("talk", .goalMet, "bye", when: .filled("day")),
        Edge("talk", .goalMet, "handoff", when: .not(.filled("day"))),
      ], optional: ["day"])),
  ProofCase(
    .unreportedResult, at: "call", on: .ok,
    TinyDraft(
      [talk, call, .saying("aside", .interject)],
      [wanted, Edge("call", .ok, "aside"), Edge("aside", .auto, "talk", resume: true)], tools: tool()),
    quiet: TinyDraft(
      [talk, call, .saying("aside", .interject), report],
      told.dropFirst() + [wanted, Edge("call", .ok, "aside"), Edge("aside", .auto, "report")], tools: tool())),
  ProofCase(
    .apologyAfterSuccess, at: "sorry", apologizing(ok: "sorry"), quiet: apologizing(reported: "aside")),
  ProofCase(
    .reportAfterFailure, at: "report", apologizing(error: "report"), quiet: apologizing(apologized: "aside")),
  ProofCase(.brokenFailureMode, at: "call", on: .error, apologizing(error: "handoff"), quiet: apologizing()),
  ProofCase(
    .foreignOutcome, at: "report",
    TinyDraft([talk, call, report], told + [wanted, Edge("talk", .goalMet, "report")], tools: tool()),
    quiet: TinyDraft(
      [talk, call, report, .saying("aside", .interject)],
      told + [wanted, Edge("talk", .goalMet, "aside"), Edge("aside", .auto, "talk", resume: true)],
      tools: tool())),
  ProofCase(
    .misplacedRetry, at: "again", retrying(key: "other", after: "sorry"),
    quiet: retrying(first: "other", key: "other", after: "sorry")),
  ProofCase(.thirdAttempt, at: "call", retrying(after: "call"), quiet: retrying(after: "sorry")),
  ProofCase(
    .repeatedCall, at: "call",
    TinyDraft(
      [talk, call, report], [wanted, Edge("call", .ok, "report"), Edge("report", .auto, "call")],
      tools: tool()),
    quiet: TinyDraft(
      [talk, call, report, .talk("later", [book])],
      [
        wanted, Edge("call", .ok, "report"), Edge("report", .auto, "later"),
        Edge("later", .tool(book), "call"),
      ], tools: tool())),
  ProofCase(
    .unboundInput, at: "call",
    TinyDraft([talk, call, report], told + [wanted], optional: ["day"], tools: tool(inputs: ["day"])),
    quiet: TinyDraft(
      [.asking("ask", ["day"]), talk, call, report], told + [wanted, Edge("ask", .answered, "talk")],
      optional: ["day"], tools: tool(inputs: ["day"]))),
  ProofCase(
    .twoCalls, at: "talk", on: .tool(book),
    TinyDraft(
      [talk, call, .calling("other", book, key: "other"), report],
      told + [wanted, Edge("talk", .tool(book), "other"), Edge("other", .ok, "report")], tools: tool()),
    quiet: TinyDraft(
      [talk, call, .calling("other", book, key: "other"), report],
      told + [
        Edge("talk", .tool(book), "call", when: .deferred),
        Edge("talk", .tool(book), "other", when: .not(.deferred)), Edge("other", .ok, "report"),
      ], tools: tool())),
  ProofCase(
    .callAfterEnd, at: "bye",
    TinyDraft(
      [talk, call, report], told + [wanted, Edge("talk", .goalMet, "bye"), Edge("bye", .auto, "call")],
      tools: tool()),
    quiet: TinyDraft([talk, call, report], told + [wanted, Edge("talk", .goalMet, "bye")], tools: tool())),
]
