import ConversationSimulator
import Documents
import BlueprintCompiler
import Foundation
import PolicyGraph
import TestSupport
import Testing

@testable import Gates
@testable import fohc

/// What a release folder is: whether it is new, what is locked, and what git does to it.
struct ReleaseFolderTests {
  private func git(_ arguments: [String], in folder: URL) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-c", "user.email=a@example.com", "-c", "user.name=ana"] + arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  // MARK: New folders

  @Test func aNewFolderHasACheckpointAndKeepsBytes() throws {
    let desk = try ReleaseFixture()
    #expect(try desk.bytes("checkpoint.json") == Array(PrettyJSON.text(of: AuditCheckpoint.start.json).utf8))
    #expect(try String(decoding: desk.bytes(".gitattributes"), as: UTF8.self).contains("* -text\n"))
    #expect(try desk.status().status == 0)
  }

  /// Cutting the log and taking the checkpoint away erases no open incident.
  @Test func aFolderWithoutACheckpointIsNewOnlyIfItIsEmpty() throws {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    #expect(try desk.publish("first").status == 0)
    #expect(try desk.breakGlass("second", "INC-7").status == 0)
    try desk.certify("third")
    let lines = try desk.bytes("audit.jsonl").split(separator: 0x0A).map { Array($0) + [0x0A] }
    try FileManager.default.removeItem(at: desk.url("checkpoint.json"))
    for count in 0...lines.count {
      try desk.write(Array(lines.prefix(count).joined()), to: "audit.jsonl")
      let status = try desk.status()
      #expect(status.status == 2 && status.output.contains("checkpoint_missing"), "\(count) records")
      #expect(try desk.publish("third")["reason_code"] == "audit_log_damaged")
      #expect(try desk.certify("third") == 2)
    }
    // Nor does taking the log away, and beginning another.
    try FileManager.default.removeItem(at: desk.url("audit.jsonl"))
    #expect(try desk.status().output.contains("log_missing"))
    #expect(try Tool.run(["release", "init", desk.folder]).status == 73)
  }

  /// As a release made it that wrote no checkpoint into a new folder.
  @Test func anOlderNewFolderIsNew() throws {
    let desk = try ReleaseFixture()
    try FileManager.default.removeItem(at: desk.url("checkpoint.json"))
    #expect(try desk.status().output.hasPrefix("live: nothing yet"))
    #expect(try desk.certify("first") == 0)
    #expect(try desk.publish("first").status == 0)
    #expect(try desk.status().status == 0)
  }

  // MARK: What is locked

  private struct Crash: Error {}

  /// Another file is put in the log's place between opening and locking: that one is read.
  @Test func whatIsLockedIsWhatStandsThere() throws {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    let (full, end) = (try desk.bytes("audit.jsonl"), try desk.bytes("checkpoint.json"))
    #expect(try desk.publish("first").status == 0)
    let (later, laterEnd) = (try desk.bytes("audit.jsonl"), try desk.bytes("checkpoint.json"))
    try desk.write(full, to: "audit.jsonl")
    try desk.write(end, to: "checkpoint.json")
    var replacements = 1
    let folder = try desk.opened { step in
      guard step == .logOpened, replacements > 0 else { return }
      replacements -= 1
      try Files.writeDurably(later, to: desk.url("audit.jsonl").path)
      try Files.writeDurably(laterEnd, to: desk.url("checkpoint.json").path)
    }
    let live = try folder.locked(.writing) { releases -> Int? in
      if case .sound(let ledger, _) = releases.reading { ledger.live?.number } else { nil }
    }
    #expect(live == 1 && replacements == 0)
  }

  /// Replaced while it was locked: nothing goes into a file that nobody will read.
  @Test func aRecordGoesIntoTheLogThatStandsThere() throws {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    let log = try desk.bytes("audit.jsonl")
    let folder = try desk.opened { step in
      if step == .checkpointCaughtUp { try Files.writeDurably(log, to: desk.url("audit.jsonl").path) }
    }
    #expect(throws: FileFailure.self) {
      try folder.locked(.writing) { releases in
        guard case .sound(let ledger, let end) = releases.reading else { throw Crash() }
        let entry = AuditEntry(
          at: .init(seconds: 0), actor: "ana", action: .waiver, draft: ledger.certificates.last?.draft,
          details: [JSONMember("note", .string("n"))])
        try releases.commit(entry, [], after: end)
      }
    }
    #expect(try desk.bytes("audit.jsonl") == log)
    #expect(try desk.status().status == 0)
  }

  // MARK: Git

  private func repository() throws -> ReleaseFixture {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    #expect(try desk.publish("first").status == 0)
    return desk
  }

  private func clone(_ desk: ReleaseFixture) throws -> String {
    #expect(try git(["init", "-q", "-b", "main"], in: desk.root) == 0)
    #expect(try git(["add", "-A"], in: desk.root) == 0)
    #expect(try git(["commit", "-qm", "one"], in: desk.root) == 0)
    let arguments = ["-c", "core.autocrlf=true", "clone", "-q", desk.root.path, "clone"]
    #expect(try git(arguments, in: desk.root) == 0)
    return desk.root.appending(path: "clone/releases").path
  }

  @Test func aCloneWithOtherLineEndsVerifies() throws {
    let desk = try repository()
    let clone = try clone(desk)
    for name in ["audit.jsonl", "checkpoint.json", "gates.yaml"] {
      #expect(try Data(contentsOf: URL(filePath: "\(clone)/\(name)")) == Data(desk.bytes(name)))
    }
    #expect(try Tool.run(["release", "status", "--folder", clone]).status == 0)
    let verify = ["audit", "verify", clone + "/audit.jsonl", "--checkpoint", clone + "/checkpoint.json"]
    #expect(try Tool.run(verify).status == 0)
  }

  /// Of a folder without `.gitattributes`: named as what it is, with a way out that works.
  @Test func convertedLineEndsAreNamed() throws {
    let desk = try repository()
    try FileManager.default.removeItem(at: desk.url(".gitattributes"))
    let clone = try clone(desk)
    let run = try Tool.run(["release", "status", "--folder", clone])
    #expect(run.status == 2 && run.output.hasPrefix("✗ refused, audit_log_line_ends_converted: "))
    let commands = run.output.split(separator: "\n").filter { $0.hasPrefix("  $ ") }.map {
      String($0.dropFirst(4))
    }
    #expect(commands.count == 4 && commands[3] == "fohc release status --folder \(clone)")
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", commands.dropLast().joined(separator: " && ")]
    shell.currentDirectoryURL = URL(filePath: clone)
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    shell.waitUntilExit()
    #expect(try Tool.run(["release", "status", "--folder", clone]).status == 0)
  }

  @Test func conflictsAndForksAreNamed() throws {
    let desk = try repository()
    let (common, kept) = (try desk.bytes("audit.jsonl"), try desk.bytes("checkpoint.json"))
    try desk.certify("second")
    #expect(try desk.publish("second").status == 0)
    let (ours, ourEnd) = (try desk.bytes("audit.jsonl"), try desk.bytes("checkpoint.json"))
    try desk.write(common, to: "audit.jsonl")
    try desk.write(kept, to: "checkpoint.json")
    try desk.certify("third")
    #expect(try desk.publish("third").status == 0)
    let (theirs, theirEnd) = (try desk.bytes("audit.jsonl"), try desk.bytes("checkpoint.json"))
    func text(_ text: String) -> [UInt8] { Array(text.utf8) }
    let (mine, other) = (Array(ours.dropFirst(common.count)), Array(theirs.dropFirst(common.count)))
    let marked = common + text("<<<<<<< HEAD\n") + mine + text("=======\n") + other + text(">>>>>>> b\n")
    let checkpoint = text("<<<<<<< HEAD\n") + ourEnd + text("=======\n") + theirEnd + text(">>>>>>> b\n")
    let cases: [([UInt8], [UInt8], String)] = [
      (marked, checkpoint, "audit_log_merge_conflict"), (ours, checkpoint, "audit_log_merge_conflict"),
      (marked, ourEnd, "audit_log_merge_conflict"), (ours + other, ourEnd, "audit_log_forked"),
      (theirs + mine, ourEnd, "audit_log_forked"), (ours, theirEnd, "audit_log_forked"),
    ]
    for (log, end, code) in cases {
      try desk.write(log, to: "audit.jsonl")
      try desk.write(end, to: "checkpoint.json")
      let status = try desk.status()
      #expect(status.status == 2 && status.output.hasPrefix("✗ refused, \(code): "), "\(status.output)")
      #expect(status.output.contains("of one branch"))
      #expect(!status.output.replacing("nothing was changed", with: "").contains("changed"))
      #expect(try desk.publish("first")["reason_code"] == code)
      #expect(try desk.look(["release", "repair"]).status == 2)
    }
    // The way out: both files of one branch.
    for (log, end) in [(ours, ourEnd), (theirs, theirEnd)] {
      try desk.write(log, to: "audit.jsonl")
      try desk.write(end, to: "checkpoint.json")
      #expect(try desk.status().status == 0)
    }
  }

  // MARK: Modes and times

  @Test func certifiesInThePolicysMode() throws {
    let desk = try ReleaseFixture()
    let policy = String(decoding: try desk.bytes("gates.yaml"), as: UTF8.self)
    try desk.write(
      Array(policy.replacingOnce("min_mode: quick", with: "min_mode: full").utf8), to: "gates.yaml")
    #expect(try desk.certify("first") == 0)
    #expect(try desk.ledger().certificates.last?.mode == .full)
    #expect(try desk.publish("first").status == 0)
    #expect(try desk.run(["release", "certify", desk.agent("second"), "--mode", "quick"]).status == 0)
    #expect(try desk.publish("second")["reason_code"] == "sim_cert_weaker_mode")
    // No mode, and no policy that says which.
    try FileManager.default.removeItem(at: desk.url("gates.yaml"))
    let run = try desk.run(["release", "certify", desk.agent("third"), "--json"])
    #expect(try run.status == 2 && run["reason_code"] == "policy_unusable")
    #expect(run.output.contains("fohc check \(desk.folder)/gates.yaml"))
  }

  @Test func aClockSetBackRevivesNothing() throws {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    #expect(try desk.publish("first", at: "2026-11-25T13:00:00Z")["reason_code"] == "sim_cert_stale")
    #expect(try desk.publish("first")["reason_code"] == "sim_cert_stale")
    #expect(try desk.certify("first") == 0)
    #expect(try desk.ledger().certificates.last?.issuedAt == Instant("2026-11-25T13:00:00Z"))
    #expect(try desk.publish("first").status == 0)
    #expect(try desk.ledger().live?.since == Instant("2026-11-25T13:00:00Z"))
  }

  /// Commands that are named can be typed: with the real files, folder and ids.
  @Test func nextCommandsCarryRealNames() throws {
    let desk = try ReleaseFixture()
    let refused = try desk.run(["release", "publish", desk.agent("first")])
    #expect(
      refused.output.contains("$ fohc release certify \(desk.agent("first")) --folder \(desk.folder)\n"))
    #expect(try desk.breakGlass("second", "INC 7").status == 0)
    let status = try desk.status().output
    #expect(status.contains("$ fohc incident cover 'INC 7' --scenario SCENARIO --folder \(desk.folder)\n"))
    let json = try desk.publish("first").output
    #expect(json.contains("\"fohc incident cover 'INC 7' --scenario SCENARIO --folder"))
    #expect(!json.contains("DRAFT") && !json.contains(" ID "))
  }
}
