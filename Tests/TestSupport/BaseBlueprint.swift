import PolicyGraph

/// A small blueprint without a finding, from which fixtures differ by a line.
package enum BaseBlueprint {
  package static let text = """
    schema_version: conversation_blueprint.v1
    name: Viewings desk
    objective: book viewings
    audience: people looking for a home
    persona:
      role: viewings desk
      brand_voice: warm
      boundaries: [no advice on prices]
    channel_policy:
      primary: widget
      allowed: [widget, voice]
      voice_style: natural
      async_follow_up: false
    turn_taking_policy:
      max_questions_per_turn: 2
      interruption_style: stop_and_answer
      repair_strategy: ask_clarifying_question
    phases:
      - id: brief
        label: The brief
        goal: learn what is wanted
        success_signal: the wish is clear
        required_slots: [area, budget, beds]
      - id: visit
        label: The visit
        goal: agree on a day
        success_signal: a day is agreed
        required_slots: [day]
    slots:
      - {key: area, label: Area, required: true, ask_when_missing: Which part of town?}
      - {key: budget, label: Budget, required: true, ask_when_missing: What is your budget?}
      - {key: beds, label: Bedrooms, required: true, ask_when_missing: How many bedrooms?}
      - {key: day, label: Day, required: true, ask_when_missing: Which day?}
    tool_policy:
      allowed_tools: [find_homes, book_viewing]
      require_confirmation_before: [book_viewing]
      failure_mode: retry_once
    escalation_policy:
      triggers: [asks for a person]
      handoff_message: A colleague takes over.
    close_policy:
      success_outcome: a viewing is booked
      follow_up_message: See you then.
    evaluation_scenarios:
      - id: books_at_once
        channel: widget
        user_goal: see a home
        must_collect: [area, day]
        must_not_do: ["call:book_viewing:unconfirmed"]

    """

  /// The text with each edit made. The old text has to stand there exactly once.
  package static func with(_ edits: (old: String, new: String)...) -> String {
    edits.reduce(text) { $0.replacingOnce($1.old, with: $1.new) }
  }
}

extension String {
  /// Replaces the one occurrence of a text.
  package func replacingOnce(_ old: String, with new: String) -> String {
    let parts = splitting(by: old)
    precondition(parts.count == 2, "`\(old)` stands \(parts.count - 1) times in the fixture")
    return parts.joined(separator: new)
  }

  private func splitting(by separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
