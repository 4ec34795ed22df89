import Documents
import PolicyGraph

extension TradeTemplate {
  /// The blueprint, with a comment wherever an author has to decide something.
  var blueprint: String {
    """
    # A Conversation Blueprint. Check it with `fohc check`, compile it with `fohc compile`, draw it with `fohc graph`.
    schema_version: conversation_blueprint.v1

    \(field("name", name, 0))
    \(field("objective", objective, 0))
    \(field("audience", audience, 0))

    persona:
    \(field("role", role, 2))
    \(field("brand_voice", brandVoice, 2))
      # What the agent never does, no matter who asks.
      boundaries:
    \(entries(boundaries, 4))

    \(channelPolicy)

    turn_taking_policy:
      # 1 to 3. On the phone one is usually right.
      max_questions_per_turn: 1
      # stop_and_answer, brief_acknowledge_then_continue, or defer (taken up before the end).
      interruption_style: stop_and_answer
      # ask_clarifying_question, offer_menu, or handoff (at once).
      repair_strategy: ask_clarifying_question

    # What the agent does, in order. It asks for the slots of a phase, then pursues its goal. A user may decline a
    # phase and go on to the next.
    phases:
    \(lines(phases.map(text)))

    # What it has to learn. The question is spoken as it stands. A slot that no phase lists and that is marked
    # `required: false` is kept where the user volunteers it, and never asked for.
    slots:
    \(lines(slots.map(text)))

    tool_policy:
      # What the agent may call:
    \(lines(tools.map { "  # - \($0.id): \($0.meaning)" }))
      allowed_tools: [\(list(tools.map(\.id)))]
      # Whatever acts in the world should need a clear yes each time; looking things up need not.
      require_confirmation_before: [\(list(tools.filter(\.needsConfirmation).map(\.id)))]
      # apologize_and_continue, handoff, or retry_once.
      failure_mode: apologize_and_continue

    escalation_policy:
      # What makes a person take over.
      triggers:
    \(entries(triggers, 4))
    \(field("handoff_message", handoffMessage, 2))

    close_policy:
    \(field("success_outcome", successOutcome, 2))
      # The last words after success, spoken as they stand.
    \(field("follow_up_message", followUpMessage, 2))
    \(lines(intent))

    # The conversations that must go well; a release is judged by them. In user_goal write what a real user would say:
    # no machine reads it, those who judge conversations do.
    # must_do says what has to happen when the user does their part: call:<tool> (the tool is used), handoff (a person
    # takes over), ask:<slot>, or close:<outcome> (success, declined or abandoned).
    # must_not_do says what must not happen: the same, and call:<tool>:unconfirmed (the tool is used without a yes). These
    # are checked by machine. Whatever else it says is for a judge.
    evaluation_scenarios:
    \(lines(scenarios.map(text)))

    """
  }

  private var channelPolicy: String {
    let voice =
      channels.contains("voice")
      ? "  # concise, natural or guided.\n  voice_style: natural"
      : "  # For the phone, add voice to `allowed` and say how it speaks: concise, natural or guided.\n"
        + "  # voice_style: natural"
    return """
      channel_policy:
        # widget, voice, whatsapp, instagram or sms. List every channel in `allowed`, the primary one too.
        primary: \(channels.first ?? "widget")
        allowed: [\(list(channels))]
      \(voice)
        # Whether a user who went silent is sent the follow-up message.
        async_follow_up: false
      """
  }

  private var intent: [String] {
    if successRequires.isEmpty {
      return [
        "  # Where using a tool is the whole errand, name it, and nothing counts as a success before it has worked:",
        "  # success_requires: [\(tools.last?.id ?? "")]",
      ]
    }
    return [
      "  # Tools that must have worked before a conversation counts as a success. Where one has not, the agent says so and",
      "  # offers it once more; a user who does not want it then is not counted as a success.",
      "  success_requires: [\(list(successRequires))]",
    ]
  }

  private func text(_ phase: Phase) -> String {
    """
      - id: \(phase.id)
    \(field("label", phase.label, 4))
    \(field("goal", phase.goal, 4))
    \(field("success_signal", phase.successSignal, 4))
        required_slots: [\(list(phase.slots))]
    """
  }

  private func text(_ slot: Slot) -> String {
    """
      - key: \(slot.key)
    \(field("label", slot.label, 4))
        required: true
    \(field("ask_when_missing", slot.question, 4))
    """
  }

  private func text(_ scenario: Scenario) -> String {
    """
      - id: \(scenario.id)
        channel: \(scenario.channel)
    \(field("user_goal", scenario.userGoal, 4))
        must_collect: [\(list(scenario.mustCollect))]
    \(scenario.mustDo.isEmpty ? "" : "    must_do: [\(list(scenario.mustDo.map(scalar)))]\n")\
        must_not_do:
    \(entries(scenario.mustNotDo, 6))
    """
  }

  // MARK: YAML

  private func lines(_ parts: [String]) -> String { parts.joined(separator: "\n") }
  private func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  private func entries(_ texts: [String], _ indent: Int) -> String {
    lines(texts.map { String(repeating: " ", count: indent) + "- " + scalar($0) })
  }

  /// `key: text`, folded where the line would be long.
  private func field(_ key: String, _ text: String, _ indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    let line = "\(margin)\(key): \(scalar(text))"
    guard line.count > 112 else { return line }
    var folded = ["\(margin)\(key): >-", margin + " "]
    for word in text.split(separator: " ") {
      if folded[folded.count - 1].count + word.count >= 112 { folded.append(margin + " ") }
      folded[folded.count - 1] += " " + word
    }
    return lines(folded)
  }

  /// In quotes where YAML would take it for something else.
  private func scalar(_ text: String) -> String {
    let first = text.unicodeScalars.first.map { $0.properties.isAlphabetic } ?? false
    let isPlain = first && !text.contains(": ") && !text.contains(" #") && !text.hasSuffix(":")
    return isPlain ? text : JSONString.quoted(text.utf8)
  }
}
