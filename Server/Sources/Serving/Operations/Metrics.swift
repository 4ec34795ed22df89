import Synchronization

/// Counts what was answered, for Prometheus (text format 0.0.4). Only routes, methods, statuses and times: nothing of
/// what was asked.
final class Metrics: Sendable {
  private struct Series: Hashable, Comparable {
    let route: String
    let method: String
    let status: Int

    static func < (left: Self, right: Self) -> Bool {
      (left.route, left.method, left.status) < (right.route, right.method, right.status)
    }
  }

  private struct Counts {
    /// By bucket, not cumulated; the last is for everything longer.
    var buckets = [Int](repeating: 0, count: Metrics.bounds.count + 1)
    var seconds = 0.0
  }

  /// Upper bounds of the buckets, in seconds.
  private static let bounds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10]

  private let counts = Mutex<[Series: Counts]>([:])

  func count(route: String, method: String, status: Int, seconds: Double) {
    counts.withLock { counts in
      let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
      counts[Series(route: route, method: method, status: status), default: Counts()].buckets[bucket] += 1
      counts[Series(route: route, method: method, status: status), default: Counts()].seconds += seconds
    }
  }

  var text: String {
    let all = counts.withLock { $0 }.sorted { $0.key < $1.key }
    var lines = [
      "# HELP fohc_http_requests_total Requests that were answered.",
      "# TYPE fohc_http_requests_total counter",
    ]
    for (series, counts) in all {
      lines.append("fohc_http_requests_total{\(labels(series))} \(counts.buckets.reduce(0, +))")
    }
    lines += [
      "# HELP fohc_http_request_seconds Time from the head of a request to its answer.",
      "# TYPE fohc_http_request_seconds histogram",
    ]
    for (series, counts) in all {
      var total = 0
      for (bound, count) in zip(Self.bounds.map { "\($0)" } + ["+Inf"], counts.buckets) {
        total += count
        lines.append("fohc_http_request_seconds_bucket{\(labels(series)),le=\"\(bound)\"} \(total)")
      }
      lines.append("fohc_http_request_seconds_sum{\(labels(series))} \(counts.seconds)")
      lines.append("fohc_http_request_seconds_count{\(labels(series))} \(total)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Routes and methods are the server's own words, and need no escaping.
  private func labels(_ series: Series) -> String {
    "route=\"\(series.route)\",method=\"\(series.method)\",status=\"\(series.status)\""
  }
}
