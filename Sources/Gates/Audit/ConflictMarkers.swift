import Documents

/// The lines that git writes into a file which it could not merge: see ``ConflictMarker``.
package enum ConflictMarkers {
  /// Whether a line, without its line break, is such a one.
  package static func isMarker(_ line: ArraySlice<UInt8>) -> Bool {
    line.withUnsafeBufferPointer { ConflictMarker(at: $0.startIndex, in: $0) != nil }
  }

  /// The first line of a file that begins a conflict, from 1; nil if there is none. One that only looks like the
  /// middle of a conflict (a row of `=`) is not one. O(bytes).
  package static func firstLine(in bytes: [UInt8]) -> Int? {
    guard bytes.contains(UInt8(ascii: "<")) else { return nil }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.firstIndex { line in
      line.first == UInt8(ascii: "<") && isMarker(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }.map { $0 + 1 }
  }
}
