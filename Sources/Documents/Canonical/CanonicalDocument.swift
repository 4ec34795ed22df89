/// The canonical bytes of a document, written off its values in place: making a ``JSONValue`` of a draft costs more than
/// reading it.
extension CanonicalJSON {
  /// The same bytes as those of `JSONValue(document.root)`. Every number in the document is exact (see
  /// ``JSONNumber/isExact(_:)``). O(n log n) in the members of an object, O(n) in bytes.
  package static func bytes(of document: Document) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(document.source.bytes.count)
    forEachChunk(of: document) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// The same bytes one piece after the other, so that nobody has to keep them all.
  package static func forEachChunk(of document: Document, _ body: (UnsafeRawBufferPointer) -> Void) {
    document.records.withUnsafeBufferPointer { records in
      document.source.bytes.withUnsafeBufferPointer { source in
        document.decoded.withUnsafeBufferPointer { decoded in
          withoutActuallyEscaping(body) { body in
            withUnsafeTemporaryAllocation(byteCount: CanonicalWriter.chunk, alignment: 16) { room in
              var writer = CanonicalWriter(
                records: records, source: source, decoded: decoded, isJSON: document.syntax == .json,
                output: room, body: body)
              writer.write(0)
              writer.flush()
            }
          }
        }
      }
    }
  }
}

/// Reads the document's arrays by their pointers: they are looked at a dozen times for each value.
private struct CanonicalWriter {
  let records: UnsafeBufferPointer<Document.Record>
  let source: UnsafeBufferPointer<UInt8>
  let decoded: UnsafeBufferPointer<UInt8>
  let isJSON: Bool
  /// What is not handed over yet stands at its beginning.
  let output: UnsafeMutableRawBufferPointer
  let body: (UnsafeRawBufferPointer) -> Void
  var count = 0
  /// The keys of the objects that are being written, each object's behind those of the one around it.
  var keys: [Key] = []

  static let chunk = 1 << 16

  /// A key's position, and its first eight bytes as a number that sorts like them.
  struct Key {
    let position: Int
    let head: UInt64
  }

  mutating func flush() {
    body(UnsafeRawBufferPointer(rebasing: output[..<count]))
    count = 0
  }

  private mutating func put(_ byte: UInt8) {
    if count == output.count { flush() }
    output[count] = byte
    count += 1
  }

  private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.count > output.count - count {
      flush()
      // A value longer than a piece is a separate piece.
      if bytes.count > output.count { return body(UnsafeRawBufferPointer(bytes)) }
    }
    UnsafeMutableRawBufferPointer(rebasing: output[count...]).copyMemory(from: UnsafeRawBufferPointer(bytes))
    count += bytes.count
  }

  private mutating func put(_ text: StaticString) {
    put(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func write(_ index: Int) {
    switch records[index].kind {
    case .null: put("null")
    case .true: put("true")
    case .false: put("false")
    case .number: writeNumber(index)
    case .string: writeString(index)
    case .array:
      put(UInt8(ascii: "["))
      let end = Int(records[index].first)
      var position = index + 1
      while position < end {
        if position > index + 1 { put(UInt8(ascii: ",")) }
        write(position)
        position = next(after: position)
      }
      put(UInt8(ascii: "]"))
    case .object: writeObject(index)
    }
  }

  private mutating func writeObject(_ index: Int) {
    let first = keys.count
    let end = Int(records[index].first)
    var position = index + 1
    var isByteOrder = true
    while position < end {
      let text = text(of: position)
      if isByteOrder { isByteOrder = text.allSatisfy { $0 < KeyOrder.firstDiffering } }
      keys.append(Key(position: position, head: Self.head(of: text)))
      position = next(after: position + 1)
    }
    if isByteOrder { sortKeys(from: first) } else { sortKeysByUTF16(from: first) }
    put(UInt8(ascii: "{"))
    for index in first..<keys.count {
      if index > first { put(UInt8(ascii: ",")) }
      let key = keys[index].position
      writeString(key)
      put(UInt8(ascii: ":"))
      write(key + 1)
    }
    put(UInt8(ascii: "}"))
    keys.removeSubrange(first...)
  }

  private mutating func sortKeys(from first: Int) {
    // Sorting by insertion is the fastest for the few members that most objects have (Knuth, "The Art of Computer
    // Programming" 3, section 5.2.1).
    guard keys.count - first <= 16 else {
      return keys.replaceSubrange(first..., with: keys[first...].sorted { precedes($0, $1) })
    }
    for index in keys.indices[first...].dropFirst() {
      let key = keys[index]
      var free = index
      while free > first, precedes(key, keys[free - 1]) {
        keys[free] = keys[free - 1]
        free -= 1
      }
      keys[free] = key
    }
  }

  private mutating func sortKeysByUTF16(from first: Int) {
    let order = keys[first...].map {
      (key: $0, text: Array(String(decoding: text(of: $0.position), as: UTF8.self).utf16))
    }
    .sorted { $0.text.lexicographicallyPrecedes($1.text) }
    keys.replaceSubrange(first..., with: order.map(\.key))
  }

  private func precedes(_ left: Key, _ right: Key) -> Bool {
    if left.head != right.head { return left.head < right.head }
    return text(of: left.position).lexicographicallyPrecedes(text(of: right.position))
  }

  /// Shorter texts are filled up with zeros: which of two comes first where these agree, their bytes tell.
  private static func head(of text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    if text.count >= 8 {
      return UInt64(bigEndian: UnsafeRawBufferPointer(text).loadUnaligned(as: UInt64.self))
    }
    var head: UInt64 = 0
    for byte in text { head = head << 8 | UInt64(byte) }
    return head << UInt64(8 * (8 - text.count))
  }

  private mutating func writeString(_ index: Int) {
    // A JSON string without an escape needs none: it stands in the source as it has to be written.
    if isJSON, !records[index].isDecoded {
      let quoted = Int(records[index].start)..<Int(records[index].end)
      put(UnsafeBufferPointer(rebasing: source[quoted]))
    } else {
      var quoted: [UInt8] = []
      JSONString.write(text(of: index), to: &quoted)
      quoted.withUnsafeBufferPointer { put($0) }
    }
  }

  private mutating func writeNumber(_ index: Int) {
    let text = text(of: index)
    // Fifteen digits are exact in a double.
    let isPlain =
      text.count <= 15 && text.allSatisfy { 0x30...0x39 ~= $0 } && (text.count == 1 || text[0] != 0x30)
    if isPlain {
      put(text)
    } else {
      let value = Double(String(decoding: text, as: UTF8.self)) ?? .nan
      Array(JSONNumber.canonical(value).utf8).withUnsafeBufferPointer { put($0) }
    }
  }

  /// The bytes of a string, or the JSON spelling of a number.
  private func text(of index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = Int(records[index].first)
    let range = start..<start + Int(records[index].second)
    return UnsafeBufferPointer(rebasing: (records[index].isDecoded ? decoded : source)[range])
  }

  private func next(after index: Int) -> Int { records[index].next(after: index) }
}
