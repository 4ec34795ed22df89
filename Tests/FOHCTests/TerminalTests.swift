#if os(Linux)
  import Foundation
  import Glibc
  import TestSupport
  import Testing

  /// What only somebody at a terminal sees.
  struct TerminalTests {
    private static let unconfirmed = BaseDraft.text.replacingOnce(
      "\"on\": \"tool:book_viewing\", \"to\": \"visit/tool:book_viewing/confirm\"",
      with: "\"on\": \"tool:book_viewing\", \"to\": \"visit/tool:book_viewing/call/1\"")

    @Test func marksAndFindingsHaveColourUnderOneRule() throws {
      let shown = try Pseudoterminal.run(["validate", "-"], input: Self.unconfirmed)
      #expect(shown.contains("\u{1B}[31;1merror[FOH6201]") && shown.contains("\u{1B}[31;1m✗\u{1B}[0m"))
      #expect(shown.contains("\u{1B}[32;1m✓\u{1B}[0m only declared tools are called"))
      let declined = try Pseudoterminal.run(
        ["validate", "-"], input: Self.unconfirmed, environment: ["NO_COLOR": "1"])
      #expect(declined.contains("✗ what needs a yes") && !declined.contains("\u{1B}"))
      // An empty variable is an unset one.
      let unset = try Pseudoterminal.run(
        ["validate", "-"], input: Self.unconfirmed, environment: ["NO_COLOR": "", "COLUMNS": ""])
      #expect(unset == shown)
      let simulated = try Pseudoterminal.run(["simulate", "-"], input: BaseDraft.text)
      #expect(simulated.contains("\u{1B}[32;1m✓\u{1B}[0m books_at_once"))
    }

    @Test(arguments: [60, 90])
    func conversationsAreAsWideAsTheTerminal(_ columns: UInt16) throws {
      let shown = try Pseudoterminal.run(
        ["validate", "-"], input: Self.unconfirmed, columns: columns, environment: ["NO_COLOR": "1"])
      let lines = shown.split(separator: "\r\n").map(String.init)
      let start = try #require(lines.firstIndex { $0.contains("= a conversation that shows it") })
      let end = try #require(lines[start...].firstIndex { $0.contains("= help: ") })
      let conversation = lines[(start + 1)..<end]
      #expect(conversation.allSatisfy { $0.count <= columns })
      // Whole lines go on below their speaker.
      #expect(conversation.contains { $0.hasPrefix("               ") })
      let flat = try Tool.run(["validate", "-"], input: Self.unconfirmed).output
      func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }
      #expect(words(flat).starts(with: words(lines[..<end].joined(separator: "\n"))))
    }

    /// At a terminal a person may wait for a word about what comes next.
    @Test func initSaysWhatToDoNext() throws {
      let shown = try Pseudoterminal.run(["init", "hotel"], input: "")
      #expect(shown.hasSuffix("\r\n\r\nnext: fohc init hotel -o agent.blueprint.yaml\r\n"))
    }
  }

  /// The tool at a terminal of its own.
  enum Pseudoterminal {
    struct Failure: Error {}

    /// What is shown there, of both streams.
    static func run(
      _ arguments: [String], input: String, columns: UInt16 = 200, environment: [String: String] = [:]
    ) throws -> String {
      // The C library's names for this are hidden from Swift; these are the kernel's (ioctl_tty(2)).
      let (lockTerminal, terminalNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
      var (isLocked, number): (Int32, Int32) = (0, -1)
      let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      guard master >= 0, ioctl(master, lockTerminal, &isLocked) == 0,
        ioctl(master, terminalNumber, &number) == 0
      else { throw Failure() }
      let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
      guard slave >= 0 else { throw Failure() }
      var size = winsize(ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
      guard ioctl(slave, UInt(TIOCSWINSZ), &size) == 0 else { throw Failure() }
      let process = Process()
      process.executableURL = Tool.executable
      process.arguments = arguments
      process.currentDirectoryURL = Repository.root
      process.environment = ["TERM": "xterm", "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
      let stdin = FileManager.default.temporaryDirectory.appending(path: "fohc-\(UUID())")
      try Data(input.utf8).write(to: stdin)
      defer { try? FileManager.default.removeItem(at: stdin) }
      process.standardInput = try FileHandle(forReadingFrom: stdin)
      let terminal = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
      process.standardOutput = terminal
      process.standardError = terminal
      try process.run()
      close(slave)
      // Reading fails once nobody has the terminal open any more.
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 12)
      while true {
        let count = read(master, &chunk, chunk.count)
        if count <= 0 { break }
        bytes += chunk.prefix(count)
      }
      process.waitUntilExit()
      close(master)
      return String(decoding: bytes, as: UTF8.self)
    }
  }
#endif
