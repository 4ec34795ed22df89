@testable import ConversationSimulator
import Documents
import PolicyProofs
import BlueprintCompiler
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// A conversation that the step function had, recorded whole or in part, is never said to have left the policy: what is
/// forgotten only adds readings.
@Suite struct ForgettingTests {
  enum Recording: CaseIterable {
    case whole, withoutEvents, withoutCalls, textAlone
  }

  static let programs: [PolicyProgram] = Repository.examples.compactMap { name in
    guard let source = try? Repository.source("Examples/blueprints/\(name)") else { return nil }
    return compile(source).draft.map { PolicyProgram($0.draft) }
  }

  @Test(arguments: Recording.allCases)
  func neverLeaves(_ recording: Recording) {
    var random = SeededRandom(seed: 41)
    #expect(Self.programs.count > 3)
    for program in Self.programs {
      // With nothing but text every combination of values is tried: a few will do.
      for _ in 0..<(recording == .textAlone ? 1 : 15) {
        let turns = Self.conversation(program, recording, events: recording == .textAlone ? 4 : 12, &random)
        let replay = TranscriptCase.replay(
          TranscriptCase.source(turns), on: program, moves: recording == .textAlone ? 30_000 : 1_000_000)
        // Many slots that nobody recorded are more than is tried.
        let isTold = replay.verdict == .followed || (recording == .textAlone && replay.verdict == .undecided)
        #expect(isTold, "\(replay.diagnostics.map(\.message)) in \(turns)")
      }
    }
  }

  /// A random conversation of at most so many events, as turns.
  private static func conversation(
    _ program: PolicyProgram, _ recording: Recording, events: Int, _ random: inout SeededRandom
  ) -> String {
    let turns = steps(program, events: events, &random).compactMap { step -> JSONValue? in
      switch step {
      case .speech(let here): agent(here, program)
      case .move(let move, let here):
        recording == .withoutCalls && move.event.isFromTool ? nil : turn(move, at: here, program, recording)
      }
    }
    return turns.map { CanonicalJSON.text(of: $0) }.joined(separator: ",\n")
  }

  enum Step {
    /// The agent has spoken, and rests here.
    case speech(Configuration)
    case move(Move, at: Configuration)
  }

  static func steps(_ program: PolicyProgram, events: Int, _ random: inout SeededRandom) -> [Step] {
    guard let opening = program.opening() else { return [] }
    var here = rest(opening.configuration, program)
    var steps: [Step] = [.speech(here)]
    for _ in 0..<events {
      let events = program.groups[program.nodes[here.node].groups].map(\.event)
      guard !events.isEmpty, let move = move(random.pick(events), here, program, &random),
        case .moved(let arrival) = program.step(here, move)
      else { continue }
      steps.append(.move(move, at: here))
      here = rest(arrival.configuration, program)
      if program.nodes[here.node].kind.awaits != .tool { steps.append(.speech(here)) }
    }
    return steps
  }

  private static func move(
    _ event: ProgramEvent, _ here: Configuration, _ program: PolicyProgram, _ random: inout SeededRandom
  ) -> Move? {
    guard let carried = program.carried(by: event, at: here) else { return nil }
    var values = carried.certain
    for slot in carried.possible.elements where random.chance(20) { values.insert(slot) }
    let move = Move(event: event, values: values)
    return program.isPossible(move, at: here) ? move : nil
  }

  private static func rest(_ configuration: Configuration, _ program: PolicyProgram) -> Configuration {
    var here = configuration
    while program.nodes[here.node].kind.awaits == .nothing,
      case .moved(let arrival) = program.step(here, Move(event: .auto, values: program.noSlots))
    {
      here = arrival.configuration
    }
    return here
  }

  private static func turn(
    _ move: Move, at here: Configuration, _ program: PolicyProgram, _ recording: Recording
  ) -> JSONValue {
    let event = JSONValue.string(program.event(move.event).name)
    if move.event.isFromTool {
      return .object([
        JSONMember("role", .string("tool")), JSONMember("tool", .string(program.toolID(of: here.node).text)),
        JSONMember("outcome", event),
      ])
    }
    var members = [
      JSONMember("role", .string("user")), JSONMember("text", .string(move.event == .silence ? "" : "…")),
    ]
    let values = JSONMember("values", .strings(move.values.elements.map { program.slots[$0].text }))
    switch recording {
    case .whole, .withoutCalls: members += [JSONMember("event", event), values]
    case .withoutEvents: members.append(values)
    case .textAlone: break
    }
    return .object(members)
  }

  private static func agent(_ here: Configuration, _ program: PolicyProgram) -> JSONValue {
    let node = program.nodes[here.node]
    var members = [JSONMember("role", .string("agent"))]
    switch node.kind {
    case .handoff: members.append(JSONMember("event", .string("handoff")))
    case .close: members.append(JSONMember("event", .string("close:\(node.outcome?.rawValue ?? "")")))
    case .confirm: members.append(JSONMember("event", .string("confirm")))
    case .ask:
      let asked = program.asked(of: here.node).subtracting(here.filled)
      members.append(JSONMember("asks", .strings(asked.elements.map { program.slots[$0].text })))
    default: break
    }
    return .object(members)
  }
}
