import ConversationSimulator
import BlueprintCompiler
import Foundation
import Gates
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

@testable import fohc

/// A person who takes the user's part.
struct PlayTests {
  /// What is printed when these lines are typed.
  private func play(_ typed: [String]) throws -> String {
    let draft = try #require(compile(.yaml(BaseBlueprint.text)).draft)
    var printed: [String] = []
    var play = Play(try #require(InteractiveSession(draft)), labels: draft.draft.variables ?? []) {
      printed += $0
    }
    var rest = typed[...]
    try play.go { rest.popFirst() }
    #expect(rest.isEmpty, "not all was read")
    return printed.joined(separator: "\n")
  }

  /// Of two questions one is answered: its words are kept and shown, and only the other is asked again.
  @Test func whatWasSaidInPartIsKept() throws {
    let output = try play(["partial", "the harbour", "", "quit"])
    #expect(output.contains("   known: Area: “the harbour”\n"))
    #expect(output.components(separatedBy: "What is your budget?").count > 2)
    #expect(try play(["1", "quit"]).contains("   known: Area; Budget\n"))
    #expect(try play(["by the sea", "quit"]).contains("Area: “by the sea”; Budget: “by the sea”"))
  }

  @Test func whatToolsHaveDoneIsShown() throws {
    let output = try play(["answered", "answered", "tool:find_homes", "ok", "quit"])
    #expect(output.contains("`find_homes` is done"))
  }

  @Test func undoGoesBackAsOftenAsAnythingHappened() throws {
    let output = try play(["the harbour", "undo", "undo", "silence", "undo", "quit"])
    #expect(output.contains("   there is nothing to undo"))
    let menus = output.split(separator: "\n").filter { $0.hasPrefix("   1 ") }
    // Back at the first question everything is possible that was, and nothing is known.
    #expect(menus.count == 5 && menus[0] == menus[2] && menus[0] == menus[4])
    #expect(output.components(separatedBy: "── back to where it was").count == 3)
    let last = try #require(output.components(separatedBy: "── back to where it was").last)
    #expect(!last.contains("known:") && last.contains("Which part of town?"))
  }

  @Test func helpSaysWhatEveryChoiceMeans() throws {
    let output = try play(["help", "quit"])
    #expect(output.contains("   2 partial    you answer some of what was asked"))
    #expect(output.contains("undo       takes back what happened last"))
    // At a question every text is an answer; elsewhere it may mean nothing.
    let talking = try play(["answered", "answered", "nonsense", "99", "quit"])
    #expect(talking.components(separatedBy: "that is not possible here").count == 3)
  }

  /// A number is a choice, and in quotes an answer.
  @Test func aNumberInQuotesIsAnAnswer() throws {
    #expect(try play(["\"2\"", "quit"]).contains("Area: “2”; Budget: “2”"))
  }
}
