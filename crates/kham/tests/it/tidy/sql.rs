//! Every statement of the sources is understood by both databases, with the tables as they are.

use super::none;
use super::statements::statements;
use crate::harness::{new_postgres, postgres_server};
use ground::db::{MIGRATIONS, postgres_ddl, sqlite_ddl, sqlite_statement};

/// An empty clinic in memory.
pub fn sqlite() -> rusqlite::Connection {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    for step in MIGRATIONS {
        connection.execute_batch(&sqlite_ddl(step.sql)).unwrap();
    }
    connection
}

/// An empty clinic on the test's server; `None` where there is none.
pub async fn postgres() -> Option<tokio_postgres::Client> {
    let url = new_postgres(&postgres_server()?, "template0").await;
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    for step in MIGRATIONS {
        client.batch_execute(&postgres_ddl(step.sql)).await.unwrap();
    }
    Some(client)
}

#[test]
fn sqlite_understands_every_statement() {
    let (statements, mut findings) = statements();
    let connection = sqlite();
    for statement in &statements {
        if let Err(e) = connection.prepare(&sqlite_statement(&statement.sql)) {
            findings.push(format!("{}: {e}", statement.place()));
        }
    }
    none("Correct the statement.", findings);
    assert!(statements.len() > 150, "only {} statements were found: this test no longer sees them", statements.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_understands_every_statement() {
    let Some(client) = postgres().await else { return };
    let mut findings = Vec::new();
    for statement in statements().0 {
        if let Err(e) = client.prepare(&statement.sql).await {
            let reason = e.as_db_error().map_or_else(|| e.to_string(), ToString::to_string);
            findings.push(format!("{}: {reason}", statement.place()));
        }
    }
    none("Correct the statement; one text serves both databases.", findings);
}
