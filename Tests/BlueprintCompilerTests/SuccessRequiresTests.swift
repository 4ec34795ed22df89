import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// `close_policy.success_requires`: success is not reached before each of these tools has answered `ok`.
struct SuccessRequiresTests {
  private func compilation(_ edits: (old: String, new: String)..., requires tools: String) -> Compilation {
    let text = edits.reduce(BaseBlueprint.text) { $0.replacingOnce($1.old, with: $1.new) }
    return compile(
      .yaml(
        text.replacingOnce("  follow_up_message", with: "  success_requires: \(tools)\n  follow_up_message")))
  }

  private func edges(of draft: Draft, from node: NodeID, on event: Event) -> [Edge] {
    draft.edges.filter { $0.from == node && $0.on == event }
  }

  @Test func successAsksForTheTool() throws {
    let compiled = compilation(requires: "[book_viewing]")
    #expect(compiled.isValid && compiled.diagnostics.isEmpty)
    let draft = try #require(compiled.draft).draft
    #expect(draft.successRequires == ["book_viewing"])
    let slots = Guard.all(["area", "budget", "beds", "day"].map { Guard.filled($0) })
    let done = Guard.done("book_viewing")
    let ends = edges(of: draft, from: "end", on: .auto)
    #expect(ends.map(\.to) == ["close:success", "end/unfinished", "close:declined"])
    #expect(ends.map(\.when) == [.all([slots, done]), .all([slots, .not(done)]), .not(slots)])
  }

  @Test func whatIsUnfinishedIsOfferedOnceMore() throws {
    let draft = try #require(compilation(requires: "[book_viewing]").draft).draft
    let talk = try #require(draft.nodes.first { $0.id == "end/unfinished" })
    #expect(talk.kind == .talk && talk.tools == ["book_viewing"] && talk.phase == nil)
    guard case .text(let words)? = talk.say else {
      Issue.record("the talk says nothing")
      return
    }
    #expect(words.contains("book viewing") && talk.isVerbatim == nil)
    #expect(edges(of: draft, from: "end/unfinished", on: .goalMet).map(\.to) == ["end"])
    let wish = edges(of: draft, from: "end/unfinished", on: .tool("book_viewing"))
    #expect(wish.map(\.to) == ["end/unfinished/tool:book_viewing/confirm"])
    // A refusal is acknowledged first.
    let declined: NodeID = "end/unfinished/declined"
    #expect(edges(of: draft, from: "end/unfinished", on: .deny).map(\.to) == [declined])
    let after = edges(of: draft, from: declined, on: .auto)
    #expect(after.map(\.to) == ["close:declined", "end"])
    #expect(after.map(\.when) == [.not(.done("book_viewing")), .done("book_viewing")])
  }

  /// Each idempotency key belongs to one tool in one place.
  @Test func theLastOfferHasKeysOfItsOwn() throws {
    let draft = try #require(compilation(requires: "[book_viewing, find_homes]").draft).draft
    let keys = draft.nodes.filter { $0.kind == .call && $0.attempt == 1 }.compactMap(\.idempotencyKey)
    #expect(keys.count == 6)
    #expect(Set(keys).count == keys.count)
  }

  /// The talk is made only where it can be reached, in an agent without phases that ask for anything, too.
  @Test func anAgentWithoutSlotsCanBeUnfinished() throws {
    let text = """
      schema_version: conversation_blueprint.v1
      name: Claims
      objective: file a claim
      audience: customers
      persona: {role: desk, brand_voice: calm}
      channel_policy: {primary: widget, allowed: [widget]}
      turn_taking_policy: {interruption_style: defer}
      phases: [{id: claim, label: The claim, goal: file it, success_signal: it is filed}]
      tool_policy: {allowed_tools: [file_claim, look_up]}
      escalation_policy: {triggers: [asks], handoff_message: A colleague takes over.}
      close_policy: {success_outcome: filed, success_requires: [file_claim], follow_up_message: Done.}
      evaluation_scenarios: [{id: files, user_goal: file a claim}]

      """
    let compiled = compile(.yaml(text))
    #expect(compiled.isValid)
    let draft = try #require(compiled.draft).draft
    #expect(draft.nodes.contains { $0.id == "close:declined" })
    #expect(prove(PolicyProgram(draft)).settledBySearch.isEmpty)
    let exploration = explore(PolicyProgram(draft), maximum: 50_000)
    #expect(exploration.isComplete && exploration.violations.isEmpty)
    #expect(exploration.visitedNodes.count == draft.nodes.count)
    #expect(exploration.takenEdges.count == draft.edges.count)
    let without = try #require(
      compile(.yaml(text.replacingOnce("success_requires: [file_claim], ", with: ""))).draft
    ).draft
    #expect(without.successRequires == nil)
    #expect(!without.nodes.contains { $0.id == "end/unfinished" || $0.id == "close:declined" })
  }

  /// Where a phase is called `end`, or a tool looks like a path, nothing of the one is the other's.
  @Test func noNameMeetsAnother() throws {
    let compiled = compilation(
      ("- id: brief", "- id: end"), ("- id: visit", "- id: end/unfinished"), requires: "[book_viewing]")
    #expect(compiled.isValid)
    let draft = try #require(compiled.draft).draft
    #expect(Set(draft.nodes.map(\.id)).count == draft.nodes.count)
  }

  @Test func anUnknownToolIsAnErrorWithTheOneThatWasMeant() throws {
    let compiled = compilation(requires: "[book_viewings]")
    #expect(compiled.diagnostics.map(\.rule.name) == ["unknown-required-tool"])
    let finding = try #require(compiled.diagnostics.first)
    #expect(finding.marked(in: compiled.source) == "book_viewings")
    #expect(finding.help?.contains("did you mean `book_viewing`") == true)
    #expect(finding.fix?.edits.map(\.replacement) == ["book_viewing"])
    // It is shown without it, and cannot be released.
    #expect(compiled.draft?.draft.successRequires == nil && !compiled.isValid)
  }

  @Test func aToolNamedTwiceIsAWarning() {
    let compiled = compilation(requires: "[book_viewing, book_viewing]")
    #expect(compiled.diagnostics.map(\.rule.name) == ["repeated-entry"])
    #expect(compiled.draft?.draft.successRequires == ["book_viewing"])
  }

  /// A user who went silent is never told that everything has succeeded.
  @Test func theSilentAreNotToldOfSuccess() throws {
    let text = BaseBlueprint.with(("async_follow_up: false", "async_follow_up: true"))
    let draft = try #require(compile(.yaml(text)).draft).draft
    let abandoned = try #require(draft.nodes.first { $0.id == "close:abandoned" })
    let success = try #require(draft.nodes.first { $0.id == "close:success" })
    guard case .text(let later)? = abandoned.say, case .text(let words)? = success.say else {
      Issue.record("an ending says nothing")
      return
    }
    #expect(words == "See you then." && success.isVerbatim == true)
    #expect(later.contains("still open") && !later.contains(words) && abandoned.isVerbatim == nil)
  }

  /// Documents without the member mean what they meant: nothing in their drafts speaks of it.
  @Test func withoutItNothingChanges() throws {
    let json = try #require(compile(.yaml(BaseBlueprint.text)).draft).json
    let text = CanonicalJSON.text(of: json)
    for word in ["success_requires", "unfinished", "\"done\""] { #expect(!text.contains(word)) }
    let empty = compilation(requires: "[]")
    #expect(empty.draft.map { CanonicalJSON.text(of: $0.json) } == text)
  }
}
