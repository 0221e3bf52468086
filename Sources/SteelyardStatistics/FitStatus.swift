/// How an estimation ended: a mathematical outcome, not an error.
public enum FitStatus: String, Sendable {
  /// The equations are solved to the precision of a double.
  case converged
  /// The units vary no more than chance alone makes them vary: the variance between them is zero.
  case noSpread
  /// There are not enough units to tell anything about the spread between them.
  case tooFewUnits
  /// The iteration stopped before the equations were solved; the numbers are its last ones.
  case notConverged
}
