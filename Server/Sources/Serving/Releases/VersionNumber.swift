/// The number of a version, as clients write it: with or without a `v`.
enum VersionNumber {
  static let range = 1...Int(Int32.max)
  /// A regular expression for the texts that every version has one of.
  static let pattern = "v?[1-9][0-9]{0,8}"

  /// Nil where the text is no number of a version.
  static func parse(_ text: String) -> Int? {
    let digits = text.hasPrefix("v") ? text.dropFirst() : text[...]
    guard let number = Int(digits), digits.first != "0", range.contains(number) else { return nil }
    return number
  }

  /// What is wrong with a text that is not a version.
  static func problem(_ text: String) -> String {
    "`\(text.prefix(40))` is not a version: a version is a number such as 3"
  }
}
