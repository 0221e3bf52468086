public import SteelyardDomain

/// What `doctor` saw of a machine, before it is judged. Nothing in it names a person, a folder or the machine.
public struct DoctorFacts: Sendable {
  /// The program itself.
  public struct Program: Sendable {
    /// Its version.
    public var version: String
    /// The compiler's version, as `6.3`.
    public var compiler: String
    /// The processor it was built for, as `x86_64`.
    public var architecture: String
    /// Whether it was built for debugging, which is many times slower.
    public var isDebugBuild: Bool

    /// Creates a statement about the program.
    public init(version: String, compiler: String, architecture: String, isDebugBuild: Bool) {
      self.version = version
      self.compiler = compiler
      self.architecture = architecture
      self.isDebugBuild = isDebugBuild
    }
  }

  /// The operating system.
  public struct System: Sendable {
    /// The distribution and its release, as `Debian GNU/Linux 12 (bookworm)`.
    public var name: String
    /// The kernel's release.
    public var kernel: String
    /// Whether it is the one that the program is tested on.
    public var isTested: Bool

    /// Creates a statement about the system.
    public init(name: String, kernel: String, isTested: Bool) {
      self.name = name
      self.kernel = kernel
      self.isTested = isTested
    }
  }

  /// Processor cores.
  public struct Cores: Sendable {
    /// How many the machine has.
    public var online: Int
    /// How many the process may run on.
    public var allowed: Int
    /// How many cores' worth of time a control group leaves; `nil` where it sets no limit.
    public var quota: Double?

    /// Creates a statement about cores.
    public init(online: Int, allowed: Int, quota: Double?) {
      self.online = online
      self.allowed = allowed
      self.quota = quota
    }
  }

  /// Main memory in bytes.
  public struct Memory: Sendable {
    /// What the machine has.
    public var total: Int64
    /// What can be had without swapping.
    public var available: Int64
    /// What a control group or `ulimit -v` leaves in all; `nil` where neither sets a limit.
    public var limit: Int64?

    /// Creates a statement about memory.
    public init(total: Int64, available: Int64, limit: Int64?) {
      self.total = total
      self.available = available
      self.limit = limit
    }
  }

  /// A folder that is written to.
  public struct Folder: Sendable {
    /// Whether a file could be written there and taken away again.
    public var isWritable: Bool
    /// Bytes that are free for the user; `nil` where that cannot be told.
    public var free: Int64?

    /// Creates a statement about a folder.
    public init(isWritable: Bool, free: Int64?) {
      self.isWritable = isWritable
      self.free = free
    }
  }

  /// OpenBLAS.
  public struct LinearAlgebra: Sendable {
    /// Its version.
    public var version: String
    /// The processor whose kernels it uses.
    public var processor: String
    /// The threads it works with.
    public var threads: Int
    /// Whether a small product came out as plain loops have it.
    public var productHolds: Bool

    /// Creates a statement about OpenBLAS.
    public init(version: String, processor: String, threads: Int, productHolds: Bool) {
      self.version = version
      self.processor = processor
      self.threads = threads
      self.productHolds = productHolds
    }
  }

  /// The models that are found.
  public struct Models: Sendable {
    /// Where the folder of the models comes from, in the order in which it is looked for.
    public enum Source: String, CaseIterable, Sendable {
      /// `--models`.
      case option
      /// `STEELYARD_MODELS`.
      case environment
      /// `Models` in the current folder.
      case currentFolder = "tree"
      /// `share/steelyard/models` beside the program's folder.
      case installed
      /// There is none.
      case missing
    }

    /// Where they were found.
    public var source: Source
    /// How many there are.
    public var count: Int
    /// The ids of those that fail the check.
    public var failing: [String]

    /// Creates a statement about models.
    public init(source: Source, count: Int, failing: [String]) {
      self.source = source
      self.count = count
      self.failing = failing
    }
  }

  /// The key file of pseudonyms at its usual place.
  public enum Key: String, Sendable {
    /// Neither `XDG_CONFIG_HOME` nor `HOME` says where that place is.
    case homeless
    /// It is not there yet.
    case absent
    /// It is there, for its owner alone.
    case safe
    /// It is there and cannot be used: others may read it, or it is no file of at least 32 bytes.
    case unsafe
  }

  /// The font that PDFs are printed with.
  public struct PaperFont: Sendable {
    /// Its family.
    public var family: String
    /// The name of its file, without the folder.
    public var file: String

    /// Creates a statement about a font.
    public init(family: String, file: String) {
      self.family = family
      self.file = file
    }
  }

  /// The program.
  public var program: Program
  /// The operating system.
  public var system: System
  /// The cores.
  public var cores: Cores
  /// The memory.
  public var memory: Memory
  /// The folder of temporary files.
  public var temporary: Folder
  /// The current folder.
  public var current: Folder
  /// OpenBLAS.
  public var linearAlgebra: LinearAlgebra
  /// The other libraries.
  public var libraries: [SystemLibrary]
  /// The locale that characters are read by, as `zh_CN.UTF-8`; `C` where none is set.
  public var locale: String
  /// The models.
  public var models: Models
  /// The key file.
  public var key: Key
  /// How many fonts with Chinese characters fontconfig knows; `nil` where it is not installed.
  public var fonts: Int?
  /// The font of PDFs; `nil` where none has Chinese characters, and no PDF is made.
  public var paperFont: PaperFont?

  /// Creates a statement about a machine.
  public init(
    program: Program, system: System, cores: Cores, memory: Memory, temporary: Folder, current: Folder,
    linearAlgebra: LinearAlgebra, libraries: [SystemLibrary], locale: String, models: Models, key: Key, fonts: Int?,
    paperFont: PaperFont?
  ) {
    self.program = program
    self.system = system
    self.cores = cores
    self.memory = memory
    self.temporary = temporary
    self.current = current
    self.linearAlgebra = linearAlgebra
    self.libraries = libraries
    self.locale = locale
    self.models = models
    self.key = key
    self.fonts = fonts
    self.paperFont = paperFont
  }
}
