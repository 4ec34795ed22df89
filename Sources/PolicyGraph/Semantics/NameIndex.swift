import Documents

/// Positions of names. A draft names its nodes several times an edge, so that finding a name is what reading a large
/// draft costs: an open-addressing table (Knuth, "The Art of Computer Programming" 3, section 6.4, linear probing) of
/// positions, which touches a name's bytes only where half of its hash agrees already.
///
/// The hash folds the bytes by multiplication, eight at a time, from a seed of this process, like a dictionary's:
/// nobody can write a draft whose names all meet. What is found never depends on it.
struct NameIndex<Space>: Sendable {
  private(set) var names: [Identifier<Space>] = []
  /// All names behind each other, and where each ends: what is compared stands together, and nothing is counted.
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []
  /// A power of two in number, at most half of them taken.
  private var buckets: [Bucket]
  /// Buckets of the names that were found last, by the lowest bits of their hash: a name is mostly followed by its
  /// neighbours, and these fit into the processor's nearest cache.
  private var recent: [Bucket]
  /// Where the next name that is not among these may well be: after the last one that was not. Names are mostly used
  /// for the first time in the order in which they are given.
  private var following = 0
  /// Whether some name stands at two positions, of which only the first may be found.
  private(set) var hasDoubles = false

  /// The upper half of a name's hash, and its position; -1 where the bucket is free.
  private struct Bucket: Sendable {
    var hash: UInt32
    var position: Int32
    static var free: Bucket { Bucket(hash: 0, position: -1) }
  }

  init(capacity: Int) {
    names.reserveCapacity(capacity)
    ends.reserveCapacity(capacity)
    buckets = Array(repeating: .free, count: Self.bucketCount(for: capacity))
    recent = Array(repeating: .free, count: Self.recentCount)
  }

  private static var recentCount: Int { 512 }

  private static func bucketCount(for names: Int) -> Int {
    var count = 16
    while count < 2 * names { count *= 2 }
    return count
  }

  /// The first position of a name; nil if it has none. A guess that is right spares the search.
  mutating func position(of name: Identifier<Space>, guess: Int = -1, or other: Int = -1) -> Int? {
    NameBytes.withBytes(of: name.text) {
      if other >= 0, isName($0, at: other) { return other }
      return position(of: $0, guess: guess)
    }
  }

  /// The same of a name that is there as bytes.
  mutating func position(of name: UnsafeRawBufferPointer, guess: Int = -1) -> Int? {
    if guess >= 0, isName(name, at: guess) { return guess }
    let hash = NameBytes.hash(of: name)
    let short = Int(truncatingIfNeeded: hash) & (Self.recentCount - 1)
    if isBucket(recent[short], of: name, hash) { return Int(recent[short].position) }
    var bucket = Bucket(hash: UInt32(truncatingIfNeeded: hash >> 32), position: Int32(following))
    if hasDoubles || following >= names.count || !isBucket(bucket, of: name, hash) {
      bucket = buckets[self.bucket(of: name, hash)]
    }
    guard bucket.position >= 0 else { return nil }
    recent[short] = bucket
    following = Int(bucket.position) + 1
    return Int(bucket.position)
  }

  private func isBucket(_ bucket: Bucket, of name: UnsafeRawBufferPointer, _ hash: UInt64) -> Bool {
    bucket.position >= 0 && bucket.hash == UInt32(truncatingIfNeeded: hash >> 32)
      && isName(name, at: Int(bucket.position))
  }

  private func isName(_ name: UnsafeRawBufferPointer, at position: Int) -> Bool {
    let range = (position == 0 ? 0 : Int(ends[position - 1]))..<Int(ends[position])
    return range.count == name.count
      && bytes.withUnsafeBytes { NameBytes.areSame(UnsafeRawBufferPointer(rebasing: $0[range]), name) }
  }

  /// Gives a name the next position. Returns the first position of that name, which is another one where the name is
  /// known already.
  @discardableResult mutating func append(_ name: Identifier<Space>) -> Int {
    if 2 * (names.count + 1) > buckets.count { grow() }
    names.append(name)
    let (hash, bucket) = NameBytes.withBytes(of: name.text) {
      bytes.append(contentsOf: $0)
      ends.append(UInt32(bytes.count))
      let hash = NameBytes.hash(of: $0)
      return (hash, self.bucket(of: $0, hash))
    }
    guard buckets[bucket].position < 0 else {
      hasDoubles = true
      return Int(buckets[bucket].position)
    }
    buckets[bucket] = Bucket(hash: UInt32(truncatingIfNeeded: hash >> 32), position: Int32(names.count - 1))
    return names.count - 1
  }

  private func bucket(of name: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
    let mask = buckets.count - 1
    var bucket = Int(truncatingIfNeeded: hash) & mask
    while buckets[bucket].position >= 0, !isBucket(buckets[bucket], of: name, hash) {
      bucket = (bucket + 1) & mask
    }
    return bucket
  }

  private mutating func grow() {
    let known = names
    self = NameIndex(capacity: 2 * known.count + 8)
    for name in known { append(name) }
  }
}
