/// Suggests the known name that a misspelt one was meant to be.
package enum NearestName {
  /// Longer names are not slips, which bounds the cost of one comparison.
  package static let longest = 64

  /// The candidate with the least Damerau-Levenshtein distance (restricted edits: insert, delete, replace,
  /// transpose; Boytsov 2011, section 2.2), if it is near enough to be a slip: a third of the length. (Every name
  /// of two letters is near every other.) First in the given order among equals.
  package static func of(_ name: String, among candidates: [String]) -> String? {
    var unlimited = Int.max
    return of(name, among: candidates, budget: &unlimited)
  }

  /// Looks within a budget of table cells and takes what it used from it. Where the budget ends before the
  /// candidates do nothing is suggested: a nearer one could follow.
  package static func of(_ name: String, among candidates: [String], budget: inout Int) -> String? {
    let typed = Array(name.utf8)
    guard (1...longest).contains(typed.count) else { return nil }
    var table = DistanceTable()
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      // Passing one by has a cost too, and so has having made it.
      budget -= 32
      guard budget > 0 else { return nil }
      let length = candidate.utf8.count
      let allowed = max(typed.count, length) / 3
      guard length <= longest, abs(typed.count - length) <= allowed else { continue }
      budget -= typed.count * length
      let distance = table.distance(typed, Array(candidate.utf8))
      if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }
}

/// Three rows of the table of edits (restricted Damerau-Levenshtein distance; Boytsov 2011, section 2.2), used again for
/// every pair.
struct DistanceTable {
  private var beforeLast: [Int]
  private var last: [Int]
  private var row: [Int]

  /// For texts of at most so many bytes.
  init(longest: Int = NearestName.longest) {
    beforeLast = Array(repeating: 0, count: longest + 1)
    last = beforeLast
    row = beforeLast
  }

  /// O(product of the lengths).
  mutating func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    for j in 0...right.count { last[j] = j }
    for i in left.indices {
      row[0] = i + 1
      for j in right.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row[j + 1] = cost
      }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[right.count]
  }
}
