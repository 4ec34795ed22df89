import Documents
import PolicyGraph
import TestSupport

@testable import Gates

/// Reads a record from its text, as files are read.
func read<Record>(
  _ text: String, _ decode: (Document, inout Findings) -> Record?
) -> (record: Record?, findings: [Diagnostic]) {
  var findings = Findings(limits: .standard)
  let document = readJSON(.json(text), limits: .standard, findings: &findings)
  let record = document.flatMap { decode($0, &findings) }
  return (record, findings.sorted)
}

extension DraftHash {
  static let first = DraftHash(of: .object([JSONMember("name", .string("first"))]))
  static let second = DraftHash(of: .object([JSONMember("name", .string("second"))]))
}

extension Instant {
  static let noon = Instant(seconds: 1_795_521_600)
}
