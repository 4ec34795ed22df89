import Documents
import PolicyGraph

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why the outside world did not give or take a file.
struct FileFailure: Error {
  let name: String
  let reason: String

  init(_ name: String, errno code: Int32) {
    self.name = name
    reason = String(cString: strerror(code))
  }

  init(_ name: String, reason: String) {
    self.name = name
    self.reason = reason
  }
}

/// Files, by the system calls: Foundation would cost more at start than checking a file does.
enum Files {
  /// Reads a file, or standard input for `-`, up to one byte more than the limit, so that a file that is too
  /// large is seen to be, and never fills the memory.
  static func read(_ path: String, limit: Int) throws(FileFailure) -> SourceText {
    let isStandardInput = path == "-"
    // Without O_NONBLOCK, opening a FIFO that nobody writes to would hang for ever.
    let descriptor = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileFailure(path, errno: errno) }
    defer { if !isStandardInput { close(descriptor) } }

    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileFailure(path, errno: errno) }
    if !isStandardInput {
      guard status.st_mode & S_IFMT != S_IFDIR else { throw FileFailure(path, reason: "it is a folder") }
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw FileFailure(
          path, reason: "it is not a regular file; to read a pipe, pass it as standard input (`-`)")
      }
    }
    return SourceText(
      name: path, bytes: try readAll(descriptor, path, limit: limit, hint: Int(status.st_size)))
  }

  /// Reads an audit log whole. It grows for as long as an agent lives: it may be as large as anything that is read.
  static func readLog(_ path: String) throws(FileFailure) -> SourceText {
    try checkedLog(try read(path, limit: Limits.maximumInputBytes), path)
  }

  /// The log that was opened, from its beginning.
  static func readLog(_ descriptor: Int32, shownAs path: String) throws(FileFailure) -> SourceText {
    var status = stat()
    guard fstat(descriptor, &status) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw FileFailure(path, errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileFailure(path, reason: "it is not a regular file")
    }
    let bytes = try readAll(descriptor, path, limit: Limits.maximumInputBytes, hint: Int(status.st_size))
    return try checkedLog(SourceText(name: path, bytes: bytes), path)
  }

  private static func checkedLog(_ source: SourceText, _ path: String) throws(FileFailure) -> SourceText {
    guard source.bytes.count <= Limits.maximumInputBytes else {
      throw FileFailure(
        path,
        reason: "it is larger than \(Limits.maximumInputBytes) bytes, the most that is read; begin a new log")
    }
    return source
  }

  private static func readAll(
    _ descriptor: Int32, _ path: String, limit: Int, hint: Int
  ) throws(FileFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(max(hint, 0), limit) + 1)
    let chunk = 1 << 16
    while bytes.count <= limit {
      let before = bytes.count
      var failure: Int32 = 0
      var count = 0
      bytes.append(
        contentsOf: [UInt8](unsafeUninitializedCapacity: chunk) { buffer, filled in
          repeat {
            count = systemRead(descriptor, buffer.baseAddress, min(chunk, limit + 1 - before))
          } while count < 0 && errno == EINTR
          failure = errno
          filled = max(count, 0)
        })
      if count < 0 { throw FileFailure(path, errno: failure) }
      if count == 0 { break }
    }
    return bytes
  }

  /// Returns the error number, or nil when all is written.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = systemWrite(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { return errno }
        written += count
      }
      return nil
    }
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether the open file is the one that stands at the path, by device and inode; a link there is another.
  static func isStill(_ descriptor: Int32, at path: String) -> Bool {
    var (opened, there) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && lstat(path, &there) == 0 && opened.st_dev == there.st_dev
      && opened.st_ino == there.st_ino
  }

  /// Whether there is anything in a folder, but for what a crash has left half written. One that cannot be read is not
  /// taken for empty.
  static func hasEntries(_ folder: String) -> Bool {
    guard exists(folder) else { return false }
    guard let handle = opendir(folder) else { return true }
    defer { closedir(handle) }
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != ".", name != "..", name != ".gitkeep", !name.hasPrefix(".fohc-") { return true }
    }
    return false
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// All files below a folder whose names end so, in any case, sorted by path. Hidden entries are
  /// left out, and symbolic links to folders are not followed, so that a loop of links ends.
  static func documents(below folder: String, endings: [String] = [".yaml", ".yml", ".json"])
    throws(FileFailure) -> [String]
  {
    guard let handle = opendir(folder) else { throw FileFailure(folder, errno: errno) }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let (name, isUTF8) = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
          (String(cString: $0), String(validatingCString: $0) != nil)
        }
      }
      guard !name.hasPrefix(".") else { continue }
      guard isUTF8 else {
        throw FileFailure("\(folder)/\(name)", reason: "its name is not UTF-8; rename it")
      }
      names.append(name)
    }
    var found: [String] = []
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      var status = stat()
      guard lstat(path, &status) == 0 else { throw FileFailure(path, errno: errno) }
      if status.st_mode & S_IFMT == S_IFDIR {
        found += try documents(below: path, endings: endings)
      } else if endings.contains(where: name.lowercased().hasSuffix) {
        found.append(path)
      }
    }
    return found
  }
}

// `read` and `write` are names of ours too; these are the system calls.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
