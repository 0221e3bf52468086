import SteelyardDomain

/// The words of the rules about workbooks.
extension Wording {
  static let workbookTexts: [Diagnostic.Code: RuleText] = [
    .workbookDamaged: RuleText(
      "工作簿不完整或已损坏，或缺少其中的部件", "The workbook is cut short or damaged, or lacks a part.",
      do: "请重新传输，或用电子表格软件打开后另存。", "Transfer it again, or open it in a spreadsheet and save it anew."),
    .workbookDocumentType: RuleText(
      "工作簿中的 XML 声明了文档类型", "A part of the workbook declares an XML document type.",
      do: "电子表格软件不会写出这种声明；请核实文件来源。",
      "No spreadsheet writes one; find out where the file comes from."),
    .workbookTooLarge: RuleText(
      "工作簿解压后超过允许的大小", "The workbook unpacks to more than is allowed.",
      do: "请核实文件来源；数据量大时请导出为 CSV。",
      "Find out where the file comes from; export large tables as CSV."),
    .sheetUnknown: RuleText(
      "工作簿中没有指定的工作表", "The workbook has no sheet of the given name.",
      do: "请核对 --sheet 中的工作表名称。", "Check the sheet's name in --sheet."),
    .sheetAmbiguous: RuleText(
      "工作簿中有多个可见工作表带有所需的表头", "Several visible sheets of the workbook have the wanted header.",
      do: "请用 --sheet 指明读取哪一个，或将各表合并。", "Say with --sheet which one to read, or join them into one."),
    .workbookKindUnsupported: RuleText(
      "不支持该类文档：二进制工作簿、加密部件或其他文档",
      "A document of this kind is not read: a binary workbook, an encrypted part, or no workbook at all.",
      do: "请另存为不加密的 XLSX 或 CSV。", "Save it as an XLSX without a password, or as CSV."),
    .sheetsEmpty: RuleText(
      "工作簿的可见工作表都没有数据行", "No visible sheet of the workbook has a row.",
      do: "请检查导出条件；隐藏的工作表须用 --sheet 指明。",
      "Check the export's conditions; a hidden sheet is read where --sheet names it."),
    .formulaWithoutValue: RuleText(
      "单元格的公式没有已计算的值", "A formula of the row has no computed value.",
      do: "请用电子表格软件打开、重新计算并保存。", "Open the workbook in a spreadsheet, let it compute, and save it."),
    .cellError: RuleText(
      "单元格显示错误值（如 #N/A）", "A cell of the row shows an error such as #N/A.",
      do: "请更正公式，或填入数值。", "Correct the formula, or fill in the value."),
    .cellUnreadable: RuleText(
      "单元格内容与其类型不符，或位置重复", "A cell of the row is not what its type says, or stands twice.",
      do: "请用电子表格软件打开后另存。", "Open the workbook in a spreadsheet and save it anew."),

    .sheetHidden: RuleText(
      "隐藏的工作表没有读取", "A hidden sheet was not read.",
      do: "如需读取，请用 --sheet 指明。", "If it should be, name it with --sheet."),
    .sheetNotRead: RuleText(
      "该工作表没有读取：没有所需的表头，或另指定了工作表",
      "A sheet was not read: it lacks the wanted header, or another one was asked for.",
      do: "如应读取，请核对表头，或用 --sheet 指明。", "If it should be, check its header, or name it with --sheet."),
    .hiddenRowRead: RuleText(
      "隐藏或被筛选掉的行照常读取", "A hidden or filtered row was read like any other.",
      do: "如不应计入，请先删除这些行。", "If it should not count, delete it first."),
    .numberShortened: RuleText(
      "数字按显示的 15 位有效数字读取", "A number was read as the fifteen digits that are shown of it.",
      do: "无需处理；其余位数是浮点误差。", "Nothing to do; what stands behind them is the floating point's."),
    .rowLimitReached: RuleText(
      "工作表恰好止于电子表格的最大行数，导出可能被截断",
      "The table ends at the last row a spreadsheet can have; the export may have been cut.",
      do: "请核对总行数，必要时分批导出或导出为 CSV。", "Check how many rows there should be; export in parts, or as CSV."),
    .dateSystem1904: RuleText(
      "工作簿的日期从 1904 年起算，已按此读取", "The workbook counts days from 1904, and its dates were read so.",
      do: "无需处理；如日期相差四年，请核实文件来源。",
      "Nothing to do; if dates are four years off, find out where the file comes from."),
  ]
}
