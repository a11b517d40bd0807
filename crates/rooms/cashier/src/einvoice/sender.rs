//! The loop that hands documents to the provider's service.

use super::store::{self, Claimed};
use super::{Outcome, acts, sinvoice};
use ground::db::Stop;
use ground::web::House;
use std::sync::Arc;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(4);
/// So many are handed over one after the other in a round; each answer takes at most two minutes of its lease.
const AT_ONCE: i64 = 2;
/// Minutes to wait after each try without an invoice; then somebody has to look at it.
const BACKOFF_MINUTES: [i64; 6] = [1, 2, 5, 15, 60, 240];

/// Hands over what is due, for as long as the process lives. In the demonstration only to this machine.
pub async fn run(house: Arc<House>) {
    loop {
        match round(&house).await {
            Ok(done) if done >= AT_ONCE as usize => continue,
            Ok(_) => {}
            Err(stop) => tracing::warn!("e-invoices were not handed over: {stop:?}"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Claims what is due, hands it over and writes down what became of it; gives how many were claimed.
pub async fn round(house: &Arc<House>) -> Result<usize, Stop> {
    for of in house.db.read(|tx| Ok(store::untold(tx)?)).await? {
        if let Err(stop) = house.db.write_locked(move |tx| acts::of_set_off(tx, of)).await {
            tracing::warn!("what was set off of an invoice is not told of: {stop:?}");
        }
    }
    let claimed = house.db.write_locked(|tx| Ok(store::claim(tx, AT_ONCE)?)).await?;
    let count = claimed.len();
    for one in claimed {
        let branch = one.branch;
        let provider = house.db.read(move |tx| Ok(store::provider(tx, branch)?)).await?;
        let outcome = match provider {
            Some(provider) if house.demo && !ground::outgoing::is_loopback(&provider.url) => {
                Outcome::Refused("the demonstration tells nobody outside this machine".to_owned())
            }
            Some(provider) => sinvoice::hand_over(&provider, &one).await,
            None => Outcome::NotYet("there is no provider".to_owned()),
        };
        house.db.write_locked(move |tx| write_down(tx, &one, &outcome)).await?;
    }
    Ok(count)
}

/// Writes down what became of a try. An invoice that exists is written whatever came meanwhile.
pub fn write_down(tx: &mut ground::db::Tx<'_>, one: &Claimed, outcome: &Outcome) -> Result<(), Stop> {
    let pause = usize::try_from(one.attempts).ok().and_then(|tries| BACKOFF_MINUTES.get(tries));
    let at = pause.map(|minutes| tx.now().plus_minutes(*minutes));
    match (outcome, at) {
        (Outcome::Issued { series, number, code }, _) => {
            store::issued(tx, one.id, (series, number, code))?;
        }
        (Outcome::Refused(why), _) => store::failed(tx, one.id, why, false)?,
        (Outcome::NotYet(why), Some(at)) => store::again(tx, one.id, why, (at, false))?,
        (Outcome::Uncertain(why), Some(at)) => store::again(tx, one.id, why, (at, true))?,
        (Outcome::NotYet(why), None) => store::failed(tx, one.id, why, false)?,
        (Outcome::Uncertain(why), None) => store::failed(tx, one.id, why, true)?,
    }
    store::announce(tx, one.visit);
    Ok(())
}
