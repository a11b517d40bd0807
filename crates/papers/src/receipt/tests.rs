use super::*;

const STORED: &str = r#"{"number":"PT26-000123","issued_at":1795487460000,
    "clinic":{"name":"Minh An","address":"12 Nguyễn Thị Minh Khai","phone":"028 3822 5678","tax_id":null},
    "patient":{"name":"Trần Thị Mai Hương","code":"BN-004127"},
    "lines":[{"group":"service","name_vi":"Khám nội","name_en":"Consultation","unit":"lần","quantity":1000,"unit_price":150000,"amount":150000},
             {"group":"medicine","name_vi":"Paracetamol 500 mg","name_en":"Paracetamol 500 mg","unit":"viên","quantity":9500,"unit_price":800,"amount":7600}],
    "charged":157600,"discount":7600,"discount_reason":"Nhân viên","total":150000,"earlier":0,"paid":150000,"left":0,"parts":[{"method":"cash","amount":150000,"reference":""}],"tendered":200000,"change":50000,
    "cashier":"Vũ Hồng Nhung"}"#;

#[test]
fn the_stored_shape_is_kept() {
    let printed: Printed = serde_json::from_str(STORED).unwrap();
    let stored: Value = serde_json::from_str(STORED).unwrap();
    assert_eq!(serde_json::to_value(&printed).unwrap(), stored);
}

#[test]
fn the_paper_has_every_value_as_a_text_of_its_language() {
    let printed: Printed = serde_json::from_str(STORED).unwrap();
    let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
    let vi = printed.paper(Lang::Vi, &zone);
    assert_eq!(vi["date"], "24/11/2026 9:31");
    assert_eq!(vi["medicines"][0]["quantity"], "9,5");
    assert_eq!(vi["medicines_total"], "7.600");
    assert_eq!(vi["discount"], "−7.600");
    assert_eq!(vi["total"], "150.000\u{a0}₫");
    assert_eq!(vi["method"], "Tiền mặt");
    let en = printed.paper(Lang::En, &zone);
    assert_eq!(en["services"][0]["name"], "Consultation");
    assert_eq!(en["medicines"][0]["unit"], "tablets");
    assert_eq!(en["change"], "50,000\u{a0}₫");
}

#[test]
fn a_transfer_shows_neither_notes_nor_change() {
    let mut printed: Printed = serde_json::from_str(STORED).unwrap();
    printed.parts[0].method = Method::Transfer;
    let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
    let paper = printed.paper(Lang::Vi, &zone);
    assert!(paper["tendered"].is_null() && paper["change"].is_null());
}

#[test]
fn a_part_payment_tells_what_was_paid_before_and_what_is_left() {
    let mut printed: Printed = serde_json::from_str(STORED).unwrap();
    let (vi, zone) = (Lang::Vi, Zone::named("Asia/Ho_Chi_Minh").unwrap());
    assert!(printed.paper(vi, &zone)["due"].is_null());
    let part = |method, amount| Part { method, amount: Money::from_minor(amount), reference: String::new() };
    (printed.paid, printed.left) = (Money::from_minor(100_000), Money::from_minor(50_000));
    printed.parts = vec![part(Method::Cash, 60_000), part(Method::Card, 40_000)];
    let paper = printed.paper(vi, &zone);
    assert_eq!(paper["due"], "50.000\u{a0}₫");
    assert_eq!(paper["total_words"], "Một trăm nghìn đồng");
    assert_eq!(paper["total_words_also"], "One hundred thousand dong", "both languages, whichever the paper has");
    assert_eq!(paper["method"], "Tiền mặt 60.000 · Thẻ 40.000");
}

#[test]
fn an_insured_and_taxed_receipt_tells_who_bears_what_and_comes_to_its_total() {
    let mut printed: Printed = serde_json::from_str(STORED).unwrap();
    let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
    assert!(printed.paper(Lang::Vi, &zone)["vat"].is_null(), "nothing is taxed");
    printed.lines[0].insured = Money::from_minor(120_000);
    printed.lines[1].vat_basis_points = Some(500);
    printed.lines[1].discount = Money::from_minor(7_600);
    printed.insured = Money::from_minor(120_000);
    printed.total = Money::from_minor(30_000);
    let paper = printed.paper(Lang::Vi, &zone);
    assert_eq!(paper["insurance_total"], "−120.000");
    assert_eq!(paper["borne"], json!([["Bảo hiểm chi trả", "−120.000"]]), "a receipt of before names nobody");
    assert_eq!(paper["services"][0]["insurance"], "−120.000");
    assert_eq!(paper["services"][0]["patient"], "30.000");
    assert_eq!(paper["services"][0]["note"], "Thuế GTGT: không chịu thuế");
    assert_eq!(paper["medicines"][0]["note"], "Thuế GTGT: 5\u{a0}% · giảm −7.600");
    assert_eq!(paper["vat"], "không chịu thuế 150.000 · Thuế suất 5\u{a0}%: 0 (thuế 0)");
    let lines = Money::sum(printed.lines.iter().map(Line::patient)).unwrap();
    assert_eq!(lines, printed.total, "the lines come to the total");
}

#[test]
fn every_payer_that_bears_something_is_named_with_its_amount() {
    let mut printed: Printed = serde_json::from_str(STORED).unwrap();
    let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
    let payer = |vi: &str, en: &str, amount| Borne {
        name_vi: vi.to_owned(),
        name_en: en.to_owned(),
        card: "AL1".to_owned(),
        guarantee: String::new(),
        amount: Money::from_minor(amount),
    };
    printed.payers = vec![payer("Bảo hiểm An Lành", "An Lanh", 30_000), payer("Công ty Minh Phát", "Minh Phat", 5_000)];
    printed.insured = Money::from_minor(40_000);
    let vi = [
        ["Bảo hiểm An Lành chi trả", "−30.000"],
        ["Công ty Minh Phát chi trả", "−5.000"],
        ["Bảo hiểm chi trả", "−5.000"],
    ];
    assert_eq!(printed.paper(Lang::Vi, &zone)["borne"], json!(vi));
    assert_eq!(printed.paper(Lang::En, &zone)["borne"][0][0], "Paid by An Lanh");
    assert_eq!(printed.payers[0].told(Lang::Vi), "Bảo hiểm An Lành chi trả · AL1");
}

#[test]
fn the_tax_within_a_price_is_rounded_to_the_dong() {
    let of = |amount, rate| vat_within(Money::from_minor(amount), rate).minor();
    assert_eq!((of(30_000, 500), of(105, 500), of(100, 0), of(110, 1_000), of(0, 500)), (1_429, 5, 0, 10, 0));
}
