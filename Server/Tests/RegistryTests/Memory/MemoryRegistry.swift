import Dispatch
import Foundation
import Gates
import PolicyGraph
import Registry

/// The registry as plainly as it can be said: arrays that are searched from the front, and a copy for every transaction.
/// What another store answers is held against it.
final class MemoryRegistry: RegistryStore, @unchecked Sendable {
  private let lock = NSLock()
  // Guarded by `lock`.
  private var state = MemoryState()
  private var isClosed = false

  private let writing = DispatchQueue(label: "memory.writing")
  private let reading = DispatchQueue(label: "memory.reading", attributes: .concurrent)

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (any RegistryReader) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      reading.async {
        continuation.resume(with: Result { try body(MemoryTransaction(try self.snapshot())) })
      }
    }
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (any RegistryWriter) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      writing.async {
        continuation.resume(
          with: Result {
            let transaction = MemoryTransaction(try self.snapshot())
            let value = try body(transaction)
            self.lock.withLock { self.state = transaction.state }
            return value
          })
      }
    }
  }

  func close() {
    lock.withLock { isClosed = true }
    writing.sync {}
    reading.sync(flags: .barrier) {}
  }

  private func snapshot() throws -> MemoryState {
    try lock.withLock {
      if isClosed { throw StoreFailure.closed }
      return state
    }
  }
}

/// All that is kept, each list in the order in which it was made.
struct MemoryState {
  var organisations: [Organisation] = []
  var policies: [OrganisationID: [UInt8]] = [:]
  var users: [User] = []
  var memberships: [Membership] = []
  var agents: [Agent] = []
  var drafts: [AgentID: CanonicalDocument] = [:]
  var guardrails: [(agent: AgentID, rule: Guardrail)] = []
  var audit: [(agent: AgentID, entry: AuditEntry, line: [UInt8])] = []
  var ends: [AgentID: AuditCheckpoint] = [:]
  var organisationLogs: [OrganisationID: AuditTrail] = [:]
  var releasedDrafts: [(agent: AgentID, document: CanonicalDocument)] = []
  var certificates: [(agent: AgentID, id: String, bytes: [UInt8])] = []
  var evaluations: [AgentID: [UInt8]] = [:]
  var loops: [IncidentLoop] = []
  var answers: [IdempotentAnswer] = []
  var outbox: [OutboxEvent] = []
}

/// A transaction on a copy of the state.
final class MemoryTransaction: RegistryWriter {
  var state: MemoryState

  init(_ state: MemoryState) { self.state = state }

  /// Says that a rule of the store is broken.
  func refuse(if isBroken: Bool, _ rule: String) throws {
    if isBroken { throw StoreFailure.conflict(rule) }
  }

  func require(_ organisation: OrganisationID) throws {
    try refuse(if: !state.organisations.contains { $0.id == organisation }, "no such organisation")
  }

  @discardableResult
  func require(_ agent: AgentID) throws -> Agent {
    guard let known = state.agents.first(where: { $0.id == agent }) else {
      throw StoreFailure.conflict("no such agent")
    }
    return known
  }
}
