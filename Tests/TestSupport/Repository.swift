import Documents
import Foundation
import PolicyGraph
import Testing

/// The checkout that the tests stand in.
package enum Repository {
  /// The server's package has a link to this folder.
  package static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// File names in `Examples/blueprints`, sorted.
  package static let examples: [String] = files(in: "Examples/blueprints")

  /// The names of the files in a folder, sorted; a folder that cannot be read has none, which the tests that
  /// count them notice.
  package static func files(in folder: String) -> [String] {
    let path = root.appending(path: folder).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// The paths from the root of all that is in a folder, at any depth but not in hidden folders, sorted; a folder that
  /// cannot be read has none, which the tests that count them notice.
  package static func paths(below folder: String = "") -> [String] {
    let base = root.standardizedFileURL.path
    let walker = FileManager.default.enumerator(
      at: root.appending(path: folder), includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
    return (walker?.compactMap { ($0 as? URL)?.standardizedFileURL.path } ?? [])
      .map { String($0.dropFirst(base.count).drop { $0 == "/" }) }.sorted()
  }

  package static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appending(path: path)))
  }

  package static func text(_ path: String) throws -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  package static func source(_ path: String) throws -> SourceText {
    SourceText(name: path, bytes: try bytes(path))
  }

  /// Compares with a recorded file. Under FOHC_RECORD it is written, and the test still fails, so that a
  /// recording is never mistaken for a pass.
  package static func expectGolden(
    _ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
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
