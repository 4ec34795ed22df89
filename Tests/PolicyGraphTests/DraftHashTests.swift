import Documents
import PolicyGraph
import Testing

/// The hash of a draft can never change: certificates and versions refer to it. If one of these fails, the
/// change is wrong, not the vector.
struct DraftHashTests {
  /// XXH3-128 vectors of the reference implementation (`xxhsum -H2`); SHA-256 by FIPS 180-4.
  @Test(arguments: [
    (
      "", "xxh3-128:99aa06d3014798d86001c324468d497f",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    ),
    (
      "abc", "xxh3-128:06b05ab6733a618578af5f94892f3950",
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    ),
  ])
  func matchesTheReference(_ text: String, _ draftHash: String, _ sha256: String) {
    let hash = DraftHash(canonicalBytes: Array(text.utf8))
    #expect(hash.draftHash == draftHash)
    #expect(hash.sha256 == sha256)
  }

  @Test func keyOrderDoesNotCount() {
    let one = JSONValue.object([JSONMember("a", .integer(1)), JSONMember("b", .array([.null]))])
    let two = JSONValue.object([JSONMember("b", .array([.null])), JSONMember("a", .number(1.0))])
    let three = JSONValue.object([JSONMember("a", .string("1")), JSONMember("b", .array([.null]))])
    #expect(DraftHash(of: one) == DraftHash(of: two))
    #expect(DraftHash(of: one) != DraftHash(of: three))
  }
}
