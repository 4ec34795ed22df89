import NIOPosix
import Synchronization

/// Where work is done that takes a processor: off the threads that serve connections, and never more of it at once than
/// the machine can do. What cannot be taken on is refused at once, so that a rush makes answers few, not slow.
final class WorkerPools: Sendable {
  /// Small work, such as validating a draft of usual size.
  private let smallWork: WorkerPool
  /// Work that can take long, and memory: large bodies, simulations, releases, passwords. One at a time, so that it
  /// leaves a processor for the rest.
  private let largeWork: WorkerPool

  enum Effort {
    case small
    case large

    /// Of work that grows with what is read.
    static func of(_ bytes: [UInt8]) -> Effort { bytes.count < largeBody ? .small : .large }
  }

  init(processors: Int, waiting: Int) {
    smallWork = WorkerPool(threads: max(processors, 1), waiting: waiting)
    largeWork = WorkerPool(threads: max(processors / 2, 1), waiting: max(waiting / 4, 1))
  }

  /// Bytes of a body from which working on it counts as large.
  static let largeBody = 256 << 10

  func run<Value: Sendable>(
    _ effort: Effort, _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await (effort == .small ? smallWork : largeWork).run(body)
  }

  func shutdown() async throws {
    try await smallWork.pool.shutdownGracefully()
    try await largeWork.pool.shutdownGracefully()
  }

  private final class WorkerPool: Sendable {
    let pool: NIOThreadPool
    private let capacity: Int
    private let inside = Atomic(0)

    init(threads: Int, waiting: Int) {
      pool = NIOThreadPool(numberOfThreads: threads)
      capacity = threads + waiting
      pool.start()
    }

    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
      defer { inside.subtract(1, ordering: .relaxed) }
      guard inside.add(1, ordering: .relaxed).newValue <= capacity else { throw Refusal.overloaded }
      return try await pool.runIfActive(body)
    }
  }
}
