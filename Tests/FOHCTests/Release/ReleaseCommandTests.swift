import Documents
import Foundation
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// The workflow of a team that keeps its releases in a folder.
struct ReleaseCommandTests {
  @Test func certifyPublishAndGoBack() throws {
    let desk = try ReleaseFixture()
    let refused = try desk.publish("first")
    #expect(refused.status == 2)
    #expect(try refused["reason_code"] == "sim_cert_missing")
    #expect(try desk.certify("first") == 0)
    #expect(try desk.publish("first").status == 0)
    #expect(try desk.certify("second") == 0)
    #expect(try desk.publish("second").status == 0)
    #expect(try desk.ledger().live?.number == 2)
    #expect(try desk.run(["release", "rollback"]).status == 0)
    #expect(try desk.ledger().live?.number == 1)
    #expect(try desk.run(["release", "rollback"]).status == 2)
    #expect(try desk.run(["release", "rollback", "--version", "2"]).status == 0)
    #expect(try desk.status().status == 0)
    let versions = try desk.look(["release", "versions"]).output.split(separator: "\n")
    #expect(
      versions.count == 2 && versions[0].hasPrefix("* 2  passed") && versions[1].hasPrefix("  1  passed"))
  }

  @Test func anEditAfterCertifyingIsRefused() throws {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    let text = BaseBlueprint.with(("name: Viewings desk", "name: Edited"))
    try Data(text.utf8).write(to: URL(filePath: desk.agent("first")))
    #expect(try desk.publish("first")["reason_code"] == "sim_cert_other_draft")
  }

  @Test func breakGlassBlocksUntilAScenarioCovers() throws {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    #expect(try desk.publish("first").status == 0)
    let member = try desk.breakGlass("second", "INC-7", as: "member")
    #expect(member.status == 2)
    #expect(try member["reason_code"] == "break_glass_role_not_allowed")
    #expect(try desk.breakGlass("second", "INC-7").status == 0)
    #expect(try desk.breakGlass("third", "INC-7")["reason_code"] == "break_glass_incident_of_another_draft")
    let later = "2026-11-24T13:00:00Z"
    try desk.addScenario(to: "third")
    try desk.certify("third", at: later)
    let blocked = try desk.publish("third", at: later)
    #expect(blocked.status == 2)
    #expect(try blocked["reason_code"] == "incident_open")
    #expect(try desk.look(["incident", "list"]).output.hasPrefix("INC-7  open"))
    #expect(try desk.run(["incident", "close", "INC-7"], at: later).status == 2)
    let old = try desk.run(
      ["incident", "cover", "INC-7", "--scenario", "books_at_once", "--json"], at: later)
    #expect(try old.status == 2 && old["reason_code"] == "covering_scenario_unchanged")
    #expect(try desk.run(["incident", "cover", "INC-7", "--scenario", "calls"], at: later).status == 0)
    #expect(try desk.publish("third", at: later).status == 0)
    #expect(try desk.run(["incident", "close", "INC-7"], at: later).status == 0)
    #expect(try desk.look(["incident", "show", "INC-7"]).output.hasPrefix("INC-7: closed"))
    #expect(try desk.look(["incident", "show", "INC-8"]).status == 2)
    // What `incident list --json` prints is what the gate reads.
    let incidents = try desk.look(["incident", "list", "--json"]).output
    #expect(readIncidents(SourceText(name: "", text: incidents)).incidents.count == 1)
  }

  @Test func aWeakenedPolicyIsRefused() throws {
    let desk = try ReleaseFixture()
    try desk.certify("first")
    #expect(try desk.publish("first").status == 0)
    try desk.certify("second")
    let policy = String(decoding: try desk.bytes("gates.yaml"), as: UTF8.self)
    let weaker = policy.replacingOnce("max_age_hours: 24 ", with: "max_age_hours: 48 ")
    try desk.write(Array(weaker.utf8), to: "gates.yaml")
    #expect(try desk.publish("second")["reason_code"] == "policy_weakened")
    let waived =
      weaker
      + "waivers: [{kind: policy_weakened, subject: max_age_hours, owner: Ana, reason: slow, expires: \"2027-01-31T00:00:00Z\"}]\n"
    try desk.write(Array(waived.utf8), to: "gates.yaml")
    #expect(try desk.publish("second").status == 0)
    let log = String(decoding: try desk.bytes("audit.jsonl"), as: UTF8.self)
    #expect(log.split(separator: "\n").count { $0.contains(#""action":"waiver""#) } == 1)
    #expect(try Tool.run(["audit", "verify", desk.folder + "/audit.jsonl"]).status == 0)
    try FileManager.default.removeItem(at: desk.url("gates.yaml"))
    try desk.certify("third")
    #expect(try desk.publish("third")["reason_code"] == "policy_missing")
  }

  @Test func statusSaysWhatADraftWouldBeRefusedFor() throws {
    let desk = try ReleaseFixture()
    #expect(try desk.status().output.hasPrefix("live: nothing yet"))
    let asked = try Tool.run([
      "release", "status", desk.agent("first"), "--json", "--folder", desk.folder, "--at",
      ReleaseFixture.noon,
    ])
    #expect(asked.status == 0 && asked.output.contains("sim_cert_missing"))
    // Asking is not a release: nothing is on record.
    #expect(try desk.bytes("audit.jsonl").isEmpty)
  }

  @Test func statusesOfWhatCannotBeDone() throws {
    let desk = try ReleaseFixture()
    #expect(try Tool.run(["release", "status", "--folder", "/nowhere"]).status == 66)
    #expect(try Tool.run(["release", "init", desk.folder]).status == 73)
    #expect(try Tool.run(["release", "init", "/dev/null/releases"]).status == 73)
    #expect(try desk.run(["release", "publish", desk.agent("first"), "--role", "owner"]).status == 64)
    #expect(try desk.run(["release", "certify", "/nowhere.yaml"]).status == 66)
    #expect(try desk.run(["release", "certify", desk.agent("first")], by: " ").status == 2)
    #expect(try desk.publish("nowhere")["reason_code"] == "draft_missing")
    // A draft that does not pass is certified as that; its parts that nothing leads to any more are warned of.
    try desk.allowWarnings()
    let refuted = BaseDraft.text.replacingOnce(
      "\"on\": \"tool:book_viewing\", \"to\": \"visit/tool:book_viewing/confirm\"",
      with: "\"on\": \"tool:book_viewing\", \"to\": \"visit/tool:book_viewing/call/1\"")
    try Data(refuted.utf8).write(to: URL(filePath: desk.agent("refuted")))
    #expect(try desk.certify("refuted") == 1)
    #expect(try desk.publish("refuted")["reason_code"] == "invariant_refuted")
  }

  /// The template says what holds without it, and can be made anew where the log was never made.
  @Test func initIsRepeatable() throws {
    let desk = try ReleaseFixture()
    try FileManager.default.removeItem(at: desk.url("audit.jsonl"))
    try desk.write(Array("schema_version: gate_policy.v1\n".utf8), to: "gates.yaml")
    #expect(try Tool.run(["release", "init", desk.folder]).status == 0)
    #expect(try desk.bytes("gates.yaml") == Array("schema_version: gate_policy.v1\n".utf8))
    try desk.certify("first")
    #expect(try desk.publish("first").status == 0)
  }
}
