/// Whether a key that is not known was meant to be one that is known at its place.
///
/// What a misspelt key says would be lost, so that a near miss is an error; any other key is somebody's own. The one
/// rule for all documents (definition 1.7). A key is a near miss of a known one where, in this order of nearness,
///
/// 1. both are the same without case, `_`, `-`, `.`, spaces and characters that nobody sees;
/// 2. both are then the same but for a plural (`s`, `es`, `ies`);
/// 3. they then differ by an edit (insert, delete, replace, transpose) or two: none where the longer one has up to
///    three letters, one up to five, two beyond;
/// 4. its words, two at least, stand in the same order among those of the known key, each the same, a plural, or one
///    the beginning of the other by four letters or more: `confirm_before` is nearly `require_confirmation_before`.
///
/// Words that people add on purpose (``ordinaryWords``) are not near misses by an edit.
struct NearMiss {
  /// The known key's position, and how near it is: less is nearer.
  let position: Int
  let distance: Int

  /// Longer keys do not count as slips, which bounds the cost of looking.
  static let longest = 64

  /// Honest keys that are an edit or two from one that is known somewhere: `notes` from `nodes`.
  static let ordinaryWords: Set<String> = [
    "comment", "comments", "description", "id", "level", "locale", "mode", "note", "notes", "owner", "rule",
    "rules",
    "stage", "stages", "state", "status", "tag", "tags", "title", "tone", "type", "version", "voice",
  ]

  /// The nearest known key; of equally near ones one that is free, and then the first. O(known keys), as far as their
  /// lengths are not too far from the key's.
  static func find(_ text: String, among known: [FoldedKey], isFree: (Int) -> Bool) -> NearMiss? {
    guard (1...longest).contains(text.utf8.count) else { return nil }
    let key = FoldedKey(text)
    guard !key.letters.isEmpty else { return nil }
    let isOrdinary = ordinaryWords.contains(text)
    var best: (miss: NearMiss, isFree: Bool)?
    for (position, candidate) in known.enumerated() {
      guard let distance = key.distance(to: candidate, allowsEdits: !isOrdinary) else { continue }
      let isFree = isFree(position)
      if let best,
        distance > best.miss.distance || (distance == best.miss.distance && (best.isFree || !isFree))
      {
        continue
      }
      best = (NearMiss(position: position, distance: distance), isFree)
    }
    return best?.miss
  }
}

/// A key as ``NearMiss`` compares it.
struct FoldedKey: Sendable {
  /// Lower-case letters and digits, without what only parts them, as UTF-8.
  let letters: [UInt8]
  /// The words between the separators, and at the humps of `camelCase`.
  let words: [[UInt8]]

  init(_ text: String) {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    var wasLower = false
    for scalar in text.unicodeScalars {
      if Self.isSeparator(scalar) {
        if !word.isEmpty { words.append(word) }
        word = []
        wasLower = false
        continue
      }
      let isUpper = scalar.isASCII ? 0x41...0x5A ~= scalar.value : scalar.properties.isUppercase
      if isUpper, wasLower {
        words.append(word)
        word = []
      }
      wasLower = !isUpper
      if scalar.isASCII {
        word.append(UInt8(scalar.value) | (isUpper ? 0x20 : 0))
      } else {
        word += scalar.properties.lowercaseMapping.utf8
      }
    }
    if !word.isEmpty { words.append(word) }
    self.words = words
    letters = Array(words.joined())
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "_", "-", ".", " ": true
    default: !scalar.isASCII && HiddenScalar(scalar) != nil
    }
  }

  /// How far it is from a known key; nil if it is not a near miss of it.
  fileprivate func distance(to known: FoldedKey, allowsEdits: Bool) -> Int? {
    if letters == known.letters { return 0 }
    if Self.isPlural(letters[...], known.letters[...]) { return 1 }
    let longer = max(letters.count, known.letters.count)
    let allowed = longer <= 3 ? 0 : longer <= 5 ? 1 : 2
    if allowsEdits, allowed > 0, abs(letters.count - known.letters.count) <= allowed {
      var table = DistanceTable(longest: longer)
      let edits = table.distance(letters, known.letters)
      if edits <= 1 || (edits <= allowed && !isAbbreviation(of: known)) { return 2 * edits }
    }
    // Nearer than two edits: `must_not` is `must_not_do`, and never `must_do`.
    return isAbbreviation(of: known) ? 3 : nil
  }

  private func isAbbreviation(of known: FoldedKey) -> Bool {
    guard words.count >= 2, words.count <= known.words.count else { return false }
    var rest = known.words[...]
    for word in words {
      guard let place = rest.firstIndex(where: { Self.isSameWord(word, $0) }) else { return false }
      rest = rest[(place + 1)...]
    }
    return true
  }

  private static func isSameWord(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    if left == right || isPlural(left[...], right[...]) { return true }
    let (short, long) = left.count < right.count ? (left, right) : (right, left)
    return short.count >= 4 && long.starts(with: short)
  }

  /// Whether one is the plural of the other.
  private static func isPlural(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    let (one, many) = left.count < right.count ? (left, right) : (right, left)
    guard one.count >= 2, many.last == UInt8(ascii: "s") else { return false }
    if many.dropLast() == one { return true }
    if many.count == one.count + 2, many.suffix(2).elementsEqual("es".utf8) { return many.dropLast(2) == one }
    return many.suffix(3).elementsEqual("ies".utf8) && one.last == UInt8(ascii: "y")
      && many.dropLast(3) == one.dropLast()
  }
}
