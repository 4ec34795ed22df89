import ArgumentParser
import Documents
import Gates
import PolicyGraph
import Rendering

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Make and export keys that sign certificates.",
    subcommands: [New.self, Export.self])

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a new Ed25519 key: one file that signs, and one that verifies.",
      discussion: """
        The first file holds the private key, readable only by you (mode 0600); keep it where certificates \
        are issued. The second holds only the public key, for those who verify. Neither replaces a \
        file that exists.
        """)

    @Option(
      name: [.short, .long], help: ArgumentHelp("Write the private key to this file.", valueName: "file"))
    var output: String

    @Option(
      name: .customLong("public"),
      help: ArgumentHelp(
        "Write the public key to this file; without it, beside the private key: `key.json` gives `key.pub.json`.",
        valueName: "file"))
    var publicFile: String?

    mutating func validate() throws {
      if output == "-" || publicFile == "-" { throw ValidationError("keys are written to files, not to `-`") }
    }

    func run() throws {
      let publicFile = publicFile ?? Self.publicPath(beside: output)
      var random = SystemRandomNumberGenerator()
      let seed = (0..<SigningKey.length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      guard let key = SigningKey(bytes: seed) else { preconditionFailure("any 32 bytes are a key") }
      do throws(FileFailure) {
        try Files.create(output, containing: PrettyJSON.text(of: KeyFile(key).json), mode: 0o600)
        do throws(FileFailure) {
          try Files.create(
            publicFile, containing: PrettyJSON.text(of: KeyFile(key.verifyingKey).json), mode: 0o644)
        } catch {
          // Half a pair would be in the way of the next try.
          Files.remove(output)
          throw error
        }
      } catch {
        Terminal.complain("`\(error.name)` cannot be written: \(error.reason)")
        throw ExitStatus.outputNotWritable
      }
      try Terminal.print(
        "wrote key \(key.verifyingKey.id): \(Printable.line(output)) (private), \(Printable.line(publicFile)) (public)"
      )
    }

    /// `folder/key.json` → `folder/key.pub.json`.
    static func publicPath(beside path: String) -> String {
      path.hasSuffix(".json") ? String(path.dropLast(5)) + ".pub.json" : path + ".pub.json"
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the public key in a form that other programs read.",
      discussion: """
        With --pem as SubjectPublicKeyInfo in PEM (RFC 8410), for `cosign verify-attestation --key`, OpenSSL and the \
        like. From either file that `fohc keys new` wrote; the private key is never written.
        """)

    @Argument(help: "The key, private or public; `-` for standard input.")
    var file: String

    @Flag(help: "As PEM.")
    var pem = false

    @Option(name: [.short, .long], help: ArgumentHelp("Write it to this file.", valueName: "file"))
    var output: String?

    @OptionGroup var input: InputOptions

    mutating func validate() throws {
      if !pem { throw ValidationError("name the format: --pem") }
    }

    func run() throws {
      let text = try input.verifyingKey(at: file).pem
      guard let output else { return try Terminal.write(Array(text.utf8)) }
      try Output.write(text, to: output, madeFrom: [file])
    }
  }
}
