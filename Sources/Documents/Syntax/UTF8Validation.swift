/// What a look at the raw bytes says before any reader starts.
package struct UTF8Check {
  /// Offset of the first byte that is not part of a well-formed UTF-8 sequence.
  package let firstInvalid: Int?
  package let isASCII: Bool

  /// One pass; the ranges are those of Unicode 15, table 3-7 (well-formed UTF-8 byte sequences).
  package init(_ bytes: [UInt8]) {
    (firstInvalid, isASCII) = bytes.withUnsafeBufferPointer { bytes -> (Int?, Bool) in
      var index = 0
      var ascii = true
      while index < bytes.count {
        let lead = bytes[index]
        if lead < 0x80 {
          index += 1
          while index + 8 <= bytes.count, Self.areASCII(bytes, at: index) { index += 8 }
          continue
        }
        ascii = false
        let second = index + 1 < bytes.count ? bytes[index + 1] : 0
        let (length, isSecondValid): (Int, Bool) =
          switch lead {
          case 0xC2...0xDF: (2, 0x80...0xBF ~= second)
          case 0xE0: (3, 0xA0...0xBF ~= second)
          case 0xED: (3, 0x80...0x9F ~= second)
          case 0xE1...0xEF: (3, 0x80...0xBF ~= second)
          case 0xF0: (4, 0x90...0xBF ~= second)
          case 0xF1...0xF3: (4, 0x80...0xBF ~= second)
          case 0xF4: (4, 0x80...0x8F ~= second)
          default: (1, false)
          }
        guard isSecondValid, index + length <= bytes.count,
          bytes[(index + 1)..<(index + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { return (index, false) }
        index += length
      }
      return (nil, ascii)
    }
  }

  /// Whether the next eight bytes are all below 0x80.
  private static func areASCII(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
    return word & 0x8080_8080_8080_8080 == 0
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The character that starts at an offset of UTF-8 text, for findings that have no better place; empty at the end.
  package func character(at start: Int) -> Range<Int> {
    var end = Swift.min(start + 1, count)
    while end < count, self[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }
}

/// What both readers refuse before they read: input over the limit, and bytes that are not UTF-8.
/// Returns nil, having reported why, when the source must not be read.
package func checkEncoding(of source: SourceText, limits: Limits, findings: inout Findings) -> UTF8Check? {
  guard source.bytes.count <= limits.inputBytes else {
    findings.report(
      .inputTooLarge,
      "the input has more than the \(limits.inputBytes) bytes that are read",
      span: SourceSpan(start: limits.inputBytes, end: limits.inputBytes),
      help: "raise the limit with --max-input-bytes if the document really has to be this large")
    return nil
  }
  let check = UTF8Check(source.bytes)
  guard let offset = check.firstInvalid else { return check }
  let byte = String(source.bytes[offset], radix: 16, uppercase: true)
  findings.report(
    .invalidUTF8, "the byte 0x\(byte) at offset \(offset) is not valid UTF-8",
    span: SourceSpan(start: offset, end: offset + 1),
    help: "save the file as UTF-8 (without UTF-16 or Latin-1 text in it)")
  return nil
}
