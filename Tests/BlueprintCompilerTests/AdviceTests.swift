import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// What a finding says, and how it would fix the source: the part that authors work with.
struct AdviceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let message: String
    let help: String
    /// What stands at the place after the fix; nil for no fix.
    let fixed: String?

    var testDescription: String { message }

    init(_ old: String, _ new: String, _ message: String, help: String, fixed: String? = nil) {
      self.old = old
      self.new = new
      self.message = message
      self.help = help
      self.fixed = fixed
    }
  }

  static let schemaCases: [Case] = [
    Case(
      "handoff_message: A colleague takes over.", "handoff_message:", "`handoff_message` has no text",
      help: "write the text, or remove the line"),
    Case("name: Viewings desk", "name: null", "`name` has no text", help: "write the text"),
    Case(
      "[asks for a person]", "[~]", "an entry of `triggers` has no text",
      help: "write the text, or remove the entry"),
    Case(
      "name: Viewings desk", "name: 24", "`name` is text, but `24` is a number", help: "quote it: \"24\"",
      fixed: "name: \"24\""),
    Case(
      "[find_homes, book_viewing]", "find_homes, book_viewing",
      "`allowed_tools` has to be a list, and is text",
      help: "write `[find_homes, book_viewing]`", fixed: "[find_homes, book_viewing]"),
    Case(
      "[asks for a person]", "asks, or shouts", "`triggers` has to be a list, and is text",
      help: "write `[\"asks, or shouts\"]`", fixed: "[\"asks, or shouts\"]"),
    Case(
      "  triggers: [asks for a person]", "  triggers:", "`triggers` has to be a list, and is empty (null)",
      help: "write a list, such as `[one, two]`, or remove the line"),
    Case(
      "brand_voice: warm", "brand_voice: [warm, short]", "`brand_voice` has to be text, and is a list",
      help: "write `\"warm, short\"`", fixed: "brand_voice: \"warm, short\""),
    Case(
      "async_follow_up: false", "async_follow_up: No",
      "`async_follow_up` has to be true or false, and is text",
      help: "write `false`", fixed: "async_follow_up: false"),
    Case(
      "max_questions_per_turn: 2", "max_questions_per_turn: \"2\"",
      "`max_questions_per_turn` has to be a whole number, and is text", help: "write `2` without quotes",
      fixed: "max_questions_per_turn: 2"),
    Case(
      "max_questions_per_turn: 2", "max_questions_per_turn: two",
      "`max_questions_per_turn` has to be a whole number, and is text",
      help: "write a whole number from 1 to 3"),
    Case(
      "conversation_blueprint.v1", "v1",
      "`schema_version` is `v1`, and has to be `conversation_blueprint.v1`",
      help: "write `conversation_blueprint.v1`", fixed: "conversation_blueprint.v1"),
    // One slip, one finding.
    Case(
      "  follow_up_message:", "  followup_message:",
      "the close policy has no field `followup_message`",
      help: "did you mean `follow_up_message`? As it stands, `followup_message` does nothing",
      fixed: "  follow_up_message:"),
  ]

  @Test(arguments: schemaCases)
  func saysWhatToWrite(_ example: Case) throws {
    let source = SourceText.blueprint((example.old, example.new))
    let found = findings(in: source)
    #expect(found.map(\.message) == [example.message])
    let finding = try #require(found.first)
    #expect(finding.help == example.help)
    #expect(
      finding.fix.map { $0.applied(to: source) }
        == example.fixed.map { fixed in
          BaseBlueprint.with((example.old, fixed))
        })
  }

  /// A fix leaves a JSON document JSON.
  @Test func fixesKeepTheQuotesOfJSON() throws {
    let text = PrettyJSON.text(of: try #require(compile(.yaml(BaseBlueprint.text)).draft).json)
    let source = SourceText.json(text.replacingOnce("\"entry\"", with: "\"entri\""))
    let finding = try #require(findings(in: source).first)
    #expect(finding.fix?.applied(to: source) == text)
  }

  static let meaningCases: [Case] = [
    // A misspelt slot is not also uncollected.
    Case(
      "required_slots: [day]", "required_slots: [dya]",
      "phase `visit` collects the slot `dya`, which is not declared",
      help: "did you mean `day`? Otherwise declare it in `slots`", fixed: "required_slots: [day]"),
    // A channel that does not exist is not also not allowed.
    Case(
      "channel: widget", "channel: Widget", "`channel` is `Widget`, which is not one of its values",
      help: "did you mean `widget`? The values are `widget`, `voice`, `whatsapp`, `instagram`, `sms`",
      fixed: "channel: widget"),
    Case(
      "[find_homes, book_viewing]", "[find_homes, book_viewing, find_homes]",
      "the tool `find_homes` is declared twice", help: "remove one, or rename it"),
    Case(
      "  - id: visit\n", "    id: visit\n",
      "`id`, `label`, `goal` and more keys appear more than once in one object",
      help: "is `- ` missing before `id`? One object has each key once"),
    Case(
      "audience:", "name: Desk\naudience:", "the key `name` appears twice in one object",
      help: "keep one of them, or rename the others: readers disagree on which of them counts"),
  ]

  @Test(arguments: meaningCases)
  func oneSlipIsOneFinding(_ example: Case) throws { try saysWhatToWrite(example) }

  /// What was meant by an item of `must_not_do`; nil where nothing is found.
  @Test(
    arguments: [
      ("call:book_viewing", nil), ("call:book_viewing:unconfirmed", nil), ("call:issue_refund", nil),
      ("ask:day", nil),
      ("ask:card_pin", nil), ("handoff", nil), ("close:abandoned", nil), ("promises a price: any price", nil),
      ("hurries", nil), ("call:book_viewing:unconfirmd", "call:book_viewing:unconfirmed"),
      ("call:bookviewing", "call:book_viewing"), ("ask:dya", "ask:day"), ("close:succeeded", ""),
      ("close:decline", "close:declined"), ("Call:book_viewing", "call:book_viewing"),
      ("hand_off", "handoff"),
      ("call:book_viewing:twice", ""), ("call:", ""), ("ask: ", ""),
    ] as [(String, String?)])
  func prohibitionsAreReadAsMeant(_ item: String, _ meant: String?) {
    let found = findings(
      in: .blueprint(("\"call:book_viewing:unconfirmed\"", JSONString.quoted(item.utf8))))
    #expect(found.map(\.rule) == (meant == nil ? [] : [.uncheckableItem]))
    let fix = found.first?.fix?.edits.first?.replacement
    #expect(fix == (meant.flatMap { $0.isEmpty ? nil : "\"\($0)\"" }))
  }

  static let graphCases: [Case] = [
    Case(
      "\"entry\": \"open\"", "\"entry\": \"opne\"", "the conversation starts at `opne`, which does not exist",
      help: "did you mean `open`?", fixed: "\"entry\": \"open\""),
    Case(
      "\"say\": {\"day\": \"Which day?\"}", "\"say\": {\"day\": \"\"}", "the question for `day` is blank",
      help: "write what the agent asks"),
    Case(
      "\"fills\": [\"day\"]", "\"fills\": [\"day\", \"area\"]",
      "`visit/ask/1` does not ask for `area`, so that its answer cannot fill it", help: "write `fills`: `day`"
    ),
    Case(
      "\"attempt\": 1,\n      \"idempotency_key\": \"visit/book_viewing\"",
      "\"attempt\": 1,\n      \"idempotency_key\": \"brief/book_viewing\"",
      "`visit/tool:book_viewing/call/1` has the idempotency key of `brief/tool:book_viewing/call/1`",
      help: "give each first attempt its own key"),
  ]

  @Test(arguments: graphCases)
  func saysWhatIsWrongWithADraft(_ example: Case) throws {
    let source = SourceText.draft((example.old, example.new))
    let found = findings(in: source).filter { $0.rule.stage == .graph }
    #expect(found.map(\.message) == [example.message])
    let finding = try #require(found.first)
    #expect(finding.help == example.help)
    #expect(finding.fix.map { $0.applied(to: source) } == example.fixed.map { _ in BaseDraft.text })
  }
}
