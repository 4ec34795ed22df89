import Documents
import Foundation
import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// Every change of a log is detected, and located.
struct AuditLogTests {
  @Test func whatIsAppendedVerifies() {
    let (lines, ends) = SampleLog.make(9)
    for count in 1...9 {
      let report = SampleLog.verify(Array(lines.prefix(count)), against: ends[count - 1])
      #expect(report.isIntact && report.end == ends[count - 1] && report.lines == count)
      for checkpoint in ends.prefix(count) {
        #expect(SampleLog.verify(Array(lines.prefix(count)), against: checkpoint).isIntact)
      }
    }
    #expect(SampleLog.verify([]).isIntact && SampleLog.verify([]).end == nil)
  }

  /// The bytes of a record and its link can never change: kept logs rely on them.
  @Test func bytesOfARecordAreFixed() {
    let entry = AuditEntry(
      at: Instant(seconds: 0), actor: "ana", action: .override,
      details: [JSONMember("incident", .string("INC-7"))])
    let line = String(decoding: AuditLog.append(entry, after: nil).line, as: UTF8.self)
    let head = """
      {"action":"override","actor":"ana","at":"1970-01-01T00:00:00Z","details":{"incident":"INC-7"},"link":"
      """
    let tail = """
      ","previous":"\(String(repeating: "0", count: 64))","schema_version":"audit_record.v1","sequence":1}

      """
    #expect(line.hasPrefix(head) && line.hasSuffix(tail))
    // SHA-256 of 32 zero bytes and the line without its `"link":"…",`, computed apart.
    #expect(
      line.dropFirst(head.count).prefix(64)
        == "98024bdcfc3d3c3a71e1f940f92cc0b62a866b7490c65f724c2cda871505262d")
  }

  @Test func recordsReadBackAsTheyWere() throws {
    var read: [String] = []
    let (lines, _) = SampleLog.make(5)
    _ = AuditLog.verify(Array(lines.joined()), each: { read.append(CanonicalJSON.text(of: $0.json) + "\n") })
    #expect(read == lines.map { String(decoding: $0, as: UTF8.self) })
  }

  /// Each bit of each byte; under FOHC_SOAK each other value of each byte.
  @Test func everyEditOfAByteIsDetectedAtItsLine() {
    let isSoak = ProcessInfo.processInfo.environment["FOHC_SOAK"] != nil
    let changes: [UInt8] = isSoak ? Array(1...255) : (0..<8).map { 1 << $0 }
    let lines = SampleLog.make(2).lines
    for (number, line) in lines.enumerated() {
      for position in line.indices {
        for change in changes {
          var log = lines
          log[number][position] ^= change
          let report = SampleLog.verify(log)
          // A line break that is gone joins two lines; one that is new makes two.
          #expect(report.faults.first?.line == number + 1, "line \(number + 1), byte \(position) ^ \(change)")
        }
      }
    }
  }

  @Test func everyByteAddedOrTakenIsDetectedAtItsLine() {
    let lines = SampleLog.make(2).lines
    for (number, line) in lines.enumerated() {
      for position in line.indices {
        var log = lines
        log[number].remove(at: position)
        #expect(SampleLog.verify(log).faults.first?.line == number + 1, "taken at \(position)")
        for byte in Array(" \n0\"".utf8) {
          log = lines
          log[number].insert(byte, at: position)
          // A line break in front of the line's own makes an empty line behind it.
          let isBehind = byte == AuditLog.lineBreak && position == line.count - 1
          #expect(
            SampleLog.verify(log).faults.first?.line == number + (isBehind ? 2 : 1),
            "\(byte) added at \(position)")
        }
      }
    }
  }

  @Test func everyDeletionIsLocated() {
    let (lines, ends) = SampleLog.make(7)
    for first in 0..<7 {
      for count in 1...(7 - first) {
        var log = lines
        log.removeSubrange(first..<first + count)
        let report = SampleLog.verify(log, against: ends[6])
        if first + count < 7 {
          #expect(report.found == ["missing_records:\(first + 1)"])
          #expect(report.faults.first?.sequence == first + 1)
        } else {
          // At the end only the checkpoint shows it.
          #expect(report.found == ["truncated:\(first)"])
          #expect(SampleLog.verify(log).isIntact)
        }
      }
    }
  }

  @Test func everySwapIsLocated() {
    let lines = SampleLog.make(6).lines
    for left in 0..<6 {
      for right in (left + 1)..<6 {
        var log = lines
        log.swapAt(left, right)
        let report = SampleLog.verify(log)
        #expect(report.faults.first?.kind == .missing && report.faults.first?.line == left + 1)
        #expect(report.faults.contains { $0.kind == .outOfOrder && $0.line <= right + 1 })
      }
    }
  }

  @Test func everyRepetitionIsLocated() {
    let lines = SampleLog.make(5).lines
    for source in 0..<5 {
      for place in (source + 1)...5 {
        var log = lines
        log.insert(lines[source], at: place)
        let report = SampleLog.verify(log)
        #expect(report.found == ["out_of_order:\(place + 1)"])
        #expect(report.faults.first?.sequence == source + 1)
      }
    }
  }

  /// A forged record with a link that fits, put in beside the true one of its number (which is what two branches in one
  /// file look like), or in its place.
  @Test func everyForgedRecordIsLocated() {
    let (lines, ends) = SampleLog.make(5)
    for place in 0..<5 {
      let previous = place == 0 ? nil : ends[place - 1]
      let forged = AuditLog.append(SampleLog.entry(9, actor: "eve"), after: previous).line
      var log = lines
      log.insert(forged, at: place)
      let inserted = SampleLog.verify(log, against: ends[4])
      #expect(inserted.found == ["forked_history:\(place + 2)"])
      log.remove(at: place + 1)
      let replaced = SampleLog.verify(log, against: ends[4])
      #expect(replaced.found == [place == 4 ? "rewritten_history:5" : "broken_chain:\(place + 2)"])
    }
  }

  /// Whoever can write the file can write it anew from some record on. Only the checkpoint shows that.
  @Test func rewrittenHistoryShowsAgainstTheCheckpoint() {
    let (lines, ends) = SampleLog.make(6)
    for kept in 0..<6 {
      var log = Array(lines.prefix(kept))
      var end = kept == 0 ? nil : ends[kept - 1]
      for number in (kept + 1)...8 {
        let (line, next) = AuditLog.append(SampleLog.entry(number, actor: "eve"), after: end)
        log.append(line)
        end = next
      }
      #expect(SampleLog.verify(log).isIntact)
      #expect(SampleLog.verify(log, against: ends[5]).found == ["rewritten_history:6"])
    }
  }

  @Test func everyCutIsDetectedWithTheCheckpoint() {
    let (lines, ends) = SampleLog.make(3)
    let log = Array(lines.joined())
    let breaks = Set(lines.indices.map { lines.prefix($0 + 1).joined().count })
    for length in 0..<log.count {
      let report = AuditLog.verify(Array(log.prefix(length)), against: ends[2])
      #expect(report.faults.last?.kind == .truncated)
      let isWhole = length == 0 || breaks.contains(length)
      #expect(AuditLog.verify(Array(log.prefix(length))).found.isEmpty == isWhole)
      #expect(report.faults.contains { $0.kind == .cutLine } == !isWhole)
    }
  }

  @Test func anEmptyLogWithACheckpointIsRefused() {
    let report = SampleLog.verify([], against: SampleLog.make(1).ends[0])
    #expect(report.found == ["truncated:0"])
  }

  /// One fault is one finding: what follows a damaged line is still held against what was before it.
  @Test func aDamagedLineHidesNothingBehindIt() {
    let lines = SampleLog.make(6).lines
    var log = lines
    log[2] = Array("nonsense\n".utf8)
    #expect(SampleLog.verify(log).found == ["not_json:3"])
    log = lines
    log.insert(Array("{}\n".utf8), at: 2)
    #expect(SampleLog.verify(log).found == ["not_a_record:3"])
    log = lines
    log[2] = Array("\n".utf8)
    log.remove(at: 4)
    #expect(SampleLog.verify(log).found == ["not_json:3", "missing_records:5"])
    log = lines
    log[1] = Array(String(decoding: lines[1], as: UTF8.self).replacing("ana", with: "eve").utf8)
    #expect(SampleLog.verify(log).found == ["edited_record:2"])
    log = lines
    log[1] = Array(String(decoding: lines[1], as: UTF8.self).replacing("\":", with: "\": ").utf8)
    #expect(SampleLog.verify(log).found == ["not_canonical:2"])
  }

  @Test func faultsOverTheLimitAreCounted() {
    let log = Array(repeating: AuditLog.lineBreak, count: 50)
    let report = AuditLog.verify(log, limits: Limits(findings: 20))
    #expect(report.faults.count == 20 && report.leftOut == 30 && !report.isIntact)
  }

  /// No input stops the verifier: random bytes, and random pieces of a true log.
  @Test func hostileBytesAreRefusedWithoutHarm() {
    var random = SeededRandom(seed: 7)
    let log = Array(SampleLog.make(4).lines.joined())
    for _ in 0..<300 {
      var bytes: [UInt8] = []
      for _ in 0..<5 {
        let start = Int.random(in: 0..<log.count, using: &random)
        bytes += log[start..<min(log.count, start + Int.random(in: 0..<400, using: &random))]
        bytes.append(UInt8.random(in: 0...255, using: &random))
      }
      #expect(!AuditLog.verify(bytes).isIntact)
    }
  }
}
