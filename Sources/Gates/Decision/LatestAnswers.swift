import Synchronization

/// The latest answers to questions whose answer never changes, so that asking again costs a look-up. None has to be forgotten
/// but for its room.
final class LatestAnswers<Question: Equatable & Sendable, Answer: Sendable>: Sendable {
  /// Answers that are kept.
  private static var capacity: Int { 16 }

  private let known = Mutex<[(question: Question, answer: Answer)]>([])

  /// `make` is asked only if the answer is not known.
  func answer(to question: Question, _ make: () -> Answer) -> Answer {
    if let answer = known.withLock({ $0.first { $0.question == question }?.answer }) { return answer }
    let answer = make()
    known.withLock { known in
      known.append((question, answer))
      if known.count > Self.capacity { known.removeFirst() }
    }
    return answer
  }
}
