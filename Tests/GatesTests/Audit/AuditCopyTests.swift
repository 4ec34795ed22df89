import PolicyGraph
import TestSupport
import Testing

@testable import Gates

/// What copying and merging does to a log is named as that, and never as a change of its records.
struct AuditCopyTests {
  private static let lineFeed: [UInt8] = [0x0A]

  private func text(_ text: String) -> [UInt8] { Array(text.utf8) + Self.lineFeed }

  private func converted(_ line: [UInt8]) -> [UInt8] { Array(line.dropLast()) + [0x0D, 0x0A] }

  @Test func convertedLineEndsAreOneFault() {
    let (lines, ends) = SampleLog.make(5)
    let all = SampleLog.verify(lines.map(converted), against: ends[4])
    #expect(all.found == ["converted_line_ends:1"] && all.end == ends[4])
    #expect(all.faults.first?.message.hasPrefix("all lines end in CR LF") == true)
    for place in lines.indices {
      var some = lines
      some[place] = converted(some[place])
      let report = SampleLog.verify(some, against: ends[4])
      #expect(report.found == ["converted_line_ends:\(place + 1)"])
      #expect(report.faults.first?.message.hasPrefix("1 of 5 lines end in CR LF") == true)
      #expect(report.faults.allSatisfy { $0.kind.comesOfCopying })
    }
  }

  /// Line ends hide no change: it is found beside them.
  @Test func aChangeBehindConvertedLineEndsIsFound() {
    let (lines, ends) = SampleLog.make(4)
    for place in lines.indices {
      var changed = lines.map(converted)
      changed[place] = Array(
        String(decoding: changed[place], as: UTF8.self).replacing("ana", with: "eve").utf8)
      let report = SampleLog.verify(changed, against: ends[3])
      #expect(report.found.contains("edited_record:\(place + 1)"))
      #expect(!report.faults.allSatisfy { $0.kind.comesOfCopying })
    }
    let cut = SampleLog.verify(lines.dropLast().map(converted), against: ends[3])
    #expect(cut.found == ["converted_line_ends:1", "truncated:3"])
  }

  /// Two branches that went on from one log, as git leaves them: `ours` and `theirs` records after `common` ones.
  private func branches(
    common: Int, ours: Int, theirs: Int
  ) -> (common: [[UInt8]], ours: [[UInt8]], theirs: [[UInt8]], end: AuditCheckpoint?, other: AuditCheckpoint?)
  {
    var shared: [[UInt8]] = []
    var end: AuditCheckpoint?
    for number in 0..<common {
      let (line, next) = AuditLog.append(SampleLog.entry(number), after: end)
      shared.append(line)
      end = next
    }
    func goOn(_ count: Int, _ actor: String) -> ([[UInt8]], AuditCheckpoint?) {
      var lines: [[UInt8]] = []
      var last = end
      for number in 0..<count {
        let (line, next) = AuditLog.append(SampleLog.entry(20 + number, actor: actor), after: last)
        lines.append(line)
        last = next
      }
      return (lines, last)
    }
    let (mine, myEnd) = goOn(ours, "ana")
    let (other, otherEnd) = goOn(theirs, "ben")
    return (shared, mine, other, myEnd, otherEnd)
  }

  @Test(arguments: [(0, 1, 1), (2, 1, 1), (3, 1, 4), (3, 4, 1), (1, 3, 3)])
  func twoBranchesAreOneFault(_ common: Int, _ ours: Int, _ theirs: Int) {
    let made = branches(common: common, ours: ours, theirs: theirs)
    for checkpoint in [nil, made.end, made.other] {
      // One behind the other, as a merge by union leaves them, and with git's markers.
      let union = SampleLog.verify(made.common + made.ours + made.theirs, against: checkpoint)
      #expect(union.found == ["forked_history:\(common + ours + 1)"])
      let marked = SampleLog.verify(
        made.common + [text("<<<<<<< HEAD")] + made.ours + [text("=======")] + made.theirs
          + [text(">>>>>>> feature/x")], against: checkpoint)
      #expect(marked.found == ["merge_conflict:\(common + 1)"])
      let based = SampleLog.verify(
        made.common + [text("<<<<<<< HEAD")] + made.ours + [text("||||||| 1f0c"), text("=======")]
          + made.theirs
          + [text(">>>>>>> feature/x")], against: checkpoint)
      #expect(based.found == ["merge_conflict:\(common + 1)"])
    }
    // Records of the two in turn.
    var mixed = made.common
    for place in 0..<max(ours, theirs) {
      if place < ours { mixed.append(made.ours[place]) }
      if place < theirs { mixed.append(made.theirs[place]) }
    }
    #expect(SampleLog.verify(mixed).found == ["forked_history:\(common + 2)"])
    // The log of one beside the checkpoint of the other.
    let crossed = SampleLog.verify(made.common + made.ours, against: made.other)
    #expect(
      crossed.found
        == (ours >= theirs ? ["rewritten_history:\(common + theirs)"] : ["truncated:\(common + ours)"]))
  }

  /// A change beside a fork is named too.
  @Test func anEditBesideAForkIsAnEdit() {
    let made = branches(common: 3, ours: 2, theirs: 2)
    var lines = made.common + made.ours + made.theirs
    lines[1] = Array(String(decoding: lines[1], as: UTF8.self).replacing("ana", with: "eve").utf8)
    #expect(SampleLog.verify(lines).found.contains("edited_record:2"))
  }

  @Test(arguments: [
    ("<<<<<<< HEAD", true), ("=======", true), (">>>>>>> a b", true), ("|||||||", true), ("<<<<<<<", true),
    ("<<<<<< HEAD", false), ("<<<<<<<< HEAD", false), ("======= x", false), (" <<<<<<< HEAD", false),
    ("<<<<<<<HEAD", false), ("", false), ("{}", false),
  ])
  func markers(_ line: String, _ isMarker: Bool) {
    #expect(ConflictMarkers.isMarker(ArraySlice(line.utf8)) == isMarker)
  }

  @Test func whereAConflictBegins() {
    #expect(ConflictMarkers.firstLine(in: Array("a\n<<<<<<< HEAD\r\nb\n".utf8)) == 2)
    #expect(ConflictMarkers.firstLine(in: Array("title\n=======\n<b>\n".utf8)) == nil)
  }

  /// Under which rule a folder's keeper refuses.
  @Test func eachIsRefusedAsWhatItIs() {
    let made = branches(common: 2, ours: 1, theirs: 1)
    func code(_ lines: [[UInt8]], _ checkpoint: AuditCheckpoint?) -> String? {
      let faults = AuditLog.verify(Array(lines.joined()), against: checkpoint).faults.map { LedgerFault($0) }
      return faults.isEmpty ? nil : ReleaseRefusal(faults).code
    }
    let ours = made.common + made.ours
    #expect(code(ours, made.end) == nil)
    #expect(code(ours.map(converted), made.end) == "audit_log_line_ends_converted")
    #expect(code(ours + made.theirs, made.end) == "audit_log_forked")
    #expect(code(ours, made.other) == "audit_log_forked")
    #expect(code(made.common + [text("<<<<<<< HEAD")] + made.ours, made.end) == "audit_log_merge_conflict")
    #expect(code(made.common, made.end) == "audit_log_damaged")
    #expect(code(made.common.map(converted), made.end) == "audit_log_damaged")
    #expect(ReleaseRefusal([.conflictInCheckpoint(line: 3)]).code == "audit_log_merge_conflict")
    #expect(ReleaseRefusal([.missingCheckpoint(beside: "drafts")]).code == "audit_log_damaged")
  }
}
