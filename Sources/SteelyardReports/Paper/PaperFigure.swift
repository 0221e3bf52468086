import CRsvg
internal import SteelyardDomain

/// A figure as librsvg reads it: drawn into a page as lines, areas and letters, never as pixels.
final class PaperFigure {
  private let handle: UnsafeMutableRawPointer
  /// Width and height as the figure says them.
  let width, height: Double

  /// Reads a figure and sets its letters in a family of fonts; `nil` where the text is none.
  init?(svg: String, family: String) {
    var (width, height) = (0.0, 0.0)
    let fonts = SvgText.escaped(SvgText.fonts)
    let text = Array(svg.replacing(fonts, with: SvgText.escaped("'\(family)', sans-serif")).utf8)
    guard let handle = steelyard_figure(text, UInt(text.count), &width, &height) else { return nil }
    self.handle = handle
    self.width = width
    self.height = height
    if width <= 0 || height <= 0 { return nil }
  }

  deinit { steelyard_figure_free(handle) }

  /// Draws the figure, its sides in their proportion.
  ///
  /// - Parameter context: a context of cairo.
  func draw(_ context: OpaquePointer, x: Double, y: Double, width: Double) {
    _ = steelyard_figure_draw(
      handle, UnsafeMutableRawPointer(context), x, y, width, width * height / self.width)
  }

  /// librsvg, which has no question smaller than a figure.
  static var library: SystemLibrary {
    let version = "\(rsvg_major_version).\(rsvg_minor_version).\(rsvg_micro_version)"
    let figure = PaperFigure(
      svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"4\"/>", family: "sans-serif")
    return SystemLibrary(name: "librsvg", version: version, isSound: figure?.width == 3 && figure?.height == 4)
  }
}
