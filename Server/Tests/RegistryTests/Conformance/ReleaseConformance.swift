import BlueprintCompiler
import ConversationSimulator
import Documents
import Gates
import PolicyGraph
import PolicyProofs
import Registry
import TestSupport
import Testing

extension StoreConformance {
  @Suite struct Releases {
    @Test(arguments: StoreUnderTest.all)
    func haveALogThatVerifies(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        for round in 0..<10 {
          try await store.write { store in
            for number in 0..<30 {
              let action = AuditAction.allCases[number % AuditAction.allCases.count]
              try store.append(
                Sample.entry(
                  30 * round + number, actor: Sample.texts[number % Sample.texts.count], action: action),
                of: Sample.id(1 + number % 2))
            }
          }
        }
        for agent in 1...2 {
          let trail = try await store.read { try $0.auditTrail(of: Sample.id(agent)) }
          let report = AuditLog.verify(trail.log, against: trail.end)
          #expect(report.isIntact && report.lines == 150 && report.end == trail.end)
          #expect(try await store.read { try $0.auditEnd(of: Sample.id(agent)) } == trail.end)
        }
      }
    }

    /// An organisation's log is a chain of its own, apart from its agents' and from other organisations'.
    @Test(arguments: StoreUnderTest.all)
    func haveALogOfTheOrganisationToo(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        try await store.write { store in
          try store.append(Sample.entry(1), of: Sample.id(1))
          for number in 1...5 { try store.append(Sample.entry(number, action: .member), in: Sample.id(1)) }
          #expect(throws: StoreFailure.self) { try store.append(Sample.entry(6), in: Sample.id(99)) }
        }
        let (trail, end, other) = try await store.read { store in
          (
            try store.auditTrail(in: Sample.id(1)), try store.auditEnd(in: Sample.id(1)),
            try store.auditTrail(in: Sample.id(2))
          )
        }
        let report = AuditLog.verify(trail.log, against: trail.end)
        #expect(report.isIntact && report.lines == 5 && report.end == end)
        #expect(other.log.isEmpty && other.end == nil)
      }
    }

    /// What the gates read out of a log is what was put in.
    @Test(arguments: StoreUnderTest.all)
    func giveTheLedgerBack(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        var ledger = ReleaseLedger()
        let engine = Engine(version: "0.1.0")
        for (number, name) in ["one", "two"].enumerated() {
          let draft = try #require(
            compile(
              SourceText(
                name: "base.blueprint.yaml",
                text: BaseBlueprint.with(("name: Viewings desk", "name: \(name)")))
            ).draft)
          let certificate = Certificate(
            simulate(draft, SimulationPlan(mode: .quick)), engine: engine, issuedAt: Sample.time(number),
            validForHours: 24)
          let actionContext = ActionContext(actor: "ana", at: Sample.time(number), engine: engine)
          let entry = try ledger.certify(certificate, of: draft.hash, actionContext).get()
          ledger = ledger.appending(entry)
          try await store.write { try $0.append(entry, of: Sample.id(1)) }
        }
        let trail = try await store.read { try $0.auditTrail(of: Sample.id(1)) }
        guard case .sound(let found, let end) = readLedger(trail.log, against: trail.end) else {
          throw BodyFailure(number: 1)
        }
        #expect(end == trail.end)
        #expect(found.certificates.map(\.id) == ledger.certificates.map(\.id))
        #expect(found.certificates.count == 2)
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func beginWithNothing(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        try await store.read { store in
          let trail = try store.auditTrail(of: Sample.id(1))
          #expect(trail.log.isEmpty && trail.end == nil)
          #expect(try store.evaluations(of: Sample.id(1)).isEmpty)
          #expect(try store.certificate("", of: Sample.id(1)) == nil)
          #expect(try store.gatePolicy(of: Sample.id(1)) == nil)
        }
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func keepDocumentsAsTheyWere(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        let (document, bytes) = (Sample.document("released"), [UInt8](0...255))
        try await store.write { store in
          try store.keepReleasedDraft(document, of: Sample.id(1))
          try store.keepReleasedDraft(document, of: Sample.id(1))
          try store.keepCertificate(bytes, id: "c", of: Sample.id(1))
          try store.keepCertificate(bytes, id: "c", of: Sample.id(1))
          try store.keepCertificate([], id: "empty", of: Sample.id(1))
          try store.keepCertificate([1], id: "c", of: Sample.id(2))
        }
        await store.expectConflict("another certificate") {
          try $0.keepCertificate([], id: "c", of: Sample.id(1))
        }
        await store.expectConflict("another certificate") {
          try $0.keepCertificate([0], id: "empty", of: Sample.id(1))
        }
        try await store.read { store throws in
          #expect(try store.releasedDraft(sha256: document.hash.sha256, of: Sample.id(1)) == document.bytes)
          #expect(try store.releasedDraft(sha256: document.hash.sha256, of: Sample.id(2)) == nil)
          #expect(try store.certificate("c", of: Sample.id(1)) == bytes)
          #expect(try store.certificate("empty", of: Sample.id(1)) == [])
          #expect(try store.certificate("c", of: Sample.id(2)) == [1])
        }
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func addEvaluations(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        let lines = try await store.write { store in
          for text in ["1\n", "", "2\n3\n"] {
            try store.appendEvaluations(Array(text.utf8), of: Sample.id(1))
          }
          try store.appendEvaluations(Array("other\n".utf8), of: Sample.id(2))
          return try store.evaluations(of: Sample.id(1))
        }
        #expect(lines == Array("1\n2\n3\n".utf8))
        await store.expectConflict("half a line") {
          try $0.appendEvaluations(Array("4".utf8), of: Sample.id(1))
        }
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func areHeldToThePolicyInForce(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        for policy in [[1], [2, 3], [], nil, nil] as [[UInt8]?] {
          try await store.write { try $0.setGatePolicy(policy, of: Sample.id(1)) }
          #expect(try await store.read { try $0.gatePolicy(of: Sample.id(1)) } == policy)
          #expect(try await store.read { try $0.gatePolicy(of: Sample.id(2)) } == nil)
        }
      }
    }
  }

  /// What can be asked of all audit logs of an organisation.
  @Suite struct AuditLines {
    @Test(arguments: StoreUnderTest.all)
    func areFilteredAndCut(_ kind: StoreUnderTest) async throws {
      // Number, agent, actor, action; two of them at the same time as others.
      let records: [(Int, Int, String, AuditAction)] = [
        (1, 1, "ana", .certificate), (2, 3, "ben", .release), (5, 1, "ana", .release),
        (5, 3, "ana", .verdict),
        (3, 2, "ana", .release), (9, 1, "Ana", .incident), (9, 3, "ana", .certificate),
      ]
      try await kind.withAgents { store in
        try await store.write { store in
          try store.insert(Sample.agent(3), draft: Sample.document(""))
          for (number, agent, actor, action) in records {
            try store.append(Sample.entry(number, actor: actor, action: action), of: Sample.id(agent))
          }
        }
        let mine = Array(records.filter { $0.1 != 2 }.reversed())
        for limit in [-1, 0, 1, 2, 3, 100] {
          for agent in [nil, 1, 2, 3] as [Int?] {
            for actor in [nil, "ana", "Ana", "nobody"] as [String?] {
              for action in [nil, .release, .waiver] as [AuditAction?] {
                for (from, to) in [(nil, nil), (2, nil), (nil, 5), (2, 5), (6, 5)] as [(Int?, Int?)] {
                  let expected = mine.filter { record in
                    (agent ?? record.1) == record.1 && (actor ?? record.2) == record.2
                      && (action ?? record.3) == record.3 && (from ?? 0) <= record.0 && record.0 <= (to ?? 99)
                  }.prefix(max(limit, 0))
                  let query = AuditQuery(
                    agent: agent.map { Sample.id($0) }, actor: actor, action: action,
                    from: from.map(Sample.time), to: to.map(Sample.time), limit: limit)
                  let found = try await store.read { try $0.auditLines(of: Sample.id(1), query) }
                  #expect(found.map(\.agent) == expected.map { Sample.id($0.1) }, "\(query)")
                  #expect(try found.map { try Sample.number(of: $0) } == expected.map(\.0), "\(query)")
                }
              }
            }
          }
        }
      }
    }

    /// A line is a record as the log has it, without the line break.
    @Test(arguments: StoreUnderTest.all)
    func areThoseOfTheLog(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        let (lines, trail) = try await store.write { store in
          for number in 1...5 { try store.append(Sample.entry(number), of: Sample.id(1)) }
          return (
            try store.auditLines(of: Sample.id(1), AuditQuery(limit: 9)),
            try store.auditTrail(of: Sample.id(1))
          )
        }
        #expect(lines.reversed().flatMap { $0.line + Array("\n".utf8) } == trail.log)
      }
    }
  }
}
