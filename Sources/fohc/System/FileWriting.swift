#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Files {
  /// Writes a file whole, through a new file beside it, so that no reader ever sees half of it.
  ///
  /// A link is followed, so that the file it names is written and the link stays. What is not a regular file (a
  /// device, a pipe) is written into: putting a file in its place would take it away from everybody else.
  static func write(_ text: String, to path: String) throws(FileFailure) {
    let bytes = Array(text.utf8)
    var status = stat()
    if stat(path, &status) != 0 {
      guard errno == ENOENT else { throw FileFailure(path, errno: errno) }
      // A link to a file that is not there yet: made through the link, it can be replaced like any other.
      guard exists(path) else { return try replace(path, with: bytes, mode: nil, shownAs: path) }
      let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
      guard descriptor >= 0, fstat(descriptor, &status) == 0 else { throw FileFailure(path, errno: errno) }
      close(descriptor)
    }
    guard !isStandardOutput(status) else {
      if let failure = writeAll(bytes, to: STDOUT_FILENO) { throw FileFailure(path, errno: failure) }
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return try writeInto(path, bytes) }
    // Renaming asks only whether the folder may be written; a file that may not be is left as it is.
    guard access(path, W_OK) == 0, let target = realpath(path, nil) else {
      throw FileFailure(path, errno: errno)
    }
    defer { free(target) }
    try replace(String(cString: target), with: bytes, mode: status.st_mode & 0o7777, shownAs: path)
  }

  /// Makes a file that is not there yet, with this mode from its first byte on; fails where anything stands at the
  /// path, a link too. What cannot be written whole is taken away again.
  static func create(_ path: String, containing text: String, mode: mode_t) throws(FileFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      if errno == EEXIST { throw FileFailure(path, reason: "it exists already") }
      throw FileFailure(path, errno: errno)
    }
    var failure = writeAll(Array(text.utf8), to: descriptor)
    if close(descriptor) != 0 { failure = failure ?? errno }
    guard let failure else { return }
    unlink(path)
    throw FileFailure(path, errno: failure)
  }

  /// Takes away a file that was just made. One that is gone is gone.
  static func remove(_ path: String) { unlink(path) }

  /// Whether two paths name one file, by whatever links.
  static func areSame(_ left: String, _ right: String) -> Bool {
    var (first, second) = (stat(), stat())
    return stat(left, &first) == 0 && stat(right, &second) == 0 && first.st_dev == second.st_dev
      && first.st_ino == second.st_ino
  }

  /// `/dev/stdout` and its like: what is printed there later must come after what is written now.
  private static func isStandardOutput(_ status: stat) -> Bool {
    var output = stat()
    return fstat(STDOUT_FILENO, &output) == 0 && output.st_dev == status.st_dev
      && output.st_ino == status.st_ino
  }

  private static func writeInto(_ path: String, _ bytes: [UInt8]) throws(FileFailure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw FileFailure(path, errno: errno) }
    let failure = writeAll(bytes, to: descriptor)
    let closing = close(descriptor) == 0 ? nil : Optional(errno)
    if let failure = failure ?? closing { throw FileFailure(path, errno: failure) }
  }

  /// Writes a file whole, and returns only when file and name are on the disk, so that what is recorded later can rely
  /// on it. What stands at the path is replaced, link or not.
  static func writeDurably(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    try replace(path, with: bytes, mode: nil, shownAs: path, isDurable: true)
    try synchronize(folder: folder(of: path))
  }

  /// Waits until the names in a folder are on the disk.
  static func synchronize(folder: String) throws(FileFailure) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure(folder, errno: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileFailure(folder, errno: errno) }
  }

  /// The folder that a path is in, with a slash at its end.
  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
  }

  /// `mode` nil: the usual one for new files.
  private static func replace(
    _ target: String, with bytes: [UInt8], mode: mode_t?, shownAs path: String, isDurable: Bool = false
  ) throws(FileFailure) {
    let folder = folder(of: target)
    var temporary = ""
    var descriptor: Int32 = -1
    // The name cannot be foreseen, so that nobody can wait there with a file or a link of their own.
    repeat {
      temporary = "\(folder).fohc-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
      descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    } while descriptor < 0 && errno == EEXIST
    guard descriptor >= 0 else { throw FileFailure(path, errno: errno) }
    var failure = writeAll(bytes, to: descriptor)
    if let mode, failure == nil, fchmod(descriptor, mode) != 0 { failure = errno }
    if isDurable, failure == nil, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0 { failure = failure ?? errno }
    if failure == nil, rename(temporary, target) != 0 { failure = errno }
    guard let failure else { return }
    unlink(temporary)
    throw FileFailure(path, errno: failure)
  }
}
