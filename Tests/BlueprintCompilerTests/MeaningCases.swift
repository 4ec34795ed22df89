import BlueprintCompiler
import PolicyGraph
import TestSupport

private let unconfirmed = "\"call:book_viewing:unconfirmed\""

let meaningCases: [RuleCase] = [
  RuleCase(
    .duplicatePhase, .blueprint(("- id: visit", "- id: brief")), marks: "brief",
    quiet: .blueprint(("- id: visit", "- id: Brief"))),
  RuleCase(
    .duplicateSlot, .blueprint(("{key: beds,", "{key: area,")), marks: "area",
    quiet: .blueprint(("{key: beds, label: Bedrooms", "{key: beds, label: Area"))),
  RuleCase(
    .duplicateScenario,
    .blueprint(("evaluation_scenarios:\n", "evaluation_scenarios:\n  - {id: books_at_once, user_goal: x}\n")),
    marks: "books_at_once",
    quiet: .blueprint(
      ("evaluation_scenarios:\n", "evaluation_scenarios:\n  - {id: books_later, user_goal: x}\n"))),
  RuleCase(
    .duplicateTool, .blueprint(("[find_homes, book_viewing]", "[find_homes, book_viewing, find_homes]")),
    marks: "find_homes",
    quiet: .blueprint(("[find_homes, book_viewing]", "[find_homes, book_viewing, find_flats]"))),
  RuleCase(
    .unknownSlot, .blueprint(("required_slots: [day]", "required_slots: [dya, day]")), marks: "dya",
    quiet: .blueprint(("required_slots: [day]", "required_slots: [area, day]"))),
  RuleCase(
    .unknownScenarioSlot, .blueprint(("must_collect: [area, day]", "must_collect: [aera, day]")),
    marks: "aera",
    quiet: .blueprint(("must_collect: [area, day]", "must_collect: [beds, day]"))),
  RuleCase(
    .uncollectedSlot, .blueprint(("[area, budget, beds]", "[area, beds]")), marks: "budget",
    quiet: .blueprint(
      ("[area, budget, beds]", "[area, beds]"),
      ("budget, label: Budget, required: true", "budget, label: Budget"))),
  RuleCase(
    .unusedSlot,
    .blueprint(
      ("[area, budget, beds]", "[area, beds]"),
      ("budget, label: Budget, required: true", "budget, label: Budget")),
    marks: "budget",
    quiet: .blueprint(
      ("[area, budget, beds]", "[area, beds]"),
      ("budget, label: Budget, required: true", "budget, label: Budget, required: false"))),
  RuleCase(
    .confirmationOfUnknownTool, .blueprint(("before: [book_viewing]", "before: [book_veiwing]")),
    marks: "book_veiwing", quiet: .blueprint(("before: [book_viewing]", "before: [find_homes]"))),
  RuleCase(
    .primaryNotAllowed, .blueprint(("primary: widget", "primary: sms")), marks: "sms",
    quiet: .blueprint(("primary: widget", "primary: voice"))),
  RuleCase(
    .scenarioChannelNotAllowed, .blueprint(("channel: widget", "channel: sms")), marks: "sms",
    quiet: .blueprint(("channel: widget", "channel: voice"))),
  RuleCase(
    .emptyID, .blueprint(("- id: visit", "- id: \"\"")), marks: "\"\"",
    quiet: .blueprint(("- id: visit", "- id: \"0\""))),
  RuleCase(
    .emptyID, .blueprint(("[find_homes, book_viewing]", "[\" \", book_viewing]")), marks: "\" \"",
    quiet: .blueprint(("[find_homes, book_viewing]", "[\"_\", book_viewing]"))),
  RuleCase(
    .blankText, .blueprint(("Which day?", "\"\\u200B \"")), marks: "\"\\u200B \"",
    quiet: .blueprint(("Which day?", "\"?\""))),
  RuleCase(
    .blankText, .blueprint(("A colleague takes over.", "\"\"")), marks: "\"\"",
    quiet: .blueprint(("A colleague takes over.", "\"…\""))),
  RuleCase(
    .blankText, .blueprint(("See you then.", "'  '")), marks: "'  '",
    quiet: .blueprint(("See you then.", "' . '"))),
  RuleCase(
    .defaultHandoffMessage, .blueprint(("\n  handoff_message: A colleague takes over.", "")),
    marks: "triggers: [asks for a person]",
    quiet: .blueprint(
      ("\n  triggers: [asks for a person]\n  handoff_message: A colleague takes over.", " {}"))),
  RuleCase(
    .voiceStyleWithoutVoice, .blueprint(("allowed: [widget, voice]", "allowed: [widget]")), marks: "natural",
    quiet: .blueprint(("allowed: [widget, voice]", "allowed: [widget]"), ("  voice_style: natural\n", ""))),
  RuleCase(
    .uncollectableScenario,
    .blueprint(
      ("[area, budget, beds]", "[budget, beds]"), ("area, label: Area, required: true", "area, label: Area")),
    marks: "area",
    quiet: .blueprint(("must_collect: [area, day]", "must_collect: [day]"))),
  RuleCase(
    .indistinctIDs,
    .blueprint(("- id: brief", "- id: \"caf\\u00e9\""), ("- id: visit", "- id: \"cafe\\u0301\"")),
    marks: "\"cafe\\u0301\"", quiet: .blueprint(("- id: brief", "- id: cafe"), ("- id: visit", "- id: café"))),
  RuleCase(
    .repeatedEntry, .blueprint(("must_collect: [area, day]", "must_collect: [area, day, area]")),
    marks: "area",
    quiet: .blueprint(("must_collect: [area, day]", "must_collect: [area, day, budget]"))),
  RuleCase(
    .assumedChannel,
    .blueprint(
      ("  allowed: [widget, voice]\n  voice_style: natural\n", ""), ("channel: widget", "channel: sms")),
    marks: "sms", quiet: .blueprint(("  allowed: [widget, voice]\n  voice_style: natural\n", ""))),
  RuleCase(
    .optionalYetCollected,
    .blueprint(("day, label: Day, required: true", "day, label: Day, required: false")),
    marks: "false", quiet: .blueprint(("day, label: Day, required: true", "day, label: Day"))),
  RuleCase(
    .uncheckableItem, .blueprint((unconfirmed, "\"call:book_veiwing:unconfirmed\"")),
    marks: "\"call:book_veiwing:unconfirmed\"", quiet: .blueprint((unconfirmed, "\"call:issue_refund\""))),
  RuleCase(
    .uncheckableItem, .blueprint((unconfirmed, "\"close:succes\"")), marks: "\"close:succes\"",
    quiet: .blueprint((unconfirmed, "\"close:success\""))),
  RuleCase(
    .uncheckableItem, .blueprint((unconfirmed, "hand-off")), marks: "hand-off",
    quiet: .blueprint((unconfirmed, "hands over too early: within a minute"))),
  RuleCase(
    .blankText, .blueprint(("goal: agree on a day", "goal: \"\"")), marks: "\"\"",
    quiet: .blueprint(("goal: agree on a day", "goal: \"?\""))),
  RuleCase(
    .unknownRequiredTool,
    .blueprint(("  follow_up_message:", "  success_requires: [book_veiwing]\n  follow_up_message:")),
    marks: "book_veiwing",
    quiet: .blueprint(("  follow_up_message:", "  success_requires: [book_viewing]\n  follow_up_message:"))),
  RuleCase(
    .blankField, .blueprint(("label: The visit", "label: \" \"")), marks: "\" \"",
    quiet: .blueprint(("label: The visit", "label: \".\""))),
  RuleCase(
    .placeholder, .blueprint(("See you then.", "\"See you, {first_name}.\"")),
    marks: "\"See you, {first_name}.\"",
    quiet: .blueprint(("agree on a day", "\"agree on a day with {first_name}\""))),
  RuleCase(
    .uncallableTool, .blueprint(("[find_homes,", "[\"find homes\",")), marks: "\"find homes\"",
    quiet: .blueprint(("[find_homes,", "[find-Homes_2,"))),
  RuleCase(
    .repeatedEntry, .blueprint(("[asks for a person]", "[asks for a person, asks for a person]")),
    marks: "asks for a person",
    quiet: .blueprint(("[asks for a person]", "[asks for a person, asks for the owner]"))),
]
