//! The loop that hands messages to Zalo, and keeps the clinic's token fresh.

use crate::sender::{AT_ONCE, EVERY, claim, message_news, write_down};
use crate::smtp::Outcome;
use crate::store::zalo as store;
use crate::zalo::{self, Hosts, Tokens};
use bricks::clock::Instant;
use ground::db::Stop;
use ground::web::House;
use papers::message::{Channel, Claimed, Kind, reach};
use std::sync::Arc;
use tokio::task::JoinSet;

/// A token is renewed when it is worth something for less than so long.
const SPARE_MINUTES: i64 = 10;
/// So long one process may take to renew it.
const RENEWAL_MINUTES: i64 = 2;

/// Sends by Zalo what is due, for as long as the process lives. The demonstration sends nothing.
pub async fn run_zalo(house: Arc<House>) {
    if house.demo {
        return;
    }
    let (hosts, mut news) = (Arc::new(Hosts::default()), house.db.hear());
    loop {
        match round(&house, &hosts).await {
            Ok(sent) if sent >= AT_ONCE as usize => continue,
            Ok(_) => {}
            Err(stop) => tracing::warn!("messages were not sent by Zalo: {stop:?}"),
        }
        tokio::select! { () = tokio::time::sleep(EVERY) => {}, () = message_news(&mut news) => {} }
    }
}

/// Claims what is due, hands it over and writes down what became of it; gives how many were claimed. A token is asked for
/// only when something is to be sent.
pub(crate) async fn round(house: &Arc<House>, hosts: &Arc<Hosts>) -> Result<usize, Stop> {
    let claimed = claim(house, Channel::Zalo).await?;
    let count = claimed.len();
    if count == 0 {
        return Ok(0);
    }
    let token = token(house, hosts).await?;
    let mut on_their_way = JoinSet::new();
    for message in claimed {
        let (house, hosts, token) = (house.clone(), hosts.clone(), token.clone());
        on_their_way.spawn(async move {
            let outcome = match &token {
                Ok(token) => send(&house, &hosts, token, &message).await?,
                Err(outcome) => outcome.clone(),
            };
            write_down(&house, (message, Channel::Zalo), outcome).await
        });
    }
    while let Some(ended) = on_their_way.join_next().await {
        if !matches!(ended, Ok(Ok(()))) {
            // The row stays «sending»; its lease makes it «unknown».
            tracing::error!("a message's fate was not written down");
        }
    }
    Ok(count)
}

async fn send(house: &House, hosts: &Hosts, token: &str, message: &Claimed) -> Result<Outcome, Stop> {
    let kind = message.kind;
    let read = house.db.read(move |tx| Ok((store::account(tx)?, store::templates(tx)?))).await?;
    let (Some(account), templates) = read else { return Ok(Outcome::Refused("Zalo is not set up".to_owned())) };
    let Some(template) = templates.into_iter().find(|template| template.kind == kind) else {
        return Ok(Outcome::Refused("there is no template for this kind of message".to_owned()));
    };
    if let Some(branch) = house.clinics.find(message.branch) {
        let quiet = (account.quiet_from_minute, account.quiet_to_minute);
        let now = house.db.clock().now();
        if let Some(until) = zalo::quiet_until(kind, now, quiet, &branch.zone) {
            return Ok(Outcome::Later("Zalo sends nothing at night".to_owned(), until));
        }
    }
    let answer = zalo::send(hosts, token, &template, message).await;
    if answer.token_over {
        let over = token.to_owned();
        house.db.write_locked(move |tx| Ok(store::token_over(tx, &over)?)).await?;
    }
    Ok(answer.outcome)
}

/// A token that is still worth something; the inner error is what becomes of the messages without one.
async fn token(house: &House, hosts: &Hosts) -> Result<Result<String, Outcome>, Stop> {
    let now = house.db.clock().now();
    let Some(account) = house.db.read(|tx| Ok(store::account(tx)?)).await? else {
        return Ok(Err(Outcome::Refused("Zalo is not set up".to_owned())));
    };
    if !account.trouble.is_empty() {
        return Ok(Err(Outcome::Refused(account.trouble)));
    }
    if account.access_ends_at > now.plus_minutes(SPARE_MINUTES) {
        return Ok(Ok(account.access_token));
    }
    let (old, until) = (account.refresh_token.clone(), now.plus_minutes(RENEWAL_MINUTES));
    if !house.db.write_locked(move |tx| Ok(store::begin_renewal(tx, &old, until)?)).await? {
        return Ok(Err(Outcome::NotYet("another process is asking Zalo for a token".to_owned())));
    }
    let answer = zalo::renew(hosts, &account).await;
    keep(house, account.refresh_token, now, answer).await
}

/// Keeps what came of a renewal. Without keys that are good nothing is promised by Zalo any more: all goes by the next
/// channel until a person has entered new ones.
async fn keep(
    house: &House,
    old: String,
    now: Instant,
    answer: Result<Tokens, Outcome>,
) -> Result<Result<String, Outcome>, Stop> {
    let kept = house.db.write_locked(move |tx| match &answer {
        Ok(tokens) => {
            let ends_at = Instant::from_millis(now.millis() + tokens.seconds * 1_000);
            store::renewed(tx, &old, (&tokens.refresh, &tokens.access, ends_at))?;
            Ok(Ok(tokens.access.clone()))
        }
        // Perhaps it was used up; then the next try is told so.
        Err(Outcome::NotYet(why) | Outcome::Uncertain(why)) => {
            store::not_renewed(tx, &old, "")?;
            Ok(Err(Outcome::NotYet(why.clone())))
        }
        Err(Outcome::Refused(why) | Outcome::Later(why, _)) => {
            store::not_renewed(tx, &old, why)?;
            reach::set_zalo(tx, &[])?;
            Ok(Err(Outcome::Refused(why.clone())))
        }
        Err(Outcome::Accepted) => Err(Stop::fault("a renewal without tokens")),
    });
    kept.await
}

/// What Zalo can carry: the kinds with a template, once the account is whole and gave no trouble.
pub(crate) fn carried(account: Option<&store::Account>, templates: &[store::Template]) -> Vec<Kind> {
    let is_whole = account.is_some_and(|account| account.trouble.is_empty());
    templates.iter().filter(|_| is_whole).map(|template| template.kind).collect()
}
