import Crypto
import Foundation
import Synchronization

/// Answers to validations that were asked for lately. A validation is a function of its bytes, and clients ask for the same
/// one again and again: before every publish, after every restart of an editor.
final class ValidationCache: Sendable {
  /// What the bytes are: the same bytes as another kind of thing are another question.
  enum Kind: UInt8 {
    case draft, request
  }

  private struct Answers {
    /// The younger half, and the older one, which goes when the younger is full.
    var young: [SHA256.Digest: Reply] = [:]
    var old: [SHA256.Digest: Reply] = [:]
    var bytes = 0
  }

  private let answers = Mutex(Answers())
  /// Bytes of answers in one half.
  private let capacity: Int

  init(capacity: Int = 4 << 20) { self.capacity = capacity }

  /// The answer to these bytes, made by `make` where it is not known. What `make` throws is not remembered. O(bytes).
  func reply(to bytes: [UInt8], of kind: Kind, make: () async throws -> Reply) async throws -> Reply {
    var hash = SHA256()
    hash.update(data: [kind.rawValue])
    hash.update(data: bytes)
    let digest = hash.finalize()
    if let known = answers.withLock({ $0.young[digest] ?? $0.old[digest] }) { return known }
    let reply = try await make()
    answers.withLock { answers in
      guard reply.body.count <= capacity / 4, answers.young[digest] == nil else { return }
      if answers.bytes + reply.body.count > capacity {
        answers.old = answers.young
        answers.young = [:]
        answers.bytes = 0
      }
      answers.young[digest] = reply
      answers.bytes += reply.body.count
    }
    return reply
  }
}
