/// A stage of the engine as a benchmark runs it: what goes in, what one run does, and what its answer must be.
///
/// The answer is held against a value computed otherwise: the texts that the input was made of, a plain twin, or a
/// closed form. Inputs come from fixed seeds, so that a run does the same work wherever it is counted.
public struct Stage: Sendable {
  /// Words with hyphens between.
  public let name: String
  /// What a run is counted in, in the plural: bytes, rows.
  public let items: String
  /// Whether it calls OpenBLAS, so that its instructions depend on the kernel.
  public let usesBlas: Bool
  private let make: @Sendable () throws -> PreparedStage

  /// Creates a stage.
  ///
  /// - Parameters:
  ///   - count: how many items a run on the input has.
  ///   - work: what a run cannot do with less of; `nil` where nothing is a product.
  ///   - input: makes the input, once.
  ///   - run: the work, which is measured.
  ///   - check: throws where the answer is wrong.
  init<Input, Answer>(
    _ name: String, items: String, usesBlas: Bool = false, count: @escaping @Sendable (Input) -> Int,
    work: (@Sendable (Input) -> Work)? = nil, input: @escaping @Sendable () throws -> Input,
    run: @escaping @Sendable (Input) throws -> Answer, check: @escaping @Sendable (Input, Answer) throws -> Void
  ) {
    self.name = name
    self.items = items
    self.usesBlas = usesBlas
    make = {
      let made = try input()
      let place = Place<Answer>()
      return PreparedStage(
        count: count(made), work: work?(made), run: { place.answer = try run(made) },
        check: {
          guard let answer = place.answer else { throw WrongAnswer("\(name) did not run") }
          do { try check(made, answer) } catch let wrong as WrongAnswer { throw WrongAnswer("\(name): \(wrong)") }
        })
    }
  }

  /// Makes the input.
  public func prepared() throws -> PreparedStage { try make() }

  /// All stages, in the order of a run.
  public static let all = intake + ledger + scoring + statistics + reports

  /// Where the last answer is kept, so that no run is left out as useless.
  private final class Place<Answer> {
    var answer: Answer?
  }
}

/// A stage with its input.
public struct PreparedStage {
  /// How many items a run has.
  public let count: Int
  /// What a run cannot do with less of; `nil` where nothing is a product.
  public let work: Work?
  /// Does the work once.
  public let run: () throws -> Void
  /// Looks at the answer of the last run.
  ///
  /// - Throws: ``WrongAnswer``.
  public let check: () throws -> Void
}

/// What a product cannot do with less of.
public struct Work: Sendable {
  /// Additions and multiplications.
  public let operations: Double
  /// Bytes read or written once.
  public let bytes: Int

  init(operations: Double, bytes: Int) { (self.operations, self.bytes) = (operations, bytes) }
}

/// An answer that is not the one expected.
public struct WrongAnswer: Error, CustomStringConvertible {
  /// The stage, and what is wrong with its answer.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Throws where something does not hold.
func require(_ holds: Bool, _ what: @autoclosure () -> String) throws {
  if !holds { throw WrongAnswer(what()) }
}
