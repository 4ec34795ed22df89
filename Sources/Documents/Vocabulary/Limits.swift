/// Every bound on input (definition 1.4), with its reason. All are generous for documents that people write and small
/// enough that no document can exhaust the machine.
public struct Limits: Sendable {
  /// Largest input in bytes. Callers may raise it (up to ``maximumInputBytes``).
  public var inputBytes: Int

  /// Deepest nesting of collections. A blueprint needs five levels, a hand-written guard a few more; and
  /// libyaml takes quadratic time in flow nesting, so that the event loop has to stop early.
  public var depth: Int

  /// Most findings kept for one document. A further finding says how many were left out.
  public var findings: Int

  /// Most bytes of text in the findings kept for one document: messages, JSON Pointers, notes, help. A key of
  /// megabytes stands in the pointer of everything below it, and a pointer cannot be shortened.
  public var findingBytes: Int

  /// Most nodes, edges and guard atoms in a compiled draft. Tools times phases, and slots squared within one
  /// phase, can make a small blueprint large; a real agent has some hundreds.
  public var draftElements: Int

  /// Most bytes of text in a compiled draft. A phase's id stands in everything that is made of the phase, and a
  /// label in several briefs; a real agent's draft has some hundred kilobytes.
  public var draftBytes: Int

  /// The standard limits, where nothing else is said. `inputBytes` is cut to ``maximumInputBytes``.
  public init(
    inputBytes: Int = 8 << 20, depth: Int = 128, findings: Int = 10_000, findingBytes: Int = 16 << 20,
    draftElements: Int = 250_000, draftBytes: Int = 32 << 20
  ) {
    self.inputBytes = min(inputBytes, Self.maximumInputBytes)
    self.depth = depth
    self.findings = findings
    self.findingBytes = findingBytes
    self.draftElements = draftElements
    self.draftBytes = draftBytes
  }

  /// Offsets are kept in 32 bits.
  public static let maximumInputBytes = 1 << 30

  /// Most nodes that aliases may add to a document: ten times the input's size or 100,000, whichever is
  /// larger, so that honest reuse passes and an exponential bomb does not; and never more than four million,
  /// which is what a literal document of the default size could hold.
  public func aliasNodes(inputBytes: Int) -> Int {
    max(100_000, min(10 * inputBytes, 4_000_000))
  }

  /// Most bytes of text that aliases may repeat: ten times the input's size or 4 MiB, whichever is larger, and
  /// never more than 32 MiB. A copy of a value costs little until its text is made.
  public func aliasBytes(inputBytes: Int) -> Int {
    max(4 << 20, min(10 * inputBytes, 32 << 20))
  }

  /// For input from outside: 8 MiB, 128 levels, 10,000 findings.
  public static let standard = Limits()

  /// For what was let in once already, or is fohc's own: as large as input may be.
  public static let kept = Limits(inputBytes: maximumInputBytes)
}
