import BlueprintCompiler
import Documents
import PolicyGraph

/// The body of a request: bytes, and the JSON in them.
struct RequestBody: Sendable {
  let bytes: [UInt8]
  /// Nil where there is no body.
  let document: Document?

  static let empty = RequestBody(bytes: [], document: nil)

  /// A body of anything but JSON.
  init(bytes: [UInt8], document: Document?) {
    self.bytes = bytes
    self.document = document
  }

  /// Reads JSON; throws what is wrong with it.
  init(json bytes: [UInt8]) throws {
    self.bytes = bytes
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) {
      document = nil
      return
    }
    let source = SourceText(name: "body", bytes: bytes)
    var findings = Findings(limits: .standard)
    guard let document = readJSON(source, limits: .standard, findings: &findings) else {
      var refusal = Refusal.malformed(findings.sorted.strings(in: source).errors)
      refusal.remediation = "send one JSON document in UTF-8"
      throw refusal
    }
    guard document.root.kind == .object else { throw Refusal.malformed(["the body has to be a JSON object"]) }
    self.document = document
  }

  /// The members of the body, none where it is empty.
  var fields: Fields { Fields(document?.root) }

  /// A member as a document of its own, so that places in it are counted from its beginning.
  func part(_ key: String) -> Document? {
    document?.root.member(key).flatMap { document?.part($0, named: key) }
  }
}

/// Reads the members of an object, and gathers everything that is wrong with them.
struct Fields {
  private let object: DocumentNode?
  private var problems: [String] = []
  /// What was asked for.
  private var known: [String] = []

  init(_ object: DocumentNode?) { self.object = object }

  /// Throws everything that was found. A member that nobody asked for is one that would be lost, unless the whole object
  /// is kept: `keepsOthers`.
  func finish(keepsOthers: Bool = false) throws {
    let all = problems + (keepsOthers ? [] : unknown)
    if !all.isEmpty { throw Refusal.malformed(all) }
  }

  private var unknown: [String] {
    guard let object else { return [] }
    let names = known.map { "`\($0)`" }.joined(separator: ", ")
    return object.members.compactMap { member in
      let key = member.key.text ?? ""
      if known.contains(where: { $0.hasSameScalars(as: key) }) { return nil }
      return "there is no member `\(key.prefix(60))` here: "
        + (known.isEmpty ? "nothing is taken" : "known are \(names)")
    }
  }

  mutating func has(_ key: String) -> Bool { member(key) != nil }

  /// `null` is a value, and of no type that is taken anywhere: what is not meant is left out.
  private mutating func member(_ key: String) -> DocumentNode? {
    known.append(key)
    return object?.member(key)
  }

  /// A text of so many Unicode scalars; nil where it is absent or wrong.
  mutating func text(_ key: String, _ length: ClosedRange<Int> = 0...10_000, isRequired: Bool = false)
    -> String?
  {
    guard let member = member(key) else {
      if isRequired { problems.append("`\(key)` is missing") }
      return nil
    }
    guard let text = member.text, member.kind == .string else {
      problems.append("`\(key)` has to be a text")
      return nil
    }
    guard length.contains(text.unicodeScalars.count) else {
      problems.append("`\(key)` has to have \(length.lowerBound) to \(length.upperBound) characters")
      return nil
    }
    return text
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _: Choice.Type = Choice.self, isRequired: Bool = false
  ) -> Choice? where Choice.RawValue == String {
    guard let text = text(key, isRequired: isRequired) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    problems.append("`\(key)` is one of \(known)")
    return nil
  }

  mutating func boolean(_ key: String) -> Bool? {
    guard let member = member(key) else { return nil }
    if let boolean = member.boolean { return boolean }
    problems.append("`\(key)` is true or false")
    return nil
  }

  mutating func integer(_ key: String, _ range: ClosedRange<Int>) -> Int? {
    guard let member = member(key) else { return nil }
    if case .number(let number) = JSONValue(member), let integer = Int(exactly: number),
      range.contains(integer)
    {
      return integer
    }
    problems.append("`\(key)` is a whole number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  mutating func texts(_ key: String, _ count: ClosedRange<Int> = 0...1000) -> [String]? {
    guard let member = member(key) else { return nil }
    let texts = member.kind == .array ? member.elements.map { $0.kind == .string ? $0.text : nil } : [nil]
    let strings = texts.compactMap { $0 }
    guard strings.count == texts.count, count.contains(strings.count) else {
      problems.append("`\(key)` is a list of texts")
      return nil
    }
    return strings
  }

  mutating func object(_ key: String, isRequired: Bool = false) -> DocumentNode? {
    guard let member = member(key) else {
      if isRequired { problems.append("`\(key)` is missing") }
      return nil
    }
    if member.kind == .object { return member }
    problems.append("`\(key)` has to be an object")
    return nil
  }

  /// For a value that is kept: a number that a double does not hold would be another one when it is read back, and one
  /// that is larger than every double cannot be written at all. Where the API's description bounds them too
  /// (``Schemas/keptValue``), `largest` is that bound. O(values).
  mutating func requireExactNumbers(in node: DocumentNode?, upTo largest: Double = .infinity) {
    guard let node else { return }
    switch node.kind {
    case .number:
      guard let text = node.text else { return }
      if !JSONNumber.isExact(text) || abs(Double(text) ?? .infinity) > largest {
        report("the number `\(text.prefix(60))` cannot be kept exactly: write it as text")
      }
    case .array: for element in node.elements { requireExactNumbers(in: element, upTo: largest) }
    case .object: for member in node.members { requireExactNumbers(in: member.value, upTo: largest) }
    case .null, .true, .false, .string: return
    }
  }

  mutating func report(_ problem: String) { problems.append(problem) }
}
