//! Proving a password, with a throttle per login that never touches those who are in.

use crate::text;
use bricks::id::{BranchId, StaffId};
use bricks::refusal::Refusal;
use ground::access::password;
use ground::access::session::{SessionToken, close, open, token_hash};
use ground::audit::{self, Entry};
use ground::db::{Db, Stop, Tx};

/// After so many wrong passwords in the window a login waits.
const FAILURES_MAX: i64 = 10;
const WINDOW_MINUTES: i64 = 15;
/// The longest login that anybody can have.
const LOGIN_CHARS_MAX: usize = 60;

ground::row! {
    struct Account {
        id: StaffId,
        branch: BranchId,
        password_hash: String,
    }
}

const ACCOUNT: &str = "SELECT id, branch_id, password_hash FROM staff WHERE login = $1 AND active";
const FAILURES: &str = "SELECT COUNT(*) FROM sign_in_failure WHERE login = $1 AND failed_at > $2";
const FAIL: &str = "INSERT INTO sign_in_failure (id, login, failed_at) VALUES ($1, $2, $3)";
const STILL: &str = "SELECT id FROM staff WHERE id = $1 AND password_hash = $2 AND active FOR NO KEY UPDATE";
const FORGIVE: &str = "DELETE FROM sign_in_failure WHERE login = $1";

/// Opens a session and gives its token; a refusal when login and password do not fit or too many tries went wrong.
pub(super) async fn sign_in(db: &Db, login: &str, password: &str, request_id: &str) -> Result<SessionToken, Stop> {
    let login = login.trim().to_lowercase();
    if login.chars().count() > LOGIN_CHARS_MAX || login.contains(char::is_control) {
        return Err(Refusal::invalid(text::sign_in_wrong_say()).into());
    }
    let asked = login.clone();
    let (account, failures) = db
        .read(move |tx| {
            let since = tx.now().plus_minutes(-WINDOW_MINUTES);
            let failures: Option<i64> = tx.one(FAILURES, &[&asked, &since])?;
            Ok((tx.one::<Account>(ACCOUNT, &[&asked])?, failures.unwrap_or(0)))
        })
        .await?;
    if failures >= FAILURES_MAX {
        return Err(Refusal::invalid(text::sign_in_throttled_say(WINDOW_MINUTES)).into());
    }
    let phc = account.as_ref().map(|a| a.password_hash.clone());
    let fits = password::fits(password.to_owned(), phc).await;
    let request_id = request_id.to_owned();
    match account {
        Some(account) if fits => {
            let mut random = [0_u8; 32];
            getrandom::fill(&mut random).map_err(|e| Stop::fault(format!("no randomness: {e}")))?;
            let token = SessionToken::new(random);
            let hash = token_hash(token.as_str());
            db.write_locked(move |tx| enter(tx, &account, &hash, &login, &request_id)).await?;
            Ok(token)
        }
        _ => {
            db.write_locked(move |tx| Ok(tx.run_one(FAIL, &[&tx.new_id(), &login, &tx.now()])?)).await?;
            Err(Refusal::invalid(text::sign_in_wrong_say()).into())
        }
    }
}

fn enter(tx: &mut Tx<'_>, account: &Account, hash: &[u8; 32], login: &str, request_id: &str) -> Result<(), Stop> {
    // Between the proof and this moment the person may have been disabled or the password changed.
    if tx.one::<i64>(STILL, &[&account.id, &account.password_hash])?.is_none() {
        return Err(Refusal::invalid(text::sign_in_wrong_say()).into());
    }
    tx.run(FORGIVE, &[&login])?;
    open(tx, hash, account.id)?;
    note(tx, account.branch, account.id, "sign_in", request_id)
}

/// Ends the session of a token, if there is one.
pub(super) async fn sign_out(db: &Db, token: [u8; 32], request_id: &str) -> Result<(), Stop> {
    let request_id = request_id.to_owned();
    db.write_locked(move |tx| {
        const OWNER: &str = "SELECT st.id, st.branch_id, st.password_hash FROM session s JOIN staff st ON st.id = s.staff_id WHERE s.token_hash = $1";
        let Some(account) = tx.one::<Account>(OWNER, &[&token])? else { return Ok(()) };
        close(tx, &token)?;
        note(tx, account.branch, account.id, "sign_out", &request_id)
    })
    .await
}

fn note(tx: &mut Tx<'_>, branch: BranchId, staff: StaffId, act: &'static str, request_id: &str) -> Result<(), Stop> {
    let entry = Entry {
        branch,
        staff: Some(staff),
        act,
        subject: "staff",
        subject_id: staff.raw(),
        patient: None,
        detail: "",
        request_id,
    };
    Ok(audit::note(tx, &entry)?)
}

/// Forgets failures that no longer count.
pub(crate) fn forget_failures(tx: &mut Tx<'_>) -> Result<u64, Stop> {
    let since = tx.now().plus_minutes(-WINDOW_MINUTES);
    Ok(tx.run("DELETE FROM sign_in_failure WHERE failed_at < $1", &[&since])?)
}
