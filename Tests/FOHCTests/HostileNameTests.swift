import BlueprintCompiler
import Foundation
import PolicyGraph
import TestSupport
import Testing

/// File names and lines that are made to mislead a terminal or the command line.
struct HostileNameTests {
  @Test(arguments: ["human", "compact"])
  func namesReachTheTerminalAsEscapes(_ format: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let name = folder.path + "/a\u{1B}[31m\u{202E}\nb.yaml"
    let text = BaseBlueprint.with(("required_slots: [day]", "required_slots: [dya]"))
    try Data(text.utf8).write(to: URL(filePath: name))
    let runs = [
      try Tool.run(["check", "--format", format, name]), try Tool.run(["check", name + ".missing"]),
      try Tool.run(["hash", name]), try Tool.run(["compile", name, "-o", name]),
      try Tool.run(["graph", name, "-o", folder.path + "/nowhere\u{1B}/x.dot"]),
    ]
    for run in runs {
      let shown = run.output + run.errors
      #expect(run.status != 0)
      #expect(!shown.unicodeScalars.contains("\u{1B}"))
      #expect(!shown.unicodeScalars.contains("\u{202E}"))
      #expect(shown.contains("\\u{1b}"))
    }
  }

  /// `-dash.yaml` is not a file but a bundle of flags, of which one is `-h`: nothing would have been checked.
  @Test(arguments: [["check", "-dash.yaml"], ["check", "a.yaml", "-xh"], ["compile", "-ohelp"]])
  func bundlesOfFlagsAreRefused(_ arguments: [String]) throws {
    let run = try Tool.run(arguments)
    #expect(run.status == 64)
    #expect(run.errors.contains("./\(arguments[arguments.count - 1])"))
  }

  @Test func aDashedNameCanBeGiven() throws {
    #expect(try Tool.run(["check", "--", "-dash.yaml"]).errors.contains("cannot be read"))
    #expect(try Tool.run(["check", "-h"]).status == 0)
    #expect(try Tool.run(["check", "-"], input: BaseBlueprint.text).status == 0)
  }

  /// What a file name holds that is not UTF-8 cannot be told from what was put in its place.
  @Test func aNameThatIsNotUTF8IsSaidToBe() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "'\(Tool.executable.path)' check \"$(printf 'a\\377.yaml')\" 2>&1"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 66)
    #expect(text.contains("not UTF-8"))
  }

  /// Thousands of findings on one line, whose excerpts are each cut from it.
  @Test func oneLongLineOfFaults() throws {
    let phases = Array(
      repeating: "{\"id\": 1, \"label\": \"\(String(repeating: "\u{E9}", count: 60))\"}", count: 400)
    let input =
      "{\"schema_version\": \"conversation_blueprint.v1\", \"phases\": [\(phases.joined(separator: ", "))]}"
    let run = try Tool.run(["check", "-"], input: input)
    #expect(run.status == 1)
    #expect(run.output.split(separator: "\n").allSatisfy { $0.unicodeScalars.count < 200 })
    #expect(run.output.contains("{\"id\": 1, "))
  }
}
