import Documents
import PolicyGraph

/// Incidents as JSON (`incident.v1`), written and read by hand, so that renaming a property changes no file.
extension Incident {
  private static let version = "incident.v1"

  /// As the audit log and servers keep it (`incident.v1`).
  public var json: JSONValue {
    var members = [
      JSONMember("schema_version", .string(Self.version)), JSONMember("id", .string(id.text)),
      JSONMember("outcome", .string(Self.outcome)), JSONMember("state", .string(state.name)),
      JSONMember("draft_hash", .string(draft.draftHash)), JSONMember("sha256", .string(draft.sha256)),
      JSONMember("reason", .string(reason)), JSONMember("opened_by", .string(openedBy)),
      JSONMember("role", .string(role.rawValue)), JSONMember("opened_at", .string(openedAt.text)),
    ]
    if let coverage = state.coverage { members.append(JSONMember("coverage", coverage.json)) }
    if let closing = state.closing { members.append(JSONMember("closing", closing.json)) }
    return .object(members)
  }

  package static let schema = DocumentSchema(
    name: version, title: "The incident of a release past the gates",
    root: ObjectSchema(
      "the incident", unknownKeys: .refused,
      [
        .required("schema_version", .choice([version]), "what this document is."),
        .required("id", .text, "the incident, as the people on call name it."),
        .required("outcome", .choice([outcome]), "how the release counts."),
        .required("state", .choice(["open", "covered", "closed"]), "the state of the incident."),
        .required("draft_hash", .text, "the draft that was released."),
        .required("sha256", .text, "SHA-256 of the same bytes."),
        .required("reason", .text, "why the release could not wait."),
        .required("opened_by", .text, "who released it."),
        .required(
          "role", .choice(Role.allCases.filter(\.mayBreakGlass).map(\.rawValue)),
          "the role of who released it."),
        .required("opened_at", .text, "when (RFC 3339)."),
        .optional("coverage", .object(coverageSchema), "what covers it; not while it is open."),
        .optional("closing", .object(closingSchema), "who closed it; only where it is closed."),
      ]))

  private static let coverageSchema = ObjectSchema(
    "the coverage", unknownKeys: .refused,
    [
      .required("scenario", .text, "the scenario that covers it."),
      .required("certificate", .text, "the certificate or evaluation in which it passed."),
      .required("draft_hash", .text, "the draft that was certified."),
      .required("sha256", .text, "SHA-256 of the same bytes."),
      .required("at", .text, "when it was named (RFC 3339)."),
    ])

  private static let closingSchema = ObjectSchema(
    "the closing", unknownKeys: .refused,
    [
      .required("by", .text, "who closed it."),
      .required("at", .text, "when (RFC 3339)."),
    ])

  /// Reads an incident; nil, having reported why, if the document is not one that a release could have left.
  package static func decode(_ document: Document, findings: inout Findings) -> Incident? {
    guard SchemaCheck.run(document, against: schema, findings: &findings).isAccepted else { return nil }
    let root = document.root
    guard let id = findings.visibleText("id", of: root), let draft = findings.draftHash(of: root),
      let reason = findings.visibleText("reason", of: root),
      let openedBy = findings.visibleText("opened_by", of: root),
      let role = root.string("role").flatMap({ Role(rawValue: $0) }),
      let openedAt = findings.instant("opened_at", of: root), let state = State.decode(root, &findings)
    else { return nil }
    guard id.unicodeScalars.count <= BreakGlassRequest.longestIncidentID else {
      findings.malformed(
        "id", of: root, "longer than \(BreakGlassRequest.longestIncidentID) characters", help: "shorten it")
      return nil
    }
    guard hasReason(reason) else {
      findings.malformed(
        "reason", of: root, "shorter than \(BreakGlassRequest.shortestReason) characters",
        help: "a release past the gates always has a reason; see who wrote this file")
      return nil
    }
    if let coverage = state.coverage, coverage.at < openedAt {
      return contradiction("it was covered before it was opened", root.member("coverage") ?? root, &findings)
    }
    if let coverage = state.coverage, let closing = state.closing, closing.at < coverage.at {
      return contradiction("it was closed before it was covered", root.member("closing") ?? root, &findings)
    }
    return Incident(
      id: IncidentID(id), draft: draft, reason: reason, openedBy: openedBy, role: role, openedAt: openedAt,
      state: state)
  }

  private static func contradiction(
    _ what: FindingText, _ node: DocumentNode, _ findings: inout Findings
  ) -> Incident? {
    findings.report(
      .contradictoryRecord, what, at: node, help: "restore the file as it was written")
    return nil
  }
}

extension Incident.State {
  fileprivate var name: String {
    switch self {
    case .open: "open"
    case .covered: "covered"
    case .closed: "closed"
    }
  }

  /// What covers the incident; nil while it is open.
  public var coverage: Incident.Coverage? {
    switch self {
    case .open: nil
    case .covered(let coverage), .closed(let coverage, _): coverage
    }
  }

  /// Who closed it; nil before.
  public var closing: Incident.Closing? {
    switch self {
    case .open, .covered: nil
    case .closed(_, let closing): closing
    }
  }

  /// The state, with just the evidence that belongs to it.
  fileprivate static func decode(_ root: DocumentNode, _ findings: inout Findings) -> Incident.State? {
    let name = root.string("state") ?? ""
    for (key, isDue) in [("coverage", name != "open"), ("closing", name == "closed")]
    where (root.member(key) != nil) != isDue {
      findings.report(
        .contradictoryRecord, "the incident is `\(name)` and \(isDue ? "has no" : "yet has a") `\(key)`",
        at: root.member(key) ?? root.member("state") ?? root, help: "restore the file as it was written")
      return nil
    }
    guard let covered = root.member("coverage") else { return .open }
    guard let coverage = Incident.Coverage.decode(covered, &findings) else { return nil }
    guard let closed = root.member("closing") else { return .covered(coverage) }
    return Incident.Closing.decode(closed, &findings).map { .closed(coverage, $0) }
  }
}

extension Incident.Coverage {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("scenario", .string(scenario.text)), JSONMember("certificate", .string(certificate)),
      JSONMember("draft_hash", .string(draft.draftHash)), JSONMember("sha256", .string(draft.sha256)),
      JSONMember("at", .string(at.text)),
    ])
  }

  fileprivate static func decode(_ node: DocumentNode, _ findings: inout Findings) -> Incident.Coverage? {
    guard let scenario = findings.visibleText("scenario", of: node),
      let certificate = findings.visibleText("certificate", of: node),
      let draft = findings.draftHash(of: node), let at = findings.instant("at", of: node)
    else { return nil }
    return Incident.Coverage(
      scenario: ScenarioID(scenario), certificate: certificate, draft: draft, at: at)
  }
}

extension Incident.Closing {
  fileprivate var json: JSONValue {
    .object([JSONMember("by", .string(by)), JSONMember("at", .string(at.text))])
  }

  fileprivate static func decode(_ node: DocumentNode, _ findings: inout Findings) -> Incident.Closing? {
    guard let by = findings.visibleText("by", of: node), let at = findings.instant("at", of: node) else {
      return nil
    }
    return Incident.Closing(by: by, at: at)
  }
}
