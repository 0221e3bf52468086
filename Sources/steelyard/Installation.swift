import Foundation

/// Where the program stands on the disk, and what was installed with it.
enum Installation {
  /// The program's own file, links resolved; `nil` where the system does not tell.
  ///
  /// The first word of the command line is what a caller typed and names no file where the program was found by `PATH`.
  static var executable: String? { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") }

  /// The models that `Scripts/install` put beside the program: `<its folder>/../share/steelyard/models`, where they are.
  static var models: String? {
    guard let executable else { return nil }
    let prefix = URL(filePath: executable).deletingLastPathComponent().deletingLastPathComponent()
    let folder = prefix.appending(path: "share/steelyard/models").path(percentEncoded: false)
    return Files.isFolder(folder) ? folder : nil
  }
}
