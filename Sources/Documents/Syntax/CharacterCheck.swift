/// Warns of characters that nobody sees in names, and of those that turn the direction of any text.
///
/// O(bytes), and no more than one look at them if there is none; O(values) where there is one. For documents that we
/// hold others to: a foreign recording may say what it likes.
package func checkCharacters(of document: Document, findings: inout Findings) {
  guard document.mayHideCharacters else { return }
  var check = CharacterCheck(document, consume findings)
  check.look(at: 0, as: .text)
  findings = check.findings
}

private struct CharacterCheck {
  let document: Document
  var findings: Findings

  init(_ document: Document, _ findings: consuming Findings) {
    self.document = document
    self.findings = findings
  }

  /// What a value is, by the key that it stands under.
  enum Use {
    case name, text
    /// An item that a machine may check; others are words for a judge.
    case item
    /// An object whose keys are names.
    case namedValues
  }

  private static let names = WordTable([
    "id", "key", "entry", "from", "to", "tool", "phase", "node", "filled", "done", "required_slots",
    "must_collect",
    "allowed_tools", "require_confirmation_before", "success_requires", "slots", "tools", "inputs", "fills",
  ])
  private static let items = WordTable(["must_do", "must_not_do"])
  private static let say: SchemaWord = "say"

  mutating func look(at place: Int, as use: Use) {
    switch document.records[place].kind {
    case .string: checkText(document[place], as: use)
    case .array: for child in document.children(of: place) { look(at: child, as: use) }
    case .object:
      for key in document.keys(of: place) {
        if use == .namedValues {
          checkText(document[key], as: .name)
          look(at: key + 1, as: .text)
        } else if Self.names.position(of: key, in: document) != nil {
          look(at: key + 1, as: .name)
        } else if Self.items.position(of: key, in: document) != nil {
          look(at: key + 1, as: .item)
        } else {
          look(at: key + 1, as: document.isText(key, Self.say) ? .namedValues : .text)
        }
      }
    case .null, .true, .false, .number: return
    }
  }

  private func isCheckable(_ item: String) -> Bool {
    !item.utf8.contains(0x20)
      && (item.utf8.contains(UInt8(ascii: ":")) || item.withoutHiddenScalars.hasSameScalars(as: "handoff"))
  }

  private mutating func checkText(_ node: DocumentNode, as use: Use) {
    let isGoal = node.withText { $0.contains { $0 >= 0x80 } }
    guard isGoal, let text = node.text else { return }
    let hidden = text.hiddenScalars
    if let first = hidden.first, use == .name || (use == .item && isCheckable(text)) {
      findings.report(
        .hiddenInName, "there is \(first.article) \(first.title) in the name `\(text)`", at: node,
        help: "remove it: `\(text.withoutHiddenScalars)`", fix: node.fix(writing: text.withoutHiddenScalars))
    } else if let control = hidden.first(where: \.isBidirectionalControl) {
      let clean = String(
        String.UnicodeScalarView(
          text.unicodeScalars.filter { HiddenScalar($0)?.isBidirectionalControl != true }))
      findings.report(
        .bidirectionalControl,
        "there is \(control.article) \(control.title) in this text, shown as `\(control.escape)`", at: node,
        help: "remove it: the text is shown in another order than it is said",
        fix: text.utf8.count <= 1000 ? node.fix(writing: clean) : nil)
    }
  }
}

extension Document {
  /// Whether any byte of the document, or of what its escapes stand for, may belong to a hidden character.
  fileprivate var mayHideCharacters: Bool {
    source.bytes.withUnsafeBytes(Self.mayHideCharacters) || decoded.withUnsafeBytes(Self.mayHideCharacters)
  }

  /// Eight bytes at a time as long as they are ASCII, then by the first two bytes of each character.
  private static func mayHideCharacters(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var place = 0
    while place < bytes.count {
      if place + 8 <= bytes.count, NameBytes.word(bytes, place) & 0x8080_8080_8080_8080 == 0 {
        place += 8
        continue
      }
      let next = place + 1 < bytes.count ? bytes[place + 1] : 0
      let last = place + 2 < bytes.count ? bytes[place + 2] : 0
      switch bytes[place] {
      case 0xC2 where next == 0xA0 || next == 0xAD: return true
      case 0xCD where next == 0x8F: return true
      case 0xD8 where next == 0x9C: return true
      case 0xE1
      where (next == 0x85 && last >= 0x9F) || (next == 0x9A && last == 0x80)
        || (next == 0xA0 && last == 0x8E):
        return true
      case 0xE2 where next == 0x80 && (last < 0x90 || 0xAA...0xAF ~= last): return true
      case 0xE2 where next == 0x81 && last >= 0x9F: return true
      case 0xE2 where next == 0xA0 && last == 0x80: return true
      case 0xE3 where (next == 0x80 && last == 0x80) || (next == 0x85 && last == 0xA4): return true
      case 0xEF where next == 0xB8 || next == 0xBB || next == 0xBE: return true
      case 0xF3 where next == 0xA0: return true
      default: place += 1
      }
    }
    return false
  }
}
