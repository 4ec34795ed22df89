import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The one place that asks what time it is.
enum WallClock {
  static var now: Instant { Instant(seconds: Int(time(nil))) }
}
