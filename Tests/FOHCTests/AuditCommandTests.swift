import Foundation
import PolicyGraph
import TestSupport
import Testing

/// The audit log from the command line. The fixture was written by another program, from its description alone
/// (definition 10.1).
struct AuditCommandTests {
  private static let log = "Tests/Fixtures/audit/log.jsonl"
  private static let checkpoint = "Tests/Fixtures/audit/checkpoint.json"

  private func text() throws -> String { try Repository.text(Self.log) }

  @Test func anIntactLogIsIntact() throws {
    let alone = try Tool.run(["audit", "verify", Self.log])
    #expect(alone.status == 0 && alone.output.hasPrefix("intact: \(Self.log), up to record 4, link "))
    #expect(alone.output.contains("without a checkpoint"))
    let held = try Tool.run(["audit", "verify", Self.log, "--checkpoint", Self.checkpoint])
    #expect(held.status == 0 && held.output.contains("the checkpoint at record 4 is on it"))
  }

  @Test func showsARecordALine() throws {
    let run = try Tool.run(["audit", "show", Self.log])
    #expect(run.status == 0 && run.errors.isEmpty)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[3] == "4  2026-11-24T12:00:04Z  ben  rollback  {\"share\": 0.25, \"to\": 3}")
    #expect(try Tool.run(["audit", "show", Self.log, "--json"]).output == text())
  }

  /// A record may say anything; on the terminal it stays on its line.
  @Test func changedRecordsAreShownAndRefused() throws {
    let changed = try text().replacing("\"reason\":\"the line", with: "\"reason\":\"\u{202E}the line")
    let shown = try Tool.run(["audit", "show", "-"], input: changed)
    #expect(shown.status == 1 && shown.output.contains("\\u{202e}the line"))
    #expect(shown.errors.contains("line 3, record 3: ") && shown.errors.contains("[edited_record]"))
    let verified = try Tool.run(["audit", "verify", "-"], input: changed)
    #expect(verified.status == 1 && verified.output.hasSuffix("refused: - was changed, 1 fault\n"))
  }

  /// What copying does is named, with the way out, and is not a change of a record.
  @Test func aCopiedLogIsNotCalledChanged() throws {
    let converted = try text().replacing("\n", with: "\r\n")
    let ends = try Tool.run(["audit", "verify", "-", "--checkpoint", Self.checkpoint], input: converted)
    #expect(ends.status == 1 && ends.output.contains("[converted_line_ends]"))
    #expect(ends.output.contains("`* -text`") && !ends.output.contains("was changed"))
    let lines = try text().split(separator: "\n").map { $0 + "\n" }
    let marked = (lines.prefix(3) + ["<<<<<<< HEAD\n"] + lines.suffix(1) + ["=======\n", ">>>>>>> b\n"])
      .joined()
    let merged = try Tool.run(["audit", "verify", "-"], input: marked)
    #expect(merged.status == 1 && merged.output.contains("line 4: git's conflict markers begin here"))
    #expect(merged.output.contains("of one branch") && !merged.output.contains("was changed"))
  }

  @Test func aCutShowsAgainstTheCheckpointAlone() throws {
    let cut = try text().split(separator: "\n").prefix(2).map { $0 + "\n" }.joined()
    #expect(try Tool.run(["audit", "verify", "-"], input: cut).status == 0)
    let held = try Tool.run(["audit", "verify", "-", "--checkpoint", Self.checkpoint], input: cut)
    #expect(held.status == 1 && held.output.contains("[truncated]"))
    #expect(try Tool.run(["audit", "verify", "-", "--checkpoint", Self.checkpoint]).status == 1)
    #expect(try Tool.run(["audit", "verify", "-"]).output.hasPrefix("intact: -, no record yet"))
  }

  @Test func writesTheCheckpointOfAnIntactLogOnly() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    for input in [try text().replacing("\"ben\"", with: "\"eve\""), ""] {
      #expect(try Tool.run(["audit", "verify", "-", "--write-checkpoint", path], input: input).status == 1)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
    #expect(try Tool.run(["audit", "verify", Self.log, "--write-checkpoint", path]).status == 0)
    let written = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    #expect(written.filter { !$0.isWhitespace } == (try checkpointText().filter { !$0.isWhitespace }))
    #expect(try Tool.run(["audit", "verify", Self.log, "--write-checkpoint", Self.log]).status == 64)
  }

  private func checkpointText() throws -> String {
    try Repository.text(Self.checkpoint)
  }

  @Test func aCheckpointThatIsNoneIsRefused() throws {
    let run = try Tool.run(["audit", "verify", Self.log, "--checkpoint", "-"], input: "{\"sequence\": 4}")
    #expect(run.status == 1 && run.output.contains("FOH2001"))
    #expect(try Tool.run(["audit", "verify", Self.log, "--checkpoint", "/nowhere"]).status == 66)
    #expect(try Tool.run(["audit", "verify", "/nowhere"]).status == 66)
  }
}
