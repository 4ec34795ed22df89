/// Holds a document against its schema and reports everything that does not fit, at its place.
///
/// One walk over the document, O(values × fields of their object). Accepts exactly what a JSON Schema 2020-12
/// validator accepts under the schema that ``JSONSchema`` publishes.
package struct SchemaCheck {
  private let schema: DocumentSchema
  private var findings: Findings
  private var outcome = Outcome()
  /// The top-level member that is being checked.
  private var section = ""

  package struct Outcome: Sendable {
    /// Whether the document has the schema's shape.
    package var isAccepted = true
    /// The top-level members in which something does not fit, so that later checks know what they cannot
    /// rely on.
    package var faultySections: Set<String> = []
  }

  package static func run(
    _ document: Document, against schema: DocumentSchema, findings: inout Findings
  ) -> Outcome {
    // Moved, not copied: a document's parts are checked one after the other, and there may be very many.
    var check = SchemaCheck(schema: schema, findings: consume findings)
    check.check(document.root, against: .object(schema.root), as: .document)
    findings = check.findings
    return check.outcome
  }

  /// Holds a part of a document against a shape that the schema defines by name; says whether it has it.
  package static func accepts(
    _ node: DocumentNode, as definition: String, of schema: DocumentSchema, findings: inout Findings
  ) -> Bool {
    var check = SchemaCheck(schema: schema, findings: consume findings)
    check.check(node, against: .reference(definition), as: Place(phrase: "the \(definition)"))
    findings = check.findings
    return check.outcome.isAccepted
  }

  private init(schema: DocumentSchema, findings: Findings) {
    self.schema = schema
    self.findings = findings
  }

  /// Where a value stands, for messages. Most values are in order, so that words are only made when they are asked for.
  private struct Place {
    private let word: Word
    /// How many lists it is an entry of, one in the other.
    private var entries = 0
    private let isRemovable: Bool

    private enum Word {
      case plain(String)
      case field(String)
      case key(DocumentNode)
    }

    static let document = Place(.plain("the document"), isRemovable: false)

    init(_ field: Field) { self.init(.field(field.key), isRemovable: !field.isRequired) }

    init(field key: String) { self.init(.field(key), isRemovable: false) }

    init(phrase: String) { self.init(.plain(phrase), isRemovable: false) }

    init(key: DocumentNode, isRemovable: Bool = false) { self.init(.key(key), isRemovable: isRemovable) }

    private init(_ word: Word, isRemovable: Bool) {
      self.word = word
      self.isRemovable = isRemovable
    }

    var entry: Place {
      var place = self
      place.entries += 1
      return place
    }

    /// How a message calls the value.
    var name: String {
      let name =
        switch word {
        case .plain(let words): words
        case .field(let key): "`\(key)`"
        case .key(let key): quoted(key)
        }
      return String(repeating: "an entry of ", count: entries) + name
    }

    /// What can be done instead of writing a value.
    var removal: String? { entries > 0 ? "remove the entry" : isRemovable ? "remove the line" : nil }
  }

  private mutating func check(_ node: DocumentNode, against schema: Schema, as place: Place) {
    switch schema {
    case .text: checkText(node, as: place)
    case .choice(let words): checkChoice(node, words, as: place)
    case .boolean:
      if node.boolean == nil { wrongType(node, expected: "true or false", schema, as: place) }
    case .onlyTrue:
      if node.boolean != true {
        wrongType(
          node, expected: "`true`", schema, as: place, found: node.boolean == nil ? nil : "`false`")
      }
    case .integer(let range): checkInteger(node, range, as: place)
    case .share:
      let value = node.kind == .number ? node.text.flatMap { Double($0) } : nil
      guard let value, (0...1).contains(value) else {
        return wrongType(node, expected: "a number from 0 to 1", schema, as: place)
      }
      checkNumbers(in: node)
    case .array(let element, let minimum):
      guard node.kind == .array else { return wrongType(node, expected: "a list", schema, as: place) }
      if node.count < minimum {
        fault(
          .tooFewItems, "\(place.name) needs at least \(minimum) \(minimum == 1 ? "entry" : "entries")", node,
          help: "add one; an agent without any could not be checked")
      }
      for child in node.elements { check(child, against: element, as: place.entry) }
    case .object(let object):
      guard node.kind == .object else { return wrongType(node, expected: "an object", schema, as: place) }
      checkMembers(of: node, object)
    case .map(let value):
      guard node.kind == .object else { return wrongType(node, expected: "an object", schema, as: place) }
      for member in node.members {
        check(member.value, against: value, as: Place(key: member.key, isRemovable: true))
      }
    case .tagged(let tag, let cases, let title):
      guard node.kind == .object else { return wrongType(node, expected: "an object", schema, as: place) }
      checkTagged(node, by: tag, cases, title)
    case .oneMember(let fields, let title):
      guard node.kind == .object else { return wrongType(node, expected: "an object", schema, as: place) }
      checkOneMember(node, fields, title)
    case .textOr(let other):
      if node.kind == .object { check(node, against: other, as: place) } else { checkText(node, as: place) }
    case .reference(let target):
      guard let found = self.schema.definitions.first(where: { $0.name == target }) else {
        preconditionFailure("the schema defines what it refers to")
      }
      check(node, against: found.schema, as: place)
    case .anything: checkNumbers(in: node)
    case .unread: return
    case .orNull(let schema):
      if node.kind != .null { check(node, against: schema, as: place) }
    }
  }

  /// `words` are those that the text may be; nil for any text.
  private mutating func checkText(_ node: DocumentNode, among words: [String]? = nil, as place: Place) {
    switch node.kind {
    case .string: return
    case .null:
      fault(
        .unquotedText, "\(place.name) has no text", node,
        help: "write the text\(place.removal.map { ", or \($0)" } ?? "")")
    case .true, .false, .number:
      fault(
        .unquotedText, "\(place.name) is text, but `\(literal(of: node))` is \(noun(node))", node,
        help: "quote it: \(quotedLiteral(of: node))", fix: quoting(node, among: words))
    case .array, .object: wrongType(node, expected: "text", .text, as: place)
    }
  }

  private mutating func checkChoice(_ node: DocumentNode, _ words: [String], as place: Place) {
    if words.contains(where: { node.hasText($0) }) { return }
    guard node.kind == .string, let text = node.text else {
      return checkText(node, among: words, as: place)
    }
    if words.count == 1, let only = words.first {
      return fault(
        .unknownValue, "\(place.name) is `\(text)`, and has to be `\(only)`", node, help: "write `\(only)`",
        fix: node.fix(writing: only))
    }
    let all = FindingText.list(words)
    let nearest = findings.suggestion(for: text, among: words)
    fault(
      .unknownValue, "\(place.name) is `\(text)`, which is not one of its values", node,
      help: nearest.map { "did you mean `\($0)`? The values are \(all)" } ?? "the values are \(all)",
      fix: nearest.map { node.fix(writing: $0) })
  }

  private mutating func checkInteger(_ node: DocumentNode, _ range: ClosedRange<Int>, as place: Place) {
    guard node.kind == .number, let value = node.text.flatMap(JSONNumber.wholeNumber) else {
      return wrongType(node, expected: "a whole number", .integer(range), as: place)
    }
    if value < range.lowerBound {
      fault(
        .belowMinimum, "\(place.name) is \(literal(of: node)), less than \(range.lowerBound)", node,
        help: "the least is \(range.lowerBound)")
    } else if value > range.upperBound {
      fault(
        .aboveMaximum, "\(place.name) is \(literal(of: node)), more than \(range.upperBound)", node,
        help: "the most is \(range.upperBound)")
    }
  }

  private mutating func checkMembers(of node: DocumentNode, _ object: ObjectSchema) {
    var given = FieldSet()
    var unknown: [(key: DocumentNode, value: DocumentNode)] = []
    for member in node.members {
      if let position = object.position(of: member.key) {
        given.insert(position)
        checkField(object.fields[position], member.value, of: node)
      } else {
        unknown.append(member)
      }
    }
    if unknown.isEmpty, given.count == object.fields.count { return }
    var free = object.fields.indices.filter { !given.contains($0) }.map { object.fields[$0] }
    for member in unknown { checkUnknownKey(member, in: object, of: node, free: &free) }
    for field in free where field.isRequired {
      if node.index == 0 { section = field.key }
      fault(
        .missingField, "\(object.title) has no `\(field.key)`", node, span: openingSpan(of: node),
        help: "add `\(field.key)`: \(field.meaning)")
    }
  }

  /// Positions of fields.
  private struct FieldSet {
    private var low: UInt64 = 0
    private var high: Set<Int> = []
    private(set) var count = 0

    mutating func insert(_ position: Int) {
      guard !contains(position) else { return }
      count += 1
      if position < 64 { low |= 1 << UInt64(position) } else { high.insert(position) }
    }

    func contains(_ position: Int) -> Bool {
      position < 64 ? low & 1 << UInt64(position) != 0 : high.contains(position)
    }
  }

  private mutating func checkField(_ field: Field, _ value: DocumentNode, of node: DocumentNode) {
    if node.index == 0 { section = field.key }
    check(value, against: field.schema, as: Place(field))
  }

  /// `free` are the fields that are not given; a required one that the key was meant to be is taken out.
  private mutating func checkUnknownKey(
    _ member: (key: DocumentNode, value: DocumentNode), in object: ObjectSchema, of node: DocumentNode,
    free: inout [Field]
  ) {
    let name = quoted(member.key)
    let nearest =
      (object.unknownKeys == .kept || object.unknownKeys == .ignored) && !free.contains(where: \.isRequired)
      ? nil : findings.suggestion(for: member.key.text ?? "", among: free.map(\.key))
    let suggestion: FindingText? = nearest.map { "did you mean `\($0)`?" }
    let rename = nearest.map {
      Diagnostic.Fix(
        title: "rename it to `\($0)`",
        edits: [.init(span: member.key.span, replacement: member.key.spelling($0))], isSafe: false)
    }
    if let position = free.firstIndex(where: { $0.isRequired && $0.key == nearest }) {
      // One slip, one finding: about the object that lacks the field, shown at the key.
      let field = free.remove(at: position)
      if node.index == 0 { section = field.key }
      fault(
        .missingField, "\(object.title) has no `\(field.key)`, but \(name)", node, span: member.key.span,
        help: "did you mean `\(field.key)`? As it stands, \(name) does nothing and `\(field.key)` is missing",
        fix: rename)
      return
    }
    switch object.unknownKeys {
    case .ignored: break
    case .kept: checkNumbers(in: member.value)
    case .warned:
      findings.report(
        .unknownKey, "\(object.title) has no field \(name): it does nothing", at: member.key,
        help: suggestion ?? "remove it, or write it as a comment", fix: rename)
    case .refused:
      fault(
        .unexpectedKey, "\(object.title) has no field \(name)", member.key,
        help: suggestion ?? "remove it: its fields are \(FindingText.list(object.fields.map(\.key)))",
        fix: rename)
    }
  }

  private mutating func checkTagged(
    _ node: DocumentNode, by tag: String, _ cases: [(tag: String, ObjectSchema)], _ title: String
  ) {
    guard let value = node.member(tag) else {
      return fault(
        .missingField, "\(title) has no `\(tag)`", node, span: openingSpan(of: node),
        help: "its values are \(FindingText.list(cases.map(\.tag)))")
    }
    if let match = cases.first(where: { value.hasText($0.tag) }) {
      checkMembers(of: node, match.1)
    } else {
      checkChoice(value, cases.map(\.tag), as: Place(field: tag))
    }
  }

  private mutating func checkOneMember(_ node: DocumentNode, _ fields: [Field], _ title: String) {
    var known: FindingText { FindingText.list(fields.map(\.key)) }
    guard node.count == 1, let member = node.members.first(where: { _ in true }) else {
      return fault(
        .notOneMember, "\(title) has exactly one key, and this one has \(node.count)", node,
        help: "use one of \(known)")
    }
    guard let field = fields.first(where: { member.key.hasText($0.key) }) else {
      return fault(
        .unexpectedKey, "\(title) has no form \(quoted(member.key))", member.key,
        help: "use one of \(known)")
    }
    check(member.value, against: field.schema, as: Place(key: member.key))
  }

  /// Numbers in values that are kept must survive: they are part of the draft's identity.
  private mutating func checkNumbers(in node: DocumentNode) {
    switch node.kind {
    case .number:
      if let text = node.text, !JSONNumber.isExact(text) {
        fault(
          .inexactNumber, "the number `\(text)` cannot be kept exactly", node,
          help: "write it as text in quotes, or with at most 15 significant digits")
      }
    case .array: for element in node.elements { checkNumbers(in: element) }
    case .object: for member in node.members { checkNumbers(in: member.value) }
    case .null, .true, .false, .string: return
    }
  }
}

// MARK: - Messages

extension SchemaCheck {
  private mutating func wrongType(
    _ node: DocumentNode, expected: String, _ schema: Schema, as place: Place, found: String? = nil
  ) {
    let advice = SchemaAdvice(for: node, expected: schema)
    let removal = node.kind == .null ? place.removal.map { ", or \($0)" } : nil
    fault(
      .wrongType, "\(place.name) has to be \(expected), and is \(found ?? noun(node))", node,
      help: "\(advice.help)\(removal ?? "")", fix: advice.fix)
  }

  private mutating func fault(
    _ rule: Rule, _ message: @autoclosure () -> FindingText, _ node: DocumentNode, span: SourceSpan? = nil,
    help: @autoclosure () -> FindingText? = nil, fix: @autoclosure () -> Diagnostic.Fix? = nil
  ) {
    outcome.isAccepted = false
    outcome.faultySections.insert(section)
    findings.report(rule, message(), at: node, span: span, help: help(), fix: fix())
  }

  /// Where a missing member is shown: at the first key of the object it is missing from, or its brace.
  private func openingSpan(of node: DocumentNode) -> SourceSpan {
    guard let first = node.members.first(where: { _ in true }), first.key.span.start >= node.span.start else {
      return node.span
    }
    return first.key.span
  }
}

// Functions, not methods: a message is made only when the finding is kept, while the check is being changed.

private func literal(of node: DocumentNode) -> String {
  String(decoding: node.document.source.bytes[node.span.start..<node.span.end], as: UTF8.self)
}

private func noun(_ node: DocumentNode) -> String {
  switch node.kind {
  case .null: "empty (null)"
  case .true, .false: "true or false"
  case .number: "a number"
  case .string: "text"
  case .array: "a list"
  case .object: "an object"
  }
}

/// Shortened at once, because it becomes part of further names.
private func quoted(_ key: DocumentNode) -> String { "`\(FindingText.shortened(key.text ?? ""))`" }

private func quotedLiteral(of node: DocumentNode) -> String { JSONString.quoted(literal(of: node).utf8) }

private func quoting(_ node: DocumentNode, among words: [String]?) -> Diagnostic.Fix? {
  // In quotes it would still be none of the field's words.
  if let words, !words.contains(literal(of: node)) { return nil }
  return .init(
    title: "quote the value", edits: [.init(span: node.span, replacement: quotedLiteral(of: node))],
    isSafe: true)
}
