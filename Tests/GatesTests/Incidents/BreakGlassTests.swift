import Documents
import BlueprintCompiler
import PolicyGraph
import Testing

@testable import Gates

struct BreakGlassTests {
  private func request(
    reason: String = "the line is down", incident: IncidentID = "INC-7", actor: String = "ana",
    role: Role = .owner, draft: DraftHash = .first
  ) -> BreakGlassRequest {
    BreakGlassRequest(
      reason: reason, incident: incident, actor: actor, role: role, draft: draft, at: .noon)
  }

  private func refusal(
    of request: BreakGlassRequest, isDraftSchemaValid: Bool = true, incidents: [Incident] = []
  ) -> BreakGlassRefusal? {
    switch Incident.breakGlass(request, isDraftSchemaValid: isDraftSchemaValid, incidents: incidents) {
    case .success: nil
    case .failure(let refusal): refusal
    }
  }

  @Test(arguments: Role.allCases)
  func onlyOwnersAndAdminsMay(_ role: Role) {
    let isAllowed = role == .owner || role == .admin
    #expect(refusal(of: request(role: role)) == (isAllowed ? nil : .roleNotAllowed))
  }

  @Test func anOpenedIncidentBlocksAndIsNeverPassed() throws {
    let incident = try Incident.breakGlass(request(), isDraftSchemaValid: true, incidents: []).get()
    #expect(incident.blocksPublishing)
    #expect(incident.json["outcome"]?.text == "overridden")
    #expect(incident.draft == .first && incident.openedAt == .noon && incident.openedBy == "ana")
  }

  @Test(arguments: [
    ("", false), ("123456789", false), ("1234567890", true), ("  123456789  ", false),
    ("\u{2003}123456789\n", false), (" \t1234567890\u{A0}", true), ("12345 7890", true),
    // Counted in scalars: five letters with five combining marks.
    ("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", true), ("e\u{301}e\u{301}e\u{301}e\u{301}e", false),
    (String(repeating: "\u{200B}", count: 20), false), (String(repeating: " ", count: 20), false),
  ])
  func aReasonHasTenCharacters(_ reason: String, _ isEnough: Bool) {
    #expect(refusal(of: request(reason: reason)) == (isEnough ? nil : .reasonTooShort))
  }

  @Test func anIncidentHasAName() {
    #expect(refusal(of: request(incident: "")) == .incidentMissing)
    #expect(refusal(of: request(incident: " \u{200B}")) == .incidentMissing)
    #expect(refusal(of: request(incident: IncidentID(String(repeating: "x", count: 128)))) == nil)
    #expect(
      refusal(of: request(incident: IncidentID(String(repeating: "x", count: 129)))) == .incidentTooLong)
    #expect(refusal(of: request(actor: " ")) == .actorMissing)
  }

  /// Ids that look alike are one id to a reader.
  @Test(arguments: [
    "INC-7\u{200B}", "\u{FEFF}INC-7", "INC\u{AD}-7", "INC-7\u{202E}", "\u{2066}INC-7\u{2069}", "INC-7 ",
    " INC-7",
    "INC\u{A0}7", "INC\n7", "INC\u{7}7", "INC-7\t", "INC\u{2028}7", "INC\u{E0041}7", "I\u{200D}NC",
  ])
  func anIDHasNoHiddenCharacters(_ id: String) {
    #expect(refusal(of: request(incident: IncidentID(id))) == .incidentHidden)
  }

  @Test(arguments: ["INC 7", "Störung/7", "事故-7", "حادثه\u{200C}ها", "🚨-7", "#7: \"down\""])
  func anIDMayBeOfAnyScript(_ id: String) {
    #expect(refusal(of: request(incident: IncidentID(id))) == nil)
  }

  /// Whatever became of the incident: its override was for one draft, once.
  @Test(arguments: SampleIncident.states)
  func anIncidentIsUsedOnce(_ state: Incident.State) {
    let used = SampleIncident.make(state)
    #expect(refusal(of: request(), incidents: [used]) == .incidentUsed)
    #expect(refusal(of: request(draft: .second), incidents: [used]) == .incidentOfAnotherDraft)
    #expect(refusal(of: request(incident: "INC-8", draft: .second), incidents: [used]) == nil)
    // Ids are told apart by their scalars.
    #expect(
      refusal(of: request(incident: "e\u{301}"), incidents: [SampleIncident.make(state, id: "\u{E9}")]) == nil
    )
  }

  @Test func aDraftThatIsNoneCannotBePublishedByAnyone() {
    for role in Role.allCases {
      #expect(refusal(of: request(role: role), isDraftSchemaValid: false) == .draftInvalid)
    }
  }

  @Test func everyRefusalSaysWhatToDo() {
    for refusal in BreakGlassRefusal.allCases {
      #expect(refusal.rawValue.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil)
      #expect(refusal.sentence.hasSuffix(".") && refusal.remediation.hasSuffix("."))
    }
  }
}
