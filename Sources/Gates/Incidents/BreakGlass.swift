import Documents
import PolicyGraph

/// What a member of an organisation may do.
public enum Role: String, Sendable, CaseIterable {
  case owner, admin, member, viewer

  /// Whether they may release past the gates.
  public var mayBreakGlass: Bool {
    switch self {
    case .owner, .admin: true
    case .member, .viewer: false
    }
  }
}

/// A wish to release one draft past the gates.
public struct BreakGlassRequest: Sendable {
  /// Why it cannot wait; kept for ever. At least ten characters, with something to be seen among them.
  public let reason: String
  /// The incident that the override belongs to, under the name that people on call use.
  public let incident: IncidentID
  /// Who asks, as the caller knows them.
  public let actor: String
  /// The role that the caller says they have; only `owner` and `admin` may.
  public let role: Role
  /// The one draft that the override is for.
  public let draft: DraftHash
  /// When it is asked for.
  public let at: Instant

  /// Takes the values as they are; whether the request is granted is decided later.
  public init(
    reason: String, incident: IncidentID, actor: String, role: Role, draft: DraftHash, at: Instant
  ) {
    self.reason = reason
    self.incident = incident
    self.actor = actor
    self.role = role
    self.draft = draft
    self.at = at
  }

  /// Fewest characters of a reason (Unicode scalars, without white space at its ends): enough for a few words.
  public static let shortestReason = 10
  /// Most characters of an incident's id (Unicode scalars): it is a name, not a text.
  public static let longestIncidentID = 128
}

/// Why a break-glass release is refused, under its stable code.
public enum BreakGlassRefusal: String, Sendable, Error, CaseIterable {
  case draftInvalid = "draft_not_schema_valid"
  case roleNotAllowed = "break_glass_role_not_allowed"
  case actorMissing = "break_glass_actor_missing"
  case reasonTooShort = "break_glass_reason_too_short"
  case incidentMissing = "break_glass_incident_missing"
  case incidentTooLong = "break_glass_incident_too_long"
  case incidentHidden = "break_glass_incident_hidden_characters"
  case incidentOfAnotherDraft = "break_glass_incident_of_another_draft"
  case incidentUsed = "break_glass_incident_already_used"

  /// What is wrong, in a sentence.
  public var sentence: String {
    switch self {
    case .draftInvalid:
      "The draft does not have the shape of a flow draft, and cannot be published by anyone."
    case .roleNotAllowed: "Only an owner or an admin may release past the gates."
    case .actorMissing: "The name of who releases past the gates is missing."
    case .reasonTooShort: "The reason has fewer than \(BreakGlassRequest.shortestReason) characters."
    case .incidentMissing: "No incident is named."
    case .incidentTooLong:
      "The incident's id has more than \(BreakGlassRequest.longestIncidentID) characters."
    case .incidentHidden:
      "The incident's id has invisible characters: controls, invisible or bidirectional ones, or spaces at its ends."
    case .incidentOfAnotherDraft: "The incident was used for another draft: an override is for one draft."
    case .incidentUsed: "The incident was used for this draft before: an override is used once."
    }
  }

  /// What to do about it.
  public var remediation: String {
    switch self {
    case .draftInvalid: "Run `fohc validate` on the draft and fix what it reports."
    case .roleNotAllowed: "Ask an owner or an admin, or pass the gates."
    case .actorMissing: "Say who releases."
    case .reasonTooShort: "Say in a few words why the release cannot wait."
    case .incidentMissing: "Name the incident for which the release cannot wait."
    case .incidentTooLong: "Give the short id of the incident, and put the rest into the reason."
    case .incidentHidden: "Type the id without such characters."
    case .incidentOfAnotherDraft, .incidentUsed: "Open a separate incident for this release."
    }
  }
}

extension Incident {
  /// Opens the incident of a break-glass release (definition 10.5), or says why it cannot. `incidents` are all
  /// that were ever opened, in whatever state. What is asked of everybody comes first: an invalid draft, then
  /// who may. O(number of incidents).
  public static func breakGlass(
    _ request: BreakGlassRequest, isDraftSchemaValid: Bool, incidents: some Sequence<Incident>
  ) -> Result<Incident, BreakGlassRefusal> {
    guard isDraftSchemaValid else { return .failure(.draftInvalid) }
    guard request.role.mayBreakGlass else { return .failure(.roleNotAllowed) }
    guard !request.actor.isBlank else { return .failure(.actorMissing) }
    guard hasReason(request.reason) else { return .failure(.reasonTooShort) }
    guard !request.incident.text.isBlank else { return .failure(.incidentMissing) }
    guard request.incident.text.unicodeScalars.count <= BreakGlassRequest.longestIncidentID else {
      return .failure(.incidentTooLong)
    }
    guard isSeen(request.incident.text) else { return .failure(.incidentHidden) }
    if let other = incidents.first(where: { $0.id == request.incident }) {
      return .failure(other.draft == request.draft ? .incidentUsed : .incidentOfAnotherDraft)
    }
    return .success(
      Incident(
        id: request.incident, draft: request.draft, reason: request.reason, openedBy: request.actor,
        role: request.role, openedAt: request.at))
  }

  /// Whether every character of an id is seen, so that no two ids look the same. Held against what is named now, never
  /// against what is on record.
  private static func isSeen(_ id: String) -> Bool {
    let scalars = id.unicodeScalars
    guard let first = scalars.first, let last = scalars.last, !first.isBlank, !last.isBlank else {
      return false
    }
    return id.hiddenScalars.isEmpty
      && !scalars.contains { scalar in
        scalar.isBlank && scalar != " " && HiddenScalar(scalar) == nil
      }
  }

  /// Whether a text is a reason: long enough, where what nobody sees does not count, nor white space at its ends.
  static func hasReason(_ text: String) -> Bool {
    let scalars = text.unicodeScalars.drop(while: \.isBlank)
    guard let end = scalars.lastIndex(where: { !$0.isBlank }) else { return false }
    let counted = scalars[...end].count { !$0.isBlank || $0.properties.isWhitespace }
    return counted >= BreakGlassRequest.shortestReason
  }
}
