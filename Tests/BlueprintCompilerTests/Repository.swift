import Foundation
import PolicyGraph
import Testing

/// The checkout that the tests stand in.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let examples: [String] = {
    let folder = root.appending(path: "Examples/blueprints").path
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }()

  static func source(_ path: String) throws -> SourceText {
    SourceText(name: path, bytes: Array(try Data(contentsOf: root.appending(path: path))))
  }

  /// Compares with a recorded file. Under FOHC_RECORD it is written, and the test still fails, so that a
  /// recording is never mistaken for a pass.
  static func expectGolden(_ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let file = root.appending(path: path)
    let recorded = try? String(contentsOf: file, encoding: .utf8)
    if recorded == text { return }
    if ProcessInfo.processInfo.environment["FOHC_RECORD"] != nil {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      Issue.record("recorded \(path); read the difference", sourceLocation: sourceLocation)
    } else {
      Issue.record(
        "\(path) differs from what is made now; `make goldens` writes it anew", sourceLocation: sourceLocation
      )
    }
  }
}
