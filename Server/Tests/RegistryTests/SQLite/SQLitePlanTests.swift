import Foundation
import GRDB
import Gates
import Registry
import Testing

@testable import RegistrySQLite

/// However much is kept: nothing that is asked goes through a whole table.
struct SQLitePlanTests {
  @Test func everyStatementHasAnIndex() async throws {
    let folder = try TemporaryFolder()
    let seen = Statements()
    let store = try SQLiteRegistry(path: folder.file("registry.sqlite")) { connection in
      connection.trace { event in
        if case .statement(let statement) = event { seen.insert(statement.sql) }
      }
    }
    try await store.write { store in
      try Sample.furnish(store)
      try Sample.busy(store, 9)
      _ = try store.removeGuardrail("rule", of: Sample.id(1))
      _ = try store.removeAnswers(before: Sample.time(0))
      try store.setGatePolicy(nil, of: Sample.id(1))
    }
    try await store.read { store in
      _ = try Everything.of(store)
      for bits in 0..<32 {
        let query = AuditQuery(
          agent: bits & 1 == 0 ? nil : Sample.id(1), actor: bits & 2 == 0 ? nil : "ana",
          action: bits & 4 == 0 ? nil : .release, from: bits & 8 == 0 ? nil : Sample.time(0),
          to: bits & 16 == 0 ? nil : Sample.time(9), limit: 5)
        _ = try store.auditLines(of: Sample.id(1), query)
      }
      for bits in 0..<4 {
        let query = LoopQuery(
          agent: bits & 1 == 0 ? nil : Sample.id(1), state: bits & 2 == 0 ? nil : .open, limit: 5)
        _ = try store.loops(of: Sample.id(1), query)
      }
    }
    // Those of the registry bind what they are about; what GRDB does on its own account binds nothing.
    let asked = seen.all.filter { $0.contains("?") }.sorted()
    #expect(asked.count > 60)
    for statement in asked {
      let plan = try await store.pool.read { connection in
        let explained = try connection.makeStatement(sql: "EXPLAIN QUERY PLAN \(statement)")
        explained.setUncheckedArguments(
          StatementArguments(Array(repeating: DatabaseValue.null, count: statement.count { $0 == "?" })))
        return try Row.fetchAll(explained).map { row -> String in row["detail"] }
      }
      #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(statement): \(plan)")
      // A log is read in the order of an index, never sorted.
      #expect(
        !statement.contains("audit_records") || !plan.contains { $0.contains("TEMP B-TREE") },
        "\(statement): \(plan)")
    }
    try store.close()
  }

  /// Written to by one connection after the other.
  private final class Statements: @unchecked Sendable {
    private let lock = NSLock()
    private var list: Set<String> = []

    func insert(_ statement: String) { lock.withLock { _ = list.insert(statement) } }
    var all: Set<String> { lock.withLock { list } }
  }
}
