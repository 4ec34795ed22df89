import Dispatch
import Foundation

/// Lets a test and a transaction's body, which blocks its thread, wait for each other.
final class Turn: Sendable {
  private let begun = AsyncStream.makeStream(of: Void.self)
  private let answered = DispatchSemaphore(value: 0)

  /// The body's part.
  func pass() { begun.continuation.yield() }
  func waitForOther() { answered.wait() }

  /// The test's part.
  func passed() async { for await _ in begun.stream { return } }
  func passBack() { answered.signal() }
}
