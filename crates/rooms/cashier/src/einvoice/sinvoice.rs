//! A provider's service in the shape of S-Invoice (version 2): what it is asked and what its answers mean. The paths and
//! fields are written from the published guide and are to be proven in the provider's test environment; docs/einvoice.md.
//!
//! `transactionUuid` is our reference: before a second try the provider is asked whether it has made an invoice of that
//! reference.

use super::document::{Document, DocumentLine};
use super::store::{Claimed, Provider};
use super::{Kind, Outcome};
use bricks::lang::Lang;
use ground::outgoing::{self, FORM, JSON, Post, Unanswered};
use serde_json::{Value, json};

const CREATE: &str = "/services/einvoiceapplication/api/InvoiceAPI/InvoiceWS/createInvoice/";
const SEARCH: &str = "/services/einvoiceapplication/api/InvoiceAPI/InvoiceWS/searchInvoiceByTransactionUuid";
/// What stands for «not subject to the tax» where a rate is asked for.
const NOT_SUBJECT: i64 = -2;
const SERIES_CHARS: usize = 6;

/// The name by which the provider knows a document, the same at every try.
pub fn reference(id: i64) -> String {
    format!("kham-{id}")
}

/// Hands a document over.
pub async fn hand_over(provider: &Provider, claimed: &Claimed) -> Outcome {
    let Ok(document) = serde_json::from_str::<Document>(&claimed.document) else {
        return Outcome::Refused("the document cannot be read".to_owned());
    };
    if claimed.attempts > 0 {
        match search(provider, &document, claimed.id).await {
            Ok(None) => {}
            Ok(Some(found)) => return found,
            Err(why) => return Outcome::Uncertain(why),
        }
    }
    let Some(body) = body(provider, claimed, &document) else {
        return Outcome::Refused("the invoice that it adjusts has no number".to_owned());
    };
    let url = format!("{}{CREATE}{}", provider.url, document.seller.tax_id.as_deref().unwrap_or_default());
    match ask(provider, (&url, JSON), body.to_string()).await {
        Ok((status, answer)) => meaning(status, &answer),
        Err(Unanswered::NotYet(why)) => Outcome::NotYet(why),
        Err(Unanswered::Refused(why)) => Outcome::Refused(why),
        Err(Unanswered::Uncertain(why)) => Outcome::Uncertain(why),
    }
}

async fn ask(
    provider: &Provider,
    (url, kind): (&str, &'static str),
    body: String,
) -> Result<(u16, String), Unanswered> {
    let proof = outgoing::basic(&provider.login, &provider.secret);
    let headers = [("authorization", proof.as_str()), ("accept", JSON)];
    outgoing::post(Post { url, headers: &headers, kind, body }).await
}

/// The invoice of our reference, if the provider has one; the error says why that is not known.
async fn search(provider: &Provider, document: &Document, id: i64) -> Result<Option<Outcome>, String> {
    let url = format!("{}{SEARCH}", provider.url);
    let tax_id = document.seller.tax_id.as_deref().unwrap_or_default();
    let body = format!("supplierTaxCode={tax_id}&transactionUuid={}", reference(id));
    match ask(provider, (&url, FORM), body).await {
        Ok((status, answer)) => found(status, &answer),
        Err(Unanswered::NotYet(why) | Unanswered::Refused(why) | Unanswered::Uncertain(why)) => Err(why),
    }
}

fn found(status: u16, answer: &str) -> Result<Option<Outcome>, String> {
    let said: Value = serde_json::from_str(answer).unwrap_or(Value::Null);
    if status == 404 {
        return Ok(None);
    }
    if status != 200 || said.is_null() {
        return Err(format!("the provider answered {status} when it was asked for the invoice"));
    }
    let list = said.get("result").and_then(Value::as_array);
    match list.and_then(|list| list.first()) {
        Some(one) => made(one).map(Some).ok_or_else(|| "the provider's answer has no number".to_owned()),
        None => Ok(None),
    }
}

/// What an answer to a new invoice means.
fn meaning(status: u16, answer: &str) -> Outcome {
    let said: Value = serde_json::from_str(answer).unwrap_or(Value::Null);
    let why = || {
        let code = word(&said, "errorCode");
        let told = format!("{status} {code} {}", word(&said, "description"));
        told.trim().to_owned()
    };
    match status {
        200 | 201 if word(&said, "errorCode").is_empty() => match said.get("result").and_then(made) {
            Some(made) => made,
            None => Outcome::Uncertain(format!("the provider answered {status} without a number")),
        },
        200 | 201 | 400 | 404 | 409 | 422 => Outcome::Refused(why()),
        // The account's own troubles, and too much at once: better after somebody has seen to them.
        401 | 403 | 429 => Outcome::NotYet(why()),
        _ => Outcome::Uncertain(why()),
    }
}

/// `K22TVA00000123`, or series and number apart, as the six characters of the series and the rest.
fn made(result: &Value) -> Option<Outcome> {
    let whole = word(result, "invoiceNo");
    let (series, number) = whole.split_at_checked(SERIES_CHARS)?;
    let code = word(result, "codeOfTax");
    let fits = super::is_series(series) && super::is_number(number);
    fits.then(|| Outcome::Issued { series: series.to_owned(), number: number.to_owned(), code })
}

fn word(said: &Value, key: &str) -> String {
    match said.get(key) {
        Some(Value::String(text)) => text.trim().chars().take(200).collect(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The body of a new invoice, or of one that adjusts another; `None` when the other has no number.
fn body(provider: &Provider, claimed: &Claimed, document: &Document) -> Option<Value> {
    let mut general = json!({
        "transactionUuid": reference(claimed.id),
        "invoiceType": provider.form.split('/').next().unwrap_or_default(),
        "templateCode": provider.form,
        "invoiceSeries": provider.series,
        "invoiceIssuedDate": document.issued_at.millis(),
        "currencyCode": "VND",
        "exchangeRate": 1,
        "adjustmentType": "1",
        "paymentStatus": true,
        "cusGetInvoiceRight": true,
        "cashRegisterCode": provider.register_code,
        "invoiceNote": document.receipt,
    });
    if claimed.kind != Kind::Original {
        let (series, number) = (claimed.original_series.as_ref()?, claimed.original_number.as_ref()?);
        let fields = general.as_object_mut()?;
        fields.insert("adjustmentType".into(), "5".into());
        fields.insert("adjustmentInvoiceType".into(), "1".into());
        fields.insert("originalInvoiceId".into(), format!("{series}{number}").into());
        fields.insert("originalInvoiceIssueDate".into(), claimed.original_issued_at?.millis().into());
        fields.insert("additionalReferenceDesc".into(), document.reason.as_str().into());
    }
    let classes = document.classes();
    let (net, tax) = classes.iter().fold((0, 0), |(net, tax), c| (net + c.net.minor(), tax + c.tax.minor()));
    Some(json!({
        "generalInvoiceInfo": general,
        "sellerInfo": {
            "sellerLegalName": document.seller.name,
            "sellerTaxCode": document.seller.tax_id,
            "sellerAddressLine": document.seller.address,
            "sellerPhoneNumber": document.seller.phone,
        },
        "buyerInfo": { "buyerName": document.buyer.name, "buyerCode": document.buyer.code, "buyerNotGetInvoice": "0" },
        "payments": [{ "paymentMethodName": document.methods }],
        "itemInfo": document.lines.iter().enumerate().map(|(at, line)| item(at + 1, line)).collect::<Vec<_>>(),
        "taxBreakdowns": classes.iter().map(|c| json!({
            "taxPercentage": percentage(c.vat_basis_points), "taxableAmount": c.net.minor(), "taxAmount": c.tax.minor(),
        })).collect::<Vec<_>>(),
        "summarizeInfo": {
            "totalAmountWithoutTax": net,
            "totalTaxAmount": tax,
            "totalAmountWithTax": net + tax,
            "totalAmountWithTaxInWords": document.amount()?.in_words(Lang::Vi),
        },
    }))
}

fn item(number: usize, line: &DocumentLine) -> Value {
    json!({
        "lineNumber": number,
        "selection": 1,
        "itemName": line.name,
        "unitName": line.unit,
        "quantity": decimal(&line.quantity.show(Lang::En).replace(',', "")),
        "unitPrice": decimal(&line.unit_price()),
        "itemTotalAmountWithoutTax": line.net().minor(),
        "taxPercentage": percentage(line.vat_basis_points),
        "taxAmount": line.tax().minor(),
        "isIncreaseItem": (line.amount.minor() < 0).then_some(false),
    })
}

/// A number with its decimals as they are written.
fn decimal(text: &str) -> Value {
    text.parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

/// `5`, `-2`: whole percents, as the provider wants them.
fn percentage(vat_basis_points: Option<i64>) -> i64 {
    vat_basis_points.map_or(NOT_SUBJECT, |points| points / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_means_what_the_provider_certainly_did() {
        let good = r#"{"errorCode":null,"description":null,"result":{"supplierTaxCode":"0100109106","invoiceNo":"C26MKH00000123","codeOfTax":"M1-26-ABCDE-00000000123"}}"#;
        let issued = Outcome::Issued {
            series: "C26MKH".into(),
            number: "00000123".into(),
            code: "M1-26-ABCDE-00000000123".into(),
        };
        assert_eq!(meaning(200, good), issued);
        assert!(
            matches!(meaning(200, r#"{"errorCode":"INVOICE_TEMPLATE_NOT_FOUND","description":"x"}"#), Outcome::Refused(why) if why.contains("TEMPLATE"))
        );
        assert!(matches!(meaning(401, ""), Outcome::NotYet(_)));
        for (status, answer) in [(200, "<html>"), (200, r#"{"errorCode":null,"result":{}}"#), (500, good), (502, "")] {
            assert!(matches!(meaning(status, answer), Outcome::Uncertain(_)), "{status} {answer}");
        }
    }

    #[test]
    fn what_was_asked_for_is_there_is_not_there_or_is_not_known() {
        let there = r#"{"errorCode":null,"result":[{"invoiceNo":"C26MKH7"}]}"#;
        assert!(matches!(found(200, there), Ok(Some(Outcome::Issued { number, .. })) if number == "7"));
        assert_eq!(found(200, r#"{"errorCode":null,"result":[]}"#), Ok(None));
        assert_eq!(found(404, ""), Ok(None));
        assert!(found(500, "").is_err() && found(200, r#"{"result":[{"invoiceNo":"nonsense"}]}"#).is_err());
    }
}
