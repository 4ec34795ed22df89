import Documents

/// Changes to a draft's top-level keys (definition 11.2). Keys that nobody knows are kept: they are part of the
/// draft.
struct DraftPatch: Sendable {
  private let changes: [JSONMember]
  /// From the short hand `voice`.
  private let speech: [JSONMember]

  /// Throws what is wrong with the body.
  init(_ body: RequestBody) throws {
    var fields = body.fields
    _ = fields.text("name", 1...200)
    _ = fields.text("greeting", 0...100_000)
    _ = fields.text("goodbye", 0...100_000)
    var speech: [JSONMember] = []
    if let voice = fields.object("voice") {
      var voice = Fields(voice)
      if let provider = voice.choice("tts_provider", Provider.self) {
        speech.append(JSONMember("tts_provider", .string(provider.rawValue)))
      }
      for key in ["tts_voice_id", "stt_provider"] {
        if let text = voice.text(key) { speech.append(JSONMember(key, .string(text))) }
      }
      try voice.finish()
    }
    fields.requireExactNumbers(in: body.document?.root)
    try fields.finish(keepsOthers: true)
    self.speech = speech
    changes =
      (body.document?.root.members).map { members in
        members.filter { !$0.key.hasText("voice") }.map { JSONMember($0.key.text ?? "", JSONValue($0.value)) }
      } ?? []
  }

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
