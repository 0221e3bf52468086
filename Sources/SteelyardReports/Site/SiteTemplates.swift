internal import Mustache
internal import SteelyardDomain

/// The templates of a report's pages, and how texts become part of markup.
///
/// Templates are part of the program, so that an installed one finds them. Every text is escaped by ``SvgText`` scalar by
/// scalar: the library's own way goes by characters, and a quotation mark with an accent upon it would pass as another
/// character.
enum SiteTemplates {
  /// A page by its template's name.
  ///
  /// - Precondition: there is such a template.
  static func render(_ name: String, _ values: [String: Any]) -> String {
    guard let text = library.render(values, withTemplate: name) else { preconditionFailure("no template \(name)") }
    return text
  }

  /// The texts of the templates, by name.
  static let texts = [
    "frame": frame, "overview": overview, "ranking": ranking, "dossier": dossier, "chooser": chooser, "table": table,
    "facts": facts, "figure": figure,
  ]

  /// Escapes as ``SvgText`` does.
  private struct Escaping: MustacheContentType {
    func escapeText(_ text: String) -> String { SvgText.escaped(text) }
  }

  /// Makes the way of escaping known to the library of templates.
  static func registerEscaping() { MustacheContentTypes.register(Escaping(), named: "MARKUP") }

  private static let library: MustacheLibrary = {
    registerEscaping()
    var library = MustacheLibrary()
    for (name, text) in texts {
      // A partial does not take over how its page escapes: each template says so itself.
      do { try library.register("{{% CONTENT_TYPE: MARKUP}}" + text, named: name) } catch {
        preconditionFailure("the template \(name) cannot be read: \(error)")
      }
    }
    return library
  }()
}

// MARK: - Parts of pages

extension SiteTemplates {
  /// The frame of every page: what may run in it, the navigation, and what every export carries.
  private static let frame = """
    <!DOCTYPE html>
    <html lang="{{language}}">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <title>{{title}}</title>
    <link rel="stylesheet" href="{{root}}assets/report.css">
    {{#scripts}}<script src="{{root}}assets/{{.}}" defer></script>
    {{/scripts}}</head>
    <body class="{{kind}}">
    <a class="skip" href="#main">{{w.skip}}</a>
    <header>
    <p class="product">{{model_title}} · {{period}}</p>
    {{#has_nav}}<nav aria-label="{{w.navigation}}"><ul>
    {{#nav}}<li><a href="{{href}}"{{#current}} aria-current="page"{{/current}}{{#lang}} lang="{{lang}}" hreflang="{{lang}}"{{/lang}}>{{text}}</a></li>
    {{/nav}}</ul></nav>
    {{/has_nav}}</header>
    <main id="main" tabindex="-1">
    {{{body}}}</main>
    <footer>
    <p class="meaning"><strong>{{meaning}}</strong></p>
    {{#watermark}}<p class="mark-line">{{w.watermark}}{{watermark}}</p>
    {{/watermark}}<dl>
    {{#carried}}<dt>{{name}}</dt><dd>{{value}}</dd>
    {{/carried}}</dl>
    </footer>
    {{{watermark_svg}}}</body>
    </html>

    """

  /// A table: `columns` with `title` and `number`, `rows` of `cells` with `text`, and `value`, `href`, `class` where
  /// they have one.
  private static let table = """
    <div class="scroll" tabindex="0" role="group" aria-label="{{caption}}"><table{{#id}} id="{{id}}"{{/id}}>
    <caption>{{caption}}</caption>
    <thead><tr>{{#columns}}<th scope="col"{{#number}} class="number"{{/number}}>{{title}}</th>{{/columns}}</tr></thead>
    <tbody>
    {{#rows}}<tr{{#row_class}} class="{{row_class}}"{{/row_class}}>{{#cells}}<td{{#class}} class="{{class}}"{{/class}}>\
    {{#href}}<a href="{{href}}">{{/href}}{{#value}}<data value="{{value}}">{{/value}}{{text}}{{#value}}</data>{{/value}}\
    {{#href}}</a>{{/href}}</td>{{/cells}}</tr>
    {{/rows}}</tbody></table></div>

    """

  /// Names with their values.
  private static let facts = """
    <dl class="facts">
    {{#facts}}<div><dt>{{name}}</dt><dd>{{#value}}<data value="{{value}}">{{/value}}{{text}}{{#value}}</data>{{/value}}</dd></div>
    {{/facts}}</dl>

    """

  /// A figure with what is to be known for reading it.
  private static let figure = """
    <figure><div class="plot" tabindex="0" role="group" aria-label="{{label}}">{{{svg}}}</div>
    <figcaption>{{#notes}}<span>{{.}}</span> {{/notes}}</figcaption></figure>

    """
}
