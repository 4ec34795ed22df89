import Documents

/// Holds a body against its table, and gathers everything that is wrong with it, in the words of a refusal. O(values).
struct BodyCheck {
  private var found: [String] = []
  /// Of an object inside the body, which is told about alone.
  private var inside: [String] = []

  var problems: [String] { inside.isEmpty ? found : inside }

  mutating func report(_ problems: [String]) { found += problems }

  /// `object` nil: a body that is empty.
  mutating func checkMembers(of object: DocumentNode?, _ table: ObjectSchema) {
    for field in table.fields {
      if let value = object?.member(field.key) {
        check(value, against: field.schema, as: field.key)
      } else if field.isRequired {
        found.append("`\(field.key)` is missing")
      }
    }
    if table.unknownKeys == .refused, let object { checkUnknown(object, table) }
  }

  /// A member that is not listed would be lost.
  private mutating func checkUnknown(_ object: DocumentNode, _ table: ObjectSchema) {
    let names = table.fields.map { "`\($0.key)`" }.joined(separator: ", ")
    for member in object.members {
      let key = member.key.text ?? ""
      if table.fields.contains(where: { $0.key.hasSameScalars(as: key) }) { continue }
      found.append(
        "there is no member `\(key.prefix(60))` here: "
          + (names.isEmpty ? "nothing is taken" : "known are \(names)"))
    }
  }

  /// `null` is a value of no type but of those that say so: what is not meant is left out.
  mutating func check(_ value: DocumentNode, against schema: ValueSchema, as key: String) {
    switch schema {
    case .text: if value.kind != .string { found.append("`\(key)` has to be a text") }
    case .choice(let words):
      let problems = Form.text.problems(value, key)
      if problems.isEmpty, !words.texts.contains(where: { value.hasText($0) }) {
        found.append("`\(key)` is one of \(words.texts.map { "`\($0)`" }.joined(separator: ", "))")
      }
      found += problems
    case .boolean: if value.boolean == nil { found.append("`\(key)` is true or false") }
    case .onlyTrue: if value.boolean != true { found.append("`\(key)` is true") }
    case .integer(let range):
      if !(value.wholeDouble.map { range.contains($0) } ?? false) {
        found.append("`\(key)` is a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
    case .share:
      let share = value.kind == .number ? value.text.flatMap { Double($0) } : nil
      if !(share.map { (0...1).contains($0) } ?? false) { found.append("`\(key)` is a number from 0 to 1") }
    case .array(let element, _):
      guard value.kind == .array else { return found.append("`\(key)` has to be a list") }
      for entry in value.elements { check(entry, against: element, as: key) }
    case .object(let table):
      guard value.kind == .object else { return found.append("`\(key)` has to be an object") }
      var check = BodyCheck()
      check.checkMembers(of: value, table)
      if inside.isEmpty { inside = check.problems }
    case .map(let element):
      guard value.kind == .object else { return found.append("`\(key)` has to be an object") }
      for member in value.members { check(member.value, against: element, as: key) }
    case .orNull(let other): if value.kind != .null { check(value, against: other, as: key) }
    case .reference(let name): found += Form.named(name).problems(value, key)
    case .anything, .unread: return
    case .tagged, .oneMember, .textOr:
      preconditionFailure("no body has this shape: say here how it is checked")
    }
  }
}
