/// Builds a ``Document`` from a reader's events, and refuses what both readers must refuse: nesting past the
/// limit and duplicate keys.
package struct DocumentBuilder {
  package internal(set) var records: [Document.Record] = []
  private var decoded: [UInt8] = []
  /// The innermost collection that is open, -1 for none, and how many values it has so far; and those around it.
  private var top = Open(index: -1, count: 0)
  private var around: [Open] = []
  var aliases: [Document.AliasUse] = []
  /// Whether some mapping has the key `<<`.
  private var hasMergeKeys = false
  /// The objects with repeated keys; reported once the document is whole and has pointers.
  private var duplicateKeys: [DuplicateKeys] = []
  private let source: SourceText
  private let syntax: Document.Syntax
  private let limits: Limits
  /// Whether the next values belong to something that a tag or an anchor marks.
  package var isShared = false

  /// A finding says through which alias a value came, for as many aliases as an honest document has.
  static let rememberedAliases = 10_000

  package init(source: SourceText, syntax: Document.Syntax, limits: Limits) {
    self.source = source
    self.syntax = syntax
    self.limits = limits
    // A value takes some nine bytes in a dense document. What is not needed is never touched.
    records.reserveCapacity(source.bytes.count / 8 + 8)
  }

  private struct Open {
    let index: Int
    var count: UInt32
  }

  /// How many members merging mappings may look at.
  var mergeBudget: Int { limits.aliasNodes(inputBytes: source.bytes.count) }

  package var depth: Int { around.count }
  package var isAtDepthLimit: Bool { depth >= limits.depth }

  /// Whether the next value is a member's key.
  package var awaitsKey: Bool {
    top.index >= 0 && records[top.index].kind == .object && top.count % 2 == 0
  }

  /// Adds a scalar whose text, if any, is a range of the source.
  package mutating func add(_ kind: Document.Kind, span: Range<Int>, text: Range<Int> = 0..<0) {
    append(kind, span: span, first: text.lowerBound, second: text.count, isDecoded: false)
  }

  /// Adds a scalar whose text differs from what stands in the source.
  package mutating func add(_ kind: Document.Kind, span: Range<Int>, decodedText: some Collection<UInt8>) {
    let first = decoded.count
    decoded.append(contentsOf: decodedText)
    append(kind, span: span, first: first, second: decoded.count - first, isDecoded: true)
  }

  /// Makes the key that was added last one whose value is merged into its object.
  package mutating func markMergeKey() {
    records[records.count - 1].isMergeKey = true
    hasMergeKeys = true
  }

  /// Opens an array or object. The caller has asked ``isAtDepthLimit``.
  package mutating func open(_ kind: Document.Kind, at start: Int) {
    append(kind, span: start..<start, first: 0, second: 0, isDecoded: false)
    around.append(top)
    top = Open(index: records.count - 1, count: 0)
  }

  /// Closes the innermost collection; `end` nil means that it ends where its last child does.
  package mutating func close(end: Int?) {
    guard let outer = around.popLast() else { preconditionFailure("close without open") }
    let (index, count) = (top.index, top.count)
    top = outer
    let last = UInt32(records.count)
    var record = records[index]
    record.first = last
    record.second = record.kind == .object ? count / 2 : count
    record.end = end.map(UInt32.init) ?? (records.count - 1 > index ? lastChildEnd(of: index) : record.start)
    records[index] = record
    if record.kind == .object { findDuplicateKeys(of: index) }
  }

  /// Adds a copy of an already closed value, for the alias that stands at `span`.
  package mutating func copy(_ index: Int, usedAt span: Range<Int>) {
    let start = records.count
    let end = next(after: index)
    let offset = UInt32(start - index)
    top.count += 1
    for position in index..<end {
      var record = records[position]
      if record.kind == .array || record.kind == .object { record.first += offset }
      record.isShared = true
      records.append(record)
    }
    if aliases.count < Self.rememberedAliases {
      aliases.append(
        .init(
          records: UInt32(start)..<UInt32(records.count),
          span: UInt32(span.lowerBound)..<UInt32(span.upperBound)))
    }
  }

  /// Number of values in the subtree at `index`.
  package func size(of index: Int) -> Int { next(after: index) - index }

  /// Bytes of all text in the subtree at `index`.
  package func textBytes(of index: Int) -> Int {
    records[index..<next(after: index)].reduce(0) { total, record in
      record.kind == .string || record.kind == .number ? total + Int(record.second) : total
    }
  }

  /// Nesting below and including the value at `index`; a scalar has none.
  package func height(of index: Int) -> Int {
    var ends: [Int] = []
    var height = 0
    for position in index..<next(after: index) {
      while let last = ends.last, last <= position { ends.removeLast() }
      guard records[position].kind == .array || records[position].kind == .object else { continue }
      ends.append(next(after: position))
      height = max(height, ends.count)
    }
    return height
  }

  private mutating func append(
    _ kind: Document.Kind, span: Range<Int>, first: Int, second: Int, isDecoded: Bool
  ) {
    top.count += 1
    records.append(
      Document.Record(
        start: UInt32(span.lowerBound), end: UInt32(span.upperBound), first: UInt32(first),
        second: UInt32(second), kind: kind, isDecoded: isDecoded, isShared: isShared))
  }

  private func next(after index: Int) -> Int { records[index].next(after: index) }

  /// The furthest end among the direct children: an alias's copy keeps the place of its anchor.
  private func lastChildEnd(of index: Int) -> UInt32 {
    var end = records[index].start
    var position = index + 1
    while position < records.count {
      end = max(end, records[position].end)
      position = next(after: position)
    }
    return end
  }
}

// MARK: - Duplicate keys

/// The repeated keys of one object, each with the first of its name, in document order.
private struct DuplicateKeys {
  let object: Int
  /// Whether the object is an entry of a list.
  let isEntry: Bool
  var keys: [(key: Int, first: Int)]
}

extension DocumentBuilder {
  /// The finished document; nil, its duplicate keys reported, where it does not say one thing. All collections
  /// are closed.
  package mutating func build(findings: inout Findings) -> Document? {
    precondition(around.isEmpty, "every collection is closed")
    guard !hasMergeKeys || duplicateKeys.isEmpty && mergeMappings(findings: &findings) else {
      reportDuplicateKeys(findings: &findings)
      return nil
    }
    return reportDuplicateKeys(findings: &findings)
  }

  @discardableResult
  private func reportDuplicateKeys(findings: inout Findings) -> Document? {
    let document = Document(
      source: source, syntax: syntax, records: records, decoded: decoded, aliases: aliases)
    for duplicates in duplicateKeys { report(duplicates, of: document, findings: &findings) }
    return duplicateKeys.isEmpty ? document : nil
  }

  private func report(_ duplicates: DuplicateKeys, of document: Document, findings: inout Findings) {
    let keys = duplicates.keys.map { DocumentNode(document: document, index: $0.key) }
    guard let key = keys.first, let first = duplicates.keys.first?.first else { return }
    var names: [String] = []
    for name in keys.prefix(100).map({ $0.text ?? "" }) where !names.contains(where: name.hasSameScalars) {
      names.append(name)
    }
    let note: [(message: FindingText, node: DocumentNode)] = [
      ("first given here", DocumentNode(document: document, index: first))
    ]
    guard names.count > 1 else {
      let often = keys.count == 1 ? "twice" : "\(keys.count + 1) times"
      findings.report(
        .duplicateKey, "the key `\(names.first ?? "")` appears \(often) in one object", at: key, notes: note,
        help: "keep one of them, or rename the others: readers disagree on which of them counts")
      return
    }
    let shown = FindingText.list(Array(names.prefix(3)))
    let more = names.count > 3 ? " and more keys appear" : " appear"
    findings.report(
      .duplicateKey, "\(shown)\(more) more than once in one object", at: key,
      notes: note,
      help: separator(of: duplicates).map {
        "is \($0) missing before `\(names.first ?? "")`? One object has each key once"
      } ?? "keep one of each, or rename the others: readers disagree on which of them counts")
  }

  /// What parts the entries of a list, where the object is one.
  private func separator(of duplicates: DuplicateKeys) -> String? {
    guard duplicates.isEntry else { return nil }
    let start = Int(records[duplicates.object].start)
    return source.bytes[start..<start + 1].elementsEqual("{".utf8) ? "`}, {`" : "`- `"
  }

  private mutating func findDuplicateKeys(of object: Int) {
    guard records[object].second > 1 else { return }
    // Nearly all objects are small and have no key twice: looking is cheaper there than a table.
    if records[object].second <= Self.fewMembers, !hasKeyTwice(object) { return }
    var firstByText: [ArraySlice<UInt8>: Int] = [:]
    var keys: [(key: Int, first: Int)] = []
    var position = object + 1
    while position < records.count {
      let text = textOfScalar(at: position)
      if let first = firstByText[text] {
        keys.append((position, first))
      } else {
        firstByText[text] = position
      }
      position = next(after: next(after: position))
    }
    guard !keys.isEmpty else { return }
    let isEntry = top.index >= 0 && records[top.index].kind == .array
    duplicateKeys.append(DuplicateKeys(object: object, isEntry: isEntry, keys: keys))
  }

  private static let fewMembers = 16

  /// O(members²).
  private func hasKeyTwice(_ object: Int) -> Bool {
    source.bytes.withUnsafeBufferPointer { source in
      decoded.withUnsafeBufferPointer { decoded in
        func key(_ index: Int) -> Slice<UnsafeBufferPointer<UInt8>> {
          let record = records[index]
          let start = Int(record.first)
          return (record.isDecoded ? decoded : source)[start..<start + Int(record.second)]
        }
        var later = object + 1
        while later < records.count {
          let text = key(later)
          var earlier = object + 1
          while earlier < later {
            if records[earlier].second == records[later].second, key(earlier).elementsEqual(text) {
              return true
            }
            earlier = next(after: next(after: earlier))
          }
          later = next(after: next(after: later))
        }
        return false
      }
    }
  }

  func textOfScalar(at index: Int) -> ArraySlice<UInt8> {
    let record = records[index]
    let range = Int(record.first)..<Int(record.first) + Int(record.second)
    return record.isDecoded ? decoded[range] : source.bytes[range]
  }
}
