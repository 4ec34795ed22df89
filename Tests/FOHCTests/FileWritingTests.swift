import Foundation
import TestSupport
import Testing

/// What `-o` does to whatever stands at its path. All in its own folder: links stand for the devices.
struct FileWritingTests {
  private static let source = "Examples/blueprints/custom.yaml"
  private let folder: URL
  private let draft: [UInt8]

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    draft = try Repository.bytes("Examples/drafts/custom.draft.json")
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func compile(to path: String) throws -> Tool.Run {
    try Tool.run(["compile", Self.source, "-o", path])
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  private func mode(of name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
  }

  private func leftOver() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func aPipeIsWrittenIntoAndStays() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try #require(mkfifo(path("pipe"), 0o600) == 0)
    // Opened for both, a FIFO keeps what is written until it is read; the draft is smaller than its 64 KiB.
    try #require(draft.count < 1 << 16)
    let descriptor = open(path("pipe"), O_RDWR | O_NONBLOCK)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    #expect(try compile(to: path("pipe")).status == 0)
    var status = stat()
    #expect(lstat(path("pipe"), &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    var read = [UInt8](repeating: 0, count: draft.count + 1)
    #expect(Foundation.read(descriptor, &read, read.count) == draft.count)
    #expect(Array(read.prefix(draft.count)) == draft)
    #expect(try leftOver() == ["pipe"])
  }

  @Test func aLinkIsFollowedAndStays() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("old".utf8).write(to: folder.appending(path: "real.json"))
    for (link, target) in [("link.json", "real.json"), ("dangling.json", "new.json")] {
      try FileManager.default.createSymbolicLink(atPath: path(link), withDestinationPath: target)
      #expect(try compile(to: path(link)).status == 0)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path(link)) == target)
      #expect(try bytes(target) == draft)
    }
    #expect(try leftOver() == ["dangling.json", "link.json", "new.json", "real.json"])
  }

  @Test func standardOutputCanBeNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createSymbolicLink(atPath: path("out"), withDestinationPath: "/dev/stdout")
    let run = try compile(to: path("out"))
    #expect(run.status == 0)
    #expect(Array(run.output.utf8) == draft)
  }

  @Test func aFullDeviceIsSaidToBe() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createSymbolicLink(atPath: path("full"), withDestinationPath: "/dev/full")
    #expect(try compile(to: path("full")).status == 73)
    #expect(try leftOver() == ["full"])
  }

  @Test(arguments: [0o600, 0o664, 0o755])
  func anExistingFileKeepsItsMode(_ mode: Int) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("old".utf8).write(to: folder.appending(path: "a.json"))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path("a.json"))
    #expect(try compile(to: path("a.json")).status == 0)
    #expect(try self.mode(of: "a.json") == mode)
    #expect(try bytes("a.json") == draft)
  }

  /// A file that waits where an earlier version put its own half is neither used nor touched.
  @Test func nobodyElsesFileIsUsed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("theirs".utf8).write(to: folder.appending(path: "victim"))
    try FileManager.default.createSymbolicLink(
      atPath: path("a.json.partial"), withDestinationPath: path("victim"))
    #expect(try compile(to: path("a.json")).status == 0)
    #expect(try bytes("victim") == Array("theirs".utf8))
    #expect(try leftOver() == ["a.json", "a.json.partial", "victim"])
  }

  @Test func inputsAreNotWrittenOver() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = try Repository.bytes(Self.source)
    try Data(text).write(to: folder.appending(path: "self.yaml"))
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "self.yaml")
    for target in ["self.yaml", "link"] {
      #expect(try Tool.run(["compile", path("self.yaml"), "-o", path(target)]).status == 64)
      #expect(try Tool.run(["graph", path("self.yaml"), "-o", path(target)]).status == 64)
    }
    #expect(try bytes("self.yaml") == text)
  }
}
