import GRDB
import Registry

/// A transaction that reads. Lives as long as its body runs, on one thread.
class SQLiteReader: RegistryReader {
  fileprivate let connection: Database
  fileprivate let path: String
  /// What ended the transaction before its body did: whatever is asked then gets this for an answer.
  fileprivate(set) var failure: StoreFailure?

  init(_ connection: Database, path: String) {
    self.connection = connection
    self.path = path
  }

  /// What `make` makes of each row. O(rows).
  func all<Value>(_ query: Query, _ make: (inout RowReader) throws -> Value) throws -> [Value] {
    try guarded {
      let rows = try Row.fetchCursor(
        try connection.cachedStatement(sql: query.sql), arguments: StatementArguments(query.values))
      var values: [Value] = []
      while let row = try rows.next() {
        var reader = RowReader(row)
        values.append(try make(&reader))
      }
      return values
    }
  }

  /// What `make` makes of the first row; nil if there is none.
  func first<Value>(_ query: Query, _ make: (inout RowReader) throws -> Value) throws -> Value? {
    try all(query + " LIMIT 1", make).first
  }

  fileprivate func guarded<Value>(_ operation: () throws -> Value) throws -> Value {
    if let failure { throw failure }
    do {
      return try operation()
    } catch {
      let named = StoreFailure.naming(error, on: connection, at: path)
      if let named = named as? StoreFailure, !named.leavesTransactionWhole { failure = named }
      throw named
    }
  }
}

/// A transaction that writes.
final class SQLiteWriter: SQLiteReader, RegistryWriter {
  /// Runs a statement; how many rows it changed. `conflict`: what it means that a rule of the schema refuses it.
  @discardableResult
  func change(_ query: Query, or conflict: String) throws -> Int {
    try guarded {
      let statement = try connection.cachedStatement(sql: query.sql)
      do {
        try statement.execute(arguments: StatementArguments(query.values))
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
        throw StoreFailure.conflict("\(conflict) (\(error.message ?? "a rule of the store"))")
      }
      return connection.changesCount
    }
  }

  /// Runs a statement that has to change one row.
  func changeOne(_ query: Query, or conflict: String) throws {
    guard try change(query, or: conflict) == 1 else { throw StoreFailure.conflict(conflict) }
  }

  /// The organisation of an agent that has to be there.
  func organisation(ofKnown agent: AgentID) throws -> OrganisationID {
    let known: OrganisationID? = try first("SELECT organisation FROM agents WHERE id = \(agent)") {
      try $0.id()
    }
    guard let known else { throw StoreFailure.conflict("there is no agent \(agent)") }
    return known
  }
}
