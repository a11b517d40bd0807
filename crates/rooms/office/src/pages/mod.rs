//! The handlers.

pub(crate) mod account;
pub(crate) mod consumables;
pub(crate) mod medicines;
pub(crate) mod password_link;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod places;
pub(crate) mod services;
pub(crate) mod settings;
pub mod start;
pub(crate) mod today;

use ground::access::password;
use ground::db::Stop;
use ground::web::Form;

/// The PHC string of a new password.
async fn hash(password: &str) -> Result<String, Stop> {
    let salt = random::<16>()?;
    password::hash(password.to_owned(), salt).await.map_err(Stop::fault)
}

fn random<const BYTES: usize>() -> Result<[u8; BYTES], Stop> {
    let mut random = [0_u8; BYTES];
    getrandom::fill(&mut random).map_err(|e| Stop::fault(format!("no randomness: {e}")))?;
    Ok(random)
}

/// The form's key alone: an idempotency row must not keep a fast hash of a body with a password in it.
fn without_secrets(form: &Form) -> Form {
    Form::of(vec![("key".to_owned(), form.key().to_owned())], [0; 32])
}
