import Documents
import Foundation
import GRDB
import Gates
import Registry

/// What is wrong with a value that was read.
struct RowDamage: Error {
  let what: String
}

/// Reads the columns of a row, each once, in the order in which they were selected.
///
/// What does not have the form in which the registry writes it is thrown as ``RowDamage``.
struct RowReader {
  private let row: Row
  private var column = 0

  init(_ row: Row) { self.row = row }

  mutating func int() throws -> Int { try value(Int.self) }

  mutating func bytes() throws -> [UInt8] { Array(try value(Data.self)) }

  /// Appends a column's bytes, copied once.
  mutating func append(to bytes: inout [UInt8]) throws {
    try row.withUnsafeData(atIndex: next()) { data in
      guard let data else { throw RowDamage(what: "a document is missing") }
      bytes.append(contentsOf: data)
    }
  }

  mutating func text() throws -> String {
    guard let text = String(validating: try value(Data.self), as: UTF8.self) else {
      throw RowDamage(what: "a text is not UTF-8")
    }
    return text
  }

  mutating func optionalText() throws -> String? { isNull() ? nil : try text() }

  mutating func optionalInt() throws -> Int? { isNull() ? nil : try int() }

  mutating func instant() throws -> Instant { Instant(seconds: try int()) }

  mutating func optionalInstant() throws -> Instant? { isNull() ? nil : try instant() }

  mutating func id<Entity>() throws -> EntityID<Entity> {
    guard let id = EntityID<Entity>(try text()) else { throw RowDamage(what: "an id is not a UUID") }
    return id
  }

  mutating func optionalID<Entity>() throws -> EntityID<Entity>? { isNull() ? nil : try id() }

  mutating func choice<Choice: RawRepresentable<String>>() throws -> Choice {
    guard let choice = Choice(rawValue: try text()) else {
      throw RowDamage(what: "there is no such \(Choice.self)")
    }
    return choice
  }

  /// Whether the next column is null; passes over it where it is.
  private mutating func isNull() -> Bool {
    guard row.hasNull(atIndex: column) else { return false }
    column += 1
    return true
  }

  private mutating func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _: Value.Type
  ) throws -> Value {
    try row.decode(Value.self, atIndex: next())
  }

  private mutating func next() -> Int {
    defer { column += 1 }
    return column
  }
}
