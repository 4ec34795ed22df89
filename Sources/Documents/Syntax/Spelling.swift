/// How a fix is written into a document.
extension DocumentNode {
  /// Whether writing over the value's own text changes this value and nothing else: not where a tag or an anchor
  /// takes part, where the value came through an alias, or where the text is a block of lines.
  package var isEditable: Bool {
    guard !record.isShared else { return false }
    let first = document.source.bytes[Int(record.start)..<Int(record.end)].first
    return first != UInt8(ascii: "|") && first != UInt8(ascii: ">")
  }

  /// A text as it has to be written in this value's place to be read as that text: in quotes where the value has
  /// quotes, where the document is JSON, and where YAML could take it for anything else.
  package func spelling(_ text: String) -> String {
    let first = document.source.bytes[Int(record.start)..<Int(record.end)].first
    let isQuoted = first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    return document.syntax == .yaml && !isQuoted && Spelling.isPlain(text) ? text : Spelling.quoted(text)
  }

  /// Another text in the value's place, as what was probably meant.
  package func fix(writing text: String) -> Diagnostic.Fix {
    .init(
      title: "write `\(FindingText.shortened(text))`",
      edits: [.init(span: span, replacement: spelling(text))], isSafe: false)
  }
}

enum Spelling {
  /// Whether YAML reads the text as it stands as this text, in a flow or a block, as a key or a value. Says no to
  /// some that it would.
  static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "_") else { return false }
    guard text.utf8.last != 0x20 else { return false }
    let isWord = text.utf8.allSatisfy {
      isLetter($0) || 0x30...0x39 ~= $0
        || "_-. ".utf8.contains($0)
    }
    return isWord && !["true", "false", "null"].contains(text.lowercased())
  }

  private static func isLetter(_ byte: UInt8) -> Bool { 0x41...0x5A ~= byte || 0x61...0x7A ~= byte }

  /// A JSON string that is a YAML one too: what YAML does not take as it stands, or takes for a line break, is
  /// written as an escape that both know.
  static func quoted(_ text: String) -> String {
    var written = ""
    for scalar in JSONString.quoted(text.utf8).unicodeScalars {
      switch scalar.value {
      case 0x7F...0x9F, 0x2028...0x2029, 0xFEFF, 0xFFFE...0xFFFF:
        let digits = String(scalar.value, radix: 16)
        written += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: written.unicodeScalars.append(scalar)
      }
    }
    return written
  }
}
