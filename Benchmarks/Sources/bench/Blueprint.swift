/// A consistent blueprint as people write them: block YAML with plain, quoted and folded text, two slots a phase and
/// three tools. About 860 bytes a phase.
func blueprint(phases: Int) -> [UInt8] {
  let numbers = 0..<phases
  let text = """
    schema_version: conversation_blueprint.v1
    name: Front desk
    objective: >-
      Find out what each caller needs, answer what can be answered at once, and note down the rest so that a
      colleague can act on it without asking again.
    audience: "People who call, write or walk in"
    persona:
      role: receptionist
      brand_voice: 'warm, brief, never in a hurry'
      boundaries:
        - no advice on prices
        - "no promises: only what the diary says"
    channel_policy:
      primary: voice
      allowed: [voice, widget]
      voice_style: natural
      async_follow_up: true
    turn_taking_policy:
      max_questions_per_turn: 2
      interruption_style: stop_and_answer
      repair_strategy: ask_clarifying_question
    phases:
    \(numbers.map(phase).joined(separator: "\n"))
    slots:
    \(numbers.map(slots).joined(separator: "\n"))
    tool_policy:
      allowed_tools: [look_up, book, send_summary]
      require_confirmation_before: [book]
      failure_mode: retry_once
    escalation_policy:
      triggers: [asks for a person, is in distress]
      handoff_message: I am passing you to a colleague.
    close_policy:
      success_outcome: everything needed is noted down
      follow_up_message: "Thank you: you will hear from us today."
    evaluation_scenarios:
      - id: in_a_hurry
        channel: voice
        user_goal: settle everything at once
        must_collect: [name_0, wish_0]

    """
  return Array(text.utf8)
}

private func phase(_ number: Int) -> String {
  """
    # Part \(number): what it is about stands in its goal.
    - id: part_\(number)
      label: Part \(number) of the conversation
      goal: >-
        Learn what is wanted in part \(number), repeat it in your own words, and let the caller put right what
        was not understood.
      success_signal: "The caller says that it is right, or corrects it"
      required_slots: [name_\(number), wish_\(number)]
  """
}

private func slots(_ number: Int) -> String {
  """
    - key: name_\(number)
      label: Name \(number)
      required: true
      ask_when_missing: 'Whose name may I note down for this, please?'
    - key: wish_\(number)
      label: Wish \(number)
      required: true
      ask_when_missing: What exactly would you like us to do about it?
  """
}
