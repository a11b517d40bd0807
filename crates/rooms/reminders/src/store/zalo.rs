//! The clinic's account with Zalo: its keys, its tokens, its templates.

use bricks::clock::Instant;
use ground::db::{DbError, Tx};
use papers::message::Kind;

ground::row! {
    /// The account as stored. Its keys reach no page and no log.
    pub(crate) struct Account {
        pub app_id: String,
        pub secret_key: String,
        pub refresh_token: String,
        pub access_token: String,
        pub access_ends_at: Instant,
        pub trouble: String,
        pub quiet_from_minute: i64,
        pub quiet_to_minute: i64,
    }
}

ground::row! {
    /// The template of one kind.
    pub(crate) struct Template {
        pub kind: Kind,
        pub template_id: String,
        /// Names of facts with commas between them; empty for all.
        pub facts: String,
    }
}

const ACCOUNT: &str = "SELECT app_id, secret_key, refresh_token, access_token, access_ends_at, trouble, quiet_from_minute, quiet_to_minute \
     FROM zalo_account WHERE id = 1";
const SAVE: &str = "INSERT INTO zalo_account (id, app_id, secret_key, refresh_token, access_token, access_ends_at, renewing_until, trouble, \
     quiet_from_minute, quiet_to_minute) VALUES (1, $1, $2, $3, '', 0, 0, '', $4, $5) ON CONFLICT (id) DO UPDATE SET app_id = excluded.app_id, \
     secret_key = excluded.secret_key, refresh_token = excluded.refresh_token, access_token = excluded.access_token, \
     access_ends_at = excluded.access_ends_at, trouble = excluded.trouble, quiet_from_minute = excluded.quiet_from_minute, \
     quiet_to_minute = excluded.quiet_to_minute";
const SAVE_QUIET: &str = "UPDATE zalo_account SET quiet_from_minute = $1, quiet_to_minute = $2 WHERE id = 1";
const FORGET: &str = "DELETE FROM zalo_account WHERE id = 1";
const TEMPLATES: &str = "SELECT kind, template_id, facts FROM zalo_template ORDER BY kind";
const SAVE_TEMPLATE: &str = "INSERT INTO zalo_template (kind, template_id, facts) VALUES ($1, $2, $3) ON CONFLICT (kind) DO UPDATE SET \
     template_id = excluded.template_id, facts = excluded.facts";
const FORGET_TEMPLATE: &str = "DELETE FROM zalo_template WHERE kind = $1";
/// One process at a time uses the token up that is used once.
const BEGIN_RENEWAL: &str = "UPDATE zalo_account SET renewing_until = $2 WHERE id = 1 AND renewing_until < $1 AND refresh_token = $3 AND trouble = ''";
const RENEWED: &str = "UPDATE zalo_account SET refresh_token = $2, access_token = $3, access_ends_at = $4, renewing_until = 0 \
     WHERE id = 1 AND refresh_token = $1";
const NOT_RENEWED: &str =
    "UPDATE zalo_account SET renewing_until = 0, trouble = $2 WHERE id = 1 AND refresh_token = $1";
const TOKEN_OVER: &str = "UPDATE zalo_account SET access_ends_at = 0 WHERE id = 1 AND access_token = $1";

pub(crate) fn account(tx: &mut Tx<'_>) -> Result<Option<Account>, DbError> {
    tx.one(ACCOUNT, &[])
}

/// New keys: the old tokens are worth nothing with them.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    (app_id, secret_key, refresh_token): (&str, &str, &str),
    (quiet_from, quiet_to): (i64, i64),
) -> Result<(), DbError> {
    tx.run_one(SAVE, &[&app_id, &secret_key, &refresh_token, &quiet_from, &quiet_to])
}

pub(crate) fn save_quiet(tx: &mut Tx<'_>, (from, to): (i64, i64)) -> Result<(), DbError> {
    tx.run_one(SAVE_QUIET, &[&from, &to])
}

pub(crate) fn forget(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.run(FORGET, &[]).map(|_| ())
}

pub(crate) fn templates(tx: &mut Tx<'_>) -> Result<Vec<Template>, DbError> {
    tx.all(TEMPLATES, &[])
}

/// An empty id takes the template away.
pub(crate) fn save_template(tx: &mut Tx<'_>, kind: Kind, id: &str, facts: &str) -> Result<(), DbError> {
    if id.is_empty() {
        return tx.run(FORGET_TEMPLATE, &[&kind]).map(|_| ());
    }
    tx.run_one(SAVE_TEMPLATE, &[&kind, &id, &facts])
}

/// Whether this process may use up this token now, until an instant.
pub(crate) fn begin_renewal(tx: &mut Tx<'_>, refresh_token: &str, until: Instant) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(BEGIN_RENEWAL, &[&now, &until, &refresh_token])? == 1)
}

/// The tokens that took the place of this one.
pub(crate) fn renewed(
    tx: &mut Tx<'_>,
    old: &str,
    (refresh, access, ends_at): (&str, &str, Instant),
) -> Result<bool, DbError> {
    Ok(tx.run(RENEWED, &[&old, &refresh, &access, &ends_at])? == 1)
}

/// No tokens came; with words in `trouble` nobody tries again until a person has entered new keys.
pub(crate) fn not_renewed(tx: &mut Tx<'_>, old: &str, trouble: &str) -> Result<(), DbError> {
    tx.run(NOT_RENEWED, &[&old, &trouble]).map(|_| ())
}

pub(crate) fn token_over(tx: &mut Tx<'_>, access_token: &str) -> Result<(), DbError> {
    tx.run(TOKEN_OVER, &[&access_token]).map(|_| ())
}
