import BlueprintCompiler
import ConversationSimulator
import Documents
import Foundation
import Gates
import PolicyGraph
import PolicyProofs

/// Turns a second of simulated users, beside walking recorded conversations through a bare table (the floor),
/// and what a whole `full` certificate takes. All in the processor's time.
enum Simulating {
  static func run(_ files: [URL]) throws {
    print("\nturns a second, beside recorded conversations on a bare table (the floor)")
    print("what                                   turns       ns a turn     turns a second   to floor")
    let drafts = try files.map { ($0.lastPathComponent, draft(Array(try Data(contentsOf: $0)), $0.path)) }
    for (name, draft) in drafts {
      print("  \(name), \(draft.draft.nodes.count) nodes, \(draft.draft.edges.count) edges")
      comparePlaying(draft)
    }
    print("\na `full` certificate: proof, simulation, bytes and hashes")
    for (name, draft) in drafts {
      var bytes: [UInt8] = []
      let time = leastProcessorTime(of: 5) { bytes = certificate(of: draft.draft) }
      print("  \(padded(name, 28)) \(milliseconds(time)) for \(bytes.count) bytes")
    }
  }

  /// To be counted: `walk` plays what was recorded so many times on the bare table, `play` simulates so many
  /// random users. Prints the turns.
  static func once(_ what: String, _ bytes: [UInt8], times: Int) {
    let draft = draft(bytes, what)
    if what == "play" { return print(simulation(draft, .full, runs: times).turns) }
    var floor = Floor(draft)
    for _ in 0..<times { floor.play() }
    print(times * floor.turns)
  }

  private static func draft(_ bytes: [UInt8], _ name: String) -> PreparedDraft {
    guard let draft = compile(SourceText(name: name, bytes: bytes)).draft else {
      fatalError("\(name) does not compile")
    }
    return draft
  }

  private static func certificate(of draft: Draft) -> [UInt8] {
    let certificate = Certificate(
      simulate(prepare(draft), SimulationPlan(mode: .full)), engine: Engine(version: "0.0.0"),
      issuedAt: Instant(seconds: 0), validForHours: 24)
    precondition(certificate.isPassing, "the examples pass")
    return CanonicalJSON.bytes(of: certificate.json)
  }

  /// Differences between plans, so that what a simulation begins with is in none of them: the scripted users where random
  /// ones are timed.
  private static func comparePlaying(_ draft: PreparedDraft) {
    var floor = Floor(draft)
    let rounds = max(1, 500_000 / floor.turns)
    let bare = leastProcessorTime(of: 5) { for _ in 0..<rounds { floor.play() } } / rounds / floor.turns
    line("the bare table (floor)", floor.turns, bare, bare)
    let (few, many) = (measured(draft, .full, runs: 1), measured(draft, .full, runs: 2000))
    report("random users", many, without: few, floor: bare)
    report("pairs of perturbations", measured(draft, .stress, runs: 1), without: few, floor: bare)
  }

  private static func measured(_ draft: PreparedDraft, _ mode: SimulationMode, runs: Int) -> (
    turns: Int, Duration
  ) {
    var turns = 0
    let time = leastProcessorTime(of: 3) { turns = simulation(draft, mode, runs: runs).turns }
    return (turns, time)
  }

  private static func simulation(_ draft: PreparedDraft, _ mode: SimulationMode, runs: Int) -> Simulation {
    simulate(draft, SimulationPlan(mode: mode, adaptiveRuns: runs, explorerBound: 1))
  }

  private static func report(
    _ what: String, _ all: (turns: Int, time: Duration), without few: (turns: Int, time: Duration),
    floor: Duration
  ) {
    let turns = all.turns - few.turns
    guard turns > 0 else { return }
    line(what, turns, (all.time - few.time) / turns, floor)
  }

  private static func line(_ what: String, _ turns: Int, _ time: Duration, _ floor: Duration) {
    let nanoseconds = time / .nanoseconds(1)
    print(
      "    \(padded(what, 28))",
      String(format: "%12d %12.1f %18.0f %9.2f x", turns, nanoseconds, 1e9 / nanoseconds, time / floor))
  }

  private static func milliseconds(_ time: Duration) -> String {
    String(format: "%8.2f ms", time / .milliseconds(1))
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text.padding(toLength: width, withPad: " ", startingAt: 0)
  }
}

/// Conversations of users who do anything that is possible, recorded once, and the table that they are walked
/// through.
private struct Floor {
  private var machine: BareMachine
  private var moves: [BareMachine.Move] = []
  private var conversations: [Range<Int>] = []

  var turns: Int { moves.count }

  init(_ draft: PreparedDraft) {
    machine = BareMachine(draft.draft)
    var generator: UInt64 = 1
    for _ in 0..<200 { record(draft, &generator) }
  }

  mutating func play() {
    for conversation in conversations {
      precondition(machine.play(moves[conversation]), "what was recorded came to its end")
    }
  }

  private mutating func record(_ draft: PreparedDraft, _ generator: inout UInt64) {
    guard var session = InteractiveSession(draft) else { fatalError("the draft can be played") }
    let first = moves.count
    var isAnythingFilled = false
    while !session.isOver {
      // What a correction brings depends on what is filled: the first of it, or at a confirm a slot that is not.
      let choices = session.choices.filter { $0.event != .correct || isAnythingFilled }
      generator = generator &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let choice = choices[Int((generator >> 33) % UInt64(choices.count))]
      var keys = choice.slots.map(\.key)
      if choice.event == .partial { keys = Array(keys.prefix(1)) }
      isAnythingFilled = isAnythingFilled || !keys.isEmpty
      precondition(session.happen(choice.event, giving: keys), "it was offered")
      moves.append(machine.move(choice.event, keys))
    }
    conversations.append(first..<moves.count)
  }
}
