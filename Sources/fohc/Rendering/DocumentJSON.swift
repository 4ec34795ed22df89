import Documents

/// A document as JSON, numbers spelled as they were read, so that nothing is rounded.
enum DocumentJSON {
  static func text(of document: Document) -> String {
    String(decoding: bytes(of: document.root), as: UTF8.self)
  }

  static func bytes(of node: DocumentNode) -> [UInt8] {
    var output: [UInt8] = []
    write(node, to: &output)
    return output
  }

  private static func write(_ node: DocumentNode, to output: inout [UInt8]) {
    switch node.kind {
    case .null: output += "null".utf8
    case .true: output += "true".utf8
    case .false: output += "false".utf8
    case .number: output += (node.text ?? "").utf8
    case .string: JSONString.write((node.text ?? "").utf8, to: &output)
    case .array:
      output.append(UInt8(ascii: "["))
      for (index, element) in node.elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        write(element, to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object:
      output.append(UInt8(ascii: "{"))
      for (index, member) in node.members.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        write(member.key, to: &output)
        output.append(UInt8(ascii: ":"))
        write(member.value, to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
  }
}
