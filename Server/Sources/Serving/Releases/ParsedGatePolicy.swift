import BlueprintCompiler
import Documents
import Gates

/// A gate policy as an organisation wrote it, YAML or JSON, with what is to be said of it.
struct ParsedGatePolicy {
  let source: SourceText
  /// Nil if it has not the shape of one.
  let policy: GatePolicy?
  let findings: Findings

  init(_ bytes: [UInt8]) {
    source = SourceText(name: "gates.yaml", bytes: bytes)
    var findings = Findings(limits: .standard)
    policy = readDocument(source, limits: .standard, findings: &findings)
      .flatMap { readGatePolicy($0, findings: &findings) }
    self.findings = findings
  }
}
