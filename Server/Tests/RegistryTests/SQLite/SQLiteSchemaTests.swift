import BlueprintCompiler
import GRDB
import Gates
import PolicyGraph
import Registry
import TestSupport
import Testing

@testable import RegistrySQLite

/// What the file refuses, no matter who writes to it.
struct SQLiteSchemaTests {
  /// A registry with something of everything.
  private func with(_ body: (SQLiteRegistry) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteRegistry(path: folder.file("registry.sqlite"))
    try await store.write { store in
      try Sample.furnish(store)
      try Sample.busy(store, 9)
    }
    try await body(store)
    #expect(try store.integrityFaults() == [])
    try store.close()
  }

  /// Files are made by it: a migration that was released is never changed.
  @Test func isTheSameForEver() async throws {
    try await with { store in
      let statements = try await store.pool.read { connection in
        try String.fetchAll(
          connection,
          sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'grdb%' ORDER BY rowid")
      }
      try Repository.expectGolden(
        statements.map { $0 + ";\n" }.joined(separator: "\n"), "Tests/Fixtures/registry/schema.sql")
    }
  }

  @Test(arguments: [
    "audit_records", "organisation_records", "released_drafts", "certificates", "evaluations", "outbox",
  ])
  func keepsForEver(_ table: String) async throws {
    try await with { store in
      let columns = try await store.pool.read { try $0.columns(in: table).map(\.name) }
      let before = try rows(of: table, in: store)
      #expect(!before.isEmpty)
      let statements =
        ["DELETE FROM \(table)", "INSERT OR REPLACE INTO \(table) SELECT * FROM \(table)"]
        + columns.map { "UPDATE \(table) SET \"\($0)\" = \"\($0)\"" }
      for statement in statements {
        #expect(throws: DatabaseError.self, "\(statement)") {
          try store.pool.write { try $0.execute(sql: statement) }
        }
      }
      #expect(try rows(of: table, in: store) == before)
    }
  }

  private func rows(of table: String, in store: SQLiteRegistry) throws -> [Row] {
    try store.pool.read { try Row.fetchAll($0, sql: "SELECT * FROM \(table)") }
  }

  @Test(arguments: [
    // The log of agent 1 has two records.
    "INSERT INTO audit_records SELECT 99, agent, organisation, 4, at, actor, action, line FROM audit_records LIMIT 1",
    "INSERT INTO audit_records SELECT 99, agent, organisation, 2, at, actor, action, line FROM audit_records LIMIT 1",
    "INSERT INTO audit_records SELECT 99, agent, organisation, 0, at, actor, action, line FROM audit_records LIMIT 1",
    "UPDATE audit_ends SET sequence = 1", "UPDATE audit_ends SET sequence = 4", "DELETE FROM audit_ends",
    "UPDATE audit_ends SET link = link",
    // So has the log of organisation 1.
    "INSERT INTO organisation_records SELECT 99, organisation, 4, line FROM organisation_records LIMIT 1",
    "INSERT INTO organisation_records SELECT 99, organisation, 2, line FROM organisation_records LIMIT 1",
    "UPDATE organisation_ends SET sequence = 1", "UPDATE organisation_ends SET sequence = 4",
    "UPDATE organisation_ends SET link = link", "DELETE FROM organisation_ends",
    "INSERT INTO organisation_ends SELECT '00000000-0000-4000-8000-000000000002', 2, link FROM organisation_ends",
    "INSERT INTO audit_ends SELECT '00000000-0000-4000-8000-000000000002', 2, link FROM audit_ends",
    "UPDATE agents SET organisation = '00000000-0000-4000-8000-000000000002' WHERE place = 1",
    "UPDATE agents SET kind = 'inbound_buyer'", "UPDATE agents SET created_at = 0",
    "UPDATE agents SET id = '00000000-0000-4000-8000-000000000077' WHERE place = 1",
    "UPDATE agents SET live_version = 0", "DELETE FROM agents", "DELETE FROM organisations",
    "DELETE FROM users",
    "UPDATE organisations SET plan = 'platinum'", "UPDATE memberships SET role = 'Owner'",
    "UPDATE incident_loops SET state = 'reopened'", "UPDATE organisations SET id = 'short'",
    // A column keeps to its type.
    "UPDATE organisations SET created_at = 'now'", "UPDATE organisations SET name = x'00'",
    "UPDATE drafts SET document = 'text'", "UPDATE users SET email = NULL",
    // What would run other code than the schema's own.
    "CREATE TABLE organisations (id)",
  ])
  func refuses(_ statement: String) async throws {
    try await with { store in
      #expect(throws: DatabaseError.self) { try store.pool.write { try $0.execute(sql: statement) } }
    }
  }

  /// Whatever a word of the registry can be, the file takes.
  @Test func knowsEveryWord() async throws {
    try await with { store in
      try await store.write { store in
        for (index, plan) in Organisation.Plan.allCases.enumerated() {
          try store.insert(
            Organisation(id: Sample.id(100 + index), name: "", plan: plan, createdAt: Sample.time(0)))
        }
        for role in Role.allCases {
          try store.put(
            Membership(organisation: Sample.id(1), user: Sample.id(1), role: role, createdAt: Sample.time(0)))
        }
        for (index, kind) in Agent.Kind.allCases.enumerated() {
          let agent = Agent(
            id: Sample.id(100 + index), organisation: Sample.id(1), name: "", kind: kind,
            createdAt: Sample.time(0), updatedAt: Sample.time(0))
          try store.insert(agent, draft: Sample.document(""))
        }
        for action in AuditAction.allCases {
          try store.append(Sample.entry(1, action: action), of: Sample.id(1))
        }
        for (index, state) in IncidentLoop.State.allCases.enumerated() {
          try store.insert(Sample.loop(100 + index, state: state))
        }
        for kind in OutboxEvent.Kind.allCases {
          try store.append(
            OutboxEvent(
              organisation: Sample.id(1), agent: Sample.id(1), kind: kind, payload: [], at: Sample.time(0)))
        }
      }
    }
  }

  /// A file of the first version has its organisations' logs from now on.
  @Test func bringsOlderFilesUpToDate() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("registry.sqlite")
    let older = try DatabaseQueue(path: path)
    try RegistrySchema.migrator.migrate(older, upTo: "1")
    try await older.write { connection in
      try connection.execute(
        sql: "INSERT INTO organisations VALUES (1, '\(Sample.organisation(1).id)', 'Old', 'gold', 0)")
    }
    try older.close()
    let store = try SQLiteRegistry(path: path)
    let trail = try await store.write { store in
      try store.append(Sample.entry(1, action: .member), in: Sample.id(1))
      return try store.auditTrail(in: Sample.id(1))
    }
    #expect(trail.end?.sequence == 1)
    #expect(try store.integrityFaults() == [])
    try store.close()
  }

  @Test func noticesAnEndThatIsNotThatOfItsLog() async throws {
    try await with { store in
      let agent: AgentID = Sample.id(1)
      try await store.pool.writeWithoutTransaction { connection in
        try connection.inTransaction {
          try connection.execute(sql: "DROP TRIGGER audit_ends_go_on; UPDATE audit_ends SET sequence = 1")
          try connection.execute(
            sql: "DROP TRIGGER organisation_ends_go_on; UPDATE organisation_ends SET sequence = 1")
          #expect(
            try RegistryFile.integrityFaults(connection) == [
              "the audit log of agent \(agent) does not end at its checkpoint",
              "the audit log of organisation \(agent) does not end at its checkpoint",
            ])
          return .rollback
        }
      }
    }
  }
}
