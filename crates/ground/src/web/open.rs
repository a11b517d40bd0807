//! What people without an account do: a page proves itself by its link, and the house acts for them.

use super::desk::Desk;
use super::form::Form;
use super::once::checked_key;
use super::respond::redirect;
use super::routes::Access;
use crate::access::{Branch, Who, house_account};
use crate::db::{Stop, Tx};
use axum::body::Body;
use axum::http::Response;
use std::sync::Arc;

impl Desk {
    /// The same request in another language: a link of the public carries its own.
    pub fn speaking(mut self, lang: Option<bricks::lang::Lang>) -> Desk {
        self.lang = lang.unwrap_or(self.lang);
        self
    }

    /// Reads one snapshot for a page that anybody may open. `load` demands the proof of whatever is about somebody.
    pub async fn read_open<T, F>(&self, load: F) -> Result<T, Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    {
        self.demand_public()?;
        self.house.db.read(load).await
    }

    /// Runs a posted act once, in the name of the house, for somebody who has no account. Keys, constraints and row locks
    /// prove it right, as with `act_locked`.
    pub async fn act_open<F>(&self, form: &Form, clinic: &Arc<Branch>, act: F) -> Result<Response<Body>, Stop>
    where
        F: Fn(&mut Tx<'_>, &Who) -> Result<String, Stop> + Send + 'static,
    {
        self.demand_public()?;
        let (key, hash, clinic) = (checked_key(form)?, *form.hash(), clinic.clone());
        let route = self.path.split('?').next().unwrap_or_default().to_owned();
        let request = self.request_id().to_owned();
        let body = move |tx: &mut Tx<'_>| {
            let who = house_account::of_house(tx, &clinic, &request)?;
            if let Some(done) = super::once::begin(tx, &who, &key, &route, &hash)? {
                return Ok(done);
            }
            let location = super::once::noted(tx, |tx| act(tx, &who))?;
            super::once::end(tx, &who, &key, &route, &location)?;
            Ok(location)
        };
        let location = self.house.db.write_locked(body).await?;
        Ok(redirect(&location))
    }

    /// Counts in a transaction of its own, so that it stays whatever becomes of the act.
    pub async fn count_open<T, F>(&self, count: F) -> Result<T, Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Stop> + Send + 'static,
    {
        self.demand_public()?;
        self.house.db.write_locked(count).await
    }

    /// A route of the staff can never be answered without proving who asks.
    fn demand_public(&self) -> Result<(), Stop> {
        if self.access == Access::Public { Ok(()) } else { Err(Stop::SignedOut) }
    }
}
