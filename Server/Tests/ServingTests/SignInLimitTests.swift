import Gates
import HTTPTypes
import Testing

@testable import Serving

/// Who is counted, and how often they may try.
struct SignInLimitTests {
  private let now = TestServer.noon

  private func isAdmitted(_ limiter: SignInLimiter, _ email: String, from address: String) -> Bool {
    (try? limiter.admit(email: email, address: address, now: now)) != nil
  }

  @Test func oneAccountIsNotTriedFromManyAddresses() {
    let limiter = SignInLimiter()
    let admitted = (0..<50).count { isAdmitted(limiter, "owner@example.com", from: "198.51.100.\($0)") }
    #expect(admitted == 10)
    #expect(isAdmitted(limiter, "other@example.com", from: "198.51.100.1"))
  }

  @Test func aStrangerDoesNotLockTheOwnerOut() {
    let limiter = SignInLimiter()
    limiter.succeeded(email: "owner@example.com", address: "192.0.2.1")
    for number in 0..<50 {
      _ = isAdmitted(limiter, "owner@example.com", from: "198.51.100.\(number)")
    }
    #expect(!isAdmitted(limiter, "owner@example.com", from: "198.51.100.200"))
    let own = (0..<50).count { _ in isAdmitted(limiter, "owner@example.com", from: "192.0.2.1") }
    #expect(own == 10)
  }

  @Test(arguments: [
    // Without proxies nothing that is sent counts.
    (0, ["203.0.113.9"], "10.0.0.1"), (0, [], "10.0.0.1"),
    // From the right end: what stands to the left was sent.
    (1, ["203.0.113.9"], "203.0.113.9"), (1, ["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
    (2, ["1.1.1.1, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
    (2, ["1.1.1.1", "203.0.113.9", "10.0.0.2"], "203.0.113.9"),
    // One spelling for one address.
    (1, ["203.0.113.9:4711"], "203.0.113.9"), (1, ["[2001:DB8:0::1]:4711"], "2001:db8::1"),
    (1, [" 2001:db8::1 "], "2001:db8::1"),
    // Not through all proxies, or no address.
    (1, [], "10.0.0.1"), (2, ["203.0.113.9"], "10.0.0.1"), (1, ["203.0.113.9, "], "10.0.0.1"),
    (1, ["unknown"], "10.0.0.1"), (1, ["203.0.113.9, _hidden"], "10.0.0.1"),
  ])
  func theAddressIsThatBeforeTheProxies(_ proxies: Int, _ sent: [String], _ expected: String) throws {
    var headers = HTTPFields()
    let name = try #require(HTTPField.Name("x-forwarded-for"))
    for value in sent { headers.append(HTTPField(name: name, value: value)) }
    #expect(ClientAddress.of(headers, peer: "10.0.0.1", behind: proxies) == expected)
  }

  /// The header alone opens no way around the limit; with the option each client has attempts of their own.
  @Test(arguments: [(0, 429), (1, 401)])
  func aSpoofedHeaderChangesNothing(_ proxies: Int, _ last: Int) async throws {
    try await TestServer(change: { $0.trustedProxies = proxies }).test { client in
      for number in 0..<60 {
        let address = proxies == 0 ? "-" : "203.0.113.\(number)"
        try client.server.server.signIns.admit(
          email: "\(number)@example.com", address: address, now: client.server.clock.now)
      }
      let status = try await client.send(
        .post, "/v1/console/auth/service-token", #"{"email": "a@b.example", "password": "wrong one"}"#,
        as: nil, headers: ["X-Forwarded-For": "203.0.113.60"]
      ).status
      #expect(status == last)
    }
  }
}
