import Documents
import PolicyGraph
import Testing

struct CanonicalJSONTests {
  /// RFC 8785, appendix B: IEEE bits and the text they must become.
  @Test(
    arguments: [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
      (0x8000_0000_0000_0001, "-5e-324"), (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
      (0xFFEF_FFFF_FFFF_FFFF, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
      (0xC340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
      (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"), (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
      (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
      (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
      (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
      (0xBECB_F647_612F_3696, "-0.0000033333333333333333"), (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
    ] as [(UInt64, String)])
  func writesNumbersAsTheStandardDoes(_ bits: UInt64, _ text: String) {
    #expect(JSONNumber.canonical(Double(bitPattern: bits)) == text)
  }

  @Test(arguments: [
    ("1", true), ("0.1", true), ("-0.0", true), ("1e21", true), ("100e-2", true), ("9007199254740993", false),
    ("0.1000000000000000055511151231257827", false), ("1e400", false), ("123456789012345678", false),
    ("123456789012345680", true),
    // Exponents past every integer, with digits that shift them further.
    ("0.0e-9223372036854775808", true), ("0.1e-9223372036854775808", false),
    ("10e9223372036854775807", false), ("0e99999999999999999999", true),
    ("1e-99999999999999999999", false), ("10e-00000000000000000000001", true),
  ])
  func tellsNumbersThatSurvive(_ literal: String, _ isExact: Bool) {
    #expect(JSONNumber.isExact(literal) == isExact)
  }

  @Test(
    arguments: [
      ("2", 2), ("2.0", 2), ("2e0", 2), ("20e-1", 2), ("-0", 0), ("-3.0e0", -3), ("0e-5", 0), ("1.5", nil),
      ("3.0000000000000000001", nil), ("1e-400", nil), ("0.1e-9223372036854775808", nil),
      ("9223372036854775807", .max), ("9223372036854775808", .max), ("1e400", .max), ("-1e400", .min),
    ] as [(String, Int?)])
  func tellsWholeNumbers(_ literal: String, _ value: Int?) {
    #expect(JSONNumber.wholeNumber(literal) == value)
  }

  /// RFC 8785, section 3.2.3: keys sorted by UTF-16 code units.
  @Test func sortsKeysByUTF16() {
    let keys = ["\u{20AC}", "\r", "\u{FB33}", "1", "\u{1F600}", "\u{80}", "\u{F6}"]
    let value = JSONValue.object(keys.map { JSONMember($0, .null) })
    let sorted = ["\\r", "1", "\u{80}", "\u{F6}", "\u{20AC}", "\u{1F600}", "\u{FB33}"]
    #expect(
      CanonicalJSON.text(of: value) == "{" + sorted.map { "\"\($0)\":null" }.joined(separator: ",") + "}")
  }

  @Test func escapesAsLittleAsItMay() {
    let text = "\u{20AC}$\u{F}\nA'B\"\\\\\"/\u{7F}\u{2028}"
    #expect(
      CanonicalJSON.text(of: .string(text)) == "\"\u{20AC}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u{7F}\u{2028}\"")
  }

  @Test func keysThatDifferInNormalizationAreTwo() {
    let value = JSONValue.object([JSONMember("\u{E9}", .null), JSONMember("e\u{301}", .null)])
    #expect(CanonicalJSON.bytes(of: value).count == "{\"\u{E9}\":null,\"e\u{301}\":null}".utf8.count)
    #expect(value["e\u{301}"] != nil)
    #expect(SlotKey("\u{E9}") != SlotKey("e\u{301}"))
  }
}
