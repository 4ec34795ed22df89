import Foundation
import GRDB
import Registry

/// Opening a registry's file.
struct RegistryFile {
  let path: String
  /// What else is set on every connection.
  let prepare: @Sendable (Database) throws -> Void

  /// `fohc` in ASCII: what SQLite keeps in the file's header to say whose it is.
  static let applicationID = 0x666F_6863

  func opened() throws -> DatabasePool {
    try makeFile()
    try examine()
    let pool = try DatabasePool(path: plainPath, configuration: configuration())
    try pool.writeWithoutTransaction { connection in
      // A pool sets NORMAL, with which the last transactions before a loss of power may be lost.
      try connection.execute(sql: "PRAGMA synchronous = FULL")
      // A file without the right to write opens all the same: say so now, not at the first write.
      try connection.inTransaction(.immediate) { .rollback }
    }
    try RegistrySchema.migrator.migrate(pool)
    return pool
  }

  /// SQLite as Debian builds it takes `file:…` for a URI, which could say anything; a path stays a path.
  private var plainPath: String { path.hasPrefix("/") ? path : "./\(path)" }

  private func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.label = "registry"
    configuration.busyMode = .timeout(5)
    configuration.foreignKeysEnabled = true
    // So that `releaseMemory` waits for readers: see `SQLiteRegistry.close()`.
    configuration.persistentReadOnlyConnections = true
    configuration.prepareDatabase { [prepare] connection in
      // A file may come from anywhere: its schema may call nothing with side effects, and its cells are checked.
      try connection.execute(
        sql: """
          PRAGMA trusted_schema = OFF;
          PRAGMA cell_size_check = ON;
          PRAGMA recursive_triggers = ON
          """)
      try prepare(connection)
    }
    return configuration
  }

  /// Makes an empty file if there is none, which only its owner can read: password hashes will stand in it. SQLite
  /// gives the files beside it the same rights.
  private func makeFile() throws {
    // Never opened where it exists: closing it would let go of locks that SQLite holds in this process.
    let descriptor = open(plainPath, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor < 0 else {
      close(descriptor)
      return
    }
    let code = errno
    if code == EEXIST { return }
    let reason = "\(path) cannot be made: \(String(cString: strerror(code)))"
    switch code {
    case ENOSPC, EDQUOT: throw StoreFailure.full("\(reason): make room, then try again")
    case EACCES, EPERM, EROFS, ENOENT, ENOTDIR, EISDIR:
      throw StoreFailure.readOnly("\(reason): its folder has to be there and writable")
    default: throw StoreFailure.unavailable(reason)
    }
  }

  /// Refuses a file that is not a registry, before anything in it is changed.
  private func examine() throws {
    let file = try DatabaseQueue(path: plainPath, configuration: configuration())
    defer { try? file.close() }
    try file.read { connection in
      let application = try Int.fetchOne(connection, sql: "PRAGMA application_id") ?? 0
      if application == 0, try Int.fetchOne(connection, sql: "SELECT count(*) FROM sqlite_master") == 0 {
        return
      }
      guard application == Self.applicationID else {
        throw StoreFailure.conflict(
          "\(path) is a database of another program; a registry needs its own file")
      }
      guard try !RegistrySchema.migrator.hasBeenSuperseded(connection) else {
        throw StoreFailure.conflict(
          "\(path) was written by a later version of fohc; use that one, or a later one")
      }
      // SQLite takes what is missing of the last page for zeros, and fills the file up, if nothing on that page is asked
      // for. Where a log lies beside the file, a crash may have cut the page, and the log has it.
      let pageSize = try Int.fetchOne(connection, sql: "PRAGMA page_size") ?? 1
      guard bytes(of: plainPath) % pageSize == 0 || bytes(of: plainPath + "-wal") > 0 else {
        throw RowDamage(what: "the file does not end where a page does: it was cut off")
      }
    }
  }

  private func bytes(of path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  /// See ``SQLiteRegistry/integrityFaults()``.
  static func integrityFaults(_ connection: Database) throws -> [String] {
    let structure = try String.fetchAll(connection, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
    let references = try Row.fetchAll(connection, sql: "PRAGMA foreign_key_check").map { row -> String in
      let (table, parent): (String?, String?) = (row[0], row[2])
      return "a row of \(table ?? "?") refers to a row of \(parent ?? "?") that is not there"
    }
    return structure + references
      + (try ownersOfStrayEnds(
        connection, owner: "agent", in: "agents", records: "audit_records", ends: "audit_ends"))
      + (try ownersOfStrayEnds(
        connection, owner: "organisation", in: "organisations", records: "organisation_records",
        ends: "organisation_ends"))
  }

  /// A sentence for each owner of an audit log that does not end where its checkpoint says.
  private static func ownersOfStrayEnds(
    _ connection: Database, owner: String, in owners: String, records: String, ends: String
  ) throws -> [String] {
    try String.fetchAll(
      connection,
      sql: """
        SELECT id FROM \(owners)
        LEFT JOIN \(ends) ON \(ends).\(owner) = \(owners).id
        WHERE coalesce(\(ends).sequence, 0)
          <> (SELECT coalesce(max(sequence), 0) FROM \(records) WHERE \(records).\(owner) = \(owners).id)
        ORDER BY \(owners).place
        """
    ).map { "the audit log of \(owner) \($0) does not end at its checkpoint" }
  }
}
