#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import ArgumentParser

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

  /// Writes to a stream. A reader that has gone away (`fohc … | head`) is no fault of ours.
  static func print(_ text: String, to stream: Stream = .output) throws {
    try write(text, to: stream.descriptor)
  }

  /// What fohc itself has to say, on one line: the names in it are anybody's.
  static func complain(_ message: String) { printError("fohc: " + Printable.line(message)) }

  static func printError(_ text: String) { _ = Files.writeAll(Array((text + "\n").utf8), to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) throws {
    guard let failure = Files.writeAll(Array((text + "\n").utf8), to: descriptor) else { return }
    if failure == EPIPE { throw ExitCode.success }
    complain("the output cannot be written: \(String(cString: strerror(failure)))")
    throw ExitStatus.outputNotWritable
  }

  /// Colour only for a person who has not declined it (no-color.org).
  static var usesColour: Bool { usesColour(on: .output) }

  static func usesColour(on stream: Stream) -> Bool {
    guard isatty(stream.descriptor) == 1 else { return false }
    if let setting = getenv("NO_COLOR"), setting.pointee != 0 { return false }
    if let terminal = getenv("TERM"), String(cString: terminal) == "dumb" { return false }
    return true
  }
}
