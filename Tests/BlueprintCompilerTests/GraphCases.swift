import BlueprintCompiler
import PolicyGraph
import TestSupport

private let answered =
  "{\"from\": \"visit/ask/1\", \"on\": \"answered\", \"to\": \"visit/route\", \"fills\": [\"day\"]}"
private let goalMet = "{\"from\": \"visit/talk\", \"on\": \"goal_met\", \"to\": \"end\"}"
private let affirm =
  "{\"from\": \"visit/tool:book_viewing/confirm\", \"on\": \"affirm\", \"to\": \"visit/tool:book_viewing/call/1\"}"
private let asksAnew =
  "{\"from\": \"visit/tool:book_viewing/confirm/nudge\", \"on\": \"auto\", \"to\": \"visit/tool:book_viewing/confirm\"}"

private let abandoned = "\"outcome\": \"abandoned\",\n      \"say\": \"Thank the user and say goodbye.\""
private let nudge = "\"id\": \"brief/ask/1/nudge\",\n      \"kind\": \"nudge\""
private let intoTalk = "\"to\": \"visit/talk\", \"when\": {\"filled\": \"day\"}"
/// The key of the first call of one tool in one phase.
private let ofVisit =
  "\"tool\": \"find_homes\",\n      \"attempt\": 1,\n      \"idempotency_key\": \"visit/find_homes\""
private let dayMissing = "\"when\": {\"not\": {\"filled\": \"day\"}}}"

let graphCases: [RuleCase] = [
  RuleCase(
    .misplacedOpening, .draft(("\"entry\": \"open\"", "\"entry\": \"brief/route\"")),
    marks: "\"brief/route\"",
    quiet: .draft(
      ("\"entry\": \"open\"", "\"entry\": \"start\""), ("\"id\": \"open\"", "\"id\": \"start\""),
      ("\"from\": \"open\"", "\"from\": \"start\""))),
  RuleCase(
    .misplacedOpening, .draft((nudge, nudge.replacingOnce("\"nudge\"", with: "\"open\""))),
    marks: "\"open\"", quiet: .draft((nudge, nudge.replacingOnce("\"nudge\"", with: "\"interject\"")))),
  RuleCase(
    .successToTheSilent,
    .draft((abandoned, "\"outcome\": \"abandoned\", \"say\": \"See you then.\", \"verbatim\": true")),
    marks: "\"See you then.\"",
    quiet: .draft((abandoned, "\"outcome\": \"abandoned\", \"say\": \"Goodbye.\", \"verbatim\": true"))),
  RuleCase(
    .undeclaredName, .draft((dayMissing, "\"when\": {\"not\": {\"done\": \"book_viewings\"}}}")),
    marks: "\"book_viewings\"",
    quiet: .draft((dayMissing, "\"when\": {\"not\": {\"done\": \"book_viewing\"}}}"))),
  RuleCase(
    .undeclaredName,
    .draft(("\"variables\":", "\"success_requires\": [\"book\"],\n  \"variables\":")), marks: "\"book\"",
    quiet: .draft(("\"variables\":", "\"success_requires\": [\"book_viewing\"],\n  \"variables\":"))),
  RuleCase(
    .unknownEvent, .draft((goalMet, goalMet.replacingOnce("goal_met", with: "goal_meet"))),
    marks: "\"goal_meet\"",
    quiet: .draft((goalMet, goalMet.replacingOnce("goal_met", with: "deny")))),
  RuleCase(
    .duplicateNode, .draft(("\"id\": \"brief/talk/nudge\"", "\"id\": \"brief/talk/clarify\"")),
    marks: "\"brief/talk/clarify\"",
    quiet: .draft(("\"id\": \"brief/talk/nudge\"", "\"id\": \"brief/talk/Clarify\""))),
  RuleCase(
    .unknownNode, .draft((goalMet, goalMet.replacingOnce("\"end\"", with: "\"ned\""))), marks: "\"ned\"",
    quiet: .draft((goalMet, goalMet.replacingOnce("\"end\"", with: "\"handoff\"")))),
  RuleCase(
    .unknownNode, .draft(("\"entry\": \"open\"", "\"entry\": \"opne\"")), marks: "\"opne\"",
    quiet: .draft(("\"entry\": \"open\"", "\"entry\": \"brief/route\""))),
  RuleCase(
    .foreignEvent, .draft((goalMet, goalMet.replacingOnce("goal_met", with: "affirm"))), marks: "\"affirm\"",
    quiet: .draft((goalMet, goalMet.replacingOnce("goal_met", with: "deny")))),
  RuleCase(
    .exitFromTerminal, .draft((goalMet, goalMet.replacingOnce("visit/talk", with: "handoff"))),
    marks: "\"goal_met\"",
    quiet: .draft((goalMet, goalMet.replacingOnce("visit/talk", with: "handoffs")))),
  RuleCase(
    .undeclaredName,
    .draft(("\"when\": {\"not\": {\"filled\": \"day\"}}}", "\"when\": {\"not\": {\"filled\": \"dya\"}}}")),
    marks: "\"dya\"",
    quiet: .draft(
      ("\"when\": {\"not\": {\"filled\": \"day\"}}}", "\"when\": {\"not\": {\"filled\": \"area\"}}}"))),
  RuleCase(
    .duplicateDeclaration, .draft(("{\"id\": \"find_homes\"", "{\"id\": \"book_viewing\"")),
    marks: "\"book_viewing\"",
    quiet: .draft(("{\"id\": \"find_homes\"", "{\"id\": \"book_viewings\""))),
  RuleCase(
    .questionsMismatch, .draft(("\"say\": {\"day\": \"Which day?\"}", "\"say\": {\"day\": \" \"}")),
    marks: "\" \"",
    quiet: .draft(("\"say\": {\"day\": \"Which day?\"}", "\"say\": {\"day\": \"When?\"}"))),
  RuleCase(
    .misplacedResume,
    .draft((asksAnew, asksAnew.replacingOnce("confirm\"}", with: "confirm\", \"resume\": true}"))),
    marks: "true",
    quiet: .draft((asksAnew, asksAnew.replacingOnce("confirm\"}", with: "confirm\", \"resume\": false}")))),
  RuleCase(
    .fillsMismatch, .draft((answered, answered.replacingOnce("[\"day\"]", with: "[\"area\"]"))),
    marks: "\"area\"",
    quiet: .draft(("\"fills\": [\"area\", \"budget\"]", "\"fills\": [\"budget\", \"area\"]"))),
  RuleCase(
    .fillsMismatch, .draft((goalMet, goalMet.replacingOnce("}", with: ", \"fills\": [\"day\"]}"))),
    marks: "[\"day\"]",
    quiet: .draft((answered, answered.replacingOnce("[\"day\"]", with: "[\"day\", \"day\"]")))),
  RuleCase(
    .misplacedFlag, .draft((goalMet, goalMet.replacingOnce("}", with: ", \"sets\": \"deferred\"}"))),
    marks: "\"deferred\"",
    quiet: .draft(
      (
        "{\"from\": \"visit/talk\", \"on\": \"interrupt\", \"to\": \"visit/talk/interrupted\"}",
        "{\"from\": \"visit/talk\", \"on\": \"interrupt\", \"to\": \"visit/talk/interrupted\", \"sets\": \"deferred\"}"
      ))),
  RuleCase(
    .misplacedFlag, .draft((affirm, affirm.replacingOnce("}", with: ", \"clears\": \"deferred\"}"))),
    marks: "\"deferred\"",
    quiet: .draft((intoTalk, "\(intoTalk), \"clears\": \"deferred\""))),
  RuleCase(
    .sharedKey, .draft((ofVisit, ofVisit.replacingOnce("visit", with: "brief"))),
    marks: "\"brief/find_homes\"",
    quiet: .draft((ofVisit, ofVisit.replacingOnce("visit", with: "Visit")))),
  RuleCase(
    .unreachableNode, .draft(("\"entry\": \"open\"", "\"entry\": \"brief/route\"")), marks: "\"open\"",
    quiet: .draft(
      ("\"entry\": \"open\"", "\"entry\": \"brief/route\""),
      (goalMet, goalMet.replacingOnce("\"end\"", with: "\"open\"")))),
  RuleCase(
    .deadEdge,
    .draft((answered, answered.replacingOnce("}", with: ", \"when\": {\"not\": {\"filled\": \"day\"}}}"))),
    marks: "{\"not\": {\"filled\": \"day\"}}",
    quiet: .draft((answered, answered.replacingOnce("}", with: ", \"when\": {\"filled\": \"day\"}}")))),
  RuleCase(
    .unspokenText,
    .draft(
      (
        "\"kind\": \"route\", \"phase\": \"visit\"",
        "\"kind\": \"route\", \"phase\": \"visit\", \"say\": \"One moment.\""
      )),
    marks: "\"One moment.\"",
    quiet: .draft(
      (
        "\"kind\": \"route\", \"phase\": \"visit\"",
        "\"kind\": \"route\", \"phase\": \"visit\", \"say\": \"\""
      ))),
  RuleCase(
    .unsaidHandoff,
    .draft(("\"handoff_message\": \"A colleague takes over.\"", "\"handoff_message\": \"Ann takes over.\"")),
    marks: "\"Ann takes over.\"",
    quiet: .draft(
      ("\"handoff_message\": \"A colleague takes over.\"", "\"handoff_message\": \"Ann takes over.\""),
      ("\"say\": \"A colleague takes over.\"", "\"say\": \"Ann takes over.\""))),
]
