import Foundation
import PolicyGraph
import TestSupport
import Testing

/// New keys: private to their owner, and never over a file.
struct KeysCommandTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func make(_ arguments: String...) throws -> Tool.Run { try Tool.run(["keys", "new"] + arguments) }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  private func object(_ name: String) throws -> [String: String] {
    let data = try Data(contentsOf: folder.appending(path: name))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: String])
  }

  @Test func writesAPairThatOnlyItsOwnerCanSignWith() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try make("-o", path("key.json"))
    #expect(run.status == 0)
    #expect(try names() == ["key.json", "key.pub.json"])
    let mode = try FileManager.default.attributesOfItem(atPath: path("key.json"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
    var (own, open) = (try object("key.json"), try object("key.pub.json"))
    let secret = try #require(own["private_key"])
    own["private_key"] = nil
    #expect(own == open && open["private_key"] == nil)
    #expect(!run.output.contains(secret) && run.output.contains(open["key_id"] ?? "?"))
    // Another key each time.
    #expect(try make("-o", path("two.json"), "--public", path("open.json")).status == 0)
    open = try object("open.json")
    #expect(try names() == ["key.json", "key.pub.json", "open.json", "two.json"])
    #expect(open["key_id"] != own["key_id"])
  }

  /// The same PEM from either file, and nothing that is secret.
  @Test func exportsThePublicKey() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try make("-o", path("key.json")).status == 0)
    let own = try Tool.run(["keys", "export", path("key.json"), "--pem"])
    let open = try Tool.run(["keys", "export", path("key.pub.json"), "--pem", "-o", path("key.pem")])
    #expect(own.status == 0 && open.status == 0 && open.output.isEmpty)
    #expect(try Data(contentsOf: folder.appending(path: "key.pem")) == Data(own.output.utf8))
    let lines = own.output.split(separator: "\n")
    let bytes = try #require(lines.count == 3 ? Data(base64Encoded: String(lines[1])) : nil)
    let key = try object("key.json")["public_key"]
    #expect(bytes.count == 44 && bytes.suffix(32).base64EncodedString() == key)
    #expect(try Tool.run(["keys", "export", path("key.json")]).status == 64)
    #expect(try Tool.run(["keys", "export", path("none.json"), "--pem"]).status == 66)
    #expect(try Tool.run(["keys", "export", "README.md", "--pem"]).status == 1)
  }

  @Test(arguments: ["key.json", "key.pub.json"])
  func neverWritesOverAFile(_ name: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("mine".utf8).write(to: folder.appending(path: name))
    let run = try make("-o", path("key.json"))
    #expect(run.status == 73 && run.errors.contains("it exists already"))
    #expect(try names() == [name])
    #expect(try Data(contentsOf: folder.appending(path: name)) == Data("mine".utf8))
  }

  @Test func aLinkIsAFileToo() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createSymbolicLink(atPath: path("key.json"), withDestinationPath: path("target"))
    #expect(try make("-o", path("key.json")).status == 73)
    #expect(try names() == ["key.json"])
  }

  @Test func namesOneFileForEachKey() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try make("-o", path("key.json"), "--public", path("key.json")).status == 73)
    #expect(try make("-o", "-").status == 64)
    #expect(try make().status == 64)
    #expect(try names().isEmpty)
  }

  /// What is wrong with a key is said without its lines, in which the secret stands.
  @Test func aFaultyKeyIsNotShown() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try make("-o", path("key.json")).status == 0)
    let secret = try #require(try object("key.json")["private_key"])
    let text = try String(contentsOf: folder.appending(path: "key.json"), encoding: .utf8)
    let cut = String(secret.dropLast(4))
    for faulty in [text.replacing(secret, with: cut), text.replacing("\"\(secret)\"", with: "\"\(cut)")] {
      try Data(faulty.utf8).write(to: folder.appending(path: "key.json"))
      let run = try Tool.run([
        "certify", "Examples/blueprints/custom.yaml", "--key", path("key.json"), "-o", path("cert.json"),
      ])
      #expect(run.status == 1 && run.errors.contains("key.json:"))
      #expect(!run.errors.contains(cut) && !run.output.contains(cut))
    }
  }
}
