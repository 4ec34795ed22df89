import Documents
import PolicyGraph

/// A draft as a model for SPIN, so that a tool from outside can check what the proofs claim.
///
/// A node is a place in the program: `enter` speaks, `resume` does not, and at `wait` (`step` where nobody is
/// awaited) stands the choice of what happens next. All that happens up to the next such choice is one atomic step,
/// so that the states which SPIN stores are configurations (definition 3.3). What is read where:
///
/// - a place with no way on is an invalid end state, since only terminals are labelled `end` (clause total);
/// - a cycle without `progress`, which stands where the user is understood, is an endless loop (clause ends);
/// - every other rule is an assertion, `MUST(condition, rule, node)`.
public enum PromelaRenderer {
  /// The model, without a line feed at its end. Nil where the model would be larger than `limit` bytes: every event may bring every slot, so that it can be the
  /// square of the draft, or more. SPIN's own compiler takes hours over far less.
  /// O(size of the model).
  public static func text(of draft: Draft, limit: Int = 32 << 20) -> String? {
    let reading = PromelaReading(draft)
    var output = PromelaText(limit: limit)
    writeHeader(reading, to: &output)
    writeState(reading, to: &output)
    writeInlines(reading, to: &output)
    output.blank()
    output.line("active proctype conversation() {")
    output.indented {
      if !reading.resumed.isEmpty { writeWatch(reading, to: &$0) }
      if let entry = reading.number(of: draft.entry) {
        let node = reading.nodes[entry]
        if node.kind == .call, node.attempt == 2 {
          $0.line("MUST(false, misplaced_retry, \(entry));")
        }
        $0.line("goto enter_\(entry);")
      } else {
        $0.line("goto stuck;")
      }
    }
    for node in reading.nodes {
      PromelaArrivals(reading: reading, node: node).write(to: &output)
      PromelaEvents(reading: reading, node: node).write(to: &output)
    }
    output.blank()
    output.line("stuck: /* nothing answers */")
    output.line("  false;")
    output.line("end_discharged: /* the watched node has spoken, and need not be watched any more */")
    output.line("  false")
    output.line("}")
    return output.isFull ? nil : output.text
  }

  // MARK: Before the process

  private static func writeHeader(_ reading: PromelaReading, to output: inout PromelaText) {
    let name = reading.draft.member("name")?.text ?? "flow draft"
    output.line("/* \(name.promelaComment): a conversation policy for the model checker SPIN.")
    output.line(" *")
    output.line(" * spin -a model.pml; gcc -O2 -DSAFETY -o pan pan.c; ./pan -c0 -n")
    output.line(" *     assertions (rule and node), and invalid end states: places where nothing answers")
    output.line(" * spin -a model.pml; gcc -O2 -DNP -o pan pan.c; ./pan -l -n")
    output.line(" *     non-progress cycles: endless loops in which the user is never understood")
    output.line(" * spin -a -DWATCH model.pml; gcc -O2 -DSAFETY -o pan pan.c; ./pan -c0 -n")
    output.line(" *     also nodes that are resumed before they have spoken, one watched at a time")
    output.line(" * spin -a -DCLAIMS model.pml; gcc -O2 -o pan pan.c; ./pan -a -n -N CLAIM")
    output.line(" *     promises that a turn which never ends leaves open")
    output.line(" */")
    output.line("#define MUST(condition, rule, node) assert((rule && node >= 0) || (condition))")
    output.line("#define nothing 0")
    output.line("#ifdef WATCH")
    output.line("#define SPOKEN(node) if :: watched == node -> watched = -1 :: else fi;")
    output.line("#define DISCHARGED if :: watched < 0 -> goto end_discharged :: else fi;")
    output.line("#define RESUMED(node) MUST(watched != node, resumed_unspoken, node);")
    output.line("#else")
    output.line("#define SPOKEN(node)")
    output.line("#define DISCHARGED")
    output.line("#define RESUMED(node)")
    output.line("#endif")
    output.blank()
    output.line(
      "/* The rules. None is ever set: they stand in assertions so that SPIN prints their names. */")
    for line in wrapped(PromelaRule.allCases.map(\.rawValue)) { output.line("hidden byte \(line);") }
    output.blank()
    output.line("/* What a turn began with, and what it owes the user. */")
    output.line("mtype = { a_yes, success, failure };")
    output.line("mtype:debt = { a_person, a_report, an_apology, a_handoff, a_retry, a_continuation };")
  }

  private static func writeState(_ reading: PromelaReading, to output: inout PromelaText) {
    output.blank()
    output.line("/* What the conversation remembers. */")
    for slot in reading.slots {
      output.line("bit \(reading.bit(of: slot) ?? ""); /* \(slot.text.promelaComment) */")
    }
    for tool in reading.rememberedTools {
      output.line("bit \(reading.doneBit(of: tool) ?? ""); /* done: \(tool.text.promelaComment) */")
    }
    if reading.hasOtherSlots { output.line("bit other; /* any slot that nothing names */") }
    for node in reading.nodes {
      guard let counter = reading.counter(of: node) else { continue }
      let width = Int.bitWidth - counter.bound.leadingZeroBitCount
      output.line("unsigned \(counter.name) : \(width); /* entries of \(node.id.text.promelaComment) */")
    }
    if reading.tracksDeferred { output.line("bit deferred;") }
    if reading.tracksDeclined { output.line("bit declined;") }
    output.line("bit fresh; /* the confirm that waits was asked on the way here */")
    for node in reading.nodes where node.kind == .call {
      output.line("bit c\(reading.number(of: node)); /* called since the user's last event */")
    }
    output.line("#ifdef WATCH")
    output.line("short watched;")
    output.line("#endif")
    output.blank()
    output.line("/* The turn so far; all of it is forgotten where somebody is awaited. */")
    output.line("bit said;")
    output.line("mtype begun;")
    output.line("short about; /* the tool that the turn began with */")
    output.line("byte attempt; /* that its answer belongs to */")
    output.line("mtype:debt owes;")
    output.line("short refused; /* one more than the ask that was refused */")
    for node in reading.nodes where reading.mayBePassedSilently(node) {
      output.line("bit t\(reading.number(of: node)); /* passed since something was last said */")
    }
    output.blank()
    output.line("#ifdef CLAIMS")
    output.line("ltl person_comes { [] <> (owes != a_person) }")
    output.line("ltl result_told { [] <> (owes == nothing || owes == a_person) }")
    output.line("#endif")
    let tools = reading.numbersOfTools
    if !tools.isEmpty {
      output.blank()
      for tool in tools { output.line("/* tool \(tool.number): \(tool.id.text.promelaComment) */") }
    }
  }

  private static func writeInlines(_ reading: PromelaReading, to output: inout PromelaText) {
    func inline(_ head: String, _ body: [String], _ output: inout PromelaText) {
      output.blank()
      output.line("inline \(head) {")
      output.indented { for line in body.isEmpty ? ["skip"] : body { $0.line(line) } }
      output.line("}")
    }
    inline("bring(slot)", ["if", ":: !slot -> slot = 1", ":: true", "fi"], &output)
    inline(
      "count(entries, bound)", ["if", ":: entries < bound -> entries++", ":: else", "fi"], &output)
    inline(
      "reset_counts()", reading.nodes.compactMap { reading.counter(of: $0) }.map { "\($0.name) = 0;" },
      &output)
    let silent = reading.nodes.filter(reading.mayBePassedSilently).map { "t\(reading.number(of: $0)) = 0;" }
    let calls = reading.nodes.filter { $0.kind == .call }.map { "c\(reading.number(of: $0)) = 0;" }
    inline("heard()", ["said = 1;"] + silent, &output)
    inline(
      "settle()",
      ["said = 0; begun = nothing; about = 0; attempt = 0; owes = nothing; refused = 0;"] + silent, &output)
    inline("calls_over()", calls, &output)
    inline(
      "stranded(node)",
      [
        "MUST(owes != a_person, lost_escalation, node);",
        "MUST(owes != a_report, unreported_result, node);",
        "MUST(owes == nothing || owes == a_person || owes == a_report, broken_failure_mode, node);",
      ], &output)
  }

  /// One resumed node is chosen and watched: it must not be resumed before it has spoken. Which are chosen one by
  /// one makes no difference to the verdict, and spares a bit for each.
  private static func writeWatch(_ reading: PromelaReading, to output: inout PromelaText) {
    output.line("#ifdef WATCH")
    output.line("if")
    for node in reading.nodes where reading.resumed.contains(node.id) {
      output.line(":: watched = \(reading.number(of: node))")
    }
    output.line("fi;")
    output.line("#endif")
  }

  private static func wrapped(_ names: [String]) -> [String] {
    var lines: [String] = []
    for name in names {
      if let last = lines.last, last.count + name.count < 90 {
        lines[lines.count - 1] = last + ", " + name
      } else {
        lines.append(name)
      }
    }
    return lines
  }
}

/// The rules that are assertions, each named as in the findings.
enum PromelaRule: String, CaseIterable {
  case silentTurn = "silent_turn"
  case resumedUnspoken = "resumed_unspoken"
  case silentCycle = "silent_cycle"
  case nothingToAsk = "nothing_to_ask"
  /// Only where nothing at all can happen any more.
  case noWayOut = "no_way_out"
  case refusalIgnored = "refusal_ignored"
  case silentEnding = "silent_ending"
  case lostEscalation = "lost_escalation"
  case incompleteSuccess = "incomplete_success"
  case forgottenQuestion = "forgotten_question"
  case questionDropped = "question_dropped"
  case questionOpenAtSuccess = "question_open_at_success"
  case declinedUnasked = "declined_unasked"
  case declinedComplete = "declined_complete"
  case undeclaredCall = "undeclared_call"
  case unconfirmedCall = "unconfirmed_call"
  case ambiguousEvent = "ambiguous_event"
  case unreportedResult = "unreported_result"
  case apologyAfterSuccess = "apology_after_success"
  case reportAfterFailure = "report_after_failure"
  case brokenFailureMode = "broken_failure_mode"
  case foreignOutcome = "foreign_outcome"
  case misplacedRetry = "misplaced_retry"
  case thirdAttempt = "third_attempt"
  case repeatedCall = "repeated_call"
  case unboundInput = "unbound_input"
  case twoCalls = "two_calls"
}

/// Lines with their indentation.
struct PromelaText {
  private(set) var lines: [String] = []
  private var depth = 0
  private var left: Int

  init(limit: Int) { left = limit }

  /// Whether more was written than there is room for; what comes then is dropped, and need not be made.
  var isFull: Bool { left < 0 }

  var text: String { lines.joined(separator: "\n") }

  mutating func blank() { lines.append("") }

  /// Directives of the preprocessor and labels stand at the margin.
  mutating func line(_ text: String) {
    let isAtMargin = text.hasPrefix("#")
    left -= text.utf8.count + 2 * depth + 1
    guard !isFull else { return }
    lines.append(isAtMargin ? text : String(repeating: "  ", count: depth) + text)
  }

  mutating func must(_ condition: String, _ rule: PromelaRule, at node: Int) {
    line("MUST(\(condition), \(rule.rawValue), \(node));")
  }

  mutating func indented(_ write: (inout PromelaText) -> Void) {
    depth += 1
    write(&self)
    depth -= 1
  }
}
