import CXLSXWriter
public import SteelyardDomain

/// The system's library that workbooks are written with.
public enum WorkbookLibrary {
  /// libxlsxwriter, which has no question smaller than its version.
  public static var xlsxwriter: SystemLibrary {
    let version = lxw_version().map { String(cString: $0) } ?? ""
    return SystemLibrary(name: "libxlsxwriter", version: version, isSound: !version.isEmpty)
  }
}
