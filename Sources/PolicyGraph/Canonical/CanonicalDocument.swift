/// The canonical bytes of a document, written off its values in place: making a ``JSONValue`` of a draft costs more than
/// reading it.
extension CanonicalJSON {
  /// The same bytes as those of `JSONValue(document.root)`. Every number in the document is exact (see
  /// ``JSONNumber/isExact(_:)``). O(n log n) in the members of an object, O(n) in bytes.
  package static func bytes(of document: Document) -> [UInt8] {
    var writer = CanonicalWriter(document)
    writer.write(0)
    return writer.output
  }
}

private struct CanonicalWriter {
  private(set) var output: [UInt8] = []
  private let document: Document
  /// The keys of the objects that are being written, each object's behind those of the one around it.
  private var keys: [Int] = []

  init(_ document: Document) {
    self.document = document
    output.reserveCapacity(document.source.bytes.count)
  }

  mutating func write(_ index: Int) {
    let record = document.records[index]
    switch record.kind {
    case .null: output += "null".utf8
    case .true: output += "true".utf8
    case .false: output += "false".utf8
    case .number: writeNumber(index)
    case .string: writeString(index)
    case .array:
      output.append(UInt8(ascii: "["))
      var position = index + 1
      while position < Int(record.first) {
        if position > index + 1 { output.append(UInt8(ascii: ",")) }
        write(position)
        position = document.next(after: position)
      }
      output.append(UInt8(ascii: "]"))
    case .object: writeObject(index)
    }
  }

  private mutating func writeObject(_ index: Int) {
    let first = keys.count
    var position = index + 1
    let end = document.next(after: index)
    while position < end {
      keys.append(position)
      position = document.next(after: position + 1)
    }
    sortKeys(from: first)
    output.append(UInt8(ascii: "{"))
    for place in first..<keys.count {
      if place > first { output.append(UInt8(ascii: ",")) }
      writeString(keys[place])
      output.append(UInt8(ascii: ":"))
      write(keys[place] + 1)
    }
    output.append(UInt8(ascii: "}"))
    keys.removeSubrange(first...)
  }

  private mutating func sortKeys(from first: Int) {
    let document = document
    let isByteOrder = keys[first...].allSatisfy { key in
      document.withText(of: key) { $0.allSatisfy { $0 < KeyOrder.firstDiffering } }
    }
    guard isByteOrder else {
      return keys[first...].sort {
        Self.utf16(of: $0, in: document).lexicographicallyPrecedes(Self.utf16(of: $1, in: document))
      }
    }
    // Sorting by insertion is the fastest for the few members that most objects have (Knuth, "The Art of Computer
    // Programming" 3, section 5.2.1).
    guard keys.count - first <= 16 else {
      return keys[first...].sort { Self.precedes($0, $1, in: document) }
    }
    for place in keys.indices[first...].dropFirst() {
      let key = keys[place]
      var free = place
      while free > first, Self.precedes(key, keys[free - 1], in: document) {
        keys[free] = keys[free - 1]
        free -= 1
      }
      keys[free] = key
    }
  }

  private static func precedes(_ left: Int, _ right: Int, in document: Document) -> Bool {
    document.withText(of: left) { left in
      document.withText(of: right) { right in
        for position in 0..<min(left.count, right.count) where left[position] != right[position] {
          return left[position] < right[position]
        }
        return left.count < right.count
      }
    }
  }

  private static func utf16(of key: Int, in document: Document) -> [UInt16] {
    document.withText(of: key) { Array(String(decoding: $0, as: UTF8.self).utf16) }
  }

  private mutating func writeString(_ index: Int) {
    let record = document.records[index]
    // A JSON string without an escape needs none: it stands in the source as it has to be written.
    guard record.isDecoded || document.syntax != .json else {
      return document.source.bytes.withUnsafeBufferPointer {
        output.append(contentsOf: UnsafeBufferPointer(rebasing: $0[Int(record.start)..<Int(record.end)]))
      }
    }
    document.withText(of: index) { JSONString.write($0, to: &output) }
  }

  private mutating func writeNumber(_ index: Int) {
    let document = document
    document.withText(of: index) { text in
      // Fifteen digits are exact in a double.
      let isPlain =
        text.count <= 15 && text.allSatisfy { 0x30...0x39 ~= $0 } && (text.count == 1 || text[0] != 0x30)
      if isPlain {
        output.append(contentsOf: text)
      } else {
        let value = Double(String(decoding: text, as: UTF8.self)) ?? .nan
        output += JSONNumber.canonical(value).utf8
      }
    }
  }
}
