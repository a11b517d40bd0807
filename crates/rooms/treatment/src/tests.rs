//! The acts against a real database, and pictures against a real folder.

mod consumables;
mod doubts;
/// The small clinic of the papers' own tests.
#[allow(dead_code, reason = "each crate uses its part of the clinic")]
#[path = "../../../papers/tests/it/house.rs"]
mod house;
mod vaccine;

use crate::load::{order_page, worklist};
use crate::views::Tab;
use crate::{acts, images, text};
use bricks::id::{OrderId, VisitId};
use bricks::lang::Lang;
use bytes_of::{jpeg, png, png_header};
use ground::db::Stop;
use ground::files::Files;
use ground::html::Tone;
use ground::web::{Form, UploadedFile};
use house::*;
use papers::order::{self, Flag, Kind, NewOrder};

fn form(body: &str) -> Form {
    Form::parse(body.as_bytes()).unwrap()
}

async fn ordered(house: &House, urgent: bool) -> (VisitId, OrderId) {
    let visit = house.in_room(HUONG).await;
    let new = NewOrder { service: BLOOD_COUNT, urgent, question: "Thiếu máu?".into(), fasting: false };
    let id = house
        .done(move |tx, who| {
            tx.run(
                "INSERT INTO service_price (service_id, from_day, price_vnd) VALUES (42, '2026-01-01', 90000)",
                &[],
            )?;
            order::place(tx, who, visit, &new)
        })
        .await;
    (visit, id)
}

async fn give(house: &House, id: OrderId, body: &'static str) -> Result<(), Stop> {
    house.act(move |tx, who| acts::result(tx, who, id, &form(body), Lang::Vi)).await
}

#[tokio::test]
async fn a_result_is_flagged_charged_once_and_seen_with_the_value_before() {
    let house = House::open().await;
    let (visit, id) = ordered(&house, true).await;
    house.done(move |tx, who| acts::start(tx, who, id)).await;
    give(&house, id, "value-51=119,5&value-52=positive&conclusion=Thi%E1%BA%BFu+m%C3%A1u").await.unwrap();
    let page = house.done(move |tx, who| order_page(tx, who, id, Tab::Open, false)).await;
    let seen: Vec<_> = page.analytes.iter().map(|a| (a.code.as_str(), a.value_milli, a.flag, a.low_milli)).collect();
    assert_eq!(seen, [("HGB", Some(119_500), Flag::Low, Some(120_000)), ("MAL", None, Flag::Abnormal, None)]);
    assert_eq!(house.count("SELECT COUNT(*) FROM charge WHERE source_kind = 'order' AND amount_vnd = 90000").await, 1);
    let due = house.done(move |tx, who| Ok(papers::visit::by_id(tx, who.branch, visit)?.due)).await;
    assert_eq!(due.minor(), 90_000);

    house.clock.advance_minutes(5);
    let next = NewOrder { service: BLOOD_COUNT, urgent: false, question: String::new(), fasting: false };
    let second = house.done(move |tx, who| order::place(tx, who, visit, &next)).await;
    let page = house.done(move |tx, who| order_page(tx, who, second, Tab::Open, false)).await;
    let before: Vec<_> = page.earlier.iter().map(|e| (e.analyte_code.as_str(), e.value_milli)).collect();
    assert!(before.contains(&("HGB", Some(119_500))), "{before:?}");
    let limits: Vec<_> = page.analytes.iter().map(|a| (a.low_milli, a.high_milli)).collect();
    assert_eq!(limits, [(Some(120_000), Some(160_000)), (None, None)]);
}

/// The body of a form with the box ticked that answers the question about these values.
fn sure(values: &str) -> String {
    let said: Vec<String> = values.split('&').filter(|v| v.starts_with("value-")).map(str::to_owned).collect();
    format!(
        "{values}&sure={}",
        said.join("%3B").replace("value-51=", "value-51%3D").replace("value-52=", "value-52%3D")
    )
}

async fn refused_at(house: &House, id: OrderId, body: String) -> &'static str {
    let tried = house.act(move |tx, who| acts::result(tx, who, id, &form(&body), Lang::Vi)).await;
    match tried {
        Err(Stop::Refused(refusal)) => refusal.fields.first().map_or("", |f| f.field),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn critical_and_missing_values_are_given_only_after_a_second_look_at_just_these() {
    let house = House::open().await;
    let (_, id) = ordered(&house, true).await;
    assert_eq!(refused_at(&house, id, "value-51=11%2C9&value-52=negative".to_owned()).await, "sure");
    assert_eq!(refused_at(&house, id, "value-51=125&value-52=".to_owned()).await, "sure");
    let other = sure("value-51=125&value-52=").replace("value-51=125", "value-51=12");
    assert_eq!(refused_at(&house, id, other).await, "sure");
    assert_eq!(house.count("SELECT COUNT(*) FROM result_value").await, 0);
    let body = sure("value-51=12&value-52=");
    house.done(move |tx, who| acts::result(tx, who, id, &form(&body), Lang::Vi)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM result_value WHERE flag = 'LL'").await, 1);
}

#[tokio::test]
async fn a_given_result_is_corrected_with_a_reason_and_what_it_said_is_kept() {
    let house = House::open().await;
    let (_, id) = ordered(&house, false).await;
    let body = "value-51=135&value-52=negative&conclusion=x";
    let correct = |body: &'static str| {
        let house = &house;
        async move { house.act(move |tx, who| acts::correct(tx, who, id, &form(body), Lang::Vi)).await }
    };
    assert!(matches!(
        correct("reason=Nh%E1%BA%A7m+m%C3%A1u&seen=0&value-51=125&value-52=negative").await,
        Err(Stop::Refused(_))
    ));
    give(&house, id, body).await.unwrap();
    house.done(move |tx, _| Ok(tx.run("UPDATE clinical_order SET reviewed_at = 1 WHERE id = $1", &[&id])?)).await;
    let wordless = correct("seen=0&value-51=125&value-52=negative").await;
    assert!(matches!(wordless, Err(Stop::Refused(r)) if r.fields[0].field == "reason"));
    correct("reason=Nh%E1%BA%A7m+m%E1%BA%ABu&seen=0&value-51=125&value-52=positive").await.unwrap();
    let late = correct("reason=Mu%E1%BB%99n+n%C6%B0a&seen=0&value-51=130&value-52=negative").await;
    assert!(matches!(late, Err(Stop::Refused(_))));
    let page = house.done(move |tx, who| order_page(tx, who, id, Tab::Open, false)).await;
    let now: Vec<_> = page.analytes.iter().map(|a| (a.value_milli, a.value_text.as_str())).collect();
    assert_eq!(now, [(Some(125_000), ""), (None, "positive")]);
    assert_eq!((page.corrections.len(), page.corrections[0].conclusion_before.as_str()), (1, "x"));
    let before: Vec<_> = page.corrected.iter().map(|v| (v.value_milli, v.value_text.as_str())).collect();
    assert_eq!(before, [(Some(135_000), ""), (None, "negative")]);
    assert_eq!(house.count("SELECT COUNT(*) FROM clinical_order WHERE reviewed_at IS NULL").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'correct_result'").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM charge WHERE source_kind = 'order'").await, 1);
}

#[tokio::test]
async fn a_second_result_and_one_for_a_cancelled_order_are_conflicts() {
    let house = House::open().await;
    let (visit, id) = ordered(&house, false).await;
    give(&house, id, "value-51=130&value-52=negative").await.unwrap();
    let twice = house
        .refused(move |tx, who| acts::result(tx, who, id, &form("value-51=131&value-52=negative"), Lang::Vi))
        .await;
    assert_eq!(twice.0, text::closed_done(Lang::En));
    let new = NewOrder { service: BLOOD_COUNT, urgent: false, question: String::new(), fasting: false };
    let other = house.done(move |tx, who| order::place(tx, who, visit, &new)).await;
    house.done(move |tx, who| order::cancel(tx, who, other, "Nhầm")).await;
    let late = house
        .refused(move |tx, who| acts::result(tx, who, other, &form("value-51=131&value-52=negative"), Lang::Vi))
        .await;
    assert_eq!(late.0, text::closed_cancelled(Lang::En));
    house.refused(move |tx, who| acts::attach(tx, who, other, &[])).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM charge WHERE source_kind = 'order'").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM result_value").await, 2);
}

#[tokio::test]
async fn a_wrong_value_saves_nothing_and_an_empty_result_is_refused() {
    let house = House::open().await;
    let (_, id) = ordered(&house, false).await;
    for body in [
        "value-51=1e400",
        "value-51=abc&value-52=positive",
        "value-51=12.000",
        "value-51=2000000&value-52=negative",
        "value-52=maybe",
    ] {
        let said = house.refused(move |tx, who| acts::result(tx, who, id, &form(body), Lang::Vi)).await;
        assert_eq!(said.0, text::values_wrong(Lang::En, 1), "{body}");
    }
    let empty = house.refused(move |tx, who| acts::result(tx, who, id, &form("value-51=&finding=+"), Lang::Vi)).await;
    assert_eq!(empty.1, "conclusion");
    assert_eq!(house.count("SELECT COUNT(*) FROM result_value").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM charge").await, 0);
    assert!(matches!(
        house
            .db
            .write_locked(move |tx| acts::result(
                tx,
                &who_of(OTHER_BRANCH),
                id,
                &form("value-51=130&value-52=negative"),
                Lang::Vi
            ))
            .await,
        Err(Stop::Missing)
    ));
}

#[tokio::test]
async fn urgent_orders_come_first_and_a_done_one_moves_to_the_other_half() {
    let house = House::open().await;
    let (_, first) = ordered(&house, false).await;
    let second = house.in_room(MINH).await;
    let new = NewOrder { service: BLOOD_COUNT, urgent: true, question: String::new(), fasting: false };
    let urgent = house.done(move |tx, who| order::place(tx, who, second, &new)).await;
    let open = house.done(|tx, who| worklist(tx, who, Kind::Lab, Tab::Open, None)).await;
    assert_eq!(open.rows.iter().map(|r| r.id).collect::<Vec<_>>(), [urgent, first]);
    assert_eq!(open.counts, [(Kind::Lab, 2)]);
    give(&house, urgent, "value-51=130&value-52=negative").await.unwrap();
    let done = house.done(|tx, who| worklist(tx, who, Kind::Lab, Tab::Done, None)).await;
    assert_eq!(done.rows.iter().map(|r| (r.id, r.ticket())).collect::<Vec<_>>(), [(urgent, "A002".to_owned())]);
    assert!(house.done(|tx, who| worklist(tx, who, Kind::Imaging, Tab::Open, None)).await.rows.is_empty());
}

#[tokio::test]
async fn a_picture_alone_is_a_result() {
    let house = House::open().await;
    let (_, id) = ordered(&house, false).await;
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    let kept = images::keep_all(&files, &[sent("../../x.jpg", jpeg())]).unwrap();
    assert_eq!(kept[0].name, "x.jpg");
    assert!(files.is_whole(&kept[0].sha256) && files.get_preview(&kept[0].sha256).unwrap().starts_with(&[0xff, 0xd8]));
    house.done(move |tx, who| acts::attach(tx, who, id, &kept)).await;
    give(&house, id, "").await.unwrap();
    let page = house.done(move |tx, who| order_page(tx, who, id, Tab::Open, false)).await;
    assert_eq!(
        page.images.iter().map(|i| (i.name.as_str(), i.width, i.height)).collect::<Vec<_>>(),
        [("x.jpg", 16, 8)]
    );
}

#[test]
fn what_is_no_plain_picture_is_refused_and_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    let bad = [
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(), text::image_kind_say("svg")),
        ("html", b"<!doctype html><script>alert(1)</script>".to_vec(), text::image_kind_say("html")),
        ("exe", b"MZ\x90\0".to_vec(), text::image_kind_say("exe")),
        ("polyglot", [jpeg(), b"<script>alert(1)</script>".to_vec()].concat(), text::image_hides_say("polyglot")),
        ("huge", png_header(60_000, 60_000), text::image_too_large_say("huge")),
        ("cut", png()[..50].to_vec(), text::image_broken_say("cut")),
        ("tail", [png(), b"tail".to_vec()].concat(), text::image_hides_say("tail")),
    ];
    for (name, bytes, say) in bad {
        let both = [sent("good.jpg", jpeg()), sent(name, bytes)];
        match images::keep_all(&files, &both) {
            Err(Stop::Refused(r)) => assert_eq!(r.say, say, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
    assert!(matches!(images::keep_all(&files, &[]), Err(Stop::Refused(_))));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_download_never_names_a_path() {
    assert_eq!(
        images::disposition("a/\"b\".png", "image/png"),
        "attachment; filename=\"image.png\"; filename*=UTF-8''a%2F%22b%22.png"
    );
    assert_eq!(crate::rules::waiting_tone(5, true), Tone::Wait);
}

fn sent(name: &str, bytes: Vec<u8>) -> UploadedFile {
    UploadedFile { field: "image".into(), name: name.into(), bytes: bytes.into() }
}

mod bytes_of {
    use image::{ImageFormat, RgbImage};
    use std::io::Cursor;

    fn encoded(format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        RgbImage::new(16, 8).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    pub fn jpeg() -> Vec<u8> {
        encoded(ImageFormat::Jpeg)
    }

    pub fn png() -> Vec<u8> {
        encoded(ImageFormat::Png)
    }

    /// A PNG whose header promises so many pixels, with a right checksum.
    pub fn png_header(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = png();
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = bytes[12..29].iter().fold(!0_u32, |mut sum, byte| {
            sum ^= u32::from(*byte);
            (0..8).for_each(|_| sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 });
            sum
        });
        bytes[29..33].copy_from_slice(&(!sum).to_be_bytes());
        bytes
    }
}
