//! What a document tells, and what is taken back of it.

use super::document::{Document, DocumentLine};
use super::store::{Claimed, Provider};
use super::{Kind, Way, is_number, is_series, xml};
use bricks::clock::{Instant, Zone};
use bricks::id::{BranchId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use papers::receipt::{Clinic, Payer};
use proptest::prelude::*;

fn line(name: &str, amount: i64, vat_basis_points: Option<i64>) -> DocumentLine {
    let (unit, quantity) = ("viên".to_owned(), Quantity::from_milli(3_000));
    DocumentLine { name: name.to_owned(), unit, quantity, amount: Money::from_minor(amount), vat_basis_points }
}

fn document(lines: Vec<DocumentLine>) -> Document {
    let (address, phone) = ("12 Lê Lợi, Huế".to_owned(), "0234".to_owned());
    Document {
        receipt: "PT26-000001".into(),
        issued_at: Instant::from_millis(1_795_000_000_000),
        seller: Clinic { name: "Minh An & Em <1>".into(), address, phone, tax_id: Some("0100109106".into()) },
        buyer: Payer { name: "Trần Thị \"Hương\"".into(), code: "BN-1".into() },
        lines,
        methods: "Tiền mặt".into(),
        cashier: "Mai".into(),
        reason: String::new(),
    }
}

#[test]
fn what_is_not_subject_is_not_zero_percent() {
    let told =
        document(vec![line("Khám nội", 160_000, None), line("Bông", 10_500, Some(500)), line("Băng", 3_000, Some(0))]);
    let classes: Vec<_> = told.classes().iter().map(|c| (c.vat_basis_points, c.net.minor(), c.tax.minor())).collect();
    assert_eq!(classes, [(None, 160_000, 0), (Some(0), 3_000, 0), (Some(500), 10_000, 500)]);
    assert_eq!(told.lines[1].unit_price(), "3333.3333");
    assert_eq!(told.lines[0].unit_price(), "53333.3333");
}

#[test]
fn a_file_is_well_formed_whatever_a_name_holds() {
    let provider = Provider {
        way: Way::File,
        form: "1/001".into(),
        series: "C26MKH".into(),
        register_code: "ABCDE".into(),
        url: String::new(),
        login: String::new(),
        secret: "geheim".into(),
    };
    let claimed = Claimed {
        id: 7,
        branch: BranchId::from_raw(1),
        visit: VisitId::from_raw(1),
        kind: Kind::Refund,
        attempts: 0,
        document: String::new(),
        original_series: Some("C26MKH".into()),
        original_number: Some("00000001".into()),
        original_issued_at: Some(Instant::from_millis(1_795_000_000_000)),
    };
    let told = document(vec![line("A < B & \"C\"\u{7}", 1_000, None), line("x", 1_050, Some(500))]);
    let file = xml::file(&provider, &claimed, &told, &Zone::named("Asia/Ho_Chi_Minh").unwrap());
    assert!(
        file.contains("<Ten>Minh An &amp; Em &lt;1&gt;</Ten>")
            && file.contains("A &lt; B &amp; &quot;C&quot;</THHDVu>")
    );
    assert!(file.contains("<TSuat>KCT</TSuat>") && file.contains("<TSuat>5%</TSuat>") && !file.contains("geheim"));
    assert!(file.contains("<SHDCLQuan>00000001</SHDCLQuan>") && file.contains("<SLuong>3</SLuong>"));
    let mut open = Vec::new();
    for tag in file.split('<').skip(2).map(|rest| rest.split('>').next().unwrap()) {
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed)),
            None => open.push(tag),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn series_and_numbers_are_those_of_the_law() {
    for good in ["C26MKH", "K26TAA", "C26XZZ"] {
        assert!(is_series(good), "{good}");
    }
    for bad in ["", "C26MK", "C26MKHH", "A26MKH", "C2XMKH", "C26AKH", "C26MK1", "c26mkh", "C26MKĐ"] {
        assert!(!is_series(bad), "{bad}");
    }
    for written in ["12", "012", "00000012"] {
        assert_eq!(super::store::eight_digits(written), "00000012");
    }
    assert!(is_number("1") && is_number("00000123") && !is_number("") && !is_number("123456789") && !is_number("12a"));
}

proptest! {
    #[test]
    fn what_is_taken_back_is_what_was_asked_to_the_last_dong(
        lines in proptest::collection::vec((1_i64..9_000_000, 0_usize..4), 1..12),
        part in 1_i64..=10_000,
    ) {
        let class = |at: usize| [None, Some(0), Some(500), Some(800)][at];
        let told = document(lines.iter().map(|(amount, at)| line("x", *amount, class(*at))).collect());
        let whole = told.amount().unwrap().minor();
        let amount = (i128::from(whole) * i128::from(part) / 10_000).max(1) as i64;
        let lowered = told.lowered(Money::from_minor(amount), told.issued_at, "x").unwrap();
        prop_assert_eq!(lowered.amount().unwrap().minor(), -amount);
        prop_assert!(lowered.lines.iter().all(|line| line.amount < Money::ZERO));
        let back = told.reversed(told.issued_at, "x").unwrap();
        prop_assert_eq!(back.amount().unwrap().minor(), -whole);
        for (before, after) in told.classes().iter().zip(back.classes()) {
            prop_assert_eq!((before.net.minor(), before.tax.minor()), (-after.net.minor(), -after.tax.minor()));
        }
        let sums: i64 = told.classes().iter().map(|c| c.net.minor() + c.tax.minor()).sum();
        prop_assert_eq!(sums, whole);
    }
}
