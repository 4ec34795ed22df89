import Documents
import Gates
import Synchronization

/// Keeps passwords from being guessed: so many attempts a minute from one address on the network, and for one account
/// from all addresses together. Counted in memory: a restart forgives, and takes longer than it helps.
///
/// An address from which the account was signed in to has separate attempts: an attacker who tries an account from elsewhere
/// does not lock its owner out of where they usually are.
final class SignInLimiter: Sendable {
  private struct State {
    var attempts: [Key: (minute: Int, count: Int)] = [:]
    /// Where accounts were signed in to.
    var usual: Set<Pair> = []
  }

  private struct Pair: Hashable {
    let email, address: String
  }

  private enum Key: Hashable {
    case address(String)
    case account(String)
    case usual(Pair)
  }

  private let state = Mutex(State())
  private let perAccount: Int
  private let perAddress: Int
  private static let most = 10_000

  init(perAccount: Int = 10, perAddress: Int = 60) {
    self.perAccount = perAccount
    self.perAddress = perAddress
  }

  /// Counts an attempt; throws where there were too many.
  func admit(email: String, address: String, now: Instant) throws {
    let minute = now.seconds / 60
    let isAdmitted = state.withLock { state in
      // What is known of past minutes says nothing any more.
      if state.attempts.count > Self.most {
        state.attempts = state.attempts.filter { $0.value.minute == minute }
      }
      func count(_ key: Key, atMost limit: Int) -> Bool {
        let known = state.attempts[key]
        let count = known.flatMap { $0.minute == minute ? $0.count : nil } ?? 0
        state.attempts[key] = (minute, count + 1)
        return count < limit
      }
      // The address first: what one address sends must not fill the memory with made-up mail addresses.
      guard count(.address(address), atMost: perAddress) else { return false }
      let pair = Pair(email: email, address: address)
      return count(state.usual.contains(pair) ? .usual(pair) : .account(email), atMost: perAccount)
    }
    guard isAdmitted else {
      throw Refusal(
        429, "too_many_sign_ins", "there were too many attempts to sign in",
        remediation: "wait for a minute before the next"
      ).with(header: "Retry-After", String(60 - now.seconds % 60))
    }
  }

  /// The password was right.
  func succeeded(email: String, address: String) {
    state.withLock { state in
      // Only who has a password gets here, so that this takes long to fill.
      if state.usual.count >= Self.most { state.usual = [] }
      state.usual.insert(Pair(email: email, address: address))
    }
  }
}
