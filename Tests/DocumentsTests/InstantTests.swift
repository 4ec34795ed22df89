import Documents
import Testing

@Suite struct InstantTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:59Z", 951_868_799),
    ("2026-11-24T13:18:10Z", 1_795_526_290),
    ("0001-01-01T00:00:00Z", -62_135_596_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ("1969-12-31T23:59:59Z", -1),
  ])
  func writesWhatItReads(text: String, seconds: Int) {
    #expect(Instant(text)?.seconds == seconds)
    #expect(Instant(seconds: seconds).text == text)
  }

  @Test(arguments: [
    ("2026-11-24T14:18:10+01:00", "2026-11-24T13:18:10Z"),
    ("2026-11-24t13:18:10.999z", "2026-11-24T13:18:10Z"),
    ("2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z"),
  ])
  func readsOffsetsAndFractions(text: String, utc: String) {
    #expect(Instant(text)?.text == utc)
  }

  @Test(arguments: [
    "", "2026-11-24", "2026-11-24 13:18:10Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
    "2026-11-24T24:00:00Z", "2026-11-24T13:18:10", "2026-11-24T13:18:10.Z", "2026-11-24T13:18:10Z ",
    "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "2026-11-24T13:18:60Z", "2026-1-24T13:18:10Z",
  ])
  func refusesWhatIsNoTime(text: String) {
    #expect(Instant(text) == nil)
  }
}
