/// The parts of the program's own DOCX, and the pieces of its document, as templates (ECMA-376, transitional).
enum WordTemplates {
  /// The texts of the templates, by name.
  static let texts = [
    "types": types, "package": package, "core": core, "document": document, "styles": styles, "settings": settings,
    "header": header, "footer": footer, "relations": relations, "page": page, "paragraph": paragraph,
    "break": pageBreak,
    "table": table,
  ]

  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let packages = "http://schemas.openxmlformats.org/package/2006"
  private static let media = "application/vnd.openxmlformats-officedocument.wordprocessingml"

  private static let types =
    declaration + """
      <Types xmlns="\(packages)/content-types">\
      <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
      <Default Extension="xml" ContentType="application/xml"/>\
      <Override PartName="/word/document.xml" ContentType="\(media).document.main+xml"/>\
      <Override PartName="/word/styles.xml" ContentType="\(media).styles+xml"/>\
      <Override PartName="/word/settings.xml" ContentType="\(media).settings+xml"/>\
      <Override PartName="/word/header1.xml" ContentType="\(media).header+xml"/>\
      <Override PartName="/word/footer1.xml" ContentType="\(media).footer+xml"/>\
      <Override PartName="/docProps/core.xml" \
      ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>
      """

  private static let package =
    declaration + """
      <Relationships xmlns="\(packages)/relationships">\
      <Relationship Id="rId1" Type="\(office)/officeDocument" Target="word/document.xml"/>\
      <Relationship Id="rId2" Type="\(packages)/relationships/metadata/core-properties" Target="docProps/core.xml"/>\
      </Relationships>
      """

  private static let relations =
    declaration + """
      <Relationships xmlns="\(packages)/relationships">\
      <Relationship Id="rId1" Type="\(office)/styles" Target="styles.xml"/>\
      <Relationship Id="rId2" Type="\(office)/settings" Target="settings.xml"/>\
      <Relationship Id="rId3" Type="\(office)/header" Target="header1.xml"/>\
      <Relationship Id="rId4" Type="\(office)/footer" Target="footer1.xml"/></Relationships>
      """

  private static let core =
    declaration + """
      <cp:coreProperties xmlns:cp="\(packages)/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" \
      xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
      <dc:title>{{title}}</dc:title><dc:creator>steelyard</dc:creator><dc:language>{{language}}</dc:language>\
      <dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>\
      <dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>
      """

  private static let settings =
    declaration + """
      <w:settings xmlns:w="\(word)"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>\
      <w:characterSpacingControl w:val="compressPunctuation"/><w:compat>\
      <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>\
      </w:compat></w:settings>
      """

  private static let document =
    declaration + """
      <w:document xmlns:w="\(word)" xmlns:r="\(office)"><w:body>{{{body}}}<w:sectPr>\
      <w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>\
      <w:pgSz w:w="11906" w:h="16838"/>\
      <w:pgMar w:top="1077" w:right="1276" w:bottom="1020" w:left="1276" w:header="567" w:footer="454" w:gutter="0"/>\
      </w:sectPr></w:body></w:document>
      """

  private static let header =
    declaration + """
      <w:hdr xmlns:w="\(word)"><w:p><w:pPr><w:pStyle w:val="Frame"/></w:pPr>\
      <w:r><w:t xml:space="preserve">{{header}}</w:t></w:r></w:p></w:hdr>
      """

  private static let footer =
    declaration + """
      <w:ftr xmlns:w="\(word)"><w:p><w:pPr><w:pStyle w:val="Frame"/></w:pPr>\
      <w:r><w:t xml:space="preserve">{{footer}}</w:t></w:r></w:p>\
      <w:p><w:pPr><w:pStyle w:val="PageNumber"/></w:pPr>{{{page}}}</w:p></w:ftr>
      """

  /// `第 PAGE 页 共 NUMPAGES 页`.
  private static let page = """
    <w:r><w:t xml:space="preserve">{{before}}</w:t></w:r>\
    <w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>\
    <w:r><w:t xml:space="preserve">{{between}}</w:t></w:r>\
    <w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>\
    <w:r><w:t xml:space="preserve">{{after}}</w:t></w:r>
    """

  private static let paragraph = """
    <w:p><w:pPr><w:pStyle w:val="{{style}}"/>{{#side}}<w:jc w:val="{{side}}"/>{{/side}}</w:pPr>\
    <w:r><w:t xml:space="preserve">{{text}}</w:t></w:r></w:p>
    """

  private static let pageBreak = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"

  private static let table = """
    <w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>\
    <w:top w:val="single" w:sz="4" w:space="0" w:color="808080"/>\
    <w:left w:val="single" w:sz="4" w:space="0" w:color="808080"/>\
    <w:bottom w:val="single" w:sz="4" w:space="0" w:color="808080"/>\
    <w:right w:val="single" w:sz="4" w:space="0" w:color="808080"/>\
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="808080"/>\
    <w:insideV w:val="single" w:sz="4" w:space="0" w:color="808080"/></w:tblBorders><w:tblLayout w:type="fixed"/>\
    </w:tblPr><w:tblGrid>{{#widths}}<w:gridCol w:w="{{.}}"/>{{/widths}}</w:tblGrid>{{#rows}}<w:tr><w:trPr>\
    <w:cantSplit/>{{#height}}<w:trHeight w:val="{{height}}" w:hRule="atLeast"/>{{/height}}\
    {{#title}}<w:tblHeader/>{{/title}}</w:trPr>{{#cells}}<w:tc><w:tcPr><w:tcW w:w="{{width}}" w:type="dxa"/>\
    {{#shaded}}<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>{{/shaded}}<w:vAlign w:val="center"/></w:tcPr>\
    <w:p><w:pPr><w:pStyle w:val="Cell"/><w:jc w:val="{{side}}"/></w:pPr>\
    <w:r><w:t xml:space="preserve">{{text}}</w:t></w:r></w:p></w:tc>{{/cells}}</w:tr>{{/rows}}</w:tbl>
    """

  private static let styles =
    declaration + """
      <w:styles xmlns:w="\(word)"><w:docDefaults><w:rPrDefault><w:rPr>\
      <w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{{font}}" w:cs="Times New Roman"/>\
      <w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>\
      </w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="252" w:lineRule="auto"/></w:pPr></w:pPrDefault>\
      </w:docDefaults>\
      <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>\
      <w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:qFormat/>\
      <w:pPr><w:spacing w:before="40" w:after="80"/><w:jc w:val="center"/></w:pPr><w:rPr>\
      <w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="{{heading_font}}"/><w:b/><w:sz w:val="36"/></w:rPr></w:style>\
      <w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:qFormat/>\
      <w:pPr><w:keepNext/><w:spacing w:before="100" w:after="40"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr>\
      <w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="{{heading_font}}"/><w:b/><w:sz w:val="24"/></w:rPr></w:style>\
      <w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/><w:qFormat/>\
      <w:pPr><w:spacing w:before="20" w:after="40"/></w:pPr><w:rPr><w:sz w:val="21"/></w:rPr></w:style>\
      <w:style w:type="paragraph" w:customStyle="1" w:styleId="Line"><w:name w:val="Line"/><w:basedOn w:val="Normal"/>\
      <w:pPr><w:spacing w:before="20" w:after="60"/></w:pPr></w:style>\
      <w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/>\
      <w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr>\
      </w:style>\
      <w:style w:type="paragraph" w:customStyle="1" w:styleId="Small"><w:name w:val="Small"/><w:basedOn w:val="Normal"/>\
      <w:pPr><w:spacing w:after="20" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="14"/></w:rPr></w:style>\
      <w:style w:type="paragraph" w:customStyle="1" w:styleId="Frame"><w:name w:val="Frame"/><w:basedOn w:val="Normal"/>\
      <w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:color w:val="595959"/><w:sz w:val="15"/></w:rPr>\
      </w:style>\
      <w:style w:type="paragraph" w:customStyle="1" w:styleId="PageNumber"><w:name w:val="Page Number Line"/>\
      <w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr></w:style>\
      </w:styles>
      """
}
