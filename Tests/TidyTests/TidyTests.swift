import TestSupport
import Testing

/// Tidiness is a test, so that nothing extra hides in CI.
struct TidyTests {
  static let swiftFiles: [String] =
    ["Sources", "Tests", "Fuzz/Sources", "Benchmarks/Sources"]
    .flatMap { Repository.paths(below: $0) }.filter { $0.hasSuffix(".swift") }.sorted()

  @Test func thereAreFiles() { #expect(Self.swiftFiles.count > 30) }

  @Test(arguments: swiftFiles)
  func hasOneSubject(_ path: String) throws {
    let lines = try String(decoding: Repository.bytes(path), as: UTF8.self).split(separator: "\n").count
    #expect(lines <= 400, "\(path) has \(lines) lines")
  }

  /// What meets the outside world.
  static let outer = ["Sources/fohc/", "Sources/fohc-server/", "Sources/RegistrySQLite/", "Sources/Serving/"]

  /// The core is pure: no clock, environment, randomness, network or files, and none of Foundation's start-up.
  @Test(
    arguments: swiftFiles.filter { path in
      path.hasPrefix("Sources/") && !outer.contains { path.hasPrefix($0) }
    })
  func coreIsPure(_ path: String) throws {
    let text = try Repository.text(path)
    for banned in [
      "import Foundation", "import Glibc", "Date()", ".random(", "getenv", "ContinuousClock", "fopen",
    ] {
      #expect(!text.contains(banned), "\(path) uses \(banned)")
    }
  }

  /// What keeps the registry is known to nobody else.
  @Test(arguments: swiftFiles.filter { $0.hasPrefix("Sources/") && !$0.hasPrefix("Sources/RegistrySQLite/") })
  func databaseIsBehindTheRegistry(_ path: String) throws {
    let text = try Repository.text(path)
    #expect(!text.contains("import GRDB"), "\(path) speaks to the database")
  }

  /// Linking the server would make every start of the desk tool several times slower.
  @Test(arguments: swiftFiles.filter { $0.hasPrefix("Sources/fohc/") })
  func theDeskToolHasNothingOfTheServer(_ path: String) throws {
    let text = try Repository.text(path)
    for banned in ["import Hummingbird", "import Serving", "import Registry", "import NIO", "import JWTKit"] {
      #expect(!text.contains(banned), "\(path) uses \(banned)")
    }
  }

  /// C libraries are wrapped once.
  @Test(arguments: [("import CLibYAML", "YAMLReader.swift"), ("import CXXHash", "DraftHash.swift")])
  func cIsWrappedOnce(_ line: String, _ owner: String) throws {
    let users = try Self.swiftFiles.filter { path in
      let text = try Repository.text(path)
      return path.hasPrefix("Sources/") && text.contains(line)
    }
    #expect(users.count == 1)
    #expect(users.first?.hasSuffix(owner) == true)
  }
}
