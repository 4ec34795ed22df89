/// Two flags of a conversation, kept apart exactly: whether a question is put off, and whether the user has
/// declined something. Facts are kept for each node in each of the four modes.
package struct Mode: Hashable, Sendable {
  package var isDeferred: Bool
  package var hasDeclined: Bool

  package static let count = 4

  package init(isDeferred: Bool, hasDeclined: Bool) {
    self.isDeferred = isDeferred
    self.hasDeclined = hasDeclined
  }

  package init(index: Int) { self.init(isDeferred: index & 1 != 0, hasDeclined: index & 2 != 0) }

  package var index: Int { (isDeferred ? 1 : 0) + (hasDeclined ? 2 : 0) }

  package static let opening = Mode(isDeferred: false, hasDeclined: false)
}
