//! The receipt's template: issued receipts keep theirs, and no picture can spoil one.

use super::*;
use crate::template::{acts, of_today};
use ground::files::Logo;
use papers::receipt::template::{self, Size};

const FORM: &str = "head_vi=Gi%E1%BA%A5y+ph%C3%A9p+01234%0AM%E1%BB%9F+c%E1%BB%ADa+7%3A00&head_en=Licence+01234&size=a4&discount=yes&vat=yes&note_vi=C%E1%BA%A3m+%C6%A1n&note_en=";

fn logo() -> Logo {
    Logo { sha256: [7; 32], png: vec![1, 2, 3] }
}

#[tokio::test]
async fn an_issued_receipt_keeps_the_template_with_which_it_was_issued() {
    let house = House::open().await;
    let before = billed(&house, HUONG).await;
    let plain = printed(&house, pay(&house, before, cash(167_600, 167_600)).await).await;
    assert!(plain.template.is_plain(), "nothing was chosen yet");
    house.done(|tx, who| acts::save(tx, who, &form(FORM), Lang::Vi)).await;
    house.done(|tx, who| acts::set_logo(tx, who, &logo())).await;
    let visit = billed(&house, MINH).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    house.done(acts::remove_logo).await;
    house.done(|tx, who| acts::save(tx, who, &form("size=80mm&version=1"), Lang::Vi)).await;
    let told = printed(&house, receipt).await;
    assert_eq!(
        (told.template.size, told.template.head(Lang::Vi).len(), told.note_vi.as_str()),
        (Size::A4, 2, "Cảm ơn")
    );
    assert_eq!(told.template.columns(), ["discount", "vat"]);
    let kept = house.done(move |tx, _| Ok(template::logo(tx, &told.template)?)).await;
    assert_eq!(kept.as_deref(), Some("AQID"), "its logo is there, though new receipts bear none");
    let today = house.done(|tx, _| of_today(tx)).await;
    assert_eq!((today.template.size, today.template.logo.as_str(), today.note_vi.as_str()), (Size::Roll, "", ""));
    let gone = house.act(|tx, _| Ok(tx.run("DELETE FROM receipt_logo", &[])?)).await;
    assert!(gone.is_err(), "a logo that a receipt bears is never taken away");
}

#[tokio::test]
async fn the_logo_and_the_rest_are_written_apart() {
    let house = House::open().await;
    house.done(|tx, who| acts::set_logo(tx, who, &logo())).await;
    house.done(|tx, who| acts::save(tx, who, &form(FORM), Lang::Vi)).await;
    let look = house.done(|tx, _| of_today(tx)).await;
    assert_eq!(look.template.logo, "07".repeat(32));
    house.done(|tx, who| acts::set_logo(tx, who, &logo())).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM receipt_logo").await, 1, "the same picture is kept once");
}

#[tokio::test]
async fn a_template_is_not_written_over_somebody_elses_and_a_broken_one_stops_no_payment() {
    let house = House::open().await;
    house.done(|tx, who| acts::save(tx, who, &form(FORM), Lang::Vi)).await;
    let stale = house.refused(|tx, who| acts::save(tx, who, &form("size=a5"), Lang::Vi)).await;
    assert_eq!(stale.0, text::template_changed(Lang::En));
    assert_eq!(house.done(|tx, _| of_today(tx)).await.template.size, Size::A4);
    house.done(|tx, _| Ok(tx.run("UPDATE setting SET value = '{' WHERE key = 'receipt_template'", &[])?)).await;
    let look = house.done(|tx, _| of_today(tx)).await;
    assert!(look.is_broken && look.template.is_plain());
    let visit = billed(&house, HUONG).await;
    let receipt = pay(&house, visit, cash(167_600, 167_600)).await;
    assert!(printed(&house, receipt).await.template.is_plain());
    house.done(|tx, who| acts::save(tx, who, &form(&format!("{FORM}&version=1")), Lang::Vi)).await;
    assert!(!house.done(|tx, _| of_today(tx)).await.is_broken);
}

#[tokio::test]
async fn what_no_template_can_be_is_refused_at_its_field() {
    let house = House::open().await;
    for (body, field) in [
        ("size=a3".to_owned(), "size"),
        ("head_vi=1%0A2%0A3%0A4%0A5&size=a5".to_owned(), "head_vi"),
        (format!("note_en={}&size=a5", "x".repeat(301)), "note_en"),
    ] {
        match house.act(move |tx, who| acts::save(tx, who, &form(&body), Lang::Vi)).await {
            Err(Stop::Refused(r)) => assert!(r.fields.iter().any(|at| at.field == field), "{field}"),
            other => panic!("{field}: {other:?}"),
        }
    }
    let refused = |bytes: &[u8]| acts::draw(bytes).unwrap_err().fields[0].field;
    assert_eq!(refused(b"<svg onload=alert(1)>"), "logo");
    assert_eq!(refused(b"\x89PNG\r\n\x1a\nbroken"), "logo");
}
