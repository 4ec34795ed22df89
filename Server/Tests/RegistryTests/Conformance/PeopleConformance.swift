import BlueprintCompiler
import Gates
import Registry
import Testing

extension StoreConformance {
  @Suite struct People {
    @Test(arguments: StoreUnderTest.all)
    func areFound(_ kind: StoreUnderTest) async throws {
      try await kind.with { store in
        try await store.write { store in
          for plan in Organisation.Plan.allCases.enumerated() {
            let (number, plan) = (plan.offset + 1, plan.element)
            let organisation = Organisation(
              id: Sample.id(number), name: "Same", plan: plan, createdAt: Sample.time(-number))
            try store.insert(organisation)
            #expect(try store.organisation(organisation.id) == organisation)
          }
          try store.insert(Sample.user(1, hash: nil))
          #expect(try store.user(Sample.id(1)) == Sample.user(1, hash: nil))
          #expect(try store.user(email: "user1@example.com") == Sample.user(1, hash: nil))
          try store.setPasswordHash("secret", of: Sample.id(1))
          #expect(try store.user(Sample.id(1)) == Sample.user(1, hash: "secret"))
          #expect(try store.user(email: "USER1@example.com") == nil)
        }
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func shareNoIdentity(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        await store.expectConflict("a known organisation") {
          try $0.insert(Sample.organisation(1, name: "Other"))
        }
        await store.expectConflict("a known user") {
          try $0.insert(Sample.user(1, email: "other@example.com"))
        }
        await store.expectConflict("a known address") {
          try $0.insert(Sample.user(5, email: "user1@example.com"))
        }
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func belongToOrganisations(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        try await store.write { store in
          for number in [9, 4, 7] {
            try store.insert(Sample.user(number))
            for role in Role.allCases {
              try store.put(
                Membership(
                  organisation: Sample.id(1), user: Sample.id(number), role: role,
                  createdAt: Sample.time(role == .owner ? 1 : 2)))
              #expect(try store.membership(of: Sample.id(number), in: Sample.id(1))?.role == role)
            }
          }
          // In the order in which they came, and with the time of then.
          let members = try store.members(of: Sample.id(1))
          #expect(members.map(\.user) == [1, 9, 4, 7].map { Sample.id($0) })
          #expect(members.dropFirst().allSatisfy { $0.createdAt == Sample.time(1) && $0.role == .viewer })
          let mine = try store.memberships(of: Sample.id(1))
          #expect(mine.map(\.organisation) == [Sample.organisation(1), Sample.organisation(2)])
          #expect(mine.map(\.membership.role) == [.owner, .viewer])
        }
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func findTheirOwnByName(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        try await store.write { store in
          // Another one of the same name, in which the user is not.
          try store.insert(Sample.organisation(3, name: "Organisation 2"))
          #expect(try store.organisation(named: "Organisation 2", of: Sample.id(1)) == Sample.organisation(2))
          #expect(try store.organisation(named: "organisation 2", of: Sample.id(1)) == nil)
          #expect(try store.organisation(named: "Organisation 2", of: Sample.id(9)) == nil)
          // Of two of the same name, the one that was joined first.
          try store.put(
            Membership(
              organisation: Sample.id(3), user: Sample.id(1), role: .owner, createdAt: Sample.time(0)))
          #expect(try store.organisation(named: "Organisation 2", of: Sample.id(1)) == Sample.organisation(2))
        }
      }
    }
  }

  @Suite struct Agents {
    @Test(arguments: StoreUnderTest.all)
    func areListedInTheirOrder(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        try await store.write { store in
          for number in [8, 3, 5] {
            try store.insert(Sample.agent(number), draft: Sample.document("\(number)"))
          }
          #expect(try store.agents(of: Sample.id(1)) == [1, 8, 3, 5].map { Sample.agent($0) })
          #expect(try store.draft(of: Sample.id(3)) == Sample.document("3"))
          #expect(try store.draft(of: Sample.id(3))?.hash == Sample.document("3").hash)
        }
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func changeWhatMayChange(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        let changed = Agent(
          id: Sample.id(1), organisation: Sample.id(1), name: "New", kind: .custom, createdAt: Sample.time(1),
          updatedAt: Sample.time(50), liveVersion: 3, certifiedAt: Sample.time(40))
        try await store.write { store in
          try store.update(changed)
          try store.setDraft(Sample.document("new"), of: Sample.id(1))
        }
        #expect(try await store.read { try $0.agent(Sample.id(1)) } == changed)
        #expect(try await store.read { try $0.draft(of: Sample.id(1)) } == Sample.document("new"))
        #expect(try await store.read { try $0.draft(of: Sample.id(2)) } == Sample.document("draft 2"))
        // And back to nothing.
        try await store.write { try $0.update(Sample.agent(1)) }
        #expect(try await store.read { try $0.agent(Sample.id(1)) } == Sample.agent(1))
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func stayWhoseTheyAre(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        await store.expectConflict("a known agent") {
          try $0.insert(Sample.agent(1, name: "Another"), draft: Sample.document(""))
        }
        await store.expectConflict("another organisation") { try $0.update(Sample.agent(1, of: 2)) }
        for (kind, created) in [(Agent.Kind.inboundBuyer, 1), (.custom, 2)] {
          let other = Agent(
            id: Sample.id(1), organisation: Sample.id(1), name: "New", kind: kind,
            createdAt: Sample.time(created), updatedAt: Sample.time(2))
          await store.expectConflict("another kind or time") { try $0.update(other) }
        }
        let draft = try await store.read { try $0.draft(of: Sample.id(1)) }
        #expect(draft == Sample.document("draft 1"))
      }
    }

    @Test(arguments: StoreUnderTest.all, Agent.Kind.allCases)
    func areOfEveryKind(_ kind: StoreUnderTest, _ agentKind: Agent.Kind) async throws {
      try await kind.withAgents { store in
        let agent = Agent(
          id: Sample.id(3), organisation: Sample.id(1), name: "", kind: agentKind, createdAt: Sample.time(0),
          updatedAt: Sample.time(0))
        try await store.write { try $0.insert(agent, draft: Sample.document("")) }
        #expect(try await store.read { try $0.agent(Sample.id(3)) } == agent)
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func haveGuardrailsInTheirOrder(_ kind: StoreUnderTest) async throws {
      @Sendable func rule(_ name: String, _ text: String) -> Guardrail {
        Guardrail(rule: name, bytes: Array(text.utf8))
      }
      try await kind.withAgents { store in
        let rules = try await store.write { store in
          for name in ["b", "a", "c"] { try store.put(rule(name, "{}"), of: Sample.id(1)) }
          try store.put(rule("a", "other agent"), of: Sample.id(2))
          try store.put(rule("a", "new"), of: Sample.id(1))
          #expect(try store.removeGuardrail("c", of: Sample.id(1)))
          #expect(try !store.removeGuardrail("c", of: Sample.id(1)))
          try store.put(rule("d", "{}"), of: Sample.id(1))
          return try store.guardrails(of: Sample.id(1))
        }
        #expect(rules == [rule("b", "{}"), rule("a", "new"), rule("d", "{}")])
      }
    }
  }
}
