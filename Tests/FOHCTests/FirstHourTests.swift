import PolicyProofs
import BlueprintCompiler
import Foundation
import PolicyGraph
import TestSupport
import Testing

@testable import fohc

/// What a newcomer does first: `init`, `compile -o`, `prove`.
struct FirstHourTests {
  // MARK: init

  @Test func initProposesTheNameThatTheHooksLookAt() throws {
    for arguments in [["init", "hotel", "-o"], ["init", "hotel", "--output"], ["init", "-o", "--help"]] {
      let run = try Tool.run(arguments)
      #expect(run.status == 64)
      #expect(run.errors.contains("-o agent.blueprint.yaml` will do"))
    }
    #expect(Arguments.missingFileOfInit(["init", "hotel", "-o", "a.yaml"]) == nil)
    #expect(Arguments.missingFileOfInit(["compile", "a.yaml", "-o"]) == nil)
    #expect(try Tool.run(["init", "--help"]).output.contains("agent.blueprint.yaml"))
  }

  @Test func initSaysWhatTheHooksWillNotSee() throws {
    try withFolder { folder in
      let seen = try Tool.run(["init", "-o", "\(folder)/agent.blueprint.yaml"])
      #expect(
        seen.output
          == "wrote \(folder)/agent.blueprint.yaml; next: fohc check \(folder)/agent.blueprint.yaml\n")
      let unseen = try Tool.run(["init", "-o", "\(folder)/agent.yaml"])
      #expect(unseen.output.contains("the pre-commit hooks do not check a file of this name"))
      // Into a pipe the blueprint goes alone.
      #expect(try Tool.run(["init"]).errors == "")
    }
  }

  // MARK: compile -o

  @Test func compileSaysWhatItWroteAndWhatItReplaced() throws {
    try withFolder { folder in
      let (blueprint, draft) = ("\(folder)/a.blueprint.yaml", "\(folder)/a.draft.json")
      func compile(_ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: blueprint))
        return try Tool.run(["compile", blueprint, "-o", draft]).errors
      }
      let first = try compile(BaseBlueprint.text)
      let hash = try #require(first.firstMatch(of: /xxh3-128:[0-9a-f]{32}/)).0
      #expect(first.hasPrefix("wrote \(draft): \(hash), ") && !first.contains("replaces"))
      #expect(try compile(BaseBlueprint.text).hasPrefix("unchanged \(draft): \(hash), "))
      // One tool less needs a yes: its confirm and what is beside it are gone.
      let second = try compile(BaseBlueprint.with(("before: [book_viewing]", "before: []")))
      #expect(second.contains("it replaces \(hash): ") && second.contains(" edges differ"))
      let third = try compile(
        BaseBlueprint.with(("before: [book_viewing]", "before: []"), ("name: Viewings desk", "name: Another"))
      )
      #expect(third.contains("the nodes and edges are the same, and something beside them differs"))
      try Data("name: what is this".utf8).write(to: URL(filePath: draft))
      #expect(try compile(BaseBlueprint.text).contains("it replaces a file that was not a draft"))
    }
  }

  @Test func whatDiffersIsCounted() throws {
    let old = BaseDraft.text
    let edge =
      "{\"from\": \"visit/talk\", \"on\": \"tool:book_viewing\", \"to\": \"visit/tool:book_viewing/confirm\"}"
    let retargeted = old.replacingOnce(edge, with: edge.replacingOnce("/confirm\"}", with: "/call/1\"}"))
    func line(_ text: String) throws -> String {
      try withFile(text) { path in
        let now = try #require(compile(.yaml(BaseBlueprint.text)).draft)
        return CompileSummary(now, path: "d.json", replaced: ReplacedFile(path, limit: 1 << 20)).line
      }
    }
    #expect(try line(old).hasPrefix("unchanged d.json: "))
    #expect(try line(retargeted).hasSuffix(": 1 edge differs"))
    #expect(try line("").hasPrefix("wrote d.json: ") && !line("").contains("replaces"))
  }

  private func withFile<Value>(_ text: String, _ body: (String) throws -> Value) throws -> Value {
    let path = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID()).json")
    try Data(text.utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    return try body(path.path)
  }

  @Test func noClobberKeepsWhatIsThere() throws {
    try withFolder { folder in
      let examples = ["Examples/blueprints/custom.yaml", "Examples/blueprints/restaurant.json"]
      try Data("kept".utf8).write(to: URL(filePath: "\(folder)/restaurant.draft.json"))
      let run = try Tool.run(["compile", "--no-clobber", "-o", folder] + examples)
      #expect(run.status == 73)
      #expect(
        run.errors.contains("restaurant.draft.json` cannot be written: it exists, and --no-clobber keeps"))
      // None is written where one cannot be.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["restaurant.draft.json"])
      #expect(try String(contentsOfFile: "\(folder)/restaurant.draft.json", encoding: .utf8) == "kept")
      let other = try Tool.run(["compile", examples[0], "--no-clobber", "-o", "\(folder)/new.json"])
      #expect(other.status == 0 && other.errors.hasPrefix("wrote \(folder)/new.json: "))
      #expect(try Tool.run(["compile", examples[0], "--no-clobber"]).status == 64)
    }
  }

  /// A slip in the name after `-o` does not cost the author the other blueprint.
  @Test func aDraftNeverTakesThePlaceOfABlueprint() throws {
    try withFolder { folder in
      let other = "\(folder)/other.blueprint.yaml"
      try Data(BaseBlueprint.text.utf8).write(to: URL(filePath: other))
      let run = try Tool.run(["compile", "Examples/blueprints/custom.yaml", "-o", other])
      #expect(run.status == 73 && run.errors.contains("it is a blueprint"))
      #expect(try String(contentsOfFile: other, encoding: .utf8) == BaseBlueprint.text)
    }
  }

  @Test func inAFolderADraftHasItsBlueprintsName() throws {
    try withFolder { folder in
      let blueprint = "\(folder)/agent.blueprint.yaml"
      try Data(BaseBlueprint.text.utf8).write(to: URL(filePath: blueprint))
      let run = try Tool.run(["compile", blueprint, "-o", folder])
      #expect(run.errors.hasPrefix("wrote \(folder)/agent.draft.json: "))
    }
  }

  // MARK: prove

  @Test func proofsSayThatBothInvariantsHold() throws {
    let held = "both invariants hold: NoSilentDrop (5 clauses) and ToolDeterminism (6 clauses)"
    let draft = "Examples/drafts/custom.draft.json"
    let proof = try Tool.run(["prove", draft])
    #expect(proof.errors.hasPrefix("✓ proved: \(held)\n  of xxh3-128:"))
    let verified = try Tool.run(["verify-proof", draft, "-"], input: proof.output)
    #expect(verified.errors.hasPrefix("✓ accepted: the proof shows that \(held)\n  of xxh3-128:"))
    let changed = proof.output.replacingOnce(
      "\"schema_version\": \"flow_proof.v1\"", with: "\"schema_version\": \"x\"")
    let refused = try Tool.run(["verify-proof", draft, "-"], input: changed)
    #expect(refused.status == 1 && !refused.errors.contains("accepted"))
  }
}
