import Documents

/// A time as test reports write it: ISO 8601 with more or less of its parts.
///
///     2026-11-24T13:18:10.123+01:00   2026-11-24 13:18:10Z   2026-11-24T13:18+0100   2026-11-24T13:18   2026-11-24
///
/// Without an offset it is local time of an unknown place. It is read as the earliest moment that it can mean, which is
/// in the zone furthest east, UTC+14; a missing time of day is midnight; fractions are cut off. A leap second is the
/// second before it. Numbers since some epoch are not read: nobody says which epoch and unit they count in.
struct ReportTime {
  /// The earliest moment that the text can mean.
  let earliest: Instant
  /// Whether it says where on Earth its clock stands.
  let hasOffset: Bool

  /// Offsets that exist, in seconds: UTC-12 to UTC+14. One further west would make a time younger than it can be.
  private static let offsets = -12 * 3600...14 * 3600
  private static let furthestEast = 14 * 3600

  /// Nil if the text is not such a time, or names a day that does not exist. O(bytes).
  init?(_ text: String) {
    var scan = Scan(bytes: Array(text.utf8))
    scan.skipSpaces()
    guard let date = scan.date() else { return nil }
    var time = "00:00:00"
    var offset: Int?
    if scan.skip("T") || scan.skip("t") || (scan.skip(" ") && !scan.isAtEnd) {
      guard let read = scan.time() else { return nil }
      time = read
      scan.skipSpaces()
      if !scan.isAtEnd {
        guard let read = scan.offset(), Self.offsets.contains(read) else { return nil }
        offset = read
      }
    }
    scan.skipSpaces()
    guard scan.isAtEnd, let inUTC = Instant("\(date)T\(time)Z") else { return nil }
    hasOffset = offset != nil
    let seconds = inUTC.seconds - (offset ?? Self.furthestEast)
    guard seconds <= Instant.range.upperBound else { return nil }
    earliest = Instant(seconds: max(seconds, Instant.range.lowerBound))
  }
}

extension Instant {
  /// The earliest moment that can be written. What carries no time can be this old.
  static let earliest = Instant(seconds: range.lowerBound)
}

private struct Scan {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func skipSpaces() { while skip(" ") {} }

  /// Exactly two digits, or as many as are asked for.
  private mutating func digits(_ count: Int = 2) -> String? {
    guard position + count <= bytes.count else { return nil }
    let digits = bytes[position..<position + count]
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    position += count
    return String(decoding: digits, as: UTF8.self)
  }

  mutating func date() -> String? {
    guard let year = digits(4), skip("-"), let month = digits(), skip("-"), let day = digits() else {
      return nil
    }
    return "\(year)-\(month)-\(day)"
  }

  /// `hh:mm`, `hh:mm:ss`, and a fraction after a point or a comma.
  mutating func time() -> String? {
    guard let hour = digits(), skip(":"), let minute = digits() else { return nil }
    guard skip(":") else { return "\(hour):\(minute):00" }
    guard let second = digits() else { return nil }
    if skip(".") || skip(",") {
      guard digits(1) != nil else { return nil }
      while digits(1) != nil {}
    }
    return "\(hour):\(minute):\(second == "60" ? "59" : second)"
  }

  /// Seconds east of UTC: `Z`, `+hh:mm`, `+hhmm`, `+hh`.
  mutating func offset() -> Int? {
    if skip("Z") || skip("z") { return 0 }
    let isEast = skip("+")
    guard isEast || skip("-"), let hours = digits().flatMap({ Int($0) }) else { return nil }
    let hasColon = skip(":")
    let minutes = isAtEnd && !hasColon ? 0 : digits().flatMap { Int($0) }
    guard let minutes, minutes < 60 else { return nil }
    return (isEast ? 1 : -1) * (hours * 3600 + minutes * 60)
  }
}
