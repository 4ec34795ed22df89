/// The generator of all simulated chance: SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
/// Generators", OOPSLA 2014). Certificates depend on its every bit, so it and the way numbers are drawn from it
/// can never change; `SimulationTests` pins its output.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The generator of one random user: another one for each seed, scenario, channel and run, whatever else is
  /// simulated beside it.
  init(seed: UInt64, scenario: String, channel: String, run: Int) {
    // FNV-1a, 64 bits (RFC 9923): names become numbers the same way on every machine.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for name in [scenario, channel] {
      for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      // A zero byte ends each name.
      hash = hash &* 0x0000_0100_0000_01B3
    }
    var mixer = SplitMix64(seed: hash)
    state = mixer.next() ^ seed
    state = next() &+ UInt64(run)
    state = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// A number below `bound`, which is positive: the high half of the product. Swift's own `random(in:)` may be
  /// computed otherwise in another release.
  mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

  /// True once in so many times.
  mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }
}
