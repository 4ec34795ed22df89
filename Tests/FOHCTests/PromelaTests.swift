import Documents
import BlueprintCompiler
import Foundation
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

@testable import Rendering
@testable import fohc

/// The model for SPIN. What SPIN says of it is compared by Scripts/spin-agreement.sh.
struct PromelaTests {
  private static let base = "Tests/Fixtures/promela/base.draft.json"

  private func draft(_ path: String) throws -> Draft {
    var findings = Findings(limits: .standard)
    let document = try #require(
      readDocument(try Repository.source(path), limits: .standard, findings: &findings))
    return try #require(validateDraft(document, findings: findings).draft).draft
  }

  @Test func theModelIsAsRecorded() throws {
    let run = try Tool.run(["graph", Self.base, "--format", "promela"])
    #expect(run.status == 0)
    try Repository.expectGolden(run.output, "Tests/Fixtures/promela/base.pml")
  }

  @Test(arguments: [base, "Examples/drafts/dental_practice.draft.json"])
  func everyNodeAndEdgeOccurs(_ path: String) throws {
    let model = try Tool.run(["graph", path, "--format", "promela"]).output
    let lines = Set(model.split(separator: "\n").map { $0.drop { $0 == " " } })
    let draft = try draft(path)
    for (number, node) in draft.nodes.enumerated() {
      #expect(lines.contains("/* \(number): \(node.kind.rawValue) \(node.id) */"))
      #expect(lines.contains("enter_\(number):"))
    }
    for (number, edge) in draft.edges.enumerated() {
      #expect(lines.contains("/* edge \(number): \(edge.from) \(edge.on.name) \(edge.to) */"))
    }
  }

  @Test func whatTheAuthorWritesStaysInItsComment() throws {
    let text = try Repository.text(Self.base)
    let run = try Tool.run(
      ["graph", "-", "--format", "promela"],
      input: text.replacingOnce(
        "\"name\": \"Repairs desk\"", with: "\"name\": \"*/ #define true false \\n??/ ü\""))
    let first = run.output.prefix { $0 != "\n" }
    #expect(
      first
        == "/* <2a>/ #define true false <a><3f><3f>/ <fc>: a conversation policy for the model checker SPIN.")
  }

  /// Every event of every node may bring every slot.
  @Test func aModelBeyondItsLimitIsRefused() throws {
    let draft = try draft(Self.base)
    let size = try #require(PromelaRenderer.text(of: draft)).utf8.count
    #expect(PromelaRenderer.text(of: draft, limit: size + 1) != nil)
    #expect(PromelaRenderer.text(of: draft, limit: size / 2) == nil)
  }

  /// What SPIN said is recorded by hand (`Scripts/spin-agreement.sh --record`), so that it can fall behind.
  @Test func everyExampleAndBrokenDraftWasJudged() throws {
    let record = try Repository.text("Docs/spin.md")
    let judged = record.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst().compactMap { row in
      row.split(separator: "|", omittingEmptySubsequences: false).dropFirst().first
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let examples = Repository.files(in: "Examples/drafts").map { $0.replacing(".draft.json", with: "") }
    let broken = try Repository.text("Tests/Fixtures/promela/mutants.txt")
      .split(separator: "\n").filter { !$0.hasPrefix("#") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(judged.filter { !$0.isEmpty } == examples + ["base"] + broken)
    #expect(!record.contains("| NO |") && !record.contains("| open |"))
  }

  /// For `make soak`: drafts at random, to be judged by SPIN.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["FOHC_RANDOM_DRAFTS"] != nil))
  func randomDraftsAreWritten() throws {
    let environment = ProcessInfo.processInfo.environment
    let folder = URL(filePath: try #require(environment["FOHC_RANDOM_DRAFTS"]))
    let count = environment["FOHC_RANDOM_COUNT"].flatMap(UInt64.init) ?? 100
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, remembersTools) in [("random", false), ("remembering", true)] {
      for seed in 0..<count {
        var generator = RandomDraft(seed: seed, remembersTools: remembersTools)
        let text = PrettyJSON.text(of: JSONValue(generator.draft()))
        try Data(text.utf8).write(to: folder.appending(path: "\(name)-\(seed).draft.json"))
      }
    }
  }
}
