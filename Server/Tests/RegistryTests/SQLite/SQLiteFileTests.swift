import Foundation
import GRDB
import Gates
import Registry
import TestSupport
import Testing

@testable import RegistrySQLite

/// The file: how it is opened, whose it is, and that it is one.
struct SQLiteFileTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("registry.sqlite") }

  init() throws { folder = try TemporaryFolder() }

  @Test func isSafeAgainstALossOfPower() async throws {
    let store = try SQLiteRegistry(path: path)
    let settings: @Sendable (Database) throws -> [String?] = { connection in
      try [
        "journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check", "busy_timeout",
      ].map {
        try String.fetchOne(connection, sql: "PRAGMA \($0)")
      }
    }
    #expect(
      try await store.pool.write { try settings($0) } == ["wal", "2", "1", "0", "1", "5000"])
    let reading = try await store.pool.read { try settings($0) }
    #expect(reading.dropFirst(2).prefix(3) == ["1", "0", "1"])
    try store.close()
  }

  @Test func isNobodyElsesToRead() throws {
    let store = try SQLiteRegistry(path: path)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let rights = try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions]
      #expect((rights as? NSNumber)?.intValue == 0o600, "\(name)")
    }
    try store.close()
  }

  /// A closed registry is one file, which can be copied.
  @Test func isWholeWhenItIsClosed() async throws {
    let store = try SQLiteRegistry(path: path)
    try await store.write { try Sample.furnish($0) }
    _ = try await store.read { try $0.agent(Sample.id(1)) }
    try store.close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["registry.sqlite"])
    try FileManager.default.copyItem(atPath: path, toPath: folder.file("copy"))
    let copy = try SQLiteRegistry(path: folder.file("copy"))
    #expect(try await copy.read { try $0.agent(Sample.id(1)) } == Sample.agent(1))
    try copy.close()
  }

  @Test func canBeginEmpty() throws {
    try Data().write(to: URL(filePath: path))
    try SQLiteRegistry(path: path).close()
    try SQLiteRegistry(path: path).close()
  }

  /// Two programs on one file: each write sees the other's.
  @Test func canBeSharedByTwo() async throws {
    let stores = try (0..<2).map { _ in try SQLiteRegistry(path: path) }
    try await stores[0].write { try Sample.furnish($0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for round in 0..<60 {
        group.addTask {
          try await stores[round % 2].write { store in
            guard var agent = try store.agent(Sample.id(1)) else { throw BodyFailure(number: 0) }
            agent.liveVersion = (agent.liveVersion ?? 0) + 1
            try store.update(agent)
            try store.append(Sample.entry(round), of: Sample.id(1))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await stores[1].read { try $0.agent(Sample.id(1))?.liveVersion } == 60)
    #expect(try await stores[0].read { try $0.auditTrail(of: Sample.id(1)).end?.sequence } == 60)
    for store in stores { try store.close() }
  }

  // MARK: What is refused

  /// Opening throws what is expected, and the file stays what it was.
  private func expectRefusal(
    _ name: String = "registry.sqlite", sourceLocation: SourceLocation = #_sourceLocation,
    _ isExpected: (StoreFailure) -> Bool
  ) {
    let file = folder.file(name)
    let before = FileManager.default.contents(atPath: file)
    do {
      try SQLiteRegistry(path: file).close()
      Issue.record("it was opened", sourceLocation: sourceLocation)
    } catch let failure as StoreFailure {
      #expect(isExpected(failure), "\(failure)", sourceLocation: sourceLocation)
      // Whoever reads it has to know which file is meant.
      #expect("\(failure)".contains(file), "\(failure)", sourceLocation: sourceLocation)
    } catch {
      Issue.record("\(error)", sourceLocation: sourceLocation)
    }
    #expect(FileManager.default.contents(atPath: file) == before, sourceLocation: sourceLocation)
  }

  @Test func ofALaterVersionIsLeftAlone() throws {
    let store = try SQLiteRegistry(path: path)
    try store.pool.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2099')") }
    try store.close()
    expectRefusal { if case .conflict(let text) = $0 { text.contains("later version") } else { false } }
  }

  @Test(arguments: [0, 7])
  func ofSomethingElseIsLeftAlone(_ application: Int) throws {
    let other = try DatabaseQueue(path: path)
    try other.write {
      try $0.execute(sql: "CREATE TABLE recipes (name); PRAGMA application_id = \(application)")
    }
    try other.close()
    expectRefusal { if case .conflict(let text) = $0 { text.contains("another program") } else { false } }
  }

  @Test(arguments: ["no database", String(repeating: "no database ", count: 2000)])
  func ofOtherBytesIsDamaged(_ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
    expectRefusal { if case .damaged = $0 { true } else { false } }
  }

  @Test(arguments: [1, 4096, 5000, 20_000])
  func cutOffIsDamaged(_ cut: Int) async throws {
    let store = try SQLiteRegistry(path: path)
    try await store.write { try Sample.furnish($0) }
    try store.close()
    let whole = try Data(contentsOf: URL(filePath: path))
    try whole.dropLast(cut).write(to: URL(filePath: path))
    expectRefusal { if case .damaged = $0 { true } else { false } }
  }

  @Test func withoutAFolderCannotBeMade() throws {
    try Data().write(to: URL(filePath: folder.file("file")))
    try FileManager.default.createDirectory(atPath: folder.file("folder"), withIntermediateDirectories: true)
    for name in ["missing/registry.sqlite", "file/registry.sqlite", "folder"] {
      expectRefusal(name) { if case .readOnly = $0 { true } else { false } }
    }
    for path in ["", "/proc/registry.sqlite"] {
      #expect(throws: StoreFailure.self) { try SQLiteRegistry(path: path) }
    }
  }
}
