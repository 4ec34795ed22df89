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
///
/// Content is on the disk before the record that names it, and is held against its SHA-256 whenever it is read. So a
/// crash leaves the state before a record or the one after it, and at worst a file that no record names.
struct ReleaseFolder {
  let path: String
  let input: InputOptions
  /// Called between steps. Throwing is what a crash there would be: for tests.
  var afterStep: (Step) throws -> Void = { _ in }

  enum Step: CaseIterable {
    case contentWritten, checkpointCaughtUp, recordAppended, checkpointWritten
  }

  var log: String { path + "/audit.jsonl" }
  var checkpoint: String { path + "/checkpoint.json" }
  var policy: String { path + "/gates.yaml" }

  func draft(_ hash: DraftHash) -> String { path + "/drafts/\(hash.sha256).json" }
  /// Ids come from the log, and are looked at before they become a path.
  func certificate(_ id: String) -> String { path + "/certificates/\(id).json" }

  /// Makes the folder. The log comes last: a folder without one can be made anew.
  func make(policyTemplate: String) throws(FileFailure) {
    guard !Files.exists(log) else { throw FileFailure(log, reason: "it exists already") }
    for folder in [path, path + "/drafts", path + "/certificates"] {
      guard mkdir(folder, 0o777) == 0 || errno == EEXIST && Files.isFolder(folder) else {
        throw FileFailure(folder, errno: errno)
      }
    }
    try Files.synchronize(folder: Files.folder(of: path))
    if !Files.exists(policy) { try Files.writeDurably(Array(policyTemplate.utf8), to: policy) }
    try Files.writeDurably([], to: log)
  }

  enum Access {
    case reading
    /// Waits for others who write, and keeps them waiting.
    case writing
  }

  /// Reads the ledger under an advisory lock, which is held until `body` is done.
  func locked<Value>(_ access: Access, _ body: (LockedReleases) throws -> Value) throws -> Value {
    let flags = access == .writing ? O_RDWR | O_APPEND : O_RDONLY
    let descriptor = open(log, flags | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw FileFailure(log, errno: errno) }
    // The lock ends with the descriptor, and so with the process.
    defer { close(descriptor) }
    while flock(descriptor, access == .writing ? LOCK_EX : LOCK_SH) != 0 {
      guard errno == EINTR else { throw FileFailure(log, errno: errno) }
    }
    return try body(try LockedReleases(self, descriptor: descriptor))
  }
}

/// A release folder while its lock is held.
struct LockedReleases {
  let folder: ReleaseFolder
  let reading: LedgerReading
  private let bytes: [UInt8]
  private let checkpoint: AuditCheckpoint?
  private let descriptor: Int32

  fileprivate init(_ folder: ReleaseFolder, descriptor: Int32) throws(FileFailure) {
    self.folder = folder
    self.descriptor = descriptor
    bytes = try Files.readLog(folder.log).bytes
    switch Self.checkpoint(of: folder) {
    case .present(let kept):
      checkpoint = kept
      reading = readLedger(bytes, against: kept)
    case .absent, .notNeeded:
      checkpoint = nil
      reading = readLedger(bytes, against: nil)
    case .faulty(let fault):
      checkpoint = nil
      reading = .faulty([.unreadableCheckpoint(fault.detail)])
    }
  }

  private static func checkpoint(of folder: ReleaseFolder) -> Evidence<AuditCheckpoint> {
    EvidenceFiles(input: folder.input).checkpoint(folder.checkpoint)
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

  /// One line, whole and on the disk, or none of it.
  private func append(_ line: [UInt8]) throws(FileFailure) {
    // Not what was read: more may have been appended since.
    let length = lseek(descriptor, 0, SEEK_END)
    var failure = Files.writeAll(line, to: descriptor)
    if failure == nil, fsync(descriptor) != 0 { failure = errno }
    guard let failure else { return }
    ftruncate(descriptor, length)
    throw FileFailure(folder.log, errno: failure)
  }

  /// Bytes behind the last whole line.
  var tornBytes: ArraySlice<UInt8> {
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return bytes[end...]
  }

  /// Cuts a torn last line off, and keeps it in a file of its own, whose path is returned. The rest has to be sound.
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

  /// What the log would say without its torn last line.
  var readingWithoutTornBytes: LedgerReading {
    readLedger(Array(bytes.dropLast(tornBytes.count)), against: checkpoint)
  }
}
