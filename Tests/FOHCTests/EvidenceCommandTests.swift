import BlueprintCompiler
import Foundation
import PolicyGraph
import TestSupport
import Testing

/// Judged runs and transcripts on the command line.
struct EvidenceCommandTests {
  private let draft = "Examples/drafts/custom.draft.json"

  @Test func importsAndShows() throws {
    let report = """
      <testsuite name="nightly"><testcase name="leaves_a_message"/><testcase name="no_scenario"/></testsuite>
      """
    let imported = try Tool.run(
      ["evals", "import", "--from", "junit", "-", "--draft", draft, "--at", "2026-11-24T13:18:10Z"],
      input: report)
    #expect(imported.status == 0 && imported.errors.contains("FOH7212"))
    #expect(imported.output.split(separator: "\n").count == 1)
    #expect(imported.output.contains("\"at\":\"2026-11-24T13:18:10Z\""))

    let shown = try Tool.run(["evals", "show", "-", "--draft", draft], input: imported.output)
    #expect(shown.status == 0)
    #expect(shown.output.contains("leaves_a_message                    1       1       0     0.269"))
    let json = try Tool.run(["evals", "show", "-", "--draft", draft, "--json"], input: imported.output)
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(object?["evidence"] as? String == "present")
  }

  /// Without a time a pass is not evidence, and the same report is the same runs whenever it is imported.
  @Test func anImportNeedsATime() throws {
    let report = "<testsuite name=\"nightly\"><testcase name=\"leaves_a_message\"/></testsuite>"
    let arguments = ["evals", "import", "--from", "junit", "-", "--draft", draft]
    let undated = try Tool.run(arguments, input: report)
    #expect(undated.status == 1 && undated.output == "")
    #expect(undated.errors.contains("FOH7214") && undated.errors.contains("--at 2026-"))
    let once = try Tool.run(arguments + ["--at", "2026-11-24T13:18:10Z"], input: report)
    let again = try Tool.run(arguments + ["--at", "2026-11-25T13:18:10Z"], input: report)
    #expect(once.status == 0 && once.errors.hasSuffix("judged runs imported: 1 (1 passed)\n"))
    let shown = try Tool.run(
      ["evals", "show", "-", "--draft", draft, "--json"], input: once.output + "\n" + again.output)
    #expect(shown.status == 0 && shown.output.contains("\"runs\":1"))
  }

  @Test func aResultWithTwoDraftsIsNoEvidence() throws {
    let report =
      "<testsuite timestamp=\"2026-11-24T13:18:10Z\"><testcase name=\"leaves_a_message\"/></testsuite>"
    let imported = try Tool.run(["evals", "import", "--from", "junit", "-", "--draft", draft], input: report)
    let other = String(repeating: "0", count: 64)
    let edited = imported.output.replacing(/"sha256":"[0-9a-f]+"/, with: "\"sha256\":\"\(other)\"")
    let shown = try Tool.run(["evals", "show", "-", "--draft", draft], input: edited)
    #expect(shown.status == 1 && shown.output.contains("by one hash and another by the other: 1"))
    let json = try Tool.run(["evals", "show", "-", "--draft", draft, "--json"], input: edited)
    #expect(json.status == 1 && json.output.contains("\"evidence\":\"contradictory\""))
  }

  @Test func whatIsNoEvidenceIsRefused() throws {
    #expect(try Tool.run(["evals", "show", "-", "--draft", draft], input: "").status == 1)
    #expect(try Tool.run(["evals", "show", "-", "--draft", draft], input: "{").status == 1)
    let other = try Tool.run(["evals", "import", "--from", "deepeval", "-", "--draft", draft], input: "{}")
    #expect(other.status == 1 && other.output == "" && other.errors.contains("FOH7211"))
    let time = ["evals", "import", "--from", "junit", "-", "--draft", draft, "--at", "noon"]
    #expect(try Tool.run(time, input: "").status == 64)
  }

  @Test func replaysTranscripts() throws {
    let head =
      #"{"schema_version": "foh_transcript_export.v2", "turns": [{"role": "user", "event": "escalate"}"#
    let arguments = ["transcript", "replay", "-", "--draft", draft]
    let followed = try Tool.run(arguments, input: head + "]}")
    #expect(followed.status == 0 && followed.output == "followed: 1 of 1 (1 to their end)\n")
    let left = try Tool.run(arguments, input: head + #", {"role": "user", "text": "Hello?"}]}"#)
    #expect(left.status == 1 && left.output.contains("FOH7301"))
    #expect(left.output.hasSuffix("left: 1\n   1  at handoff: the user speaks\n"))
    let json = try Tool.run(arguments + ["--format", "json"], input: head + "]}")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(object?["ok"] as? Bool == true)
  }

  @Test func replaysExports() throws {
    let handedOver =
      #"{"id": "c1", "terminal_state": "handoff_requested", "transcript_text": "USER: A person!"}"#
    let ended = #"{"id": "c2", "turns": [{"role": "user", "event": "escalate"}, {"role": "user"}]}"#
    let empty = #"{"id": "c3", "transcript_text": null}"#
    let arguments = ["transcript", "replay", "-", "--draft", draft]
    let packet = try Tool.run(
      arguments,
      input: #"{"schema_version": "foh_transcript_export.v2", "conversations": [\#(handedOver)]}"#)
    #expect(packet.status == 0 && packet.output == "followed: 1 of 1 (1 to their end)\n")
    let lines = try Tool.run(arguments, input: "\(handedOver)\n\(ended)\n\(empty)\n")
    #expect(lines.status == 1 && lines.output.contains("--> -:2:") && lines.output.contains("FOH7305"))
    #expect(
      lines.output.hasSuffix(
        """
        followed: 1 of 3 (1 to their end)
        left: 1
           1  at handoff: the user speaks (c2)
        unreadable: 1 (c3)

        """))
    let json = try Tool.run(arguments + ["--format", "json"], input: "\(handedOver)\n\(ended)\n")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let transcripts = try #require(object?["transcripts"] as? [[String: Any]])
    #expect(transcripts.compactMap { $0["conversation_id"] as? String } == ["c1", "c2"])
    #expect(transcripts.compactMap { $0["read_from"] as? String } == ["text", "turns"])
  }

  @Test func readsJSONLinesOfAFolder() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["a.json", "b.jsonl", "c.NDJSON", "d.txt"] {
      try Data(#"{"transcript_text": "USER: Hi"}"#.utf8).write(to: folder.appending(path: name))
    }
    let run = try Tool.run(["transcript", "replay", folder.path, "--draft", draft])
    #expect(run.output.hasPrefix("followed: 3 of 3"))
  }
}
