use super::{House, at, form, refused, today};
use crate::series::{acts, asked, edits};
use bricks::clock::{add_days, iso_day};
use bricks::id::SeriesId;
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::db::Stop;

/// Tuesdays at nine, four times.
const TUESDAYS: &str = "patient=31&service=41&doctor=21&day=2026-11-24&time=09:00&unit=week&every=1&count=4";

async fn book(house: &House, sent: &str) -> Result<SeriesId, Stop> {
    let form = form(sent);
    house
        .act(move |tx, who| {
            let asked = asked::with_patient(&form, today(), Lang::Vi)?;
            Ok(acts::book(tx, who, &asked, &form)?.0)
        })
        .await
}

async fn members(house: &House, id: SeriesId) -> Vec<(String, i64, papers::appointment::State)> {
    let all = house.act(move |tx, who| Ok(papers::series::members(tx, who.branch, id)?)).await.unwrap();
    let zone = super::zone();
    all.iter().map(|m| (iso_day(zone.day_of(m.starts_at)), zone.minute_of_day(m.starts_at), m.state)).collect()
}

#[tokio::test]
async fn a_series_is_booked_as_a_whole_or_not_at_all() {
    let house = House::open().await;
    house.booked(form("patient=32&service=41&doctor=21&starts_at=2026-12-01T09:00")).await;
    let (kind, _, refusal) = refused(book(&house, TUESDAYS).await);
    assert_eq!(kind, RefusalKind::Conflict);
    assert!(refusal.say.vi.contains("1 buổi"), "{}", refusal.say.vi);
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment").await, 1);
    let id =
        book(&house, &format!("{TUESDAYS}&planned=31@41@21@540&at-2026-12-01=2026-12-01T09:30&at-2026-12-08=skip"))
            .await
            .unwrap();
    let days: Vec<(String, i64)> = members(&house, id).await.into_iter().map(|m| (m.0, m.1)).collect();
    let wanted = [("2026-11-24", 540), ("2026-12-01", 570), ("2026-12-15", 540)];
    assert_eq!(days, wanted.map(|(day, minute)| (day.to_owned(), minute)));
    assert_eq!(house.number("SELECT COUNT(*) FROM outbox WHERE kind = 'reminder'").await, 2);
}

#[tokio::test]
async fn the_plan_shows_what_is_taken_and_what_is_closed_with_other_times() {
    let house = House::open().await;
    house.booked(form("patient=32&service=41&doctor=21&starts_at=2026-12-01T09:00")).await;
    let holiday = papers::schedule::HolidayRow {
        day: add_days(today(), 14),
        name_vi: "Nghỉ lễ".into(),
        name_en: "Holiday".into(),
        closed: true,
    };
    house.act(move |tx, who| papers::schedule::set_holiday(tx, who, &holiday)).await.unwrap();
    let form = form(TUESDAYS);
    let plan = house.act(move |tx, who| acts::plan(tx, who, &asked::series(&form, today(), Lang::Vi)?)).await.unwrap();
    use papers::series::Fit;
    assert_eq!((plan.len(), &plan[0].fit, &plan[1].fit), (4, &Fit::Free, &Fit::Taken));
    assert!(matches!(&plan[2].fit, Fit::Closed(say) if say.vi.contains("Nghỉ lễ")), "{:?}", plan[2].fit);
    assert!(plan[0].offers.is_empty() && plan[1].offers.len() == 4 && !plan[2].offers.is_empty());
}

#[tokio::test]
async fn one_the_following_or_all_are_moved_and_cancelled() {
    let house = House::open().await;
    let id = book(&house, TUESDAYS).await.unwrap();
    let all = house.act(move |tx, who| Ok(papers::series::members(tx, who.branch, id)?)).await.unwrap();
    let change = |sent: String| {
        let form = form(&sent);
        house.act(move |tx, who| edits::move_to(tx, who, id, &form, Lang::Vi))
    };
    change(format!("reach=following&member={}&time=10:00&doctor=21", all[2].id)).await.unwrap();
    let minutes: Vec<i64> = members(&house, id).await.iter().map(|m| m.1).collect();
    assert_eq!(minutes, [540, 540, 600, 600]);
    house.booked(form("patient=32&service=41&doctor=21&starts_at=2026-12-01T15:00")).await;
    let (kind, _, _) = refused(change("reach=all&time=15:00&doctor=21".to_owned()).await);
    assert_eq!(kind, RefusalKind::Conflict, "all or nothing");
    assert_eq!(members(&house, id).await[0].1, 540);
    let cancel = form(&format!("reach=one&member={}&reason=B%E1%BA%ADn", all[0].id));
    house.act(move |tx, who| edits::cancel(tx, who, id, &cancel, Lang::Vi)).await.unwrap();
    let rest = form("reach=all&reason=Xong");
    let again = rest.clone();
    house.act(move |tx, who| edits::cancel(tx, who, id, &rest, Lang::Vi)).await.unwrap();
    assert!(members(&house, id).await.iter().all(|m| m.2 == papers::appointment::State::Cancelled));
    refused(house.act(move |tx, who| edits::cancel(tx, who, id, &again, Lang::Vi)).await);
    assert!(at(0) < at(1));
}

#[tokio::test]
async fn an_edit_lists_its_conflicts_and_the_patient_is_told_once() {
    let house = House::open().await;
    let id = book(&house, TUESDAYS).await.unwrap();
    house.booked(form("patient=32&service=41&doctor=21&starts_at=2026-12-01T10:00")).await;
    let sent = "reach=all&time=10:00&doctor=21";
    let change = |sent: String| {
        let form = form(&sent);
        house.act(move |tx, who| edits::move_to(tx, who, id, &form, Lang::Vi))
    };
    let (kind, _, refusal) = refused(change(sent.to_owned()).await);
    assert_eq!(kind, RefusalKind::Conflict);
    assert!(refusal.say.vi.contains("1 buổi"), "{}", refusal.say.vi);
    let asked = form(sent);
    let listed = house.act(move |tx, who| edits::conflicts(tx, who, id, &asked, Lang::Vi)).await.unwrap();
    assert_eq!(listed.iter().map(|p| iso_day(p.day)).collect::<Vec<_>>(), ["2026-12-01"]);
    assert!(!listed[0].offers.is_empty());
    let all = change(format!("{sent}&at-2026-12-01=2026-12-01T10:30&at-2026-12-08=skip"));
    all.await.unwrap();
    let minutes: Vec<i64> = members(&house, id).await.iter().map(|m| m.1).collect();
    assert_eq!(minutes, [600, 630, 540, 600]);
    assert_eq!(house.number("SELECT COUNT(*) FROM outbox WHERE kind = 'change'").await, 1, "one message for three");
    change("reach=all&time=10:05&doctor=21&at-2026-12-01=skip".to_owned()).await.unwrap();
    assert_eq!(members(&house, id).await[0].1, 605, "its own time is in no one's way");
    let cancel = form("reach=all&reason=Xong");
    house.act(move |tx, who| edits::cancel(tx, who, id, &cancel, Lang::Vi)).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM outbox WHERE kind = 'cancellation'").await, 1);
}

#[tokio::test]
async fn a_series_that_cannot_be_is_refused_at_its_field() {
    let house = House::open().await;
    for (more, field) in [
        ("&day=2026-11-23", "day"),
        ("&time=25:00", "time"),
        ("&every=0", "every"),
        ("&count=1", "count"),
        ("&count=", "count"),
        ("&unit=year", "unit"),
        ("&service=43", "service"),
        ("&doctor=25", "doctor"),
        ("&patient=33", "patient"),
    ] {
        let (name, value) = more.trim_start_matches('&').split_once('=').unwrap();
        let sent: Vec<String> = TUESDAYS
            .split('&')
            .map(|pair| if pair.starts_with(&format!("{name}=")) { format!("{name}={value}") } else { pair.to_owned() })
            .collect();
        let (_, fields, _) = refused(book(&house, &sent.join("&")).await);
        assert_eq!(fields, [field], "{more}");
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment_series").await, 0);
}

#[tokio::test]
async fn one_message_tells_of_a_whole_series() {
    let house = House::open().await;
    house.act(|tx, _| Ok(papers::message::reach::keep_configured(tx, true, false, None)?)).await.unwrap();
    book(&house, &format!("{TUESDAYS}&tell=on")).await.unwrap();
    let of_kind = "SELECT COUNT(*) FROM outbox WHERE kind = 'confirmation'";
    assert_eq!(house.number(of_kind).await, 1, "one message, not one each");
    assert_eq!(house.number("SELECT COUNT(*) FROM notice WHERE outbox_id IS NOT NULL").await, 4);
    let body: String = house
        .act(|tx, _| Ok(tx.one("SELECT body FROM outbox WHERE kind = 'confirmation'", &[])?.unwrap()))
        .await
        .unwrap();
    for day in ["24/11/2026", "01/12/2026", "08/12/2026", "15/12/2026"] {
        assert!(body.contains(day), "{day} in {body}");
    }
    let later = TUESDAYS.replace("09:00", "10:00");
    assert_eq!(refused(book(&house, &later).await).1, ["same_day"], "a second time each day with the doctor");
    book(&house, &format!("{later}&same_day=yes")).await.unwrap();
    assert_eq!(house.number(of_kind).await, 1, "nobody is told who is not to be told");
}

#[tokio::test]
async fn no_other_time_is_taken_unless_it_was_chosen_for_this_very_plan() {
    let house = House::open().await;
    // A slip: at three in the morning nobody works.
    let slip = TUESDAYS.replace("09:00", "03:00");
    let (kind, _, refusal) = refused(book(&house, &slip).await);
    assert_eq!((kind, house.number("SELECT COUNT(*) FROM appointment").await), (RefusalKind::Conflict, 0));
    assert!(refusal.say.vi.contains("4 buổi"), "{}", refusal.say.vi);
    // What was chosen for nine o'clock is no choice for half past ten of another doctor's patient.
    house.booked(form("patient=32&service=41&doctor=21&starts_at=2026-12-01T10:30")).await;
    let stale = format!("{}&planned=31@41@21@540&at-2026-12-01=2026-12-01T08:00", TUESDAYS.replace("09:00", "10:30"));
    let (kind, _, _) = refused(book(&house, &stale).await);
    assert_eq!(kind, RefusalKind::Conflict);
    let chosen = stale.replace("@540", "@630");
    assert_eq!(members(&house, book(&house, &chosen).await.unwrap()).await[1].1, 480);
}

#[tokio::test]
async fn a_patient_who_is_elsewhere_then_is_listed_and_kept_only_when_that_is_chosen() {
    let house = House::open().await;
    house.booked(form("patient=31&service=42&doctor=22&starts_at=2026-12-01T09:00")).await;
    let asking = form(TUESDAYS);
    let plan =
        house.act(move |tx, who| acts::plan(tx, who, &asked::series(&asking, today(), Lang::Vi)?)).await.unwrap();
    let said = plan[1].elsewhere.as_ref().unwrap().vi.to_string();
    assert!(said.contains("9:00") && said.contains("Nguyễn Thị Hạnh"), "{said}");
    let offered: Vec<i64> = plan[1].offers.iter().map(|at| super::zone().minute_of_day(*at)).collect();
    assert!(!offered.is_empty() && offered.iter().all(|minute| !(525..555).contains(minute)), "{offered:?}");
    let (kind, _, _) = refused(book(&house, TUESDAYS).await);
    assert_eq!(kind, RefusalKind::Conflict);
    let keep = format!("{TUESDAYS}&planned=31@41@21@540&at-2026-12-01=keep");
    assert_eq!(members(&house, book(&house, &keep).await.unwrap()).await.len(), 4);
}

#[tokio::test]
async fn a_series_with_a_doctor_who_does_not_give_the_service_asks_once() {
    let house = House::open().await;
    let sent = TUESDAYS.replace("service=41", "service=42");
    let (kind, fields, _) = refused(book(&house, &sent).await);
    assert_eq!((kind, fields), (RefusalKind::Conflict, vec!["other_doctor"]));
    // The tick holds for the doctor and the service that it was asked for.
    refused(book(&house, &format!("{sent}&other_doctor=22@42")).await);
    book(&house, &format!("{sent}&other_doctor=21@42")).await.unwrap();
}
