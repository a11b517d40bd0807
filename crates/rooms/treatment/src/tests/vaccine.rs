//! A dose leaves the batch that was chosen, once, with its number and its site.

use super::*;
use crate::vaccine_earlier;
use bricks::clock::add_days;
use bricks::id::{BatchId, ServiceId};
use bricks::quantity::Quantity;
use papers::vaccination::{self, Dose};
use papers::{batch, consumable};

const MMR: ServiceId = ServiceId::from_raw(44);
/// The vaccine; another bottle stands for goods of another kind.
pub(super) const VACCINE: bricks::id::MedicineId = SYRUP;

pub(super) async fn service(house: &House) {
    house
        .done(|tx, who| {
            tx.run(
                "INSERT INTO service (id, code, name_vi, name_en, kind, department, duration_minutes, active) \
                 VALUES (44, 'VC07', 'Vắc xin MMR', 'MMR vaccine', 'vaccine', 'vaccination', 10, TRUE)",
                &[],
            )?;
            tx.run(
                "INSERT INTO service_price (service_id, from_day, price_vnd) VALUES (44, '2026-01-01', 400000)",
                &[],
            )?;
            tx.run("UPDATE medicine SET route = 'im' WHERE id = $1", &[&VACCINE])?;
            consumable::put_on_list(tx, who, MMR, VACCINE, (Quantity::whole(1), false, true))
        })
        .await;
}

pub(super) async fn order_of(house: &House, visit: VisitId) -> OrderId {
    let new = NewOrder { service: MMR, urgent: false, question: String::new(), fasting: false };
    house.done(move |tx, who| order::place(tx, who, visit, &new)).await
}

pub(super) async fn received(
    house: &House,
    medicine: bricks::id::MedicineId,
    (number, expires, units): (&'static str, i64, i64),
) -> BatchId {
    let new = batch::NewBatch { medicine, ..delivery(number, add_days(today(), expires), units) };
    house.done(move |tx, who| batch::receive(tx, who, &new)).await
}

/// What is known of somebody who is well, of a vaccine without a schedule.
const WELL: &str = "&route=im&schedule=none&temperature=36,8&ill=no";

pub(super) async fn give_dose(house: &House, id: OrderId, body: String) -> Result<(), Stop> {
    let body = if body.contains("temperature=") { body } else { body + WELL };
    house.act(move |tx, who| acts::result(tx, who, id, &form(&body), Lang::Vi)).await
}

/// Gives it for the reason that the body says, once what speaks against it was read.
pub(super) async fn give_knowing(house: &House, id: OrderId, body: String) -> Result<(), Stop> {
    let seen = match give_dose(house, id, body.clone()).await {
        Err(Stop::Refused(refusal)) => {
            vaccination::doubts_of(refusal.fields[0].say.to(Lang::Vi), Lang::Vi).map(str::to_owned).unwrap()
        }
        other => panic!("{body}: {other:?}"),
    };
    give_dose(house, id, format!("{body}&doubts_seen={}", ground::web::percent(&seen))).await
}

async fn field_of(house: &House, id: OrderId, body: String) -> &'static str {
    match give_dose(house, id, body.clone()).await {
        Err(Stop::Refused(refusal)) => refusal.fields.first().map_or("", |field| field.field),
        other => panic!("{body}: {other:?}"),
    }
}

pub(super) async fn doses(house: &House) -> Vec<Dose> {
    house.done(|tx, _| Ok(vaccination::of_patient(tx, HUONG)?)).await
}

#[tokio::test]
async fn a_dose_names_its_batch_number_and_site_and_leaves_that_batch_alone() {
    let house = House::open().await;
    service(&house).await;
    let early = received(&house, VACCINE, ("M1", 30, 5)).await;
    let late = received(&house, VACCINE, ("M2", 300, 5)).await;
    let visit = house.in_room(HUONG).await;
    let id = order_of(&house, visit).await;
    let late_dose = format!("batch={late}&dose_number=2&site=left_arm&screened=yes");
    assert_eq!(
        field_of(&house, id, late_dose.clone()).await,
        "skipped_reason",
        "the earlier batch stays for no reason"
    );
    give_knowing(&house, id, format!("{late_dose}&skipped_reason=lo+bi+vo&despite=mui+mot+noi+khac")).await.unwrap();
    assert_eq!(house.count("SELECT COUNT(*) FROM vaccination WHERE skipped_reason = 'lo bi vo'").await, 1);
    let given = doses(&house).await;
    let told: Vec<_> = given.iter().map(|d| (d.order, d.batch.as_str(), d.number, d.site.code())).collect();
    assert_eq!(told, [(id, "M2", 2, "left_arm")]);
    let held = |batch| {
        let house = &house;
        async move {
            let of = "SELECT quantity_milli FROM batch WHERE id = $1";
            house.done(move |tx, _| Ok(tx.one::<i64>(of, &[&batch])?.unwrap())).await
        }
    };
    assert_eq!((held(early).await, held(late).await), (5_000, 4_000), "the chosen batch, not the earliest");
    let page = house.done(move |tx, who| order_page(tx, who, id, Tab::Open, false)).await;
    assert_eq!(page.head.finding, "", "no words are asked for beside the dose, which tells itself to whoever reads it");
    let told = |l| page.doses[0].in_words(l);
    assert_eq!([told(Lang::Vi), told(Lang::En)], ["Mũi 2, cánh tay trái.", "Dose 2, left arm."]);

    let changed = house.act(|tx, _| Ok(tx.run("UPDATE vaccination SET dose_number = 3", &[])?)).await;
    assert!(changed.is_err(), "what a vaccination says does not change");
    house.done(move |tx, who| acts::withdraw(tx, who, id, &form("withdraw_reason=ghi+nham"), Lang::Vi)).await;
    assert!(doses(&house).await.is_empty(), "a withdrawn dose does not count");
    assert_eq!(held(late).await, 5_000);
    let again = order_of(&house, visit).await;
    let second = format!("batch={early}&dose_number=2&site=right_thigh&screened=yes");
    assert_eq!(field_of(&house, again, second.clone()).await, "despite", "no first dose is known");
    give_knowing(&house, again, format!("{second}&despite=mui+mot+noi+khac")).await.unwrap();
    assert_eq!(doses(&house).await.len(), 1);
}

#[tokio::test]
async fn a_dose_without_its_facts_or_from_a_batch_that_cannot_give_it_is_refused_at_its_field() {
    let house = House::open().await;
    service(&house).await;
    let good = received(&house, VACCINE, ("M1", 30, 5)).await;
    let other = received(&house, PARACETAMOL, ("P1", 30, 5)).await;
    let expired = received(&house, VACCINE, ("OLD", 0, 5)).await;
    house.clock.advance_minutes(24 * 60);
    let visit = house.in_room(HUONG).await;
    let id = order_of(&house, visit).await;
    for (body, field) in [
        (String::new(), "batch"),
        (format!("batch={good}&site=left_arm&screened=yes"), "dose_number"),
        (format!("batch={good}&dose_number=0&site=left_arm&screened=yes"), "dose_number"),
        (format!("batch={good}&dose_number=21&site=left_arm&screened=yes"), "dose_number"),
        (format!("batch={good}&dose_number=1,5&site=left_arm&screened=yes"), "dose_number"),
        (format!("batch={good}&dose_number=1&screened=yes"), "site"),
        (format!("batch={good}&dose_number=1&site=head&screened=yes"), "site"),
        (format!("batch={good}&dose_number=1&site=mouth&screened=yes"), "site"),
        (format!("batch={good}&dose_number=1&site=left_arm"), "screened"),
        (format!("batch={other}&dose_number=1&site=left_arm&screened=yes"), "batch"),
        (format!("batch={expired}&dose_number=1&site=left_arm&screened=yes&missing_reason=ghi+nham"), "batch"),
        ("batch=999&dose_number=1&site=left_arm&screened=yes&missing_reason=ghi+nham".to_owned(), "batch"),
    ] {
        assert_eq!(field_of(&house, id, body.clone()).await, field, "{body}");
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM clinical_order WHERE state = 'done'").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM consumable_use").await, 0);
    let whole = format!("batch={good}&dose_number=1&site=left_arm&screened=yes");
    give_dose(&house, id, whole.clone()).await.unwrap();
    let next = order_of(&house, visit).await;
    assert_eq!(field_of(&house, next, whole).await, "dose_number", "the first dose is given once");
    give_dose(&house, next, format!("batch={good}&dose_number=2&site=left_arm&screened=yes")).await.unwrap();
    assert_eq!(doses(&house).await.len(), 2);
}

#[tokio::test]
async fn a_service_has_one_vaccine_and_only_a_vaccination_has_one() {
    let house = House::open().await;
    service(&house).await;
    let put = |service, medicine| {
        house.act(move |tx, who| consumable::put_on_list(tx, who, service, medicine, (Quantity::whole(1), false, true)))
    };
    for (service, medicine) in [(MMR, PARACETAMOL), (BLOOD_COUNT, VACCINE)] {
        let tried = put(service, medicine).await;
        assert!(matches!(tried, Err(Stop::Refused(r)) if r.say == papers::text::consumable_no_vaccine_say()));
    }
    put(MMR, VACCINE).await.unwrap();
    assert_eq!(house.count("SELECT COUNT(*) FROM service_consumable WHERE vaccine").await, 1);
}

#[tokio::test]
async fn a_service_whose_list_names_no_vaccine_asks_for_the_vaccine_by_hand_or_that_none_is_given() {
    let house = House::open().await;
    service(&house).await;
    house.done(|tx, who| consumable::drop_from_list(tx, who, MMR, VACCINE)).await;
    let visit = house.in_room(HUONG).await;
    let id = order_of(&house, visit).await;
    let whole = "outside_vaccine=Stamaril&outside_maker=Sanofi&outside_batch=Y12&outside_expires_on=2027-01-31&dose_number=1&site=left_arm&screened=yes";
    for (body, field) in [
        ("finding=da+tiem".to_owned(), "outside_vaccine"),
        (whole.replace("outside_maker=Sanofi", ""), "outside_maker"),
        (whole.replace("outside_batch=Y12", ""), "outside_batch"),
        (whole.replace("2027-01-31", "2026-11-23"), "outside_expires_on"),
        (whole.replace("&screened=yes", ""), "screened"),
        (format!("{whole}&no_dose=yes"), "no_dose"),
    ] {
        assert_eq!(field_of(&house, id, body.clone()).await, field, "{body}");
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM clinical_order WHERE state = 'done'").await, 0);
    give_dose(&house, id, whole.to_owned()).await.unwrap();
    let given = doses(&house).await.remove(0);
    assert_eq!((given.batch.as_str(), given.number, given.medicine), ("Y12", 1, None));
    assert_eq!(given.name(Lang::Vi), "Stamaril Sanofi");
    let again = order_of(&house, visit).await;
    let same = whole.replace("Stamaril", "STAMARIL");
    assert_eq!(field_of(&house, again, same.clone()).await, "dose_number", "the first dose is given once");
    give_dose(&house, again, "no_dose=yes&finding=da+kham+sang+loc".to_owned()).await.unwrap();
    assert_eq!(doses(&house).await.len(), 1);
    house.done(move |tx, who| acts::withdraw(tx, who, id, &form("withdraw_reason=ghi+nham"), Lang::Vi)).await;
    assert!(doses(&house).await.is_empty(), "a withdrawn dose does not count");
    let changed = house.act(|tx, _| Ok(tx.run("UPDATE outside_vaccination SET dose_number = 3", &[])?)).await;
    assert!(changed.is_err(), "what a vaccination says does not change");
}

pub(super) async fn tried(house: &House, id: OrderId, body: String) -> (String, &'static str) {
    house.refused(move |tx, who| acts::result(tx, who, id, &form(&body), Lang::En)).await
}

#[tokio::test]
async fn a_dose_from_elsewhere_is_written_down_once_and_the_next_one_is_judged_by_it() {
    let house = House::open().await;
    service(&house).await;
    let batch = received(&house, VACCINE, ("M1", 30, 5)).await;
    let visit = house.in_room(HUONG).await;
    let id = order_of(&house, visit).await;
    let note = |body: &'static str| house.act(move |tx, who| vaccine_earlier::note(tx, who, id, &form(body), Lang::En));
    for (body, field) in [
        ("earlier_vaccine=hepb_adult&earlier_number=1&earlier_on=2027-01-01", "earlier_on"),
        ("earlier_vaccine=hepb_adult&earlier_number=1&earlier_on=1900-01-01", "earlier_on"),
        ("earlier_vaccine=hepb_adult&earlier_number=0&earlier_on=2026-01-01", "earlier_number"),
        ("earlier_vaccine=tea&earlier_number=1&earlier_on=2026-01-01", "earlier_vaccine"),
        ("earlier_vaccine=hepb_adult&earlier_number=1&earlier_on=", "earlier_on"),
    ] {
        let told = house.refused(move |tx, who| vaccine_earlier::note(tx, who, id, &form(body), Lang::En)).await;
        assert_eq!(told.1, field, "{body}");
    }
    let first = "earlier_vaccine=hepb_adult&earlier_number=1&earlier_on=2026-11-20&earlier_place=VNVC";
    note(first).await.unwrap();
    let again = house.refused(move |tx, who| vaccine_earlier::note(tx, who, id, &form(first), Lang::En)).await;
    assert_eq!(again.1, "earlier_number", "a dose is known once");
    for (body, known) in [
        ("earlier_vaccine=rabies_pep&earlier_number=1&earlier_on=2025-03-01", false),
        ("earlier_vaccine=rabies_pep&earlier_number=1&earlier_on=2026-10-01", false),
        ("earlier_vaccine=rabies_pep&earlier_number=1&earlier_on=2026-10-05", true),
        ("earlier_vaccine=rabies_pep&earlier_number=2&earlier_on=2026-10-04", false),
    ] {
        let tried = house.act(move |tx, who| vaccine_earlier::note(tx, who, id, &form(body), Lang::En)).await;
        match tried {
            Ok(()) => assert!(!known, "{body}"),
            Err(Stop::Refused(told)) => {
                assert!(known && told.fields[0].say.en.contains("given on 01/10/2026"), "{told:?}")
            }
            Err(other) => panic!("{body}: {other:?}"),
        }
    }
    let with = |number| {
        format!(
            "batch={batch}&dose_number={number}&site=left_arm&screened=yes&route=im&schedule=hepb_adult&temperature=36,8&ill=no"
        )
    };
    let (told, field) = tried(&house, id, with(2)).await;
    assert!(field == "despite" && told.contains("at least 28"), "{told}");
    assert!(tried(&house, id, with(3)).await.0.contains("next is dose 2, not 3"));
    let page = house.done(move |tx, who| order_page(tx, who, id, Tab::Open, false)).await;
    let known = page.earlier_doses.iter().find(|dose| dose.schedule == "hepb_adult").unwrap().id;
    house.done(move |tx, who| vaccine_earlier::remove(tx, who, (id, known))).await;
    give_dose(&house, id, with(1)).await.unwrap();
    let gone = house.act(move |tx, who| vaccine_earlier::remove(tx, who, (id, known))).await;
    assert!(matches!(gone, Err(Stop::Refused(_))), "the vaccination has ended");
    let of_dose =
        "SELECT COUNT(*) FROM audit WHERE act = 'remove_earlier_dose' AND detail = 'hepb_adult · 1 · 2026-11-20'";
    assert_eq!(house.count(of_dose).await, 1);
    let other = NewOrder { service: BLOOD_COUNT, urgent: false, question: String::new(), fasting: false };
    let other = house.done(move |tx, who| order::place(tx, who, visit, &other)).await;
    let tried = house.act(move |tx, who| vaccine_earlier::note(tx, who, other, &form(first), Lang::En)).await;
    assert!(matches!(tried, Err(Stop::Missing)), "a blood count knows no doses");
}

#[tokio::test]
async fn the_database_ends_no_vaccination_without_its_dose_or_the_word_that_none_was_given() {
    let house = House::open().await;
    service(&house).await;
    let visit = house.in_room(HUONG).await;
    let id = order_of(&house, visit).await;
    let by_hand = house.act(move |tx, who| order::complete(tx, who, id, "đã tiêm", "", &[]).map(|_| ())).await;
    assert!(format!("{:?}", by_hand.unwrap_err()).contains("without a dose"));
    house.done(|tx, who| consumable::drop_from_list(tx, who, MMR, VACCINE)).await;
    give_dose(&house, id, "no_dose=yes&finding=kham+sang+loc".to_owned()).await.unwrap();
    assert_eq!(house.count("SELECT COUNT(*) FROM no_dose").await, 1);
}

/// The shelf's goods are the vaccine that the tables know by this code.
pub(super) async fn goods_are(house: &House, code: &'static str) {
    house.done(move |tx, _| Ok(tx.run("UPDATE medicine SET code = $2 WHERE id = $1", &[&VACCINE, &code])?)).await;
}

#[tokio::test]
async fn another_schedule_than_that_of_the_goods_or_none_needs_a_reason() {
    let house = House::open().await;
    service(&house).await;
    goods_are(&house, "vaccine_hpv9").await;
    let batch = received(&house, VACCINE, ("M1", 30, 5)).await;
    let visit = house.in_room(HUONG).await;
    let id = order_of(&house, visit).await;
    let with = |schedule| {
        format!(
            "batch={batch}&dose_number=1&site=left_arm&screened=yes&route=im&temperature=36,8&ill=no&schedule={schedule}"
        )
    };
    for schedule in ["none", "typhoid"] {
        let (told, field) = tried(&house, id, with(schedule)).await;
        assert!(field == "despite" && told.contains("goods on the shelf are HPV"), "{schedule}: {told}");
    }
    give_dose(&house, id, with("hpv9_15")).await.unwrap();
}

#[tokio::test]
async fn a_dose_from_before_schedules_were_asked_counts_by_its_goods() {
    let house = House::open().await;
    service(&house).await;
    let batch = received(&house, VACCINE, ("M1", 300, 5)).await;
    let visit = house.in_room(HUONG).await;
    let first = order_of(&house, visit).await;
    give_dose(&house, first, format!("batch={batch}&dose_number=1&site=left_arm&screened=yes")).await.unwrap();
    goods_are(&house, "vaccine_varicella").await;
    house.clock.advance_minutes(10 * 24 * 60);
    let id = order_of(&house, visit).await;
    house.done(|tx, who| consumable::drop_from_list(tx, who, MMR, VACCINE)).await;
    let whole = "outside_vaccine=Priorix&outside_maker=GSK&outside_batch=Y12&outside_expires_on=2027-01-31&dose_number=1&site=left_arm\
                 &screened=yes&route=sc&schedule=mmr&temperature=36,8&ill=no";
    let (told, _) = tried(&house, id, whole.to_owned()).await;
    assert!(told.contains("Varicella, a live vaccine too, was given 10 days ago"), "{told}");
}
