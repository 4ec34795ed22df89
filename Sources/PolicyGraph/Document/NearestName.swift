/// Suggests the known name that a misspelt one was meant to be.
package enum NearestName {
  /// The candidate with the least Damerau-Levenshtein distance (restricted edits: insert, delete, replace,
  /// transpose; Boytsov 2011, section 2.2), if it is near enough to be a slip: a third of the length. (Every name
  /// of two letters is near every other.) First in the given order among equals. Names over 64 bytes are not
  /// slips, which bounds the cost.
  package static func of(_ name: String, among candidates: [String]) -> String? {
    let typed = Array(name.utf8)
    guard (1...64).contains(typed.count) else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate.utf8.count <= 64 {
      let allowed = max(typed.count, candidate.utf8.count) / 3
      guard abs(typed.count - candidate.utf8.count) <= allowed else { continue }
      let distance = distance(typed, Array(candidate.utf8))
      if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in 0..<left.count {
      var row = [i + 1]
      for j in 0..<right.count {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[right.count]
  }
}
