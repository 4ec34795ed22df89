import Documents
import TestSupport

/// A place in a JSON value: the positions of members and elements on the way to it.
typealias JSONPath = [Int]

enum JSONPoint {
  /// What can be done to a value where it stands.
  enum Change: CaseIterable {
    /// Take it out of its array or object.
    case delete
    /// A number one more or one less; another text; false for true.
    case alter
    /// A text that stands somewhere else in the same document.
    case borrow
    /// Twice in its array.
    case double
  }

  /// Every place below a value.
  static func all(in value: JSONValue) -> [JSONPath] {
    value.children.enumerated().flatMap { index, child in
      [[index]] + all(in: child).map { [index] + $0 }
    }
  }
}

extension JSONValue {
  var children: [JSONValue] {
    switch self {
    case .array(let elements): elements
    case .object(let members): members.map(\.value)
    case .null, .boolean, .number, .string: []
    }
  }

  func value(at path: JSONPath) -> JSONValue? {
    path.reduce(Optional(self)) { value, index in value?.children[index] }
  }

  /// Nil where the change says nothing here.
  func changed(
    at path: JSONPath, _ change: JSONPoint.Change, _ names: [JSONValue], _ random: inout SeededRandom
  ) -> JSONValue? {
    let before = value(at: path)
    var after: [JSONValue] = []
    switch (change, before) {
    case (.delete, _): break
    case (.double, let value?):
      guard case .array? = self.value(at: path.dropLast()) else { return nil }
      after = [value, value]
    case (.alter, .number(let number)?): after = [.number(random.chance(50) ? number + 1 : number - 1)]
    case (.alter, .boolean(let flag)?): after = [.boolean(!flag)]
    case (.alter, .string(let text)?): after = [.string(text + "x")]
    case (.borrow, .string(let text)?):
      let other = random.pick(names)
      guard other.text != text else { return nil }
      after = [other]
    case (.alter, _), (.borrow, _), (.double, nil): return nil
    }
    return replacing(path[...], with: after)
  }

  func replacing(_ path: ArraySlice<Int>, with values: [JSONValue]) -> JSONValue {
    guard let index = path.first else { return values.first ?? .null }
    let rest = path.dropFirst()
    switch self {
    case .array(var elements):
      let new = rest.isEmpty ? values : [elements[index].replacing(rest, with: values)]
      elements.replaceSubrange(index...index, with: new)
      return .array(elements)
    case .object(var members):
      let new = rest.isEmpty ? values : [members[index].value.replacing(rest, with: values)]
      let key = members[index].key
      members.replaceSubrange(index...index, with: new.map { JSONMember(key, $0) })
      return .object(members)
    case .null, .boolean, .number, .string: return self
    }
  }
}
