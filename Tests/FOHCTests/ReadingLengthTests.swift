import Documents
import BlueprintCompiler
import Foundation
import TestSupport
import Testing

import PolicyGraph
@testable import Rendering
@testable import fohc

/// Witnesses, marks and wrapping: what keeps a report short enough to be read.
struct ReadingLengthTests {
  private typealias Line = Conversation.Line

  /// So many turns of a user whom the agent asks again, and the fault at the end.
  private func conversation(turns: Int, circleAt circle: Int? = nil) -> [Line] {
    func line(_ speaker: Line.Speaker, _ text: String, _ node: String) -> Line {
      Line(speaker: speaker, text: text, node: node, origin: nil)
    }
    var lines = [line(.agent, "Hello", "open")]
    for turn in 0..<turns {
      if turn == circle { lines.append(line(.again, "from here on it goes round:", "ask/\(turn)")) }
      lines += [line(.user, "turn \(turn)", "ask/\(turn)"), line(.agent, "Again?", "ask/\(turn + 1)")]
    }
    return lines + [line(.fault, "it ends here", "ask/\(turns)")]
  }

  @Test func whatLedToTheLastTurnsIsFolded() {
    let lines = ConversationText().lines(of: conversation(turns: 9))
    #expect(lines.first == "…      6 turns to `ask/6`")
    #expect(lines.count == 1 + 2 * ConversationText.keptTurns + 1)
    #expect(lines[1] == "user   turn 6" && lines.last == "✗      it ends here")
    let full = ConversationText(isFull: true).lines(of: conversation(turns: 9))
    #expect(full.count == 20 && !full.contains { $0.hasPrefix("…") })
  }

  @Test func aShortConversationIsWhole() {
    // A fold has to save something: nothing does that has no turn before the last few.
    for turns in 0...3 {
      #expect(ConversationText().foldedLines(of: conversation(turns: turns)) == 0, "\(turns)")
    }
    #expect(ConversationText().foldedLines(of: conversation(turns: 4)) == 3)
  }

  /// Where the conversation goes round for ever, all of the circle is shown and the last turns before it.
  @Test func aCircleIsNeverFolded() {
    let lines = ConversationText().lines(of: conversation(turns: 9, circleAt: 5))
    #expect(lines.first == "…      2 turns to `ask/2`")
    #expect(lines.contains("↻      from here on it goes round:") && lines.contains("user   turn 5"))
    #expect(ConversationText().foldedLines(of: conversation(turns: 9, circleAt: 0)) == 0)
  }

  @Test func aTextIsBrokenBetweenWords() {
    let lines = Wrapping.lines("one two three four", first: "a: ", rest: "   ", columns: 10)
    #expect(lines == ["a: one two", "   three", "   four"])
    #expect(Wrapping.lines("incomprehensibilities", first: "a: ", rest: "   ", columns: 10).count == 1)
    // Wide characters count for two columns.
    #expect(Wrapping.lines("予約 予約 予約", first: "", rest: "", columns: 9) == ["予約 予約", "予約"])
    for columns in 12...60 {
      let text = ConversationText(columns: columns)
      for line in text.lines(of: conversation(turns: 5), margin: "  ") {
        #expect(line.count <= max(columns, 9 + "`ask/2`".count + 20))
      }
    }
  }

  @Test func aConversationIsPrintedOnce() throws {
    var shown = ShownConversations()
    let first = conversation(turns: 3)
    let none = shown.beginning(of: first, owner: "FOH6201")
    #expect(none == nil)
    // What is wrong at the end is what findings differ in.
    let same = first.dropLast() + [Line(speaker: .fault, text: "and this too", node: "ask/3", origin: nil)]
    let all = shown.beginning(of: Array(same), owner: "FOH6501")
    #expect(all?.isAll == true && all?.owner == "FOH6201" && all?.count == first.count - 1)

    // One that only begins alike goes on from where they part.
    var other = first
    other[5] = Line(speaker: .user, text: "something else", node: "ask/2", origin: nil)
    let part = shown.beginning(of: other, owner: "FOH5101")
    #expect(part?.isAll == false && part?.owner == "FOH6201" && part?.count == 5)
    let lines = ConversationText().lines(of: other, after: part)
    #expect(lines.prefix(2) == ["…      as in FOH6201 above, to `ask/2`", "user   something else"])
    #expect(lines.last == "✗      it ends here")
    #expect(ConversationText(isFull: true).lines(of: other, after: part).count == other.count)
    // What they share is not worth a reference.
    let short = shown.beginning(of: Array(first.prefix(1)), owner: "FOH5102")
    #expect(ConversationText().lines(of: Array(first.prefix(1)), after: short).count == 1)
  }

  /// A call without a yes, of a tool whose input is not known: one conversation shows both.
  @Test func aSecondFindingNamesTheFirst() throws {
    let affirm =
      "{\"from\": \"visit/talk\", \"on\": \"tool:book_viewing\", \"to\": \"visit/tool:book_viewing/confirm\"}"
    let draft = BaseDraft.text.replacingOnce(
      affirm, with: affirm.replacingOnce("/confirm\"}", with: "/call/1\"}")
    )
    .replacingOnce("\"id\": \"book_viewing\",", with: "\"id\": \"book_viewing\", \"inputs\": [\"beds\"],")
    let run = try Tool.run(["validate", "-"], input: draft)
    let conversations = run.output.components(separatedBy: "= a conversation that shows it").count - 1
    let references = run.output.matches(of: /= the conversation of FOH6201 \(line \d+\) above shows this too/)
      .count
    #expect(conversations == 1 && references == 1, "\(run.output)")
  }

  // MARK: Marks

  @Test func marksHaveTheirColourOnlyWhereThereIsColour() {
    for (line, colour) in [
      ("✓ passed", "32"), ("  ✗ not", "31"), ("! past the gates", "33"), ("? unknown", "33"),
    ] {
      #expect(Colour.marked(line, false) == line)
      #expect(Colour.marked(line, true).contains("\u{1B}[\(colour);1m"))
      #expect(Colour.marked(line, true).replacing(/\u{1B}\[[0-9;]*m/, with: "") == line)
    }
    for line in ["", "   ", "!important", "a ✓ in it", "{\"✓\": 1}"] {
      #expect(Colour.marked(line, true) == line)
    }
  }

  /// Into a file or a pipe go no colours and no progress.
  @Test func nothingOfATerminalGoesIntoAPipe() throws {
    for arguments in [["simulate", "-", "--mode", "stress"], ["explore", "-"], ["validate", "-"]] {
      let run = try Tool.run(arguments, input: BaseDraft.text)
      #expect(run.status == 0)
      #expect(!(run.output + run.errors).contains { $0 == "\u{1B}" || $0 == "\r" })
    }
  }

  // MARK: What was cut short

  @Test func whatWasCutShortIsSaidWithWhatToDo() throws {
    let cut = try Tool.run(["explore", "-", "--max-states", "20"], input: BaseDraft.text)
    #expect(
      cut.output.contains("! cut short: the rest was not tried; `--max-states 200` tries more"))
    let whole = try Tool.run(["explore", "-"], input: BaseDraft.text)
    #expect(whole.output.contains("(all of them)") && !whole.output.contains("cut short"))
    let stress = try Tool.run(["simulate", "-", "--mode", "stress"], input: BaseDraft.text)
    #expect(stress.output.contains("✓ every conversation was tried: "))
    let pairs = try Tool.run(
      ["diff", "Examples/blueprints/custom.yaml", "Examples/blueprints/custom.yaml", "--max-pairs", "2"])
    #expect(pairs.output.contains("`--max-pairs N` tries more"))
  }
}
