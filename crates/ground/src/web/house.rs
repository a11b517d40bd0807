use super::gate::Whose;
use super::outside::Outside;
use super::presence::Presence;
use crate::access::{Branch, Permission, Who};
use crate::db::{Db, Stop, Tx};
use crate::files::Files;
use crate::printer::Printer;
use bricks::clock::Zone;
use bricks::id::BranchId;
use bricks::lang::Lang;
use std::sync::{Arc, RwLock};
use tokio::sync::watch;

/// The branches of the house, read at the start and after every change of their profile.
#[derive(Default)]
pub struct Clinics(RwLock<Arc<Vec<Arc<Branch>>>>);

crate::row! {
    struct BranchRow {
        id: BranchId,
        name: String,
        address: String,
        phone: String,
        email: Option<String>,
        tax_id: Option<String>,
        time_zone: String,
    }
}

const BRANCHES: &str = "SELECT id, name, address, phone, email, tax_id, time_zone FROM branch ORDER BY id";

impl Clinics {
    /// The branches as they were read last.
    pub fn all(&self) -> Arc<Vec<Arc<Branch>>> {
        self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// One of them.
    pub fn find(&self, id: BranchId) -> Option<Arc<Branch>> {
        self.all().iter().find(|branch| branch.id == id).cloned()
    }

    /// Whether somebody has set the clinic up.
    pub fn is_set_up(&self) -> bool {
        !self.all().is_empty()
    }

    /// The first branch's name, or the product's before there is one.
    pub fn name(&self) -> String {
        self.all().first().map_or_else(|| "Kham".to_owned(), |b| b.name.clone())
    }

    /// Reads the branches again.
    pub async fn reload(&self, db: &Db) -> Result<(), Stop> {
        let rows: Vec<BranchRow> = db.read(|tx| Ok(tx.all(BRANCHES, &[])?)).await?;
        let branches = rows.into_iter().map(branch).collect::<Result<Vec<_>, Stop>>()?;
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(branches);
        Ok(())
    }
}

fn branch(row: BranchRow) -> Result<Arc<Branch>, Stop> {
    let zone = Zone::named(&row.time_zone).map_err(|_| Stop::fault(format!("unknown time zone {}", row.time_zone)))?;
    Ok(Arc::new(Branch {
        id: row.id,
        name: row.name,
        address: row.address,
        phone: row.phone,
        email: row.email,
        tax_id: row.tax_id,
        zone,
    }))
}

/// A room's door in the rail.
#[derive(Clone, Copy)]
pub struct RailRoom {
    pub key: &'static str,
    pub href: &'static str,
    pub icon: &'static str,
    pub label: fn(Lang) -> &'static str,
    pub permission: Permission,
    pub letter: &'static str,
    pub at_end: bool,
}

/// The rail: the rooms' doors, and how many wait before each, in the order of the doors.
#[derive(Clone, Copy)]
pub struct Rail {
    pub rooms: &'static [RailRoom],
    pub counts: fn(&mut Tx<'_>, &Who) -> Result<Vec<i64>, Stop>,
}

/// What every request can reach.
pub struct House {
    pub db: Db,
    pub clinics: Clinics,
    pub printer: Arc<dyn Printer>,
    pub files: Files,
    pub rail: Rail,
    /// Whose paper an address is about.
    pub whose: Whose,
    /// The demonstration clinic: known sign-ins, nothing is sent outside.
    pub demo: bool,
    /// Cookies carry `Secure` and the `__Host-` prefix.
    pub behind_tls: bool,
    /// Where patients and mails reach this server, without a slash at the end.
    pub public_url: String,
    pub outside: Outside,
    pub presence: Presence,
    pub closing: Closing,
}

/// Whether the process is about to end: streams that would stay open for hours end then by themselves.
#[derive(Debug)]
pub struct Closing(watch::Sender<bool>);

impl Default for Closing {
    fn default() -> Closing {
        Closing(watch::Sender::new(false))
    }
}

impl Closing {
    /// Tells everything that waits.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// To be waited on until the end begins.
    pub fn watch(&self) -> watch::Receiver<bool> {
        self.0.subscribe()
    }
}
