import Foundation
import Registry

/// Lets transactions in until it is shut, and is shut only when all have left.
final class ActiveTransactions: @unchecked Sendable {
  private let condition = NSCondition()
  // Guarded by `condition`.
  private var inside = 0
  private var isShut = false

  func enter() throws {
    condition.lock()
    defer { condition.unlock() }
    if isShut { throw StoreFailure.closed }
    inside += 1
  }

  func leave() {
    condition.lock()
    defer { condition.unlock() }
    inside -= 1
    if inside == 0 { condition.broadcast() }
  }

  /// Waits for those inside. Whether it was open.
  func shut() -> Bool {
    condition.lock()
    defer { condition.unlock() }
    let wasOpen = !isShut
    isShut = true
    while inside > 0 { condition.wait() }
    return wasOpen
  }
}
