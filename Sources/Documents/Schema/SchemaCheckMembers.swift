/// The members of objects: those that are known, those that are missing, and those that are neither.
extension SchemaCheck {
  mutating func checkMembers(of value: Int, _ object: ObjectSchema) {
    // No key stands twice in an object, or the document would not have been read.
    var missing = object.requiredCount
    var unknown: [Int] = []
    for key in document.keys(of: value) {
      guard let position = object.position(of: key, in: document) else {
        unknown.append(key)
        continue
      }
      if object.traits[position].isRequired { missing -= 1 }
      if object.traits[position].takesAnyText, document.records[key + 1].kind == .string { continue }
      checkMember(key, object.fields[position], of: value)
    }
    if unknown.isEmpty, missing == 0 { return }
    var given = Set(document.keys(of: value).compactMap { object.position(of: $0, in: document) })
    let others = unknown.filter { !checkMisspelt($0, in: object, of: value, given: &given) }
    var free = object.fields.indices.filter { !given.contains($0) }.map { object.fields[$0] }
    for key in others { checkUnknownKey(document[key], in: object, of: value, free: &free) }
    for field in free where field.isRequired {
      if value == 0 { section = field.key }
      let form = Self.takesEmptyObject(field.schema) ? " `\(field.key): {}` will do." : ""
      fault(
        .missingField, "\(object.title) has no `\(field.key)`", value, span: openingSpan(of: value),
        help: "add `\(field.key)`: \(field.meaning)\(form)")
    }
  }

  private mutating func checkMember(_ key: Int, _ field: FieldSchema, of value: Int) {
    if value == 0 { section = field.key }
    check(key + 1, against: field.schema, as: ValueDescription(field))
  }

  /// Whether an object without members is a value of the schema.
  private static func takesEmptyObject(_ schema: ValueSchema) -> Bool {
    if case .object(let object) = schema { object.requiredCount == 0 } else { false }
  }

  // MARK: Misspelt keys

  /// Whether a key that is not known is a near miss of one that is, which is then reported; what it holds is checked as
  /// what was meant.
  private mutating func checkMisspelt(
    _ key: Int, in object: ObjectSchema, of value: Int, given: inout Set<Int>
  ) -> Bool {
    // What would only be counted is refused whatever it was meant to be, and looking for that takes time.
    guard object.unknownKeys != .ignored, !findings.isFull, let text = document[key].text,
      !ObjectSchema.isExtension(text),
      let miss = NearMiss.find(text, among: object.foldedKeys, isFree: { [given] in !given.contains($0) })
    else {
      return false
    }
    let field = object.fields[miss.position]
    reportMisspelt(key, text, field, in: object, isGiven: given.contains(miss.position))
    guard given.insert(miss.position).inserted else {
      // Which of the two counts nobody knows, so that nothing can be said of what refers to them.
      outcome.faultySections.insert(value == 0 ? field.key : section)
      return true
    }
    read(key, as: field, of: value)
    return true
  }

  /// Reads a member as what was meant.
  private mutating func read(_ key: Int, as field: FieldSchema, of value: Int) {
    outcome.isAccepted = false
    outcome.meantKeys[key] = field.key
    checkMember(key, field, of: value)
  }

  private mutating func reportMisspelt(
    _ key: Int, _ text: String, _ field: FieldSchema, in object: ObjectSchema, isGiven: Bool
  ) {
    let node = document[key]
    let hidden = text.hiddenScalars.first.map { ", because there is \($0.article) \($0.title) in it" } ?? ""
    outcome.isAccepted = false
    let loss: FindingText =
      isGiven
      ? "`\(field.key)` is given too: put what both say under it, and remove \(node.quotedName)"
      : "did you mean `\(field.key)`? As it stands, \(node.quotedName) does nothing"
    findings.report(
      .misspeltKey, "\(object.title) has no field \(node.quotedName)\(hidden)", at: node, help: loss,
      fix: isGiven ? nil : Self.rename(node, to: field))
  }

  private static func rename(_ key: DocumentNode, to field: FieldSchema) -> Diagnostic.Fix {
    Diagnostic.Fix(
      title: "rename it to `\(field.key)`",
      edits: [.init(span: key.span, replacement: key.spelling(field.key))], isSafe: false)
  }

  /// The tag of a tagged object, or the form of an object with one member, under a misspelt key.
  mutating func checkMisspeltKey(_ key: Int, among keys: [String], in title: String) -> Bool {
    guard let text = document[key].text,
      let miss = NearMiss.find(text, among: keys.map { FoldedKey($0) }, isFree: { _ in true })
    else {
      return false
    }
    let meant = keys[miss.position]
    let node = document[key]
    let hidden = text.hiddenScalars.first.map { ", because there is \($0.article) \($0.title) in it" } ?? ""
    fault(
      .misspeltKey, "\(title) has no field \(node.quotedName)\(hidden)", key,
      help: "did you mean `\(meant)`?",
      fix: .init(
        title: "rename it to `\(meant)`", edits: [.init(span: node.span, replacement: node.spelling(meant))],
        isSafe: false))
    return true
  }

  // MARK: Other keys

  /// `free` are the fields that are not given; a required one that the key was meant to be is taken out.
  private mutating func checkUnknownKey(
    _ key: DocumentNode, in object: ObjectSchema, of value: Int, free: inout [FieldSchema]
  ) {
    let text = key.text ?? ""
    if object.unknownKeys != .refused, ObjectSchema.isExtension(text) {
      if object.unknownKeys == .kept { checkNumbers(in: key.index + 1) }
      return
    }
    if value == 0 { section = text }
    let name = key.quotedName
    let isTolerant = [.kept, .ignored, .passed].contains(object.unknownKeys)
    let nearest =
      isTolerant && !free.contains(where: \.isRequired) ? nil : nearestField(to: text, among: free)
    if let nearest, let position = free.firstIndex(where: { $0.isRequired && $0.key == nearest.key }) {
      // One slip, one finding: about the object that lacks the field, shown at the key.
      free.remove(at: position)
      let whole = document[value]
      if value == 0 { section = nearest.key }
      findings.report(
        .missingField, "\(object.title) has no `\(nearest.key)`, but \(name)", at: whole, span: key.span,
        help:
          "did you mean `\(nearest.key)`? As it stands, \(name) does nothing and `\(nearest.key)` is missing",
        fix: Self.rename(key, to: nearest))
      read(key.index, as: nearest, of: value)
      return
    }
    let schema = schema
    switch object.unknownKeys {
    case .ignored, .passed: break
    case .kept: checkNumbers(in: key.index + 1)
    case .warned:
      findings.report(
        .unknownKey, "\(object.title) has no field \(name): it does nothing", at: key,
        help: Self.advice(for: key, text, nearest, schema), fix: nearest.map { Self.rename(key, to: $0) })
    case .refused, .refusedButExtensions:
      let fields = FindingText.list(object.fields.map(\.key))
      fault(
        .unexpectedKey, "\(object.title) has no field \(name)", key.index,
        help: nearest.map { "did you mean `\($0.key)`?" } ?? "remove it: its fields are \(fields)",
        fix: nearest.map { Self.rename(key, to: $0) })
    }
  }

  /// The field that was perhaps meant: of a like name, or with a long word in common.
  private mutating func nearestField(to text: String, among free: [FieldSchema]) -> FieldSchema? {
    if let name = findings.suggestion(for: text, among: free.map(\.key)) {
      return free.first { $0.key == name }
    }
    guard !findings.isFull, text.utf8.count <= NearMiss.longest else { return nil }
    let words = FoldedKey(text).words.filter { $0.count >= 5 }
    guard !words.isEmpty else { return nil }
    let alike = free.filter { field in field.folded.words.contains { words.contains($0) } }
    return alike.count == 1 ? alike.first : nil
  }

  private static func advice(
    for key: DocumentNode, _ text: String, _ nearest: FieldSchema?, _ schema: DocumentSchema
  ) -> FindingText {
    if text.utf8.starts(with: "//".utf8), key.document.syntax == .yaml {
      return "a comment begins with `#`, not with `//`"
    }
    let home = homes(of: text, in: schema).first
    if let home { return "`\(text)` belongs \(home); here, remove it" }
    return nearest.map { "did you mean `\($0.key)`?" } ?? "remove it, or write it as a comment"
  }

  /// Where in the document's schema a key of exactly this name is known, in words.
  private static func homes(of key: String, in schema: DocumentSchema) -> [String] {
    var found: [String] = []
    func look(_ object: ObjectSchema, _ home: String) {
      if object.fields.contains(where: { $0.key.hasSameScalars(as: key) }) { found.append(home) }
      for field in object.fields {
        switch field.schema {
        case .object(let inner): look(inner, "in `\(field.key)`")
        case .array(.object(let inner), _): look(inner, "in an entry of `\(field.key)`")
        default: continue
        }
      }
    }
    look(schema.root, "at the top level")
    return found
  }
}
