import ArgumentParser

/// The exit statuses, which scripts rely on (64 and above follow sysexits.h).
enum ExitStatus {
  static let findings = ExitCode(1)
  static let gateRefused = ExitCode(2)
  static let usage = ExitCode(64)
  static let inputNotReadable = ExitCode(66)
  static let internalFault = ExitCode(70)
  static let outputNotWritable = ExitCode(73)
}
