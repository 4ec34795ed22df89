import ArgumentParser
import Foundation
import PolicyGraph
import TestSupport
import Testing

@testable import Gates
@testable import fohc

/// A release folder of its own beside three agents; taken away when the test is done.
final class ReleaseFixture {
  let root: URL
  static let noon = "2026-11-24T12:00:00Z"

  /// Makes the folder, with a policy.
  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "fohc-release-\(UUID())")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    for agent in ["first", "second", "third"] {
      let text = BaseBlueprint.with(("name: Viewings desk", "name: The \(agent) desk"))
      try Data(text.utf8).write(to: root.appending(path: "\(agent).yaml"))
    }
    #expect(try Tool.run(["release", "init", folder]).status == 0)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  var folder: String { root.appending(path: "releases").path }

  func agent(_ name: String) -> String { root.appending(path: "\(name).yaml").path }

  /// Gives an agent a scenario that the others do not have.
  func addScenario(to name: String) throws {
    let text = String(decoding: try Data(contentsOf: URL(filePath: agent(name))), as: UTF8.self)
    let more = "  - {id: calls, channel: voice, user_goal: see a home, must_collect: [area]}\n"
    try Data((text + more).utf8).write(to: URL(filePath: agent(name)))
  }

  /// A command on the folder, by somebody and at a time.
  func run(_ arguments: [String], at time: String = noon, by actor: String? = "ana") throws -> Tool.Run {
    try Tool.run(
      arguments + ["--folder", folder, "--at", time] + (actor.map { ["--actor", $0] } ?? []))
  }

  /// Nobody's, and at no time.
  func look(_ arguments: [String]) throws -> Tool.Run { try Tool.run(arguments + ["--folder", folder]) }

  func status() throws -> Tool.Run {
    try Tool.run(["release", "status", "--folder", folder, "--at", Self.noon])
  }

  @discardableResult
  func certify(_ name: String, at time: String = noon) throws -> Int32 {
    try run(["release", "certify", agent(name)], at: time).status
  }

  func publish(_ name: String, _ more: [String] = [], at time: String = noon) throws -> Tool.Run {
    try run(["release", "publish", agent(name), "--json"] + more, at: time)
  }

  func breakGlass(_ name: String, _ incident: String, as role: String = "owner") throws -> Tool.Run {
    try publish(
      name,
      [
        "--break-glass-reason", "the line is down", "--break-glass-incident", incident, "--role", role,
      ])
  }

  /// The folder as the tool opens it.
  func opened(
    afterStep: @escaping (ReleaseFolder.Step) throws -> Void = { _ in }
  ) throws -> ReleaseFolder {
    ReleaseFolder(path: folder, input: try InputOptions.parse([]), afterStep: afterStep)
  }

  func reading() throws -> LedgerReading { try opened().locked(.reading) { $0.reading } }

  func ledger() throws -> ReleaseLedger {
    guard case .sound(let ledger, _) = try reading() else {
      Issue.record("the log is not sound")
      return ReleaseLedger()
    }
    return ledger
  }

  /// The live version's number; nil where the log says none or gives no ledger.
  func liveOnRecord() throws -> Int? {
    if case .sound(let ledger, _) = try reading() { ledger.live?.number } else { nil }
  }

  /// Makes the policy allow open warnings, which a new folder's refuses.
  func allowWarnings() throws {
    let policy = String(decoding: try bytes("gates.yaml"), as: UTF8.self)
    try write(
      Array(policy.replacingOnce("warnings: refuse", with: "warnings: report").utf8), to: "gates.yaml")
  }

  // MARK: Files

  func url(_ name: String) -> URL { root.appending(path: "releases/\(name)") }

  func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: url(name))) }

  func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: url(name)) }

  func files(in name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url(name).path).sorted()
  }
}

extension Tool.Run {
  /// A member of the printed object, as text.
  subscript(key: String) -> String? {
    get throws {
      let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
      return object?[key] as? String
    }
  }
}
