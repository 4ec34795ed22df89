import Documents
import PolicyGraph

/// The public keys of an identity provider: a JWK Set (RFC 7517, section 5). Keys that are not understood, or not
/// for signatures, are ignored, as the RFC asks; a set without a usable key is refused.
struct KeySet: Sendable {
  let keys: [TokenKey]
  /// What is not used, and why, in words.
  let leftAside: [String]

  /// Keys that may all have to be tried, where a token names none.
  static let most = 100

  /// O(bytes).
  init(_ text: String) throws(TokenSetupFailure) {
    let source = SourceText(name: "key set", bytes: Array(text.utf8))
    var findings = Findings(limits: .standard)
    guard let document = readJSON(source, limits: .standard, findings: &findings), !findings.hasErrors else {
      let why = findings.sorted.strings(in: source).errors.first ?? "it is empty"
      throw TokenSetupFailure(message: "the key set is not JSON: \(why)")
    }
    guard let list = document.root.member("keys"), list.kind == .array else {
      let isOne = document.root.member("kty") != nil
      throw TokenSetupFailure(
        message: isOne
          ? "the key set is a single key: write `{\"keys\": [...]}` around it"
          : "the key set has no list `keys`: it has to be a JWK Set (RFC 7517)")
    }
    var keys: [TokenKey] = []
    var leftAside: [String] = []
    for (index, element) in list.elements.enumerated() {
      do throws(TokenKey.UnusableKey) {
        keys.append(try TokenKey(element))
      } catch {
        leftAside.append("key \(index + 1)\(Self.name(of: element)): \(error.reason)")
      }
    }
    guard !keys.isEmpty else {
      let all = leftAside.isEmpty ? "it is empty" : leftAside.prefix(10).joined(separator: "; ")
      throw TokenSetupFailure(message: "the key set has no usable key: \(all)")
    }
    guard keys.count <= Self.most else {
      throw TokenSetupFailure(
        message: "the key set has \(keys.count) keys, and at most \(Self.most) are allowed")
    }
    self.keys = keys
    self.leftAside = leftAside
  }

  /// The keys that may have made a signature. A `kid` is only a hint (RFC 7515, section 4.1.4): keys without one are
  /// tried too, and one `kid` may stand for several keys.
  func candidates(_ algorithm: TokenKey.Algorithm, _ id: String?) -> [TokenKey] {
    keys.filter { key in
      guard key.algorithm == algorithm else { return false }
      guard let id, let name = key.id else { return true }
      return name.hasSameScalars(as: id)
    }
  }

  /// A `kid` that can be printed anywhere.
  private static func name(of key: DocumentNode) -> String {
    guard let id = key.member("kid")?.text, (1...80).contains(id.utf8.count),
      id.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "`") })
    else { return "" }
    return " (`\(id)`)"
  }
}

/// Why tokens cannot be issued or verified with these keys.
public struct TokenSetupFailure: Error, CustomStringConvertible {
  /// What is wrong, in a sentence without secrets.
  public let message: String

  /// `message` is shown to the operator.
  public init(message: String) { self.message = message }

  public var description: String { message }
}
