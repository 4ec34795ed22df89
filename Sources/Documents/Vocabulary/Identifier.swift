/// A name that the author chose, kept apart by what it names.
///
/// Two identifiers are equal when their Unicode scalars are: Swift's `String ==` holds canonically
/// equivalent spellings equal, which would make one id of two.
public struct Identifier<Space>: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
  /// The identifier as it is written, without normalization.
  public let text: String

  /// Any text is an identifier; the checks refuse empty ones.
  public init(_ text: String) { self.text = text }
  public init(stringLiteral text: String) { self.text = text }

  public static func == (left: Self, right: Self) -> Bool { left.text.hasSameScalars(as: right.text) }

  /// Order of Unicode scalar values, which is the order of the UTF-8 bytes.
  public static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }
}

extension Identifier: CustomStringConvertible {
  public var description: String { text }
}

extension String {
  /// Equality by Unicode scalars, never by canonical equivalence.
  public func hasSameScalars(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let same = utf8.withContiguousStorageIfAvailable { mine in
      other.utf8.withContiguousStorageIfAvailable { theirs in
        mine.elementsEqual(theirs)
      }
    }
    return (same ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}
