import ArgumentParser

/// The trades that `fohc init` knows, each with what its agent usually does.
enum Trade: String, CaseIterable, ExpressibleByArgument {
  case general
  case estateAgency = "estate-agency"
  case dental, restaurant, hotel

  private struct Words {
    let name, role, objective, audience, boundary: String
    let slots: [(key: String, label: String, question: String)]
    let tool, toolMeaning, outcome, handoff, followUp: String
  }

  private var words: Words {
    switch self {
    case .general:
      Words(
        name: "Front desk", role: "the front desk of our company",
        objective: "take requests and arrange a call back",
        audience: "customers and people who may become one",
        boundary: "Never promises prices or dates",
        slots: [
          ("request", "What it is about", "What can we do for you?"),
          ("phone", "Phone number", "Which number may we call you back on?"),
        ],
        tool: "book_callback", toolMeaning: "puts the call back into the calendar",
        outcome: "A call back is arranged",
        handoff: "I am passing you to a colleague, who has what you told me.",
        followUp: "All arranged. Write here any time if something changes.")
    case .estateAgency:
      Words(
        name: "Viewings desk", role: "the viewings desk of an estate agency",
        objective: "book viewings of listed homes", audience: "people looking for a home to buy or rent",
        boundary: "Never gives an opinion on a home's value",
        slots: [
          ("property", "Home", "Which home would you like to see?"),
          ("viewing_day", "Day", "Which day would suit you?"),
        ],
        tool: "book_viewing", toolMeaning: "books the viewing and tells the seller",
        outcome: "A viewing is booked",
        handoff: "I am passing you to one of our agents, who has your details.",
        followUp: "Your viewing is booked. Write here if you need to move it.")
    case .dental:
      Words(
        name: "Reception", role: "the reception of a dental practice",
        objective: "book and move appointments", audience: "patients of the practice and new ones",
        boundary: "Never gives a diagnosis or advice on medicines",
        slots: [
          ("reason", "Reason for the visit", "What is the visit about: a check-up, or is something hurting?"),
          ("preferred_day", "Day", "Which day would suit you?"),
        ],
        tool: "book_appointment", toolMeaning: "books the appointment", outcome: "An appointment is booked",
        handoff: "I am passing you to our reception team.",
        followUp: "You are booked in. Call us if you cannot make it.")
    case .restaurant:
      Words(
        name: "Reservations", role: "the reservations desk of a restaurant",
        objective: "take table bookings", audience: "guests",
        boundary: "Never promises that a dish is free of an allergen",
        slots: [
          ("party_size", "Number of guests", "For how many people?"),
          ("time", "Day and time", "Which day, and what time?"),
        ],
        tool: "book_table", toolMeaning: "books the table", outcome: "A table is booked",
        handoff: "I am passing you to the restaurant.",
        followUp: "See you soon. Tell us here if your plans change.")
    case .hotel:
      Words(
        name: "Hotel desk", role: "the front desk of a hotel",
        objective: "answer guests and take room requests", audience: "guests before and during their stay",
        boundary: "Never reads out another guest's details",
        slots: [
          ("booking_reference", "Booking reference", "What is your booking reference?"),
          ("request", "Request", "What can we do for you?"),
        ],
        tool: "log_request", toolMeaning: "sends the request to the team on duty",
        outcome: "The request is with the team",
        handoff: "I am passing you to our colleague at the desk.",
        followUp: "It is on its way. Write here any time.")
    }
  }

  /// The blueprint, with a comment wherever an author has to decide something.
  var blueprint: String {
    let words = words
    let keys = words.slots.map(\.key).joined(separator: ", ")
    let slots = words.slots.map {
      """
        - key: \($0.key)
          label: \($0.label)
          required: true
          ask_when_missing: "\($0.question)"
      """
    }.joined(separator: "\n")
    return """
      # A Conversation Blueprint. Compile it with `fohc compile`, draw it with `fohc graph`.
      schema_version: conversation_blueprint.v1

      name: \(words.name)
      objective: \(words.objective)
      audience: \(words.audience)

      persona:
        role: \(words.role)
        brand_voice: warm, brief, plain
        # What the agent never does, whoever asks.
        boundaries:
          - \(words.boundary)

      channel_policy:
        # widget, voice, whatsapp, instagram or sms. List every channel in `allowed`, the primary one too.
        primary: widget
        allowed: [widget, whatsapp]
        # Whether a user who went silent is sent the follow-up message.
        async_follow_up: false

      turn_taking_policy:
        # 1 to 3. On the phone one is usually right.
        max_questions_per_turn: 1
        # stop_and_answer, brief_acknowledge_then_continue, or defer (taken up before the end).
        interruption_style: stop_and_answer
        # ask_clarifying_question, offer_menu, or handoff (at once).
        repair_strategy: ask_clarifying_question

      # What the agent does, in order. A user may decline a phase and go on to the next.
      phases:
        - id: request
          label: The request
          goal: \(words.objective)
          success_signal: the user has heard that \(words.outcome.prefix(1).lowercased() + words.outcome.dropFirst())
          required_slots: [\(keys)]

      # What it has to learn. The question is spoken as it stands.
      slots:
      \(slots)

      tool_policy:
        # \(words.tool): \(words.toolMeaning).
        allowed_tools: [\(words.tool)]
        # Tools that act in the world should need a clear yes.
        require_confirmation_before: [\(words.tool)]
        # apologize_and_continue, handoff, or retry_once.
        failure_mode: apologize_and_continue

      escalation_policy:
        triggers:
          - asks for a person
          - makes a complaint
        handoff_message: \(words.handoff)

      close_policy:
        success_outcome: \(words.outcome)
        follow_up_message: \(words.followUp)

      # The conversations that must go well; a release is judged by them.
      evaluation_scenarios:
        - id: gives_everything
          channel: widget
          user_goal: \(words.objective)
          must_collect: [\(keys)]
          must_not_do:
            - call:\(words.tool):unconfirmed

      """
  }
}
