import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import Registry

/// All that a store answers about what ``Sample`` can make, byte for byte: equality of `String` would call texts equal
/// that are written in other scalars.
struct Everything: Hashable {
  /// What was asked, and the answer.
  let answers: [[UInt8]]

  /// The numbers that things are made of.
  static let numbers = 1...12

  static func of(_ store: any RegistryReader) throws -> Everything {
    var answers: [[UInt8]] = []
    func note(_ question: String, _ answer: Any) {
      answers.append(Array("\(question): \(answer)".utf8))
    }
    for number in numbers {
      let organisation: OrganisationID = Sample.id(number)
      let user: UserID = Sample.id(number)
      note("organisation \(number)", try store.organisation(organisation) as Any)
      note("members", try store.members(of: organisation))
      note("agents", try store.agents(of: organisation))
      note("policy", try store.gatePolicy(of: organisation) as Any)
      note("audit", try store.auditLines(of: organisation, AuditQuery(limit: 1000)))
      let trail = try store.auditTrail(in: organisation)
      note("organisation's log", (trail.log, trail.end))
      note("loops", try store.loops(of: organisation, LoopQuery(limit: 1000)))
      for key in Sample.texts {
        note("incident", try store.loop(incident: IncidentID(key), in: organisation) as Any)
        note("answer", try store.answer(to: key, of: organisation, now: Sample.time(0)) as Any)
      }
      note("user \(number)", try store.user(user) as Any)
      note("memberships", try store.memberships(of: user))
      for agent in numbers {
        note("agentAccess", try store.agentAccess(of: user, with: Sample.id(agent)) as Any)
      }
      try agent(Sample.id(number), store, note)
    }
    for email in Sample.texts { note("e-mail", try store.user(email: email) as Any) }
    note("outbox", try store.outbox(after: 0, limit: 1000))
    return Everything(answers: answers)
  }

  private static func agent(
    _ agent: AgentID, _ store: any RegistryReader, _ note: (String, Any) -> Void
  ) throws {
    note("agent", try store.agent(agent) as Any)
    note("draft", try store.draft(of: agent)?.bytes as Any)
    note("guardrails", try store.guardrails(of: agent))
    let trail = try store.auditTrail(of: agent)
    note("trail", (trail.log, trail.end))
    note("evaluations", try store.evaluations(of: agent))
    note("bytes", try store.evaluationBytes(of: agent))
    for text in Sample.texts {
      note("certificate", try store.certificate(text, of: agent) as Any)
      let hash = Sample.document(text).hash.sha256
      note("released", try store.releasedDraft(sha256: hash, of: agent) as Any)
      note("incident", try store.loop(incident: IncidentID(text), of: agent) as Any)
    }
  }
}

extension Sample {
  /// Texts that are easily taken for each other, cut short or misread.
  static let texts = [
    "plain", "Plain", "", " ", "plain ", "plain\0", "plain\0more", "\0", "\u{E9}", "e\u{301}",
    "\u{1F469}\u{200D}\u{1F680}",
    "\u{FEFF}plain", "%", "_", "'", "\"; DROP TABLE users; --", "?1", "\\", "\n", "NULL", "1", "1.0",
    String(repeating: "long ", count: 400),
  ]

  /// Two organisations, a user in both, and an agent of each.
  static func furnish(_ store: any RegistryWriter) throws {
    for number in 1...2 {
      try store.insert(organisation(number))
      try store.insert(agent(number, of: number), draft: document("draft \(number)"))
    }
    try store.insert(user(1))
    try store.put(Membership(organisation: id(1), user: id(1), role: .owner, createdAt: time(0)))
    try store.put(Membership(organisation: id(2), user: id(1), role: .viewer, createdAt: time(1)))
  }

  /// Something of everything, in a store that was furnished. `number` is from 3, and used once.
  static func busy(_ store: any RegistryWriter, _ number: Int) throws {
    try store.insert(organisation(number))
    try store.insert(user(number))
    try store.setPasswordHash("hash \(number)", of: id(1))
    try store.put(Membership(organisation: id(1), user: id(number), role: .member, createdAt: time(2)))
    try store.put(Membership(organisation: id(2), user: id(1), role: .admin, createdAt: time(number)))
    try store.insert(agent(number), draft: document("draft \(number)"))
    var changed = agent(1, name: "Changed by \(number)")
    changed.liveVersion = number
    try store.update(changed)
    try store.setDraft(document("changed by \(number)"), of: id(1))
    try store.put(Guardrail(rule: "rule", bytes: Array("{\"by\":\(number)}".utf8)), of: id(1))
    try store.append(entry(number), of: id(1))
    try store.append(entry(number, actor: "ben"), of: id(1))
    try store.append(entry(number, action: .member), in: id(1))
    try store.append(entry(number, actor: "ben", action: .gatePolicy), in: id(1))
    let text = texts[number % texts.count]
    try store.keepReleasedDraft(document(text), of: id(1))
    try store.keepCertificate(Array(text.utf8), id: text, of: id(1))
    try store.appendEvaluations(Array("{\"by\":\(number)}\n".utf8), of: id(1))
    try store.setGatePolicy(Array("by: \(number)".utf8), of: id(1))
    try store.insert(loop(number, agent: 1, incident: IncidentID(text), state: .open))
    var covered = loop(number, agent: 1, incident: IncidentID(text), state: .covered)
    covered.metadata = Array("{\"by\":\(number)}".utf8)
    try store.update(covered)
    try store.keep(answer(text))
    try store.append(event(number))
  }
}
