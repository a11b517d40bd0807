//! Hours, leave and the waiting list, where several people want the same time at the same moment.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, booking, new_patient, won};
use bricks::clock::{add_days, iso_day, parse_day};
use kham::bench::forms::PageForm;
use kham::bench::http::Posted;
use papers::message::reach;

both!(one_time_goes_to_one_of_desk_waiting_list_and_series, one_time);
both!(no_appointment_remains_in_a_leave_made_at_the_same_moment, leave_and_booking);
both!(no_appointment_remains_on_a_day_closed_at_the_same_moment, closed_day_and_booking);
both!(whom_the_desk_moves_is_told_and_what_is_taken_back_is_not, told_by_the_desk);

fn value(form: &PageForm, name: &str) -> String {
    form.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap()
}

fn form(action: &str, fields: &[(&str, &str)]) -> PageForm {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    PageForm { action: action.to_owned(), fields: fields.iter().map(own).collect() }
}

async fn wishes(clinic: &Clinic) -> Vec<i64> {
    clinic
        .house
        .db
        .read(|tx| Ok(tx.all("SELECT id FROM wish WHERE state = 'waiting' ORDER BY id", &[])?))
        .await
        .unwrap()
}

async fn one_time(clinic: Clinic) {
    let mut desk = clinic.browser("letan").await;
    let patient = new_patient(&mut desk, "Lê Văn Chờ").await;
    let booked = booking(&mut desk, &patient).await;
    let (service, doctor, time) = (value(&booked, "service"), value(&booked, "doctor"), value(&booked, "starts_at"));
    let before = wishes(&clinic).await;
    for n in 0..8 {
        let waiting = new_patient(&mut desk, &format!("Lê Thị Đợi {n}")).await;
        let wish = form(
            "/waiting-list",
            &[
                ("key", &format!("wish-key-{n:04}")),
                ("patient", &waiting),
                ("service", &service),
                ("doctor", "any"),
                ("weekday", "4"),
                ("from", "00:00"),
                ("to", "23:55"),
            ],
        );
        assert!(matches!(desk.post(&wish.action, &wish.fields).await, Ok(Posted::Done(_))));
    }
    let offer = format!("{doctor}@{time}");
    let mut forms: Vec<PageForm> = (0..24).map(|n| booked.clone().with("key", format!("desk-key-{n:04}"))).collect();
    let added: Vec<i64> = wishes(&clinic).await.into_iter().filter(|id| !before.contains(id)).collect();
    assert_eq!(added.len(), 8);
    for id in added {
        for n in 0..3 {
            let key = format!("take-{id}-{n}");
            forms.push(form(&format!("/waiting-list/{id}/booking"), &[("key", &key), ("offer", &offer)]));
        }
    }
    let results = at_once(&desk, forms).await;
    assert_eq!(won(&results), 1, "{results:?}");
    clinic.prove().await;
}

const INSIDE: &str = "SELECT COUNT(*) FROM appointment a JOIN resource_leave l ON l.resource_id = a.doctor_id \
     WHERE a.state = 'booked' AND l.removed_at IS NULL AND a.starts_at < l.to_at AND a.starts_at + a.duration_minutes * 60000 > l.from_at";

async fn leave_and_booking(clinic: Clinic) {
    let (mut desk, manager) = (clinic.browser("letan").await, clinic.browser("quanly").await);
    for round in 0..4 {
        let patient = new_patient(&mut desk, &format!("Lê Văn Nghỉ {round}")).await;
        let booked = booking(&mut desk, &patient).await;
        let (doctor, time) = (value(&booked, "doctor"), value(&booked, "starts_at"));
        let (day, clock) = time.split_once('T').unwrap();
        let (hour, minute) = clock.split_once(':').unwrap();
        let later = (hour.parse::<i64>().unwrap() * 60 + minute.parse::<i64>().unwrap()) + 10;
        let end = format!("{:02}:{:02}", later / 60, later % 60);
        let key = format!("leave-key-{round:04}");
        let leave = form(
            &format!("/schedule/{doctor}/leave"),
            &[
                ("key", &key),
                ("kind", "annual"),
                ("from_day", day),
                ("from_time", clock),
                ("to", day),
                ("to_time", &end),
                ("reason", ""),
            ],
        );
        let bookings: Vec<PageForm> =
            (0..8).map(|n| booked.clone().with("key", format!("book-{round:04}-{n}"))).collect();
        let (left, booked) = tokio::join!(at_once(&manager, vec![leave]), at_once(&desk, bookings));
        let inside: i64 = clinic.house.db.read(|tx| Ok(tx.one(INSIDE, &[])?.unwrap())).await.unwrap();
        assert_eq!(inside, 0, "round {round}: {left:?} {booked:?}");
        assert!(won(&left) + won(&booked) >= 1 && won(&booked) <= 1, "round {round}: {left:?} {booked:?}");
    }
    clinic.prove().await;
}

const ON_CLOSED_DAY: &str = "SELECT COUNT(*) FROM appointment a JOIN holiday h ON h.branch_id = a.branch_id AND h.day = a.day \
     WHERE a.state = 'booked' AND h.closed AND h.name_vi = 'Nghỉ thử'";

async fn closed_day_and_booking(clinic: Clinic) {
    let (mut desk, manager) = (clinic.browser("letan").await, clinic.browser("quanly").await);
    let patient = new_patient(&mut desk, "Lê Văn Ngày Nghỉ").await;
    let near = booking(&mut desk, &patient).await;
    for round in 0..4 {
        let time = value(&near, "starts_at");
        let (day, clock) = time.split_once('T').unwrap();
        // The same weekday of a week that nobody has booked yet.
        let day = iso_day(add_days(parse_day(day).unwrap(), 7 * (20 + round)));
        let booked = near.clone().with("starts_at", format!("{day}T{clock}")).with("day", day.clone());
        let key = format!("closing-{round:04}");
        let fields = [("key", key.as_str()), ("day", &day), ("name_vi", "Nghỉ thử"), ("name_en", ""), ("closed", "on")];
        let closing = form("/holidays", &fields);
        let bookings = (0..8).map(|n| booked.clone().with("key", format!("on-closed-{round}-{n}"))).collect();
        let (closed, booked) = tokio::join!(at_once(&manager, vec![closing]), at_once(&desk, bookings));
        let left: i64 = clinic.house.db.read(|tx| Ok(tx.one(ON_CLOSED_DAY, &[])?.unwrap())).await.unwrap();
        assert_eq!(left, 0, "round {round}: {closed:?} {booked:?}");
        assert_eq!(won(&closed) + won(&booked), 1, "round {round}: {closed:?} {booked:?}");
    }
    clinic.prove().await;
}

async fn told_by_the_desk(clinic: Clinic) {
    const CALLS: &str = "SELECT COUNT(*) FROM patient_call WHERE done_at IS NULL";
    const WAITING: &str = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND kind = 'change'";
    let count = async |sql: &'static str| -> i64 {
        clinic.house.db.read(move |tx| Ok(tx.one(sql, &[])?.unwrap())).await.unwrap()
    };
    let mut desk = clinic.browser("letan").await;
    let patient = new_patient(&mut desk, "Lê Thị Được Báo").await;
    const PHONE: &str = "UPDATE patient SET phone = '+84903118264' WHERE name = 'Lê Thị Được Báo'";
    let by_sms = clinic.house.db.write(|tx| {
        tx.run(PHONE, &[])?;
        Ok(reach::keep_configured(tx, false, true, None)?)
    });
    by_sms.await.unwrap();
    let mut booked = booking(&mut desk, &patient).await;
    // Without a confirmation that still waits: a move would take its place.
    booked.fields.retain(|(name, _)| name != "tell");
    let Ok(Posted::Done(location)) = desk.post("/appointments", &booked.fields).await else { panic!("not booked") };
    let id = location.split("appointment=").nth(1).unwrap().to_owned();
    let page = desk.get(&format!("/appointments/{id}")).await.unwrap().body;
    let moving = PageForm::find(&page, &format!("/appointments/{id}/time")).unwrap();
    let (calls, waiting) = (count(CALLS).await, count(WAITING).await);
    let later = add_days(parse_day(&value(&moving, "day")).unwrap(), 7);
    let moved = moving.with("day", iso_day(later));
    desk.post(&moved.action, &moved.fields).await.unwrap().done().unwrap();
    assert_eq!((count(CALLS).await, count(WAITING).await), (calls, waiting + 1));
    let page = desk.get(&format!("/appointments/{id}")).await.unwrap().body;
    assert!(page.contains("SMS"), "the page says how the patient is told");
    let undo = PageForm::find(&page, &format!("/appointments/{id}/undo")).unwrap();
    desk.post(&undo.action, &undo.fields).await.unwrap().done().unwrap();
    assert_eq!((count(CALLS).await, count(WAITING).await), (calls, waiting));
    clinic.prove().await;
}
