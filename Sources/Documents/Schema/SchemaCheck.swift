/// Holds a document against its schema and reports everything that does not fit, at its place.
///
/// One walk over the document, O(values × fields of their object). Accepts exactly what a JSON Schema 2020-12
/// validator accepts under the schema that ``JSONSchema`` publishes, but for misspelt keys: a schema cannot tell one from
/// a key of somebody's own.
public struct SchemaCheck {
  let schema: DocumentSchema
  let document: Document
  var findings: Findings
  var outcome = Outcome()
  /// The top-level member that is being checked.
  var section = ""

  /// What the check found out beside its findings.
  public struct Outcome: Sendable {
    /// Whether the document has the schema's shape.
    public var isAccepted = true
    /// The top-level members in which something does not fit, so that later checks know what they cannot
    /// rely on.
    public var faultySections: Set<String> = []
    /// Misspelt keys by their positions, and what was meant: so read, a section still shows its other faults, and
    /// nothing follows from the slip.
    public var meantKeys: [Int: String] = [:]
  }

  /// Checks a whole document; reports each fault at its place. O(values × fields of their object).
  public static func run(
    _ document: Document, against schema: DocumentSchema, findings: inout Findings
  ) -> Outcome {
    // Moved, not copied: a document's parts are checked one after the other, and there may be very many.
    var check = SchemaCheck(schema, document, findings: consume findings)
    check.check(document.root.index, against: .object(schema.root), as: .document)
    findings = check.findings
    return check.outcome
  }

  /// Holds a part of a document against a shape that the schema defines by name; says whether it has it.
  public static func accepts(
    _ node: DocumentNode, as definition: String, of schema: DocumentSchema, findings: inout Findings
  ) -> Bool {
    var check = SchemaCheck(schema, node.document, findings: consume findings)
    check.check(
      node.index, against: .reference(definition), as: ValueDescription(phrase: "the \(definition)"))
    findings = check.findings
    return check.outcome.isAccepted
  }

  private init(_ schema: DocumentSchema, _ document: Document, findings: consuming Findings) {
    self.schema = schema
    self.document = document
    self.findings = findings
  }

  /// How a message calls a value. Most values are in order, so that words are only made when they are asked for.
  struct ValueDescription {
    private let called: Name
    /// How many lists it is an entry of, one in the other.
    private var entries = 0
    private let isRemovable: Bool

    private enum Name {
      case plain(String)
      case field(FieldSchema)
      case key(DocumentNode)
    }

    static let document = ValueDescription(.plain("the document"), isRemovable: false)

    init(_ field: FieldSchema) { self.init(.field(field), isRemovable: !field.isRequired) }

    init(field key: String) { self.init(.plain("`\(key)`"), isRemovable: false) }

    init(phrase: String) { self.init(.plain(phrase), isRemovable: false) }

    init(key: DocumentNode, isRemovable: Bool = false) { self.init(.key(key), isRemovable: isRemovable) }

    private init(_ called: Name, isRemovable: Bool) {
      self.called = called
      self.isRemovable = isRemovable
    }

    var entry: ValueDescription {
      var description = self
      description.entries += 1
      return description
    }

    /// How a message calls the value.
    var name: String {
      let name =
        switch called {
        case .plain(let words): words
        case .field(let field): "`\(field.key)`"
        case .key(let key): key.quotedName
        }
      return String(repeating: "an entry of ", count: entries) + name
    }

    /// Whether the value is an entry of a list of names.
    var isName: Bool {
      guard entries == 1, case .field(let field) = called else { return false }
      return [
        "allowed_tools", "require_confirmation_before", "success_requires", "required_slots", "must_collect",
        "tools",
        "slots", "inputs", "fills",
      ].contains(field.key)
    }

    /// What can be done instead of writing a value.
    var removal: String? { entries > 0 ? "remove the entry" : isRemovable ? "remove the line" : nil }
  }

  // Values are named by their positions: a document handed on with each of them would be counted each time.

  mutating func check(_ value: Int, against schema: ValueSchema, as description: ValueDescription) {
    let kind = document.records[value].kind
    switch schema {
    case .text: checkText(value, as: description)
    case .choice(let words): checkChoice(value, words, as: description)
    case .boolean:
      if kind != .true, kind != .false {
        wrongType(value, expected: "true or false", schema, as: description)
      }
    case .onlyTrue:
      if kind != .true {
        wrongType(value, expected: "`true`", schema, as: description, found: kind == .false ? "`false`" : nil)
      }
    case .integer(let range): checkInteger(value, range, as: description)
    case .share:
      let share = kind == .number ? document[value].text.flatMap { Double($0) } : nil
      guard let share, (0...1).contains(share) else {
        return wrongType(value, expected: "a number from 0 to 1", schema, as: description)
      }
      checkNumbers(in: value)
    case .array(let element, let minimum):
      guard kind == .array else { return wrongType(value, expected: "a list", schema, as: description) }
      if document[value].count < minimum {
        fault(
          .tooFewItems, "\(description.name) needs at least \(minimum) \(minimum == 1 ? "entry" : "entries")",
          value, help: "add one; an agent without any could not be checked")
      }
      let entry = description.entry
      for child in document.children(of: value) { check(child, against: element, as: entry) }
    case .object(let object):
      guard kind == .object else { return wrongType(value, expected: "an object", schema, as: description) }
      checkMembers(of: value, object)
    case .map(let shape):
      guard kind == .object else { return wrongType(value, expected: "an object", schema, as: description) }
      for key in document.keys(of: value) {
        check(key + 1, against: shape, as: ValueDescription(key: document[key], isRemovable: true))
      }
    case .tagged(let cases):
      guard kind == .object else { return wrongType(value, expected: "an object", schema, as: description) }
      checkTagged(value, cases)
    case .oneMember(let object):
      guard kind == .object else { return wrongType(value, expected: "an object", schema, as: description) }
      checkOneMember(value, object)
    case .textOr(let other):
      if kind == .object {
        check(value, against: other, as: description)
      } else {
        checkText(value, as: description)
      }
    case .reference(let target):
      guard let found = self.schema.definitions.first(where: { $0.name == target }) else {
        preconditionFailure("the schema defines what it refers to")
      }
      check(value, against: found.schema, as: description)
    case .anything: checkNumbers(in: value)
    case .unread: return
    case .orNull(let schema):
      if kind != .null { check(value, against: schema, as: description) }
    }
  }

  /// `words` are those that the text may be; nil for any text.
  private mutating func checkText(
    _ value: Int, among words: [String]? = nil, as description: ValueDescription
  ) {
    switch document.records[value].kind {
    case .string: return
    case .null:
      fault(
        .unquotedText, "\(description.name) has no text", value,
        help: "write the text\(description.removal.map { ", or \($0)" } ?? "")")
    case .true, .false, .number:
      let node = document[value]
      fault(
        .unquotedText, "\(description.name) is text, but `\(node.literal)` is \(node.noun)", value,
        help: "quote it: \(node.quotedLiteral)", fix: node.quoting(among: words))
    case .array, .object: wrongType(value, expected: "text", .text, as: description)
    }
  }

  mutating func checkChoice(_ value: Int, _ choices: WordTable, as description: ValueDescription) {
    if choices.position(of: value, in: document) != nil { return }
    let words = choices.texts
    let node = document[value]
    guard node.kind == .string, let text = node.text else {
      return checkText(value, among: words, as: description)
    }
    if words.count == 1, let only = words.first {
      return fault(
        .unknownValue, "\(description.name) is `\(text)`, and has to be `\(only)`", value,
        help: "write `\(only)`",
        fix: node.fix(writing: only))
    }
    let all = FindingText.list(words)
    if let hidden = text.hiddenScalars.first,
      let meant = words.first(where: text.withoutHiddenScalars.hasSameScalars)
    {
      return fault(
        .unknownValue, "\(description.name) is `\(text)`: there is \(hidden.article) \(hidden.title) in it",
        value,
        help: "remove it: `\(meant)`", fix: node.fix(writing: meant))
    }
    if let meant = node.valueBeforeSlashes, words.contains(meant) {
      return fault(
        .unknownValue, "\(description.name) is `\(text)`, which is not one of its values", value,
        help: "a comment begins with ` #`, not with `//`", fix: node.fix(writing: meant))
    }
    let nearest = IntendedWord.of(text, among: words) ?? findings.suggestion(for: text, among: words)
    fault(
      .unknownValue, "\(description.name) is `\(text)`, which is not one of its values", value,
      help: nearest.map { "did you mean `\($0)`? The values are \(all)" } ?? "the values are \(all)",
      fix: nearest.map { node.fix(writing: $0) })
  }

  private mutating func checkInteger(
    _ value: Int, _ range: ClosedRange<Int>, as description: ValueDescription
  ) {
    let node = document[value]
    guard let number = node.integer else {
      return wrongType(value, expected: "a whole number", .integer(range), as: description)
    }
    if number < range.lowerBound {
      fault(
        .belowMinimum, "\(description.name) is \(node.literal), less than \(range.lowerBound)", value,
        help: "the least is \(range.lowerBound)")
    } else if number > range.upperBound {
      fault(
        .aboveMaximum, "\(description.name) is \(node.literal), more than \(range.upperBound)", value,
        help: "the most is \(range.upperBound)")
    }
  }

  private mutating func checkTagged(_ value: Int, _ cases: TaggedSchema) {
    guard let tag = document.member(of: value, cases.tag) else {
      for key in document.keys(of: value)
      where checkMisspeltKey(key, among: [cases.tag.text], in: cases.title) { return }
      return fault(
        .missingField, "\(cases.title) has no `\(cases.tag.text)`", value, span: openingSpan(of: value),
        help: "its values are \(FindingText.list(cases.tags.texts))")
    }
    if let position = cases.tags.position(of: tag, in: document) {
      checkMembers(of: value, cases.objects[position])
    } else {
      checkChoice(tag, cases.tags, as: ValueDescription(field: cases.tag.text))
    }
  }

  private mutating func checkOneMember(_ value: Int, _ object: ObjectSchema) {
    var known: FindingText { FindingText.list(object.fields.map(\.key)) }
    let count = document[value].count
    guard count == 1 else {
      return fault(
        .notOneMember, "\(object.title) has exactly one key, and this one has \(count)", value,
        help: "use one of \(known)")
    }
    let key = value + 1
    guard let position = object.position(of: key, in: document) else {
      if checkMisspeltKey(key, among: object.fields.map(\.key), in: object.title) { return }
      let name = document[key].quotedName
      return fault(
        .unexpectedKey, "\(object.title) has no form \(name)", key, help: "use one of \(known)")
    }
    check(key + 1, against: object.fields[position].schema, as: ValueDescription(key: document[key]))
  }

  /// Numbers in values that are kept must survive: they are part of the draft's identity.
  mutating func checkNumbers(in value: Int) {
    // All that is in a value stands behind it.
    for index in value..<document.next(after: value) where document.records[index].kind == .number {
      guard let text = document[index].text, !JSONNumber.isExact(text) else { continue }
      fault(
        .inexactNumber, "the number `\(text)` cannot be kept exactly", index,
        help: "write it as text in quotes, or with at most 15 significant digits")
    }
  }
}

// MARK: - Messages

extension SchemaCheck {
  private mutating func wrongType(
    _ value: Int, expected: String, _ schema: ValueSchema, as description: ValueDescription,
    found: String? = nil
  ) {
    let node = document[value]
    let advice = SchemaAdvice(for: node, expected: schema, isName: description.isName)
    let removal = node.kind == .null ? description.removal.map { ", or \($0)" } : nil
    fault(
      .wrongType, "\(description.name) has to be \(expected), and is \(found ?? node.noun)", value,
      help: "\(advice.help)\(removal ?? "")", fix: advice.fix)
  }

  mutating func fault(
    _ rule: Rule, _ message: @autoclosure () -> FindingText, _ value: Int, span: SourceSpan? = nil,
    help: @autoclosure () -> FindingText? = nil, fix: @autoclosure () -> Diagnostic.Fix? = nil
  ) {
    outcome.isAccepted = false
    outcome.faultySections.insert(section)
    findings.report(rule, message(), at: document[value], span: span, help: help(), fix: fix())
  }

  /// Where a missing member is shown: at the first key of the object it is missing from, or its brace.
  func openingSpan(of value: Int) -> SourceSpan {
    let node = document[value]
    guard let first = node.members.first(where: { _ in true }), first.key.span.start >= node.span.start else {
      return node.span
    }
    return first.key.span
  }
}

/// How messages describe a value: made only where a finding is kept.
extension DocumentNode {
  /// As it stands in the source.
  var literal: String { String(decoding: document.source.bytes[span.start..<span.end], as: UTF8.self) }

  /// What kind of thing it is.
  var noun: String {
    switch kind {
    case .null: "empty (null)"
    case .true, .false: "true or false"
    case .number: "a number"
    case .string: "text"
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// A key as a message shows it. Shortened at once, because it becomes part of further names.
  var quotedName: String { "`\(FindingText.shortened(text ?? "").withHiddenScalarsShown)`" }

  fileprivate var quotedLiteral: String { JSONString.quoted(literal.utf8) }

  fileprivate func quoting(among words: [String]?) -> Diagnostic.Fix? {
    // In quotes it would still be none of the field's words.
    if let words, !words.contains(literal) { return nil }
    return .init(
      title: "quote the value", edits: [.init(span: span, replacement: quotedLiteral)], isSafe: true)
  }
}
