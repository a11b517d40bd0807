//! Messages by Zalo (ZNS): what Zalo is asked, and what its answers mean.

use crate::smtp::Outcome;
use crate::store::zalo::{Account, Template};
use bricks::clock::{Instant, Zone, add_days};
use bricks::phone::Phone;
use ground::outgoing::{self as http, Post};
use papers::message::{Claimed, Kind};
use serde_json::{Map, Value, json};

/// Where Zalo listens; a test has a stand-in on this machine.
#[derive(Debug, Clone)]
pub struct Hosts {
    pub send: String,
    pub token: String,
}

impl Default for Hosts {
    fn default() -> Hosts {
        Hosts {
            send: "https://business.openapi.zalo.me/message/template".to_owned(),
            token: "https://oauth.zaloapp.com/v4/oa/access_token".to_owned(),
        }
    }
}

/// What became of a message, and whether the token is worth nothing any more.
pub(crate) struct Answer {
    pub outcome: Outcome,
    pub token_over: bool,
}

/// Hands one message over.
pub(crate) async fn send(hosts: &Hosts, token: &str, template: &Template, message: &Claimed) -> Answer {
    let given_up = |why: &str| Answer { outcome: Outcome::Refused(why.to_owned()), token_over: false };
    let Ok(phone) = Phone::parse(&message.address) else { return given_up("the address is no telephone number") };
    let Some(body) = body(template, message, &phone) else {
        return given_up("the message has no facts for a template");
    };
    let headers = [("access_token", token)];
    let post = Post { url: &hosts.send, headers: &headers, kind: http::JSON, body: body.to_string() };
    match http::post(post).await {
        Ok((status, answer)) => meaning(status, &answer),
        Err(why) => Answer { outcome: why.into(), token_over: false },
    }
}

/// What a template fills in: the facts that it names, and of these no empty ones, which Zalo refuses.
fn body(template: &Template, message: &Claimed, phone: &Phone) -> Option<Value> {
    let all: Map<String, Value> = serde_json::from_str(&message.facts).ok()?;
    let named: Vec<&str> = template.facts.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let wanted = |name: &str| named.is_empty() || named.contains(&name);
    let data: Map<String, Value> =
        all.into_iter().filter(|(name, value)| wanted(name) && value.as_str() != Some("")).collect();
    Some(json!({
        "phone": phone.digits(),
        "template_id": template.template_id,
        "template_data": data,
        "tracking_id": format!("kham-{}", message.id.raw()),
    }))
}

/// Zalo answers 200 to nearly everything; the body says what happened.
fn meaning(status: u16, answer: &str) -> Answer {
    let said: Value = serde_json::from_str(answer).unwrap_or(Value::Null);
    let Some(code) = said.get("error").and_then(number).filter(|_| status < 500) else {
        return Answer { outcome: Outcome::Uncertain(format!("Zalo answered {status}")), token_over: false };
    };
    let why = || format!("Zalo: {code} {}", said.get("message").and_then(Value::as_str).unwrap_or_default());
    let outcome = match code {
        0 => Outcome::Accepted,
        -100 | -124 | -216 | -220 => Outcome::NotYet(why()),
        _ => Outcome::Refused(why()),
    };
    Answer { outcome, token_over: matches!(code, -124 | -216 | -220) }
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

/// New tokens, and for how many seconds the first is worth something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tokens {
    pub access: String,
    pub refresh: String,
    pub seconds: i64,
}

/// Asks for new tokens. The error says whether Zalo may have used the old one up.
pub(crate) async fn renew(hosts: &Hosts, account: &Account) -> Result<Tokens, Outcome> {
    let fields = [
        ("app_id", account.app_id.as_str()),
        ("grant_type", "refresh_token"),
        ("refresh_token", account.refresh_token.as_str()),
    ];
    let body = fields.map(|(name, value)| format!("{name}={}", ground::web::percent(value))).join("&");
    let headers = [("secret_key", account.secret_key.as_str())];
    let (status, answer) = http::post(Post { url: &hosts.token, headers: &headers, kind: http::FORM, body }).await?;
    tokens(status, &answer)
}

fn tokens(status: u16, answer: &str) -> Result<Tokens, Outcome> {
    let said: Value = serde_json::from_str(answer).unwrap_or(Value::Null);
    let text = |name: &str| said.get(name).and_then(Value::as_str).map(str::to_owned);
    match (text("access_token"), text("refresh_token")) {
        (Some(access), Some(refresh)) => {
            let seconds = said.get("expires_in").and_then(number).unwrap_or(3_600);
            Ok(Tokens { access, refresh, seconds })
        }
        _ if status >= 500 || said.is_null() => Err(Outcome::NotYet(format!("Zalo answered {status}"))),
        _ => {
            let code = said.get("error").and_then(number).unwrap_or_default();
            let why = text("error_description").or_else(|| text("error_name")).unwrap_or_default();
            Err(Outcome::Refused(format!("Zalo: {code} {why}")))
        }
    }
}

/// Until when a message has to wait because it is night; a code never waits.
pub(crate) fn quiet_until(kind: Kind, now: Instant, (from, to): (i64, i64), zone: &Zone) -> Option<Instant> {
    let (day, minute) = (zone.day_of(now), zone.minute_of_day(now));
    let is_quiet = if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to };
    if kind == Kind::Code || !is_quiet {
        return None;
    }
    let next = if minute < to { day } else { add_days(day, 1) };
    Some(zone.instant_of(next, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;

    #[test]
    fn an_answer_is_read_by_its_body() {
        let of = |answer: &str| {
            let read = meaning(200, answer);
            (read.outcome, read.token_over)
        };
        assert_eq!(of(r#"{"error":0,"message":"Success","data":{"msg_id":"x"}}"#), (Outcome::Accepted, false));
        assert!(
            matches!(of(r#"{"error":-118,"message":"no Zalo"}"#), (Outcome::Refused(why), false) if why.contains("-118"))
        );
        assert!(matches!(of(r#"{"error":-100,"message":"x"}"#), (Outcome::NotYet(_), false)));
        assert!(matches!(of(r#"{"error":"-216","message":"x"}"#), (Outcome::NotYet(_), true)));
        assert!(matches!(of("<html>"), (Outcome::Uncertain(_), false)));
        assert!(matches!(meaning(502, r#"{"error":0}"#).outcome, Outcome::Uncertain(_)));
    }

    #[test]
    fn new_tokens_are_read_or_the_reason_why_there_are_none() {
        let good = tokens(200, r#"{"access_token":"a","refresh_token":"r","expires_in":"90000"}"#).unwrap();
        assert_eq!((good.access.as_str(), good.refresh.as_str(), good.seconds), ("a", "r", 90_000));
        let bad = tokens(200, r#"{"error":-14014,"error_name":"Invalid refresh token."}"#);
        assert!(matches!(bad, Err(Outcome::Refused(why)) if why.contains("Invalid refresh token")));
        assert!(matches!(tokens(503, ""), Err(Outcome::NotYet(_))));
    }

    #[test]
    fn at_night_everything_but_a_code_waits_for_the_morning() {
        let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
        let at = |day: &str, minute| zone.instant_of(parse_day(day).unwrap(), minute);
        let night = (22 * 60, 6 * 60);
        let until = |now| quiet_until(Kind::Change, now, night, &zone);
        assert_eq!(until(at("2026-11-24", 21 * 60 + 59)), None);
        assert_eq!(until(at("2026-11-24", 22 * 60)), Some(at("2026-11-25", 360)));
        assert_eq!(until(at("2026-11-25", 300)), Some(at("2026-11-25", 360)));
        assert_eq!(until(at("2026-11-25", 360)), None);
        assert_eq!(quiet_until(Kind::Code, at("2026-11-24", 1380), night, &zone), None);
        assert_eq!(quiet_until(Kind::Change, at("2026-11-24", 1380), (0, 0), &zone), None);
    }
}
