import Documents
import Foundation
import GRDB
import Registry

/// A statement with the values bound to it: `"SELECT name FROM agents WHERE id = \(id)"`.
///
/// Whatever is put into one is bound, never spliced into the text. A text is bound as its UTF-8 bytes and cast: bound as
/// a C string it would end at its first NUL character.
struct Query: ExpressibleByStringInterpolation {
  private(set) var sql: String
  private(set) var values: [DatabaseValue]

  init(stringLiteral sql: String) {
    self.sql = sql
    values = []
  }

  init(stringInterpolation parts: Interpolation) {
    sql = parts.sql
    values = parts.values
  }

  static func + (left: Query, right: Query) -> Query {
    var both = left
    both.sql += right.sql
    both.values += right.values
    return both
  }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate(set) var sql = ""
    fileprivate(set) var values: [DatabaseValue] = []

    init(literalCapacity: Int, interpolationCount: Int) {
      sql.reserveCapacity(literalCapacity + 16 * interpolationCount)
      values.reserveCapacity(interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) { sql += literal }

    mutating func appendInterpolation(_ text: String?) {
      sql += "CAST(? AS TEXT)"
      values.append(text.map { Data($0.utf8).databaseValue } ?? .null)
    }

    mutating func appendInterpolation(_ number: Int?) {
      sql += "?"
      values.append(number.map { Int64($0).databaseValue } ?? .null)
    }

    mutating func appendInterpolation(_ bytes: [UInt8]) {
      sql += "?"
      values.append(Data(bytes).databaseValue)
    }

    mutating func appendInterpolation<Entity>(_ id: EntityID<Entity>?) { appendInterpolation(id?.text) }

    mutating func appendInterpolation(_ moment: Instant?) { appendInterpolation(moment?.seconds) }

    mutating func appendInterpolation<Choice: RawRepresentable<String>>(_ choice: Choice) {
      appendInterpolation(choice.rawValue)
    }
  }
}
