import Testing

@testable import Gates

struct Base64Tests {
  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func vectorsOfTheRFC(_ text: String, _ encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(text.utf8))
  }

  @Test func alphabetsDifferInTwoCharacters() {
    let bytes: [UInt8] = [0xFB, 0xEF, 0xFF]
    #expect(Base64.encode(bytes) == "++//" && Base64.encode(bytes, alphabet: .urlSafe) == "--__")
    #expect(Base64.decode("++//") == bytes && Base64.decode("--__", alphabet: .urlSafe) == bytes)
    #expect(Base64.decode("--__") == nil && Base64.decode("++//", alphabet: .urlSafe) == nil)
  }

  @Test(arguments: [
    "Zg", "Zg=", "Zg===", "=", "====", "Zm8", "Zm9v=", "Z===", "Zg==Zg==", "Zm=v", " Zg==", "Zg==\n",
    "Zm9v\r\n",
    "Z\u{E9}==", "Zh==", "Zm9=", "Zm8==", "=Zg=", "Zg=A",
  ])
  func refusesWhatNoEncoderWrites(_ text: String) { #expect(Base64.decode(text) == nil) }

  /// Of all texts of four characters over a small alphabet, exactly those are read that are written.
  @Test func everyTextHasOneReading() {
    let characters = Array("AQg/=\n".unicodeScalars)
    for first in characters {
      for second in characters {
        for third in characters {
          for fourth in characters {
            let text = String(String.UnicodeScalarView([first, second, third, fourth]))
            if let bytes = Base64.decode(text) { #expect(Base64.encode(bytes) == text) }
          }
        }
      }
    }
    for length in 0..<100 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ length) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
  }
}
