/// Two flags of a conversation, kept apart exactly: whether a question is put off, and whether the user has
/// declined something, where that makes a difference. Facts are kept for each node in each of the four modes.
package struct Mode: Hashable, Sendable {
  private var flags: UInt8

  package static let count = 4
  package static let opening = Mode(index: 0)

  package init(index: Int) { flags = UInt8(truncatingIfNeeded: index) }

  package var index: Int { Int(flags) }

  package var isDeferred: Bool {
    get { flags & 1 != 0 }
    set { flags = newValue ? flags | 1 : flags & ~1 }
  }

  package var hasDeclined: Bool {
    get { flags & 2 != 0 }
    set { flags = newValue ? flags | 2 : flags & ~2 }
  }
}
