import CPango

/// Why a PDF could not be made.
public enum PaperFailure: Error, Equatable, Sendable {
  /// No font of the machine has Chinese characters (``PaperFonts``).
  case noFont
  /// cairo stopped, with its status.
  case library(status: UInt32)
}

/// What a PDF says of itself beside its pages.
struct PaperProperties {
  var title, subject, creator, keywords: String
}

/// A PDF in the making: cairo writes it into memory, page by page.
///
/// The dates in it are fixed, as those of a workbook are, so equal contents and fonts are equal bytes.
final class PaperSurface {
  /// A4 in points.
  static let width = 595.276, height = 841.89
  /// The date of every file.
  private static let created = "2000-01-01T00:00:00Z"

  /// Where what is written goes.
  private final class Sink {
    var bytes: [UInt8] = []
  }

  let context: OpaquePointer
  let family: String
  private let surface: OpaquePointer
  private let sink = Sink()

  init(family: String, _ properties: PaperProperties? = nil) throws(PaperFailure) {
    let write: cairo_write_func_t = { closure, data, length in
      guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
      Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue().bytes +=
        UnsafeBufferPointer(start: data, count: Int(length))
      return CAIRO_STATUS_SUCCESS
    }
    let target = Unmanaged.passUnretained(sink).toOpaque()
    guard PaperFonts.isLanguageSet,
      let surface = cairo_pdf_surface_create_for_stream(write, target, Self.width, Self.height),
      let context = cairo_create(surface)
    else { throw .library(status: CAIRO_STATUS_NO_MEMORY.rawValue) }
    self.surface = surface
    self.context = context
    self.family = family
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, Self.created)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, Self.created)
    guard let properties else { return }
    for (name, text) in [
      (CAIRO_PDF_METADATA_TITLE, properties.title), (CAIRO_PDF_METADATA_SUBJECT, properties.subject),
      (CAIRO_PDF_METADATA_CREATOR, properties.creator), (CAIRO_PDF_METADATA_KEYWORDS, properties.keywords),
    ] {
      cairo_pdf_surface_set_metadata(surface, name, DisplayWidth.harmless(text))
    }
  }

  deinit {
    cairo_destroy(context)
    // The surface may write its end when it goes, into the sink, which must still be there.
    withExtendedLifetime(sink) { cairo_surface_destroy(surface) }
  }

  /// Ends a page.
  func endPage() { cairo_show_page(context) }

  /// Ends the document and hands over its bytes.
  func bytes() throws(PaperFailure) -> [UInt8] {
    cairo_surface_finish(surface)
    for status in [cairo_status(context), cairo_surface_status(surface)]
    where status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_SURFACE_FINISHED {
      throw .library(status: status.rawValue)
    }
    return sink.bytes
  }

  /// Draws in a colour of equal red, green and blue.
  func ink(_ shade: Double, alpha: Double = 1) { cairo_set_source_rgba(context, shade, shade, shade, alpha) }

  /// Fills a rectangle.
  func fill(x: Double, y: Double, width: Double, height: Double, shade: Double) {
    ink(shade)
    cairo_rectangle(context, x, y, width, height)
    cairo_fill(context)
  }

  /// Draws a straight line.
  func line(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double), shade: Double, width: Double = 0.5) {
    ink(shade)
    cairo_set_line_width(context, width)
    cairo_move_to(context, from.x, from.y)
    cairo_line_to(context, to.x, to.y)
    cairo_stroke(context)
  }
}
