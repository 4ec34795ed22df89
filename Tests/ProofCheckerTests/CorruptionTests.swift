import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// A proof in which anything was changed is refused.
struct CorruptionTests {
  struct Subject: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let draft: Draft
    let proof: JSONValue
    let kind: ProofKind

    init(_ name: String, _ draft: Draft, _ kind: ProofKind) {
      guard let proof = writeProof(of: prepare(draft), kind: kind) else {
        preconditionFailure("\(name) has a proof")
      }
      testDescription = "\(name), \(kind.rawValue)"
      self.draft = draft
      self.proof = proof.json
      self.kind = kind
    }
  }

  static let subjects: [Subject] = {
    var found: [Subject] = []
    if let base = compile(.yaml(BaseBlueprint.text)).draft {
      found.append(Subject("the base blueprint", base.draft, .facts))
    }
    // Small ones that put questions off and call tools.
    for seed in UInt64(0)..<400 where found.count < 3 {
      var generator = BlueprintGenerator(seed: seed)
      guard let draft = compile(.json(CanonicalJSON.text(of: generator.blueprint()))).draft?.draft,
        draft.defersInterruptions, !(draft.tools ?? []).isEmpty, draft.nodes.count < 90
      else { continue }
      found.append(Subject("blueprint \(seed)", draft, .facts))
    }
    // Proved by the search alone: only an enumeration shows it.
    var seed: UInt64 = 0
    while found.count < 5 {
      seed += 1
      var generator = RandomDraft(seed: seed)
      let draft = generator.draft()
      let report = prove(PolicyProgram(draft))
      guard report.isProved, !report.settledBySearch.isEmpty else { continue }
      found.append(Subject("random draft \(seed)", draft, .enumeration))
    }
    return found
  }()

  @Test func thereAreSubjectsOfBothKinds() {
    #expect(Self.subjects.map(\.kind) == [.facts, .facts, .facts, .enumeration, .enumeration])
  }

  @Test(arguments: subjects)
  func isAcceptedAsItIs(_ subject: Subject) {
    #expect(refusals(of: CanonicalJSON.text(of: subject.proof), for: subject.draft).isEmpty)
  }

  @Test(arguments: subjects)
  func everySinglePointMatters(_ subject: Subject) {
    var random = SeededRandom(seed: 41)
    let points = JSONPoint.all(in: subject.proof)
    let names = points.compactMap { point -> JSONValue? in
      guard case .string? = subject.proof.value(at: point) else { return nil }
      return subject.proof.value(at: point)
    }
    var tried = 0
    for point in points.shuffled(using: &random).prefix(200) {
      for change in JSONPoint.Change.allCases {
        guard let changed = subject.proof.changed(at: point, change, names, &random) else { continue }
        tried += 1
        let found = refusals(of: CanonicalJSON.text(of: changed), for: subject.draft)
        #expect(!found.isEmpty, "\(change) at \(point)")
      }
    }
    // Every point can at least be taken out.
    #expect(tried >= min(points.count, 200))
  }

  /// Whatever the bytes are, the answer is no, and never a crash.
  @Test(arguments: subjects)
  func damagedBytesAreRefused(_ subject: Subject) {
    var random = SeededRandom(seed: 42)
    let bytes = CanonicalJSON.bytes(of: subject.proof)
    var tried = 0
    for _ in 0..<150 {
      var damaged = bytes
      let position = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: damaged[position] = UInt8.random(in: 0x20..<0x7F, using: &random)
      case 1: damaged.removeLast(bytes.count - position)
      default: damaged.remove(at: position)
      }
      guard damaged != bytes else { continue }
      tried += 1
      let text = String(decoding: damaged, as: UTF8.self)
      #expect(!refusals(of: text, for: subject.draft).isEmpty, "at \(position)")
    }
    #expect(tried > 100)
  }

  @Test(arguments: [
    "", "null", "[]", "{}", #"{"schema_version": "flow_proof.v1"}"#, String(repeating: "[", count: 100_000),
  ])
  func whatIsNoProofIsRefused(_ text: String) {
    #expect(!refusals(of: text, for: Self.subjects[0].draft).isEmpty)
  }

  /// A tree of a hundred thousand questions, each inside the last.
  @Test func aDeepTreeIsNoDanger() throws {
    let subject = Self.subjects[0]
    let question = JSONValue.object([JSONMember("deferred", .boolean(true))])
    let answer = JSONValue.object([JSONMember("edge", .integer(0))])
    let items = Array(repeating: question, count: 100_000) + Array(repeating: answer, count: 100_001)
    guard case .object(var members) = subject.proof else { preconditionFailure("a proof is an object") }
    members.removeAll { $0.key == "choices" }
    members.append(
      JSONMember(
        "choices",
        .array([
          .object([
            JSONMember("node", .string(subject.draft.nodes[0].id.text)), JSONMember("on", .string("auto")),
            JSONMember("tree", .array(items)),
          ])
        ])))
    #expect(!refusals(of: CanonicalJSON.text(of: .object(members)), for: subject.draft).isEmpty)
  }

  @Test func refusalsNameTheirPlaceAndClause() throws {
    let subject = Self.subjects[0]
    guard case .object(var members) = subject.proof else { preconditionFailure("a proof is an object") }
    members.removeAll { $0.key == "calls" }
    let found = refusals(of: CanonicalJSON.text(of: .object(members)), for: subject.draft)
    #expect(found.allSatisfy { $0.rule == .proofRefused })
    #expect(found.contains { $0.message.hasPrefix("ToolDeterminism 4, bounded: ") })
    #expect(found.count <= 20)
  }
}
