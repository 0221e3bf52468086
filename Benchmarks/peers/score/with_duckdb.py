"""The per-capita cost index with DuckDB: with_duckdb.py DATA FEATURES OUT

Types are told, texts that repeat become enumerations and persons whole numbers, and every count of days is two groupings.
Sums are of 128 bits in the engine; what leaves it fits in 64.
"""

import pathlib
import sys

import duckdb

import model
import scoring

CLAIMS = {
    "setl_id": "VARCHAR", "init_setl_id": "VARCHAR", "psn_no": "VARCHAR", "gend": "VARCHAR", "brdy": "VARCHAR",
    "insutype": "SMALLINT", "fixmedins_code": "VARCHAR", "med_type": "VARCHAR", "setl_time": "TIMESTAMP",
    "dise_no": "VARCHAR", "medfee_sumamt": "DECIMAL(14,2)", "fulamt_ownpay_amt": "VARCHAR", "overlmt_selfpay": "VARCHAR",
    "preselfpay_amt": "VARCHAR", "inscp_scp_amt": "VARCHAR", "fund_pay_sumamt": "DECIMAL(14,2)", "acct_pay": "VARCHAR",
    "cash_payamt": "VARCHAR", "drug_fee": "DECIMAL(14,2)", "refd_setl_flag": "TINYINT", "vali_flag": "TINYINT",
}
PERSONS = {"psn_no": "VARCHAR", "gend": "TINYINT", "brdy": "DATE", "insutype": "VARCHAR"}
INSTITUTIONS = dict.fromkeys(["fixmedins_code", "fixmedins_name", "fixmedins_type"], "VARCHAR") | {
    "hosp_lv": "SMALLINT", "fix_blng_admdvs": "VARCHAR"}


def reading(path, types):
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    return f"read_csv('{path}', header = true, delim = ',', quote = '\"', nullstr = '', columns = {{{columns}}})"


def words(column, table):
    """A CASE of a column by a dictionary."""
    def quoted(value):
        return f"'{value}'" if isinstance(value, str) else value
    return f"CASE {column} " + " ".join(f"WHEN {quoted(key)} THEN '{value}'" for key, value in table.items()) + " END"


def bands(age):
    """The label of the band an age lies in."""
    ends = zip(model.AGE_STARTS[1:], model.AGE_LABELS)
    return "CASE " + " ".join(f"WHEN {age} < {end} THEN '{label}'" for end, label in ends) + f" ELSE '{model.AGE_LABELS[-1]}' END"


def fen(column):
    return f"CAST({column} * 100 AS BIGINT)"


NUMBER = "year({0}) * 10000 + month({0}) * 100 + day({0})"
TABLES = f"""
CREATE TEMP TABLE persons AS
SELECT CAST(row_number() OVER () AS INTEGER) AS person, psn_no, gend, {NUMBER.format('brdy')} AS born
FROM {reading("{data}/persons.csv", PERSONS)};
CREATE TEMP TABLE institutions AS
SELECT CAST(row_number() OVER () AS SMALLINT) AS institution, fixmedins_code AS institution_id,
  CASE WHEN fixmedins_type = '{model.HOSPITAL}' THEN {words('hosp_lv', model.LEVELS)}
       ELSE {words('fixmedins_type', model.KINDS)} END AS peer_group
FROM {reading("{data}/institutions.csv", INSTITUTIONS)};
CREATE TEMP TABLE claims AS
SELECT setl_id, init_setl_id, person, institution, dise_no AS disease, insutype AS scheme,
  CAST({NUMBER.format('setl_time')} AS INTEGER) AS day, {fen('medfee_sumamt')} AS cost_fen, {fen('drug_fee')} AS drug_fen,
  {fen('fund_pay_sumamt')} AS fund_fen, refd_setl_flag = 1 AS refund
FROM {reading("{data}/claims.csv", CLAIMS)}
LEFT JOIN persons USING (psn_no) LEFT JOIN institutions ON institution_id = fixmedins_code
WHERE vali_flag = 1 AND (med_type IN ({', '.join(f"'{code}'" for code in model.CARE_CODES)})
  OR starts_with(med_type, '{model.CARE_PREFIX}')
  OR {' OR '.join(f"contains(med_type, '{word}')" for word in model.CARE_WORDS)});
CREATE TYPE disease AS ENUM (SELECT DISTINCT disease FROM claims ORDER BY disease);
"""
CHECK = """
SELECT count(*) - count(DISTINCT setl_id), count(*) FILTER (person IS NULL OR institution IS NULL) FROM claims
"""
# Refunds take the day and the stratum of an original of the same person and institution that is no refund itself.
BOOKED = """
CREATE TEMP TABLE refunds AS
SELECT r.init_setl_id, r.person, r.institution, coalesce(o.disease, r.disease) AS disease,
  coalesce(o.scheme, r.scheme) AS scheme, coalesce(o.day, r.day) AS day, r.cost_fen, r.drug_fen, r.fund_fen,
  o.cost_fen AS original_fen
FROM (SELECT * FROM claims WHERE refund) r
LEFT JOIN (SELECT * FROM claims WHERE NOT refund) o
  ON o.setl_id = r.init_setl_id AND o.person = r.person AND o.institution = r.institution;
CREATE TEMP TABLE days AS
WITH reversed AS (
  SELECT init_setl_id AS setl_id FROM refunds WHERE original_fen IS NOT NULL
  GROUP BY init_setl_id HAVING any_value(original_fen) + sum(cost_fen) <= 0),
booked AS (
  SELECT person, institution, disease, scheme, day, cost_fen, drug_fen, fund_fen, b.setl_id IS NULL AS visit
  FROM claims c LEFT JOIN reversed b USING (setl_id) WHERE NOT refund
  UNION ALL
  SELECT person, institution, disease, scheme, day, cost_fen, drug_fen, fund_fen, FALSE FROM refunds)
SELECT person, institution, CAST(disease AS disease) AS disease, day, min(scheme) FILTER (visit) AS visit_scheme,
  min(scheme) AS scheme, bool_or(visit) AS visit, CAST(sum(cost_fen) AS BIGINT) AS cost_fen,
  CAST(sum(drug_fen) AS BIGINT) AS drug_fen, CAST(sum(fund_fen) AS BIGINT) AS fund_fen
FROM booked GROUP BY ALL;
DROP TABLE claims;
DROP TABLE refunds;
"""
# Day and scheme in one number: the least is the first day's, with the scheme that comes first.
CELLS = f"""
CREATE TEMP TABLE cells AS
WITH seen AS (
  SELECT person, coalesce(min(day * 1000::BIGINT + visit_scheme) FILTER (visit), min(day * 1000::BIGINT + scheme)) AS first
  FROM days GROUP BY person),
described AS (
  SELECT person, {bands('(first // 1000 - born) // 10000')} AS age_band, {words('gend', model.SEXES)} AS sex,
    {words('first % 1000', model.SCHEMES)} AS scheme
  FROM seen JOIN persons USING (person)),
summed AS (
  SELECT person, institution, disease, count(*) FILTER (visit) AS visits, CAST(sum(cost_fen) AS BIGINT) AS cost_fen,
    CAST(sum(drug_fen) AS BIGINT) AS drug_fen, CAST(sum(fund_fen) AS BIGINT) AS fund_fen
  FROM days GROUP BY ALL)
SELECT summed.*, age_band, sex, scheme, peer_group
FROM summed JOIN described USING (person) JOIN institutions USING (institution);
CREATE TEMP TABLE visits AS
SELECT institution, count(*) AS visits
FROM (SELECT DISTINCT person, institution, day FROM days WHERE visit) GROUP BY institution;
DROP TABLE days;
"""
REACHED = f"""
SELECT peer_group, disease, list_sort(list(cost_fen))[({model.PER_MILLE} * count(*) + 999) // 1000] AS reached
FROM cells WHERE visits > 0 GROUP BY peer_group, disease
"""
CAPPED = """
CREATE TEMP TABLE capped AS
SELECT cells.*, least(cost_fen, coalesce(cap, cost_fen)) AS capped_fen
FROM cells LEFT JOIN caps ON caps.peer_group = cells.peer_group AND caps.disease = cells.disease;
DROP TABLE cells;
"""
SUMS = """CAST(sum(cost_fen) AS BIGINT) AS cost_fen, CAST(sum(capped_fen) AS BIGINT) AS capped_fen,
  CAST(sum(capped_fen::HUGEINT * capped_fen) AS BIGINT) AS capped_sq_fen2, CAST(sum(drug_fen) AS BIGINT) AS drug_fen,
  CAST(sum(fund_fen) AS BIGINT) AS fund_fen"""
TALLY = f"""
CREATE TEMP TABLE tally AS
WITH strata AS (
  SELECT institution, disease::VARCHAR AS disease, age_band, sex, scheme, count(*) FILTER (visits > 0) AS heads,
    CAST(sum(visits) AS BIGINT) AS visits, {SUMS}
  FROM capped GROUP BY ALL),
seen AS (SELECT institution, count(DISTINCT person) AS heads FROM capped WHERE visits > 0 GROUP BY institution),
whole AS (SELECT institution, {SUMS} FROM capped GROUP BY institution)
SELECT 'stratum' AS row_type, institution_id, peer_group, disease, age_band, sex, scheme,
  strata.* EXCLUDE (institution, disease, age_band, sex, scheme)
FROM strata JOIN institutions USING (institution)
UNION ALL
SELECT 'institution', institution_id, peer_group, NULL, NULL, NULL, NULL, coalesce(heads, 0), coalesce(visits, 0),
  whole.* EXCLUDE (institution)
FROM whole LEFT JOIN seen USING (institution) LEFT JOIN visits USING (institution) JOIN institutions USING (institution);
CREATE TEMP TABLE pairs AS
WITH heads AS (
  SELECT person, institution, disease, age_band, sex, scheme, capped_fen FROM capped WHERE visits > 0
  QUALIFY count(*) OVER (PARTITION BY person, institution) > 1)
SELECT institution_id, a.disease::VARCHAR AS disease, b.disease::VARCHAR AS other_disease, a.age_band, a.sex, a.scheme,
  count(*) AS heads, CAST(sum(a.capped_fen) AS BIGINT) AS capped_fen, CAST(sum(b.capped_fen) AS BIGINT) AS other_capped_fen,
  CAST(sum(a.capped_fen::HUGEINT * b.capped_fen) AS BIGINT) AS product_fen2
FROM heads a JOIN heads b ON a.person = b.person AND a.institution = b.institution AND a.disease < b.disease
JOIN institutions ON institutions.institution = a.institution
GROUP BY ALL;
"""
WRITE = """
COPY (FROM tally ORDER BY institution_id, row_type DESC, disease, age_band, sex, scheme) TO '{out}/tally.csv' (HEADER);
COPY (FROM pairs ORDER BY institution_id, disease, age_band, sex, scheme, other_disease) TO '{out}/tally-pairs.csv' (HEADER);
"""


def columns(database, query):
    """The columns of a query as NumPy arrays; none holds a missing value."""
    return dict(database.sql(query).fetchnumpy())


def main():
    data, features, out = (pathlib.Path(argument) for argument in sys.argv[1:])
    database = duckdb.connect()
    database.execute("SET preserve_insertion_order = false")
    # What does not fit in memory goes beside the answer.
    database.execute(f"SET temp_directory = '{out}/spilled'")
    database.execute(TABLES.replace("{data}", str(data)))
    repeated, unknown = database.sql(CHECK).fetchall()[0]
    if repeated:
        raise SystemExit("a settlement stands twice: the simulated data hold none")
    if unknown:
        raise SystemExit("a row names a person or institution that its table lacks")
    database.execute(BOOKED)
    database.execute(CELLS)
    reached = database.sql(REACHED).fetchall()
    limits = model.caps([row[2] for row in reached]).tolist()
    database.execute("CREATE TEMP TABLE caps (peer_group VARCHAR, disease disease, cap BIGINT)")
    database.executemany("INSERT INTO caps VALUES (?, ?, ?)", [(*row[:2], cap) for row, cap in zip(reached, limits)])
    database.execute(CAPPED)
    database.execute(TALLY)
    database.execute(WRITE.replace("{out}", str(out)))
    strata = columns(database, "FROM tally WHERE row_type = 'stratum' ORDER BY ALL")
    totals = columns(database, "SELECT * EXCLUDE (disease, age_band, sex, scheme) FROM tally WHERE row_type = 'institution' "
                               "ORDER BY institution_id")
    pairs = columns(database, "FROM pairs ORDER BY ALL")
    database.close()
    scoring.score(strata, totals, pairs, features, out)


if __name__ == "__main__":
    main()
