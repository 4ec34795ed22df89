import Documents
import Gates
import PolicyGraph
import Registry
import Testing

extension StoreConformance {
  @Suite struct Loops {
    @Test(arguments: StoreUnderTest.all)
    func areFound(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        try await store.write { store in
          let full = IncidentLoop(
            id: Sample.id(3), organisation: Sample.id(1), agent: Sample.id(1), incident: "INC-1", title: "T",
            state: .covered, severity: "high", errorClass: "e", trace: "t", regressionCase: "r",
            evaluationRun: "v", metadata: Array("{\"a\":1}".utf8), openedBy: "ana", openedAt: Sample.time(1),
            updatedAt: Sample.time(2))
          for loop in [full, Sample.loop(4), Sample.loop(2, agent: 1), Sample.loop(5, of: 2, agent: 2)] {
            try store.insert(loop)
            #expect(try store.loop(loop.id, of: loop.organisation) == loop)
          }
          #expect(try store.loop(incident: "INC-1", of: Sample.id(1)) == full)
          #expect(try store.loop(incident: "INC-1", of: Sample.id(2)) == nil)
          #expect(try store.loop(incident: "inc-1", of: Sample.id(1)) == nil)
          #expect(try store.loop(incident: "INC-1", in: Sample.id(1)) == full)
          #expect(try store.loop(incident: "INC-1", in: Sample.id(2)) == nil)
          // Nothing of one organisation is shown to another.
          #expect(try store.loop(Sample.id(5), of: Sample.id(1)) == nil)
        }
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func areFilteredAndCut(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        let all: [(Int, Int?, IncidentLoop.State)] = [
          (9, 1, .open), (4, nil, .open), (7, 1, .covered), (5, nil, .closed), (8, 1, .open),
        ]
        try await store.write { store in
          for (number, agent, state) in all {
            try store.insert(Sample.loop(number, agent: agent, state: state))
          }
          try store.insert(Sample.loop(6, of: 2, agent: 2))
        }
        for limit in [-1, 0, 1, 2, 100] {
          for agent in [nil, 1, 2] as [Int?] {
            for state in [nil, .open, .covered, .closed] as [IncidentLoop.State?] {
              let expected = all.reversed().filter {
                (agent == nil || agent == $0.1) && (state ?? $0.2) == $0.2
              }.prefix(max(limit, 0)).map { Sample.loop($0.0, agent: $0.1, state: $0.2) }
              let query = LoopQuery(agent: agent.map { Sample.id($0) }, state: state, limit: limit)
              #expect(try await store.read { try $0.loops(of: Sample.id(1), query) } == expected)
            }
          }
        }
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func changeWhatMayChange(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        var loop = Sample.loop(3, agent: 1, incident: "INC-1")
        try await store.write { [loop] in try $0.insert(loop) }
        loop.state = .closed
        loop.regressionCase = "case"
        loop.evaluationRun = "run"
        loop.metadata = Array("{\"a\":1}".utf8)
        loop.updatedAt = Sample.time(99)
        try await store.write { [loop] in try $0.update(loop) }
        #expect(try await store.read { try $0.loop(Sample.id(3), of: Sample.id(1)) } == loop)
        for other in [
          Sample.loop(3, agent: nil), Sample.loop(3, agent: 1),
          Sample.loop(3, of: 2, agent: 2, incident: "INC-1"),
          Sample.loop(3, agent: 1, incident: "INC-2"), Sample.loop(4, agent: 1, incident: "INC-1"),
        ] {
          await store.expectConflict("another loop") { try $0.update(other) }
        }
        #expect(try await store.read { try $0.loop(Sample.id(3), of: Sample.id(1)) } == loop)
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func areOneForAnIncident(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        try await store.write { try $0.insert(Sample.loop(3, agent: 1, incident: "INC-1")) }
        await store.expectConflict("a known loop") { try $0.insert(Sample.loop(3)) }
        await store.expectConflict("a known incident") {
          try $0.insert(Sample.loop(4, agent: 1, incident: "INC-1"))
        }
        await store.expectConflict("an incident of no agent") {
          try $0.insert(Sample.loop(4, incident: "INC-9"))
        }
        await store.expectConflict("another's agent") { try $0.insert(Sample.loop(4, of: 2, agent: 1)) }
        try await store.write { try $0.insert(Sample.loop(4, of: 2, agent: 2, incident: "INC-1")) }
      }
    }
  }

  @Suite struct Answers {
    @Test(arguments: StoreUnderTest.all)
    func areGivenForADay(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        let day = IdempotentAnswer.lifetime
        let (first, second) = (Sample.answer("key"), Sample.answer("key", at: day + 1, body: "[]"))
        try await store.write { try $0.keep(first) }
        for (seconds, expected) in [(-5, first), (0, first), (day, first), (day + 1, nil)] {
          #expect(
            try await store.read { try $0.answer(to: "key", of: Sample.id(1), now: Sample.time(seconds)) }
              == expected)
        }
        #expect(
          try await store.read { try $0.answer(to: "key", of: Sample.id(2), now: Sample.time(0)) } == nil)
        #expect(
          try await store.read { try $0.answer(to: "Key", of: Sample.id(1), now: Sample.time(0)) } == nil)
        for seconds in [0, day] {
          await store.expectConflict("a second answer") { try $0.keep(Sample.answer("key", at: seconds)) }
        }
        try await store.write { store in
          try store.keep(second)
          try store.keep(Sample.answer("key", of: 2))
        }
        #expect(
          try await store.read { try $0.answer(to: "key", of: Sample.id(1), now: Sample.time(day + 1)) }
            == second)
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func areRemovedByTheirAge(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        try await store.write { store in
          for (key, seconds) in [("a", 1), ("b", 2), ("c", 3)] {
            try store.keep(Sample.answer(key, at: seconds))
          }
          #expect(try store.removeAnswers(before: Sample.time(1)) == 0)
          #expect(try store.removeAnswers(before: Sample.time(3)) == 2)
          #expect(try store.answer(to: "b", of: Sample.id(1), now: Sample.time(3)) == nil)
          #expect(try store.answer(to: "c", of: Sample.id(1), now: Sample.time(3)) != nil)
          try store.keep(Sample.answer("b", at: 4))
        }
      }
    }
  }

  @Suite struct Outbox {
    @Test(arguments: StoreUnderTest.all)
    func isReadOnFromAPosition(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        try await store.write { store in
          for number in 1...5 { try store.append(Sample.event(number)) }
          try store.append(Sample.event(6, agent: 2, of: 2))
        }
        // What was not kept took no position.
        await #expect(throws: BodyFailure.self) {
          try await store.write { store in
            try store.append(Sample.event(99))
            throw BodyFailure(number: 0)
          }
        }
        try await store.write { try $0.append(Sample.event(7)) }
        let events =
          (1...5).map { Sample.event($0) } + [Sample.event(6, agent: 2, of: 2), Sample.event(7)]
        for (after, limit) in [(0, 100), (0, 3), (3, 2), (6, 5), (7, 5), (100, 5), (0, 0), (0, -1), (-3, 2)] {
          let found = try await store.read { try $0.outbox(after: after, limit: limit) }
          let expected = events.enumerated().filter { $0.offset + 1 > after }.prefix(max(limit, 0))
          #expect(found.map(\.position) == expected.map { $0.offset + 1 })
          #expect(found.map(\.event) == expected.map(\.element))
        }
        await store.expectConflict("another's agent") { try $0.append(Sample.event(8, agent: 1, of: 2)) }
      }
    }
  }
}
