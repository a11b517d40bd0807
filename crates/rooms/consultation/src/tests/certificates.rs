use super::*;
use papers::certificate::{self, Kind};

fn issue(id: VisitId, body: &str) -> impl Fn(&mut Tx<'_>, &Who) -> Result<(), Stop> + Send + 'static {
    let form = form(body);
    move |tx, who| acts::issue_certificate(tx, who, id, &form, Lang::Vi).map(|_| ())
}

#[tokio::test]
async fn certificates_are_numbered_by_kind_and_year_without_a_gap() {
    let house = open().await;
    let id = waiting(&house, HUONG).await;
    let leave = "kind=sick_leave&from_day=2026-11-24&to_day=2026-11-26";
    assert_eq!(house.refused(issue(id, leave)).await.0, text::certificate_not_seen(Lang::En));
    house.done(move |tx, who| acts::call_in(tx, who, id)).await;
    assert_eq!(house.refused(issue(id, leave)).await.1, "kind", "a sick leave needs a diagnosis");
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=J20.9"))).await;
    for (body, field) in [
        ("kind=x", "kind"),
        ("kind=sick_leave&from_day=&to_day=2026-11-26", "from_day"),
        ("kind=sick_leave&from_day=2026-11-23&to_day=2026-11-26", "from_day"),
        ("kind=sick_leave&from_day=2026-12-30&to_day=2026-12-31", "from_day"),
        ("kind=sick_leave&from_day=2026-11-25&to_day=2026-11-24", "to_day"),
        ("kind=sick_leave&from_day=2026-11-24&to_day=2026-12-30", "to_day"),
        ("kind=transfer&place=&reason=a", "place"),
        ("kind=health&reason=a&conclusion=", "conclusion"),
    ] {
        assert_eq!(house.refused(issue(id, body)).await.1, field, "{body}");
    }
    house.done(issue(id, leave)).await;
    house.done(issue(id, "kind=transfer&place=BV+Hu%E1%BA%BF&reason=Ch%E1%BB%A5p+CT&summary=a%0Ab")).await;
    let overlapping = "kind=sick_leave&from_day=2026-11-26&to_day=2026-11-28";
    let (said, at) = house.refused(issue(id, overlapping)).await;
    assert!(at == "overlap" && said.contains("NO26-000001") && said.contains("24/11/2026"), "{said}");
    house.done(issue(id, "kind=sick_leave&from_day=2026-11-27&to_day=2026-11-28")).await;
    house.done(issue(id, "kind=sick_leave&from_day=2026-11-26&to_day=2026-11-28&overlap=yes")).await;
    let all = house.done(move |tx, _| certificate::of_visit(tx, id)).await;
    let numbers: Vec<&str> = all.iter().map(|c| c.printed.number.as_str()).collect();
    assert_eq!(numbers, ["NO26-000001", "CV26-000001", "NO26-000002", "NO26-000003"]);
    assert_eq!(
        (all[0].printed.says.days, all[0].kind, all[0].printed.patient.name.as_str()),
        (3, Kind::SickLeave, "Trần Thị Hương")
    );
    assert_eq!(house.done(|tx, who| certificate::of_patient(tx, who.branch, HUONG)).await.len(), 4);
}

#[tokio::test]
async fn a_referral_carries_what_is_known_and_no_paper_keeps_a_blank_of_a_template() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    let taken = "systolic=148&diastolic=92&temperature=38%2C5&saturation=95";
    house.done(move |tx, who| acts::record_vitals(tx, who, id, &form(taken), Lang::Vi)).await;
    house
        .done(move |tx, who| {
            acts::add_allergy(tx, who, id, &form("allergen=class%3Apenicillin&severity=severe"), Lang::Vi).map(|_| ())
        })
        .await;
    house.done(move |tx, who| acts::place_order(tx, who, id, &form("service=42"), Lang::Vi)).await;
    house.done(move |tx, who| acts::put_line(tx, who, id, &form("line=PARA+1-0-1+5n"), Lang::Vi).map(|_| ())).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=J20.9"))).await;
    for (body, field) in [
        ("kind=transfer&place=BV&reason=a&summary=S%E1%BB%91t+ng%C3%A0y+th%E1%BB%A9+%E2%80%A6", "summary"),
        ("kind=transfer&place=BV&reason=do+...", "reason"),
        ("kind=health&reason=a&conclusion=%E2%80%A6", "conclusion"),
    ] {
        assert_eq!(house.refused(issue(id, body)).await.1, field, "{body}");
    }
    house.done(issue(id, "kind=transfer&place=BV&reason=CT&summary=a")).await;
    let one = house.done(move |tx, _| certificate::of_visit(tx, id)).await.remove(0);
    let says = &one.printed.says;
    assert!(says.allergies.to_lowercase().contains("penicillin"), "{}", says.allergies);
    assert_eq!(says.vitals, "HA 148/92 mmHg · Nhiệt độ 38,5 °C · SpO₂ 95 %");
    assert!(says.results.ends_with("chưa có kết quả"), "{}", says.results);
    assert!(says.medicines.contains("Paracetamol") && says.medicines.contains("1-0-1-0"), "{}", says.medicines);
    let rows = one.paper(Lang::Vi, &zone())["rows"].to_string();
    assert!(rows.contains("DỊ ỨNG") && rows.contains("148/92"), "{rows}");
}

#[tokio::test]
async fn a_certificate_is_voided_once_and_never_changes() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(issue(id, "kind=health&reason=Xin+vi%E1%BB%87c&conclusion=%C4%90%E1%BB%A7")).await;
    let one = house.done(move |tx, _| certificate::of_visit(tx, id)).await.remove(0).id;
    let void = |body: &'static str| {
        move |tx: &mut Tx<'_>, who: &Who| acts::void_certificate(tx, who, one, &form(body), Lang::Vi)
    };
    assert_eq!(house.refused(void("why=")).await.1, "why");
    assert_eq!(house.done(void("why=nham+ten")).await, id);
    assert_eq!(house.refused(void("why=nham")).await.0, papers::text::certificate_voided(Lang::En));
    let found = house.done(move |tx, who| certificate::by_id(tx, who.branch, one)).await;
    assert_eq!(found.voided_why.as_deref(), Some("nham ten"));
    assert_eq!(found.paper(Lang::Vi, &zone())["void"], true);
    for sql in [
        "UPDATE certificate SET printed = ''",
        "DELETE FROM certificate",
        "UPDATE certificate_void SET why = 'x'",
        "DELETE FROM certificate_void",
    ] {
        assert!(house.act(move |tx, _| Ok(tx.run(sql, &[])?)).await.is_err(), "{sql} was let through");
    }
    let foreign = house.db.read(move |tx| certificate::by_id(tx, OTHER_BRANCH, one)).await;
    assert!(matches!(foreign, Err(Stop::Missing)));
}
