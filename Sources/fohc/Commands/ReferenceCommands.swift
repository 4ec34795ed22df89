import ArgumentParser
import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import Rendering

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of a document that fohc reads.",
    discussion: "Editors use it to complete and check; it is generated from the tables that fohc checks with."
  )

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case blueprint, draft, incident, key, certificate, transcript
    case gatePolicy = "gate-policy"
    case evaluationResult = "eval-result"
    case auditRecord = "audit-record"
    case auditCheckpoint = "audit-checkpoint"
  }

  @Argument(help: "What the document is.")
  var subject: Subject

  func run() throws {
    let schema: JSONValue =
      switch subject {
      case .blueprint: PublishedSchema.blueprint
      case .draft: PublishedSchema.draft
      case .certificate: JSONSchema.document(CertificateSchema.document)
      case .gatePolicy: JSONSchema.document(GatePolicySchema.document)
      case .transcript: JSONSchema.document(TranscriptSchema.document)
      case .evaluationResult: JSONSchema.document(EvaluationSchema.document)
      case .incident: JSONSchema.document(Incident.schema)
      case .key: JSONSchema.document(KeyFile.schema)
      case .auditRecord: JSONSchema.document(AuditRecord.schema)
      case .auditCheckpoint: JSONSchema.document(AuditCheckpoint.schema)
      }
    try Terminal.print(String(PrettyJSON.text(of: schema).dropLast()))
  }
}

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a finding by its code or name, with a wrong and a right example.")

  @Argument(
    help: "A code such as FOH3001 or 3001, or a name such as duplicate-phase; without it, all are listed.")
  var rule: String?

  func run() throws {
    guard let rule else {
      for rule in [Rule].all {
        try Terminal.print("\(rule.code)  \(rule.severity.rawValue)  \(rule.name): \(rule.title)")
      }
      return
    }
    // `3005` is as good as `FOH3005`.
    let wanted = rule.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? "foh\(rule)" : rule.lowercased()
    guard let found = [Rule].all.first(where: { $0.code.lowercased() == wanted || $0.name == wanted }) else {
      let nearest = NearestName.of(
        wanted, among: [Rule].all.map(\.name) + [Rule].all.map { $0.code.lowercased() })
      let hint = nearest.map { "; did you mean `\($0)`?" } ?? "; `fohc explain` lists all"
      Terminal.complain("there is no rule `\(rule)`\(hint)")
      throw ExitStatus.usage
    }
    try Terminal.print(RuleText.explanation(of: found))
  }
}
