import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import Registry

extension MemoryTransaction {
  func organisation(_ id: OrganisationID) -> Organisation? { state.organisations.first { $0.id == id } }

  func organisation(named name: String, of user: UserID) -> Organisation? {
    memberships(of: user).map(\.organisation).first { $0.name.hasSameScalars(as: name) }
  }

  func user(_ id: UserID) -> User? { state.users.first { $0.id == id } }

  func user(email: String) -> User? { state.users.first { $0.email.hasSameScalars(as: email) } }

  func membership(of user: UserID, in organisation: OrganisationID) -> Membership? {
    state.memberships.first { $0.user == user && $0.organisation == organisation }
  }

  func memberships(of user: UserID) -> [(membership: Membership, organisation: Organisation)] {
    state.memberships.filter { $0.user == user }.compactMap { membership in
      organisation(membership.organisation).map { (membership: membership, organisation: $0) }
    }
  }

  func members(of organisation: OrganisationID) -> [Membership] {
    state.memberships.filter { $0.organisation == organisation }
  }

  func insert(_ organisation: Organisation) throws {
    try refuse(if: self.organisation(organisation.id) != nil, "known organisation")
    state.organisations.append(organisation)
  }

  func insert(_ user: User) throws {
    try refuse(if: self.user(user.id) != nil || self.user(email: user.email) != nil, "known user")
    state.users.append(user)
  }

  func setPasswordHash(_ hash: String, of user: UserID) throws {
    guard let index = state.users.firstIndex(where: { $0.id == user }) else {
      throw StoreFailure.conflict("no such user")
    }
    let known = state.users[index]
    state.users[index] = User(
      id: known.id, email: known.email, passwordHash: hash, createdAt: known.createdAt)
  }

  func put(_ membership: Membership) throws {
    try require(membership.organisation)
    try refuse(if: user(membership.user) == nil, "no such user")
    let known = state.memberships.firstIndex {
      $0.user == membership.user && $0.organisation == membership.organisation
    }
    guard let known else { return state.memberships.append(membership) }
    state.memberships[known] = Membership(
      organisation: membership.organisation, user: membership.user, role: membership.role,
      createdAt: state.memberships[known].createdAt)
  }

  func agentAccess(of user: UserID, with agent: AgentID) -> AgentAccess? {
    guard let known = self.user(user), let agent = self.agent(agent),
      let membership = membership(of: user, in: agent.organisation),
      let organisation = organisation(agent.organisation)
    else { return nil }
    return AgentAccess(user: known, role: membership.role, organisation: organisation, agent: agent)
  }

  // MARK: Agents

  func agent(_ id: AgentID) -> Agent? { state.agents.first { $0.id == id } }

  func agents(of organisation: OrganisationID) -> [Agent] {
    state.agents.filter { $0.organisation == organisation }
  }

  func draft(of agent: AgentID) -> CanonicalDocument? { state.drafts[agent] }

  func guardrails(of agent: AgentID) -> [Guardrail] {
    state.guardrails.filter { $0.agent == agent }.map(\.rule)
  }

  func insert(_ agent: Agent, draft: CanonicalDocument) throws {
    try require(agent.organisation)
    try refuse(if: self.agent(agent.id) != nil, "known agent")
    state.agents.append(agent)
    state.drafts[agent.id] = draft
  }

  func update(_ agent: Agent) throws {
    let known = try require(agent.id)
    try refuse(
      if: known.organisation != agent.organisation || known.kind != agent.kind
        || known.createdAt != agent.createdAt, "another agent")
    state.agents = state.agents.map { $0.id == agent.id ? agent : $0 }
  }

  func setDraft(_ draft: CanonicalDocument, of agent: AgentID) throws {
    try require(agent)
    state.drafts[agent] = draft
  }

  private func place(of rule: String, _ agent: AgentID) -> Int? {
    state.guardrails.firstIndex { $0.agent == agent && $0.rule.rule.hasSameScalars(as: rule) }
  }

  func put(_ guardrail: Guardrail, of agent: AgentID) throws {
    try require(agent)
    if let place = place(of: guardrail.rule, agent) {
      state.guardrails[place].rule = guardrail
    } else {
      state.guardrails.append((agent: agent, rule: guardrail))
    }
  }

  func removeGuardrail(_ rule: String, of agent: AgentID) throws -> Bool {
    try require(agent)
    guard let place = place(of: rule, agent) else { return false }
    state.guardrails.remove(at: place)
    return true
  }
}
