/// JSON numbers in the form that RFC 8785 fixes.
public enum JSONNumber {
  /// ECMAScript's `Number::toString` (ECMA-262, 6.1.6.1.20): the shortest digits that read back as the same
  /// double, laid out its way. Swift's `description` has the same digits in another layout.
  public static func canonical(_ value: Double) -> String {
    precondition(value.isFinite, "JSON has no infinity")
    if value == 0 { return "0" }
    let sign = value < 0 ? "-" : ""
    let decimal = Decimal(literal: abs(value).description.utf8)
    let digits = String(decoding: decimal.digits, as: UTF8.self)
    let count = digits.utf8.count
    // The decimal point stands after `point` digits.
    let point = decimal.exponent + count
    switch point {
    case count...21: return sign + digits + String(repeating: "0", count: point - count)
    case 1..<max(count, 2) where point < count:
      return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    case -5...0: return sign + "0." + String(repeating: "0", count: -point) + digits
    default:
      let exponent = point - 1
      let fraction = count > 1 ? "." + digits.dropFirst() : ""
      return sign + digits.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+") + String(abs(exponent))
    }
  }

  /// Whether a JSON number survives as a double: reading it and writing it again gives the same number.
  public static func isExact(_ literal: String) -> Bool {
    guard let value = Double(literal), value.isFinite else { return false }
    return Decimal(literal: literal.utf8) == Decimal(literal: value.description.utf8)
  }

  /// The whole number that a JSON number is, as JSON Schema counts: `2.0`, `2e0` and `20e-1` are 2, and
  /// `3.0000000000000000001` is not one. One past the range of `Int` is the end of the range on its side, so that
  /// comparing it with any bound says what is true of it.
  package static func wholeNumber(_ literal: String) -> Int? {
    let decimal = Decimal(literal: literal.utf8)
    guard decimal.exponent >= 0 else { return nil }
    let isNegative = literal.utf8.first == UInt8(ascii: "-")
    var magnitude = 0
    for position in 0..<min(decimal.digits.count + decimal.exponent, 20) {
      let digit = position < decimal.digits.count ? Int(decimal.digits[position] - 0x30) : 0
      let (shifted, overflows) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carries) = shifted.addingReportingOverflow(digit)
      if overflows || carries { return isNegative ? .min : .max }
      magnitude = sum
    }
    return isNegative ? -magnitude : magnitude
  }

  /// A decimal number in lowest form, without its sign: digits without zeros at either end, times a
  /// power of ten.
  private struct Decimal: Equatable {
    var digits: [UInt8] = []
    var exponent = 0

    init(literal: some Sequence<UInt8>) {
      var isFraction = false
      var written = WrittenExponent()
      for byte in literal {
        switch byte {
        case UInt8(ascii: "e"), UInt8(ascii: "E"): written.isGiven = true
        case UInt8(ascii: "-") where written.isGiven: written.isNegative = true
        case 0x30...0x39 where written.isGiven: written.append(byte)
        case 0x30...0x39:
          digits.append(byte)
          if isFraction { exponent -= 1 }
        case UInt8(ascii: "."): isFraction = true
        default: break
        }
      }
      exponent += written.value
      digits = Array(digits.drop { $0 == 0x30 })
      while digits.last == 0x30 {
        digits.removeLast()
        exponent += 1
      }
      if digits.isEmpty { exponent = 0 }
    }
  }

  /// The exponent as it stands in the text, which can be longer than any integer. Past the bound it is the bound:
  /// that is further out than the digits of the longest input can bring back.
  private struct WrittenExponent {
    private static let bound = 1 << 50
    var isGiven = false
    var isNegative = false
    private var magnitude = 0

    mutating func append(_ digit: UInt8) {
      if magnitude < Self.bound { magnitude = min(magnitude * 10 + Int(digit - 0x30), Self.bound) }
    }

    var value: Int { isNegative ? -magnitude : magnitude }
  }
}
