import ArgumentParser
import Documents
import Foundation
import Gates
import PolicyGraph
import Registry
import RegistrySQLite
import Serving

/// Where the registry is, and what tokens are signed with: shared by all commands.
struct StorageOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The registry's database; created if missing.", valueName: "file"))
  var database: String?

  @Option(
    help: ArgumentHelp(
      "What this server signs tokens with: 32 bytes or more in base64, readable by its owner only. Created if missing.",
      valueName: "file"))
  var secret: String?

  var requiredDatabase: String {
    get throws {
      guard let database else { throw ServerFailure("--database is needed; or --dev, to try it", .usage) }
      return database
    }
  }

  var secretBytes: Data {
    get throws {
      guard let secret else { throw ServerFailure("--secret is needed; or --dev, to try it", .usage) }
      return try SecretFiles.secret(at: secret, makingIt: true)
    }
  }
}

/// Why the server does not start, and the exit status that says so.
struct ServerFailure: Error {
  let message: String
  let status: Status

  /// As in sysexits.h.
  enum Status: Int32 {
    case usage = 64
    case unreadable = 66
    case unavailable = 69
    /// An operating system's refusal: here, to listen where it was asked for.
    case cannotListen = 71
    case unwritable = 73
  }

  init(_ message: String, _ status: Status) {
    self.message = message
    self.status = status
  }
}

extension ParsableCommand {
  /// Says in one line on standard error what went wrong.
  func reportingFailures(_ body: () async throws -> Void) async throws {
    func fail(_ message: String, _ status: ServerFailure.Status) -> any Error {
      FileHandle.standardError.write(Data("fohc: \(message)\n".utf8))
      return ExitCode(status.rawValue)
    }
    do {
      try await body()
    } catch let failure as ServerFailure {
      throw fail(failure.message, failure.status)
    } catch let failure as TokenSetupFailure {
      throw fail(failure.message, .unreadable)
    } catch let failure as ListenFailure {
      throw fail(failure.message, .cannotListen)
    } catch let failure as StoreFailure {
      switch failure {
      case .full(let what): throw fail("the disk is full: \(what)", .unwritable)
      case .readOnly(let what): throw fail("the database cannot be written: \(what)", .unwritable)
      case .damaged(let what): throw fail("the database cannot be used: \(what)", .unreadable)
      case .conflict(let what): throw fail(what, .unavailable)
      case .closed: throw fail("the database is closed", .unavailable)
      case .unavailable(let what): throw fail("the database is not available: \(what)", .unavailable)
      }
    }
  }
}

/// Files that only their owner may read.
enum SecretFiles {
  static func text(at path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path),
      let text = String(data: data, encoding: .utf8)
    else { throw ServerFailure("`\(path)` cannot be read", .unreadable) }
    return text
  }

  /// Base64 of 32 bytes or more.
  static func secret(at path: String, makingIt: Bool) throws -> Data {
    if makingIt, !FileManager.default.fileExists(atPath: path) {
      try write(SystemRandomNumberGenerator.bytes(32).base64EncodedString() + "\n", to: path)
    }
    let mode = (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? 0
    guard mode & 0o077 == 0 else {
      throw ServerFailure("others can read `\(path)`; run `chmod 600 \(path)`", .unreadable)
    }
    let text = try text(at: path).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let secret = Data(base64Encoded: text), secret.count >= 32 else {
      throw ServerFailure("`\(path)` has to hold 32 bytes or more in base64", .unreadable)
    }
    return secret
  }

  static func signingKey(at path: String) throws -> SigningKey {
    let source = SourceText(name: path, text: try text(at: path))
    var findings = Findings(limits: .standard)
    guard let document = readJSON(source, limits: .standard, findings: &findings),
      let key = readKey(document, findings: &findings)?.signingKey
    else { throw ServerFailure("`\(path)` has no private key to sign with", .unreadable) }
    return key
  }

  /// Whole, or not written.
  static func write(_ text: String, to path: String) throws {
    let temporary = path + ".new"
    let isWritten = FileManager.default.createFile(
      atPath: temporary, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    guard isWritten, rename(temporary, path) == 0 else {
      throw ServerFailure("`\(path)` cannot be written: \(String(cString: strerror(errno)))", .unwritable)
    }
  }
}
