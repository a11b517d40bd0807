//! `kham demo`: a whole clinic of invented people, for looking around. It listens on loopback only.

use crate::config::Config;
use crate::demo_clock::DemoClock;
use crate::{house, serve};
use bricks::clock::Zone;
use ground::access::password;
use ground::db::Place;
use ground::web::House;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;

/// The password of every demonstration account.
pub const PASSWORD: &str = "kham-demo";
const ZONE: &str = "Asia/Ho_Chi_Minh";

/// How large the clinic is made.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub seed: u64,
    pub patients: usize,
    pub visits: usize,
}

/// Makes the clinic where there is none yet and runs it until it is stopped.
pub fn run(config: Config, size: &Size, port_given: bool) -> Result<ExitCode, String> {
    serve::logging(config.log_json, tracing::Level::WARN);
    let size = *size;
    serve::runtime()?.block_on(async move {
        let (folder, _temporary) = folder(&config)?;
        if !config.listen.ip().is_loopback() {
            return Err(format!("{}: the demonstration is for this machine alone", config.listen));
        }
        let listener = listen(config.listen, port_given).await?;
        let address = listener.local_addr().map_err(|e| e.to_string())?;
        let config = Config { listen: address, ..config };
        let clock = DemoClock::of(&folder, &zone()?)?;
        let house = house::build_at(&config, &folder, true, Arc::new(clock)).await?;
        if !is_made(&house, &config.place_in(&folder)).await? {
            println!("Making a demonstration clinic: {} patients, {} visits…", size.patients, size.visits);
            make(&house, &size).await?;
        }
        say_welcome(&address);
        serve::run_until_stopped(house, &config, listener).await;
        Ok(ExitCode::SUCCESS)
    })
}

/// The setting `demo` while the clinic is being made, and when it is whole.
const MAKING: &str = "making";
const MADE: &str = "made";

/// Whether the demonstration is there, whole. A real clinic's database is refused, for known passwords and a set clock are no matter for
/// people's records; so is one whose making was interrupted, for nothing in it agrees.
async fn is_made(house: &Arc<House>, place: &Place) -> Result<bool, String> {
    const STATE: &str = "SELECT value FROM setting WHERE key = 'demo'";
    let state = house.db.read(|tx| Ok(tx.one::<String>(STATE, &[])?)).await.map_err(|e| format!("{e:?}"))?;
    match (state.as_deref(), place) {
        (Some(MAKING), Place::Sqlite(file)) => Err(format!(
            "the making of this demonstration was interrupted and only a part of it is there: remove {} and start again",
            file.parent().unwrap_or(file).display()
        )),
        (Some(MAKING), Place::Postgres(_)) => {
            Err("the making of this demonstration was interrupted and only a part of it is there: empty its database and start again".to_owned())
        }
        (None, _) if house.clinics.is_set_up() => Err("this is a real clinic's database: use kham serve".to_owned()),
        (state, _) => Ok(state.is_some()),
    }
}

/// A folder that is thrown away at the end, when none was named.
fn folder(config: &Config) -> Result<(PathBuf, Option<Temporary>), String> {
    if let Some(folder) = &config.data {
        return Ok((folder.clone(), None));
    }
    let folder = std::env::temp_dir().join(format!("kham-demo-{}", std::process::id()));
    Ok((folder.clone(), Some(Temporary(folder))))
}

struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The port that was asked for; without one any free port when the usual one is taken.
async fn listen(wanted: SocketAddr, given: bool) -> Result<TcpListener, String> {
    match TcpListener::bind(wanted).await {
        Ok(listener) => Ok(listener),
        Err(e) if given => Err(format!("{wanted}: {e}")),
        Err(_) => TcpListener::bind(SocketAddr::new(wanted.ip(), 0)).await.map_err(|e| e.to_string()),
    }
}

fn say_welcome(address: &SocketAddr) {
    println!("\nThe demonstration clinic is open at http://{address}");
    println!("Every account has the password {PASSWORD}; the sign-in page signs in with one click:");
    for account in seed::accounts() {
        println!("  {:<12} {:<13} {} {}", account.login, account.role, account.title, account.name);
    }
    println!("Everybody in it is invented. Ctrl C closes it.");
}

fn zone() -> Result<Zone, String> {
    Zone::named(ZONE).map_err(|_| "unknown time zone".to_owned())
}

/// What the diary shows besides appointments: a service that needs its device, patients
/// who were asked whether they come.
fn fill_diary(tx: &mut ground::db::Tx<'_>) -> Result<(), ground::db::Stop> {
    const NEEDS: &str = "INSERT INTO service_resource (service_id, resource_id) SELECT s.id, r.id FROM service s CROSS JOIN resource r \
         WHERE s.code = 'KB05' AND r.kind = 'device' AND r.position = 1 ON CONFLICT (service_id, resource_id) DO NOTHING";
    const ASKED: &str = "UPDATE appointment SET confirmation = CASE WHEN id % 7 = 0 THEN 'asked' ELSE 'confirmed' END \
         WHERE state = 'booked' AND branch_id IN (SELECT id FROM branch) AND starts_at > $1 AND id % 3 = 0";
    tx.run(NEEDS, &[])?;
    let now = tx.now();
    tx.run(ASKED, &[&now])?;
    Ok(())
}

/// Fills an empty database with the demonstration clinic.
pub async fn make(house: &Arc<House>, size: &Size) -> Result<(), String> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|e| e.to_string())?;
    let hash = password::hash(PASSWORD.to_owned(), salt).await?;
    let zone = zone()?;
    let now = house.db.clock().now();
    let options = seed::DemoOptions {
        seed: size.seed,
        patients: size.patients,
        visits: size.visits,
        today: zone.day_of(now),
        zone,
        password_hash: hash,
    };
    mark(house, MAKING).await?;
    let report = seed::demo(&house.db, options).await.map_err(|e| format!("the demonstration was not made: {e:?}"))?;
    house.db.write(fill_diary).await.map_err(|e| format!("{e:?}"))?;
    for (_, bytes) in &report.images {
        let hash = house.files.put(bytes).map_err(|e| e.to_string())?;
        let small = ground::files::preview(bytes).map_err(|e| format!("{e:?}"))?;
        house.files.put_preview(&hash, &small).map_err(|e| e.to_string())?;
    }
    mark(house, MADE).await?;
    house.clinics.reload(&house.db).await.map_err(|e| format!("{e:?}"))
}

async fn mark(house: &Arc<House>, state: &'static str) -> Result<(), String> {
    const MARK: &str =
        "INSERT INTO setting (key, value) VALUES ('demo', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    house.db.write(move |tx| Ok(tx.run(MARK, &[&state])?)).await.map_err(|e| format!("{e:?}"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_gives_way_to_a_free_one_unless_it_was_asked_for() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = taken.local_addr().unwrap();
        let other = listen(address, false).await.unwrap().local_addr().unwrap();
        assert!(other.ip() == address.ip() && other.port() != address.port() && other.port() > 0, "{other}");
        let refused = listen(address, true).await.unwrap_err();
        assert!(refused.starts_with(&address.to_string()), "it says which: {refused}");
        drop(taken);
        assert_eq!(listen(address, true).await.unwrap().local_addr().unwrap(), address);
    }

    #[tokio::test]
    async fn a_demonstration_whose_making_was_interrupted_is_not_opened() {
        let config = Config::read(crate::config::Given::default()).unwrap();
        let (_, folder) = folder(&config).unwrap();
        let folder = folder.unwrap();
        let place = config.place_in(&folder.0);
        let house = house::build(&config, &folder.0, true).await.unwrap();
        assert!(!is_made(&house, &place).await.unwrap(), "an empty one is made");
        mark(&house, MAKING).await.unwrap();
        let refused = is_made(&house, &place).await.unwrap_err();
        assert!(refused.contains(&folder.0.display().to_string()), "it says what to remove: {refused}");
        mark(&house, MADE).await.unwrap();
        assert!(is_made(&house, &place).await.unwrap());
    }
}
