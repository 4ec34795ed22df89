import BlueprintCompiler
import Documents
import Gates
import PolicyGraph
import Registry
import Testing

extension StoreConformance {
  /// What is not there, and what is hard to tell apart.
  @Suite struct Names {
    @Test(arguments: StoreUnderTest.all)
    func thatNobodyHasFindNothing(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        try await store.write { try Sample.busy($0, 9) }
        try await store.read { store throws in
          #expect(try store.organisation(Sample.id(77)) == nil)
          #expect(try store.organisation(named: "Organisation 1", of: Sample.id(77)) == nil)
          #expect(try store.user(Sample.id(77)) == nil)
          #expect(try store.user(email: "nobody") == nil)
          #expect(try store.membership(of: Sample.id(77), in: Sample.id(1)) == nil)
          #expect(try store.membership(of: Sample.id(1), in: Sample.id(77)) == nil)
          #expect(try store.memberships(of: Sample.id(77)).isEmpty)
          #expect(try store.members(of: Sample.id(77)).isEmpty)
          #expect(try store.agent(Sample.id(77)) == nil)
          #expect(try store.agents(of: Sample.id(77)).isEmpty)
          #expect(try store.draft(of: Sample.id(77)) == nil)
          #expect(try store.guardrails(of: Sample.id(77)).isEmpty)
          #expect(try store.auditTrail(of: Sample.id(77)).log.isEmpty)
          #expect(try store.releasedDraft(sha256: "0", of: Sample.id(1)) == nil)
          #expect(try store.certificate("none", of: Sample.id(1)) == nil)
          #expect(try store.evaluations(of: Sample.id(77)).isEmpty)
          #expect(try store.gatePolicy(of: Sample.id(77)) == nil)
          #expect(try store.auditLines(of: Sample.id(77), AuditQuery(limit: 9)).isEmpty)
          #expect(try store.loops(of: Sample.id(77), LoopQuery(limit: 9)).isEmpty)
          #expect(try store.loop(Sample.id(77), of: Sample.id(1)) == nil)
          #expect(try store.loop(incident: "none", of: Sample.id(77)) == nil)
          #expect(try store.answer(to: "none", of: Sample.id(1), now: Sample.time(0)) == nil)
        }
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func thatNobodyHasCannotBeWrittenTo(_ kind: StoreUnderTest) async throws {
      let nobody = 77
      let writes: [(String, @Sendable (any RegistryWriter) throws -> Void)] = [
        ("password", { try $0.setPasswordHash("", of: Sample.id(nobody)) }),
        (
          "member",
          {
            try $0.put(
              Membership(
                organisation: Sample.id(1), user: Sample.id(nobody), role: .owner, createdAt: Sample.time(0)))
          }
        ),
        (
          "organisation of a member",
          {
            try $0.put(
              Membership(
                organisation: Sample.id(nobody), user: Sample.id(1), role: .owner, createdAt: Sample.time(0)))
          }
        ),
        (
          "organisation of an agent",
          { try $0.insert(Sample.agent(5, of: nobody), draft: Sample.document("")) }
        ),
        ("agent", { try $0.update(Sample.agent(nobody)) }),
        ("draft", { try $0.setDraft(Sample.document(""), of: Sample.id(nobody)) }),
        ("guardrail", { try $0.put(Guardrail(rule: "", bytes: []), of: Sample.id(nobody)) }),
        ("guardrail to remove", { _ = try $0.removeGuardrail("", of: Sample.id(nobody)) }),
        ("audit", { try $0.append(Sample.entry(1), of: Sample.id(nobody)) }),
        ("released draft", { try $0.keepReleasedDraft(Sample.document(""), of: Sample.id(nobody)) }),
        ("certificate", { try $0.keepCertificate([], id: "", of: Sample.id(nobody)) }),
        ("evaluations", { try $0.appendEvaluations([10], of: Sample.id(nobody)) }),
        ("no evaluations", { try $0.appendEvaluations([], of: Sample.id(nobody)) }),
        ("policy", { try $0.setGatePolicy([], of: Sample.id(nobody)) }),
        ("no policy", { try $0.setGatePolicy(nil, of: Sample.id(nobody)) }),
        ("organisation of a loop", { try $0.insert(Sample.loop(3, of: nobody)) }),
        ("agent of a loop", { try $0.insert(Sample.loop(3, agent: nobody)) }),
        ("loop", { try $0.update(Sample.loop(nobody)) }),
        ("answer", { try $0.keep(Sample.answer("", of: nobody)) }),
        ("event", { try $0.append(Sample.event(1, agent: nobody)) }),
      ]
      try await kind.withAgents { store in
        let before = try await store.read { try Everything.of($0) }
        for (name, write) in writes { await store.expectConflict(name, write) }
        #expect(try await store.read { try Everything.of($0) } == before)
      }
    }

    /// Each odd text is a separate name, and comes back as it was.
    @Test(arguments: StoreUnderTest.all)
    func areComparedByTheirScalars(_ kind: StoreUnderTest) async throws {
      let texts = Sample.texts
      try await kind.withAgents { store in
        try await store.write { store in
          for (index, text) in texts.enumerated() {
            let number = 100 + index
            try store.insert(Sample.user(number, email: text, hash: text))
            try store.insert(Sample.organisation(number, name: text))
            try store.put(
              Membership(
                organisation: Sample.id(number), user: Sample.id(1), role: .owner, createdAt: Sample.time(0)))
            try store.insert(Sample.agent(number, name: text), draft: Sample.document(text))
            try store.put(Guardrail(rule: text, bytes: Array(text.utf8)), of: Sample.id(1))
            try store.keepReleasedDraft(Sample.document(text), of: Sample.id(1))
            try store.keepCertificate(Array(text.utf8), id: text, of: Sample.id(1))
            try store.append(Sample.entry(number, actor: text), of: Sample.id(1))
            try store.insert(Sample.loop(number, agent: 1, incident: IncidentID(text)))
            try store.keep(Sample.answer(text, body: text))
          }
        }
        try await store.read { store throws in
          for (index, text) in texts.enumerated() {
            let (number, utf8) = (100 + index, Array(text.utf8))
            let user = try store.user(email: text)
            #expect(user?.id == Sample.id(number))
            #expect(user.map { Array($0.email.utf8) } == utf8)
            #expect(user?.passwordHash.map { Array($0.utf8) } == utf8)
            #expect(try store.organisation(named: text, of: Sample.id(1))?.id == Sample.id(number))
            #expect(try store.agent(Sample.id(number)).map { Array($0.name.utf8) } == utf8)
            #expect(try store.draft(of: Sample.id(number)) == Sample.document(text))
            #expect(
              try store.releasedDraft(sha256: Sample.document(text).hash.sha256, of: Sample.id(1))
                == Sample.document(text).bytes)
            #expect(try store.certificate(text, of: Sample.id(1)) == utf8)
            let lines = try store.auditLines(of: Sample.id(1), AuditQuery(actor: text, limit: 9))
            #expect(try lines.map { try Sample.number(of: $0) } == [number])
            #expect(try store.loop(incident: IncidentID(text), of: Sample.id(1))?.id == Sample.id(number))
            #expect(try store.answer(to: text, of: Sample.id(1), now: Sample.time(0))?.body == utf8)
          }
          let rules = try store.guardrails(of: Sample.id(1))
          #expect(rules.map { Array($0.rule.utf8) } == texts.map { Array($0.utf8) })
        }
      }
    }

    /// A draft as large as one may be, and names that nobody would give.
    @Test(arguments: StoreUnderTest.all)
    func andDocumentsCanBeLong(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        let name = String(repeating: "n\0", count: 500_000)
        let document = Sample.document(String(repeating: "0123456789abcdef", count: 1 << 20))
        try await store.write { store in
          try store.insert(Sample.agent(3, name: name), draft: document)
          try store.keepReleasedDraft(document, of: Sample.id(3))
          try store.keepCertificate([1], id: name, of: Sample.id(3))
        }
        try await store.read { store throws in
          #expect(try store.agent(Sample.id(3))?.name.hasSameScalars(as: name) == true)
          #expect(try store.draft(of: Sample.id(3))?.hash == document.hash)
          #expect(try store.releasedDraft(sha256: document.hash.sha256, of: Sample.id(3)) == document.bytes)
          #expect(try store.certificate(name, of: Sample.id(3)) == [1])
          #expect(try store.certificate(name + "n", of: Sample.id(3)) == nil)
        }
      }
    }
  }
}
