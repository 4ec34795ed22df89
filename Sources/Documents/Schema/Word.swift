/// A text that others are compared with again and again, such as the key of a field.
public struct SchemaWord: Sendable, ExpressibleByStringLiteral {
  /// The text itself.
  public let text: String
  let digits: TextDigits

  /// O(length of the text).
  public init(_ text: String) {
    self.text = text
    digits = NameBytes.withBytes(of: text) { TextDigits($0) }
  }

  /// The same, from a literal.
  public init(stringLiteral text: String) { self.init(text) }

  func isSame(as bytes: UnsafeRawBufferPointer) -> Bool { isSame(as: bytes, TextDigits(bytes)) }

  fileprivate func isSame(as bytes: UnsafeRawBufferPointer, _ digits: TextDigits) -> Bool {
    digits == self.digits && (digits.isWhole || NameBytes.areSame(text, bytes))
  }
}

/// Several words, such as the keys of an object's fields.
public struct WordTable: Sendable {
  let words: [SchemaWord]

  /// Texts must be distinct. O(their length).
  public init(_ texts: [String]) { words = texts.map { SchemaWord($0) } }

  /// The texts in their order.
  public var texts: [String] { words.map(\.text) }

  /// The position of the word that a value is; nil if it is not one of them, or not text. O(words).
  public func position(of value: Int, in document: Document) -> Int? {
    guard document.records[value].kind == .string else { return nil }
    return document.withText(of: value) { text in
      let text = UnsafeRawBufferPointer(text)
      let digits = TextDigits(text)
      return words.firstIndex { $0.isSame(as: text, digits) }
    }
  }
}

/// A text by its length and its first and its last eight bytes. Up to sixteen bytes that is the whole text, so that most
/// texts are compared without a loop.
struct TextDigits: Equatable, Sendable {
  let count: Int
  private let head: UInt64
  private let tail: UInt64

  /// Whether texts with these digits are the same.
  var isWhole: Bool { count <= 16 }

  init(_ bytes: UnsafeRawBufferPointer) {
    count = bytes.count
    head = count < 8 ? NameBytes.short(bytes) : NameBytes.word(bytes, 0)
    tail = count < 8 ? 0 : NameBytes.word(bytes, count - 8)
  }
}
