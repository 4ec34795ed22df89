/// The bytes of a text, eight at a time.
package enum NameBytes {
  private static let seed = UInt64(truncatingIfNeeded: Hasher().finalize())
  // The fraction of the golden ratio, and of the square root of two.
  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let root: UInt64 = 0x6A09_E667_F3BC_C909

  package static func withBytes<Result>(of text: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result
  {
    text.utf8.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) }
      ?? Array(text.utf8).withUnsafeBytes(body)
  }

  package static func hash(of bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = seed ^ UInt64(truncatingIfNeeded: bytes.count) &* root
    var offset = 0
    while offset + 8 <= bytes.count {
      hash = fold(hash ^ word(bytes, offset), golden)
      offset += 8
    }
    if offset < bytes.count { hash = fold(hash ^ tail(bytes, offset), golden) }
    return fold(hash, root)
  }

  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  static func areSame(_ text: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
    text.utf8.count == bytes.count && withBytes(of: text) { areSame($0, bytes) }
  }

  package static func areSame(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    if left.count < 8 { return short(left) == short(right) }
    // Names differ at their ends more often than where they begin.
    if word(left, left.count - 8) != word(right, left.count - 8) { return false }
    var offset = 0
    while offset + 8 <= left.count {
      if word(left, offset) != word(right, offset) { return false }
      offset += 8
    }
    return true
  }

  static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// The fewer than eight bytes from an offset on.
  private static func tail(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    // The last eight bytes of a longer text, without those that were read before.
    if bytes.count >= 8 {
      return word(bytes, bytes.count - 8).littleEndian >> UInt64(8 * (8 - (bytes.count - offset)))
    }
    return short(bytes)
  }

  /// A text of fewer than eight bytes as a number. Of one length, different texts have different ones.
  static func short(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    if bytes.count >= 4 {
      let end = bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self)
      return UInt64(end) << 32 | UInt64(bytes.loadUnaligned(as: UInt32.self))
    }
    guard let first = bytes.first, let last = bytes.last else { return 0 }
    return UInt64(last) << 16 | UInt64(bytes[bytes.count / 2]) << 8 | UInt64(first)
  }
}
