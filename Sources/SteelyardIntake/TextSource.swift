public import SteelyardDomain

/// A file's text as UTF-8, whatever encoding its bytes are in.
///
/// Clean UTF-8 passes through as it is. Everything else is decoded; ``TextEncodingDetector`` says how an encoding is told
/// and ``DoubleByteTable`` which table stands for GB 18030. A byte order mark is taken off and counted, and so is Ctrl-Z
/// at the end of the text.
///
/// **Broken bytes** cost their row and no other. Bytes that mean nothing in the file's encoding come as 0xFF, which is
/// never part of UTF-8, so whoever checks a row finds them; separators and line ends after them are what they were.
///
/// **Two encodings in one file.** A row is foreign in a GB 18030 file where its line is well-formed UTF-8 with two Chinese
/// characters or more, and broken or with rare characters as GB 18030; in a UTF-8 file where the row is broken and, as GB
/// 18030, holds nothing but characters of GB 2312 or of four bytes, two Chinese ones or more, and less than half of its
/// bytes is well-formed Chinese in UTF-8. One or two foreign rows are damaged rows like others; the third refuses the file, with the line of the first.
///
/// **NULs.** A run of 4 KiB or more refuses the file as damaged on disk; fewer are passed on.
///
/// Edge cases: a line of 256 KiB or more is judged in parts. Private-use code points are counted where text is decoded,
/// not in UTF-8.
public final class TextSource {
  /// The encoding, known once a byte that is not ASCII was read; before that UTF-8.
  public private(set) var encoding = TextEncoding.utf8
  /// What turns the encoding into UTF-8, with its version; empty where nothing has to.
  public private(set) var converter = ""
  /// The line its reader stands on: what a refusal names.
  public var line = 1

  /// How many bytes are decoded at once.
  private static let blockBytes = 1 << 18
  /// Room behind the text for what is written over.
  private static let slackBytes = 64

  private enum Stage {
    case unopened
    /// All bytes so far were ASCII, and nothing else tells the encoding.
    case undecided
    case passing
    case sampling
    case decoding
  }

  private let source: ByteSource
  private let wanted: TextEncoding?
  private var stage = Stage.unopened
  private var input: UnsafeMutableRawBufferPointer
  private var inputRange = 0..<0
  private var output: UnsafeMutableRawBufferPointer
  private var outputRange = 0..<0
  private var isAtEnd = false
  private var isHolding = false
  private var decoder: (any TextDecoder)?
  private var record = DecodingRecord(places: PlaceMap(written: 0, read: 0))
  private var nulRuns = NulRuns()
  private var bytesRead = 0
  private var damagedAt: Int?
  private var markBytes = 0
  private var controlZs: Int64 = 0
  private var foreignRows = 0
  private var firstForeign = (line: 1, byteOffset: 0)

  /// Creates the text of a source.
  public init(_ source: ByteSource, _ options: ReadingOptions = ReadingOptions()) {
    self.source = source
    wanted = options.encoding
    input = .allocate(byteCount: TextEncodingDetector.sampleBytes, alignment: 64)
    output = .allocate(byteCount: TextEncodingDetector.sampleBytes + Self.blockBytes + Self.slackBytes, alignment: 64)
  }

  deinit {
    input.deallocate()
    output.deallocate()
  }

  /// The first bytes as they are on disk, up to 4 KiB.
  ///
  /// - Precondition: nothing was read yet.
  /// - Throws: ``IntakeFailure``.
  func head() throws(IntakeFailure) -> UnsafeRawBufferPointer {
    precondition(stage == .unopened, "the head is looked at before the text")
    try fill(to: TextEncodingDetector.headBytes)
    return UnsafeRawBufferPointer(rebasing: input[inputRange])
  }

  /// Fills a buffer with UTF-8 as far as the text reaches; 0 bytes mean its end.
  ///
  /// - Throws: ``IntakeFailure``: also for an encoding that cannot be told, and a run of NULs.
  /// - Precondition: the buffer has room for a byte.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    precondition(!buffer.isEmpty, "there is room")
    while true {
      var count = 0
      if isHolding {
        guard try produce() else {
          controlZs += Int64(output[outputRange].count { $0 == 0x1A })
          outputRange = 0..<0
          isHolding = false
          return 0
        }
        isHolding = heldStart(UnsafeRawBufferPointer(rebasing: output[outputRange])) == 0
        continue
      } else if !outputRange.isEmpty {
        let start = heldStart(UnsafeRawBufferPointer(rebasing: output[outputRange]))
        isHolding = start == 0
        count = min(start, buffer.count)
        let slice = outputRange.lowerBound..<(outputRange.lowerBound + count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: output[slice]))
        outputRange = slice.upperBound..<outputRange.upperBound
      } else if inputRange.isEmpty, stage == .passing || stage == .undecided {
        let room = min(buffer.count, TextEncodingDetector.sampleBytes)
        count = try readBytes(into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<room]))
        if count == 0, isAtEnd { return 0 }
        count = settle(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
        count = hold(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
      } else if !(try produce()) {
        return 0
      }
      if count > 0 { return count }
    }
  }

  /// The offset in the unpacked file of an offset in the text; offsets are asked for in rising order.
  ///
  /// Exact where a line begins and on until its first character that is not ASCII.
  ///
  /// - Precondition: the offset is at most some thousand lines before the last one asked for.
  public func originalOffset(of offset: Int) -> Int { record.places.original(of: offset) }

  /// What tells the original offsets of a part of the text; asked for in rising order.
  func places(of range: Range<Int>) -> PlaceMap { record.places.part(range) }

  /// What there is to say of the text, counted by rule and encoding; whole once the text was read to its end.
  public var notes: [Diagnostic.Code: [String: Int64]] {
    let counts: [Diagnostic.Code: Int64] = [
      .controlZIgnored: controlZs, .privateUseCharacter: record.privateUse,
      .byteOrderMarkPassed: markBytes > 0 ? 1 : 0,
    ]
    return counts.filter { $1 > 0 }.mapValues { [encoding.rawValue: $0] }
  }

  /// Weighs a row whose bytes are broken: damage of its own, or the third row in another encoding.
  ///
  /// - Parameters:
  ///   - row: its bytes as they were read from here.
  ///   - line: its line.
  ///   - byteOffset: its first byte on disk.
  /// - Throws: ``IntakeFailure/refused(_:)`` with ``Diagnostic/Code/encodingsMixed``.
  func weigh(_ row: UnsafeRawBufferPointer, line: Int, byteOffset: Int) throws(IntakeFailure) {
    let isForeign =
      stage == .decoding ? row.contains(DecodingMark.foreign) : TextEncodingDetector.isForeign(row)
    guard isForeign else { return }
    if foreignRows == 0 { firstForeign = (line, byteOffset) }
    foreignRows += 1
    guard foreignRows >= TextEncodingDetector.foreignRowsMaximum else { return }
    self.line = firstForeign.line
    throw refusal(.encodingsMixed, firstForeign.byteOffset)
  }

  private func refusal(_ code: Diagnostic.Code, _ byteOffset: Int? = nil) -> IntakeFailure {
    .refused([Diagnostic(code, at: .init(file: source.name, line: line, byteOffset: byteOffset))])
  }
}

// MARK: Reading on

extension TextSource {
  /// Puts more text behind what is in `output`; false at the end of the file.
  private func produce() throws(IntakeFailure) -> Bool {
    Self.compact(output, &outputRange)
    while true {
      switch stage {
      case .unopened: try open()
      case .undecided, .passing:
        if inputRange.isEmpty {
          let before = outputRange.count
          let room = outputRange.upperBound..<min(outputRange.upperBound + Self.blockBytes, output.count)
          let block = UnsafeMutableRawBufferPointer(rebasing: output[room])
          let count = try readBytes(into: block)
          if count == 0, isAtEnd { return false }
          outputRange = 0..<(before + settle(UnsafeRawBufferPointer(rebasing: block[0..<count])))
          if outputRange.count > before { return true }
        } else {
          append(inputRange)
          inputRange = 0..<0
          return true
        }
      case .sampling: try decide()
      case .decoding: return try decodeBlock()
      }
    }
  }

  /// Looks at the first bytes: a byte order mark, what the user said, NULs.
  private func open() throws(IntakeFailure) {
    try fill(to: TextEncodingDetector.headBytes)
    let head = UnsafeRawBufferPointer(rebasing: input[inputRange])
    let mark = TextEncodingDetector.byteOrderMark(head)
    if let mark {
      if let wanted, wanted != mark.encoding { throw refusal(.encodingContradicted) }
      markBytes = mark.length
      inputRange = (inputRange.lowerBound + mark.length)..<inputRange.upperBound
    }
    if let known = mark?.encoding ?? wanted ?? TextEncodingDetector.utf16(head) {
      try take(known)
      return
    }
    stage = .undecided
    let rest = UnsafeRawBufferPointer(rebasing: input[inputRange])
    guard let high = LineEnds.firstHighByte(in: rest) else { return }
    append(inputRange.lowerBound..<(inputRange.lowerBound + high))
    inputRange = (inputRange.lowerBound + high)..<inputRange.upperBound
    stage = .sampling
  }

  /// Decides by a sample that begins at the first byte that is not ASCII.
  private func decide() throws(IntakeFailure) {
    try fill(to: TextEncodingDetector.sampleBytes)
    guard let found = TextEncodingDetector.encoding(UnsafeRawBufferPointer(rebasing: input[inputRange])) else {
      throw refusal(.encodingUnsupported)
    }
    try take(found)
  }

  private func take(_ found: TextEncoding) throws(IntakeFailure) {
    encoding = found
    stage = .decoding
    let begin = bytesRead - inputRange.count
    record.places = PlaceMap(written: begin - markBytes, read: begin)
    switch found {
    case .utf8: stage = .passing
    case .gb18030: try take(DoubleByteTable.gb18030)
    case .big5: try take(DoubleByteTable.big5)
    case .utf16LittleEndian, .utf16BigEndian:
      decoder = Utf16Decoder(isBigEndian: found == .utf16BigEndian)
      converter = "steelyard UTF-16"
    }
  }

  private func take(_ table: DoubleByteTable?) throws(IntakeFailure) {
    guard let table else { throw refusal(.encodingUnsupported) }
    decoder = DoubleByteDecoder(table: table)
    converter = table.name
  }

  private func decodeBlock() throws(IntakeFailure) -> Bool {
    while true {
      try fill(to: Self.blockBytes)
      let block = inputRange.lowerBound..<min(inputRange.upperBound, inputRange.lowerBound + Self.blockBytes)
      if block.isEmpty, isAtEnd { return false }
      let free = UnsafeMutableRawBufferPointer(rebasing: output[outputRange.upperBound...])
      let step = decoder?.decode(
        UnsafeRawBufferPointer(rebasing: input[block]), isFinal: isAtEnd && block.upperBound == inputRange.upperBound,
        mustMove: block.count == Self.blockBytes, into: free, &record)
      let (read, written) = step ?? (0, 0)
      inputRange = (inputRange.lowerBound + read)..<inputRange.upperBound
      outputRange = 0..<(outputRange.upperBound + written)
      if written > 0 { return true }
      // Only damage keeps a block from moving; the next read says so.
      if damagedAt != nil { _ = try readBytes(into: free) }
    }
  }

  /// Passes over the bytes of a block that are surely UTF-8; the rest goes to `input` where the encoding is undecided.
  private func settle(_ block: UnsafeRawBufferPointer) -> Int {
    guard stage == .undecided, let high = LineEnds.firstHighByte(in: block) else { return block.count }
    let rest = UnsafeRawBufferPointer(rebasing: block[high...])
    input.copyMemory(from: rest)
    inputRange = 0..<rest.count
    stage = .sampling
    return high
  }

  private func append(_ range: Range<Int>) {
    UnsafeMutableRawBufferPointer(rebasing: output[outputRange.upperBound...])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: input[range]))
    outputRange = outputRange.lowerBound..<(outputRange.upperBound + range.count)
  }
}

// MARK: Bytes

extension TextSource {
  /// Reads until `input` has some bytes, the file ends or is damaged.
  private func fill(to count: Int) throws(IntakeFailure) {
    guard inputRange.count < count, !isAtEnd, damagedAt == nil else { return }
    Self.compact(input, &inputRange)
    while inputRange.count < count, !isAtEnd, damagedAt == nil {
      let free = UnsafeMutableRawBufferPointer(rebasing: input[inputRange.upperBound...])
      inputRange = 0..<(inputRange.upperBound + (try readBytes(into: free)))
    }
  }

  /// Whether a run of NULs lies ahead: what stands before it should be used up before more is read, so that the refusal
  /// names the line it lies on.
  var isDamagedAhead: Bool { damagedAt != nil }

  /// Reads bytes up to a run of NULs, perhaps none; the call after that throws. Otherwise no bytes are the end.
  private func readBytes(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    if let damagedAt { throw refusal(.damagedOnDisk, damagedAt) }
    let count = try source.read(into: buffer)
    isAtEnd = count == 0
    guard let run = nulRuns.start(in: UnsafeRawBufferPointer(rebasing: buffer[0..<count])) else {
      bytesRead += count
      return count
    }
    damagedAt = bytesRead + run
    bytesRead += max(run, 0)
    return max(run, 0)
  }

  private static func compact(_ buffer: UnsafeMutableRawBufferPointer, _ range: inout Range<Int>) {
    guard range.lowerBound > 0 else { return }
    UnsafeMutableRawBufferPointer(rebasing: buffer[0..<range.count])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[range]))
    range = 0..<range.count
  }

  /// Keeps back what may be the end of the text: Ctrl-Z with nothing but line ends and more of it behind.
  private func hold(_ block: UnsafeRawBufferPointer) -> Int {
    let start = heldStart(block)
    guard start < block.count else { return block.count }
    let held = UnsafeRawBufferPointer(rebasing: block[start...])
    output.copyMemory(from: held)
    outputRange = 0..<held.count
    isHolding = true
    return start
  }

  private func heldStart(_ block: UnsafeRawBufferPointer) -> Int {
    // More than a block's end is data, however odd.
    let least = max(0, block.count - 512)
    var start = block.count
    var position = block.count
    while position > least, [10, 13, 0x1A].contains(block[position - 1]) {
      position -= 1
      if block[position] == 0x1A { start = position }
    }
    return start
  }
}
