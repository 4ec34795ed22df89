/// Positions of names. A draft names its nodes several times an edge, so that finding a name is what reading a large
/// draft costs: an open-addressing table (Knuth, "The Art of Computer Programming" 3, section 6.4, linear probing) of
/// positions, which touches a name's bytes only where half of its hash agrees already.
///
/// The hash folds the bytes by multiplication, eight at a time, from a seed of this process, like a dictionary's:
/// nobody can write a draft whose names all meet. What is found never depends on it.
struct NameIndex<Space>: Sendable {
  private(set) var names: [Identifier<Space>] = []
  /// A power of two in number, at most half of them taken.
  private var places: [Place]
  /// Places of names that were found last, by the lowest bits of their hash: a name is mostly followed by its
  /// neighbours, and these fit into the processor's nearest cache.
  private var recent: [Place]
  /// Where the next name that is not among these may well be: after the last one that was not. Names are mostly used
  /// for the first time in the order in which they are given.
  private var following = 0
  /// Whether some name stands at two positions, of which only the first may be found.
  private(set) var hasDoubles = false

  /// The upper half of a name's hash, and its position; -1 where the place is free.
  private struct Place: Sendable {
    var hash: UInt32
    var position: Int32
    static var free: Place { Place(hash: 0, position: -1) }
  }

  init(capacity: Int) {
    names.reserveCapacity(capacity)
    places = Array(repeating: .free, count: Self.placeCount(for: capacity))
    recent = Array(repeating: .free, count: Self.recentCount)
  }

  private static var recentCount: Int { 512 }

  private static func placeCount(for names: Int) -> Int {
    var count = 16
    while count < 2 * names { count *= 2 }
    return count
  }

  /// The first position of a name; nil where it has none. A guess that is right spares the search.
  mutating func position(of name: Identifier<Space>, guess: Int = -1) -> Int? {
    NameBytes.withBytes(of: name.text) { position(of: $0, guess: guess) }
  }

  /// The same of a name that is there as bytes.
  mutating func position(of name: UnsafeRawBufferPointer, guess: Int = -1) -> Int? {
    if guess >= 0, NameBytes.areSame(names[guess].text, name) { return guess }
    let hash = NameBytes.hash(of: name)
    let short = Int(truncatingIfNeeded: hash) & (Self.recentCount - 1)
    if isPlace(recent[short], of: name, hash) { return Int(recent[short].position) }
    var place = Place(hash: UInt32(truncatingIfNeeded: hash >> 32), position: Int32(following))
    if hasDoubles || following >= names.count || !isPlace(place, of: name, hash) {
      place = places[self.place(of: name, hash)]
    }
    guard place.position >= 0 else { return nil }
    recent[short] = place
    following = Int(place.position) + 1
    return Int(place.position)
  }

  private func isPlace(_ place: Place, of name: UnsafeRawBufferPointer, _ hash: UInt64) -> Bool {
    place.position >= 0 && place.hash == UInt32(truncatingIfNeeded: hash >> 32)
      && NameBytes.areSame(names[Int(place.position)].text, name)
  }

  /// Whether this name stands at the position.
  func isName(_ name: Identifier<Space>, at position: Int) -> Bool {
    NameBytes.withBytes(of: name.text) { NameBytes.areSame(names[position].text, $0) }
  }

  /// Gives a name the next position. Returns the first position of that name, which is another one where the name is
  /// known already.
  @discardableResult mutating func append(_ name: Identifier<Space>) -> Int {
    if 2 * (names.count + 1) > places.count { grow() }
    names.append(name)
    let hash = NameBytes.withBytes(of: name.text) { NameBytes.hash(of: $0) }
    let place = NameBytes.withBytes(of: name.text) { self.place(of: $0, hash) }
    guard places[place].position < 0 else {
      hasDoubles = true
      return Int(places[place].position)
    }
    places[place] = Place(hash: UInt32(truncatingIfNeeded: hash >> 32), position: Int32(names.count - 1))
    return names.count - 1
  }

  private func place(of name: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while places[place].position >= 0, !isPlace(places[place], of: name, hash) { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let known = names
    self = NameIndex(capacity: 2 * known.count + 8)
    for name in known { append(name) }
  }
}

/// The bytes of a text, eight at a time.
private enum NameBytes {
  private static let seed = UInt64(truncatingIfNeeded: Hasher().finalize())
  // The fraction of the golden ratio, and of the square root of two.
  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let root: UInt64 = 0x6A09_E667_F3BC_C909

  static func withBytes<Result>(of text: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    text.utf8.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) }
      ?? Array(text.utf8).withUnsafeBytes(body)
  }

  static func hash(of bytes: UnsafeRawBufferPointer) -> UInt64 {
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

  private static func areSame(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    // Names differ at their ends more often than where they begin.
    if left.count >= 8, word(left, left.count - 8) != word(right, left.count - 8) { return false }
    var offset = 0
    while offset + 8 <= left.count {
      if word(left, offset) != word(right, offset) { return false }
      offset += 8
    }
    return left.count >= 8 || tail(left, 0) == tail(right, 0)
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// The fewer than eight bytes from an offset on.
  private static func tail(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    // The last eight bytes of a longer text, without those that were read before.
    if bytes.count >= 8 {
      return word(bytes, bytes.count - 8).littleEndian >> UInt64(8 * (8 - (bytes.count - offset)))
    }
    var tail: UInt64 = 0
    for position in offset..<bytes.count { tail = tail << 8 | UInt64(bytes[position]) }
    return tail
  }
}
