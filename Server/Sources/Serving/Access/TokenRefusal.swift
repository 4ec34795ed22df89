/// Why a bearer token is refused. It is logged for the operator; a caller is told only that the token is not
/// valid, because a reason would help to forge one.
enum TokenRefusal: String, Error, CaseIterable {
  /// More bytes than any token needs.
  case tooLong = "too long"
  /// Not three parts of base64url, or not JSON in them, or a member twice.
  case malformed
  /// `alg` is absent, `none`, or one that is not read.
  case algorithm
  /// `typ` names something that is not an access or identity token.
  case type
  /// `crit` or `b64`: an extension that has to be understood, and is not (RFC 7515, section 4.1.11; RFC 7797).
  case extended = "critical extension"
  /// There is no key of this `kid` for this `alg`.
  case key = "unknown key"
  case signature
  /// A registered claim is required and absent, or has the wrong type.
  case claim = "malformed claim"
  case issuer
  case audience
  case expired
  case notYetValid = "not yet valid"
  /// `sub` is not the id of a user.
  case subject
  /// There is no address in `email`, or its issuer does not say that it was verified.
  case email = "email not verified"
}
