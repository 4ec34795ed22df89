import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// What changed in behaviour, not in text.
struct DiffTests {
  private func diff(_ edits: (old: String, new: String)...) throws -> BehaviourDiff {
    let text = edits.reduce(BaseBlueprint.text) { $0.replacingOnce($1.old, with: $1.new) }
    return compareBehaviour(from: try report(BaseBlueprint.text), to: try report(text))
  }

  private func report(_ blueprint: String) throws -> ProofReport {
    prove(PolicyProgram(try #require(compile(.yaml(blueprint)).draft).draft))
  }

  @Test func textsAndNamesAreNoDifference() throws {
    let same = try diff(("Which day?", "What day suits you?"), ("goal: learn what is wanted", "goal: listen"))
    #expect(same.isEmpty)
    #expect(same.isComplete)
  }

  @Test func aConfirmationThatIsGoneIsALostGuarantee() throws {
    let changed = try diff(("before: [book_viewing]", "before: []"))
    #expect(changed.guarantees.filter(\.isLost).map(\.text) == ["`book_viewing` is called only after a yes"])
    let calls = changed.divergences.filter { $0.event == "tool:book_viewing" }
    #expect(
      calls.contains {
        $0.before == ["asks leave for `book_viewing` in `visit`"] && $0.after == ["calls `book_viewing`"]
      })
    for call in calls { #expect(call.conversation.last?.speaker == .user) }
  }

  @Test func aConfirmationMoreIsNoLoss() throws {
    let changed = try diff(("before: [book_viewing]", "before: [book_viewing, find_homes]"))
    #expect(!changed.losesGuarantee)
    #expect(changed.guarantees.map(\.text) == ["`find_homes` is called only after a yes"])
  }

  @Test func anotherRepairIsSeenInTheConversation() throws {
    let changed = try diff(("ask_clarifying_question", "handoff"))
    #expect(!changed.losesGuarantee)
    let unclear = changed.divergences.filter { $0.event == "unclear" }
    #expect(!unclear.isEmpty)
    #expect(unclear.allSatisfy { $0.before.first == "clarifies" && $0.after == ["hands over"] })
    #expect(Set(changed.divergences.map(\.event)) == ["unclear"])
  }

  @Test func whatIsDeclaredIsCompared() throws {
    let changed = try diff(
      ("required_slots: [day]", "required_slots: []"), ("day, label: Day, required: true", "day, label: Day"),
      ("must_collect: [area, day]", "must_collect: [area]"), ("[find_homes, book_viewing]", "[book_viewing]"))
    #expect(changed.declarations == ["slot `day` is no longer required", "tool `find_homes` is gone"])
    #expect(changed.guarantees.map(\.text) == ["success needs `day`"])
    #expect(changed.losesGuarantee)
  }

  @Test func aToolThatSuccessNoLongerNeedsIsALostGuarantee() throws {
    let needing = BaseBlueprint.text.replacingOnce(
      "  follow_up_message", with: "  success_requires: [book_viewing]\n  follow_up_message")
    let lost = compareBehaviour(from: try report(needing), to: try report(BaseBlueprint.text))
    #expect(lost.guarantees.filter(\.isLost).map(\.text) == ["success needs `book_viewing` to be done"])
    #expect(lost.declarations == ["success no longer needs `book_viewing`"])
    #expect(!lost.divergences.isEmpty)
    let gained = compareBehaviour(from: try report(BaseBlueprint.text), to: try report(needing))
    #expect(!gained.losesGuarantee && gained.declarations == ["success needs `book_viewing` now"])
  }

  @Test func aBrokenClauseIsALostGuarantee() throws {
    let base = try #require(compile(.yaml(BaseBlueprint.text)).draft).draft
    var broken = base
    broken.edges.removeAll { $0.on == .timeout }
    let sound = prove(PolicyProgram(base))
    let changed = compareBehaviour(from: sound, to: prove(PolicyProgram(broken)))
    #expect(changed.losesGuarantee)
    #expect(changed.guarantees.contains { $0.isLost && $0.text.hasPrefix("NoSilentDrop, `total`") })
    #expect(changed.divergences.contains { $0.event == "timeout" && $0.after == ["nothing answers"] })
    #expect(!compareBehaviour(from: prove(PolicyProgram(broken)), to: sound).losesGuarantee)
  }
}
