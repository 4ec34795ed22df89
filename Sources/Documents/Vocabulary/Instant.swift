/// A moment, in whole seconds since 1970-01-01T00:00:00Z. Gates never read a clock: the caller passes the time in.
public struct Instant: Hashable, Comparable, Sendable {
  /// Negative before 1970. Leap seconds are not counted (POSIX time).
  public let seconds: Int

  /// Any number of seconds is a moment; only some can be written (``text``).
  public init(seconds: Int) { self.seconds = seconds }

  public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

  /// The moment so many seconds later; earlier where they are negative.
  public func advanced(bySeconds seconds: Int) -> Instant { Instant(seconds: self.seconds + seconds) }

  /// Seconds from another moment to this one; negative where this one is earlier.
  public func seconds(since other: Instant) -> Int { seconds - other.seconds }

  /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z: what RFC 3339 can write.
  package static let range = -62_135_596_800...253_402_300_799
}

/// RFC 3339, in UTC and whole seconds when written; any offset, and fractions (cut off), when read.
extension Instant {
  /// Nil if the text is not an RFC 3339 date and time, or names a day that does not exist.
  public init?(_ text: String) {
    var scan = Scanner(bytes: Array(text.utf8))
    guard let year = scan.number(4), scan.skip("-"), let month = scan.number(2), scan.skip("-"),
      let day = scan.number(2), scan.skip("T") || scan.skip("t"),
      let hour = scan.number(2), scan.skip(":"), let minute = scan.number(2), scan.skip(":"),
      let second = scan.number(2), scan.fraction(), let offset = scan.offset(), scan.isAtEnd,
      year >= 1, (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let days = Self.days(beforeYear: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
    guard Self.range.contains(seconds) else { return nil }
    self.init(seconds: seconds)
  }

  /// The beginning in UTC of a day that is written as RFC 3339's `full-date`; nil if the text is not one.
  package init?(startOf day: String) {
    guard day.utf8.count == 10 else { return nil }
    self.init(day + "T00:00:00Z")
  }

  /// `2026-11-24T13:18:10Z`. What lies outside the years 1 to 9999 is written as the nearest moment inside.
  public var text: String {
    let seconds = min(max(seconds, Self.range.lowerBound), Self.range.upperBound)
    let days = (seconds - Self.floorMod(seconds, 86_400)) / 86_400
    let rest = Self.floorMod(seconds, 86_400)
    let date = Self.date(ofDay: days)
    return Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-" + Self.padded(date.day, 2) + "T"
      + Self.padded(rest / 3600, 2) + ":" + Self.padded(rest / 60 % 60, 2) + ":" + Self.padded(rest % 60, 2)
      + "Z"
  }

  // The proleptic Gregorian calendar by Howard Hinnant's algorithms ("chrono-Compatible Low-Level Date Algorithms",
  // https://howardhinnant.github.io/date_algorithms.html): years begin in March, so that the leap day comes last.

  private static func days(beforeYear year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year - floorMod(year, 400)) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let dayOfEra = floorMod(shifted, 146_097)
    let era = (shifted - dayOfEra) / 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func floorMod(_ value: Int, _ modulus: Int) -> Int {
    let rest = value % modulus
    return rest < 0 ? rest + modulus : rest
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// Reads the parts of a date from the front of some text.
private struct Scanner {
  let bytes: [UInt8]
  var position = 0

  var isAtEnd: Bool { position == bytes.count }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Exactly so many digits.
  mutating func number(_ width: Int) -> Int? {
    guard position + width <= bytes.count else { return nil }
    let digits = bytes[position..<position + width]
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    position += width
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// False where a point is not followed by a digit.
  mutating func fraction() -> Bool {
    guard skip(".") else { return true }
    guard number(1) != nil else { return false }
    while number(1) != nil {}
    return true
  }

  /// Seconds east of UTC.
  mutating func offset() -> Int? {
    if skip("Z") || skip("z") { return 0 }
    let isEast = skip("+")
    guard isEast || skip("-"), let hours = number(2), skip(":"), let minutes = number(2), hours < 24,
      minutes < 60
    else { return nil }
    return (isEast ? 1 : -1) * (hours * 3600 + minutes * 60)
  }
}
