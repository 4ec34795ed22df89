import TestSupport
import Testing

/// The version stands in one place, `Engine.this`; what else names a version agrees with it.
struct VersionTests {
  struct Version: Comparable, CustomStringConvertible {
    let numbers: [Int]

    /// `major.minor.patch`, without leading zeros; nil for anything else.
    init?(_ text: some StringProtocol) {
      numbers = text.split(separator: ".", omittingEmptySubsequences: false).compactMap { Int($0) }
      guard numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }), description == text else { return nil }
    }

    var description: String { numbers.map(String.init).joined(separator: ".") }

    static func < (left: Self, right: Self) -> Bool { left.numbers.lexicographicallyPrecedes(right.numbers) }
  }

  /// The version that the sources name. Literals that look like a version are found wherever they stand.
  private static func source() throws -> Version {
    let literal = /"(\d+\.\d+\.\d+)"/
    var found: [Substring] = []
    for path in TidyTests.sources {
      found += try Repository.text(path).split(separator: "\n").filter { $0.contains(literal) }
    }
    // The version of OpenAPI itself.
    found.removeAll { $0.contains(#""openapi", .string("3.1.0")"#) }
    let line = try #require(found.first)
    #expect(found.count == 1, "versions stand in \(found)")
    let match = try #require(line.firstMatch(of: /static let this = Engine\(version: "([^"]+)"\)/), "\(line)")
    return try #require(Version(match.1))
  }

  /// The headings of the changelog, newest first; nil is what is not released yet.
  private static func entries() throws -> [Version?] {
    try Repository.text("CHANGELOG.md").split(separator: "\n").filter { $0.hasPrefix("## ") }.map { heading in
      let name = heading.dropFirst(3)
      if name == "Unreleased" { return nil }
      let version: Version = try #require(Version(name), "the heading `\(heading)`")
      return version
    }
  }

  @Test func theChangelogBeginsWithThisVersion() throws {
    let version = try Self.source()
    let entries = try Self.entries()
    let released = entries.compactMap { $0 }
    if try #require(entries.first) == nil {
      // Between releases the sources name the next version.
      #expect(version > (try #require(released.first)))
    } else {
      #expect(version == released.first)
    }
    #expect(entries.dropFirst().allSatisfy { $0 != nil }, "only the first entry may be unreleased")
    #expect(zip(released, released.dropFirst()).allSatisfy { $0 > $1 }, "\(released)")
  }

  /// Whoever copies the pre-commit example gets the newest release, not an old one or one that is not there.
  @Test func theReadmeNamesTheNewestRelease() throws {
    let newest = try #require(try Self.entries().compactMap { $0 }.first)
    let named = try Repository.text("README.md").matches(of: /rev: v(\S+)/).map { String($0.1) }
    #expect(named == [newest.description])
  }

  /// What a release wrote has to stay readable: each left an example behind.
  @Test func eachReleaseLeftWhatItWrote() throws {
    let released = try Self.entries().compactMap { $0?.description }.sorted()
    #expect(Repository.files(in: "Tests/Fixtures/releases") == released)
  }

  @Test func whatIsNoVersionIsSeen() {
    for text in ["1.2", "1.2.3.4", "1.2.x", "01.2.3", "1.2.-3", "", "v1.2.3"] {
      #expect(Version(text) == nil)
    }
    #expect(Version("0.10.0")! > Version("0.9.9")!)
  }
}
