import Documents
import BlueprintCompiler
import Foundation
import PolicyGraph
import TestSupport
import Testing

@testable import fohc

/// Scenarios on the command line: what is suggested, and what is said of a pass.
struct ScenarioCommandTests {
  /// What is printed is pasted at the end of `evaluation_scenarios`, as its reader would.
  private func paste(_ suggestions: String, into blueprint: SourceText) throws -> String {
    var findings = Findings(limits: .standard)
    let document = try #require(readDocument(blueprint, findings: &findings))
    let text = String(decoding: blueprint.bytes, as: UTF8.self)
    guard text.hasPrefix("{") else { return text + (text.hasSuffix("\n") ? "" : "\n") + suggestions }
    let scenarios = try #require(document.root.member("evaluation_scenarios"))
    let end = try #require(Array(scenarios.elements).last).span.end
    let bytes = Array(text.utf8)
    return String(decoding: bytes[..<end], as: UTF8.self) + ",\n" + suggestions
      + String(decoding: bytes[end...], as: UTF8.self)
  }

  @Test(arguments: Repository.examples)
  func whatIsSuggestedPassesWhereItIsPasted(_ name: String) throws {
    let path = "Examples/blueprints/\(name)"
    let suggestions = try Tool.run(["scenarios", "suggest", path, "--limit", "50"])
    #expect(suggestions.status == 0)
    let pasted = try paste(suggestions.output, into: try Repository.source(path))
    let check = try Tool.run(["check", "-"], input: pasted)
    #expect(check.errors.hasSuffix("ok: 1 file, 0 errors, 0 warnings\n"), "\(check.output)")
    let simulation = try Tool.run(["simulate", "-"], input: pasted)
    #expect(simulation.status == 0, "\(simulation.output)")
    // Nothing is missing twice.
    let again = try Tool.run(["scenarios", "suggest", "-", "--limit", "50"], input: pasted)
    #expect(again.output == "" && again.errors.hasPrefix("nothing is missing"), "\(again.output)")
  }

  /// Lists that are not indented, as some authors write them.
  @Test func suggestionsStandWhereTheListStands() throws {
    let flat = BaseBlueprint.with(
      ("  - id: books_at_once\n    channel:", "- id: books_at_once\n  channel:"),
      ("    user_goal: see", "  user_goal: see"), ("    must_collect: [area", "  must_collect: [area"),
      ("    must_not_do:", "  must_not_do:"))
    let suggestions = try Tool.run(["scenarios", "suggest", "-"], input: flat)
    #expect(suggestions.output.contains("\n- id: \"asks_for_a_person\"\n  user_goal: "))
    #expect(try Tool.run(["simulate", "-"], input: flat + suggestions.output).status == 0)
  }

  @Test func handOffsAreSuggestedForTriggers() throws {
    let input = BaseBlueprint.with(("[asks for a person]", "[has a leak., \"fire\"]"))
    let run = try Tool.run(["scenarios", "suggest", "-"], input: input)
    #expect(run.output.contains("\"The user has a leak, and wants a person to take over.\""))
    #expect(run.output.contains("must_do: [\"handoff\"]"))
    let thing = try Tool.run(
      ["scenarios", "suggest", "-"], input: BaseBlueprint.with(("[asks for a person]", "[fire in the house]"))
    )
    #expect(
      thing.output.contains("\"This comes up: fire in the house. The user wants a person to take over.\""))
    let none = try Tool.run(
      ["scenarios", "suggest", "-"], input: BaseBlueprint.with(("[asks for a person]", "[]")))
    #expect(!none.output.contains("handoff"))
  }

  @Test func aPassSaysWhatNobodyLookedAt() throws {
    let words = "the words of `user_goal` were not read"
    let item = "\"call:book_viewing:unconfirmed\""
    let run = try Tool.run(["simulate", "-"], input: BaseBlueprint.text)
    #expect(run.output.contains("✓ books_at_once") && run.output.contains(words))
    #expect(!run.output.contains("judge"))
    let one = try Tool.run(["simulate", "-"], input: BaseBlueprint.with((item, "\(item), names a price")))
    #expect(one.output.contains("\(words); 1 item needs a judge\n"))
    let two = try Tool.run(["simulate", "-"], input: BaseBlueprint.with((item, "is rude, names a price")))
    #expect(two.output.contains("\(words); 2 items need a judge\n"))
    let folder = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let certificate = try Tool.run(
      ["certify", "-", "-o", folder.appending(path: "certificate.json").path], input: BaseBlueprint.text)
    #expect(certificate.output.contains("✓ passed") && certificate.output.contains("not looked at: \(words)"))
  }

  @Test func thePlainestRunIsTold() throws {
    let run = try Tool.run(
      ["simulate", "-", "--transcript"], input: BaseBlueprint.with(("before: [book_viewing]", "before: []")))
    #expect(run.status == 1)
    #expect(run.output.contains("in the plainest run: a cooperative user, and nothing goes wrong"))
    let lines = run.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    let fault = "✗ `call:book_viewing:unconfirmed` happens, which the scenario forbids"
    let place = try #require(lines.firstIndex(of: fault))
    #expect(lines[place - 1] == "User (asks for what takes book_viewing)")
    #expect(lines[place + 1] == "Tool book_viewing has done it")
  }
}
