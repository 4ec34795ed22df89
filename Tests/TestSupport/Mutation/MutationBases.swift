import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs

extension MutationBase {
  /// Small enough for the explorer, and together with everything that lowering makes: both interruption styles,
  /// all failure modes and repair strategies, confirmed and unconfirmed tools, asks for one and for two slots, one
  /// phase and two, tools with inputs.
  package static let small: [MutationBase] = [
    compiled(
      "one-slot-retry", phases: [["day"]], tools: ["book"], confirmed: ["book"], failure: .retryOnce,
      repair: "handoff", interruption: "stop_and_answer"),
    compiled(
      "two-slots-clarify", phases: [["area", "day"]], tools: [], confirmed: [], failure: .handoff,
      repair: "ask_clarifying_question", interruption: "stop_and_answer"),
    compiled(
      "deferring-handoff", phases: [["day"]], tools: ["look_up"], confirmed: [], failure: .handoff,
      repair: "offer_menu", interruption: "defer"),
    compiled(
      "two-phases-apology", phases: [["area"], ["day"]], tools: ["look_up"], confirmed: [],
      failure: .apologizeAndContinue, repair: "handoff", interruption: "brief_acknowledge_then_continue"),
    compiled(
      "two-tools-inputs", phases: [["area", "day"]], tools: ["look_up", "book"], confirmed: ["book"],
      failure: .apologizeAndContinue, repair: "handoff", interruption: "stop_and_answer",
      inputs: ["area", "day"]),
    compiled(
      "no-slots-defer", phases: [[], []], tools: ["look_up"], confirmed: ["look_up"], failure: .retryOnce,
      repair: "handoff", interruption: "defer"),
    compiled(
      "required-tool", phases: [["day"]], tools: ["look_up", "book"], confirmed: ["book"],
      failure: .apologizeAndContinue, repair: "handoff", interruption: "stop_and_answer",
      successRequires: ["book"]),
    compiled(
      "required-tool-alone", phases: [[]], tools: ["book"], confirmed: [], failure: .retryOnce,
      repair: "handoff", interruption: "defer", successRequires: ["book"]),
  ]

  /// Many slots, of which nearly every event may volunteer any: what the search for witnesses decides late, and the
  /// explorer tries in full.
  package static let volunteering: [MutationBase] = [
    compiled(
      "five-slots", phases: [["a", "b", "c"], ["d", "e"]], tools: [], confirmed: [], failure: .handoff,
      repair: "handoff", interruption: "stop_and_answer"),
    compiled(
      "three-slots-tool", phases: [["a"], ["b", "c"]], tools: ["look_up"], confirmed: ["look_up"],
      failure: .retryOnce, repair: "ask_clarifying_question", interruption: "defer", inputs: []),
  ]

  private static func compiled(
    _ name: String, phases: [[String]], tools: [String], confirmed: [String], failure: FailureMode,
    repair: String, interruption: String, inputs: [SlotKey] = [],
    successRequires: [ToolID] = []
  ) -> MutationBase {
    let slots = phases.flatMap { $0 }
    let lines =
      """
      schema_version: conversation_blueprint.v1
      name: \(name)
      objective: help
      audience: everybody
      persona: {role: desk, brand_voice: warm}
      channel_policy: {primary: widget, allowed: [widget]}
      turn_taking_policy: {max_questions_per_turn: 2, interruption_style: \(interruption), repair_strategy: \(repair)}
      phases: [\(phases.enumerated().map { "{id: p\($0), label: P, goal: g, success_signal: s, required_slots: [\($1.joined(separator: ", "))]}" }.joined(separator: ", "))]
      slots: [\(slots.map { "{key: \($0), label: L, required: true, ask_when_missing: Which \($0)?}" }.joined(separator: ", "))]
      tool_policy: {allowed_tools: [\(tools.joined(separator: ", "))], require_confirmation_before: [\(confirmed.joined(separator: ", "))], failure_mode: \(failure.rawValue)}
      escalation_policy: {triggers: [asks], handoff_message: A colleague takes over.}
      close_policy: {success_outcome: done, success_requires: [\(successRequires.map(\.text).joined(separator: ", "))], follow_up_message: See you.}
      evaluation_scenarios: [{id: s, user_goal: g}]

      """
    let compilation = compile(.yaml(lines))
    guard compilation.isValid, var draft = compilation.draft?.draft else {
      preconditionFailure("\(name): \(compilation.diagnostics.map(\.message))")
    }
    if !inputs.isEmpty { for tool in tools { draft.changeTool(ToolID(tool)) { $0.inputs = inputs } } }
    return MutationBase(name, draft)
  }

  /// The base blueprint's draft and the examples', as authors write them: too large for the explorer.
  package static let large: [MutationBase] =
    [example("base", .yaml(BaseBlueprint.text))]
    + Repository.examples.map { name in
      guard let source = try? Repository.source("Examples/blueprints/\(name)") else {
        preconditionFailure("the example \(name) can be read")
      }
      return example(name, source)
    }

  private static func example(_ name: String, _ source: SourceText) -> MutationBase {
    guard let draft = compile(source).draft?.draft else { preconditionFailure("\(name) compiles") }
    return MutationBase(name, draft)
  }
}
