import Documents
import PolicyGraph

/// A Conversation Blueprint v1 as its author wrote it (definition 1.9): typed, every value with its place, nothing
/// defaulted.
///
/// Read leniently, so that the meaning checks can run beside schema errors: a value that has the wrong type is
/// absent here, and ``unreadable`` says which sections are therefore incomplete. Only a blueprint without
/// schema errors is lowered.
package struct Blueprint: Sendable {
  package static let schemaVersion = "conversation_blueprint.v1"

  package let root: DocumentNode
  package let name: Located<String>
  package let objective: Located<String>
  package let audience: Located<String>
  package let persona: DocumentNode
  package let channelPolicy: ChannelPolicy
  package let turnTaking: TurnTakingPolicy
  package let phases: [Phase]
  package let slots: [Slot]
  package let toolPolicy: ToolPolicy
  package let escalation: EscalationPolicy
  package let close: ClosePolicy
  package let scenarios: [EvaluationScenario]
  /// Sections that hold a value that could not be read: what refers to them cannot be judged.
  package let unreadable: Set<Section>

  package enum Section: String, CaseIterable, Sendable {
    case channelPolicy = "channel_policy"
    case phases, slots
    case toolPolicy = "tool_policy"
    case scenarios = "evaluation_scenarios"
  }

  package struct ChannelPolicy: Sendable {
    package let node: DocumentNode
    package let primary: Located<String>?
    package let allowed: [Located<String>]?
    package let voiceStyle: Located<String>?
    package let asyncFollowUp: Located<Bool>?
  }

  package struct TurnTakingPolicy: Sendable {
    package let node: DocumentNode
    package let maxQuestionsPerTurn: Located<Int>?
    package let interruptionStyle: Located<InterruptionStyle>?
    package let repairStrategy: Located<RepairStrategy>?
  }

  package struct Phase: Sendable {
    package let node: DocumentNode
    package let id: Located<PhaseID>
    package let label: Located<String>
    package let goal: Located<String>
    package let successSignal: Located<String>
    package let requiredSlots: [Located<SlotKey>]
  }

  package struct Slot: Sendable {
    package let node: DocumentNode
    package let key: Located<SlotKey>
    package let label: Located<String>
    package let required: Located<Bool>?
    package let askWhenMissing: Located<String>
  }

  package struct ToolPolicy: Sendable {
    package let node: DocumentNode
    package let allowed: [Located<ToolID>]
    package let confirmBefore: [Located<ToolID>]
    package let failureMode: Located<FailureMode>?
  }

  package struct EscalationPolicy: Sendable {
    package let node: DocumentNode
    package let triggers: [Located<String>]
    package let handoffMessage: Located<String>?
  }

  package struct ClosePolicy: Sendable {
    package let node: DocumentNode
    package let successOutcome: Located<String>
    package let followUpMessage: Located<String>
    package let successRequires: [Located<ToolID>]?
  }

  package struct EvaluationScenario: Sendable {
    package let node: DocumentNode
    package let id: Located<ScenarioID>
    package let channel: Located<String>?
    package let userGoal: Located<String>
    package let mustCollect: [Located<SlotKey>]?
    package let mustDo: [Located<String>]?
    package let mustNotDo: [Located<String>]?
  }
}

/// A value and where it stands.
package struct Located<Value: Sendable>: Sendable {
  package let value: Value
  /// The value's own node; for a value that is missing although required, the object that lacks it.
  package let node: DocumentNode
}

package enum InterruptionStyle: String, Sendable, CaseIterable {
  case briefAcknowledgeThenContinue = "brief_acknowledge_then_continue"
  case stopAndAnswer = "stop_and_answer"
  case `defer`
}

package enum RepairStrategy: String, Sendable, CaseIterable {
  case askClarifyingQuestion = "ask_clarifying_question"
  case offerMenu = "offer_menu"
  case handoff
}
