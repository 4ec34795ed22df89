import Documents
import BlueprintCompiler
import Foundation
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// What was changed on the disk is seen by `status`, and nothing is published on it.
struct ReleaseTamperingTests {
  /// Two versions, and a certified draft that could be the third.
  private static func desk() throws -> ReleaseFixture {
    let desk = try ReleaseFixture()
    for agent in ["first", "second"] {
      try desk.certify(agent)
      #expect(try desk.publish(agent).status == 0)
    }
    try desk.certify("third")
    return desk
  }

  private func expectRefused(_ desk: ReleaseFixture, _ what: String) throws {
    let live = try? desk.liveOnRecord()
    #expect(try desk.status().status != 0, "\(what): status")
    let run = try desk.publish("third")
    #expect(run.status == 2 || run.status == 66, "\(what): \(run.output)")
    #expect((try? desk.liveOnRecord()) == live, "\(what)")
  }

  @Test func everyFileThatIsOnRecord() throws {
    let desk = try Self.desk()
    #expect(try desk.status().status == 0)
    let drafts = try desk.files(in: "drafts").map { "drafts/\($0)" }
    let certificates = try desk.files(in: "certificates").map { "certificates/\($0)" }
    #expect(drafts.count == 3 && certificates.count == 3)
    for name in drafts + certificates {
      let original = try desk.bytes(name)
      for changed in [original + [0x20], Array(original.dropLast()), [], Array("{}".utf8)] {
        try desk.write(changed, to: name)
        try expectRefused(desk, "\(name) with \(changed.count) bytes")
      }
      try FileManager.default.removeItem(at: desk.url(name))
      try expectRefused(desk, "\(name) taken away")
      try desk.write(original, to: name)
    }
    #expect(try desk.status().status == 0)
    #expect(try desk.publish("third").status == 0)
  }

  @Test func theLog() throws {
    let desk = try Self.desk()
    let log = try desk.bytes("audit.jsonl")
    let lines = log.split(separator: UInt8(ascii: "\n")).map { Array($0) + [UInt8(ascii: "\n")] }
    var changes: [(String, [UInt8])] = [("emptied", []), ("repeated", log + lines[4])]
    for line in lines.indices {
      var without = lines
      without.remove(at: line)
      changes.append(("without line \(line + 1)", Array(without.joined())))
      var swapped = lines
      swapped.swapAt(line, (line + 1) % lines.count)
      changes.append(("line \(line + 1) moved", Array(swapped.joined())))
      var edited = lines
      edited[line] = Array(String(decoding: lines[line], as: UTF8.self).replacing("ana", with: "eve").utf8)
      changes.append(("line \(line + 1) edited", Array(edited.joined())))
    }
    for (what, changed) in changes {
      try desk.write(changed, to: "audit.jsonl")
      try expectRefused(desk, what)
      #expect(try desk.bytes("audit.jsonl") == changed)
    }
    try FileManager.default.removeItem(at: desk.url("audit.jsonl"))
    try expectRefused(desk, "taken away")
    // What has a history is not made anew.
    let made = try Tool.run(["release", "init", desk.folder])
    #expect(
      made.status == 73 && made.errors.contains("the folder is not new: it has a checkpoint of records"))
    try expectRefused(desk, "not made anew")
    try desk.write(log, to: "audit.jsonl")
    #expect(try desk.publish("third").status == 0)
  }

  @Test func auditShowsAndVerifiesTheLog() throws {
    let desk = try Self.desk()
    let log = desk.url("audit.jsonl").path
    let kept = ["--checkpoint", desk.url("checkpoint.json").path]
    let shown = try Tool.run(["audit", "show", log, "--json"])
    #expect(try shown.output == String(decoding: desk.bytes("audit.jsonl"), as: UTF8.self))
    #expect(try Tool.run(["audit", "verify", log] + kept).status == 0)
    let lines = try desk.bytes("audit.jsonl").split(separator: UInt8(ascii: "\n"))
    try desk.write(Array(lines.dropLast().joined(separator: [0x0A])) + [0x0A], to: "audit.jsonl")
    #expect(try Tool.run(["audit", "verify", log]).status == 0)
    #expect(try Tool.run(["audit", "verify", log] + kept).status == 1)
  }

  @Test func theCheckpoint() throws {
    let desk = try Self.desk()
    let kept = try desk.bytes("checkpoint.json")
    for changed in [[], Array("{}".utf8), Array(kept.dropLast(20))] {
      try desk.write(changed, to: "checkpoint.json")
      try expectRefused(desk, "a checkpoint of \(changed.count) bytes")
      #expect(try desk.status().output.contains("checkpoint_unreadable"))
    }
    try FileManager.default.removeItem(at: desk.url("checkpoint.json"))
    try expectRefused(desk, "no checkpoint")
    try desk.write(kept, to: "checkpoint.json")
    #expect(try desk.publish("third").status == 0)
  }

  /// Going back looks at just the version that would go live.
  @Test func aChangedVersionDoesNotGoLiveAgain() throws {
    let desk = try Self.desk()
    let first = try #require(try desk.ledger().version(1)).draft.sha256
    let original = try desk.bytes("drafts/\(first).json")
    try desk.write(original + [0x0A], to: "drafts/\(first).json")
    let run = try desk.run(["release", "rollback", "--json"])
    #expect(run.status == 2)
    #expect(try run["reason_code"] == "version_draft_unusable")
    try desk.write(original, to: "drafts/\(first).json")
    #expect(try desk.run(["release", "rollback"]).status == 0)
  }

  /// A name from the log never leads out of the folder.
  @Test func anIDIsNoPath() throws {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    var entry: AuditEntry?
    let log = try desk.bytes("audit.jsonl")
    _ = AuditLog.verify(log) { entry = $0.entry }
    let certified = try #require(entry)
    let forged = AuditEntry(
      at: certified.at, actor: "eve", action: .certificate, draft: certified.draft,
      details: certified.details.map {
        $0.key == "certificate_id" ? JSONMember($0.key, .string("../drafts/x")) : $0
      })
    let (line, end) = AuditLog.append(forged, after: nil)
    try desk.write(line, to: "audit.jsonl")
    try desk.write(Array(CanonicalJSON.text(of: end.json).utf8), to: "checkpoint.json")
    #expect(try desk.status().status == 1)
    #expect(try desk.publish("first").status == 2)
  }

  /// Many publishers at once: each that was told so released one version, in one order.
  @Test func publishersAtOnceComeOneAfterAnother() async throws {
    let desk = try ReleaseFixture()
    let agents = ["first", "second", "third"]
    for agent in agents { try desk.certify(agent) }
    let commands = (agents + agents).map { agent in
      [
        "release", "publish", desk.agent(agent), "--json", "--folder", desk.folder, "--at",
        ReleaseFixture.noon, "--actor", agent,
      ]
    }
    let runs = try await withThrowingTaskGroup(of: Tool.Run.self) { group in
      for command in commands { group.addTask { try Tool.run(command) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let released = runs.count { $0.status == 0 }
    #expect(released >= 3)
    for run in runs where run.status != 0 { #expect(try run["reason_code"] == "already_live") }
    let ledger = try desk.ledger()
    #expect(ledger.versions.count == released)
    #expect(ledger.live?.number == released)
    #expect(try desk.status().status == 0)
  }
}
