/// The lines that git writes into a file which it could not merge.
package enum ConflictMarkers {
  /// Whether a line, without its line break, is such a one: seven of one sign, and behind them a name or nothing.
  /// gitattributes(5), `conflict-marker-size`.
  package static func isMarker(_ line: some Collection<UInt8>) -> Bool {
    guard let sign = line.first, signs.contains(sign), line.prefix(while: { $0 == sign }).count == 7 else {
      return false
    }
    let rest = line.dropFirst(7)
    return rest.isEmpty || sign != UInt8(ascii: "=") && rest.first == UInt8(ascii: " ")
  }

  /// The first line of a file that begins a conflict, from 1; nil if there is none. One that only looks like the
  /// middle of a conflict (a row of `=`) is none. O(bytes).
  package static func firstLine(in bytes: [UInt8]) -> Int? {
    guard bytes.contains(UInt8(ascii: "<")) else { return nil }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.firstIndex { line in
      line.first == UInt8(ascii: "<") && isMarker(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }.map { $0 + 1 }
  }

  private static let signs = [UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "|")]
}
