import BlueprintCompiler
import Documents
import PolicyGraph
import PolicyProofs
import TestSupport
import Testing

/// *Blank* means that nothing would be seen or heard.
struct BlankTextTests {
  /// Each alone, three of them, and each with a space around it.
  @Test(
    arguments: [
      0x20, 0x09, 0x0A, 0x00, 0x07, 0x1B, 0x7F, 0x85, 0xA0, 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x1680,
      0x17B4, 0x17B5,
      0x180B, 0x180E, 0x2000, 0x200B, 0x200D, 0x200E, 0x2028, 0x2029, 0x202E, 0x202F, 0x205F, 0x2060, 0x2062,
      0x2065,
      0x2066, 0x2800, 0x3000, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0, 0xFFF9, 0xFFFC, 0x13441,
      0x16FE4, 0x1BCA0,
      0x1D159, 0x1D173, 0xE0001, 0xE0020, 0xE0100, 0xE0FFF,
    ] as [UInt32])
  func theScalarIsBlank(_ value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    let text = String(Character(scalar))
    for blank in [text, text + text + text, " \(text) ", "\u{200B}\(text)\u{2800}"] { #expect(blank.isBlank) }
    for seen in ["a\(text)", "\(text)a", "\(text)\u{4F60}", "\(text)."] { #expect(!seen.isBlank) }
  }

  @Test func theEmptyTextIsBlank() { #expect("".isBlank) }

  /// Marks, symbols and letters that are drawn, among them format characters that are.
  @Test(arguments: [
    "0", ".", "-", "\u{2026}", "\u{A1}", "\u{0600}", "\u{06DD}", "\u{2801}", "\u{303F}", "\u{1F642}",
    "\u{0301}",
  ])
  func whatIsDrawnIsNotBlank(_ text: String) { #expect(!text.isBlank) }

  /// A node that says only what nobody hears is silent to the proofs, and to the explorer.
  @Test(arguments: ["\u{3164}", "\u{2800}\u{2800}", "\u{FE0F}", "\u{115F} \u{1160}"])
  func wordsThatNobodyHearsAreSilence(_ words: String) {
    let draft = TinyDraft(
      [.talk("talk"), .closing("end", .abandoned, words)], [Edge("talk", .silence, "end")]
    ).completed
    let program = PolicyProgram(draft)
    let report = prove(program)
    #expect(report.verdicts[.lastWords] == .refuted)
    #expect(report.disagreements(with: explore(program, maximum: 20_000)) == [])
  }
}
