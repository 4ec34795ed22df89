/// How sure a share of passes is, given how few or many runs it stands on.
public enum WilsonBound {
  /// The lower end of Wilson's score interval for a proportion (E. B. Wilson, "Probable Inference, the Law of
  /// Succession, and Statistical Inference", JASA 22 (1927), 209-212), without continuity correction.
  ///
  /// `z` is the standard normal quantile of the confidence asked for. Taken alone, as a gate takes it, the bound is
  /// one-sided: with `z` = 1.6449 the true share is below it in one case of twenty. (As the lower end of a two-sided
  /// interval the same `z` gives 90 %.) Nil if there are no runs: that is no evidence, neither for 0 nor for 1.
  /// From 0 to 1; the same bits on every machine, since it uses only what IEEE 754 rounds exactly. O(1).
  public static func lower(passes: Int, runs: Int, z: Double) -> Double? {
    precondition(0 <= passes && passes <= runs, "no more runs pass than there are")
    precondition(z >= 0 && z.isFinite, "a quantile for a confidence of a half or more")
    guard runs > 0 else { return nil }
    guard passes > 0 else { return 0 }
    let count = Double(runs)
    let share = Double(passes) / count
    let square = z * z
    let centre = share + square / (2 * count)
    let margin = z * (share * (1 - share) / count + square / (4 * count * count)).squareRoot()
    return min(max((centre - margin) / (1 + square / count), 0), 1)
  }
}

/// How often a one-sided bound may be trusted: the levels that policies name, with their standard normal quantiles
/// (Abramowitz and Stegun 1964, table 26.5).
public enum Confidence: String, Sendable, CaseIterable {
  case percent90 = "0.90"
  case percent95 = "0.95"
  case percent975 = "0.975"
  case percent99 = "0.99"
  case percent995 = "0.995"
  case percent999 = "0.999"

  /// The quantile of the standard normal distribution at this level, one-sided.
  public var z: Double {
    switch self {
    case .percent90: 1.2815515655446004
    case .percent95: 1.6448536269514722
    case .percent975: 1.959963984540054
    case .percent99: 2.3263478740408408
    case .percent995: 2.5758293035489004
    case .percent999: 3.090232306167813
    }
  }
}
