/// A file's bytes and the name it is shown under.
///
/// Everything that points into a source does so by UTF-8 byte offset; only ``LineTable`` turns an offset
/// into a line and a column.
public struct SourceText: Sendable {
  /// The name that diagnostics show: a path as the user gave it, or `-` for standard input.
  public let name: String
  /// The content, exactly as read.
  public let bytes: [UInt8]

  /// `name` is only shown; nothing is read from it. `bytes` need not be UTF-8: the readers refuse what is not.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// The text as UTF-8.
  public init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The source after the edits, whose spans are of this source and do not overlap. O(size × edits).
  public func applying(_ edits: [Diagnostic.Edit]) -> SourceText {
    var bytes = bytes
    // From the end, so that what is still to be replaced stays in its place.
    for edit in edits.sorted(by: { $0.span.start > $1.span.start }) {
      bytes.replaceSubrange(edit.span.start..<edit.span.end, with: edit.replacement.utf8)
    }
    return SourceText(name: name, bytes: bytes)
  }
}

/// A half-open range of UTF-8 byte offsets in one source.
public struct SourceSpan: Hashable, Sendable {
  /// Offset of the first byte.
  public let start: Int
  /// Offset one past the last byte; never less than `start`.
  public let end: Int

  /// - Precondition: `start` is not greater than `end`.
  public init(start: Int, end: Int) {
    precondition(start <= end, "a span ends where it starts or later")
    self.start = start
    self.end = end
  }

  /// Number of bytes.
  public var length: Int { end - start }
}

/// A place as a person names it: 1-based line, and 1-based column counted in Unicode scalars.
public struct SourcePosition: Hashable, Sendable {
  /// From 1. Lines end at LF, CR LF or CR.
  public let line: Int
  /// From 1, in Unicode scalars of the line.
  public let column: Int

  /// Both are counted from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// Finds lines and columns in a source.
///
/// Lines end at LF, CR LF or CR, as YAML 1.2 and JSON editors count them. Building takes one pass over the
/// bytes; a look-up takes O(log lines) and a scan of at most one block, whatever the length of the line, so
/// that many findings on one very long line stay cheap.
public struct LineTable: Sendable {
  private static let block = 512

  private let bytes: [UInt8]
  /// Offset of the first byte of each line.
  public let lineStarts: [Int]
  /// Number of Unicode scalars that begin before each multiple of `block`.
  private let scalarsBeforeBlock: [Int]

  /// O(bytes of the source).
  public init(_ source: SourceText) {
    bytes = source.bytes
    var starts = [0]
    var checkpoints: [Int] = []
    var scalars = 0
    for (offset, byte) in bytes.enumerated() {
      if offset % Self.block == 0 { checkpoints.append(scalars) }
      if byte & 0xC0 != 0x80 { scalars += 1 }
      let endsLine =
        byte == 0x0A || (byte == 0x0D && !(offset + 1 < bytes.count && bytes[offset + 1] == 0x0A))
      if endsLine { starts.append(offset + 1) }
    }
    if bytes.count % Self.block == 0 { checkpoints.append(scalars) }
    lineStarts = starts
    scalarsBeforeBlock = checkpoints
  }

  /// The position of a byte offset; offsets past the end name the end.
  public func position(of offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineIndex(of: offset)
    let column = scalars(before: offset) - scalars(before: lineStarts[line])
    return SourcePosition(line: line + 1, column: column + 1)
  }

  /// The bytes of a line (1-based), without its line break.
  public func content(ofLine line: Int) -> ArraySlice<UInt8> {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return bytes[start..<end]
  }

  /// The line around a place as text: whole where it has at most `width` scalars, else `width` of them with the
  /// place in the middle if the line's ends allow it; and how many were cut in front. O(width), whatever the
  /// length of the line.
  public func excerpt(around offset: Int, width: Int) -> (text: String, cut: Int) {
    let place = position(of: offset)
    let line = content(ofLine: place.line)
    let offset = min(max(offset, line.startIndex), line.endIndex)
    let count = scalars(before: line.endIndex) - scalars(before: line.startIndex)
    let column = scalars(before: offset) - scalars(before: line.startIndex)
    let cut = count <= width ? 0 : max(0, min(column + 1 - width / 2, count - width))
    var start = offset
    for _ in cut..<column { start = previous(start, notBefore: line.startIndex) }
    var end = start
    for _ in 0..<min(width, count - cut) { end = next(end, notAfter: line.endIndex) }
    return (String(decoding: bytes[start..<end], as: UTF8.self), cut)
  }

  private func previous(_ offset: Int, notBefore bound: Int) -> Int {
    var offset = offset
    repeat { offset -= 1 } while offset > bound && bytes[offset] & 0xC0 == 0x80
    return max(offset, bound)
  }

  private func next(_ offset: Int, notAfter bound: Int) -> Int {
    var offset = offset
    repeat { offset += 1 } while offset < bound && bytes[offset] & 0xC0 == 0x80
    return min(offset, bound)
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private func scalars(before offset: Int) -> Int {
    let block = offset / Self.block
    var count = scalarsBeforeBlock[block]
    for index in (block * Self.block)..<offset where bytes[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
