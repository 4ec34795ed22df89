import BlueprintCompiler
import Documents
import PolicyGraph
import TestSupport

let schemaCases: [RuleCase] = [
  RuleCase(
    .missingField, .blueprint(("  follow_up_message: See you then.\n", "")), marks: "success_outcome",
    quiet: .blueprint(("  triggers: [asks for a person]\n", ""))),
  RuleCase(
    .wrongType, .blueprint(("[find_homes, book_viewing]", "find_homes")), marks: "find_homes",
    quiet: .blueprint(("[find_homes, book_viewing]", "[book_viewing]"))),
  RuleCase(
    .wrongType, .blueprint(("max_questions_per_turn: 2", "max_questions_per_turn: 2.5")), marks: "2.5",
    quiet: .blueprint(("max_questions_per_turn: 2", "max_questions_per_turn: 2e0"))),
  RuleCase(
    .wrongType, .blueprint(("max_questions_per_turn: 2", "max_questions_per_turn: 3.0000000000000000001")),
    marks: "3.0000000000000000001",
    quiet: .blueprint(("max_questions_per_turn: 2", "max_questions_per_turn: 20e-1"))),
  RuleCase(
    .unknownValue, .blueprint(("stop_and_answer", "stop_and_anwser")), marks: "stop_and_anwser",
    quiet: .blueprint(("stop_and_answer", "defer"))),
  RuleCase(
    .belowMinimum, .blueprint(("max_questions_per_turn: 2", "max_questions_per_turn: 0")), marks: "0",
    quiet: .blueprint(("max_questions_per_turn: 2", "max_questions_per_turn: 1"))),
  RuleCase(
    .aboveMaximum, .blueprint(("max_questions_per_turn: 2", "max_questions_per_turn: 4")), marks: "4",
    quiet: .blueprint(("max_questions_per_turn: 2", "max_questions_per_turn: 3"))),
  RuleCase(
    .tooFewItems,
    .blueprint(
      (
        """
        evaluation_scenarios:
          - id: books_at_once
            channel: widget
            user_goal: see a home
            must_collect: [area, day]
            must_not_do: ["call:book_viewing:unconfirmed"]
        """, "evaluation_scenarios: []"
      )),
    marks: "[]", quiet: .blueprint(("[asks for a person]", "[]"))),
  RuleCase(
    .unknownKey, .blueprint(("name: Viewings", "team: sales\nname: Viewings")), marks: "team",
    quiet: .blueprint(("name: Viewings", "x-team: sales\n$schema: x\nx_team: sales\nname: Viewings"))),
  RuleCase(
    .misspeltKey, .blueprint(("  handoff_message:", "  handof_message:")), marks: "handof_message",
    quiet: .blueprint(("  handoff_message:", "  notes: x\n  handoff_message:"))),
  RuleCase(
    .misspeltKey, .draft(("\"kind\": \"open\"", "\"knd\": \"open\"")), marks: "\"knd\"",
    quiet: .draft(("\"entry\":", "\"notes\": [], \"entry\":"))),
  RuleCase(
    .hiddenInName, .blueprint(("{key: day,", "{key: \"day\\u200B\",")), marks: "\"day\\u200B\"",
    quiet: .blueprint(("label: Day", "label: \"Day\\u200B\""))),
  RuleCase(
    .bidirectionalControl, .blueprint(("Which day?", "\"Which day\\u202E?\"")),
    marks: "\"Which day\\u202E?\"",
    quiet: .blueprint(("Which day?", "\"\u{5D0}\u{5D9}\u{5D6}\u{5D4} \u{5D9}\u{5D5}\u{5DD}?\""))),
  RuleCase(
    .unquotedText, .blueprint(("name: Viewings desk", "name: 24")), marks: "24",
    quiet: .blueprint(("name: Viewings desk", "name: no"))),
  RuleCase(
    .unexpectedKey, .draft(("\"kind\": \"open\"", "\"kind\": \"open\", \"sya\": \"hello\"")),
    marks: "\"sya\"",
    quiet: .draft(("\"entry\":", "\"allowed_domains\": [\"example.org\"], \"entry\":"))),
  RuleCase(
    .inexactNumber, .draft(("\"entry\":", "\"account\": 12345678901234567890, \"entry\":")),
    marks: "12345678901234567890", quiet: .draft(("\"entry\":", "\"ratio\": 0.1, \"entry\":"))),
  RuleCase(
    .inexactNumber, .draft(("\"entry\":", "\"account\": 0.1e-9223372036854775808, \"entry\":")),
    marks: "0.1e-9223372036854775808",
    quiet: .draft(("\"entry\":", "\"ratio\": 0.0e-9223372036854775808, \"entry\":"))),
  RuleCase(
    .notOneMember,
    .draft(("{\"visits\": {\"node\": \"visit/talk/nudge\", \"below\": 1}}}", "{}}")), marks: "{}",
    quiet: .draft(
      ("{\"visits\": {\"node\": \"visit/talk/nudge\", \"below\": 1}}}", "{\"deferred\": true}}"))),
]
