//! The SMS gateways of Vietnam: what they are asked, and what their answers mean.

use crate::smtp::Outcome;
use bricks::phone::Phone;
use ground::outgoing::{self as http, Post};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt;

/// Which gateway sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gateway {
    Esms,
    SpeedSms,
}

/// The `[sms]` table of the configuration.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// `esms` or `speedsms`.
    pub gateway: Gateway,
    /// eSMS: the ApiKey. SpeedSMS: the access token.
    pub key: String,
    /// eSMS: the SecretKey.
    #[serde(default)]
    pub secret: String,
    /// The brand name that is registered with the gateway.
    pub brand: String,
    /// Letters with marks; a message then is three times as long to the gateway.
    #[serde(default)]
    pub unicode: bool,
    /// Another address than the gateway's own.
    #[serde(default)]
    pub url: Option<String>,
}

/// Neither key nor secret ever reaches a log.
impl fmt::Debug for SmsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("SmsConfig");
        out.field("gateway", &self.gateway).field("brand", &self.brand).field("url", &self.url).finish_non_exhaustive()
    }
}

const ESMS: &str = "https://rest.esms.vn/MainService.svc/json/SendMultipleMessage_V4_post_json/";
const SPEEDSMS: &str = "https://api.speedsms.vn/index.php/sms/send";

impl SmsConfig {
    fn url(&self) -> &str {
        let own = match self.gateway {
            Gateway::Esms => ESMS,
            Gateway::SpeedSms => SPEEDSMS,
        };
        self.url.as_deref().unwrap_or(own)
    }

    /// Whether the gateway is a stand-in on this machine.
    pub fn is_loopback(&self) -> bool {
        http::is_loopback(self.url())
    }
}

/// Hands one message over. `id` names it to the gateway, which takes no name twice within a day.
pub(crate) async fn send(config: &SmsConfig, id: i64, to: &str, text: &str) -> Outcome {
    let Ok(phone) = Phone::parse(to) else { return Outcome::Refused("the address is no telephone number".to_owned()) };
    let text = if config.unicode { text.to_owned() } else { plain(text) };
    let body = body(config, id, &phone, &text).to_string();
    let proof = authorization(config);
    let headers: Vec<(&'static str, &str)> = proof.iter().map(|proof| ("authorization", proof.as_str())).collect();
    match http::post(Post { url: config.url(), headers: &headers, kind: http::JSON, body }).await {
        Ok((status, answer)) => meaning(config.gateway, status, &answer),
        Err(why) => why.into(),
    }
}

fn body(config: &SmsConfig, id: i64, phone: &Phone, text: &str) -> Value {
    match config.gateway {
        Gateway::Esms => json!({
            "ApiKey": config.key,
            "SecretKey": config.secret,
            "Phone": phone.digits(),
            "Content": text,
            "Brandname": config.brand,
            "SmsType": "2",
            "IsUnicode": if config.unicode { "1" } else { "0" },
            "RequestId": format!("kham-{id}"),
        }),
        Gateway::SpeedSms => {
            json!({ "to": [phone.digits()], "content": text, "sms_type": 2, "sender": config.brand })
        }
    }
}

/// SpeedSMS wants the token as a name with any password.
fn authorization(config: &SmsConfig) -> Option<String> {
    match config.gateway {
        Gateway::Esms => None,
        Gateway::SpeedSms => Some(http::basic(&config.key, "x")),
    }
}

/// What a gateway's answer means. It answers 200 to nearly everything; the body says what happened.
fn meaning(gateway: Gateway, status: u16, answer: &str) -> Outcome {
    let said: Value = serde_json::from_str(answer).unwrap_or(Value::Null);
    if status >= 500 || said.is_null() {
        return Outcome::Uncertain(format!("the gateway answered {status}"));
    }
    match gateway {
        Gateway::Esms => esms(&said),
        Gateway::SpeedSms => speedsms(&said),
    }
}

fn esms(said: &Value) -> Outcome {
    let code = word(said, "CodeResult");
    match code.as_str() {
        "100" => Outcome::Accepted,
        // Of a name that was used within a day the message has gone out before.
        "124" => Outcome::Accepted,
        // The account's own troubles: better after somebody has seen to them.
        "101" | "103" | "104" => Outcome::NotYet(format!("eSMS: {code} {}", word(said, "ErrorMessage"))),
        _ => Outcome::Refused(format!("eSMS: {code} {}", word(said, "ErrorMessage"))),
    }
}

fn speedsms(said: &Value) -> Outcome {
    if word(said, "status") == "success" {
        return Outcome::Accepted;
    }
    Outcome::Refused(format!("SpeedSMS: {} {}", word(said, "code"), word(said, "message")))
}

fn word(said: &Value, name: &str) -> String {
    match said.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Letters without marks: what a plain SMS carries.
fn plain(text: &str) -> String {
    let bare = |letter: char| match letter {
        _ if letter.is_ascii() => letter.to_string(),
        _ if letter.is_uppercase() => bricks::text::fold(&letter.to_string()).to_uppercase(),
        _ => bricks::text::fold(&letter.to_string()),
    };
    text.chars().map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(gateway: Gateway) -> SmsConfig {
        SmsConfig { gateway, key: "k".into(), secret: "s".into(), brand: "MINHAN".into(), unicode: false, url: None }
    }

    #[test]
    fn each_gateway_is_asked_in_its_own_way() {
        let phone = Phone::parse("0903118264").unwrap();
        let esms = body(&config(Gateway::Esms), 7, &phone, "Ma 123456");
        assert_eq!((esms["Phone"].as_str(), esms["RequestId"].as_str()), (Some("84903118264"), Some("kham-7")));
        assert_eq!(esms["SmsType"], "2");
        let speed = body(&config(Gateway::SpeedSms), 7, &phone, "Ma 123456");
        assert_eq!(speed["to"], json!(["84903118264"]));
        assert_eq!(authorization(&config(Gateway::SpeedSms)).as_deref(), Some("Basic azp4"));
        assert_eq!(authorization(&config(Gateway::Esms)), None);
    }

    #[test]
    fn an_answer_is_read_by_its_body() {
        let of = |gateway, answer: &str| meaning(gateway, 200, answer);
        assert_eq!(of(Gateway::Esms, r#"{"CodeResult":"100","SMSID":"x"}"#), Outcome::Accepted);
        assert_eq!(of(Gateway::Esms, r#"{"CodeResult":"124"}"#), Outcome::Accepted);
        assert!(matches!(of(Gateway::Esms, r#"{"CodeResult":"103"}"#), Outcome::NotYet(_)));
        assert!(matches!(of(Gateway::Esms, r#"{"CodeResult":"108"}"#), Outcome::Refused(_)));
        assert_eq!(of(Gateway::SpeedSms, r#"{"status":"success","data":{"tranId":1}}"#), Outcome::Accepted);
        assert!(matches!(
            of(Gateway::SpeedSms, r#"{"status":"error","code":"007","message":"x"}"#),
            Outcome::Refused(_)
        ));
        assert!(matches!(of(Gateway::Esms, "<html>"), Outcome::Uncertain(_)));
        assert!(matches!(meaning(Gateway::Esms, 502, "{}"), Outcome::Uncertain(_)));
    }

    #[test]
    fn the_configuration_hides_its_keys_and_knows_a_stand_in() {
        let real = config(Gateway::Esms);
        assert!(!format!("{real:?}").contains("\"k\"") && !real.is_loopback());
        let near = SmsConfig { url: Some("http://127.0.0.1:9/x".into()), ..real };
        assert!(near.is_loopback());
    }

    #[test]
    fn a_plain_message_keeps_its_capitals() {
        assert_eq!(plain("Đã giữ Giờ 10:00, mã 123456"), "Da giu Gio 10:00, ma 123456");
    }
}
