import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// One document has one hash, however it is written; and every change of content changes it.
struct IdentityTests {
  static let seeds = Array<UInt64>(1...300)

  @Test(arguments: seeds)
  func spellingDoesNotCount(_ seed: UInt64) throws {
    var generator = BlueprintGenerator(seed: seed)
    var writer = DocumentWriter(seed: seed)
    let value = generator.blueprint()
    let reference = compile(.json(CanonicalJSON.text(of: value)))
    #expect(reference.isValid, "seed \(seed): \(reference.diagnostics.map(\.message))")
    let hash = try #require(reference.draft?.hash)
    let spellings: [SourceText] = [
      .json(writer.json(value)), .json(PrettyJSON.text(of: value)), .yaml(writer.yaml(value)),
      .json(writer.json(writer.shuffled(value))), .yaml(writer.yaml(writer.shuffled(value))),
      SourceText(name: "-", text: writer.json(value)),
    ]
    for source in spellings {
      let compilation = compile(source)
      #expect(
        compilation.draft?.hash == hash,
        "seed \(seed): \(compilation.diagnostics.map(\.message))\n\(String(decoding: source.bytes, as: UTF8.self))"
      )
    }
  }

  /// What a compiled draft says of itself can be read back, and passes its own checks.
  @Test(arguments: seeds)
  func compiledDraftsAreWellFormed(_ seed: UInt64) throws {
    var generator = BlueprintGenerator(seed: seed)
    let draft = try #require(compile(.json(CanonicalJSON.text(of: generator.blueprint()))).draft)
    let found = findings(in: .json(PrettyJSON.text(of: draft.json)))
    #expect(found.map { "\($0.rule.name) \($0.path) \($0.message)" } == [], "seed \(seed)")
  }

  /// A draft that is read has the hash of the draft that was written, however it is spelled.
  @Test(arguments: seeds)
  func draftsKeepTheirHash(_ seed: UInt64) throws {
    var generator = BlueprintGenerator(seed: seed)
    var writer = DocumentWriter(seed: seed)
    let draft = try #require(compile(.json(CanonicalJSON.text(of: generator.blueprint()))).draft)
    let shuffled = writer.shuffled(draft.json)
    for source in [
      SourceText.json(writer.json(shuffled)), .yaml(writer.yaml(shuffled)),
      .json(PrettyJSON.text(of: draft.json)),
    ] {
      var findings = Findings(limits: .standard)
      let document = try #require(readDocument(source, limits: .standard, findings: &findings))
      #expect(validateDraft(document, findings: findings).draft?.hash == draft.hash, "seed \(seed)")
    }
  }

  /// Canonical bytes are written off a document as they are of its value.
  @Test(
    arguments: [
      .json(
        #"{"b\n":[1,-0,2.50,1e3,1E-7,100000000000000000000,0.1,123456789012345],"a\u0000\/\"":null,"a":{}}"#),
      .json("{\"\u{1F600}\":true,\"\u{FB33}\":false,\"\u{E9}\":\"\u{2028}\u{7F}\",\"e\u{301}\":[]}"),
      .json(#"{"z":"plain","zz":"tab\tline\u000a","\u007a0":"\uD83D\uDE00","":[[],{"b":1,"a":2}]}"#),
      .yaml(
        "b: [0x1F, +12, 0o17, 1_000, 007, .5, 1., -3, 1e3, ~, yes]\na: \"\\x07\\e\"\n'': |\n  two\n  lines\n"),
      .yaml("z: &a {k: 'it''s \"so\"', j: [1]}\ny: *a\n"),
    ] as [SourceText])
  func canonicalBytesOfDocuments(_ source: SourceText) throws {
    var findings = Findings(limits: .standard)
    let document = try #require(readDocument(source, limits: .standard, findings: &findings))
    #expect(
      String(decoding: CanonicalJSON.bytes(of: document), as: UTF8.self)
        == CanonicalJSON.text(of: JSONValue(document.root)))
  }

  @Test func everyTextOfABlueprintCounts() throws {
    let reference = try #require(compile(.yaml(BaseBlueprint.text)).draft?.hash)
    let texts = [
      "name: Viewings desk", "objective: book viewings", "audience: people looking for a home",
      "role: viewings desk",
      "brand_voice: warm", "no advice on prices", "label: The brief", "goal: learn what is wanted",
      "success_signal: the wish is clear", "label: Area", "Which part of town?", "asks for a person",
      "A colleague takes over.", "success_outcome: a viewing is booked", "follow_up_message: See you then.",
      "user_goal: see a home", "- id: books_at_once", "- id: visit",
    ]
    for text in texts {
      let changed = compile(.yaml(BaseBlueprint.text.replacingOnce(text, with: text + ".")))
      #expect(changed.draft != nil)
      #expect(changed.draft?.hash != reference, "a change of `\(text)` leaves the hash")
    }
  }

  @Test(arguments: [
    ("primary: widget", "primary: voice"), ("allowed: [widget, voice]", "allowed: [widget, voice, sms]"),
    ("voice_style: natural", "voice_style: guided"), ("async_follow_up: false", "async_follow_up: true"),
    ("max_questions_per_turn: 2", "max_questions_per_turn: 3"), ("stop_and_answer", "defer"),
    ("stop_and_answer", "brief_acknowledge_then_continue"), ("ask_clarifying_question", "offer_menu"),
    ("ask_clarifying_question", "handoff"), ("retry_once", "handoff"),
    ("retry_once", "apologize_and_continue"),
    ("before: [book_viewing]", "before: [find_homes]"), ("channel: widget", "channel: voice"),
    ("must_collect: [area, day]", "must_collect: [area]"), ("[area, budget, beds]", "[budget, area, beds]"),
  ])
  func everyPolicyOfABlueprintCounts(_ old: String, _ new: String) {
    let changed = compile(.yaml(BaseBlueprint.text.replacingOnce(old, with: new)))
    #expect(changed.isValid)
    #expect(changed.draft?.hash != compile(.yaml(BaseBlueprint.text)).draft?.hash)
  }

  /// Losing any one line never crashes, and is either noticed or leaves a valid blueprint.
  @Test(arguments: 0..<BaseBlueprint.text.split(separator: "\n").count)
  func anyMissingLineIsSurvived(_ index: Int) {
    var lines = BaseBlueprint.text.split(separator: "\n", omittingEmptySubsequences: false)
    lines.remove(at: index)
    let compilation = compile(.yaml(lines.joined(separator: "\n")))
    #expect(compilation.isValid || compilation.diagnostics.contains { $0.rule.severity == .error })
  }
}
