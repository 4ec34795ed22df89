/// Credentials in the field `Authorization` (RFC 6750, section 2.1; RFC 9110, section 11.4).
enum Credentials: Equatable {
  /// `Bearer`, in any case, one space or more, and a `b64token`.
  case bearer(String)
  /// `Bearer` with something else.
  case malformed
  /// No field, or another scheme.
  case none

  /// Several fields come in here as one, parted by commas, which no token has.
  init(_ field: String?) {
    guard let field else {
      self = .none
      return
    }
    let bytes = Array(field.utf8)
    let scheme = bytes.prefix { $0 != UInt8(ascii: " ") }
    guard String(decoding: scheme, as: UTF8.self).asciiLowercased == "bearer" else {
      self = .none
      return
    }
    let token = bytes[scheme.endIndex...].drop { $0 == UInt8(ascii: " ") }
    self =
      token.isEmpty || !token.allSatisfy(Self.isOfToken)
      ? .malformed : .bearer(String(decoding: token, as: UTF8.self))
  }

  private static func isOfToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
      true
    default: false
    }
  }
}
