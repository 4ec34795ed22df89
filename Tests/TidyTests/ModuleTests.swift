import Foundation
import TestSupport
import Testing

/// Which module may know which, and the seams that give a proof its worth.
struct ModuleTests {
  /// Arrows point down: what a module may import of ours.
  static let modules: [(name: String, imports: Set<String>)] = [
    ("Documents", []),
    ("PolicyGraph", ["CXXHash", "Documents"]),
    ("PolicyProofs", ["Documents", "PolicyGraph"]),
    ("ProofChecker", ["Documents", "PolicyGraph"]),
    ("BlueprintCompiler", ["CLibYAML", "Documents", "PolicyGraph", "PolicyProofs"]),
    ("ConversationSimulator", ["Documents", "PolicyGraph", "PolicyProofs"]),
    ("Gates", ["ConversationSimulator", "Documents", "PolicyGraph", "PolicyProofs"]),
    ("EvaluationImport", ["Documents", "Gates", "PolicyGraph"]),
    (
      "Rendering",
      [
        "BlueprintCompiler", "ConversationSimulator", "Documents", "EvaluationImport", "Gates", "PolicyGraph",
        "PolicyProofs",
      ]
    ),
    ("Registry", ["ConversationSimulator", "Documents", "Gates", "PolicyGraph", "PolicyProofs"]),
  ]

  /// Of the libraries that are not ours, these are let into the core.
  static let others: Set<String> = ["Crypto", "Synchronization"]

  @Test(arguments: modules)
  func knowsOnlyWhatIsBelow(_ module: (name: String, imports: Set<String>)) throws {
    let files = TidyTests.sources(of: module.name)
    #expect(!files.isEmpty)
    for path in files {
      let imports = try Repository.text(path).matches(of: /(?m)^(?:@\w+ )?import (\w+)/).map { String($0.1) }
      let unknown = Set(imports).subtracting(module.imports).subtracting(Self.others).sorted()
      #expect(unknown.isEmpty, "\(path) imports \(unknown)")
    }
  }

  /// What a target imports it declares: otherwise it is not built again when that changes.
  @Test(arguments: ["", "Server/"])
  func everyImportOfATestIsDeclared(_ package: String) throws {
    let manifest = try Repository.text(package + "Package.swift")
    let ours = Set(Self.modules.map(\.name) + ["Serving", "RegistrySQLite"])
    let targets = manifest.matches(of: /(?s)\.testTarget\(\s*name: "(\w+)",(.*?)swiftSettings/)
    #expect(targets.count > 1)
    for target in targets {
      let files = TidyTests.swiftFiles.filter { $0.hasPrefix("\(package)Tests/\(target.1)/") }
      #expect(!files.isEmpty)
      for path in files {
        let imports = try Repository.text(path).matches(of: /(?m)^(?:@\w+ )?import (\w+)/).map {
          String($0.1)
        }
        let undeclared = imports.filter { ours.contains($0) && !target.2.contains("\"\($0)\"") }
        #expect(undeclared.isEmpty, "\(path) imports \(undeclared)")
      }
    }
  }

  /// The checker of proofs trusts nothing that finds them: it imports no such module, and of the draft's module it
  /// names no type of the program and its step.
  @Test func checkerSharesNothingWithTheAnalyses() throws {
    let types = try Self.types(in: ["Sources/PolicyGraph/Semantics"])
    #expect(types.count > 10)
    try Self.expectNone(of: types, in: "Sources/ProofChecker")
  }

  /// The judge (monitor, explorer) and the judged (analyses, and what the clauses make of them) read one definition
  /// independently of each other (definition 4.5).
  @Test func judgeSharesNothingWithTheJudged() throws {
    let judged = ["Analyses", "Clauses", "Proof"].map { "Sources/PolicyProofs/\($0)" }
    let types = try Self.types(in: judged)
    let judging = try Self.members(in: ["Sources/PolicyProofs/Judge"])
    #expect(types.count > 20 && !judging.isEmpty)
    try Self.expectNone(of: types.union(try Self.members(in: judged)), in: "Sources/PolicyProofs/Judge")
    try Self.expectNone(of: judging, in: judged[0])
  }

  @Test func seamsAreSeen() {
    #expect(
      Self.code("let a = Facts() // ReachableNodes\nprint(\"Modes\")") == ["let", "a", "Facts", "print"])
  }

  // MARK: Reading code

  private static func files(in folders: [String]) -> [String] {
    TidyTests.swiftFiles.filter { path in folders.contains { path.hasPrefix("\($0)/") } }
  }

  /// The types that are declared at the top of the files.
  private static func types(in folders: [String]) throws -> Set<String> {
    let declaration = /(?m)^(?:public |package )?(?:struct|enum|final class|class|protocol|typealias) (\w+)/
    return Set(
      try files(in: folders).flatMap { try Repository.text($0).matches(of: declaration).map { String($0.1) } }
    )
  }

  /// The functions and properties that the files give to the program, and keep to themselves no further.
  private static func members(in folders: [String]) throws -> Set<String> {
    let extended = /(?ms)^extension PolicyProgram \{$.*?^\}$/
    let member = /(?m)^  (?:package )?(?:func|var) (\w+)/
    return Set(
      try files(in: folders).flatMap { path in
        try Repository.text(path).matches(of: extended).flatMap {
          $0.0.matches(of: member).map { String($0.1) }
        }
      })
  }

  /// The words of the code: what stands in comments and texts names invariants, not types.
  private static func code(_ text: String) -> Set<String> {
    let code = text.replacing(/\/\/[^\n]*/, with: "").replacing(/"[^"\n]*"/, with: "")
    return Set(code.split { !$0.isLetter && !$0.isNumber }.map(String.init))
  }

  private static func expectNone(of names: Set<String>, in folder: String) throws {
    let files = files(in: [folder])
    #expect(!files.isEmpty)
    for path in files {
      let used = names.intersection(code(try Repository.text(path))).sorted()
      #expect(used.isEmpty, "\(path) uses \(used)")
    }
  }
}
