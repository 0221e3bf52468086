/// The fields of one or several records, in memory that stays where it is until more of them are added.
///
/// A list of its own rather than an array: every record of millions is handed from scanner to decoder with its fields, and
/// an array is counted as used each time.
struct FieldList: ~Copyable {
  private var memory: UnsafeMutablePointer<CsvTokenizer.Field>
  private var room: Int
  private(set) var count = 0

  init() {
    room = 32
    memory = .allocate(capacity: room)
  }

  deinit { memory.deallocate() }

  /// All fields; of no more use once one is added.
  var all: UnsafeBufferPointer<CsvTokenizer.Field> { UnsafeBufferPointer(start: memory, count: count) }

  subscript(place: Int) -> CsvTokenizer.Field {
    get {
      precondition(place >= 0 && place < count, "a field that is there")
      return memory[place]
    }
    set {
      precondition(place >= 0 && place < count, "a field that is there")
      memory[place] = newValue
    }
  }

  mutating func removeAll() { count = 0 }

  mutating func append(_ field: CsvTokenizer.Field) {
    makeRoom(for: 1)
    memory[count] = field
    count += 1
  }

  /// Appends fields that lie in a buffer, as they lie in another one: moved by so many bytes.
  mutating func append(_ fields: UnsafeBufferPointer<CsvTokenizer.Field>, movedBy shift: Int) {
    makeRoom(for: fields.count)
    for place in fields.indices { memory[count + place] = fields[place].moved(by: shift) }
    count += fields.count
  }

  /// Makes the list so long, and lends its memory: what is there keeps no meaning.
  mutating func resize(to count: Int) -> UnsafeMutablePointer<CsvTokenizer.Field> {
    self.count = 0
    makeRoom(for: count)
    self.count = count
    return memory
  }

  private mutating func makeRoom(for more: Int) {
    if count + more <= room { return }
    room = max(room * 2, count + more)
    let larger = UnsafeMutablePointer<CsvTokenizer.Field>.allocate(capacity: room)
    larger.update(from: memory, count: count)
    memory.deallocate()
    memory = larger
  }
}
