import Foundation
import floor

/// The best of several rounds, in seconds: what disturbs a round only ever makes it longer. Short work is repeated
/// within a round, so that the clock does not matter.
func best(of rounds: Int = 5, _ work: () -> Void) -> Double {
  let clock = ContinuousClock()
  func seconds(_ times: Int) -> Double {
    let time = clock.measure { for _ in 0..<times { work() } }.components
    return (Double(time.seconds) + Double(time.attoseconds) * 1e-18) / Double(times)
  }
  let first = seconds(1)
  let times = max(1, min(1000, Int(0.05 / first)))
  return (0..<rounds).reduce(first) { least, _ in min(least, seconds(times)) }
}

/// One line of the report: the time, the rate, and how many times the floor it is.
func report(_ what: String, _ seconds: Double, bytes: Int, floor: Double) {
  print(
    what.padding(toLength: 34, withPad: " ", startingAt: 0),
    String(
      format: "%10.3f ms %8.1f MB/s %7.2f x", seconds * 1e3, Double(bytes) / seconds / 1e6, seconds / floor))
}

/// The least processor's time of several rounds.
func leastProcessorTime(of rounds: Int, _ work: () -> Void) -> Duration {
  (0..<rounds).map { _ in processorTime(work) }.min() ?? .zero
}

/// The processor's time, which what else the machine does hardly changes.
func processorTime(_ work: () -> Void) -> Duration {
  let before = processorTime()
  work()
  return processorTime() - before
}

private func processorTime() -> Duration {
  var time = timespec()
  precondition(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

/// How much memory there is at most beside what there was before, in megabytes. What was freed before is given back
/// first, and Linux forgets its peak when told to (proc(5), `clear_refs`).
func peakMemory(of work: () -> Void) -> Int {
  give_back_memory()
  precondition((try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))) != nil)
  let before = memory("VmRSS")
  work()
  return (memory("VmHWM") - before) / 1024
}

/// A line of `/proc/self/status`, in kilobytes.
private func memory(_ name: String) -> Int {
  let status = try? String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)
  let line = status?.split(separator: "\n").first { $0.hasPrefix(name) }
  guard let kilobytes = line.flatMap({ Int($0.filter(\.isNumber)) }) else { fatalError("no \(name) to read") }
  return kilobytes
}
