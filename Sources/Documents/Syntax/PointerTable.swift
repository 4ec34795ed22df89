/// Finds the JSON Pointer (RFC 6901) of any value of a document.
///
/// Built once, in one pass, when the first finding needs it: a walk from the root for each finding would be
/// quadratic on a long list of faults.
struct PointerTable: Sendable {
  /// For each value its parent's index; the root is its own parent.
  private var parents: [UInt32]
  /// For each element its position in its array; for each member's key and value the index of the key.
  private var references: [UInt32]

  init(_ document: Document) {
    let count = document.records.count
    parents = Array(repeating: 0, count: count)
    references = Array(repeating: 0, count: count)
    for index in 0..<count {
      let node = DocumentNode(document: document, index: index)
      var ordinal: UInt32 = 0
      for element in node.elements {
        parents[element.index] = UInt32(index)
        references[element.index] = ordinal
        ordinal += 1
      }
      for member in node.members {
        for child in [member.key.index, member.value.index] {
          parents[child] = UInt32(index)
          references[child] = UInt32(member.key.index)
        }
      }
    }
  }

  /// Bytes of a value's pointer without its escapes. O(depth), where making the pointer is O(bytes).
  func length(of node: DocumentNode) -> Int {
    let records = node.document.records
    var length = 0
    var index = node.index
    while index != 0 {
      let parent = Int(parents[index])
      length += records[parent].kind == .array ? 8 : 1 + Int(records[Int(references[index])].second)
      index = parent
    }
    return length
  }

  /// The pointer of a value; a key has the pointer of its member.
  func pointer(to node: DocumentNode) -> String {
    var tokens: [String] = []
    var index = node.index
    while index != 0 {
      let parent = DocumentNode(document: node.document, index: Int(parents[index]))
      if parent.kind == .array {
        tokens.append(String(references[index]))
      } else {
        let key = DocumentNode(document: node.document, index: Int(references[index]))
        tokens.append(key.text ?? "")
      }
      index = parent.index
    }
    return tokens.reversed().map { "/" + JSONPointer.escape($0) }.joined()
  }
}

/// RFC 6901.
public enum JSONPointer {
  /// Escapes one reference token: `~` as `~0`, `/` as `~1`.
  public static func escape(_ token: String) -> String {
    guard token.utf8.contains(where: { $0 == 0x7E || $0 == 0x2F }) else { return token }
    var escaped = ""
    for scalar in token.unicodeScalars {
      switch scalar {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
