use super::*;
use bricks::id::OrderId;
use papers::charge;
use papers::order;

async fn place(house: &House, id: VisitId, body: &str) -> Result<(), Stop> {
    let form = form(body);
    house.act(move |tx, who| acts::place_order(tx, who, id, &form, Lang::Vi)).await
}

async fn field(house: &House, id: VisitId, body: &str) -> (&'static str, String) {
    match place(house, id, body).await {
        Err(Stop::Refused(refusal)) => {
            let wrong = refusal.fields.first().unwrap();
            (wrong.field, wrong.say.en.to_string())
        }
        other => panic!("{body} is not refused: {other:?}"),
    }
}

async fn more_services(house: &House) {
    house
        .done(|tx, _| {
            for sql in [
                "INSERT INTO service (id, code, name_vi, name_en, kind, department, duration_minutes, active, pay_first) VALUES \
                 (43, 'XN02', 'Glucose', 'Glucose', 'lab', 'XN', 10, TRUE, TRUE), (44, 'HA01', 'Siêu âm bụng', 'Abdominal ultrasound', 'imaging', 'HA', 15, TRUE, FALSE), \
                 (45, 'HA02', 'Siêu âm tim', 'Echocardiography', 'imaging', 'HA', 15, TRUE, FALSE)",
                "INSERT INTO service_price (service_id, from_day, price_vnd) VALUES (42, '2026-01-01', 90000), (43, '2026-01-01', 30000), (44, '2026-01-01', 200000), (45, '2026-01-01', 300000)",
                "INSERT INTO catalog_word (kind, word, item, rank) VALUES ('service', 'ctm', 'XN01', 0), ('service', 'gm', 'XN02', 0), ('service', 'gmx', 'XN01', 1), \
                 ('service', 'sieu am bung', 'HA01', 0), ('service', 'sieu am tim', 'HA02', 0), ('service', 'sa bung', 'HA01', 0)",
            ] {
                tx.run(sql, &[])?;
            }
            Ok(())
        })
        .await;
}

async fn orders(house: &House, id: VisitId) -> Vec<store::OrderRow> {
    house.done(move |tx, _| Ok(store::orders(tx, id, today())?)).await
}

#[tokio::test]
async fn a_line_orders_all_of_it_or_nothing() {
    let house = open().await;
    more_services(&house).await;
    let id = called(&house, HUONG).await;
    let (at, said) = field(&house, id, "service_text=ctm%2C+sieu+am").await;
    assert_eq!(at, "service");
    assert!(said.contains("Abdominal ultrasound, Echocardiography") || said.contains("Siêu âm"), "{said}");
    assert_eq!(field(&house, id, "service_text=ctm%2C+khong+co").await.0, "service");
    assert_eq!(field(&house, id, "service_text=").await.0, "service");
    assert!(orders(&house, id).await.is_empty(), "nothing is ordered while something is not clear");
    place(&house, id, "service=line-ctm%2C+gm*%2C+sa+b%E1%BB%A5ng%21+%3F+s%E1%BB%8Fi").await.unwrap();
    let all = orders(&house, id).await;
    let shown: Vec<_> = all.iter().map(|o| (o.name_en.as_str(), o.urgent, o.fasting, o.question.as_str())).collect();
    assert_eq!(
        shown,
        [("Blood count", false, false, ""), ("Glucose", false, true, ""), ("Abdominal ultrasound", true, false, "sỏi")]
    );
}

#[tokio::test]
async fn what_is_paid_first_is_charged_at_once_and_waits_for_its_payment() {
    let house = open().await;
    more_services(&house).await;
    let id = called(&house, HUONG).await;
    place(&house, id, "service=43").await.unwrap();
    let order: OrderId = orders(&house, id).await[0].id;
    assert!(orders(&house, id).await[0].unpaid);
    assert_eq!(house.count("SELECT amount_vnd FROM charge WHERE source_kind = 'order'").await, 30_000);
    let unpaid = papers::text::order_unpaid(Lang::En);
    assert_eq!(house.refused(move |tx, who| order::start(tx, who, order)).await.0, unpaid);
    assert_eq!(house.refused(move |tx, who| order::complete(tx, who, order, "x", "y", &[])).await.0, unpaid);
    let cancel =
        move |tx: &mut Tx<'_>, who: &Who| acts::cancel_order(tx, who, order, &form("cancel_reason=Nham"), Lang::Vi);
    house.done(cancel).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM charge WHERE source_kind = 'order'").await, 0, "taken back");
    place(&house, id, "service=43").await.unwrap();
    let order = orders(&house, id).await.iter().find(|o| o.unpaid).unwrap().id;
    house
        .done(move |tx, _| {
            tx.run(
                "INSERT INTO invoice (id, branch_id, visit_id, patient_id, charged_vnd, discount_vnd, discount_reason, total_vnd, due_vnd, \
                 issued_at, issued_by) SELECT 1, 1, visit_id, patient_id, amount_vnd, 0, '', amount_vnd, 0, 0, 11 FROM charge \
                 WHERE source_kind = 'order'",
                &[],
            )?;
            tx.run("UPDATE charge SET invoice_id = 1 WHERE source_kind = 'order'", &[])?;
            Ok(())
        })
        .await;
    house.done(move |tx, who| order::start(tx, who, order)).await;
    house.done(move |tx, who| order::complete(tx, who, order, "x", "y", &[])).await;
    let again = charge::Source { kind: charge::SourceKind::Order, id: order.raw() };
    assert!(
        !house
            .done(move |tx, who| charge::post_service(tx, who, (id, HUONG), again, bricks::id::ServiceId::from_raw(43)))
            .await
    );
}

#[tokio::test]
async fn a_package_of_vaccinations_is_sold_by_ordering_it_and_asks_for_no_dose() {
    let house = open().await;
    more_services(&house).await;
    house
        .done(|tx, _| {
            for sql in [
                "INSERT INTO service (id, code, name_vi, name_en, kind, department, duration_minutes, active, pay_first) VALUES \
                 (47, 'VC07', 'Vắc xin sởi', 'Measles vaccine', 'vaccine', 'VX', 15, TRUE, FALSE), (48, 'VC99', 'Gói sởi', 'Measles package', 'vaccine', 'VX', 15, TRUE, FALSE)",
                "UPDATE service SET package_of = 47, package_sessions = 2, package_days = 365 WHERE id = 48",
                "INSERT INTO service_price (service_id, from_day, price_vnd) VALUES (47, '2026-01-01', 400000), (48, '2026-01-01', 700000)",
            ] {
                tx.run(sql, &[])?;
            }
            Ok(())
        })
        .await;
    let id = called(&house, HUONG).await;
    place(&house, id, "service=48").await.unwrap();
    assert_eq!(house.count("SELECT COUNT(*) FROM clinical_order WHERE service_id = 48 AND state = 'done'").await, 1);
    assert_eq!(house.count("SELECT sessions FROM package_holding WHERE package_id = 48").await, 2);
}

/// What the patient of a visit was charged is paid.
async fn paid(house: &House) {
    const PAID: [&str; 5] = [
        "INSERT INTO invoice (id, branch_id, visit_id, patient_id, charged_vnd, discount_vnd, discount_reason, total_vnd, due_vnd, issued_at, issued_by) \
         SELECT 1, 1, visit_id, MIN(patient_id), SUM(amount_vnd), 0, '', SUM(amount_vnd), 0, 0, 11 FROM charge GROUP BY visit_id",
        "UPDATE charge SET invoice_id = 1",
        "INSERT INTO cash_session (id, branch_id, day, drawer, float_vnd, opened_at, opened_by) VALUES (903, 1, '2026-11-24', 1, 0, 0, 11)",
        "INSERT INTO receipt (id, branch_id, series, number, invoice_id, visit_id, patient_id, total_vnd, printed, issued_at, issued_by) \
         SELECT 902, 1, 'PT26', 1, id, visit_id, patient_id, total_vnd, '{}', 0, 11 FROM invoice",
        "INSERT INTO payment (id, branch_id, session_id, receipt_id, invoice_id, day, method, amount_vnd, tendered_vnd, change_vnd, reference, paid_at, taken_by) \
         SELECT 901, 1, 903, 902, id, '2026-11-24', 'cash', total_vnd, total_vnd, 0, '', 0, 11 FROM invoice",
    ];
    for sql in PAID {
        house.done(move |tx, _| Ok(tx.run(sql, &[])?)).await;
    }
}

#[tokio::test]
async fn what_was_paid_first_and_is_taken_back_leaves_a_refund_to_be_paid_out() {
    let house = open().await;
    more_services(&house).await;
    let id = called(&house, HUONG).await;
    place(&house, id, "service=43").await.unwrap();
    let order: OrderId = orders(&house, id).await[0].id;
    paid(&house).await;
    let cancel =
        move |tx: &mut Tx<'_>, who: &Who| acts::cancel_order(tx, who, order, &form("cancel_reason=Nham"), Lang::Vi);
    house.done(cancel).await;
    let refund = "SELECT SUM(amount_vnd) FROM refund WHERE state = 'approved' AND reason = 'Nham' AND receipt_id = 902";
    assert_eq!(house.count(refund).await, 30_000);
    assert_eq!(house.count("SELECT COUNT(*) FROM clinical_order WHERE state = 'cancelled'").await, 1);
}

#[tokio::test]
async fn what_is_urgent_waits_for_no_payment() {
    let house = open().await;
    more_services(&house).await;
    let id = called(&house, HUONG).await;
    place(&house, id, "service=43&urgent=yes").await.unwrap();
    let order = orders(&house, id).await[0].id;
    house.done(move |tx, who| order::start(tx, who, order)).await;
}

#[tokio::test]
async fn what_was_ordered_within_a_week_is_told_once() {
    let house = open().await;
    more_services(&house).await;
    let id = called(&house, HUONG).await;
    place(&house, id, "service=42").await.unwrap();
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    house.done(move |tx, who| acts::finish(tx, who, id, &form(""), Lang::Vi)).await;
    house.clock.advance_minutes(3 * 24 * 60);
    let next = called(&house, HUONG).await;
    let (at, said) = field(&house, next, "service=42").await;
    assert!(at == "again" && said.contains("Blood count on 24/11/2026"), "{said}");
    place(&house, next, "service=42&again=yes").await.unwrap();
    assert_eq!(orders(&house, next).await.len(), 1);
    house.done(move |tx, who| acts::add_diagnosis(tx, who, next, &form("diagnosis=R05"))).await;
    house.done(move |tx, who| acts::finish(tx, who, next, &form(""), Lang::Vi)).await;
    house.clock.advance_minutes(7 * 24 * 60);
    let week = called(&house, HUONG).await;
    assert_eq!(field(&house, week, "service=42").await.0, "again", "seven days are within a week");
    house.done(move |tx, who| acts::add_diagnosis(tx, who, week, &form("diagnosis=R05"))).await;
    house.done(move |tx, who| acts::finish(tx, who, week, &form(""), Lang::Vi)).await;
    house.clock.advance_minutes(24 * 60);
    let later = called(&house, HUONG).await;
    place(&house, later, "service=42").await.unwrap();
}

#[tokio::test]
async fn a_set_is_changed_as_it_was_last_read_and_keeps_what_is_ticked() {
    let house = open().await;
    more_services(&house).await;
    let put = |body: String| move |tx: &mut Tx<'_>, who: &Who| acts::put_order_set(tx, who, &form(&body), Lang::Vi);
    let id = house.done(put("name=Ti%E1%BB%81n+ph%E1%BA%ABu&services=ctm%2C+gm".into())).await;
    let other = house.done(put("name=Kh%C3%A1c&services=ctm".into())).await;
    let names = async || {
        let items = house.done(|tx, _| Ok(store::set_items(tx, &who(), today())?)).await;
        items.into_iter().filter(|item| item.set == id).map(|item| item.name_en).collect::<Vec<_>>()
    };
    assert_eq!(house.refused(put(format!("id={id}&version=1&name=A"))).await.1, "services", "a set of nothing");
    assert_eq!(house.refused(put(format!("id={id}&version=1&name=khac&keep=42"))).await.1, "name");
    house.done(put(format!("id={id}&version=1&name=A&keep=43&services=sa+bung"))).await;
    assert_eq!(names().await, ["Glucose", "Abdominal ultrasound"]);
    let (said, _) = house.refused(put(format!("id={id}&version=1&name=B&keep=42"))).await;
    assert_eq!(said, text::template_moved(Lang::En, "A"));
    assert_eq!(names().await, ["Glucose", "Abdominal ultrasound"], "a refused change changes nothing");
    house.done(put(format!("id={other}&version=1&name=Kh%C3%A1c&keep=42&keep=42"))).await;
}

#[tokio::test]
async fn marks_that_were_typed_choose_among_names_that_differ_by_them() {
    let house = open().await;
    more_services(&house).await;
    house
        .done(|tx, _| {
            for sql in [
                "INSERT INTO service (id, code, name_vi, name_en, kind, department, duration_minutes, active, pay_first) VALUES \
                 (46, 'HA11', 'Nội soi tai', 'Ear endoscopy', 'imaging', 'HA', 15, TRUE, FALSE), (47, 'VC07', 'Vắc xin sởi', 'Measles vaccine', 'vaccine', 'VX', 15, TRUE, FALSE)",
                "INSERT INTO catalog_word (kind, word, item, rank) VALUES ('service', 'soi tai', 'HA11', 0), ('service', 'soi', 'VC07', 5)",
            ] {
                tx.run(sql, &[])?;
            }
            Ok(())
        })
        .await;
    let found = async |typed: &'static str| {
        let all = house.done(move |tx, _| Ok(store::orderable(tx, typed, today())?)).await;
        all.into_iter().map(|s| s.name_en).collect::<Vec<_>>()
    };
    assert_eq!(found("sởi").await, ["Measles vaccine", "Ear endoscopy"]);
    assert_eq!(found("SOI T").await, ["Ear endoscopy"]);
    let id = called(&house, HUONG).await;
    place(&house, id, "service_text=s%E1%BB%9Fi%2C+ctm").await.unwrap();
    assert!(orders(&house, id).await.iter().any(|order| order.name_en == "Measles vaccine"));
}

#[tokio::test]
async fn a_set_orders_what_is_not_open_yet() {
    let house = open().await;
    more_services(&house).await;
    let id = called(&house, HUONG).await;
    let make = |body: &'static str| {
        move |tx: &mut Tx<'_>, who: &Who| acts::put_order_set(tx, who, &form(body), Lang::Vi).map(|_| ())
    };
    assert_eq!(house.refused(make("name=&services=ctm")).await.1, "name");
    assert_eq!(house.refused(make("name=Tiền+phẫu&services=sieu+am")).await.1, "services");
    house.done(make("name=Ti%E1%BB%81n+ph%E1%BA%ABu&services=ctm%2C+gm&clinic=yes")).await;
    house.done(make("name=Ri%C3%AAng&services=ctm")).await;
    for again in [
        "name=ti%E1%BB%81n+ph%E1%BA%ABu&services=ctm&clinic=yes",
        "name=tien+phau&services=ctm",
        "name=rieng&services=gm",
    ] {
        assert_eq!(house.refused(make(again)).await.1, "name", "one name is one set: {again}");
    }
    let theirs = house.done(|tx, who| Ok(store::order_sets(tx, &other_doctor(who))?)).await;
    assert_eq!(theirs.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Tiền phẫu"]);
    let set = house.done(|tx, who| Ok(store::find_order_sets(tx, who, "tien")?)).await.remove(0).id;
    place(&house, id, "service=42").await.unwrap();
    place(&house, id, &format!("service=set-{set}")).await.unwrap();
    assert_eq!(orders(&house, id).await.len(), 2);
    let not_theirs = house
        .act(move |tx, who| {
            acts::remove_order_set(
                tx,
                &Who { roles: ground::access::Roles::of([ground::access::Role::Doctor]), ..other_doctor(who) },
                set,
            )
        })
        .await;
    assert!(matches!(not_theirs, Err(Stop::Refused(_))));
    house.done(move |tx, who| acts::remove_order_set(tx, who, set)).await;
    assert_eq!(orders(&house, id).await.len(), 2);
}
