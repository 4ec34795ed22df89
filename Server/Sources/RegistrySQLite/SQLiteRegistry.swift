import GRDB
import Registry

/// A registry in one SQLite file, with its write-ahead log beside it (`-wal`, `-shm`).
///
/// Reads run side by side and see one state each; writes come one after the other. A write that returned is on the
/// disk: `synchronous` is `FULL`. A task that is cancelled does not take its transaction back.
public final class SQLiteRegistry: RegistryStore {
  let pool: DatabasePool
  private let path: String
  private let transactions = ActiveTransactions()

  /// Opens the file at a path, or makes one that only its owner can read.
  ///
  /// Throws ``StoreFailure``: `readOnly` where it cannot be made or written, `damaged` where it is not an SQLite file or a
  /// broken one, `conflict` where it is another program's file or was written by a later version. Nothing in a file that
  /// is refused is changed. Blocks while it looks and migrates.
  public convenience init(path: String) throws {
    try self.init(path: path) { _ in }
  }

  /// - Parameter prepare: what else is set on every connection.
  init(path: String, prepare: @escaping @Sendable (Database) throws -> Void) throws {
    self.path = path
    do {
      pool = try RegistryFile(path: path, prepare: prepare).opened()
    } catch {
      throw StoreFailure.naming(error, at: path)
    }
  }

  /// Runs the body on one snapshot of the database, beside a writer and other readers. Throws ``StoreFailure``, or
  /// what the body throws.
  public func read<Value: Sendable>(
    _ body: @escaping @Sendable (any RegistryReader) throws -> Value
  ) async throws -> Value {
    try transactions.enter()
    return try await withCheckedThrowingContinuation { continuation in
      pool.asyncRead { [transactions, path] access in
        let outcome = Result {
          switch access {
          case .success(let connection): try body(SQLiteReader(connection, path: path))
          case .failure(let error): throw StoreFailure.naming(error, at: path)
          }
        }
        transactions.leave()
        continuation.resume(with: outcome)
      }
    }
  }

  /// Runs the body in a transaction, one at a time. All of it is kept when this returns, and nothing of it
  /// when this throws.
  public func write<Value: Sendable>(
    _ body: @escaping @Sendable (any RegistryWriter) throws -> Value
  ) async throws -> Value {
    try transactions.enter()
    return try await withCheckedThrowingContinuation { continuation in
      pool.asyncWriteWithoutTransaction { [transactions, path] connection in
        let outcome = Result { try Self.transaction(on: connection, at: path, body) }
        transactions.leave()
        continuation.resume(with: outcome)
      }
    }
  }

  private static func transaction<Value>(
    on connection: Database, at path: String, _ body: (any RegistryWriter) throws -> Value
  ) throws -> Value {
    var value: Value?
    do {
      // Immediate: the lock is taken before anything is read, so that what was read is still so when it is written.
      try connection.inTransaction(.immediate) {
        let writer = SQLiteWriter(connection, path: path)
        let made = try body(writer)
        // A body may go on after a refusal; not after the disk, or the file, gave way.
        if let failure = writer.failure { throw failure }
        value = made
        return .commit
      }
    } catch {
      throw StoreFailure.naming(error, on: connection, at: path)
    }
    guard let value else { preconditionFailure("a transaction that was kept has a value") }
    return value
  }

  /// Waits for the transactions that were begun, writes the log back into the file and closes it. Blocks; must not be
  /// called within a transaction. Closing again does nothing.
  public func close() throws {
    guard transactions.shut() else { return }
    do {
      // Readers first: it is the last connection that writes the log back, and readers cannot. One is closed when nobody
      // has it any more: so wait until each was given back and its queue is empty, then let go of them all.
      try pool.barrierWriteWithoutTransaction { _ in }
      pool.releaseMemory()
      pool.invalidateReadOnlyConnections()
      try pool.close()
    } catch {
      throw StoreFailure.naming(error, at: path)
    }
  }

  /// What is wrong with the file, a sentence each; empty where nothing is. O(file), and blocks.
  ///
  /// Checks the structure of the file, that nothing refers to what is not there, and that every audit log ends where its
  /// checkpoint says. Whether the records of a log are those that were written is for `AuditLog` to say.
  public func integrityFaults() throws -> [String] {
    try transactions.enter()
    defer { transactions.leave() }
    do {
      return try pool.read { try RegistryFile.integrityFaults($0) }
    } catch {
      throw StoreFailure.naming(error, at: path)
    }
  }
}
