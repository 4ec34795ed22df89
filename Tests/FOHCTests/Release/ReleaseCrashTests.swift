import Documents
import BlueprintCompiler
import Foundation
import PolicyGraph
import TestSupport
import Testing

@testable import Gates
@testable import fohc

/// A crash at any point leaves the state before or the one after.
struct ReleaseCrashTests {
  private struct Crash: Error {}

  /// What is put on record while the crash comes.
  private static func entry(_ fixture: ReleaseFixture, _ releases: LockedReleases) throws -> (
    AuditEntry, [LockedReleases.Content], AuditCheckpoint?
  ) {
    guard case .sound(let ledger, let end) = releases.reading else { throw Crash() }
    let open = OpenReleases(locked: releases, ledger: ledger, end: end)
    let draft = open.files.draft(fixture.agent("second"))
    guard case .present(let reviewed) = draft else { throw Crash() }
    let actionContext = ActionContext(
      actor: "ben", at: try #require(Instant(ReleaseFixture.noon)), engine: Engine.this)
    let outcome = ledger.override(
      open.material(draft: draft, evaluations: .notNeeded), reason: "the line is down", incident: "INC-7",
      role: .owner, actionContext)
    let content = LockedReleases.Content(
      path: releases.folder.draft(reviewed.hash),
      bytes: CanonicalJSON.bytes(of: JSONValue(reviewed.draft)))
    return (try outcome.get(), [content], end)
  }

  private static func override(_ fixture: ReleaseFixture, crashAfter step: ReleaseFolder.Step?) throws {
    let folder = try fixture.opened { if $0 == step { throw Crash() } }
    try folder.locked(.writing) { releases in
      let (entry, contents, end) = try entry(fixture, releases)
      try releases.commit(entry, contents, after: end)
    }
  }

  @Test(arguments: ReleaseFolder.Step.allCases)
  func betweenTwoSteps(_ step: ReleaseFolder.Step) throws {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    #expect(try desk.publish("first").status == 0)
    #expect(throws: Crash.self) { try Self.override(desk, crashAfter: step) }

    let isDone = step == .recordAppended || step == .checkpointWritten
    let ledger = try desk.ledger()
    #expect(ledger.live?.number == (isDone ? 2 : 1))
    // Version and incident are there together, or neither is.
    #expect(ledger.versions.count == (isDone ? 2 : 1) && ledger.incidents.count == (isDone ? 1 : 0))
    let status = try desk.status()
    #expect(status.status == 0, "\(status.output)")

    // The next one goes on from there, and brings the checkpoint up to date.
    if !isDone { try Self.override(desk, crashAfter: nil) }
    try desk.certify("third", at: "2026-11-24T13:00:00Z")
    guard case .sound(let after, let end) = try desk.reading() else {
      Issue.record("the log is not sound")
      return
    }
    #expect(after.versions.count == 2 && after.openIncidents.map(\.id) == ["INC-7"])
    let kept = String(decoding: try desk.bytes("checkpoint.json"), as: UTF8.self)
    #expect(end.map { PrettyJSON.text(of: $0.json) } == kept)
  }

  /// Whatever part of the record was written: it is seen, nothing goes on, and an explicit repair keeps the bytes.
  @Test func aTornRecordIsRepairedOnlyOnDemand() throws {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    let (log, checkpoint) = (try desk.bytes("audit.jsonl"), try desk.bytes("checkpoint.json"))
    #expect(try desk.publish("first").status == 0)
    let line = try desk.bytes("audit.jsonl").dropFirst(log.count)
    for length in [1, 2, line.count / 2, line.count - 1] {
      let torn = Array(line.prefix(length))
      try desk.write(log + torn, to: "audit.jsonl")
      try desk.write(checkpoint, to: "checkpoint.json")
      let status = try desk.status()
      #expect(status.status == 2 && status.output.contains("audit_log_damaged"))
      #expect(status.output.contains("cut_last_line") && status.output.contains("fohc release repair"))
      #expect(try desk.publish("first")["reason_code"] == "audit_log_damaged")
      #expect(try desk.bytes("audit.jsonl") == log + torn)
      #expect(try desk.look(["release", "repair"]).status == 0)
      #expect(try desk.bytes("audit.jsonl") == log)
      let kept = try desk.files(in: ".").filter { $0.hasPrefix("torn-") }
      #expect(kept.count == 1)
      #expect(try desk.bytes(kept.first ?? "") == torn)
      try FileManager.default.removeItem(at: desk.url(kept.first ?? ""))
    }
    #expect(try desk.look(["release", "repair"]).output.hasPrefix("nothing to repair"))
    #expect(try desk.publish("first").status == 0)
  }

  /// What was acknowledged is not torn: where the checkpoint knows of more records, bytes were taken away.
  @Test func repairMendsNothingElse() throws {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    #expect(try desk.publish("first").status == 0)
    let log = try desk.bytes("audit.jsonl")
    try desk.write(Array(log.dropLast(5)), to: "audit.jsonl")
    let run = try desk.look(["release", "repair", "--json"])
    #expect(run.status == 2)
    #expect(try run["reason_code"] == "audit_log_damaged")
    #expect(try desk.bytes("audit.jsonl") == Array(log.dropLast(5)))
  }

  @Test func aRecordThatCannotBeWrittenIsNone() throws {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    let log = try desk.bytes("audit.jsonl")
    // A folder where the draft belongs: nothing can be put in its place.
    let draft = try #require(try desk.files(in: "drafts").first)
    try FileManager.default.removeItem(at: desk.url("drafts/\(draft)"))
    try FileManager.default.createDirectory(
      at: desk.url("drafts/\(draft)"), withIntermediateDirectories: true)
    #expect(try desk.run(["release", "certify", desk.agent("first")]).status == 73)
    #expect(try desk.bytes("audit.jsonl") == log)
  }

  /// Killed outright at some moment, over and over.
  @Test func killedAtAnyMoment() throws {
    let desk = try ReleaseFixture()
    for agent in ["first", "second", "third"] { try desk.certify(agent) }
    var random = SeededRandom(seed: 7)
    for round in 0..<12 {
      let process = Process()
      process.executableURL = Tool.executable
      let agent = ["first", "second", "third"][round % 3]
      process.arguments = [
        "release", "publish", desk.agent(agent), "--folder", desk.folder, "--at", ReleaseFixture.noon,
        "--actor", "ana",
      ]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      let before = try desk.ledger().versions.count
      try process.run()
      usleep(UInt32.random(in: 0...120_000, using: &random))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if try desk.status().status == 2 { #expect(try desk.look(["release", "repair"]).status == 0) }
      let after = try desk.ledger().versions.count
      #expect(after == before || after == before + 1)
      #expect(try desk.status().status == 0)
    }
  }
}
