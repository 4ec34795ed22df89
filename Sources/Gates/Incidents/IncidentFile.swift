import Documents
import PolicyGraph

/// What a file of incidents holds.
public struct IncidentFile: Sendable {
  /// In the order of the file.
  public let incidents: [Incident]
  /// All that was found, by place.
  public let diagnostics: [Diagnostic]
}

/// What says that there are no incidents (`incident_list.v1`): an empty file says nothing.
public enum IncidentList {
  private static let version = "incident_list.v1"

  /// The whole content of a file that lists none.
  public static let empty = JSONValue.object([
    JSONMember("schema_version", .string(version)), JSONMember("incidents", .integer(0)),
  ])

  static func isOne(_ document: Document) -> Bool {
    document.root.member("schema_version")?.hasText(version) ?? false
  }

  static let schema = DocumentSchema(
    name: version, title: "A declaration that there are no incidents",
    root: ObjectSchema(
      "the list", unknownKeys: .refused,
      [
        .required("schema_version", .choice([version]), "what this document is."),
        .required("incidents", .integer(0...0), "how many there are."),
      ]))
}

/// Reads incidents (`incident.v1`) as JSON Lines, one incident a line, or the one line that says that there are none
/// (``IncidentList``). Two of one id are refused: nobody could say which of them is still open. O(bytes).
public func readIncidents(_ source: SourceText, limits: Limits = .standard) -> IncidentFile {
  var findings = Findings(limits: limits)
  let lines = readJSONLines(source, limits: limits, findings: &findings) { document, findings -> Incident?? in
    guard IncidentList.isOne(document) else { return Incident.decode(document, findings: &findings) }
    let isList = SchemaCheck.run(document, against: IncidentList.schema, findings: &findings).isAccepted
    return isList ? .some(nil) : nil
  }
  var first: [IncidentID: SourceSpan] = [:]
  var incidents: [Incident] = []
  for line in lines {
    guard let incident = line.value else {
      guard lines.count > 1 else { continue }
      findings.report(
        .contradictoryRecord, "this line says that there are no incidents, and it is not the only one",
        span: line.span, help: "write the file again, with `fohc incident list --json`")
      continue
    }
    incidents.append(incident)
    guard let known = first.updateValue(line.span, forKey: incident.id) else { continue }
    findings.report(
      .contradictoryRecord, "incident `\(incident.id)` is in the file twice", span: line.span,
      notes: [.init(message: "first given here", span: known, path: nil)], help: "keep the one that is true")
  }
  return IncidentFile(incidents: incidents, diagnostics: findings.sorted)
}
