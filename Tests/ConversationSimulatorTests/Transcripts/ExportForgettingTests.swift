@testable import ConversationSimulator
import Documents
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// The same of what the platform exports: however little its traces, its text or its fixtures say, a conversation that
/// was had is never said to have left the policy.
@Suite struct ExportForgettingTests {
  enum Recording: CaseIterable {
    /// With what the agent knows after each of its turns.
    case traces
    /// With what it knows after some of them.
    case sparseTraces
    /// With what it knows of some slots.
    case leadData
    case tracesWithoutOutcomes, text, fixture

    /// Where much is left open, a few events will do, and it may be too much to be told.
    var isVague: Bool { self == .text || self == .fixture || self == .leadData }
  }

  @Test(arguments: Recording.allCases)
  func neverLeaves(_ recording: Recording) {
    var random = SeededRandom(seed: 43)
    var followed = 0
    for program in ForgettingTests.programs {
      for _ in 0..<(recording.isVague ? 1 : 10) {
        let steps = ForgettingTests.steps(program, events: recording.isVague ? 4 : 12, &random)
        let export = Export(program, recording).conversation(steps, &random)
        let source = SourceText(name: "export.json", text: CanonicalJSON.text(of: export))
        let replay = TranscriptCase.replay(
          source, on: program, moves: recording == .traces ? 1_000_000 : 30_000)
        // Nobody may have said anything.
        let isEmpty = replay.turns == 0 && recording == .fixture
        let isTold = replay.verdict == .followed || replay.verdict == .undecided || isEmpty
        #expect(isTold, "\(replay.diagnostics.map(\.message)) in \(CanonicalJSON.text(of: export))")
        if replay.verdict == .followed { followed += 1 }
      }
    }
    #expect(followed > 0)
  }
}

/// Writes conversations as the platform exports them.
private struct Export {
  private let program: PolicyProgram
  private let recording: ExportForgettingTests.Recording
  private var variables: [Int: Int] = [:]
  private var traces: [JSONValue] = []
  private var lines: [String] = []
  private var fixture: [JSONValue] = []

  init(_ program: PolicyProgram, _ recording: ExportForgettingTests.Recording) {
    self.program = program
    self.recording = recording
  }

  func conversation(_ steps: [ForgettingTests.Step], _ random: inout SeededRandom) -> JSONValue {
    var export = self
    var ending = JSONValue.null
    for step in steps {
      switch step {
      case .speech(let here):
        export.speak(&random)
        ending = program.nodes[here.node].kind == .handoff ? .string("handoff_requested") : .null
      case .move(let move, let here): export.note(move, at: here, &random)
      }
    }
    let hasTraces = recording != .text && recording != .fixture
    return .object([
      JSONMember("id", .string("c1")), JSONMember("terminal_state", ending),
      JSONMember("traces", hasTraces ? .array(export.traces) : .null),
      JSONMember(
        "transcript_text", recording == .text ? .string(export.lines.joined(separator: "\n")) : .null),
      JSONMember("test_fixture", .object([JSONMember("turns", .array(export.fixture))])),
    ])
  }

  private mutating func speak(_ random: inout SeededRandom) {
    lines.append("ASSISTANT: …")
    var payload = [JSONMember("reply", .string("…"))]
    switch recording {
    case .traces, .tracesWithoutOutcomes: payload.append(JSONMember("variables", knowledge { _ in true }))
    case .sparseTraces:
      if random.chance(50) { payload.append(JSONMember("variables", knowledge { _ in true })) }
    case .leadData: payload.append(JSONMember("lead_data", knowledge { $0 % 3 != 0 }))
    case .text, .fixture: break
    }
    trace("agent_output", payload)
  }

  private func knowledge(_ isNamed: (Int) -> Bool) -> JSONValue {
    .object(
      variables.keys.sorted().filter(isNamed).map {
        JSONMember(program.slots[$0].text, .integer(variables[$0] ?? 0))
      })
  }

  private mutating func note(_ move: Move, at here: Configuration, _ random: inout SeededRandom) {
    if move.event.isFromTool {
      let tool = JSONMember("tool", .string(program.toolID(of: here.node).text))
      let status = move.event == .ok ? "success" : move.event == .error ? "failed" : "timeout"
      trace("tool_call", [tool])
      trace(
        "tool_response",
        recording == .tracesWithoutOutcomes ? [tool] : [tool, JSONMember("status", .string(status))])
      return
    }
    // What is said again may be the same.
    for slot in move.values.elements where variables[slot] == nil || random.chance(50) {
      variables[slot, default: 0] += 1
    }
    if move.event == .silence { return }
    lines.append("USER: …")
    fixture.append(.object([JSONMember("user", .string("…"))]))
    trace("agent_input", [JSONMember("message", .string("…"))])
  }

  private mutating func trace(_ type: String, _ payload: [JSONMember]) {
    traces.append(
      .object([JSONMember("trace_type", .string(type)), JSONMember("payload", .object(payload))]))
  }
}
