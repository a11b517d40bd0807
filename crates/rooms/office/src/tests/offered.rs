use super::house::*;
use crate::acts::{medicines, places, services};
use bricks::clock::parse_day;
use bricks::id::{ResourceId, ServiceId};
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::access::Who;
use ground::catalog;
use ground::db::{Stop, Tx};
use ground::web::Form;
use papers::appointment;

fn form(body: &str) -> Form {
    Form::parse(body.as_bytes()).unwrap()
}

/// How an act is refused: the kind, the fields, the sentence in English.
async fn refused<T: Send + std::fmt::Debug + 'static>(
    house: &House,
    act: impl Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
) -> (RefusalKind, Vec<&'static str>, String) {
    match house.act(act).await {
        Err(Stop::Refused(r)) => (r.kind, r.fields.iter().map(|f| f.field).collect(), r.say.en.into_owned()),
        other => panic!("not refused: {other:?}"),
    }
}

async fn place(house: &House, body: &'static str) -> ResourceId {
    house.done(move |tx, who| places::add(tx, who, &form(body), Lang::Vi)).await
}

const ULTRASOUND: &str = "code=kb90&kind=consultation&name_vi=Si%C3%AAu+%C3%A2m+tim+g%E1%BA%AFng+s%E1%BB%A9c&name_en=&department=internal\
     &duration_minutes=25&ticket_prefix=s&price=350000";

#[tokio::test]
async fn a_room_or_device_is_made_renamed_and_has_a_name_of_its_own() {
    let house = House::open().await;
    let device = place(&house, "kind=device&name=M%C3%A1y+1&department=").await;
    let again = |body: &'static str| refused(&house, move |tx, who| places::add(tx, who, &form(body), Lang::Vi));
    let told = again("kind=device&name=M%C3%A1y+1").await;
    assert_eq!((told.0, told.1), (RefusalKind::Conflict, vec!["name"]));
    assert_eq!(again("kind=planet&name=").await.1, ["kind", "name"]);
    place(&house, "kind=room&name=M%C3%A1y+1").await;
    let renamed = form("name=M%C3%A1y+2&department=internal");
    house.done(move |tx, who| places::change(tx, who, device, &renamed, Lang::Vi)).await;
    assert_eq!(
        house.count("SELECT COUNT(*) FROM resource WHERE kind = 'device' AND name = 'Máy 2' AND active").await,
        1
    );
    place(&house, "kind=device&name=M%C3%A1y+1").await;
}

#[tokio::test]
async fn what_is_used_is_not_taken_out_of_use() {
    let house = House::open().await;
    let told = refused(&house, |tx, who| places::set_use(tx, who, ROOM, false)).await;
    assert!(told.2.contains("BS. Bảo"), "{}", told.2);
    let device = place(&house, "kind=device&name=M%C3%A1y+1").await;
    house
        .done(move |tx, who| {
            tx.run_one("INSERT INTO service_resource (service_id, resource_id) VALUES (41, $1)", &[&device])?;
            appointment::book(tx, who, &booking(MINH, 600))
        })
        .await;
    let told = refused(&house, move |tx, who| places::set_use(tx, who, device, false)).await;
    assert!(told.2.contains("1 appointment"), "{}", told.2);
    let told = refused(&house, |tx, who| services::set_use(tx, who, CONSULTATION, false)).await;
    assert!(told.2.contains("1 appointment"), "{}", told.2);
    house.done(|tx, who| services::set_use(tx, who, BLOOD_COUNT, false)).await;
    house.done(|tx, who| services::set_use(tx, who, BLOOD_COUNT, true)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act IN ('retire_service', 'use_service')").await, 2);
    let spare = place(&house, "kind=device&name=M%C3%A1y+2").await;
    house.done(move |tx, who| places::set_use(tx, who, spare, false)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM resource WHERE kind = 'device' AND active").await, 1);
}

#[tokio::test]
async fn a_new_service_is_found_by_its_words_priced_from_days_on_and_booked_with_what_it_needs() {
    let house = House::open().await;
    let device = place(&house, "kind=device&name=M%C3%A1y+1").await;
    let body = form(&format!("{ULTRASOUND}&need={device}&doctor={DOCTOR}"));
    let id: ServiceId = house.done(move |tx, who| services::add(tx, who, &body, Lang::Vi)).await;
    let taken = refused(&house, |tx, who| services::add(tx, who, &form(ULTRASOUND), Lang::Vi)).await;
    assert_eq!((taken.0, taken.1), (RefusalKind::Conflict, vec!["code"]));
    let later = form("from_day=2026-12-01&price=400.000");
    house.done(move |tx, who| services::set_price(tx, who, id, &later, Lang::Vi)).await;
    for (slip, sure, of_another) in [
        ("from_day=2026-12-02&price=174.999", "2026-12-02|174.999", "2026-12-02|200.000"),
        ("from_day=2026-12-03&price=3.500.000", "2026-12-03|3.500.000", "2026-12-03|2.500.000"),
    ] {
        let far = refused(&house, move |tx, who| services::set_price(tx, who, id, &form(slip), Lang::Vi)).await;
        assert_eq!((far.0, far.1), (RefusalKind::Invalid, vec!["sure"]), "{slip}");
        let other = form(&format!("{slip}&sure={of_another}"));
        let far = refused(&house, move |tx, who| services::set_price(tx, who, id, &other, Lang::Vi)).await;
        assert_eq!(far.1, vec!["sure"], "a tick that answers another price");
        let meant = form(&format!("{slip}&sure={sure}"));
        house.done(move |tx, who| services::set_price(tx, who, id, &meant, Lang::Vi)).await;
    }
    let remove = |day: &str| form(&format!("price_day={day}"));
    let (begun, coming) = (remove("2026-11-24"), remove("2026-12-03"));
    assert_eq!(
        refused(&house, move |tx, who| services::remove_price(tx, who, id, &begun, Lang::Vi)).await.0,
        RefusalKind::Conflict
    );
    house.done(move |tx, who| services::remove_price(tx, who, id, &coming, Lang::Vi)).await;
    let again = remove("2026-12-03");
    assert_eq!(
        refused(&house, move |tx, who| services::remove_price(tx, who, id, &again, Lang::Vi)).await.0,
        RefusalKind::Conflict
    );
    let past =
        refused(&house, move |tx, who| services::set_price(tx, who, id, &form("from_day=2026-11-23&price="), Lang::Vi))
            .await;
    assert_eq!((past.0, past.1), (RefusalKind::Invalid, vec!["price", "from_day"]));
    for (day, price) in [("2026-11-24", 350_000), ("2026-12-01", 400_000)] {
        let day = parse_day(day).unwrap();
        let found = house.done(move |tx, _| Ok(catalog::find_services(tx, "gang suc", day)?)).await;
        assert_eq!(
            (found.len(), found[0].name_en.as_str(), found[0].price.minor()),
            (1, "Siêu âm tim gắng sức", price)
        );
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM bookable").await, 1);
    let new = appointment::NewAppointment { service: id, duration_minutes: 25, ..booking(MINH, 600) };
    house.done(move |tx, who| appointment::book(tx, who, &new)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM appointment WHERE device_id IS NOT NULL").await, 1);
    let changed = form("name_vi=Si%C3%AAu+%C3%A2m&name_en=Echo&department=internal&duration_minutes=30&ticket_prefix=");
    house.done(move |tx, who| services::change(tx, who, id, &changed, Lang::Vi)).await;
    assert_eq!(
        house.count("SELECT COUNT(*) FROM service_resource").await + house.count("SELECT COUNT(*) FROM bookable").await,
        0
    );
    let wrong = refused(&house, move |tx, who| {
        services::change(tx, who, id, &form("name_vi=&duration_minutes=3&ticket_prefix=1&department=x"), Lang::Vi)
    })
    .await;
    assert_eq!(wrong.1, ["name_vi", "department", "duration_minutes", "ticket_prefix"]);
}

const SYRUP_TYPED: &str = "code=Ho_moi&strength=60+ml&form=syrup&dose_unit=ml&dispense_unit=chai&doses=60&controlled=none&generic_vi=Siro+ho+m%E1%BB%9Bi\
     &generic_en=&brand=Th%C3%A1i+D%C6%B0%C6%A1ng&pack=&price=45.000&reorder_level=5&barcode=4006381333931&instruction_vi=&instruction_en=";

#[tokio::test]
async fn a_new_medicine_is_found_priced_and_changed_but_for_what_counts_its_doses() {
    let house = House::open().await;
    let id = house.done(|tx, who| medicines::add(tx, who, &form(SYRUP_TYPED), Lang::Vi)).await;
    let taken = refused(&house, |tx, who| medicines::add(tx, who, &form(SYRUP_TYPED), Lang::Vi)).await;
    assert_eq!((taken.0, taken.1), (RefusalKind::Conflict, vec!["barcode"]));
    let found = house.done(|tx, who| Ok(catalog::find_medicines(tx, "thai duong", who.branch, today())?)).await;
    assert_eq!((found.len(), found[0].code.as_str(), found[0].price.minor()), (1, "ho_moi", 45_000));
    assert_eq!(
        house.count("SELECT COUNT(*) FROM medicine WHERE barcode = '04006381333931' AND controlled = ''").await,
        1
    );
    let changed = form("generic_vi=Siro+ho&price=50.000&barcode=&strength=1+ml&doses=1");
    house.done(move |tx, who| medicines::change(tx, who, id, &changed, Lang::Vi)).await;
    let is = "SELECT COUNT(*) FROM medicine WHERE code = 'ho_moi' AND price_vnd = 50000 AND strength = '60 ml' \
         AND dose_milli_per_dispense_unit = 60000 AND NOT stocked";
    assert_eq!(house.count(is).await, 1);
    let wrong =
        refused(&house, |tx, who| medicines::add(tx, who, &form("code=%C4%91&barcode=12&form=x"), Lang::Vi)).await;
    for field in ["code", "strength", "form", "dose_unit", "doses", "controlled", "generic_vi", "price", "barcode"] {
        assert!(wrong.1.contains(&field), "{field} is not told: {:?}", wrong.1);
    }
}
