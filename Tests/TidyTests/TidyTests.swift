import BlueprintCompiler
import Foundation
import TestSupport
import Testing

/// Tidiness is a test, so that nothing extra hides in CI.
struct TidyTests {
  static let swiftFiles: [String] = {
    let folders = ["Sources", "Tests", "Fuzz/Sources", "Benchmarks/Sources"]
    return folders.flatMap { folder -> [String] in
      let walker = FileManager.default.enumerator(atPath: Repository.root.appending(path: folder).path)
      return (walker?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }.map {
        "\(folder)/\($0)"
      }
    }.sorted()
  }()

  @Test func thereAreFiles() { #expect(Self.swiftFiles.count > 30) }

  @Test(arguments: swiftFiles)
  func hasOneSubject(_ path: String) throws {
    let lines = try String(decoding: Repository.bytes(path), as: UTF8.self).split(separator: "\n").count
    #expect(lines <= 400, "\(path) has \(lines) lines")
  }

  /// The core is pure: no clock, environment, randomness, network or files, and none of Foundation's start-up.
  @Test(arguments: swiftFiles.filter { $0.hasPrefix("Sources/") && !$0.hasPrefix("Sources/fohc/") })
  func coreIsPure(_ path: String) throws {
    let text = String(decoding: try Repository.bytes(path), as: UTF8.self)
    for banned in [
      "import Foundation", "import Glibc", "Date()", ".random(", "getenv", "ContinuousClock", "fopen",
    ] {
      #expect(!text.contains(banned), "\(path) uses \(banned)")
    }
  }

  /// C libraries are wrapped once.
  @Test(arguments: [("import CLibYAML", "YAMLReader.swift"), ("import CXXHash", "DraftHash.swift")])
  func cIsWrappedOnce(_ line: String, _ owner: String) throws {
    let users = try Self.swiftFiles.filter { path in
      let text = String(decoding: try Repository.bytes(path), as: UTF8.self)
      return path.hasPrefix("Sources/") && text.contains(line)
    }
    #expect(users.count == 1)
    #expect(users.first?.hasSuffix(owner) == true)
  }
}
