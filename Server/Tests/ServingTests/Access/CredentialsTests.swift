import Foundation
import Gates
import HTTPTypes
import Testing

@testable import Serving

/// The field `Authorization`.
struct CredentialsTests {
  @Test(arguments: [
    "Bearer abc", "bearer abc", "BEARER abc", "bEaReR abc", "Bearer  abc", "Bearer        abc",
  ])
  func theSchemeHasAnyCaseAndAnyNumberOfSpaces(_ field: String) {
    #expect(Credentials(field) == .bearer("abc"))
  }

  @Test(arguments: [
    "Bearer", "Bearer ", "Bearer   ", "Bearer abc ", "Bearer abc def", "Bearer \tabc", "Bearer abc,",
    "Bearer \"abc\"",
    "Bearer abc, Bearer def", "Bearer token=\"abc\"", "Bearer abc\u{0}", "Bearer abc\n", "Bearer abc\u{212A}",
    "Bearer <abc>", "Bearer {abc}", "Bearer é",
  ])
  func nothingStandsBesideTheToken(_ field: String) {
    #expect(Credentials(field) == .malformed)
  }

  @Test(arguments: [
    nil, "", " ", "abc", "Basic abc", "Token abc", "Bearerabc", "Bearer\tabc", "Bearer:abc", "Bearer, abc",
    " Bearer abc",
    "DPoP abc",
  ])
  func otherSchemesAreNone(_ field: String?) {
    #expect(Credentials(field) == .none)
  }

  /// The challenge says what is expected, and of a token only that it is not valid (RFC 6750, section 3.1).
  @Test func whoIsNotLetInIsToldHow() async throws {
    try await TestServer().test { client in
      let good = try await client.server.token(.owner)
      for (field, status, challenge) in [
        ("Bearer \(good)", 200, nil), ("bearer   \(good)", 200, nil), ("", 401, #"Bearer realm="fohc""#),
        ("Basic b3duZXI6eA==", 401, #"Bearer realm="fohc""#),
        ("Bearer \(good)=", 401, #"Bearer realm="fohc", error="invalid_token""#),
        ("Bearer \(good) \(good)", 401, #"Bearer realm="fohc", error="invalid_token""#),
        ("Bearer x", 401, #"Bearer realm="fohc", error="invalid_token""#),
      ] as [(String, Int, String?)] {
        let answer = try await client.send(
          .get, "/v1/console/auth/my-orgs", as: nil, headers: ["Authorization": field])
        #expect(answer.status == status, "\(field)")
        #expect(answer.headers[.wwwAuthenticate] == challenge, "\(field)")
        #expect(!answer.text.contains("signature") && !answer.text.contains("expired"))
      }
    }
  }
}
