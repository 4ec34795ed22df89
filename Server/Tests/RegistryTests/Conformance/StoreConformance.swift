import BlueprintCompiler
import Gates
import PolicyGraph
import Registry
import Testing

/// What a store of the registry has to do, whatever it is made of. The parts stand in extensions.
@Suite struct StoreConformance {}

extension StoreConformance {
  /// Whole, or not written, one after the other, and readers in peace.
  @Suite struct Transactions {
    @Test(arguments: StoreUnderTest.all)
    func keepNothingOfABodyThatThrows(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        let before = try await store.read { try Everything.of($0) }
        await #expect(throws: BodyFailure(number: 7)) {
          try await store.write { store in
            try Sample.busy(store, 9)
            throw BodyFailure(number: 7)
          }
        }
        #expect(try await store.read { try Everything.of($0) } == before)
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func throwWhatTheBodyThrows(_ kind: StoreUnderTest) async throws {
      try await kind.with { store in
        await #expect(throws: BodyFailure(number: 1)) {
          try await store.read { _ in throw BodyFailure(number: 1) }
        }
        await #expect(throws: BodyFailure(number: 2)) {
          try await store.write { _ in throw BodyFailure(number: 2) }
        }
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func canGoOnAfterAConflict(_ kind: StoreUnderTest) async throws {
      try await kind.with { store in
        try await store.write { store in
          try store.insert(Sample.organisation(1))
          #expect(throws: StoreFailure.self) { try store.insert(Sample.organisation(1, name: "Another")) }
          #expect(throws: StoreFailure.self) {
            try store.insert(Sample.agent(1, of: 2), draft: Sample.document(""))
          }
          try store.insert(Sample.organisation(2))
        }
        let names = try await store.read { store in
          try (1...2).map { try store.organisation(Sample.id($0))?.name }
        }
        #expect(names == ["Organisation 1", "Organisation 2"])
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func seeWhatTheyWrote(_ kind: StoreUnderTest) async throws {
      try await kind.with { store in
        try await store.write { store in
          #expect(try store.organisation(Sample.id(1)) == nil)
          try store.insert(Sample.organisation(1))
          #expect(try store.organisation(Sample.id(1)) == Sample.organisation(1))
        }
      }
    }

    /// A read that began before a write does not see it, however often it looks.
    @Test(.timeLimit(.minutes(1)), arguments: StoreUnderTest.all)
    func readsSeeOneState(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        let turn = Turn()
        async let looks = store.read { store in
          let first = try Everything.of(store)
          turn.pass()
          turn.waitForOther()
          return [first, try Everything.of(store)]
        }
        await turn.passed()
        try await store.write { try Sample.busy($0, 9) }
        turn.passBack()
        let (first, second) = (try await looks[0], try await looks[1])
        #expect(first == second)
        #expect(try await store.read { try Everything.of($0) } != first)
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func writesLoseNothing(_ kind: StoreUnderTest) async throws {
      try await kind.withAgents { store in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<100 {
            group.addTask {
              try await store.write { store in
                guard var agent = try store.agent(Sample.id(1)) else { throw BodyFailure(number: 0) }
                agent.liveVersion = (agent.liveVersion ?? 0) + 1
                try store.update(agent)
              }
            }
            group.addTask { _ = try await store.read { try $0.agent(Sample.id(1)) } }
          }
          try await group.waitForAll()
        }
        #expect(try await store.read { try $0.agent(Sample.id(1))?.liveVersion } == 100)
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func areNotTakenBackByACancelledTask(_ kind: StoreUnderTest) async throws {
      try await kind.with { store in
        let task = Task {
          while !Task.isCancelled { await Task.yield() }
          try await store.write { try $0.insert(Sample.organisation(1)) }
        }
        task.cancel()
        try await task.value
        #expect(try await store.read { try $0.organisation(Sample.id(1)) } == Sample.organisation(1))
      }
    }

    @Test(arguments: StoreUnderTest.all)
    func endWhenTheStoreIsClosed(_ kind: StoreUnderTest) async throws {
      let folder = try TemporaryFolder()
      let store = try kind.open(folder.path)
      // What was begun is finished.
      let begun = (1...20).map { number in
        Task { try await store.write { try $0.insert(Sample.organisation(number)) } }
      }
      try store.close()
      for task in begun {
        do { try await task.value } catch { #expect(error as? StoreFailure == .closed) }
      }
      await #expect(throws: StoreFailure.closed) { try await store.read { _ in } }
      await #expect(throws: StoreFailure.closed) { try await store.write { _ in } }
      try store.close()
    }

    @Test(arguments: StoreUnderTest.lasting)
    func outliveTheStore(_ kind: StoreUnderTest) async throws {
      let folder = try TemporaryFolder()
      var kept: [Everything] = []
      for round in 0..<3 {
        let store = try kind.open(folder.path)
        if round == 0 { try await store.write { try Sample.furnish($0) } }
        if let last = kept.last { #expect(try await store.read { try Everything.of($0) } == last) }
        try await store.write { try Sample.busy($0, 10 + round) }
        kept.append(try await store.read { try Everything.of($0) })
        try store.close()
      }
      #expect(Set(kept).count == 3)
    }
  }
}
