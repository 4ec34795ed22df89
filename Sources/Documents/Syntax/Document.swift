/// A parsed YAML or JSON document: one flat array of values in document order, each with its byte range.
///
/// Flat because a class tree with a `String` a scalar costs ten times the parse itself. A value's children
/// follow it; an object's children alternate key, value. Text is a range of the source or, where an escape or
/// a fold changed it, of `decoded`.
public final class Document: Sendable {
  /// What was read. All spans are offsets into its bytes.
  public let source: SourceText
  let records: [Record]
  let decoded: [UInt8]
  /// How the source was written.
  package let syntax: Syntax
  /// The copies that aliases made, in document order; of very many only the first.
  let aliases: [AliasUse]

  package enum Syntax: Sendable {
    case json, yaml
  }

  init(source: SourceText, syntax: Syntax, records: [Record], decoded: [UInt8], aliases: [AliasUse]) {
    precondition(!records.isEmpty, "a document has a root")
    self.source = source
    self.syntax = syntax
    self.aliases = aliases
    self.records = records
    self.decoded = decoded
  }

  /// One value of a JSON document as a separate document, with places counted from where the value begins. O(values
  /// in it + bytes of it).
  public func part(_ node: DocumentNode, named name: String) -> Document {
    precondition(syntax == .json, "a value of a YAML document may depend on what is around it")
    let start = records[node.index].start
    let part = records[node.index..<node.next].map { record in
      var record = record
      record.start -= start
      record.end -= start
      switch record.kind {
      case .array, .object: record.first -= UInt32(node.index)
      case .string, .number: if !record.isDecoded { record.first -= start }
      case .null, .true, .false: break
      }
      return record
    }
    let bytes = Array(source.bytes[node.span.start..<node.span.end])
    return Document(
      source: SourceText(name: name, bytes: bytes), syntax: syntax, records: part, decoded: decoded,
      aliases: [])
  }

  /// The document as if other keys stood in the place of some, each at the place of the key that is written.
  /// O(values in it + bytes of the keys).
  package func reading(_ keys: [Int: String]) -> Document {
    if keys.isEmpty { return self }
    var (records, decoded) = (records, decoded)
    for (position, key) in keys.sorted(by: { $0.key < $1.key }) {
      records[position].first = UInt32(decoded.count)
      records[position].second = UInt32(key.utf8.count)
      records[position].isDecoded = true
      decoded += key.utf8
    }
    return Document(source: source, syntax: syntax, records: records, decoded: decoded, aliases: aliases)
  }

  /// Bytes of all text in it, copies by aliases included.
  package var textBytes: Int {
    records.reduce(0) { $1.kind == .string || $1.kind == .number ? $0 + Int($1.second) : $0 }
  }

  /// The outermost value.
  public var root: DocumentNode { DocumentNode(document: self, index: 0) }

  /// What a value is. `number` is any JSON number; whether it is an integer is a question of its value.
  public enum Kind: UInt8, Sendable {
    case null, `true`, `false`, number, string, array, object
  }

  /// 20 bytes a value.
  package struct Record {
    package var start: UInt32
    package var end: UInt32
    /// For text: where it starts in the source or in `decoded`. For collections: index past the subtree.
    package var first: UInt32
    /// For text: its length in bytes. For collections: number of elements or members.
    package var second: UInt32
    package var kind: Kind
    package var isDecoded: Bool
    /// Whether a tag, an anchor or an alias takes part in the value, here or around it.
    package var isShared: Bool
    /// Whether this is the key `<<` of a YAML mapping, whose value is merged into it.
    package var isMergeKey = false

    /// Index one past the value, which stands at `index`, and all that is in it.
    func next(after index: Int) -> Int {
      switch kind {
      case .array, .object: Int(first)
      case .null, .true, .false, .number, .string: index + 1
      }
    }
  }

  /// The values that stand for an alias, and where the alias stands.
  struct AliasUse {
    var records: Range<UInt32>
    var span: Range<UInt32>
  }
}

/// One value of a document.
public struct DocumentNode: Sendable {
  /// The document that the value belongs to, which it keeps alive.
  public let document: Document
  /// Position in document order; stable, and unique in the document.
  public let index: Int

  var record: Document.Record { document.records[index] }

  /// What kind of JSON value it is.
  public var kind: Document.Kind { record.kind }

  /// Where the value stands in the source.
  public var span: SourceSpan { SourceSpan(start: Int(record.start), end: Int(record.end)) }

  /// The alias through which the value came to its place: its span is that of the anchored value.
  var aliasSpan: SourceSpan? {
    guard record.isShared else { return nil }
    let uses = document.aliases
    var (low, high) = (0, uses.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(uses[middle].records.lowerBound) <= index { low = middle + 1 } else { high = middle }
    }
    guard low > 0, uses[low - 1].records.contains(UInt32(index)) else { return nil }
    let span = uses[low - 1].span
    return SourceSpan(start: Int(span.lowerBound), end: Int(span.upperBound))
  }

  /// Number of elements or members; 0 for scalars.
  public var count: Int {
    switch kind {
    case .array, .object: Int(record.second)
    case .null, .true, .false, .number, .string: 0
    }
  }

  /// Index one past this value and all that is in it.
  var next: Int { document.next(after: index) }

  /// The text of a string, or the JSON spelling of a number; nil for anything else.
  public var text: String? {
    switch kind {
    case .string, .number: withText { String(decoding: $0, as: UTF8.self) }
    case .null, .true, .false, .array, .object: nil
    }
  }

  /// The bytes of `text`, without making a `String`.
  func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    document.withText(of: index, body)
  }

  /// The value of `true` or `false`; nil for any other kind.
  public var boolean: Bool? {
    switch kind {
    case .true: true
    case .false: false
    case .null, .number, .string, .array, .object: nil
    }
  }

  /// The elements of an array; empty for anything else.
  public var elements: DocumentElements {
    DocumentElements(positions: document.children(of: index))
  }

  /// The members of an object, in document order; empty for anything else.
  public var members: DocumentMembers {
    DocumentMembers(keys: document.keys(of: index))
  }

  /// The value of a member, or nil. O(members).
  public func member(_ key: String) -> DocumentNode? {
    document.member(of: index, SchemaWord(key)).map { document[$0] }
  }

  /// Whether this is a string with exactly these scalars.
  public func hasText(_ text: String) -> Bool { document.isText(index, SchemaWord(text)) }
}

// Values by their positions, for the walks over whole documents.
extension Document {
  package subscript(_ index: Int) -> DocumentNode { DocumentNode(document: self, index: index) }

  /// The elements of an array; nothing for anything else.
  package func children(of index: Int) -> DocumentPositions {
    DocumentPositions(self, of: index, where: .array, step: 0)
  }

  /// The keys of an object, each of which its value follows; nothing for anything else.
  package func keys(of index: Int) -> DocumentPositions {
    DocumentPositions(self, of: index, where: .object, step: 1)
  }

  /// The value of a member; nil if there is none.
  package func member(of object: Int, _ key: SchemaWord) -> Int? {
    for place in keys(of: object) where isText(place, key) { return place + 1 }
    return nil
  }
}

/// The positions of the elements of an array, or of the keys of an object.
package struct DocumentPositions: Sequence, IteratorProtocol, Sendable {
  let document: Document
  private var position: Int
  private let end: Int
  /// From a key to its value.
  private let step: Int

  fileprivate init(_ document: Document, of index: Int, where kind: Document.Kind, step: Int) {
    self.document = document
    self.step = step
    position = index + 1
    end = document.records[index].kind == kind ? document.next(after: index) : position
  }

  package mutating func next() -> Int? {
    guard position < end else { return nil }
    let here = position
    position = document.next(after: here + step)
    return here
  }
}

extension Document {
  /// The bytes of a string, or the JSON spelling of a number.
  package func withText<Result>(of index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let record = records[index]
    let range = Int(record.first)..<Int(record.first) + Int(record.second)
    // Choosing one of the arrays first would count a reference to it.
    if record.isDecoded {
      return decoded.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }
    return source.bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// Index one past a value and all that is in it.
  func next(after index: Int) -> Int { records[index].next(after: index) }

  /// Whether a value is a string with exactly these scalars. Most are told apart by their lengths, before any text is
  /// looked at.
  func isText(_ index: Int, _ word: SchemaWord) -> Bool {
    guard Int(records[index].second) == word.digits.count, records[index].kind == .string else {
      return false
    }
    return withText(of: index) { word.isSame(as: UnsafeRawBufferPointer($0)) }
  }
}

/// Walks the elements of an array.
public struct DocumentElements: Sequence, IteratorProtocol, Sendable {
  var positions: DocumentPositions

  public mutating func next() -> DocumentNode? {
    positions.next().map { positions.document[$0] }
  }
}

/// Walks the members of an object.
public struct DocumentMembers: Sequence, IteratorProtocol, Sendable {
  var keys: DocumentPositions

  public mutating func next() -> (key: DocumentNode, value: DocumentNode)? {
    keys.next().map { (keys.document[$0], keys.document[$0 + 1]) }
  }
}
