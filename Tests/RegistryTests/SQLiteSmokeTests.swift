import Foundation
import Gates
import PolicyGraph
import Registry
import RegistrySQLite
import Testing

struct SQLiteSmokeTests {
  @Test func keepsAndFinds() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fohc-registry-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "registry.sqlite").path
    let store = try SQLiteRegistry(path: path)
    try await store.write { store in
      try store.insert(Sample.organisation(1))
      try store.insert(Sample.user(1))
      try store.put(
        Membership(organisation: Sample.id(1), user: Sample.id(1), role: .owner, createdAt: Sample.time(1)))
      try store.insert(Sample.agent(1), draft: Sample.document("e\u{0301}\0x"))
      for number in 1...3 { try store.append(Sample.entry(number), of: Sample.id(1)) }
      try store.insert(Sample.loop(1, agent: 1, incident: "INC-1"))
      try store.keep(Sample.answer("a"))
      try store.append(Sample.event(1))
      try store.appendEvaluations(Array("{}\n".utf8), of: Sample.id(1))
      try store.keepCertificate([1, 2], id: "c", of: Sample.id(1))
      try store.keepReleasedDraft(Sample.document("x"), of: Sample.id(1))
    }
    await #expect(throws: StoreFailure.self) { try await store.write { try $0.insert(Sample.user(1)) } }
    let found = try await store.read { store in
      let trail = try store.auditTrail(of: Sample.id(1))
      #expect(AuditLog.verify(trail.log, against: trail.end).isIntact)
      #expect(trail.end?.sequence == 3)
      #expect(
        try store.loop(incident: "INC-1", of: Sample.id(1)) == Sample.loop(1, agent: 1, incident: "INC-1"))
      #expect(try store.outbox(after: 0, limit: 9).map(\.event) == [Sample.event(1)])
      #expect(try store.answer(to: "a", of: Sample.id(1), now: Sample.time(86_400)) == Sample.answer("a"))
      #expect(try store.answer(to: "a", of: Sample.id(1), now: Sample.time(86_401)) == nil)
      return try store.agent(Sample.id(1))
    }
    #expect(found == Sample.agent(1))
    #expect(try store.integrityFaults() == [])
    try store.close()
    try store.close()
    await #expect(throws: StoreFailure.closed) { try await store.read { _ in } }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["registry.sqlite"])
    let again = try SQLiteRegistry(path: path)
    #expect(try await again.read { try $0.user(email: "user1@example.com") } == Sample.user(1))
  }
}
