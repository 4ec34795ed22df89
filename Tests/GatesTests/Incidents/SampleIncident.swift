import Documents
@testable import ConversationSimulator
import BlueprintCompiler

@testable import Gates

enum SampleIncident {
  static let coverage = Incident.Coverage(
    scenario: "line_down", certificate: "cert-1", draft: .second, at: .noon.advanced(bySeconds: 60))
  static let closing = Incident.Closing(by: "ben", at: .noon.advanced(bySeconds: 120))
  static let states: [Incident.State] = [.open, .covered(coverage), .closed(coverage, closing)]

  static func make(_ state: Incident.State, id: IncidentID = "INC-7") -> Incident {
    Incident(
      id: id, draft: .first, reason: "the line is down", openedBy: "ana", role: .owner, openedAt: .noon,
      state: state)
  }
}
