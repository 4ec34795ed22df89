import Gates
import Synchronization

/// Keeps passwords from being guessed: so many attempts a minute for one address of mail, and for one address on the
/// network. Counted in memory: a restart forgives, and takes longer than it helps.
final class SignInLimiter: Sendable {
  private let attempts = Mutex<[String: (minute: Int, count: Int)]>([:])
  private let perEmail: Int
  private let perAddress: Int

  init(perEmail: Int = 10, perAddress: Int = 60) {
    self.perEmail = perEmail
    self.perAddress = perAddress
  }

  /// Counts an attempt; throws where there were too many.
  func admit(email: String, address: String, now: Instant) throws {
    let minute = now.seconds / 60
    let isAdmitted = attempts.withLock { attempts in
      // What is known of past minutes says nothing any more.
      if attempts.count > 10_000 { attempts = attempts.filter { $0.value.minute == minute } }
      func count(_ name: String, atMost limit: Int) -> Bool {
        let known = attempts[name]
        let count = known.flatMap { $0.minute == minute ? $0.count : nil } ?? 0
        attempts[name] = (minute, count + 1)
        return count < limit
      }
      // The address first: what one address sends must not fill the memory with made-up mail addresses.
      return count("address " + address, atMost: perAddress) && count("email " + email, atMost: perEmail)
    }
    guard isAdmitted else {
      throw Refusal(
        429, "too_many_sign_ins", "there were too many attempts to sign in",
        remediation: "wait for a minute before the next"
      ).with(header: "Retry-After", String(60 - now.seconds % 60))
    }
  }
}
