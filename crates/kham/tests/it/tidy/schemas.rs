//! Both databases have the same tables, columns, keys and triggers.

use super::sql::{postgres, sqlite};
use std::collections::BTreeSet;

/// The facts of a schema, one a line.
type Schema = BTreeSet<String>;

fn of_sqlite() -> Schema {
    let connection = sqlite();
    let mut facts = Schema::new();
    for sql in [
        "SELECT 'column ' || t.name || '.' || c.name || ' ' || CASE c.type WHEN 'INTEGER' THEN 'whole' WHEN 'BLOB' THEN 'bytes' \
         ELSE 'text' END || CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN '' ELSE ' or null' END \
         FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'",
        "SELECT 'primary key ' || t.name || ' (' || (SELECT GROUP_CONCAT(c.name, ', ' ORDER BY c.pk) FROM pragma_table_info(t.name) c \
         WHERE c.pk > 0) || ')' FROM sqlite_master t WHERE t.type = 'table'",
        "SELECT 'unique ' || t.name || ' (' || (SELECT GROUP_CONCAT(c.name, ', ' ORDER BY c.seqno) FROM pragma_index_info(i.name) c) \
         || ')' || CASE WHEN i.partial = 1 THEN ' of some' ELSE '' END \
         FROM sqlite_master t, pragma_index_list(t.name) i WHERE t.type = 'table' AND i.\"unique\" = 1 AND i.origin <> 'pk'",
        "SELECT 'index ' || i.name || ' on ' || t.name || ' (' || (SELECT GROUP_CONCAT(c.name, ', ' ORDER BY c.seqno) \
         FROM pragma_index_info(i.name) c) || ')' \
         FROM sqlite_master t, pragma_index_list(t.name) i WHERE t.type = 'table' AND i.origin = 'c'",
        "SELECT 'foreign key ' || t.name || '.' || f.\"from\" || ' to ' || f.\"table\" || '.' || COALESCE(f.\"to\", 'id') \
         FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'",
        "SELECT 'trigger ' || t.name || ' on ' || t.tbl_name FROM sqlite_master t WHERE t.type = 'trigger'",
    ] {
        let mut prepared = connection.prepare(sql).unwrap();
        let rows = prepared.query_map([], |row| row.get::<_, String>(0)).unwrap();
        facts.extend(rows.map(Result::unwrap));
    }
    facts
}

async fn of_postgres(client: &tokio_postgres::Client) -> Schema {
    let columns = |alias: &str| {
        format!(
            "(SELECT STRING_AGG(a.attname, ', ' ORDER BY k.n) FROM UNNEST({alias}) WITH ORDINALITY k(number, n) \
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number)"
        )
    };
    let tables =
        "pg_class t JOIN pg_namespace s ON s.oid = t.relnamespace AND s.nspname = 'public' AND t.relkind = 'r'";
    let whole = "CASE c.data_type WHEN 'bigint' THEN 'whole' WHEN 'boolean' THEN 'whole' WHEN 'bytea' THEN 'bytes' ELSE 'text' END";
    let (index, constraint) = (columns("i.indkey"), columns("c.conkey"));
    let mut facts = Schema::new();
    for sql in [
        format!(
            "SELECT 'column ' || c.table_name || '.' || c.column_name || ' ' || {whole} || \
             CASE c.is_nullable WHEN 'YES' THEN ' or null' ELSE '' END \
             FROM information_schema.columns c WHERE c.table_schema = 'public'"
        ),
        format!(
            "SELECT 'primary key ' || t.relname || ' (' || {index} || ')' FROM {tables} \
             JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary"
        ),
        format!(
            "SELECT 'unique ' || t.relname || ' (' || {index} || ')' || CASE WHEN i.indpred IS NULL THEN '' ELSE ' of some' END \
             FROM {tables} JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique AND NOT i.indisprimary"
        ),
        format!(
            "SELECT 'index ' || x.relname || ' on ' || t.relname || ' (' || {index} || ')' FROM {tables} \
             JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class x ON x.oid = i.indexrelid \
             WHERE NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.oid AND c.contype IN ('p', 'u'))"
        ),
        format!(
            "SELECT 'foreign key ' || t.relname || '.' || {constraint} || ' to ' || r.relname || '.' || a.attname FROM {tables} \
             JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f' JOIN pg_class r ON r.oid = c.confrelid \
             JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = c.confkey[1]"
        ),
        format!(
            "SELECT 'trigger ' || g.tgname || ' on ' || t.relname FROM {tables} \
             JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal"
        ),
    ] {
        let rows = client.query(&sql, &[]).await.unwrap_or_else(|e| panic!("{sql}: {e:?}"));
        facts.extend(rows.iter().map(|row| row.get::<_, String>(0)));
    }
    facts
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_have_the_same_tables_columns_keys_and_triggers() {
    let Some(client) = postgres().await else { return };
    let (ours, theirs) = (of_sqlite(), of_postgres(&client).await);
    assert!(ours.len() > 400, "only {} facts were found", ours.len());
    let only = |a: &Schema, b: &Schema| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(only(&ours, &theirs), only(&theirs, &ours), "left: SQLite alone, right: PostgreSQL alone");
}

#[test]
fn no_two_indexes_hold_the_same_rows_in_the_same_order() {
    const INDEXES: &str = "SELECT t.name || ' (' || (SELECT GROUP_CONCAT(c.name, ', ' ORDER BY c.seqno) FROM pragma_index_info(i.name) c) || ')' \
         || CASE WHEN INSTR(x.sql, ' WHERE ') > 0 THEN SUBSTR(x.sql, INSTR(x.sql, ' WHERE ')) ELSE '' END \
         FROM sqlite_master t, pragma_index_list(t.name) i LEFT JOIN sqlite_master x ON x.name = i.name WHERE t.type = 'table'";
    let connection = sqlite();
    let mut prepared = connection.prepare(INDEXES).unwrap();
    let mut seen = BTreeSet::new();
    for index in prepared.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap) {
        assert!(seen.insert(index.clone()), "a second index on {index}");
    }
    assert!(seen.len() > 100, "only {} indexes were found", seen.len());
}
