import TestSupport
import Testing

/// Tidiness is a test, so that nothing extra hides in CI.
struct TidyTests {
  static let swiftFiles: [String] =
    [
      "Sources", "Tests", "Server/Sources", "Server/Tests", "Fuzz/Sources", "Benchmarks/Sources",
      "Examples/Embedding/Sources",
    ]
    .flatMap { Repository.paths(below: $0) }.filter { $0.hasSuffix(".swift") }.sorted()

  /// The folders of modules: the main package's, and the server's.
  static let packages = ["Sources/", "Server/Sources/"]

  /// What is shipped, of both packages.
  static let sources = swiftFiles.filter { path in packages.contains { path.hasPrefix($0) } }

  /// The files of one module.
  static func sources(of module: String) -> [String] {
    sources.filter { path in packages.contains { path.hasPrefix("\($0)\(module)/") } }
  }

  @Test func thereAreFiles() {
    #expect(Self.swiftFiles.count > 30)
    for package in Self.packages { #expect(Self.sources.contains { $0.hasPrefix(package) }) }
  }

  @Test(arguments: swiftFiles)
  func hasOneSubject(_ path: String) throws {
    let lines = try String(decoding: Repository.bytes(path), as: UTF8.self).split(separator: "\n").count
    #expect(lines <= 400, "\(path) has \(lines) lines")
  }

  /// The modules that meet the outside world.
  static let outer = ["fohc", "fohc-server", "RegistrySQLite", "Serving"].flatMap(sources)

  /// The core is pure: no clock, environment, randomness, network or files, and none of Foundation's start-up.
  @Test(arguments: Set(sources).subtracting(outer).sorted())
  func coreIsPure(_ path: String) throws {
    let text = try Repository.text(path)
    for banned in [
      "import Foundation", "import Glibc", "Date()", ".random(", "getenv", "ContinuousClock", "fopen",
    ] {
      #expect(!text.contains(banned), "\(path) uses \(banned)")
    }
  }

  /// What keeps the registry is known to nobody else.
  @Test(arguments: Set(sources).subtracting(sources(of: "RegistrySQLite")).sorted())
  func databaseIsBehindTheRegistry(_ path: String) throws {
    let text = try Repository.text(path)
    #expect(!text.contains("import GRDB"), "\(path) speaks to the database")
  }

  /// Who builds `fohc` or embeds its libraries resolves two packages, and links no server.
  @Test func theMainPackageNeedsTwoOthers() throws {
    let needed = try Repository.text("Package.swift").matches(of: /\.package\(url: "[^"]*\/([^\/"]+)"/)
    #expect(needed.map { String($0.1) } == ["swift-argument-parser", "swift-crypto"])
  }

  /// C libraries are wrapped once.
  @Test(arguments: [("import CLibYAML", "YAMLReader.swift"), ("import CXXHash", "DraftHash.swift")])
  func cIsWrappedOnce(_ line: String, _ owner: String) throws {
    let users = try Self.sources.filter { try Repository.text($0).contains(line) }
    #expect(users.count == 1)
    #expect(users.first?.hasSuffix(owner) == true)
  }

  /// A draft is proved when it is prepared, and then passed on. Beside `prepare`, only a comparison within another budget asks
  /// for a proof.
  @Test(arguments: [
    (" prove(", []),
    (".prove(", ["Sources/fohc/Commands/DiffCommand.swift"]),
    ("PolicyProgram(", []),
  ])
  func draftsAreProvedOnce(_ call: String, _ callers: [String]) throws {
    let found = try Self.sources.filter { path in
      guard !path.hasPrefix("Sources/PolicyProofs/") else { return false }
      return try Repository.text(path).split(separator: "\n").contains { line in
        !line.drop { $0 == " " }.hasPrefix("//") && line.contains(call)
      }
    }
    #expect(found == callers)
  }
}
