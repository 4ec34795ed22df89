import Documents
import PolicyGraph

/// Witnesses as JSON (`flow_witness.v1`), by names, so that one can be read, kept, and replayed on the draft.
package enum WitnessCoding {
  package static let version = "flow_witness.v1"

  package static func json(
    of witness: Witness, _ program: PolicyProgram, draftHash: DraftHash, origins: Origins
  ) -> JSONValue {
    let clause = Clause(of: witness.violation.rule)
    var members: [JSONMember] = [
      JSONMember("schema_version", .string(version)),
      JSONMember("draft_hash", .string(draftHash.draftHash)),
      JSONMember("sha256", .string(draftHash.sha256)),
      JSONMember("code", .string(witness.violation.rule.code)),
      JSONMember("name", .string(witness.violation.rule.name)),
      JSONMember("invariant", .string(clause?.invariant.rawValue ?? "")),
      JSONMember("clause", .string(clause?.rawValue ?? "")),
      JSONMember("node", .string(program.name(of: witness.violation.node).text)),
    ]
    if let event = witness.violation.event {
      members.append(JSONMember("event", .string(program.event(event).name)))
    }
    switch witness.shape {
    case .point: members.append(JSONMember("shape", .string("point")))
    case .trap: members.append(JSONMember("shape", .string("trap")))
    case .lasso(let start):
      members.append(JSONMember("shape", .string("lasso")))
      members.append(JSONMember("loop_from", .integer(start)))
    }
    members.append(JSONMember("steps", .array(witness.steps.map { json(of: $0, program, origins) })))
    return .object(members)
  }

  private static func json(of step: Witness.Step, _ program: PolicyProgram, _ origins: Origins) -> JSONValue {
    var members: [JSONMember] = []
    if let move = step.move {
      members.append(JSONMember("event", .string(program.event(move.event).name)))
      if !move.values.isEmpty {
        members.append(JSONMember("values", .strings(move.values.elements.map { program.slots[$0].text })))
      }
      members.append(JSONMember("edges", .array(step.edges.map { .integer(program.edges[$0].index) })))
    }
    guard let node = step.node else { return .object(members) }
    let id = program.name(of: node)
    members.append(JSONMember("node", .string(id.text)))
    if let said = step.said, program.nodes[said.node].kind == .ask {
      members.append(JSONMember("asks", .strings(said.asked.elements.map { program.slots[$0].text })))
    } else {
      members.append(JSONMember("speaks", .boolean(step.said != nil)))
    }
    if let pointer = origins.pointer(of: id) { members.append(JSONMember("origin", .string(pointer))) }
    return .object(members)
  }

  // MARK: Reading

  package static let schema = DocumentSchema(
    name: version, title: "A conversation that breaks a guarantee of a flow draft", root: root)

  private static let root = ObjectSchema(
    "the witness", unknownKeys: .refused,
    [
      .required("schema_version", .choice([version]), "what this document is."),
      .required("draft_hash", .text, "the draft that it is a conversation of."),
      .required("sha256", .text, "SHA-256 of the same bytes."),
      .required("code", .text, "the rule that is broken."),
      .required("name", .text, "the rule's name."),
      .required("invariant", .text, "the invariant."),
      .required("clause", .text, "the clause."),
      .required("node", .text, "where it is broken."),
      .optional("event", .text, "on which event."),
      .required(
        "shape", .choice(["point", "trap", "lasso"]), "a fault at a point, no way out, or a circle."),
      .optional("loop_from", .integer(0...1_000_000), "the step from which it goes round."),
      .required("steps", .array(of: .object(step), minimum: 1), "what happened."),
    ])

  private static let step = ObjectSchema(
    "a step", unknownKeys: .refused,
    [
      .optional("event", .text, "what happened; none at the opening."),
      .optional("values", .array(of: .text), "the slots that it brought."),
      .optional("edges", .array(of: .integer(0...100_000_000)), "the edges that answered."),
      .optional("node", .text, "the node that was entered."),
      .optional("asks", .array(of: .text), "the slots that were asked for."),
      .optional("speaks", .boolean, "whether something was said."),
      .optional("origin", .text, "JSON Pointer into the blueprint."),
    ])

  /// Reads a witness; nil, having reported why, if the document is not one or names what the draft does not have.
  package static func decode(
    _ document: Document, _ program: PolicyProgram, findings: inout Findings
  ) -> Witness? {
    guard SchemaCheck.run(document, against: schema, findings: &findings).isAccepted else { return nil }
    let root = document.root
    let names = WitnessNames(program)
    guard let rule = [Rule].proof.first(where: { $0.code == root.string("code") }) else {
      return refuse("code", "is not the code of a guarantee", root, &findings)
    }
    guard let node = names.node(root.string("node")) else {
      return refuse("node", "is not a node of the draft", root, &findings)
    }
    var violation = Violation(rule, at: node)
    if root.member("event") != nil {
      guard let event = names.event(root.string("event")) else {
        return refuse("event", "is not an event of the draft", root, &findings)
      }
      violation.event = event
    }
    var steps: [Witness.Step] = []
    for step in root.list("steps") ?? [] {
      guard let read = names.step(step) else {
        findings.report(
          .foreignWitness, "this step names an event, slot, edge or node that the draft does not have",
          at: step, help: foreignHelp)
        return nil
      }
      steps.append(read)
    }
    let shape: Witness.Shape
    switch root.string("shape") {
    case "trap": shape = .trap
    case "lasso": shape = .lasso(from: root.member("loop_from")?.integer ?? 0)
    default: shape = .point
    }
    return Witness(violation: violation, steps: steps, shape: shape)
  }

  private static let foreignHelp: FindingText =
    "replay the witness on the draft that it was found in; `fohc validate` finds those of a changed draft"

  private static func refuse(
    _ key: String, _ why: String, _ root: DocumentNode, _ findings: inout Findings
  ) -> Witness? {
    findings.report(
      .foreignWitness, "`\(key)` \(why)", at: root.member(key) ?? root,
      help: foreignHelp)
    return nil
  }
}

/// What a program calls its parts.
private struct WitnessNames {
  private let program: PolicyProgram
  private let nodes: [NodeID: Int]
  private let slots: [SlotKey: Int]
  private let tools: [ToolID: Int]
  private let edges: [Int: Int]

  init(_ program: PolicyProgram) {
    self.program = program
    nodes = Dictionary(
      program.draft.nodes.enumerated().map { ($0.element.id, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    slots = Dictionary(
      program.slots.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    tools = Dictionary(
      program.tools.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    edges = Dictionary(
      program.edges.enumerated().map { ($0.element.index, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  func node(_ id: String?) -> Int? { id.flatMap { nodes[NodeID($0)] } }

  func event(_ name: String?) -> ProgramEvent? {
    switch name.flatMap({ Event(name: $0) }) {
    case .tool(let id)?: tools[id].map { .tool(Int32($0)) }
    case let event?: ProgramEvent.plain.first { program.event($0) == event }
    case nil: nil
    }
  }

  func step(_ step: DocumentNode) -> Witness.Step? {
    var entered: Int?
    if step.member("node") != nil {
      guard let node = node(step.string("node")) else { return nil }
      entered = node
    }
    guard step.member("event") != nil else {
      return Witness.Step(move: nil, edges: [], node: entered, said: nil)
    }
    guard let event = event(step.string("event")) else { return nil }
    var values = program.noSlots
    for value in step.list("values") ?? [] {
      guard let slot = slots[SlotKey(value.text ?? "")] else { return nil }
      values.insert(slot)
    }
    var taken: [Int] = []
    for edge in step.list("edges") ?? [] {
      guard let position = edge.integer.flatMap({ edges[$0] }) else { return nil }
      taken.append(position)
    }
    return Witness.Step(move: Move(event: event, values: values), edges: taken, node: entered, said: nil)
  }
}

extension ProgramEvent {
  fileprivate static let plain: [ProgramEvent] = [
    .answered, .partial, .goalMet, .unclear, .silence, .interrupt, .correct, .affirm, .deny, .escalate, .ok,
    .error,
    .timeout, .auto,
  ]
}
