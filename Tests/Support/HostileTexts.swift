/// Texts that would do harm if they were anything but values: in registers, headers and model files.
public enum HostileTexts {
  /// The texts; none holds a NUL, which no reader lets pass.
  public static let all: [String] = quotes + statements + unions + escapes + variables + marks + oddities

  private static let quotes = [
    "'", "''", "'''", "\"", "\"\"", "`", "``", "\\", "\\'", "\\\\'", "'\\", "\"'`", "[x]", "$$", "$tag$'$tag$",
    "E'\\''",
  ]
  private static let statements = [
    "'; DROP TABLE payments; --", "\"; DROP TABLE payments; --", "`; DROP TABLE payments; --",
    "'); DELETE FROM payments; --",
    "1; UPDATE payments SET amount = 0", "'; INSERT INTO payments DEFAULT VALUES; --",
    "'; ATTACH DATABASE 'x' AS y; --",
    "'; PRAGMA writable_schema = 1; --", "'; COPY payments TO PROGRAM 'true'; --", "'; VACUUM; --", "'; COMMIT; --",
    "'; CREATE TRIGGER t AFTER INSERT ON payments BEGIN SELECT 1; END; --", "\n;\nDROP TABLE payments;\n",
  ]
  private static let unions = [
    "' OR '1'='1", "' OR 1=1 --", "\" OR \"\"=\"", "') OR ('1'='1", "' UNION SELECT * FROM residents --",
    "' AND (SELECT COUNT(*) FROM sqlite_master) > 0 --", "' || (SELECT name FROM residents LIMIT 1) || '",
    "1) OR (1=1", "a' AND sleep(9) AND 'a'='a", "' AND pg_sleep(9) IS NULL --", "CASE WHEN 1=1 THEN 1 END",
  ]
  private static let escapes = [
    "-- x", "/* x */", "/*", "*/", "#", "%", "_", "%27", "&#39;", "\\u0027", "\\x27", "\\n", "\\.", "\t", "\r", "\r\n",
    "\\N",
    "\u{27}\u{301}", "\u{301}'", "\u{2019}", "\u{FF07}", "\u{2BC}",
  ]
  private static let variables = [
    "${spark.master}", "${env:HOME}", ":name", "@name", "?", "?1", "$1", "{{x}}", "%s", "%(x)s", "{x}", "<x>", "=1+1",
  ]
  private static let marks = [
    "NULL", "null", "absent", "0", "-1", "true", "locator", "id__key", "payments", "SELECT", "\u{FEFF}", "\u{200B}",
    "\u{202E}x", "\u{7F}", "\u{1F}", "\u{85}",
  ]
  private static let oddities = [
    " ", "  x  ", "甲'乙", "甲\\乙", "😀'", "\u{10FFFF}", "e\u{301}", "é", "A\u{30A}", "Å",
    String(repeating: "'", count: 999),
    String(repeating: "甲", count: 999),
  ]
}
