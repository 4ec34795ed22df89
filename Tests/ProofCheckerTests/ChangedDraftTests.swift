import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import ProofChecker
import TestSupport
import Testing

/// A draft that was changed is not saved by its old proof, even with the hashes made to fit.
struct ChangedDraftTests {
  /// Changes that usually break something.
  enum Change: CaseIterable {
    case dropEdge, dropGuard, negateGuard, retarget, resume, blankText, skipConfirmation, addInput, require
    case dropFlag, changeKey, dropTool

    /// Nil where there is nothing to change. `proof` keeps step with the numbers of the edges.
    func apply(to draft: Draft, _ proof: JSONValue, _ random: inout SeededRandom) -> (Draft, JSONValue)? {
      var draft = draft
      var proof = proof
      let edge = Int.random(in: draft.edges.indices, using: &random)
      let node = Int.random(in: draft.nodes.indices, using: &random)
      switch self {
      case .dropEdge:
        draft.edges.remove(at: edge)
        proof = proof.renumbered { $0 > edge ? $0 - 1 : $0 }
      case .dropGuard, .negateGuard:
        let guarded = draft.edges.indices.filter { draft.edges[$0].when != nil }
        guard let position = guarded.randomElement(using: &random) else { return nil }
        let condition = draft.edges[position].when
        draft.edges[position].when = self == .dropGuard ? nil : condition.map(Guard.not)
      case .retarget: draft.edges[edge].to = draft.nodes[node].id
      case .resume:
        guard draft.nodes.first(where: { $0.id == draft.edges[edge].to })?.kind == .talk else { return nil }
        draft.edges[edge].resume = draft.edges[edge].resumes ? nil : true
      case .blankText:
        guard case .text? = draft.nodes[node].say else { return nil }
        draft.nodes[node].say = .text(" ")
      case .skipConfirmation:
        guard let position = draft.tools?.indices.randomElement(using: &random) else { return nil }
        draft.tools?[position].requiresConfirmation.toggle()
      case .addInput:
        guard let position = draft.tools?.indices.randomElement(using: &random),
          let slot = draft.variables?.randomElement(using: &random)
        else { return nil }
        draft.tools?[position].inputs = [slot.key]
      case .require:
        guard let position = draft.variables?.indices.randomElement(using: &random) else { return nil }
        draft.variables?[position].isRequired.toggle()
      case .dropFlag:
        let flagged = draft.edges.indices.filter {
          draft.edges[$0].sets != nil || draft.edges[$0].clears != nil
        }
        guard let position = flagged.randomElement(using: &random) else { return nil }
        draft.edges[position].sets = nil
        draft.edges[position].clears = nil
      case .changeKey:
        let calls = draft.nodes.indices.filter { draft.nodes[$0].kind == .call }
        guard let position = calls.randomElement(using: &random) else { return nil }
        draft.nodes[position].idempotencyKey = "another"
      case .dropTool:
        guard let position = draft.tools?.indices.randomElement(using: &random) else { return nil }
        draft.tools?.remove(at: position)
      }
      return (draft, proof.with(DraftHash(of: JSONValue(draft))))
    }
  }

  @Test(arguments: Change.allCases)
  func oldProofsShowNothing(_ change: Change) {
    var random = SeededRandom(seed: 17)
    var refused = 0
    for subject in CorruptionTests.subjects {
      for _ in 0..<12 {
        guard let (draft, proof) = change.apply(to: subject.draft, subject.proof, &random) else { continue }
        let found = refusals(of: CanonicalJSON.text(of: proof), for: draft)
        refused += found.isEmpty ? 0 : 1
        if found.isEmpty {
          // A change that breaks nothing may leave the proof as true as it was.
          #expect(prove(PolicyProgram(draft)).isProved, "\(subject.testDescription)")
        }
      }
    }
    #expect(refused > 0)
  }

  @Test func theHashesAreCompared() {
    let subject = CorruptionTests.subjects[0]
    var draft = subject.draft
    draft.members.append(JSONMember("note", .string("changes nothing")))
    let found = refusals(of: CanonicalJSON.text(of: subject.proof), for: draft)
    #expect(found.map(\.rule) == [.proofOfAnotherDraft])
    let refitted = subject.proof.with(DraftHash(of: JSONValue(draft)))
    #expect(refusals(of: CanonicalJSON.text(of: refitted), for: draft).isEmpty)
  }
}

extension JSONValue {
  fileprivate func with(_ hash: DraftHash) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(
      members.map { member in
        switch member.key {
        case "draft_hash": JSONMember(member.key, .string(hash.draftHash))
        case "sha256": JSONMember(member.key, .string(hash.sha256))
        default: member
        }
      })
  }

  /// With the edges that trees name numbered anew.
  fileprivate func renumbered(_ number: (Int) -> Int) -> JSONValue {
    switch self {
    case .array(let elements): .array(elements.map { $0.renumbered(number) })
    case .object(let members):
      .object(
        members.map { member in
          if member.key == "edge", case .number(let edge) = member.value {
            return JSONMember("edge", .integer(number(Int(edge))))
          }
          return JSONMember(member.key, member.value.renumbered(number))
        })
    case .null, .boolean, .number, .string: self
    }
  }
}
