#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import ArgumentParser
import Documents
import PolicyGraph

/// Graphviz's `dot`, as a program beside ours.
enum Graphviz {
  /// Lays a graph out as SVG.
  static func svg(of dot: String) throws -> String {
    let input = try temporaryFile(holding: dot)
    defer { unlink(input) }
    let output = try temporaryFile(holding: "")
    defer { unlink(output) }

    var process = pid_t()
    let words = ["dot", "-Tsvg", "-o", output, input]
    let arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let failure = posix_spawnp(&process, "dot", nil, nil, arguments, environ)
    guard failure == 0 else {
      Terminal.printError(
        "fohc: SVG needs Graphviz, and its program `dot` cannot be started: \(String(cString: strerror(failure)))\n"
          + "      install it (Debian and Ubuntu: apt-get install graphviz), or use --format dot or mermaid")
      throw ExitStatus.inputNotReadable
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    guard status == 0 else {
      Terminal.complain("Graphviz could not lay out the graph")
      throw ExitStatus.internalFault
    }
    do throws(FileFailure) {
      return String(decoding: try Files.read(output, limit: 1 << 28).bytes, as: UTF8.self)
    } catch {
      Terminal.complain("Graphviz's drawing cannot be read: \(error.reason)")
      throw ExitStatus.internalFault
    }
  }

  private static func temporaryFile(holding text: String) throws -> String {
    let folder = Environment.variable("TMPDIR") ?? "/tmp"
    var template = Array("\(folder)/fohc-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    let failure = descriptor < 0 ? errno : Files.writeAll(Array(text.utf8), to: descriptor)
    if descriptor >= 0 { close(descriptor) }
    guard let failure else {
      return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    Terminal.complain(
      "no temporary file can be made in `\(folder)`: \(String(cString: strerror(failure)))")
    throw ExitStatus.outputNotWritable
  }
}
