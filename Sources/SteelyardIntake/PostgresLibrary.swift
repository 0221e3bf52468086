import CPostgres
public import SteelyardDomain

/// libpq, loaded when a database is first named.
public enum PostgresLibrary {
  /// The library's functions; `nil` where it is not installed.
  static let loaded: steelyard_libpq? = {
    var library = steelyard_libpq()
    return steelyard_libpq_load(&library) == 0 ? nil : library
  }()

  /// libpq, asked to take a URI apart; `nil` where it is not installed.
  public static var libpq: SystemLibrary? {
    guard let loaded else { return nil }
    let version = Int(loaded.version())
    let parts = loaded.parse("postgres://host:5433/name", nil)
    defer { loaded.freeOptions(parts) }
    var values: Set<String> = []
    var option = parts
    while let current = option, current.pointee.keyword != nil {
      if let value = current.pointee.val { values.insert(String(cString: value)) }
      option = current + 1
    }
    return SystemLibrary(
      name: "libpq", version: "\(version / 10_000).\(version % 10_000)", isSound: values == ["host", "5433", "name"])
  }
}
