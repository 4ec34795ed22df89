import Documents
import Gates
import PolicyGraph
import Synchronization

/// Drafts that were reviewed lately. A review follows from the draft's bytes, and takes a proof and a simulation; with it
/// goes what was played and compared for it since, so that asking about the same draft again costs a look-up.
final class ReviewCache: Sendable {
  private struct Reviews {
    /// The latest last.
    var entries: [(sha256: String, bytes: Int, review: DraftUnderReview)] = []
    var bytes = 0
  }

  private let reviews = Mutex(Reviews())
  /// Canonical bytes of all drafts that are kept. A review takes several times that.
  private let capacity: Int

  init(capacity: Int = 1 << 20) { self.capacity = capacity }

  /// The review of a draft that is kept under this digest, if the bytes have it.
  func review(_ bytes: [UInt8], sha256: String) -> Evidence<DraftUnderReview> {
    guard DraftHash(canonicalBytes: bytes).sha256 == sha256 else {
      return .faulty(.init(.unreadable, "what is stored is not what is on record"))
    }
    if let known = known(sha256) { return .present(known) }
    let evidence = Evidence<DraftUnderReview>.kept(SourceText(name: "stored", bytes: bytes), as: "it") {
      DraftUnderReview($0, findings: &$1)
    }
    if case .present(let review) = evidence { keep(review, sha256, bytes.count) }
    return evidence
  }

  private func known(_ sha256: String) -> DraftUnderReview? {
    reviews.withLock { reviews in
      guard let position = reviews.entries.firstIndex(where: { $0.sha256 == sha256 }) else { return nil }
      let entry = reviews.entries.remove(at: position)
      reviews.entries.append(entry)
      return entry.review
    }
  }

  private func keep(_ review: DraftUnderReview, _ sha256: String, _ bytes: Int) {
    guard bytes <= capacity else { return }
    reviews.withLock { reviews in
      guard !reviews.entries.contains(where: { $0.sha256 == sha256 }) else { return }
      reviews.entries.append((sha256, bytes, review))
      reviews.bytes += bytes
      while reviews.bytes > capacity { reviews.bytes -= reviews.entries.removeFirst().bytes }
    }
  }
}
