import PolicyGraph

/// What a file of incidents holds.
public struct IncidentFile: Sendable {
  /// In the order of the file.
  public let incidents: [Incident]
  /// All that was found, by place.
  public let diagnostics: [Diagnostic]
}

/// Reads incidents (`incident.v1`) as JSON Lines, one incident a line. Two of one id are refused: nobody could say
/// which of them is still open. O(bytes).
public func readIncidents(_ source: SourceText, limits: Limits = .standard) -> IncidentFile {
  var findings = Findings(limits: limits)
  let lines = readJSONLines(source, limits: limits, findings: &findings) { document, findings in
    Incident.decode(document, findings: &findings)
  }
  var first: [IncidentID: SourceSpan] = [:]
  for line in lines {
    guard let known = first.updateValue(line.span, forKey: line.value.id) else { continue }
    findings.report(
      .contradictoryRecord, "incident `\(line.value.id)` stands in the file twice", span: line.span,
      notes: [.init(message: "first given here", span: known, path: nil)], help: "keep the one that is true")
  }
  return IncidentFile(incidents: lines.map(\.value), diagnostics: findings.sorted)
}
