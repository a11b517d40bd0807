//! By which channels the clinic reaches people: those that are set up, in the clinic's order.

use super::{Channel, Kind};
use bricks::phone::Phone;
use ground::db::{DbError, Tx};

const CHANNELS: &str = "channels";
const CONFIGURED: &str = "channels_configured";
const PUBLIC_URL: &str = "public_url";
const ZALO_KINDS: &str = "zalo_kinds";
const READ: &str =
    "SELECT key, value FROM setting WHERE key IN ('channels', 'channels_configured', 'public_url', 'zalo_kinds')";
const SET: &str =
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

/// How people are reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The first that reaches a person is taken.
    pub order: Vec<Channel>,
    pub email: bool,
    pub sms: bool,
    /// What Zalo carries: the kinds that have a template.
    pub zalo: Vec<Kind>,
    /// Where patients open the clinic's own pages, when the configuration says so.
    pub public_url: Option<String>,
}

impl Default for Reach {
    fn default() -> Reach {
        let order = vec![Channel::Zalo, Channel::Sms, Channel::Email];
        Reach { order, email: true, sms: false, zalo: Vec::new(), public_url: None }
    }
}

impl Reach {
    /// Whether a message of this kind can go by this channel.
    pub fn is_on(&self, channel: Channel, kind: Kind) -> bool {
        match channel {
            Channel::Email => self.email,
            Channel::Sms => self.sms,
            Channel::Zalo => self.zalo.contains(&kind),
        }
    }

    /// Whether anything of this kind can be sent at all.
    pub fn is_any_on(&self, kind: Kind) -> bool {
        self.order.iter().any(|channel| self.is_on(*channel, kind))
    }

    /// Whether a phone alone is enough, so that no email address has to be asked for.
    pub fn phone_is_enough(&self, kind: Kind) -> bool {
        self.order.iter().any(|channel| *channel != Channel::Email && self.is_on(*channel, kind))
    }

    /// The first channel that is on and reaches the person, with the address; none of those in `tried`. Gateways reach
    /// Vietnamese mobiles only.
    pub fn to(
        &self,
        kind: Kind,
        phone: Option<&str>,
        email: Option<&str>,
        tried: &[Channel],
    ) -> Option<(Channel, String)> {
        let mobile = phone.filter(|phone| Phone::parse(phone).is_ok_and(|p| p.is_vietnamese_mobile()));
        let open = self.order.iter().copied().filter(|c| self.is_on(*c, kind) && !tried.contains(c));
        let mut reached = open.filter_map(|channel| match channel {
            Channel::Email => email.map(|address| (channel, address.to_owned())),
            Channel::Sms | Channel::Zalo => mobile.map(|phone| (channel, phone.to_owned())),
        });
        reached.next()
    }
}

/// How people are reached now.
pub fn read(tx: &mut Tx<'_>) -> Result<Reach, DbError> {
    let mut reach = Reach::default();
    for (key, value) in tx.all::<(String, String)>(READ, &[])? {
        match key.as_str() {
            CHANNELS => reach.order = channels(&value),
            CONFIGURED => {
                let on = channels(&value);
                (reach.email, reach.sms) = (on.contains(&Channel::Email), on.contains(&Channel::Sms));
            }
            PUBLIC_URL => reach.public_url = Some(value).filter(|url| !url.is_empty()),
            ZALO_KINDS => reach.zalo = value.split(',').filter_map(Kind::parse).collect(),
            _ => {}
        }
    }
    Ok(reach)
}

/// The order of channels as it is stored and sent by a form; what is unknown is left out.
pub fn channels(text: &str) -> Vec<Channel> {
    text.split(',').filter_map(Channel::parse).collect()
}

/// As [`channels`] reads it.
pub fn code_of(channels: &[Channel]) -> String {
    channels.iter().map(|c| c.code()).collect::<Vec<_>>().join(",")
}

/// Writes down what the configuration of this program says; for its start.
pub fn keep_configured(tx: &mut Tx<'_>, email: bool, sms: bool, public_url: Option<&str>) -> Result<(), DbError> {
    let on: Vec<Channel> =
        [(Channel::Email, email), (Channel::Sms, sms)].into_iter().filter(|(_, on)| *on).map(|(c, _)| c).collect();
    tx.run(SET, &[&CONFIGURED, &code_of(&on)])?;
    tx.run(SET, &[&PUBLIC_URL, &public_url.unwrap_or_default()]).map(|_| ())
}

/// The clinic's choice of an order. Whoever calls it writes the audit.
pub fn set_order(tx: &mut Tx<'_>, order: &[Channel]) -> Result<(), DbError> {
    tx.run(SET, &[&CHANNELS, &code_of(order)]).map(|_| ())
}

/// What Zalo carries from now on; nothing while it is not set up. Whoever calls it writes the audit.
pub fn set_zalo(tx: &mut Tx<'_>, kinds: &[Kind]) -> Result<(), DbError> {
    let kinds = kinds.iter().map(|k| k.code()).collect::<Vec<_>>().join(",");
    tx.run(SET, &[&ZALO_KINDS, &kinds]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_channel_that_is_on_and_reaches_the_person_is_taken() {
        let all = Reach { sms: true, zalo: vec![Kind::Code], ..Reach::default() };
        let (mobile, email) = (Some("+84903118264"), Some("huong@example.vn"));
        let by = |reach: &Reach, kind, phone, email, tried: &[Channel]| {
            reach.to(kind, phone, email, tried).map(|(channel, _)| channel)
        };
        assert_eq!(by(&all, Kind::Code, mobile, email, &[]), Some(Channel::Zalo));
        assert_eq!(by(&all, Kind::Change, mobile, email, &[]), Some(Channel::Sms), "Zalo has no template for it");
        assert_eq!(by(&all, Kind::Code, mobile, email, &[Channel::Zalo, Channel::Sms]), Some(Channel::Email));
        assert_eq!(by(&all, Kind::Change, Some("+6561234567"), email, &[]), Some(Channel::Email));
        assert_eq!(by(&all, Kind::Change, Some("+842838221234"), None, &[]), None);
        let mail_only = Reach::default();
        assert_eq!(by(&mail_only, Kind::Change, mobile, email, &[]), Some(Channel::Email));
        assert!(!mail_only.phone_is_enough(Kind::Code) && all.phone_is_enough(Kind::Code));
        let none = Reach { email: false, ..mail_only };
        assert!(!none.is_any_on(Kind::Change));
    }
}
