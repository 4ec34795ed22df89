import Documents

/// Writes a value in many spellings of YAML and JSON that all mean the same.
package struct DocumentWriter {
  private var random: SeededRandom

  package init(seed: UInt64) { random = SeededRandom(seed: seed) }

  package mutating func json(_ value: JSONValue) -> String { flow(value, allowsPlain: false) + "\n" }

  package mutating func yaml(_ value: JSONValue) -> String {
    var lines = random.chance(30) ? ["# a comment", "---"] : []
    lines += block(value, indent: 0)
    return lines.joined(separator: random.chance(15) ? "\r\n" : "\n") + "\n"
  }

  /// Members in another order.
  package mutating func shuffled(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(members.shuffled(using: &random).map { JSONMember($0.key, shuffled($0.value)) })
    case .array(let elements): .array(elements.map { shuffled($0) })
    case .null, .boolean, .number, .string: value
    }
  }

  // MARK: Blocks

  private mutating func block(_ value: JSONValue, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    switch value {
    case .object(let members) where !members.isEmpty:
      return members.flatMap { member -> [String] in
        let key = margin + scalar(member.key, isKey: true) + ":"
        return attach(member.value, to: key, indent: indent + 2)
      }
    case .array(let elements) where !elements.isEmpty:
      return elements.flatMap { attach($0, to: margin + "-", indent: indent + 2) }
    case .null, .boolean, .number, .string, .array, .object:
      return [margin + flow(value, allowsPlain: true)]
    }
  }

  private mutating func attach(_ value: JSONValue, to head: String, indent: Int) -> [String] {
    switch value {
    case .object(let members) where !members.isEmpty && random.chance(80):
      return [head + comment()] + block(value, indent: indent)
    case .array(let elements) where !elements.isEmpty && random.chance(60):
      return [head + comment()] + block(value, indent: indent)
    case .string(let text) where Self.fitsLiteral(text) && random.chance(40):
      return literal(text, head: head, indent: indent)
    case .string(let text) where Self.fitsFolded(text) && random.chance(20):
      return ["\(head) >-", String(repeating: " ", count: indent) + text]
    case .string(let text) where Self.isPlainInBlock(text) && random.chance(60):
      return [head + " " + text + comment()]
    case .null, .boolean, .number, .string, .array, .object:
      return [head + " " + flow(value, allowsPlain: true) + comment()]
    }
  }

  private mutating func comment() -> String { random.chance(10) ? "  # note: [x] {y}" : "" }

  /// A literal scalar can hold lines of printable text that do not start with a space.
  private static func fitsLiteral(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix(" ") && !text.hasPrefix("\n") && !text.hasSuffix("\n\n")
      && text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) }
  }

  /// A folded scalar on one line holds any line of printable text that neither starts nor ends with a space.
  private static func fitsFolded(_ text: String) -> Bool {
    fitsLiteral(text) && !text.utf8.contains(0x0A) && !text.hasSuffix(" ")
  }

  /// Text that needs no quotes behind a key or a `- `: a comma or a dash in it is just that.
  private static func isPlainInBlock(_ text: String) -> Bool {
    guard let first = text.utf8.first, 0x41...0x5A ~= first || 0x61...0x7A ~= first, !text.hasSuffix(":"),
      !text.hasSuffix(" "), !["null", "true", "false"].contains(text)
    else {
      return false
    }
    let isPrintable = text.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) && $0.value != 0x2028 && $0.value != 0x2029
    }
    return isPrintable && text.firstRange(of: ": ") == nil && text.firstRange(of: " #") == nil
  }

  private func literal(_ text: String, head: String, indent: Int) -> [String] {
    let keepsEnd = text.hasSuffix("\n")
    let body = keepsEnd ? String(text.dropLast()) : text
    let margin = String(repeating: " ", count: indent)
    return ["\(head) |\(keepsEnd ? "" : "-")"]
      + body.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : margin + $0 }
  }

  // MARK: Flow

  private mutating func flow(_ value: JSONValue, allowsPlain: Bool) -> String {
    switch value {
    case .null: return "null"
    case .boolean(let flag): return flag ? "true" : "false"
    case .number(let number):
      let whole = JSONNumber.canonical(number)
      return random.pick([whole, whole + ".0", whole + "e0"])
    case .string(let text): return allowsPlain ? scalar(text, isKey: false) : quoted(text)
    case .array(let elements):
      return "[" + elements.map { flow($0, allowsPlain: allowsPlain) }.joined(separator: ", ") + "]"
    case .object(let members):
      return "{"
        + members.map {
          (allowsPlain ? scalar($0.key, isKey: true) : quoted($0.key)) + ": "
            + flow($0.value, allowsPlain: allowsPlain)
        }.joined(separator: ", ") + "}"
    }
  }

  private mutating func scalar(_ text: String, isKey: Bool) -> String {
    let isWord =
      !text.isEmpty && text.utf8.allSatisfy { 0x61...0x7A ~= $0 || $0 == 0x5F || $0 == 0x20 }
      && !text.hasPrefix(" ") && !text.hasSuffix(" ") && !["null", "true", "false"].contains(text)
    if isWord, random.chance(70) { return text }
    let fitsSingle = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) }
    if fitsSingle, random.chance(50) {
      return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
    return quoted(text)
  }

  private mutating func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default:
        let mayEscape = scalar.value < 0x20 || (scalar.value < 0x10000 && random.chance(10))
        if mayEscape {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
