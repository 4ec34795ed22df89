import Foundation
import TestSupport
import Testing

/// `ARCHITECTURE.md` and the pages that it leads to name modules, folders, files and tests that are there.
struct MapTests {
  static let map = "ARCHITECTURE.md"
  static let pages = [map, "Docs/mechanisms.md", "Docs/recipes.md"]

  /// The modules of the table, from its first row.
  private static func modules() throws -> [String] {
    try Repository.text(map).matches(of: /(?m)^\| `([\w-]+)` \|/).map { String($0.1) }
  }

  @Test func theTableHasEveryModule() throws {
    // C libraries have a module map and nothing else.
    let folders = TidyTests.packages.flatMap { Repository.files(in: $0) }
      .filter { !["CLibYAML", "CXXHash"].contains($0) }
    #expect(try Self.modules().sorted() == folders.sorted())
  }

  /// Whoever reads from the top comes to a module before those that it imports.
  @Test func whatAModuleImportsStandsBelowIt() throws {
    let rows = try Self.modules()
    for module in ModuleTests.modules {
      let row = try #require(rows.firstIndex(of: module.name))
      let above = module.imports.filter { rows[..<row].contains($0) }.sorted()
      #expect(above == [], "\(module.name)")
    }
  }

  @Test func everyFolderIsNamed() throws {
    let text = try Repository.text(Self.map)
    let folders = Set(
      TidyTests.sources.flatMap { path in
        path.dropFirst(path.hasPrefix("Server/") ? "Server/".count : 0).split(separator: "/").dropLast()
          .dropFirst(2)
      })
    #expect(folders.count > 25)
    #expect(folders.filter { !text.contains("`\($0)`") }.sorted() == [])
  }

  /// Every file and folder, by its path from the root and from each folder on the way.
  private static let places: Set<String> = {
    var places = Set(Repository.files(in: "") + Repository.files(in: "Server").map { "Server/\($0)" })
    let folders = [
      "Sources", "Tests", "Server/Sources", "Server/Tests", "Docs", "Scripts", "Fuzz/Sources", "Examples",
    ]
    for path in folders.flatMap({ Repository.paths(below: $0) }) where !path.contains("/corpus/") {
      var rest = path[...]
      places.insert(path)
      while let slash = rest.firstIndex(of: "/") {
        rest = rest[slash...].dropFirst()
        places.insert(String(rest))
      }
    }
    return places
  }()

  /// A path may begin at any folder: `Gates/Policy/GatePolicy.swift`, `Lower.swift`.
  @Test(arguments: pages)
  func pathsAreThere(_ page: String) throws {
    let named = try Self.named(in: page).filter { name in
      name.contains(/^\w[\w.+\/-]*$/) && (name.contains("/") || name.contains(/\.(swift|md|sh|txt|sql)$/))
    }
    #expect(named.count > 3)
    #expect(named.filter { !Self.places.contains($0.hasSuffix("/") ? String($0.dropLast()) : $0) } == [])
  }

  @Test(arguments: pages)
  func testsAreThere(_ page: String) throws {
    let sources = try TidyTests.swiftFiles.filter { $0.contains("Tests/") }.map(Repository.text).joined()
    let types = Set(sources.matches(of: /(?:struct|enum|class) (\w+Tests)\b/).map { String($0.1) })
    let targets = Set(["Tests", "Server/Tests"].flatMap { Repository.files(in: $0) })
    let names = try Self.named(in: page).filter { $0.contains(/^\w+Tests$/) }
    #expect(!names.isEmpty)
    #expect(names.filter { !types.contains($0) && !targets.contains($0) } == [])
    // `ModuleTests` (`aTestOfIt`)
    let functions = try Repository.text(page).matches(of: /Tests` \(`([a-z]\w+)`\)/).map { String($0.1) }
    #expect(functions.filter { !sources.has("func \($0)(") } == [])
  }

  /// What stands between backticks, each once.
  private static func named(in page: String) throws -> [String] {
    Set(try Repository.text(page).matches(of: /`([^`\n]+)`/).map { String($0.1) }).sorted()
  }
}

/// What has to be entered in a list by hand is entered.
struct ListTests {
  private static func texts(_ paths: [String]) throws -> [(path: String, text: String)] {
    try paths.map { ($0, try Repository.text($0)) }
  }

  /// `Docs/rules.md` is made from `[Rule].all`.
  @Test func everyRuleIsListed() throws {
    let declared = try Self.texts(TidyTests.sources).flatMap {
      $0.text.matches(of: /\bRule\(\s*"(FOH\d{4})"/).map { String($0.1) }
    }
    let page = MarkdownPage(try Repository.text("Docs/rules.md"))
    let listed = page.headings.compactMap { $0.title.prefixMatch(of: /FOH\d{4}/).map { String($0.0) } }
    #expect(declared.count > 150)
    #expect(declared.sorted() == listed.sorted())
  }

  /// `Endpoint.all` is what is routed.
  @Test func everyTableOfEndpointsIsListed() throws {
    let files = try Self.texts(TidyTests.sources(of: "Serving"))
    let tables = files.flatMap {
      $0.text.matches(of: /(?s)\benum (\w+) \{\s*static let all: \[Endpoint\]/).map { String($0.1) }
    }
    let list = try #require(files.first { $0.path.hasSuffix("OperationsEndpoints.swift") }).text
    #expect(tables.count > 8)
    #expect(tables.filter { !list.contains("\($0).all") } == [])
  }
}
