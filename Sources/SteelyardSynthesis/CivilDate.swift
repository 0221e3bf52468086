internal import SteelyardDomain

/// A day as year, month and day of the month, made once and written often.
struct CivilDate {
  let year: Int16
  let month: Int8
  let day: Int8

  init(dayNumber: Int32) {
    let parts = Day(number: dayNumber).civil
    year = Int16(parts.year)
    month = Int8(parts.month)
    day = Int8(parts.day)
  }
}
