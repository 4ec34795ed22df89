import Documents
import Rendering

extension Terminal {
  /// Lines for a person, with their marks in colour where there is colour.
  static func print(_ lines: [String], to stream: Stream = .output) throws {
    let usesColour = usesColour(on: stream)
    for line in lines { try print(Colour.marked(line, usesColour), to: stream) }
  }

  /// The same on standard error, for what is said beside the output.
  static func tell(_ line: String) { printError(Colour.marked(line, usesColour(on: .error))) }
}
