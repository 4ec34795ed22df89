import Rendering

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Says on a terminal what is being worked on, once that has taken a second; gone when it is done. Never in a file or a
/// pipe, so that what is recorded does not depend on how long something took.
///
///     trying every conversation: 48210 of at most 100000 configurations, 12 s
final class Progress: @unchecked Sendable {
  // Whoever works sets the text, and a separate thread shows it: work that says nothing for long is shown to go on.
  // All that both touch is guarded by `lock`.
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var text: String
  private var isDone = false
  private let start = Progress.seconds

  private init(_ text: String) {
    self.text = text
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// What is being done now.
  func say(_ text: String) {
    pthread_mutex_lock(lock)
    self.text = text
    pthread_mutex_unlock(lock)
  }

  /// Works, with something to say how far it is; nil if nobody would see it.
  static func during<Value>(_ text: String, _ work: (Progress?) throws -> Value) rethrows -> Value {
    guard Terminal.showsProgress else { return try work(nil) }
    let progress = Progress(text)
    guard let thread = progress.shown() else { return try work(nil) }
    defer { progress.finish(thread) }
    return try work(progress)
  }

  private func shown() -> pthread_t? {
    let context = Unmanaged.passRetained(self).toOpaque()
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    let failure = pthread_create(&thread, nil, { Progress.run($0) }, context)
    guard failure == 0 else {
      Unmanaged<Progress>.fromOpaque(context).release()
      return nil
    }
    return thread
  }

  private func finish(_ thread: pthread_t) {
    pthread_mutex_lock(lock)
    isDone = true
    pthread_mutex_unlock(lock)
    pthread_join(thread, nil)
  }

  private static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<Progress>.fromOpaque(context).takeRetainedValue().show()
    return nil
  }

  private func show() {
    var isShown = false
    while true {
      usleep(100_000)
      pthread_mutex_lock(lock)
      let (text, isDone) = (text, isDone)
      pthread_mutex_unlock(lock)
      if isDone { break }
      let passed = Self.seconds - start
      guard passed >= 1 else { continue }
      isShown = true
      let columns = Terminal.columns(of: .error) ?? 80
      Terminal.put("\r" + Printable.line("\(text), \(passed) s").prefix(columns - 1) + "\u{1B}[K")
    }
    if isShown { Terminal.put("\r\u{1B}[K") }
  }

  private static var seconds: Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int(now.tv_sec)
  }
}

extension Terminal {
  /// Whether a line that changes can be shown on standard error.
  static var showsProgress: Bool {
    isTerminal(.error) && Environment.variable("TERM") != "dumb"
  }

  fileprivate static func put(_ text: String) { _ = Files.writeAll(Array(text.utf8), to: STDERR_FILENO) }
}
