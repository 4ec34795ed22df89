import Foundation
import GRDB
import Registry
import TestSupport
import Testing

@testable import RegistrySQLite

/// When the disk, or the file, gives way under a registry that is open.
struct SQLiteFaultTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("registry.sqlite") }

  init() throws { folder = try TemporaryFolder() }

  /// Writes until it fails; the failure, and what was kept before.
  private func fill(_ store: SQLiteRegistry) async throws -> (failure: StoreFailure, kept: Everything) {
    let large = Sample.document(String(repeating: "0123456789abcdef", count: 2000))
    for round in 3...5000 {
      let kept = try await store.read { try Everything.of($0) }
      do {
        try await store.write { store in
          try store.insert(Sample.organisation(round))
          try store.setDraft(large, of: Sample.id(1))
          for part in 0..<50 {
            try store.keepReleasedDraft(
              Sample.document("\(round) \(part) \(large.bytes.count)"), of: Sample.id(1))
            try store.keepCertificate(large.bytes, id: "\(round) \(part)", of: Sample.id(1))
          }
        }
      } catch let failure as StoreFailure {
        return (failure, kept)
      }
    }
    throw BodyFailure(number: 0)
  }

  @Test func fullKeepsNothingOfTheWrite() async throws {
    let store = try SQLiteRegistry(path: path) { try $0.execute(sql: "PRAGMA max_page_count = 1500") }
    try await store.write { try Sample.furnish($0) }
    let (failure, kept) = try await fill(store)
    guard case .full(let text) = failure else { throw failure }
    #expect(text.contains("make room"))
    #expect(try await store.read { try Everything.of($0) } == kept)
    #expect(try store.integrityFaults() == [])
    try store.close()
    // With room again, it goes on.
    let again = try SQLiteRegistry(path: path)
    #expect(try await again.read { try Everything.of($0) } == kept)
    try await again.write { try Sample.busy($0, 9) }
    try again.close()
  }

  /// A body that does not notice cannot have half of its work kept.
  @Test func fullCannotBePassedOver() async throws {
    let store = try SQLiteRegistry(path: path) { try $0.execute(sql: "PRAGMA max_page_count = 200") }
    try await store.write { try Sample.furnish($0) }
    let before = try await store.read { try Everything.of($0) }
    do {
      try await store.write { store in
        try store.insert(Sample.organisation(3))
        let large = [UInt8](repeating: 0, count: 2 << 20)
        #expect(throws: StoreFailure.self) { try store.keepCertificate(large, id: "large", of: Sample.id(1)) }
        #expect(throws: StoreFailure.self) { try store.insert(Sample.organisation(4)) }
        #expect(throws: StoreFailure.self) { try store.organisation(Sample.id(1)) }
      }
      Issue.record("the write was kept")
    } catch StoreFailure.full {}
    #expect(try await store.read { try Everything.of($0) } == before)
    try await store.write { try $0.insert(Sample.organisation(4)) }
    try store.close()
  }

  @Test func readOnlySaysWhatToDo() async throws {
    let store = try SQLiteRegistry(path: path)
    try await store.write { try Sample.furnish($0) }
    try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
    do {
      try await store.write { try $0.insert(Sample.organisation(3)) }
      Issue.record("it was written")
    } catch StoreFailure.readOnly(let text) {
      #expect(text.contains(path) && text.contains("writable"))
    }
    #expect(try await store.read { try $0.organisation(Sample.id(1)) } == Sample.organisation(1))
    try store.close()
    expectReadOnly {
      try SQLiteRegistry(path: folder.file("new")) { try $0.execute(sql: "PRAGMA query_only = ON") }
    }
  }

  /// Rights bind everybody but root.
  @Test func withoutRightsIsReadOnly() async throws {
    try SQLiteRegistry(path: path).close()
    for (rights, name) in [(0o400, path), (0o500, folder.path)] {
      try FileManager.default.setAttributes([.posixPermissions: rights], ofItemAtPath: name)
      defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: name) }
      if geteuid() == 0 {
        try SQLiteRegistry(path: path).close()
      } else {
        expectReadOnly { try SQLiteRegistry(path: path) }
      }
    }
  }

  private func expectReadOnly(
    sourceLocation: SourceLocation = #_sourceLocation, _ open: () throws -> SQLiteRegistry
  ) {
    do {
      try open().close()
      Issue.record("it was opened", sourceLocation: sourceLocation)
    } catch StoreFailure.readOnly(let text) {
      #expect(text.contains("writable"), sourceLocation: sourceLocation)
    } catch {
      Issue.record("\(error)", sourceLocation: sourceLocation)
    }
  }

  /// Another program that does not let go.
  @Test func lockedIsUnavailable() async throws {
    let store = try SQLiteRegistry(path: path) { try $0.execute(sql: "PRAGMA busy_timeout = 50") }
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: path, configuration: configuration)
    try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    do {
      try await store.write { try Sample.furnish($0) }
      Issue.record("it was written")
    } catch StoreFailure.unavailable(let text) {
      #expect(text.contains("another program"))
    }
    try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
    try await store.write { try Sample.furnish($0) }
    try other.close()
    try store.close()
  }

  /// Whatever stands in the file: an answer or a failure of the store, and what is found is said to be damage.
  @Test(arguments: Array<UInt64>(1...40))
  func survivesAnyBytes(_ seed: UInt64) async throws {
    var random = SeededRandom(seed: seed)
    let store = try SQLiteRegistry(path: path)
    try await store.write { store in
      try Sample.furnish(store)
      for number in 3...12 { try Sample.busy(store, number) }
    }
    try store.close()
    var bytes = try Data(contentsOf: URL(filePath: path))
    for _ in 0..<random.pick([1, 3, 20]) {
      let place = Int.random(in: 100..<bytes.count, using: &random)
      let count = min(random.pick([1, 8, 4096]), bytes.count - place)
      let value = random.pick([0, 0xFF, UInt8.random(in: 0...255, using: &random)])
      bytes.replaceSubrange(place..<place + count, with: Array(repeating: value, count: count))
    }
    try bytes.write(to: URL(filePath: path))
    do {
      let store = try SQLiteRegistry(path: path)
      defer { try? store.close() }
      let faults = try? store.integrityFaults()
      do {
        _ = try await store.read { try Everything.of($0) }
        try await store.write { try Sample.busy($0, 13) }
      } catch StoreFailure.damaged(let text) {
        // What SQLite stumbles over, its own check finds; a value that is none is only seen by a reader.
        #expect(text.contains(path) && (faults != [] || !text.contains("malformed")))
      } catch StoreFailure.conflict {
      } catch let failure as StoreFailure {
        #expect("\(failure)".contains(path))
      }
    } catch is StoreFailure {}
  }

  // MARK: Names of failures

  @Test(arguments: [
    (ResultCode.SQLITE_FULL, Int32(0), "full"), (.SQLITE_IOERR_WRITE, EDQUOT, "full"),
    (.SQLITE_IOERR_WRITE, EFBIG, "full"), (.SQLITE_IOERR_SHMSIZE, ENOSPC, "full"),
    (.SQLITE_IOERR_WRITE, EIO, "unavailable"), (.SQLITE_READONLY_DIRECTORY, 0, "readOnly"),
    (.SQLITE_CANTOPEN_ISDIR, 0, "readOnly"), (.SQLITE_PERM, 0, "readOnly"),
    (.SQLITE_CONSTRAINT_UNIQUE, 0, "conflict"), (.SQLITE_CORRUPT_INDEX, 0, "damaged"),
    (.SQLITE_NOTADB, 0, "damaged"), (.SQLITE_BUSY_SNAPSHOT, ENOSPC, "unavailable"),
    (.SQLITE_NOMEM, 0, "unavailable"), (.SQLITE_MISUSE, 0, "unavailable"),
  ])
  func isNamed(_ code: ResultCode, _ systemError: Int32, _ name: String) {
    let failure = StoreFailure(code, message: "message", systemError: systemError, at: "path")
    #expect("\(failure)".hasPrefix(name))
  }

  @Test func saysNothingOfWhatWasBound() async throws {
    let store = try SQLiteRegistry(path: path)
    try await store.write { try $0.insert(Sample.user(1, email: "private@example.com", hash: "SECRET")) }
    do {
      try await store.write { try $0.insert(Sample.user(2, email: "private@example.com", hash: "SECRET")) }
      Issue.record("it was written")
    } catch {
      let text = "\(error) \(String(reflecting: error)) \(error.localizedDescription)"
      #expect(!text.contains("SECRET") && !text.contains("private@"), "\(text)")
    }
    try store.close()
  }
}
