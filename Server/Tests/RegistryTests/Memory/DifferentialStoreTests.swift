import Registry
import TestSupport
import Testing

/// Random transactions on a store and on the plain one in memory: every answer is the same, every refusal, and all that
/// is kept in the end.
struct DifferentialStoreTests {
  private static let others = StoreUnderTest.all.filter { $0.name != StoreUnderTest.memory.name }

  @Test(arguments: others, Array<UInt64>(1...12))
  func agreesWithMemory(_ kind: StoreUnderTest, _ seed: UInt64) async throws {
    try await kind.with { store in
      let memory = MemoryRegistry()
      var random = SeededRandom(seed: seed)
      var conflicts = 0
      var answers = 0
      for round in 0..<150 {
        let operations = (0..<random.pick([1, 2, 3, 8])).map { _ in RandomOperation.make(&random) }
        let fails = random.chance(20)
        let mine = try await Self.run(operations, fails, on: store)
        let theirs = try await Self.run(operations, fails, on: memory)
        for (index, operation) in operations.enumerated() {
          let agree = mine[index] == theirs[index]
          try #require(
            agree,
            """
            seed \(seed), round \(round), \(operation.name):
            \(String(decoding: mine[index], as: UTF8.self)), and in memory
            \(String(decoding: theirs[index], as: UTF8.self))
            """)
        }
        conflicts += mine.count { $0 == Array("conflict".utf8) }
        answers += mine.count
      }
      let (kept, expected) = (
        try await store.read { try Everything.of($0) }, try await memory.read { try Everything.of($0) }
      )
      let agree = kept == expected
      #expect(agree, "seed \(seed)")
      // Neither kind of answer is rare, or little was compared.
      #expect(conflicts > answers / 10 && conflicts < answers * 9 / 10, "\(conflicts) of \(answers)")
    }
  }

  /// The outcomes of operations in one transaction, which is kept unless it `fails` in the end.
  private static func run(
    _ operations: [RandomOperation], _ fails: Bool, on store: any RegistryStore
  ) async throws -> [[UInt8]] {
    let seen = Outcomes()
    do {
      try await store.write { store in
        for operation in operations { seen.list.append(try operation.outcome(store)) }
        if fails { throw BodyFailure(number: 0) }
      }
    } catch is BodyFailure {}
    return seen.list
  }

  /// Written by one body at a time, and read when that is over.
  private final class Outcomes: @unchecked Sendable {
    var list: [[UInt8]] = []
  }
}
