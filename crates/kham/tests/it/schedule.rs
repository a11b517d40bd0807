//! Hours, leave and the waiting list, where several people want the same time at the same moment.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, booking, new_patient, won};
use kham::bench::forms::PageForm;
use kham::bench::http::Posted;

both!(one_time_goes_to_one_of_desk_waiting_list_and_series, one_time);
both!(no_appointment_remains_in_a_leave_made_at_the_same_moment, leave_and_booking);

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
