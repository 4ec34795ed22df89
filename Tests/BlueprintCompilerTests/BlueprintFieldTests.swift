import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

/// Every field of a blueprint is described.
struct BlueprintFieldTests {
  private static let leaves = BlueprintSchema.document.root.leaves(at: "")

  @Test func theGuideHasExactlyTheFieldsOfTheSchema() {
    #expect(BlueprintGuide.entries.map(\.path) == BlueprintSchema.document.root.paths(below: ""))
  }

  @Test func theExampleHasEveryFieldAndNoFinding() throws {
    let example = try Self.example()
    #expect(compile(.yaml(BlueprintGuide.example)).diagnostics.map(\.message) == [])
    #expect(Self.leaves.filter { example.places(of: $0.path).isEmpty }.map(\.path) == [])
  }

  private static func example() throws -> JSONValue {
    var findings = Findings(limits: .standard)
    let document = try #require(readDocument(.yaml(BlueprintGuide.example), findings: &findings))
    return JSONValue(document.root)
  }
}

/// A field that holds no further fields: a value, or a list of values.
private struct Leaf: Sendable {
  let path: String
}

extension ObjectSchema {
  /// Of every field, those of objects too.
  fileprivate func paths(below path: String) -> [String] {
    fields.flatMap { field -> [String] in
      switch field.schema {
      case .object(let inner): [path + field.key] + inner.paths(below: "\(path)\(field.key).")
      case .array(.object(let inner), _): [path + field.key] + inner.paths(below: "\(path)\(field.key)[].")
      default: [path + field.key]
      }
    }
  }

  fileprivate func leaves(at path: String) -> [Leaf] {
    fields.flatMap { field -> [Leaf] in
      switch field.schema {
      case .object(let inner): inner.leaves(at: "\(path)\(field.key).")
      case .array(.object(let inner), _): inner.leaves(at: "\(path)\(field.key)[].")
      default: [Leaf(path: path + field.key)]
      }
    }
  }
}

extension JSONValue {
  fileprivate enum Step {
    case member(String)
    case element(Int)
  }

  /// The way from the root to a value.
  fileprivate typealias Place = [Step]

  /// Every place of a path such as `slots[].key` that is there.
  fileprivate func places(of path: String) -> [Place] {
    var places: [(place: Place, value: JSONValue)] = [([], self)]
    for part in path.split(separator: ".") {
      let isList = part.hasSuffix("[]")
      let key = String(isList ? part.dropLast(2) : part)
      places = places.flatMap { place, value -> [(Place, JSONValue)] in
        guard let member = value[key] else { return [] }
        let below = place + [.member(key)]
        guard isList else { return [(below, member)] }
        return member.elements.enumerated().map { (below + [.element($0.offset)], $0.element) }
      }
    }
    return places.map(\.place)
  }
}
