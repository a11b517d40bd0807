use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use crossbeam_channel::Sender;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use tokio::sync::oneshot;

pub const PASSWORD_CHARS_MIN: usize = 10;

/// Argon2id with 19 MiB, 2 passes, 1 lane: the OWASP Password Storage Cheat Sheet's minimum, for old PCs.
fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19_456, 2, 1, None).unwrap_or_default())
}

type Work = Box<dyn FnOnce() + Send>;

/// Passwords are worked on one after the other, on a thread of their own: each takes 19 MB and a core for some 20 ms, and
/// the memory of one serves the next. None when the system gives no thread.
static THREAD: LazyLock<Option<Sender<Work>>> = LazyLock::new(|| {
    let (give, take) = crossbeam_channel::unbounded::<Work>();
    let run = move || {
        for work in take {
            let _ = catch_unwind(AssertUnwindSafe(work));
        }
    };
    std::thread::Builder::new().name("kham-password".to_owned()).spawn(run).ok().map(|_| give)
});

/// What the work gives when its turn has come. Who has gone away meanwhile takes no turn.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (give, take) = oneshot::channel();
    let work = move || {
        if !give.is_closed() {
            let _ = give.send(work());
        }
    };
    THREAD.as_ref()?.send(Box::new(work)).ok()?;
    take.await.ok()
}

/// The PHC string of a password. Slow on purpose.
pub async fn hash(password: String, random: [u8; 16]) -> Result<String, String> {
    in_turn(move || hash_now(&password, random)).await.ok_or("no thread for passwords")?
}

fn hash_now(password: &str, random: [u8; 16]) -> Result<String, String> {
    let salt = SaltString::encode_b64(&random).map_err(|e| e.to_string())?;
    argon().hash_password(password.as_bytes(), &salt).map(|h| h.to_string()).map_err(|e| e.to_string())
}

/// What is proved when there is nobody of that login.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password", [7; 16]).unwrap_or_default());

/// Whether a password fits a PHC string. Without one it takes as long and never fits, so that an answer's time tells
/// nobody which logins there are. Slow on purpose.
pub async fn fits(password: String, phc: Option<String>) -> bool {
    in_turn(move || fits_now(&password, phc.as_deref())).await.unwrap_or(false)
}

fn fits_now(password: &str, phc: Option<&str>) -> bool {
    let parsed = PasswordHash::new(phc.unwrap_or(&NOBODY));
    let fits = parsed.is_ok_and(|parsed| argon().verify_password(password.as_bytes(), &parsed).is_ok());
    fits && phc.is_some()
}

#[cfg(test)]
mod tests {
    use super::{NOBODY, fits, fits_now, hash};

    #[tokio::test]
    async fn a_password_fits_its_own_string_alone_and_nobodys_none() {
        let phc = hash("mật khẩu của tôi".to_owned(), [1; 16]).await.unwrap();
        assert!(fits("mật khẩu của tôi".to_owned(), Some(phc.clone())).await);
        assert!(!fits("mật khẩu của toi".to_owned(), Some(phc)).await);
        assert!(fits_now("nobody has this password", Some(&NOBODY)), "as much is reckoned for a login that nobody has");
        assert!(!fits("nobody has this password".to_owned(), None).await);
        assert!(!fits("x".to_owned(), Some("no such string".to_owned())).await);
    }
}
