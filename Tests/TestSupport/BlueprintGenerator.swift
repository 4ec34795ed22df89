import BlueprintCompiler
import Documents
import PolicyGraph

/// Makes random blueprints that are of the right shape and consistent: every combination of the policy fields,
/// optional fields there or not, and texts that readers stumble over.
package struct BlueprintGenerator {
  private var random: SeededRandom
  /// Of its own, so that what else a seed makes stays as it is: which tools success needs, and what has to happen.
  private var duties: SeededRandom

  package init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    duties = SeededRandom(seed: seed &+ 0x5EED)
  }

  private static let channels = ["widget", "voice", "whatsapp", "instagram", "sms"]
  /// Words that YAML 1.1 or a careless reader turns into something else.
  private static let texts = [
    "no", "on", "~", "null", "1e3", "2026-01-01", "0x1F", ".5", "true", "- dash", "a: b", "it's \"quoted\"",
    "# not a comment",
    "  spaces around  ", "two\nlines", "tab\there", "שלום עולם", "مرحبا", "e\u{301}te\u{301}", "👩‍👩‍👧 family",
    "日本語",
    "back\\slash", "{ brace, }", "[bracket]", "&anchor", "*alias", "!tag", "%percent", "@at", "`tick`", "|",
    ">",
    "plain words",
    "ends with colon:", "trailing newline\n", "\u{A0}nbsp",
    // What says something else in YAML without its quotes.
    "Hello, which day?", "one, two, and a half", "Suite #4", "it is #1 # of all", "well - or not",
    "9:30 - 10:00, or so",
    "label: Day, required: true", "first\n- second\n- third", "goal:soon", "// no comment", "<<",
    "<<<<<<< HEAD",
    "agree\n=======\non a day", "{ not, closed", "\u{201C}now\u{201D} \u{2014} or later\u{2026}",
    "Ann's & Bob's, 24/7!",
    "Quel jour\u{A0}?",
  ]

  package mutating func blueprint() -> JSONValue {
    let slots = names("slot", Int.random(in: 0...6, using: &random))
    let phaseCount = Int.random(in: 1...4, using: &random)
    var phases = names("phase", phaseCount).map { (id: $0, slots: [String]()) }
    for slot in slots {
      phases[Int.random(in: 0..<phaseCount, using: &random)].slots.append(slot)
      if random.chance(20) {
        let other = Int.random(in: 0..<phaseCount, using: &random)
        if !phases[other].slots.contains(slot) { phases[other].slots.append(slot) }
      }
    }
    let tools = (0..<Int.random(in: 0...3, using: &random)).map { "tool\(random.pick(["_", "-"]))\($0)" }
    let channels = Self.channels.shuffled(using: &random).prefix(Int.random(in: 1...5, using: &random))

    var members: [JSONMember] = [
      .init("schema_version", .string("conversation_blueprint.v1")), .init("name", text()),
      .init("objective", text()), .init("audience", text()), .init("persona", persona()),
      .init("channel_policy", channelPolicy(Array(channels))), .init("turn_taking_policy", turnTaking()),
      .init("phases", .array(phases.map { phase($0.id, $0.slots) })),
      .init("tool_policy", toolPolicy(tools)), .init("escalation_policy", escalation()),
      .init("close_policy", closePolicy(tools)),
      .init("evaluation_scenarios", .array(scenarios(Array(channels), slots, tools))),
    ]
    if !slots.isEmpty || random.chance(50) {
      members.append(.init("slots", .array(slots.map { slot($0) })))
    }
    return .object(members)
  }

  private mutating func names(_ stem: String, _ count: Int) -> [String] {
    let odd = ["/", "~", " ", "ü", ":", "."]
    return (0..<count).map { index in "\(stem)\(random.chance(20) ? random.pick(odd) : "_")\(index)" }
  }

  private mutating func text() -> JSONValue { .string(random.pick(Self.texts)) }
  private mutating func spoken() -> JSONValue { .string(random.pick(Self.texts.filter { !$0.isBlank })) }

  private mutating func persona() -> JSONValue {
    var members = [JSONMember("role", text()), JSONMember("brand_voice", text())]
    if random.chance(60) { members.append(.init("boundaries", .array([text(), text()]))) }
    return .object(members)
  }

  private mutating func channelPolicy(_ channels: [String]) -> JSONValue {
    var members = [JSONMember("allowed", .strings(channels))]
    if random.chance(70) { members.append(.init("primary", .string(random.pick(channels)))) }
    if channels.contains("voice"), random.chance(60) {
      members.append(.init("voice_style", .string(random.pick(["concise", "natural", "guided"]))))
    }
    if random.chance(70) { members.append(.init("async_follow_up", .boolean(random.chance(50)))) }
    return .object(members)
  }

  private mutating func turnTaking() -> JSONValue {
    var members: [JSONMember] = []
    if random.chance(75) {
      members.append(.init("max_questions_per_turn", .integer(Int.random(in: 1...3, using: &random))))
    }
    if random.chance(75) {
      let styles = ["brief_acknowledge_then_continue", "stop_and_answer", "defer"]
      members.append(.init("interruption_style", .string(random.pick(styles))))
    }
    if random.chance(75) {
      let strategies = ["ask_clarifying_question", "offer_menu", "handoff"]
      members.append(.init("repair_strategy", .string(random.pick(strategies))))
    }
    return .object(members)
  }

  private mutating func phase(_ id: String, _ slots: [String]) -> JSONValue {
    var members = [
      JSONMember("id", .string(id)), JSONMember("label", text()), JSONMember("goal", text()),
      JSONMember("success_signal", text()),
    ]
    if !slots.isEmpty || random.chance(50) { members.append(.init("required_slots", .strings(slots))) }
    return .object(members)
  }

  private mutating func slot(_ key: String) -> JSONValue {
    var members = [
      JSONMember("key", .string(key)), JSONMember("label", text()), JSONMember("ask_when_missing", spoken()),
    ]
    if random.chance(60) { members.append(.init("required", .boolean(true))) }
    return .object(members)
  }

  private mutating func toolPolicy(_ tools: [String]) -> JSONValue {
    var members: [JSONMember] = []
    if !tools.isEmpty || random.chance(50) { members.append(.init("allowed_tools", .strings(tools))) }
    let confirmed = tools.filter { _ in random.chance(50) }
    if !confirmed.isEmpty { members.append(.init("require_confirmation_before", .strings(confirmed))) }
    if random.chance(75) {
      members.append(
        .init("failure_mode", .string(random.pick(["apologize_and_continue", "handoff", "retry_once"]))))
    }
    return .object(members)
  }

  private mutating func escalation() -> JSONValue {
    var members: [JSONMember] = []
    if random.chance(70) { members.append(.init("triggers", .array([text()]))) }
    if random.chance(70) { members.append(.init("handoff_message", spoken())) }
    return .object(members)
  }

  private mutating func closePolicy(_ tools: [String]) -> JSONValue {
    var members = [JSONMember("success_outcome", text()), JSONMember("follow_up_message", spoken())]
    let needed = tools.filter { _ in duties.chance(40) }
    if !needed.isEmpty || duties.chance(10) { members.append(.init("success_requires", .strings(needed))) }
    return .object(members)
  }

  private mutating func scenarios(_ channels: [String], _ slots: [String], _ tools: [String]) -> [JSONValue] {
    names("scenario", Int.random(in: 1...3, using: &random)).map { id in
      var members = [JSONMember("id", .string(id)), JSONMember("user_goal", text())]
      if random.chance(50) { members.append(.init("channel", .string(random.pick(channels)))) }
      if random.chance(60) {
        members.append(.init("must_collect", .strings(slots.filter { _ in random.chance(50) })))
      }
      if random.chance(40) { members.append(.init("must_not_do", .array([text()]))) }
      if duties.chance(40) {
        let items = tools.map { "call:\($0)" } + ["handoff"]
        members.append(.init("must_do", .strings([duties.pick(items)])))
      }
      return .object(members)
    }
  }
}
