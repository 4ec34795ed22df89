import Foundation
import Registry
import RegistrySQLite
import Testing

/// A kind of store that ``StoreConformance`` is about. Another one joins `all`.
struct StoreUnderTest: Sendable, CustomTestStringConvertible {
  let name: String
  /// Whether what was kept is there when the same folder is opened again.
  let outlivesItself: Bool
  /// Opens a store that keeps its files, if any, in its own folder.
  let open: @Sendable (_ folder: String) throws -> any RegistryStore

  static let memory = StoreUnderTest(name: "memory", outlivesItself: false) { _ in MemoryRegistry() }
  static let sqlite = StoreUnderTest(name: "SQLite", outlivesItself: true) { folder in
    try SQLiteRegistry(path: "\(folder)/registry.sqlite")
  }

  static let all = [memory, sqlite]
  static let lasting = all.filter(\.outlivesItself)

  var testDescription: String { name }

  /// Opens a store that is empty, and closes it in the end.
  func with<Value>(_ body: (any RegistryStore) async throws -> Value) async throws -> Value {
    let folder = try TemporaryFolder()
    let store = try open(folder.path)
    let value = try await body(store)
    try store.close()
    return value
  }

  /// A store with what most tests need: two organisations, a user in both, an agent of each.
  func withAgents<Value>(_ body: (any RegistryStore) async throws -> Value) async throws -> Value {
    try await with { store in
      try await store.write { try Sample.furnish($0) }
      return try await body(store)
    }
  }
}

/// A folder that goes when the test is done.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "fohc-registry-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in it.
  func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// Something went wrong in a body, which is nothing to the store.
struct BodyFailure: Error, Equatable {
  let number: Int
}

extension RegistryStore {
  /// A write that has to be refused as a conflict.
  func expectConflict(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: @escaping @Sendable (any RegistryWriter) throws -> Void
  ) async {
    do {
      try await write(body)
      Issue.record("\(what) was not refused", sourceLocation: sourceLocation)
    } catch StoreFailure.conflict {
    } catch {
      Issue.record("\(what): \(error)", sourceLocation: sourceLocation)
    }
  }
}
