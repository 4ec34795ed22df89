import Documents
import PolicyGraph
import TestSupport

/// One change of a report's bytes.
struct ReportEdit {
  enum Kind: CaseIterable {
    /// The rest is cut off.
    case truncation
    /// One byte is another: not a digit for a digit, which only says another number.
    case byte
    /// An attribute or a member is gone, or an element.
    case removal
    /// An attribute, member, element or list entry stands twice, one after the other.
    case duplicate
    /// Two neighbours have changed places.
    case swap
  }

  let kind: Kind
  /// What it is made to: the name of the innermost attribute, member or element.
  let subject: String
  /// Whether it touches what a test is called.
  let touchesName: Bool
  let bytes: [UInt8]
}

/// Where the parts of a report stand in its bytes, to be taken out, doubled and exchanged.
struct ReportParts {
  private struct Part {
    let name: String
    let range: Range<Int>
    /// Parts of one holder are neighbours; a comma stands between those of JSON.
    let holder: Int
    let isAttribute: Bool
  }

  private let bytes: [UInt8]
  private let isXML: Bool
  private var parts: [Part] = []
  private var names: [Range<Int>] = []

  init(_ source: SourceText, _ document: Document, isXML: Bool) {
    bytes = source.bytes
    self.isXML = isXML
    if isXML { addElement(document.root) } else { addValue(document.root) }
  }

  private static let namesOfTests: Set<String> = ["name", "description", "scenario", "classname"]

  private mutating func addElement(_ node: DocumentNode) {
    let children = Array(node.elements)
    for member in children[1].members {
      let range = member.key.span.start..<member.value.span.end
      let name = member.key.text ?? ""
      parts.append(Part(name: name, range: range, holder: children[1].index, isAttribute: true))
      if Self.namesOfTests.contains(name) { names.append(range) }
    }
    for child in children.dropFirst(2) where child.kind == .array {
      let range = child.span.start..<child.span.end
      let name = child.elements.first { _ in true }?.text ?? ""
      parts.append(Part(name: name, range: range, holder: node.index, isAttribute: false))
      addElement(child)
    }
  }

  private mutating func addValue(_ node: DocumentNode) {
    for member in node.members {
      let range = member.key.span.start..<member.value.span.end
      let name = member.key.text ?? ""
      parts.append(Part(name: name, range: range, holder: node.index, isAttribute: true))
      if Self.namesOfTests.contains(name) { names.append(range) }
      addValue(member.value)
    }
    for element in node.elements {
      parts.append(
        Part(
          name: "row", range: element.span.start..<element.span.end, holder: node.index, isAttribute: false))
      addValue(element)
    }
  }

  /// A random edit; nil where the kind has nothing to edit at the place that was drawn.
  func edit(_ random: inout SeededRandom) -> ReportEdit? {
    let kind = random.pick(ReportEdit.Kind.allCases)
    var edited = bytes
    switch kind {
    case .truncation:
      // What is left of white space at the end is not a change.
      let end = Int.random(in: 0..<bytes.count - 2, using: &random)
      return ReportEdit(kind: kind, subject: "", touchesName: false, bytes: Array(bytes[..<end]))
    case .byte:
      let place = Int.random(in: bytes.indices, using: &random)
      let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
      edited[place] = UInt8.random(in: 0x09...0x7E, using: &random)
      if edited[place] == bytes[place] || digits.contains(bytes[place]) && digits.contains(edited[place]) {
        return nil
      }
      let part = parts.filter { $0.range.contains(place) }.min { $0.range.count < $1.range.count }
      return ReportEdit(
        kind: kind, subject: part?.name ?? "", touchesName: names.contains { $0.contains(place) },
        bytes: edited)
    case .removal:
      let part = random.pick(parts)
      edited.removeSubrange(withComma(part.range))
      return made(kind, part, edited)
    case .duplicate:
      let part = random.pick(parts)
      let between = isXML ? (part.isAttribute ? " " : "") : ","
      edited.insert(contentsOf: Array(between.utf8) + bytes[part.range], at: part.range.upperBound)
      return made(kind, part, edited)
    case .swap:
      let first = random.pick(parts)
      let neighbours = parts.filter {
        $0.holder == first.holder && $0.range.lowerBound > first.range.upperBound
      }
      guard let second = neighbours.isEmpty ? nil : random.pick(neighbours) else { return nil }
      edited.replaceSubrange(second.range, with: bytes[first.range])
      edited.replaceSubrange(first.range, with: bytes[second.range])
      return made(kind, first, edited)
    }
  }

  private func made(_ kind: ReportEdit.Kind, _ part: Part, _ bytes: [UInt8]) -> ReportEdit {
    ReportEdit(
      kind: kind, subject: part.name,
      touchesName: names.contains { part.range.overlaps($0) && part.range.count <= $0.count },
      bytes: bytes)
  }

  /// A member of JSON goes with one of the commas beside it.
  private func withComma(_ range: Range<Int>) -> Range<Int> {
    guard !isXML else { return range }
    let space: Set<UInt8> = [0x20, 0x0A, 0x0D, 0x09]
    if let next = bytes[range.upperBound...].firstIndex(where: { !space.contains($0) }),
      bytes[next] == UInt8(ascii: ",")
    {
      return range.lowerBound..<next + 1
    }
    if let previous = bytes[..<range.lowerBound].lastIndex(where: { !space.contains($0) }),
      bytes[previous] == UInt8(ascii: ",")
    {
      return previous..<range.upperBound
    }
    return range
  }
}
