import Documents
import Gates
import PolicyGraph

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the releases of one agent are kept:
///
///     audit.jsonl               the log; one whole line in it is one thing done
///     checkpoint.json           its end, written after each record: shows that records were cut off
///     drafts/<sha256>.json      RFC 8785 bytes, named by their SHA-256
///     certificates/<id>.json    RFC 8785 bytes; their SHA-256 is in the log
///     gates.yaml                the policy
///     .gitattributes            keeps git from changing bytes
///
/// Content is on the disk before the record that names it, and is held against its SHA-256 whenever it is read. So a
/// crash leaves the state before a record or the one after it, and at worst a file that no record names.
struct ReleaseFolder {
  let path: String
  let input: InputOptions
  /// Called between steps. Throwing is what a crash there would be: for tests.
  var afterStep: (Step) throws -> Void = { _ in }

  enum Step: CaseIterable {
    case logOpened, contentWritten, checkpointCaughtUp, recordAppended, checkpointWritten
  }

  var log: String { path + "/audit.jsonl" }
  var checkpoint: String { path + "/checkpoint.json" }
  var policy: String { path + "/gates.yaml" }
  var attributes: String { path + "/.gitattributes" }

  func draft(_ hash: DraftHash) -> String { path + "/drafts/\(hash.sha256).json" }
  /// Ids come from the log, and are looked at before they become a path.
  func certificate(_ id: String) -> String { path + "/certificates/\(id).json" }

  /// Makes the folder. The log comes last: a folder without one can be made again, if nothing was ever recorded in it.
  func make(policyTemplate: String) throws(FileFailure) {
    guard !Files.exists(log) else { throw FileFailure(log, reason: "it exists already") }
    if let names = traces(isLogThere: false) {
      throw FileFailure(
        log, reason: "the folder is not new: it has \(names); restore the log, or choose another folder")
    }
    for folder in [path, path + "/drafts", path + "/certificates"] {
      guard mkdir(folder, 0o777) == 0 || errno == EEXIST && Files.isFolder(folder) else {
        throw FileFailure(folder, errno: errno)
      }
    }
    try Files.synchronize(folder: Files.folder(of: path))
    if !Files.exists(policy) { try Files.writeDurably(Array(policyTemplate.utf8), to: policy) }
    if !Files.exists(attributes) { try Files.writeDurably(Array(Self.attributesText.utf8), to: attributes) }
    let start = PrettyJSON.text(of: AuditCheckpoint.start.json)
    try Files.writeDurably(Array(start.utf8), to: checkpoint)
    // Never over one that somebody else has begun meanwhile.
    try Files.create(log, containing: "", mode: 0o666)
    try Files.synchronize(folder: Files.folder(of: log))
  }

  /// Two logs cannot be merged line by line: git keeps the one of the branch that is checked out, and says so.
  private static let attributesText = """
    # What stands in these files is held against digests: git converts no line ends, and merges no two logs.
    * -text
    audit.jsonl -merge
    checkpoint.json -merge

    """

  /// What shows that something was put on record here once, in words; nil in a folder that is new. A checkpoint is none
  /// of it where the log is there: it is read with the log.
  func traces(isLogThere: Bool) -> String? {
    if !isLogThere, Files.exists(checkpoint) {
      guard case .present(let kept) = EvidenceFiles(input: input).checkpoint(checkpoint), kept == .start
      else {
        return "a checkpoint of records"
      }
    }
    for (name, what) in [("drafts", "drafts"), ("certificates", "certificates")]
    where Files.hasEntries(path + "/" + name) {
      return what
    }
    return nil
  }

  enum Access {
    case reading
    /// Waits for others who write, and keeps them waiting.
    case writing
  }

  /// Reads the ledger under an advisory lock, which is held until `body` is done.
  ///
  /// What is locked is what stands at the path: where another file was put there while we waited, that one is locked
  /// instead.
  func locked<Value>(_ access: Access, _ body: (LockedReleases) throws -> Value) throws -> Value {
    if !Files.exists(log), let names = traces(isLogThere: false) {
      throw ReleaseRefusal([.missingLog(beside: names)])
    }
    for _ in 0..<Self.attempts {
      let flags = access == .writing ? O_RDWR | O_APPEND : O_RDONLY
      let descriptor = open(log, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard descriptor >= 0 else { throw FileFailure(log, errno: errno) }
      // The lock ends with the descriptor, and so with the process.
      defer { close(descriptor) }
      try afterStep(.logOpened)
      while flock(descriptor, access == .writing ? LOCK_EX : LOCK_SH) != 0 {
        guard errno == EINTR else { throw FileFailure(log, errno: errno) }
      }
      guard Files.isStill(descriptor, at: log) else { continue }
      return try body(try LockedReleases(self, descriptor: descriptor))
    }
    throw FileFailure(log, reason: "another process keeps replacing it")
  }

  private static let attempts = 100
}

/// A release folder while its lock is held.
struct LockedReleases {
  let folder: ReleaseFolder
  let reading: LedgerReading
  private let bytes: [UInt8]
  private let checkpoint: AuditCheckpoint?
  private let checkpointFault: LedgerFault?
  private let descriptor: Int32

  fileprivate init(_ folder: ReleaseFolder, descriptor: Int32) throws(FileFailure) {
    self.folder = folder
    self.descriptor = descriptor
    bytes = try Files.readLog(descriptor, shownAs: folder.log).bytes
    switch EvidenceFiles(input: folder.input).checkpoint(folder.checkpoint) {
    case .present(let kept):
      checkpoint = kept
      checkpointFault = nil
      reading = readLedger(bytes, against: kept)
    case .absent, .notNeeded:
      checkpoint = nil
      // A new folder has a checkpoint too; one that an older release made has none, and nothing else either.
      let names = bytes.isEmpty ? folder.traces(isLogThere: true) : "a log with records"
      checkpointFault = names.map { .missingCheckpoint(beside: $0) }
      reading = checkpointFault.map { .faulty([$0]) } ?? readLedger(bytes, against: nil)
    case .faulty(let fault):
      checkpoint = nil
      let line = (try? Files.read(folder.checkpoint, limit: folder.input.maxInputBytes))
        .flatMap { ConflictMarkers.firstLine(in: $0.bytes) }
      let own = line.map { LedgerFault.conflictInCheckpoint(line: $0) } ?? .unreadableCheckpoint(fault.detail)
      checkpointFault = own
      reading = .faulty([own] + LedgerFault.faults(of: bytes))
    }
  }

  // MARK: Writing

  /// A file that a record will name.
  struct Content {
    let path: String
    let bytes: [UInt8]
  }

  /// Puts something on record. When this returns it is on the disk; when it throws nothing was recorded, unless the
  /// failure names the checkpoint, which the next writer brings up to date.
  @discardableResult
  func commit(
    _ entry: AuditEntry, _ contents: [Content], after end: AuditCheckpoint?
  ) throws -> AuditCheckpoint {
    for content in contents {
      try Files.writeDurably(content.bytes, to: content.path)
      try folder.afterStep(.contentWritten)
    }
    if let end, end != checkpoint { try write(end) }
    try folder.afterStep(.checkpointCaughtUp)
    let (line, newEnd) = AuditLog.append(entry, after: end)
    try append(line)
    try folder.afterStep(.recordAppended)
    try write(newEnd)
    try folder.afterStep(.checkpointWritten)
    return newEnd
  }

  private func write(_ end: AuditCheckpoint) throws(FileFailure) {
    try Files.writeDurably(Array(PrettyJSON.text(of: end.json).utf8), to: folder.checkpoint)
  }

  /// One line, whole and on the disk, or nothing.
  private func append(_ line: [UInt8]) throws(FileFailure) {
    try checkPlace()
    // Not what was read: more may have been appended since.
    let length = lseek(descriptor, 0, SEEK_END)
    var failure = Files.writeAll(line, to: descriptor)
    if failure == nil, fsync(descriptor) != 0 { failure = errno }
    // What went into a file that is not the log any more was not recorded.
    if failure == nil { return try checkPlace() }
    ftruncate(descriptor, length)
    throw FileFailure(folder.log, errno: failure ?? 0)
  }

  /// Git and editors put files in place of others without asking for a lock.
  private func checkPlace() throws(FileFailure) {
    guard Files.isStill(descriptor, at: folder.log) else {
      throw FileFailure(
        folder.log, reason: "another process replaced it meanwhile; nothing was recorded")
    }
  }

  /// Bytes behind the last whole line.
  var tornBytes: ArraySlice<UInt8> {
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return bytes[end...]
  }

  /// Cuts a torn last line off, and keeps it in a separate file, whose path is returned. The rest has to be sound.
  func setTornBytesAside() throws -> String {
    let torn = Array(tornBytes)
    let aside = folder.path + "/torn-\(DraftHash(canonicalBytes: torn).sha256.prefix(16)).txt"
    try Files.writeDurably(torn, to: aside)
    try folder.afterStep(.contentWritten)
    guard ftruncate(descriptor, off_t(bytes.count - torn.count)) == 0, fsync(descriptor) == 0 else {
      throw FileFailure(folder.log, errno: errno)
    }
    return aside
  }

  /// What the log would say without its torn last line. Where the checkpoint is of no use, cutting helps nothing.
  var readingWithoutTornBytes: LedgerReading {
    if let checkpointFault { return .faulty([checkpointFault]) }
    return readLedger(Array(bytes.dropLast(tornBytes.count)), against: checkpoint)
  }
}
