import ArgumentParser
import Dispatch
import Foundation
import Logging
import Serving

extension SubjectClaim: ExpressibleByArgument {}

/// Who else issues tokens for this server, and what they have to say.
struct CallerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Public keys of an identity provider: a JWK Set with keys for ES256, EdDSA, RS256 or PS256. Other keys in it are \
      ignored. Read again on SIGHUP.
      """, valueName: "file"))
  var keySet: String?

  @Option(
    help: ArgumentHelp(
      "With --key-set: what the provider's tokens say in `iss`. Without it: `fohc`.", valueName: "iss"))
  var issuer: String?

  @Option(
    help: ArgumentHelp(
      """
      What tokens call this server in `aud`; may be given several times. Then the tokens of --key-set need one of \
      these. Without it a token with an `aud` is refused: it is for another server.
      """, valueName: "aud"))
  var audience: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      With --key-set: how the provider's tokens name a user. `sub`: by the id that `fohc user add` printed; `email`: by \
      the address, where `email_verified` is true.
      """, valueName: "claim"))
  var subjectClaim: SubjectClaim?

  mutating func validate() throws {
    if keySet == nil, issuer != nil { throw ValidationError("--issuer needs --key-set") }
    if keySet == nil, subjectClaim != nil { throw ValidationError("--subject-claim needs --key-set") }
    if issuer?.isEmpty ?? false { throw ValidationError("--issuer is empty") }
    if audience.contains("") { throw ValidationError("--audience is empty") }
  }

  /// Throws where not one key of the set can be used.
  func tokens(secret: Data, _ logger: Logger) throws -> Tokens {
    var other = Tokens.OtherIssuer()
    other.issuer = issuer ?? other.issuer
    other.audiences = audience
    other.subject = subjectClaim ?? other.subject
    guard let keySet else { return try Tokens(secret: secret, otherIssuer: other) }
    let text = try SecretFiles.text(at: keySet)
    let tokens: Tokens
    do {
      tokens = try Tokens(secret: secret, keySet: text, otherIssuer: other)
    } catch {
      throw TokenSetupFailure(message: "`\(keySet)` cannot be used: \(error.message)")
    }
    if let summary = tokens.keySet { log(summary, of: keySet, "key set read", logger) }
    if issuer == nil {
      logger.notice(
        "tokens of the key set are let in only with the `iss` `\(other.issuer)`; name the provider with --issuer"
      )
    }
    if audience.isEmpty {
      logger.notice("tokens with an `aud` are refused, because no --audience says what they call this server")
    }
    return tokens
  }

  /// Reads the key set again whenever the process is told to (SIGHUP); nil without one. A file that cannot be
  /// used changes nothing.
  func reloading(_ tokens: Tokens, _ logger: Logger) -> (any DispatchSourceSignal)? {
    guard let keySet else { return nil }
    signal(SIGHUP, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
    source.setEventHandler {
      do {
        let summary = try tokens.replaceKeys(with: try SecretFiles.text(at: keySet))
        log(summary, of: keySet, "key set read again", logger)
      } catch {
        let why = (error as? ServerFailure)?.message ?? "\(error)"
        logger.error("the old keys stay in use", metadata: ["file": "\(keySet)", "reason": "\(why)"])
      }
    }
    source.resume()
    return source
  }

  private func log(_ summary: Tokens.KeySetSummary, of file: String, _ what: String, _ logger: Logger) {
    logger.notice("\(what)", metadata: ["file": "\(file)", "keys": "\(summary.keys)"])
    for key in summary.leftAside {
      logger.notice("key ignored", metadata: ["file": "\(file)", "reason": "\(key)"])
    }
  }
}
