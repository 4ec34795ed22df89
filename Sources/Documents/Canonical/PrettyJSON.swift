/// JSON for people: two-space indent, members in the order given, and small collections on one line, so that a
/// node or an edge of a draft is usually one line and a change of it one line of a diff.
public enum PrettyJSON {
  private static let width = 110

  /// The text, with a line break at its end.
  public static func text(of value: JSONValue) -> String {
    var output: [UInt8] = []
    write(value, indent: 0, prefix: 0, to: &output)
    output.append(0x0A)
    return String(decoding: output, as: UTF8.self)
  }

  /// One line with a space after `:` and `,`.
  public static func line(of value: JSONValue) -> String {
    var output: [UInt8] = []
    _ = writeLine(value, limit: .max, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// `prefix` is what already stands on the line past the indent: the key.
  private static func write(_ value: JSONValue, indent: Int, prefix: Int, to output: inout [UInt8]) {
    let start = output.count
    if writeLine(value, limit: width - indent - prefix, to: &output) { return }
    output.removeSubrange(start...)
    switch value {
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        breakLine(index == 0, indent + 2, &output)
        write(element, indent: indent + 2, prefix: 0, to: &output)
      }
      breakLine(true, indent, &output)
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        breakLine(index == 0, indent + 2, &output)
        let keyStart = output.count
        JSONString.write(member.key.utf8, to: &output)
        output += ": ".utf8
        write(member.value, indent: indent + 2, prefix: output.count - keyStart, to: &output)
      }
      breakLine(true, indent, &output)
      output.append(UInt8(ascii: "}"))
    case .null, .boolean, .number, .string:
      _ = writeLine(value, limit: .max, to: &output)
    }
  }

  private static func breakLine(_ isFirst: Bool, _ indent: Int, _ output: inout [UInt8]) {
    if !isFirst { output.append(UInt8(ascii: ",")) }
    output.append(0x0A)
    output.append(contentsOf: repeatElement(0x20, count: indent))
  }

  /// Writes on one line, giving up (false) once it is longer than the limit, so that the cost of trying is
  /// bounded by the width.
  private static func writeLine(_ value: JSONValue, limit: Int, to output: inout [UInt8]) -> Bool {
    let start = output.count
    switch value {
    case .null: output += "null".utf8
    case .boolean(let flag): output += (flag ? "true" : "false").utf8
    case .number(let number): output += JSONNumber.canonical(number).utf8
    case .string(let text): JSONString.write(text.utf8, to: &output)
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output += ", ".utf8 }
        guard writeLine(element, limit: remaining(limit, output.count - start), to: &output) else {
          return false
        }
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { output += ", ".utf8 }
        JSONString.write(member.key.utf8, to: &output)
        output += ": ".utf8
        guard writeLine(member.value, limit: remaining(limit, output.count - start), to: &output) else {
          return false
        }
      }
      output.append(UInt8(ascii: "}"))
    }
    return output.count - start <= limit
  }

  private static func remaining(_ limit: Int, _ used: Int) -> Int { limit == .max ? .max : limit - used }
}
