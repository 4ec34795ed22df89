import Documents
import Gates
import PolicyGraph
import Registry
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

  /// The review of a stored draft. Its own hash is computed from what is read, not taken from the bytes, which a store
  /// that was edited need not hold in canonical form.
  func review(_ stored: CanonicalDocument) -> Evidence<DraftUnderReview> {
    if let known = known(stored.hash.sha256) { return .present(known) }
    let source = SourceText(name: "stored", bytes: stored.bytes)
    let evidence = Evidence<DraftUnderReview>.kept(source, as: "it") { reviewDraft($0, findings: &$1) }
    if case .present(let review) = evidence { keep(review, stored.hash.sha256, stored.bytes.count) }
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
