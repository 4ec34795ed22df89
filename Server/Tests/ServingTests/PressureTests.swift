import Documents
import Dispatch
import Gates
import HTTPTypes
import PolicyGraph
import Registry
import Testing

@testable import Serving

/// A server that cannot do what it is asked says so, and has changed nothing.
struct PressureTests {
  @Test(arguments: [
    (StoreFailure.full("registry.sqlite"), 503, "storage_full"),
    (.readOnly("registry.sqlite"), 503, "storage_read_only"),
    (.unavailable("locked"), 503, "storage_unavailable"),
    (.damaged("registry.sqlite"), 500, "storage_damaged"),
  ])
  func aStoreThatFailsIsNamed(_ failure: StoreFailure, _ status: Int, _ code: String) async throws {
    try await TestServer(store: { FailingStore(store: $0, failure: failure) }).test { client in
      let answer = try await client.send(.post, "/v1/console/agents", #"{"name": "x"}"#)
      #expect(answer.status == status)
      #expect(answer["reason_code"]?.text == code)
      #expect(answer["remediation"]?.text?.isEmpty == false)
      #expect(!answer.text.contains("registry.sqlite"))
      let list = try await client.send(.get, "/v1/console/agents")
      #expect(list["agents"]?.elements.isEmpty == true)
    }
  }

  @Test func whatCannotBeTakenOnIsRefusedAtOnce() async throws {
    let workerPools = WorkerPools(processors: 1, waiting: 0)
    let (started, finish) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    async let first: Int = workerPools.run(.small) {
      started.signal()
      finish.wait()
      return 1
    }
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        started.wait()
        continuation.resume()
      }
    }
    let refusal = await #expect(throws: Refusal.self) { try await workerPools.run(.small) { 2 } }
    #expect(refusal?.status == 503)
    #expect(refusal?.headers["Retry-After"] == "1")
    // The other lane is free.
    let large = try await workerPools.run(.large) { 3 }
    #expect(large == 3)
    finish.signal()
    let done = try await first
    #expect(done == 1)
    let again = try await workerPools.run(.small) { 4 }
    #expect(again == 4)
    try await workerPools.shutdown()
  }
}

/// What does not end is ended, and what ends is not touched.
struct DeadlineTests {
  @Test func whatTakesTooLongIsCancelled() async throws {
    let deadlines = Deadlines()
    let late: Int? = try await deadlines.run(within: 0) {
      // Until it is cancelled.
      let nothing = AsyncStream<Never> { _ in }
      for await _ in nothing {}
      return 1
    }
    #expect(late == nil)
    let inTime = try await deadlines.run(within: 3600) { 2 }
    #expect(inTime == 2)
    await #expect(throws: Refusal.self) {
      let _: Int? = try await deadlines.run(within: 3600) { throw Refusal.tooLarge }
    }
  }
}

/// A store in which nothing can be written any more, once people are in it.
private struct FailingStore: RegistryStore {
  let store: any RegistryStore
  let failure: StoreFailure

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (any RegistryReader) throws -> Value
  ) async throws -> Value {
    try await store.read(body)
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (any RegistryWriter) throws -> Value
  ) async throws -> Value {
    throw failure
  }

  func close() throws { try store.close() }
}
