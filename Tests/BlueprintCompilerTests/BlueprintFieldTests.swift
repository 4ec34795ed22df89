import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// Every field of a blueprint is described, and a change of it changes the draft as described.
struct BlueprintFieldTests {
  private static let fields = BlueprintSchema.document.root.fieldsByPath()
  private static let leaves = fields.filter { $0.field.schema.nested == nil }.map {
    Leaf(path: $0.path, schema: $0.field.schema, absent: $0.field.absent)
  }

  @Test func theGuideHasExactlyTheFieldsOfTheSchema() {
    #expect(BlueprintGuide.entries.map(\.path) == Self.fields.map(\.path))
  }

  @Test func theExampleHasEveryFieldAndNoFinding() throws {
    let example = try Self.example()
    #expect(compile(.yaml(BlueprintGuide.example)).diagnostics.map(\.message) == [])
    #expect(Self.leaves.filter { example.places(of: $0.path).isEmpty }.map(\.path) == [])
  }

  /// The draft's bytes change with every field, in the members that the guide names; a field that it lists as
  /// changing nothing changes nothing.
  @Test(arguments: leaves.map(\.path))
  func aChangeOfTheFieldChangesTheDraft(_ path: String) throws {
    let example = try Self.example()
    let entry = try #require(BlueprintGuide.entries.first { $0.path == path })
    let leaf = try #require(Self.leaves.first { $0.path == path })
    let draft = try #require(Self.draft(of: example))
    var changed: Set<String> = []
    var tried = 0
    for changes in leaf.alternatives(in: example) {
      // Of alternatives that stand for each other the first valid one counts.
      guard let other = changes.lazy.compactMap(Self.draft).first else { continue }
      tried += 1
      let members = draft.membersDiffering(from: other)
      #expect(members.isEmpty == (CanonicalJSON.text(of: draft) == CanonicalJSON.text(of: other)))
      #expect(members.isEmpty == (entry.unchangedBecause != nil), "\(path)")
      changed.formUnion(members)
    }
    #expect(changed == Set(entry.members))
    // The one version that there is has no alternative.
    #expect(tried > 0 || path == "schema_version")
  }

  /// A value that is documented as the default gives the draft of a blueprint without the field.
  @Test func documentedDefaultsAreThoseOfTheCompiler() throws {
    let example = try Self.example()
    var compared: [String] = []
    for leaf in Self.leaves {
      guard let value = leaf.documentedDefault else { continue }
      let place = try #require(example.places(of: leaf.path).first)
      let absent = try #require(Self.draft(of: example.replacing(place, with: nil)))
      let written = try #require(Self.draft(of: example.replacing(place, with: value)))
      // Provenance points at the field where it is written, and at the section otherwise.
      #expect(absent.membersDiffering(from: written).subtracting(["provenance"]) == [], "\(leaf.path)")
      compared.append(leaf.path)
    }
    #expect(
      compared == [
        "channel_policy.primary", "channel_policy.voice_style", "channel_policy.async_follow_up",
        "turn_taking_policy.max_questions_per_turn", "turn_taking_policy.interruption_style",
        "turn_taking_policy.repair_strategy", "tool_policy.failure_mode",
      ])
  }

  private static func example() throws -> JSONValue {
    var findings = Findings(limits: .standard)
    let document = try #require(readDocument(.yaml(BlueprintGuide.example), findings: &findings))
    return JSONValue(document.root)
  }

  /// The draft of a blueprint; nil where it is not valid, because errors are written into the draft.
  private static func draft(of blueprint: JSONValue) -> JSONValue? {
    let compilation = compile(.json(CanonicalJSON.text(of: blueprint)))
    return compilation.isValid ? compilation.draft?.json : nil
  }
}

/// A field that holds no further fields: a value, or a list of values.
private struct Leaf: Sendable {
  let path: String
  let schema: ValueSchema
  let absent: String?

  /// Blueprints in which only this field differs, each as a list of which the first valid one is meant: with other names
  /// of the same blueprint where the field takes only names.
  func alternatives(in blueprint: JSONValue) -> [[JSONValue]] {
    let places = blueprint.places(of: path)
    switch schema {
    case .choice(let words):
      return otherValues(words.texts.map { .string($0) }, at: places, in: blueprint)
    case .boolean: return otherValues([.boolean(true), .boolean(false)], at: places, in: blueprint)
    case .integer(let range): return otherValues(range.map { .integer($0) }, at: places, in: blueprint)
    case .array(.choice(let words), _):
      let elements = places.flatMap { blueprint.elements(of: $0) }
      return [otherValues(words.texts.map { .string($0) }, at: elements, in: blueprint).flatMap(\.self)]
    case .array:
      let elements = places.flatMap { blueprint.elements(of: $0) }
      return [elements.flatMap { otherTexts(at: $0, in: blueprint) }]
    default:
      let swapped = places.count > 1 ? [[blueprint.swapping(places[0], places[1])]] : []
      return [places.flatMap { otherTexts(at: $0, in: blueprint) }] + swapped
    }
  }

  private func otherValues(
    _ values: [JSONValue], at places: [JSONValue.Place], in blueprint: JSONValue
  ) -> [[JSONValue]] {
    values.map { value in
      places.filter { !blueprint[$0].isSame(as: value) }.map { blueprint.replacing($0, with: value) }
    }
  }

  private func otherTexts(at place: JSONValue.Place, in blueprint: JSONValue) -> [JSONValue] {
    let text = blueprint[place].text ?? ""
    let names = ["slots[].key", "tool_policy.allowed_tools"].flatMap { blueprint.texts(at: $0) }
    return (["\(text), changed"] + names.filter { $0 != text } + ["handoff"]).map {
      blueprint.replacing(place, with: .string($0))
    }
  }

  /// The value that the schema names as what stands for the absent field.
  var documentedDefault: JSONValue? {
    func isNamed(_ text: String) -> Bool { absent == text || absent?.contains("`\(text)`") == true }
    switch schema {
    case .choice(let words): return words.texts.first(where: isNamed).map { .string($0) }
    case .boolean: return [true, false].first { isNamed("\($0)") }.map { .boolean($0) }
    case .integer(let range): return range.first { isNamed("\($0)") }.map { .integer($0) }
    default: return nil
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

  fileprivate func elements(of place: Place) -> [Place] {
    self[place].elements.indices.map { place + [.element($0)] }
  }

  /// The texts at a path, and those in the lists there.
  fileprivate func texts(at path: String) -> [String] {
    places(of: path).flatMap { [self[$0]] + self[$0].elements }.compactMap(\.text)
  }

  fileprivate subscript(place: Place) -> JSONValue {
    place.reduce(self) { value, step in
      switch step {
      case .member(let key): value[key] ?? .null
      case .element(let index): value.elements[index]
      }
    }
  }

  /// The value with another one at a place, or without that member.
  fileprivate func replacing(_ place: some Collection<Step>, with value: JSONValue?) -> JSONValue {
    switch (place.first, self) {
    case (.member(let key)?, .object(let members)):
      .object(
        members.compactMap { member in
          guard member.key == key else { return member }
          if place.count == 1 { return value.map { JSONMember(key, $0) } }
          return JSONMember(key, member.value.replacing(place.dropFirst(), with: value))
        })
    case (.element(let index)?, .array(let elements)):
      .array(
        elements.enumerated().map {
          $0.offset == index ? $0.element.replacing(place.dropFirst(), with: value) : $0.element
        })
    default: value ?? .null
    }
  }

  fileprivate func swapping(_ one: Place, _ other: Place) -> JSONValue {
    replacing(one, with: self[other]).replacing(other, with: self[one])
  }

  fileprivate func isSame(as other: JSONValue) -> Bool {
    CanonicalJSON.text(of: self) == CanonicalJSON.text(of: other)
  }

  /// The keys of the members that one of two objects has and the other has not, or has with another value.
  fileprivate func membersDiffering(from other: JSONValue) -> Set<String> {
    guard case .object(let own) = self, case .object(let others) = other else { return [] }
    return Set(
      (own + others).map(\.key).filter { key in
        guard let mine = self[key], let theirs = other[key] else { return true }
        return !mine.isSame(as: theirs)
      })
  }
}
