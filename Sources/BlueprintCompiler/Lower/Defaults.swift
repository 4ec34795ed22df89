import Documents
import PolicyGraph

/// What stands for an absent optional field, and the words of every composed brief: the one table of both
/// (definition 7.8).
/// `Docs/defaults.md` is generated from it.
enum Defaults {
  static let maxQuestionsPerTurn = 1
  static let interruptionStyle = InterruptionStyle.stopAndAnswer
  static let repairStrategy = RepairStrategy.askClarifyingQuestion
  static let failureMode = FailureMode.apologizeAndContinue
  static let asyncFollowUp = false
  static let primaryChannel = "widget"
  static let voiceStyle = "natural"
  static let handoffMessage = "I am passing you to a colleague, who will take it from here."

  /// `primary` absent: the first allowed channel, else `widget`. `allowed` absent: the primary channel and
  /// those that scenarios name.
  static func channels(of blueprint: Blueprint) -> (primary: String, allowed: [String]) {
    let policy = blueprint.channelPolicy
    let primary = policy.primary?.value ?? policy.allowed?.first?.value ?? primaryChannel
    if let allowed = policy.allowed { return (primary, distinct(allowed.map(\.value))) }
    return (primary, distinct([primary] + blueprint.scenarios.compactMap { $0.channel?.value }))
  }

  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

/// The briefs: what an agent has to convey where the author gave no text of their own. A runtime phrases them in
/// the brand voice. The author's words stand at the end of a line, with nothing added or taken away; a tool is
/// called by its id in words.
enum Brief {
  static func greeting(name: String, role: String, objective: String) -> String {
    "Greet the user, say who you are, and say in one sentence what you can help with."
      + "\nYour name: \(name)\nYour role: \(role)\nWhat you help with: \(objective)"
  }

  static let goodbye = "Thank the user and say goodbye."

  static func talk(goal: String, successSignal: String) -> String {
    "Pursue this goal: \(goal)\nIt is met when: \(successSignal)"
  }

  static let deferredTalk = "Take up the question that was put off, and answer it."

  static func clarifyAsk(_ labels: [String]) -> String {
    "Say that this was not understood, and ask once more in simpler words for: \(list(labels))"
  }

  static func clarifyTalk(_ subject: String) -> String {
    "Say that this was not understood, and ask what exactly the user needs with regard to: \(subject)"
  }

  static let clarifyConfirm = "Say that the answer was not understood, and that a plain yes or no is needed."

  static func menu(_ choices: [String]) -> String {
    "Say that this was not understood, and name what can be done here: \(list(choices))"
  }

  static let menuPerson = "talk to a person"
  static let menuConfirm = ["say yes", "say no", "change a detail", menuPerson]
  static func menuAnswer(_ label: String) -> String { "give \(label)" }
  static func menuPhase(_ label: String) -> String { "go on with \(label)" }
  static func menuTool(_ tool: String) -> String { "use \(words(tool))" }
  static func menuSkip(_ label: String) -> String { "leave out \(label)" }
  static let menuFinish = "finish"

  static let nudge = "Ask kindly whether the user is still there, and repeat what is needed from them."

  static func interrupted(_ style: InterruptionStyle) -> String {
    switch style {
    case .stopAndAnswer: "Answer the question first, then come back to where you were."
    case .briefAcknowledgeThenContinue:
      "Acknowledge in a few words what the user put in, then come back to where you were."
    case .defer:
      "Note the question, say that it will be taken up before the end, and come back to where you were."
    }
  }

  static let corrected = "Acknowledge the change, and repeat the new value."

  static func declinedPhase(_ label: String) -> String {
    "Acknowledge that the user does not want this: \(label)"
  }

  static func unfinished(_ tools: [String]) -> String {
    "Say what of this is not done yet, and that without it nothing is settled: \(list(tools.map(words)))"
  }

  static func clarifyUnfinished(_ tools: [String]) -> String { clarifyTalk(list(tools.map(words))) }

  static func declinedUnfinished(_ tools: [String]) -> String {
    "Acknowledge that the user does not want to go on with: \(list(tools.map(words)))"
  }

  static let declinedDeferred = "Acknowledge that the question is no longer of interest."

  static func confirm(_ tool: String) -> String {
    "Say exactly what \(words(tool)) will do and with which details, and ask for a clear yes or no."
  }

  static func declinedTool(_ tool: String) -> String {
    "Acknowledge the no: \(words(tool)) is not carried out."
  }
  static func report(_ tool: String) -> String { "Tell the user the result of \(words(tool))." }

  static func apologizeForError(_ tool: String) -> String {
    "Apologize: \(words(tool)) did not work. Say what can be done instead."
  }

  static func apologizeForTimeout(_ tool: String) -> String {
    "Apologize: \(words(tool)) did not answer in time. Say that it is not known whether it was carried out, "
      + "and what can be done to find out."
  }

  static let closeDeclined =
    "Say that without the missing details this cannot be completed, that the user is welcome back, and goodbye."

  static let closeUnfinished =
    "Say that this cannot be completed as it is and what is not done, that the user is welcome back, and goodbye."

  static let followUp =
    "Follow up later: say what is still open, and how the user can take it up again. Nothing has been settled."

  /// `check_availability` is spoken as two words.
  private static func words(_ identifier: String) -> String {
    String(identifier.map { $0 == "_" || $0 == "-" ? " " : $0 })
  }

  private static func list(_ items: [String]) -> String { items.joined(separator: "; ") }
}
