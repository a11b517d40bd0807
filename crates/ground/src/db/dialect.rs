//! The one place where the engines' dialects differ.

use std::borrow::Cow;

/// Which database stands below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A statement as SQLite understands it: without row locks, which its single writer makes needless.
pub fn sqlite_statement(sql: &str) -> Cow<'_, str> {
    if sql.contains("FOR UPDATE")
        || sql.contains("FOR NO KEY UPDATE")
        || sql.contains("FOR KEY SHARE")
        || sql.contains("FOR SHARE")
    {
        let unlocked =
            sql.replace("FOR UPDATE SKIP LOCKED", "").replace("FOR UPDATE", "").replace("FOR NO KEY UPDATE", "");
        Cow::Owned(unlocked.replace("FOR KEY SHARE", "").replace("FOR SHARE", ""))
    } else {
        Cow::Borrowed(sql)
    }
}

/// A migration as SQLite understands it: types by whole words, STRICT, and no hidden rowid where the key is its own.
/// The sections for SQLite alone stand as they are.
pub fn sqlite_ddl(sql: &str) -> String {
    let translated = |text: &str| text.split(';').map(sqlite_ddl_statement).collect::<Vec<_>>().join(";");
    sections(sql)
        .map(|(engine, text)| match engine {
            None => translated(text),
            Some(Engine::Sqlite) => text.to_owned(),
            Some(Engine::Postgres) => String::new(),
        })
        .collect()
}

/// A migration as PostgreSQL understands it: without the sections for SQLite alone.
pub fn postgres_ddl(sql: &str) -> String {
    sections(sql).filter(|(engine, _)| *engine != Some(Engine::Sqlite)).map(|(_, text)| text).collect()
}

/// What only one engine says (a trigger) stands behind a line `--- sqlite` or `--- postgres`, up to `--- both`.
fn sections(sql: &str) -> impl Iterator<Item = (Option<Engine>, &str)> {
    sql.split("\n--- ").enumerate().map(|(n, text)| match text.split_once('\n') {
        Some(("sqlite", rest)) if n > 0 => (Some(Engine::Sqlite), rest),
        Some(("postgres", rest)) if n > 0 => (Some(Engine::Postgres), rest),
        Some(("both", rest)) if n > 0 => (None, rest),
        _ => (None, text),
    })
}

fn sqlite_ddl_statement(statement: &str) -> String {
    let mut out = String::with_capacity(statement.len() + 32);
    let mut word = String::new();
    for c in statement.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        out.push_str(match word.as_str() {
            "BIGINT" | "BOOLEAN" => "INTEGER",
            "DATE" => "TEXT",
            "BYTEA" => "BLOB",
            other => other,
        });
        word.clear();
        out.push(c);
    }
    out.pop();
    if statement.contains("CREATE TABLE") && out.trim_end().ends_with(')') {
        let own_key = !out.contains("INTEGER PRIMARY KEY");
        out.truncate(out.trim_end().len());
        out.push_str(if own_key { " STRICT, WITHOUT ROWID" } else { " STRICT" });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_replaced_as_whole_words_only() {
        let ddl = sqlite_ddl("CREATE TABLE a (id BIGINT PRIMARY KEY, updated DATE, date_text TEXT, b BYTEA)");
        assert_eq!(ddl, "CREATE TABLE a (id INTEGER PRIMARY KEY, updated TEXT, date_text TEXT, b BLOB) STRICT");
    }

    #[test]
    fn a_table_with_a_key_of_its_own_has_no_rowid() {
        let ddl = sqlite_ddl("CREATE TABLE a (x TEXT NOT NULL, PRIMARY KEY (x));\n");
        assert!(ddl.starts_with("CREATE TABLE a (x TEXT NOT NULL, PRIMARY KEY (x)) STRICT, WITHOUT ROWID;"));
    }

    #[test]
    fn what_one_engine_alone_says_is_left_to_it() {
        let sql = "CREATE INDEX a ON b (c);\n--- sqlite\nBEGIN SELECT 1; END;\n--- postgres\nCREATE FUNCTION f();\n--- both\nDROP INDEX a;";
        assert_eq!(sqlite_ddl(sql), "CREATE INDEX a ON b (c);BEGIN SELECT 1; END;DROP INDEX a;");
        assert_eq!(postgres_ddl(sql), "CREATE INDEX a ON b (c);CREATE FUNCTION f();DROP INDEX a;");
    }

    #[test]
    fn row_locks_are_stripped_for_sqlite() {
        assert_eq!(sqlite_statement("SELECT 1 FOR UPDATE").trim(), "SELECT 1");
        assert_eq!(sqlite_statement("SELECT 1 FOR NO KEY UPDATE").trim(), "SELECT 1");
        assert_eq!(sqlite_statement("SELECT 1 FOR KEY SHARE").trim(), "SELECT 1");
        assert_eq!(sqlite_statement("SELECT 1 FOR SHARE").trim(), "SELECT 1");
    }
}
