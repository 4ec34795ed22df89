/// A JSON value as a value: what drafts are written from and what unknown keys are kept as.
public indirect enum JSONValue: Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// Members in the order in which they are shown. Keys are distinct.
  case object([JSONMember])
}

/// One member of an object.
public struct JSONMember: Sendable {
  public var key: String
  public var value: JSONValue

  public init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }
}

extension JSONValue {
  /// The value that a document's node holds. Duplicate keys have been refused by the reader.
  public init(_ node: DocumentNode) {
    switch node.kind {
    case .null: self = .null
    case .true: self = .boolean(true)
    case .false: self = .boolean(false)
    case .number: self = .number(Double(node.text ?? "") ?? .nan)
    case .string: self = .string(node.text ?? "")
    case .array: self = .array(node.elements.map { JSONValue($0) })
    case .object:
      self = .object(node.members.map { JSONMember($0.key.text ?? "", JSONValue($0.value)) })
    }
  }

  public static func integer(_ value: Int) -> JSONValue { .number(Double(value)) }

  /// An array of strings.
  public static func strings(_ values: some Sequence<String>) -> JSONValue {
    .array(values.map { .string($0) })
  }

  /// The value of a member; nil where this is no object or has no such key.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.hasSameScalars(as: key) }?.value
  }

  public var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  public var elements: [JSONValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }
}

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

  /// A decimal number in lowest form, its sign left aside: digits without zeros at either end, times a
  /// power of ten.
  private struct Decimal: Equatable {
    var digits: [UInt8] = []
    var exponent = 0

    init(literal: some Sequence<UInt8>) {
      var isFraction = false
      var exponentDigits: [UInt8]?
      for byte in literal {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"):
          if exponentDigits != nil {
            exponentDigits?.append(byte)
          } else if 0x30...0x39 ~= byte {
            digits.append(byte)
            if isFraction { exponent -= 1 }
          }
        case UInt8(ascii: "."): isFraction = true
        default: exponentDigits = []
        }
      }
      // An exponent past 32 bits is that of a zero, an underflow or an infinity, which the digits tell apart.
      if let written = exponentDigits {
        exponent += Int(Int32(String(decoding: written, as: UTF8.self)) ?? 0)
      }
      digits = Array(digits.drop { $0 == 0x30 })
      while digits.last == 0x30 {
        digits.removeLast()
        exponent += 1
      }
      if digits.isEmpty { exponent = 0 }
    }
  }
}
