//! What nobody asks for: sealing the audit on PostgreSQL, forgetting old keys, sending messages, giving up those who did
//! not come.

use crate::config::Config;
use ground::access::house_account;
use ground::audit;
use ground::db::Engine;
use ground::web::{House, purge_keys};
use std::sync::Arc;
use std::time::Duration;

const SEAL_EVERY: Duration = Duration::from_millis(500);
const PURGE_EVERY: Duration = Duration::from_secs(3_600);
const TIDY_WEBSITE_EVERY: Duration = Duration::from_secs(30);
const OVERDUE_EVERY: Duration = Duration::from_secs(60);

/// Starts every job; they end with the runtime.
pub(crate) fn start(house: &Arc<House>, config: &Config) {
    if house.db.engine() == Engine::Postgres {
        tokio::spawn(seal(house.clone()));
    }
    tokio::spawn(purge(house.clone()));
    tokio::spawn(tidy_website(house.clone()));
    tokio::spawn(overdue(house.clone()));
    tokio::spawn(reminders::run(house.clone(), config.smtp.clone()));
    tokio::spawn(reminders::run_sms(house.clone(), config.sms.clone()));
    tokio::spawn(reminders::run_zalo(house.clone()));
    tokio::spawn(cashier::send_einvoices(house.clone()));
}

async fn seal(house: Arc<House>) {
    loop {
        tokio::time::sleep(SEAL_EVERY).await;
        let node = house.db.node();
        if let Err(e) = house.db.write_locked(move |tx| Ok(audit::seal(tx, node)?)).await {
            tracing::warn!("the audit was not sealed: {e:?}");
        }
    }
}

async fn purge(house: Arc<House>) {
    loop {
        if let Err(e) = house
            .db
            .write_locked(|tx| {
                crate::door::forget_failures(tx)?;
                Ok(purge_keys(tx, tx.now())?)
            })
            .await
        {
            tracing::warn!("old keys were not forgotten: {e:?}");
        }
        tokio::time::sleep(PURGE_EVERY).await;
    }
}

/// Times that were held for strangers come back, and what they typed goes away.
async fn tidy_website(house: Arc<House>) {
    loop {
        if let Err(e) = house.db.write_locked(website::tidy_up).await {
            tracing::warn!("the website was not tidied up: {e:?}");
        }
        tokio::time::sleep(TIDY_WEBSITE_EVERY).await;
    }
}

/// Gives up, branch by branch, who did not come; rows that another process has in hand are left to it.
async fn overdue(house: Arc<House>) {
    loop {
        tokio::time::sleep(OVERDUE_EVERY).await;
        for branch in house.clinics.all().iter() {
            let branch = branch.clone();
            let done = house.db.write_locked(move |tx| {
                let who = house_account::of_house(tx, &branch, "overdue")?;
                reception::give_up_overdue(tx, &who)
            });
            if let Err(e) = done.await {
                tracing::warn!("who did not come was not given up: {e:?}");
            }
        }
    }
}
