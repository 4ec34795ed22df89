/// How to fix a value of the wrong type: an example of the right one, and an edit where what was meant is plain.
struct SchemaAdvice {
  let help: FindingText
  var fix: Diagnostic.Fix?

  /// Longer texts are not repeated in help and edits.
  private static let longest = 200

  init(for node: DocumentNode, expected schema: ValueSchema, isName: Bool = false) {
    if let hidden = Self.hidden(node) ?? Self.comment(node, schema) {
      self = hidden
      return
    }
    switch schema {
    case .text, .choice, .textOr: self = (isName ? Self.name(node) : nil) ?? Self.text(node)
    case .boolean: self = Self.boolean(node)
    case .onlyTrue: self = Self(help: "write `true`")
    case .integer(let range): self = Self.integer(node, range)
    case .share: self = Self(help: "write a number from 0 to 1")
    case .array(let element, _): self = Self.list(node, element)
    case .object(let object):
      let key = object.fields.first(where: \.isRequired)?.key ?? object.fields.first?.key
      let example = key.map { ", one key a line, such as `\($0): …`" } ?? ""
      self = Self(help: "write an object\(example)")
    case .tagged(let schema): self = Self(help: "write an object with a `\(schema.tag.text)`")
    case .oneMember(let schema):
      self = Self(help: "write an object with one of \(FindingText.list(schema.fields.map(\.key)))")
    case .orNull(let schema): self = Self(for: node, expected: schema, isName: isName)
    case .map, .reference, .anything, .unread: self = Self(help: "write an object")
    }
  }

  private init(help: FindingText) { self.help = help }

  private init(_ node: DocumentNode, write text: String, help: FindingText? = nil, isSafe: Bool) {
    self.help = help ?? "write `\(text)`"
    fix = .init(
      title: "write `\(text)`", edits: [.init(span: node.span, replacement: text)], isSafe: isSafe)
  }

  /// An object where a name belongs, such as a tool with its description: the name in it.
  private static func name(_ node: DocumentNode) -> SchemaAdvice? {
    guard node.kind == .object else { return nil }
    let object = node.member("function").flatMap { $0.kind == .object ? $0 : nil } ?? node
    let name = ["id", "name", "key", "tool", "slot"].lazy.compactMap { object.string($0) }.first
    guard let name, !name.isBlank, name.utf8.count <= longest else {
      return SchemaAdvice(help: "write its name alone")
    }
    let written =
      node.startsWith("{") ? node.spelling(name) : Spelling.isPlain(name) ? name : Spelling.quoted(name)
    return SchemaAdvice(node, write: written, help: "write its name alone: `\(name)`", isSafe: false)
  }

  /// Something in the value that nobody sees, and that made it another kind of value.
  private static func hidden(_ node: DocumentNode) -> SchemaAdvice? {
    let text = node.kind == .string ? node.text : node.members.first { _ in true }?.key.text
    guard let text, text.utf8.count <= longest, let hidden = text.hiddenScalars.first else { return nil }
    let isSpace = hidden.kind == .space
    return SchemaAdvice(
      help:
        "there is \(hidden.article) \(hidden.title) in `\(text)`: \(isSpace ? "write an ordinary space instead" : "remove it")"
    )
  }

  /// `2 // two`: a comment as other languages have it, which YAML reads as text.
  private static func comment(_ node: DocumentNode, _ schema: ValueSchema) -> SchemaAdvice? {
    guard let value = node.valueBeforeSlashes else { return nil }
    let fits =
      switch schema {
      case .integer(let range): Int(value).map(range.contains) ?? false
      case .boolean: value == "true" || value == "false"
      default: false
      }
    guard fits else { return nil }
    return SchemaAdvice(node, write: value, help: "a comment begins with ` #`, not with `//`", isSafe: false)
  }

  private static func text(_ node: DocumentNode) -> SchemaAdvice {
    let source = node.literal
    if node.kind == .object, node.span.length <= longest, !source.utf8.contains(0x0A),
      !source.utf8.contains(0x22),
      node.document.syntax == .yaml
    {
      let quoted = Spelling.quoted(source)
      return SchemaAdvice(node, write: quoted, help: "quote it: \(quoted)", isSafe: false)
    }
    let parts = node.elements.map { $0.kind == .string ? $0.text : nil }
    let joined = parts.compactMap { $0 }.joined(separator: ", ")
    guard node.kind == .array, !parts.isEmpty, !parts.contains(where: { $0 == nil }),
      node.span.length <= longest
    else {
      return SchemaAdvice(help: "write text")
    }
    return SchemaAdvice(node, write: node.spelling(joined), isSafe: false)
  }

  /// What YAML 1.1 and people take for a truth value.
  private static func boolean(_ node: DocumentNode) -> SchemaAdvice {
    switch node.kind == .string ? node.text?.lowercased() : nil {
    case "yes", "on", "y", "true": SchemaAdvice(node, write: "true", isSafe: true)
    case "no", "off", "n", "false": SchemaAdvice(node, write: "false", isSafe: true)
    default: SchemaAdvice(help: "write `true` or `false`")
    }
  }

  private static func integer(_ node: DocumentNode, _ range: ClosedRange<Int>) -> SchemaAdvice {
    if node.kind == .string, let text = node.text, let value = Int(text), range.contains(value) {
      return SchemaAdvice(node, write: "\(value)", help: "write `\(value)` without quotes", isSafe: true)
    }
    return SchemaAdvice(help: "write a whole number from \(range.lowerBound) to \(range.upperBound)")
  }

  private static func list(_ node: DocumentNode, _ element: ValueSchema) -> SchemaAdvice {
    switch element {
    case .text, .choice:
      if node.kind == .string, let text = node.text, text.utf8.count <= longest, !text.isBlank {
        let entries = entries(of: text).map(node.spelling)
        return SchemaAdvice(node, write: "[\(entries.joined(separator: ", "))]", isSafe: false)
      }
      if case .choice(let words) = element {
        return SchemaAdvice(
          help: "write a list, such as `[\(words.texts.prefix(2).joined(separator: ", "))]`")
      }
      return SchemaAdvice(help: "write a list, such as `[one, two]`")
    case .object(let object):
      if node.kind == .object, let first = node.members.first(where: { _ in true })?.key.text {
        return SchemaAdvice(
          help: node.startsWith("{")
            ? "put it in brackets, as the one entry: `[{…}]`" : "is `- ` missing before `\(first)`?")
      }
      let key = object.fields.first?.key ?? "…"
      return SchemaAdvice(help: "write a list, with `- ` before each entry, such as `- \(key): …`")
    default: return SchemaAdvice(help: "write a list, such as `[…]`")
    }
  }

  /// `widget, voice` is two names; a sentence with a comma is one entry.
  private static func entries(of text: String) -> [String] {
    let parts = text.split(separator: ",").map { $0.trimmed }
    return parts.allSatisfy { !$0.isEmpty && !$0.contains(" ") } ? parts : [text]
  }

}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension DocumentNode {
  /// Of a text without quotes that ends in ` // comment`: what stands before it.
  var valueBeforeSlashes: String? {
    guard kind == .string, document.syntax == .yaml, isEditable, let text, text.utf8.count <= 200,
      let range = text.firstRange(of: " //")
    else {
      return nil
    }
    let value = text[..<range.lowerBound].trimmed
    return value.isEmpty ? nil : value
  }

  /// Whether the source has this text at the start of the value.
  fileprivate func startsWith(_ text: String) -> Bool {
    document.source.bytes[span.start..<span.end].starts(with: text.utf8)
  }
}
