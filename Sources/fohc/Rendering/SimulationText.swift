import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import PolicyProofs
import Rendering

/// A simulation for a person: a line a scenario, what failed, and how much was touched.
enum SimulationText {
  static func lines(of simulation: Simulation) -> [String] {
    let width = simulation.scenarios.map { $0.id.text.count }.max() ?? 0
    var lines: [String] = []
    for scenario in simulation.scenarios {
      let mark = scenario.isPassed ? "✓" : "✗"
      let name = Printable.line(scenario.id.text)
      let runs = scenario.scriptedRuns + scenario.adaptiveRuns
      let remarks =
        [
          count(runs, "conversation") + (scenario.failedRuns > 0 ? ", \(scenario.failedRuns) failed" : "")
        ] + scenario.notLookedAt
      lines.append(
        "\(mark) \(name)\(String(repeating: " ", count: max(0, width - name.count)))  "
          + remarks.joined(separator: "; "))
      for failure in simulation.failures(of: scenario) {
        lines.append("    \(Printable.line(failure.invariant)): \(Printable.line(failure.summary))")
        lines.append(
          failure.isCooperative
            ? "      in the plainest run: \(Printable.line(failure.run)), and nothing goes wrong"
            : "      in the plainest run: \(Printable.line(failure.run))")
        lines.append("      to fix: \(Printable.line(failure.suggestedFix))")
      }
    }
    if simulation.scenarios.isEmpty { lines.append("no scenario was played") }
    if !simulation.isComplete {
      lines.append(
        "! cut short: the budget of turns ran out, and not everything was played; try one scenario at a time with "
          + "`--scenario ID`, or fewer `--adaptive-runs`")
    }
    if let exploration = simulation.exploration {
      let (count, violations) = (exploration.configurations.count, exploration.violations.count)
      lines.append(
        exploration.isComplete
          ? "\(violations == 0 ? "✓" : "✗") every conversation was tried: \(self.count(count, "configuration")), "
            + "\(self.count(violations, "violation"))"
          : "\(violations == 0 ? "!" : "✗") not every conversation was tried, only "
            + "\(self.count(count, "configuration")), with \(self.count(violations, "violation")); "
            + "`fohc explore FILE --max-states \(10 * count)` tries more")
    }
    lines.append("")
    let coverage = simulation.coverage
    lines.append(
      "covered: \(share(coverage.nodes)) nodes, \(share(coverage.edges)) edges, \(share(coverage.events)) events, "
        + "\(share(coverage.toolOutcomes)) tool outcomes")
    lines.append(
      "played: \(count(simulation.runs, "conversation")), \(count(simulation.turns, "turn")), seed \(simulation.plan.seed)"
    )
    return lines
  }

  private static func share(_ share: Coverage.Share) -> String { "\(share.covered) of \(share.total)" }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}

/// A conversation as it would stand in a play.
///
///     Viewing diary: move_to_thursday, with a cooperative user
///     Stuck at work and wants Thursday after five instead.
///
///       Agent  What name is the viewing under?
///       User   (gives: Name the viewing is booked under)
enum SimulatedConversationText {
  /// A conversation is read like a play: no wider than a page, and no wider than the terminal.
  private static var columns: Int { min(96, Terminal.columns(of: .output) ?? 96) }

  static func lines(of transcript: SimulatedConversation) -> [String] {
    var lines = ["── \(Printable.line(transcript.scenario.id.text)), with \(Printable.line(transcript.user))"]
    lines += wrapped(Printable.line(transcript.scenario.userGoal), first: "   ", rest: "   ")
    return lines + [""] + self.lines(of: transcript.lines) + [""]
  }

  /// The same speaker is named once in a row.
  static func lines(of conversation: [SimulatedConversation.Line]) -> [String] {
    var lines: [String] = []
    var last: SimulatedConversation.Line.Speaker?
    for line in conversation {
      lines += wrapped(
        words(of: line), first: line.speaker == last ? margin(nil) : margin(line.speaker), rest: margin(nil))
      last = line.speaker
    }
    return lines
  }

  /// What is said stands as it is; what is only described, in brackets.
  static func words(of line: SimulatedConversation.Line) -> String {
    let text = Printable.oneLine(line.text)
    switch line.speaker {
    case .agent, .user: return line.isVerbatim ? text : "(\(text))"
    case .tool, .note, .fault: return text
    }
  }

  private static func margin(_ speaker: SimulatedConversation.Line.Speaker?) -> String {
    switch speaker {
    case .agent?: "   Agent  "
    case .user?: "   User   "
    case .tool?: "   Tool   "
    case .note?: "   ──     "
    case .fault?: "   ✗      "
    case nil: "          "
    }
  }

  private static func wrapped(_ text: String, first: String, rest: String) -> [String] {
    Wrapping.lines(text, first: first, rest: rest, columns: columns)
  }
}
