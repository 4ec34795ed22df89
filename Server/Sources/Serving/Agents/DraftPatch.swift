import Documents

/// Changes to a draft's top-level keys (definition 11.2). Keys that nobody knows are kept: they are part of the
/// draft.
struct DraftPatch: Sendable {
  private let changes: [JSONMember]
  /// From the short hand `voice`.
  private let speech: [JSONMember]

  /// Throws what is wrong with the body.
  init(_ body: RequestBody) throws {
    speech = try AgentBodies.patch.read(body)
    guard case .object(let members) = body.value else { preconditionFailure("a body is an object") }
    changes = members.filter { !$0.key.hasSameScalars(as: Self.voiceKey) }
  }

  /// The short hand.
  static let voiceKey = "voice"

  /// Who can speak.
  enum Provider: String, CaseIterable { case azure, openai, twilio, cartesia, elevenlabs, xai }

  func applied(to draft: JSONValue) -> JSONValue {
    var draft = draft
    for change in changes { draft = draft.setting(change.key, to: change.value) }
    guard !speech.isEmpty else { return draft }
    var settings = draft["speech_settings"] ?? .object([])
    if case .object = settings {} else { settings = .object([]) }
    for setting in speech { settings = settings.setting(setting.key, to: setting.value) }
    return draft.setting("speech_settings", to: settings)
  }
}
