public import SteelyardDomain

extension Wording.Failure {
  /// A database did not give what was asked of it.
  ///
  /// - Parameter source: the source as it may be shown.
  public static func databaseFailed(source: String, _ fault: DatabaseFault) -> LocalizedText {
    switch fault {
    case .sourceUnreadable, .passwordInName, .libraryMissing, .noConnection:
      unreached(source, fault)
    case .tableMissing:
      LocalizedText(
        zh: "\(source)：数据库中没有这个表或视图。请核对名称、模式（模式.表）和大小写。",
        en: "\(source): the database has no such table or view. Check its name, its schema (schema.table) and capitals."
      )
    case .notPermitted:
      LocalizedText(
        zh: "\(source)：数据库不允许。读表需要 SELECT 权限，--engine postgresql 还需要建临时表的 TEMPORARY 权限。",
        en:
          "\(source): the database does not permit it. Reading takes SELECT on the table, and --engine postgresql takes "
          + "TEMPORARY on the database.")
    case .queryRefused(let state, let position):
      LocalizedText(
        zh: "\(source)：数据库不接受该查询\(position.map { "，停在第 \($0) 个字符" } ?? "")（SQLSTATE \(state)）。"
          + "请给出单独一条 SELECT，可先在 psql 中试行。",
        en:
          "\(source): the database does not take the query\(position.map { ", and stops at its character \($0)" } ?? "") "
          + "(SQLSTATE \(state)). Give a single SELECT; try it in psql first.")
    case .noRows:
      LocalizedText(
        zh: "\(source)：该语句不返回行。请给出一条 SELECT。", en: "\(source): the statement gives no rows. Give a SELECT.")
    case .settingRefused(let name):
      LocalizedText(
        zh: "\(source)：数据库不接受设置 \(name)。请核对 --engine-setting 的名称和值。",
        en: "\(source): the database does not take the setting \(name). Check its name and value in --engine-setting.")
    case .failed(let state):
      LocalizedText(
        zh: "\(source)：数据库中途出错（SQLSTATE \(state)），结果作废。原因可在 psql 中运行同一查询查看；服务器日志中也有记录。",
        en:
          "\(source): the database broke off (SQLSTATE \(state)), so nothing is kept. The same query in psql tells why; so "
          + "does the server's log.")
    case .connectionLost:
      LocalizedText(
        zh: "\(source)：读取中途与数据库的连接断开，结果作废。请重新运行。",
        en:
          "\(source): the connection to the database was lost before everything had come, so nothing is kept. Run again."
      )
    }
  }

  /// What went wrong before there was a connection.
  private static func unreached(_ source: String, _ fault: DatabaseFault) -> LocalizedText {
    switch fault {
    case .passwordInName:
      LocalizedText(
        zh: "数据库来源中不能写密码：进程列表会显示它。请放入 ~/.pgpass、PGPASSFILE、PGPASSWORD 或服务文件。",
        en:
          "A database's name must not hold a password, which lists of processes show. Put it into ~/.pgpass, PGPASSFILE, "
          + "PGPASSWORD or a service file.")
    case .libraryMissing:
      LocalizedText(
        zh: "\(source)：本机没有 libpq。请安装：apt-get install libpq5。",
        en: "\(source): libpq is not installed on this machine: apt-get install libpq5.")
    case .noConnection(let reason):
      LocalizedText(
        zh: "\(source)：无法连接数据库。\(reason)", en: "\(source): the database cannot be reached. \(reason)")
    default:
      LocalizedText(
        zh: "数据库来源写法有误。应为 'postgres:连接#表' 或 'postgres:连接#查询'，如 postgres://用户@主机/库#claims；"
          + "连接地址中的 # @ / 等字符请写成 %23 %40 %2F。",
        en: "A database's name cannot be read. Write 'postgres:CONNECTION#TABLE' or 'postgres:CONNECTION#QUERY', as in "
          + "postgres://user@host/bureau#claims; in a URI write # @ / as %23 %40 %2F.")
    }
  }

  /// Tables of a run that the server cannot read together.
  public static func databasesSeveral(_ source: String) -> LocalizedText {
    LocalizedText(
      zh: "\(source) 与第一个来源的连接写法不同。由数据库汇总时，各表须在同一个库中，连接写法须相同。",
      en:
        "\(source) names another connection than the first source. The database makes the sums of tables that it holds "
        + "itself: name them by one connection.")
  }
}
