"""The rules of disadvantaged-groups/subsidies in DuckDB: with_duckdb.py REGISTERS CLUES

Types are told, not guessed; persons become whole numbers once, so that every rule joins on integers.
"""

import sys

import duckdb

REGISTERS = {
    "payments": {
        "身份证号": "VARCHAR", "姓名": "VARCHAR", "补贴项目": "VARCHAR", "类别": "VARCHAR", "发放月份": "VARCHAR",
        "发放日期": "VARCHAR", "发放金额": "DECIMAL(12,2)", "银行账号": "VARCHAR",
    },
    "certificates": {
        "身份证号": "VARCHAR", "姓名": "VARCHAR", "残疾类别": "VARCHAR", "残疾等级": "INTEGER", "发证日期": "DATE",
        "有效期至": "DATE",
    },
    "prison": {"身份证号": "VARCHAR", "姓名": "VARCHAR", "服刑起始日期": "DATE", "服刑终止日期": "DATE"},
    "children": {"身份证号": "VARCHAR", "姓名": "VARCHAR", "出生日期": "DATE"},
    "deaths": {"身份证号": "VARCHAR", "姓名": "VARCHAR", "死亡日期": "DATE"},
}
FACTS = {
    "payments": "补贴项目 AS fund, 类别 AS category, 发放月份 AS month, 发放金额 AS amount, 银行账号 AS account",
    "certificates": "残疾等级 AS level, 发证日期 AS issued, 有效期至 AS expires",
    "prison": "服刑起始日期 AS term_from, 服刑终止日期 AS term_to",
    "children": "出生日期 AS birth",
    "deaths": "死亡日期 AS died",
}
# What the rules compare: texts that repeat become enumerations, months their first days, amounts fen.
TYPED = dict.fromkeys(REGISTERS, "r.* EXCLUDE (number, name)") | {
    "payments": "fund::fund AS fund, category::category AS category, CAST(month || '-01' AS DATE) AS month, "
    "CAST(amount * 100 AS BIGINT) AS fen, account",
}
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
# The check character by ISO 7064 MOD 11-2 that the 17 digits of a whole number ask for.
TERMS = " + ".join(f"{weight} * (digits17 // {10 ** (16 - place)} % 10)" for place, weight in enumerate(WEIGHTS))
ASKED = f"substr('10X98765432', (({TERMS}) % 11 + 1)::INTEGER, 1)"

# Everything that is told of persons, once for each spelling; a number is cleaned, a number of 15 made 18, and checked.
ACCOUNTS = f"""
CREATE TEMP TABLE accounts AS
WITH cleaned AS (
  SELECT register, number, name, told,
    CASE WHEN regexp_full_match(number, '[0-9]{{17}}[0-9X]') THEN number ELSE upper(ltrim(regexp_replace(
      translate(number, '０１２３４５６７８９ｘＸ　', '0123456789xX '), '\\s', '', 'g'), '''')) END AS written,
    upper(regexp_replace(name, '[\\s　]', '', 'g')) AS called
  FROM accounts_read),
bodies AS (
  SELECT *, regexp_full_match(written, '[0-9]{{15}}') AS old,
    CASE WHEN old THEN substr(written, 1, 6) || '19' || substr(written, 7) ELSE substr(written, 1, 17) END AS body,
    CASE WHEN regexp_full_match(body, '[0-9]{{17}}') THEN body::BIGINT END AS digits17
  FROM cleaned),
checked AS (
  SELECT register, number, name, told, called, body || {ASKED} AS agreeing,
    CASE WHEN old THEN agreeing ELSE written END AS digits, coalesce(digits = agreeing, FALSE) AS valid FROM bodies),
-- The first register that names a valid number says who it is, by the name of most of its rows; others are held back.
named AS (
  SELECT digits, called, register, sum(told) AS told FROM checked WHERE valid AND called <> '' GROUP BY ALL),
holders AS (
  SELECT digits, called AS holder FROM named
  QUALIFY row_number() OVER (PARTITION BY digits ORDER BY register, told DESC, called) = 1)
SELECT register, number, name,
  CASE WHEN NOT valid THEN concat_ws(chr(31), '?', register, digits, called)
    WHEN called = '' OR called IS NULL OR called = holder THEN digits END AS subject,
  dense_rank() OVER (ORDER BY subject)::INTEGER AS person
FROM checked LEFT JOIN holders USING (digits)
"""

STANDARDS = """
CREATE TEMP TABLE standards AS SELECT * FROM (VALUES
  ('重度残疾人护理补贴', '一级', DATE '2025-01-01', 16000), ('重度残疾人护理补贴', '二级', DATE '2025-01-01', 12000),
  ('困难残疾人生活补贴', '低保', DATE '2025-01-01', 10000), ('困境儿童生活费', '散居', DATE '2025-01-01', 150000),
  ('特困供养金', '分散', DATE '2025-01-01', 120000)) AS t(fund, category, since, standard)
"""

RULES = {
    "above-standard": """
        SELECT person, sum(fen - standard) AS fen FROM payments JOIN standards USING (fund, category)
        WHERE month >= since AND fen > standard GROUP BY person""",
    # Groups first, then their rows: only these need an order.
    "paid-twice": """
        WITH repeated AS (
          SELECT person, fund, month FROM payments WHERE person IS NOT NULL GROUP BY ALL HAVING count(*) > 1),
        ordered AS (
          SELECT person, fen, row_number() OVER (PARTITION BY person, fund, month ORDER BY place) AS turn
          FROM payments JOIN repeated USING (person, fund, month))
        SELECT person, sum(fen) AS fen FROM ordered WHERE turn > 1 GROUP BY person""",
    "exclusive-funds": """
        SELECT person, sum(least(a.fen, b.fen)) AS fen
        FROM (SELECT * FROM payments WHERE fund = '困难残疾人生活补贴') AS a
        JOIN (SELECT * FROM payments WHERE fund = '特困供养金') AS b USING (person, month) GROUP BY person""",
    "no-certificate": """
        SELECT person, sum(fen) AS fen FROM payments AS p WHERE fund = '重度残疾人护理补贴' AND NOT EXISTS (
          FROM certificates AS c WHERE c.person = p.person AND (issued IS NULL OR issued <= month)
            AND (expires IS NULL OR expires >= month)) GROUP BY person""",
    "other-level": """
        SELECT person, sum(fen) AS fen FROM payments AS p WHERE fund = '重度残疾人护理补贴' AND EXISTS (
          FROM certificates AS c WHERE c.person = p.person AND level NOT IN (1, 2) AND issued <= month
            AND (expires IS NULL OR expires >= month)) GROUP BY person""",
    "past-eighteen": """
        SELECT person, sum(fen) AS fen FROM payments JOIN children USING (person)
        WHERE fund = '困境儿童生活费' AND birth <= month - INTERVAL 18 YEAR GROUP BY person""",
    "in-prison": """
        SELECT person, sum(fen) AS fen FROM payments AS p WHERE EXISTS (
          FROM prison AS t WHERE t.person = p.person AND term_from <= month AND (term_to IS NULL OR term_to >= month))
        GROUP BY person""",
    "paid-after-death": """
        SELECT person, sum(fen) AS fen
        FROM payments JOIN (SELECT person, max(died) AS died FROM deaths GROUP BY person) USING (person)
        WHERE month > died GROUP BY person""",
    "shared-account": """
        SELECT account, sum(fen) AS fen FROM payments WHERE person IS NOT NULL AND account <> ''
        GROUP BY account HAVING count(DISTINCT person) > 2""",
}


def main():
    registers, clues = sys.argv[1:3]
    database = duckdb.connect(config={"threads": 2})
    for name, columns in REGISTERS.items():
        types = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
        database.execute(f"""
            CREATE TEMP TABLE {name}_read AS SELECT 身份证号 AS number, 姓名 AS name, {FACTS[name]}
            FROM read_csv('{registers}/{name}.csv', header = true, delim = ',', quote = '"', columns = {{{types}}})""")
    told = " UNION ALL ".join(
        f"SELECT {place} AS register, number, name, count(*) AS told FROM {name}_read GROUP BY ALL"
        for place, name in enumerate(REGISTERS))
    database.execute(f"CREATE TEMP TABLE accounts_read AS {told}")
    database.execute(ACCOUNTS)
    for name in ("fund", "category"):
        database.execute(f"CREATE TYPE {name} AS ENUM (SELECT DISTINCT {name} FROM payments_read WHERE {name} IS NOT NULL)")
    database.execute(STANDARDS)
    for place, name in enumerate(REGISTERS):
        database.execute(f"""
            CREATE TEMP TABLE {name} AS
            SELECT r.rowid AS place, CASE WHEN subject IS NOT NULL THEN person END AS person, {TYPED[name]}
            FROM {name}_read AS r JOIN accounts AS a
              ON a.register = {place} AND a.number = r.number AND a.name IS NOT DISTINCT FROM r.name""")
        database.execute(f"DROP TABLE {name}_read")
    database.execute("CREATE TEMP TABLE subjects AS SELECT DISTINCT person, subject FROM accounts WHERE subject IS NOT NULL")
    selects = [
        f"SELECT '{rule}' AS rule, 'account' AS kind, account AS subject, fen FROM ({sql})" if rule == "shared-account"
        else f"SELECT '{rule}' AS rule, 'person' AS kind, subject, fen FROM ({sql}) JOIN subjects USING (person)"
        for rule, sql in RULES.items()
    ]
    database.execute("CREATE TEMP TABLE clues (rule VARCHAR, kind VARCHAR, subject VARCHAR, fen BIGINT)")
    for select in selects:
        database.execute(f"INSERT INTO clues {select}")
    database.execute(f"COPY (FROM clues ORDER BY ALL) TO '{clues}' (HEADER)")


main()
