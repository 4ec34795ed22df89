import Documents
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

struct PublicKeyPEMTests {
  /// RFC 8410, sections 10.1 and 10.3: a public key as it is printed there, and the private one that it belongs to.
  @Test func theExampleOfTheRFC() throws {
    let seed = try #require(
      Hexadecimal.bytes("d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842", count: 32))
    let key = try #require(SigningKey(bytes: seed)).verifyingKey
    #expect(
      key.pem == """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----

        """)
    #expect(Array(key.subjectPublicKeyInfo.suffix(32)) == key.bytes)
  }

  @Test func linesAreThoseOfRFC7468() throws {
    let key = try #require(SigningKey(bytes: Array(repeating: 7, count: 32))).verifyingKey
    let lines = key.pem.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.count == 4 && lines[3].isEmpty)
    #expect(lines[0] == "-----BEGIN PUBLIC KEY-----" && lines[2] == "-----END PUBLIC KEY-----")
    #expect(lines[1].count <= 64 && Base64.decode(lines[1]) == key.subjectPublicKeyInfo)
  }
}
