#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import ArgumentParser
import Rendering

/// The two output streams.
enum Terminal {
  enum Stream {
    case output, error

    fileprivate var descriptor: Int32 {
      switch self {
      case .output: STDOUT_FILENO
      case .error: STDERR_FILENO
      }
    }
  }

  /// Writes to a stream. A reader that has gone away (`fohc … | head`) is not an error.
  static func print(_ text: String, to stream: Stream = .output) throws {
    try write(Array((text + "\n").utf8), to: stream.descriptor)
  }

  /// Writes bytes to standard output, and nothing else.
  static func write(_ bytes: [UInt8]) throws { try write(bytes, to: STDOUT_FILENO) }

  /// What fohc itself has to say, on one line: the names in it are anybody's.
  static func complain(_ message: String) { printError("fohc: " + Printable.line(message)) }

  static func printError(_ text: String) { _ = Files.writeAll(Array((text + "\n").utf8), to: STDERR_FILENO) }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
    guard let failure = Files.writeAll(bytes, to: descriptor) else { return }
    if failure == EPIPE { throw ExitCode.success }
    complain("the output cannot be written: \(String(cString: strerror(failure)))")
    throw ExitStatus.outputNotWritable
  }

  /// Colour only for a person who has not declined it (no-color.org).
  static var usesColour: Bool { usesColour(on: .output) }

  static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.descriptor) == 1 }

  /// How wide a terminal is; nil for anything else: files and programs take lines as they are.
  static func columns(of stream: Stream) -> Int? {
    guard isTerminal(stream) else { return nil }
    var size = winsize()
    if ioctl(stream.descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return max(40, Int(size.ws_col))
    }
    return max(40, Environment.variable("COLUMNS").flatMap(Int.init) ?? 100)
  }

  static func usesColour(on stream: Stream) -> Bool {
    guard isTerminal(stream) else { return false }
    if Environment.variable("NO_COLOR") != nil || Environment.variable("TERM") == "dumb" { return false }
    return true
  }
}
