//! The loop that hands short messages to the gateway.

use crate::sender::{AT_ONCE, EVERY, claim, message_news, write_down};
use crate::sms::{self, SmsConfig};
use ground::db::Stop;
use ground::web::House;
use papers::message::{Channel, Claimed};
use std::sync::Arc;
use tokio::task::JoinSet;

/// Sends short messages that are due, for as long as the process lives. Without a gateway, or in the demonstration with
/// one that is not on this machine, it sends nothing and ends.
pub async fn run_sms(house: Arc<House>, config: Option<SmsConfig>) {
    let Some(config) = config else { return };
    if house.demo && !config.is_loopback() {
        tracing::warn!("the demonstration sends no SMS");
        return;
    }
    let (config, mut news) = (Arc::new(config), house.db.hear());
    loop {
        match round(&house, &config).await {
            Ok(sent) if sent >= AT_ONCE as usize => continue,
            Ok(_) => {}
            Err(stop) => tracing::warn!("short messages were not sent: {stop:?}"),
        }
        // A code is waited for: nothing is gathered here.
        tokio::select! { () = tokio::time::sleep(EVERY) => {}, () = message_news(&mut news) => {} }
    }
}

/// Claims what is due, hands it over and writes down what became of it; gives how many were claimed.
pub(crate) async fn round(house: &Arc<House>, config: &Arc<SmsConfig>) -> Result<usize, Stop> {
    let claimed = claim(house, Channel::Sms).await?;
    let count = claimed.len();
    let mut on_their_way = JoinSet::new();
    for message in claimed {
        let (house, config) = (house.clone(), config.clone());
        on_their_way.spawn(async move { send(&house, &config, message).await });
    }
    while let Some(ended) = on_their_way.join_next().await {
        if !matches!(ended, Ok(Ok(()))) {
            // The row stays «sending»; its lease makes it «unknown».
            tracing::error!("a short message's fate was not written down");
        }
    }
    Ok(count)
}

async fn send(house: &House, config: &SmsConfig, message: Claimed) -> Result<(), Stop> {
    let outcome = sms::send(config, message.id.raw(), &message.address, &message.body).await;
    write_down(house, (message, Channel::Sms), outcome).await
}
