//! What a bank's gateway posts, in the shapes of SePay (one transfer) and Casso (a list), read into one form; and the proof
//! that it was the gateway who posted it.

use axum::http::HeaderMap;
use bricks::hex::unhex;
use bricks::money::Money;
use ground::access::proof;
use serde_json::Value;

const CHARS_MAX: usize = 200;

/// One transfer as it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The bank's own reference: the same transfer told twice has the same.
    pub reference: String,
    pub amount: Money,
    pub purpose: String,
    /// The account that it came to; empty when that was not told.
    pub account: String,
}

/// Whether the post carries the secret (`Authorization: Apikey …`, `Secure-Token: …`) or is signed with it
/// (`X-Signature`: HMAC-SHA-256 of the body in hexadecimal digits).
pub fn is_genuine(headers: &HeaderMap, body: &[u8], secret: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(signature) = text("x-signature") {
        let digits = signature.strip_prefix("sha256=").unwrap_or(signature);
        return unhex(digits).is_some_and(|given| proof::is_signed(secret, body, &given));
    }
    let key = text("authorization").and_then(|a| a.strip_prefix("Apikey ").or_else(|| a.strip_prefix("apikey ")));
    let key = key.or_else(|| text("secure-token"));
    key.is_some_and(|key| proof::is_same(secret, key.trim()))
}

/// The transfers of a post that came in; `None` when it is of no known shape.
pub fn read(body: &[u8]) -> Option<Vec<Incoming>> {
    let posted: Value = serde_json::from_slice(body).ok()?;
    match posted.get("data") {
        Some(Value::Array(list)) => list.iter().map(casso).collect::<Option<Vec<_>>>().map(coming_in),
        Some(one @ Value::Object(_)) => casso(one).map(|one| coming_in(vec![one])),
        _ => sepay(&posted).map(coming_in_some),
    }
}

fn coming_in(mut all: Vec<Incoming>) -> Vec<Incoming> {
    all.retain(|each| each.amount > Money::ZERO);
    all
}

fn coming_in_some(one: Option<Incoming>) -> Vec<Incoming> {
    coming_in(one.into_iter().collect())
}

/// `Some(None)` for a transfer that went out.
fn sepay(posted: &Value) -> Option<Option<Incoming>> {
    let way = posted.get("transferType")?.as_str()?;
    let amount = whole(posted.get("transferAmount")?)?;
    let id = words(posted.get("id"));
    let reference = words(posted.get("referenceCode"));
    let reference = if reference.is_empty() { format!("SEPAY{id}") } else { reference };
    let (purpose, account) = (words(posted.get("content")), words(posted.get("accountNumber")));
    let (reference, amount) = (tidy(&reference), Money::from_minor(amount));
    (!reference.is_empty()).then_some(())?;
    Some((way == "in").then_some(Incoming { reference, amount, purpose, account }))
}

fn casso(posted: &Value) -> Option<Incoming> {
    let amount = whole(posted.get("amount")?)?;
    let tid = words(posted.get("tid").or_else(|| posted.get("reference")).or_else(|| posted.get("id")));
    let account = words(posted.get("bank_sub_acc_id").or_else(|| posted.get("accountNumber")));
    let reference = tidy(&tid);
    (!reference.is_empty()).then_some(())?;
    Some(Incoming { reference, amount: Money::from_minor(amount), purpose: words(posted.get("description")), account })
}

/// Half a đồng does not exist: a number with decimals is none.
fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

fn words(value: Option<&Value>) -> String {
    let text = match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let clean: String = text.chars().filter(|c| !c.is_control()).take(CHARS_MAX).collect();
    clean.trim().to_owned()
}

/// A reference as it is kept: without blanks, in capitals, so that what is typed meets what is told.
pub fn tidy(reference: &str) -> String {
    reference.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(60).collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    const SEPAY: &str = r#"{"id":92704,"gateway":"Vietcombank","transactionDate":"2026-11-24 09:31:37","accountNumber":"1023456789","code":null,
        "content":"PT261124A020 chuyen tien","transferType":"in","transferAmount":557400,"accumulated":1,"subAccount":null,
        "referenceCode":"ft26328.3278907687","description":""}"#;

    #[test]
    fn both_shapes_are_read_into_one_form() {
        let wanted = Incoming {
            reference: "FT26328.3278907687".into(),
            amount: Money::from_minor(557_400),
            purpose: "PT261124A020 chuyen tien".into(),
            account: "1023456789".into(),
        };
        assert_eq!(read(SEPAY.as_bytes()), Some(vec![wanted.clone()]));
        let casso = r#"{"error":0,"data":[{"id":1,"tid":"FT26328.3278907687","description":"PT261124A020 chuyen tien","amount":557400,"bank_sub_acc_id":"1023456789"}]}"#;
        assert_eq!(read(casso.as_bytes()), Some(vec![wanted]));
    }

    #[test]
    fn what_went_out_is_nothing_and_what_is_unclear_is_refused() {
        assert_eq!(read(SEPAY.replace("\"in\"", "\"out\"").as_bytes()), Some(Vec::new()));
        for body in [
            "",
            "{}",
            "[]",
            "nonsense",
            r#"{"data":[{"amount":1}]}"#,
            r#"{"transferType":"in","transferAmount":0.5,"referenceCode":"x"}"#,
        ] {
            assert_eq!(read(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn a_post_is_genuine_by_key_or_by_signature_and_not_otherwise() {
        let secret = "0123456789abcdef0123456789abcdef";
        let with = |name: &'static str, value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_str(value).unwrap());
            headers
        };
        assert!(is_genuine(&with("authorization", &format!("Apikey {secret}")), b"x", secret));
        assert!(is_genuine(&with("secure-token", secret), b"x", secret));
        assert!(!is_genuine(&with("authorization", "Apikey x"), b"x", secret));
        assert!(!is_genuine(&with("authorization", secret), b"x", secret));
        assert!(!is_genuine(&HeaderMap::new(), b"x", secret));
        let signature = proof::sign(secret, b"body");
        assert!(is_genuine(&with("x-signature", &signature), b"body", secret));
        assert!(!is_genuine(&with("x-signature", &signature), b"bodx", secret));
        assert!(!is_genuine(&with("x-signature", "00"), b"body", secret));
    }
}
