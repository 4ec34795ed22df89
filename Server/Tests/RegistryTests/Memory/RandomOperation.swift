import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import Registry
import TestSupport

/// Something that can be asked of a transaction, made of random numbers: of few things, so that they meet often.
struct RandomOperation: Sendable {
  let name: String
  /// Gives the answer as a text.
  private let run: @Sendable (any RegistryWriter) throws -> String

  private init(_ name: String, _ run: @escaping @Sendable (any RegistryWriter) throws -> Any) {
    self.name = name
    self.run = { "\(try run($0))" }
  }

  /// The answer, or what kind of failure came of it, in UTF-8.
  func outcome(_ store: any RegistryWriter) throws -> [UInt8] {
    do {
      return Array(try run(store).utf8)
    } catch StoreFailure.conflict {
      return Array("conflict".utf8)
    }
  }

  static func make(_ random: inout SeededRandom) -> RandomOperation {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: people(&random)
    case 1: agents(&random)
    case 2: releases(&random)
    default: records(&random)
    }
  }

  // MARK: What they are about

  /// One of three; sometimes one that nobody made.
  private static func number(_ random: inout SeededRandom) -> Int {
    random.chance(4) ? 12 : Int.random(in: 1...3, using: &random)
  }

  private static func text(_ random: inout SeededRandom) -> String { random.pick(Sample.texts) }

  /// Around the lifetime of an answer.
  private static func seconds(_ random: inout SeededRandom) -> Int {
    random.pick([-1, 0, 1, 2]) + random.pick([0, IdempotentAnswer.lifetime, 2 * IdempotentAnswer.lifetime])
  }

  private static func limit(_ random: inout SeededRandom) -> Int { random.pick([-1, 0, 1, 2, 5, 100]) }

  private static func people(_ random: inout SeededRandom) -> RandomOperation {
    let (organisation, user) = (number(&random), number(&random))
    let (text, seconds) = (text(&random), seconds(&random))
    switch Int.random(in: 0..<10, using: &random) {
    case 0:
      return Self("insert organisation") { try $0.insert(Sample.organisation(organisation, name: text)) }
    case 1: return Self("insert user") { try $0.insert(Sample.user(user, email: text, hash: nil)) }
    case 2: return Self("password") { try $0.setPasswordHash(text, of: Sample.id(user)) }
    case 3, 4:
      let role = random.pick(Role.allCases)
      return Self("put membership") { store in
        try store.put(
          Membership(
            organisation: Sample.id(organisation), user: Sample.id(user), role: role,
            createdAt: Sample.time(seconds)))
      }
    case 5:
      return Self("named") { try $0.organisation(named: text, of: Sample.id(user)) as Any }
    case 6: return Self("by e-mail") { try $0.user(email: text) as Any }
    case 7: return Self("memberships") { try $0.memberships(of: Sample.id(user)) }
    case 8: return Self("members") { try $0.members(of: Sample.id(organisation)) }
    default:
      return Self("membership") {
        try $0.membership(of: Sample.id(user), in: Sample.id(organisation)) as Any
      }
    }
  }

  private static func agents(_ random: inout SeededRandom) -> RandomOperation {
    let (organisation, number) = (number(&random), number(&random))
    let (text, seconds) = (text(&random), seconds(&random))
    var agent = Sample.agent(number, of: organisation, name: text)
    agent.updatedAt = Sample.time(seconds)
    agent.liveVersion = random.pick([nil, 1, 2, Int(Int32.max) + 1])
    agent.certifiedAt = random.chance(50) ? nil : Sample.time(seconds)
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1: return Self("insert agent") { [agent] in try $0.insert(agent, draft: Sample.document(text)) }
    case 2, 3: return Self("update agent") { [agent] in try $0.update(agent) }
    case 4: return Self("draft") { try $0.setDraft(Sample.document(text), of: Sample.id(number)) }
    case 5, 6:
      let rule = Guardrail(rule: text, bytes: [UInt8(seconds & 0xFF)])
      return Self("put rule") { try $0.put(rule, of: Sample.id(number)) }
    case 7: return Self("remove rule") { try $0.removeGuardrail(text, of: Sample.id(number)) }
    default: return Self("agents") { try $0.agents(of: Sample.id(organisation)) }
    }
  }

  private static func releases(_ random: inout SeededRandom) -> RandomOperation {
    let (organisation, number, seconds) = (number(&random), number(&random), seconds(&random))
    let text = text(&random)
    let action = random.pick(AuditAction.allCases)
    switch Int.random(in: 0..<11, using: &random) {
    case 9:
      return Self("organisation's audit") {
        try $0.append(Sample.entry(seconds, actor: text, action: action), in: Sample.id(organisation))
      }
    case 10:
      return Self("organisation's log") { store in
        let trail = try store.auditTrail(in: Sample.id(organisation))
        return (trail.log, trail.end)
      }
    case 0, 1, 2:
      return Self("audit") {
        try $0.append(Sample.entry(seconds, actor: text, action: action), of: Sample.id(number))
      }
    case 3: return Self("release") { try $0.keepReleasedDraft(Sample.document(text), of: Sample.id(number)) }
    case 4:
      let bytes = random.chance(70) ? Array(text.utf8) : [1]
      return Self("certificate") { try $0.keepCertificate(bytes, id: text, of: Sample.id(number)) }
    case 5:
      return Self("evaluations") { try $0.appendEvaluations(Array(text.utf8), of: Sample.id(number)) }
    case 6:
      return Self("evaluations") { try $0.appendEvaluations(Array("\(text)\n".utf8), of: Sample.id(number)) }
    case 7:
      let bytes = random.chance(30) ? nil : Array(text.utf8)
      return Self("policy") { try $0.setGatePolicy(bytes, of: Sample.id(organisation)) }
    default:
      var query = AuditQuery(limit: limit(&random))
      if random.chance(30) { query.agent = Sample.id(number) }
      if random.chance(30) { query.actor = text }
      if random.chance(30) { query.action = action }
      if random.chance(30) { query.from = Sample.time(seconds) }
      if random.chance(30) { query.to = Sample.time(Self.seconds(&random)) }
      return Self("audit lines") { [query] in try $0.auditLines(of: Sample.id(organisation), query) }
    }
  }

  private static func records(_ random: inout SeededRandom) -> RandomOperation {
    let (organisation, agent, number) = (number(&random), number(&random), number(&random))
    let (text, seconds) = (text(&random), seconds(&random))
    var loop = Sample.loop(
      number, of: organisation, agent: random.chance(30) ? nil : agent,
      incident: random.chance(50) ? nil : IncidentID(text), state: random.pick(IncidentLoop.State.allCases))
    switch Int.random(in: 0..<9, using: &random) {
    case 0, 1: return Self("insert loop") { [loop] in try $0.insert(loop) }
    case 2, 3:
      loop.regressionCase = text
      loop.metadata = Array(text.utf8)
      loop.updatedAt = Sample.time(seconds)
      return Self("update loop") { [loop] in
        // Mostly one that is there: the rest has to agree with it.
        guard var known = try $0.loop(loop.id, of: loop.organisation), seconds > 0 else {
          return try $0.update(loop)
        }
        known.state = loop.state
        known.metadata = loop.metadata
        return try $0.update(known)
      }
    case 4:
      var query = LoopQuery(limit: limit(&random))
      if random.chance(30) { query.agent = Sample.id(agent) }
      if random.chance(30) { query.state = loop.state }
      return Self("loops") { [query] in try $0.loops(of: Sample.id(organisation), query) }
    case 5, 6:
      let answer = Sample.answer(random.pick(["a", "b", text]), of: organisation, at: seconds, body: text)
      return Self("keep answer") { try $0.keep(answer) }
    case 7:
      let key = random.pick(["a", "b", text])
      let removes = random.chance(20)
      return Self("answer") { store in
        removes
          ? try store.removeAnswers(before: Sample.time(seconds))
          : try store.answer(to: key, of: Sample.id(organisation), now: Sample.time(seconds)) as Any
      }
    default:
      let (event, after) = (Sample.event(number, agent: agent, of: organisation), seconds % 7)
      let limit = limit(&random)
      return Self("event") { store in
        try store.append(event)
        return try store.outbox(after: after, limit: limit)
      }
    }
  }
}
