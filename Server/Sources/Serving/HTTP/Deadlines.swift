import Synchronization

/// Ends what takes too long. One sweep a second looks after all of it: a sleeping task for each would be kept until its
/// time comes, long after what it watched is done.
final class Deadlines: Sendable {
  private struct Watched {
    let end: ContinuousClock.Instant
    let cancel: @Sendable () -> Void
  }

  private struct State {
    var next = 0
    var watched: [Int: Watched] = [:]
    var isSweeping = false
  }

  private let state = Mutex(State())

  /// What `body` gives; nil where it did not end in time, to the second, and was cancelled.
  func run<Value: Sendable>(
    within seconds: Int, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value? {
    let isLate = Flag()
    let task = Task { try await body() }
    let number = watch(until: .now + .seconds(seconds)) {
      isLate.raised.store(true, ordering: .relaxed)
      task.cancel()
    }
    defer { state.withLock { _ = $0.watched.removeValue(forKey: number) } }
    let result = await withTaskCancellationHandler {
      await task.result
    } onCancel: {
      task.cancel()
    }
    return isLate.raised.load(ordering: .relaxed) ? nil : try result.get()
  }

  private final class Flag: Sendable {
    let raised = Atomic(false)
  }

  private func watch(until end: ContinuousClock.Instant, _ cancel: @escaping @Sendable () -> Void) -> Int {
    let (number, startsSweeping) = state.withLock { state in
      state.next += 1
      state.watched[state.next] = Watched(end: end, cancel: cancel)
      defer { state.isSweeping = true }
      return (state.next, !state.isSweeping)
    }
    if startsSweeping { Task { await sweep() } }
    return number
  }

  /// Goes on until there is nothing to look after.
  private func sweep() async {
    while true {
      try? await Task.sleep(for: .seconds(1))
      let now = ContinuousClock.now
      let (late, isDone) = state.withLock { state in
        let late = state.watched.values.filter { $0.end <= now }
        state.isSweeping = !state.watched.isEmpty
        return (late, state.watched.isEmpty)
      }
      for watched in late { watched.cancel() }
      if isDone { return }
    }
  }
}
