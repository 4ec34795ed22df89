import ConversationSimulator
import Gates
import Registry

/// What to go on with, in the commands of the platform's client.
enum FOHCommand {
  static func certify(_ agent: AgentID, _ mode: SimulationMode) -> String {
    let profile =
      switch mode {
      case .quick: "smoke"
      case .full: "release"
      case .stress: "stress"
      }
    return "foh certify run --agent \(agent) --profile \(profile) --json"
  }

  static func publish(_ agent: AgentID) -> String { "foh agent publish --agent \(agent)" }

  static func validate(_ agent: AgentID) -> String { "foh agent validate --agent \(agent)" }

  /// After a refusal for this reason.
  static func next(after code: ReasonCode, _ agent: AgentID) -> [String] {
    switch code {
    case .incidentOpen, .incidentsMissing, .incidentsUnreadable:
      ["foh ops incidents list"]
    case .draftMissing, .draftUnreadable, .draftInvalid, .openWarnings, .invariantRefuted, .invariantUnknown:
      [validate(agent), certify(agent, .full)]
    case .scenarioRemoved, .scenarioWeakened, .scenarioRegressed, .coverageLower:
      ["foh agent versions --agent \(agent)", validate(agent)]
    default: [certify(agent, .full), publish(agent)]
    }
  }
}
