use super::{House, at, booking, form, refused, today, zone};
use crate::hours::acts;
use crate::hours::asked;
use crate::hours::choices;
use crate::hours::concerned::{Change, Concerned, concerned};
use crate::shown::{Ask, load_beside};
use bricks::clock::add_days;
use bricks::id::{AppointmentId, HoldId, ResourceId, ServiceId};
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::db::Stop;
use papers::appointment::hold::Kept;
use papers::appointment::{self, Place};
use papers::schedule::{LeaveKind, NewLeave};

const CONSULTATION: ServiceId = ServiceId::from_raw(41);
const BAO: ResourceId = ResourceId::from_raw(21);
const ROOM: ResourceId = ResourceId::from_raw(23);
const HOLD: &str = "INSERT INTO hold (id, branch_id, doctor_id, room_id, service_id, starts_at, duration_minutes, ends_at, state, name, sex, \
     birth_year, phone, reason, lang, consented_at, channel, code_hash, code_ends_at, tries, sendings, sent_at, created_at) \
     VALUES (71, 1, 21, 23, 41, 0, 20, 0, 'open', 'Lê Web', 'male', 1990, '+84903000000', '', 'vi', 0, 'sms', '', 0, 0, 1, 0, 0)";
const LEAVE: &str = "kind=annual&from_day=2026-11-24&from_time=08:30&to=2026-11-24&to_time=12:00&reason=";

fn leave(more: &str) -> (Change, ground::web::Form) {
    let form = form(&format!("{LEAVE}{more}"));
    (Change::Leave(asked::leave(&form, BAO, (&zone(), at(480)), Lang::Vi).unwrap()), form)
}

async fn make(house: &House, more: &str) -> Result<(), Stop> {
    let (change, form) = leave(more);
    house.act(move |tx, who| acts::change(tx, who, &change, &form)).await
}

async fn listed(house: &House) -> Vec<Concerned> {
    let (change, _) = leave("");
    house.act(move |tx, who| concerned(tx, who, &change)).await.unwrap()
}

/// Two patients within the leave, one before it.
async fn three(house: &House) -> [AppointmentId; 3] {
    let before = house.booked(form("patient=31&service=41&doctor=21&starts_at=2026-11-24T08:00")).await;
    let first = house.booked(booking("starts_at=2026-11-24T09:00&remind=yes")).await;
    let second = house.booked(form("patient=32&service=41&doctor=21&starts_at=2026-11-24T09:20")).await;
    [before, first, second]
}

#[tokio::test]
async fn leave_lists_the_appointments_in_it_and_nothing_is_saved_until_each_is_chosen_for() {
    let house = House::open().await;
    let [_, first, second] = three(&house).await;
    let (kind, _, refusal) = refused(make(&house, "").await);
    assert_eq!(kind, RefusalKind::Conflict);
    assert!(refusal.say.vi.contains("2 lịch hẹn"), "{}", refusal.say.vi);
    assert_eq!(house.number("SELECT COUNT(*) FROM resource_leave").await, 0);
    let listed = listed(&house).await;
    assert_eq!(listed.iter().map(|c| c.row.id).collect::<Vec<_>>(), [first, second]);
    let best = |n: usize| listed[n].offers[0].free;
    assert_ne!(best(0).starts_at, best(1).starts_at, "nobody stands in another's way");
    let out = |c: &Concerned| c.offers.iter().all(|o| o.free.starts_at < at(510) || o.free.starts_at >= at(720));
    assert!(listed.iter().all(out), "not into the leave itself");
}

#[tokio::test]
async fn one_act_moves_one_cancels_the_other_and_tells_both() {
    let house = House::open().await;
    let [before, first, second] = three(&house).await;
    let more = format!("&to-{first}=21@2026-11-24T14:00&to-{second}=cancel");
    make(&house, &more).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM resource_leave WHERE removed_at IS NULL").await, 1);
    assert_eq!(house.number("SELECT COUNT(*) FROM outbox WHERE kind = 'change' AND state = 'waiting'").await, 1);
    assert_eq!(house.number("SELECT COUNT(*) FROM patient_call WHERE done_at IS NULL").await, 1);
    let row = house.act(move |tx, who| papers::appointment::by_id(tx, who.branch, first)).await.unwrap();
    assert_eq!(row.starts_at, at(840));
    let row = house.act(move |tx, who| papers::appointment::by_id(tx, who.branch, second)).await.unwrap();
    assert_eq!(row.state, papers::appointment::State::Cancelled);
    let row = house.act(move |tx, who| papers::appointment::by_id(tx, who.branch, before)).await.unwrap();
    assert_eq!(row.starts_at, at(480));
    house.act(move |tx, who| acts::called(tx, who, second)).await.unwrap();
    refused(house.act(move |tx, who| acts::called(tx, who, second)).await);
}

#[tokio::test]
async fn a_chosen_time_that_is_taken_stops_everything_and_names_the_patient() {
    let house = House::open().await;
    let [_, first, second] = three(&house).await;
    let more = format!("&to-{first}=21@2026-11-24T14:00&to-{second}=21@2026-11-24T14:10");
    let (kind, _, refusal) = refused(make(&house, &more).await);
    assert_eq!(kind, RefusalKind::Conflict);
    assert!(refusal.say.vi.starts_with("Lê Minh: "), "{}", refusal.say.vi);
    assert_eq!(house.number("SELECT COUNT(*) FROM resource_leave").await, 0);
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment_change").await, 0);
}

#[tokio::test]
async fn shorter_hours_list_what_no_longer_fits() {
    let house = House::open().await;
    let [_, first, second] = three(&house).await;
    let week = "w2-1-from=07:30&w2-1-to=09:00&w2-2-from=13:30&w2-2-to=17:00";
    let change = |sent: &str| {
        let form = form(sent);
        let change = Change::Week(BAO, asked::week(&form, Lang::Vi).unwrap());
        house.act(move |tx, who| acts::change(tx, who, &change, &form))
    };
    assert_eq!(refused(change(week).await).0, RefusalKind::Conflict);
    change(&format!("{week}&to-{first}=cancel&to-{second}=cancel")).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM working_hours WHERE resource_id = 21").await, 2);
}

#[tokio::test]
async fn hours_that_cannot_be_are_refused_at_their_field() {
    let house = House::open().await;
    let week = |sent: &str| asked::week(&form(sent), Lang::Vi);
    assert!(week("w1-1-from=08:00").is_err());
    assert_eq!(week("w7-1-from=20:00&w7-1-to=00:00").unwrap()[6], [(1200, 1440)], "until midnight");
    for (sent, field) in [
        ("kind=annual&from_day=2026-11-25&to=2026-11-24", "to"),
        ("kind=annual&from_day=2026-11-20&to=2026-11-21", "to"),
        ("kind=annual&from_day=2026-11-25&from_time=10:00&to=2026-11-25&to_time=10:00", "to"),
    ] {
        let wrong = asked::leave(&form(sent), BAO, (&zone(), at(480)), Lang::Vi).unwrap_err();
        assert_eq!(wrong.fields.iter().map(|f| f.field).collect::<Vec<_>>(), [field], "{sent}");
    }
    let (from, to) = (at(600), at(540));
    let leave = NewLeave { resource: BAO, kind: LeaveKind::Annual, from, to, reason: String::new() };
    let (_, fields, _) = refused(house.act(move |tx, who| papers::schedule::make_leave(tx, who, &leave)).await);
    assert_eq!(fields, ["to"], "whoever writes one");
    let both = form("kind=annual&from_day=2026-11-25&to=2026-11-24&to_time=25:00");
    let wrong = asked::leave(&both, BAO, (&zone(), at(480)), Lang::Vi).unwrap_err();
    assert_eq!(wrong.fields.iter().map(|f| f.field).collect::<Vec<_>>(), ["to_time", "to"], "told together");
    let missing = form("kind=never&from_day=2027-02-29&to=");
    let wrong = asked::leave(&missing, BAO, (&zone(), at(480)), Lang::Vi).unwrap_err();
    assert_eq!(wrong.fields.iter().map(|f| f.field).collect::<Vec<_>>(), ["kind", "from_day", "to"]);
}

#[tokio::test]
async fn a_day_goes_back_to_its_usual_hours_only_when_nobody_is_left_outside() {
    let house = House::open().await;
    let sunday = add_days(today(), 5);
    let hours = form("day=2026-11-29&day_kind=extra&day_from=08:00&day_to=10:00");
    let change = Change::Day(asked::daily(&hours, BAO, Lang::Vi).unwrap());
    house.act(move |tx, who| acts::change(tx, who, &change, &hours)).await.unwrap();
    let id = house.booked(form("patient=31&service=41&doctor=21&starts_at=2026-11-29T09:00")).await;
    let back = |sent: String| {
        let form = form(&sent);
        house.act(move |tx, who| acts::change(tx, who, &Change::UsualDay(BAO, sunday), &form))
    };
    assert_eq!(refused(back(String::new()).await).0, RefusalKind::Conflict);
    back(format!("to-{id}=cancel")).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM day_hours").await, 0);
    assert_eq!(house.number("SELECT COUNT(*) FROM outbox WHERE kind = 'cancellation'").await, 1);
}

#[tokio::test]
async fn a_day_that_is_closed_lists_the_appointments_of_all_doctors_and_settles_them() {
    let house = House::open().await;
    let [before, first, second] = three(&house).await;
    let holiday = "day=2026-11-24&name_vi=Ngh%E1%BB%89+b%C3%B9&name_en=&closed=yes";
    let change = |sent: String| {
        let form = form(&sent);
        let change = Change::Holiday(asked::holiday(&form, Lang::Vi).unwrap());
        house.act(move |tx, who| acts::change(tx, who, &change, &form))
    };
    let (kind, _, refusal) = refused(change(holiday.to_owned()).await);
    assert_eq!(kind, RefusalKind::Conflict);
    assert!(refusal.say.vi.contains("3 lịch hẹn"), "{}", refusal.say.vi);
    assert_eq!(house.number("SELECT COUNT(*) FROM holiday WHERE closed").await, 0);
    let tried = Change::Holiday(asked::holiday(&form(holiday), Lang::Vi).unwrap());
    let listed = house.act(move |tx, who| concerned(tx, who, &tried)).await.unwrap();
    assert_eq!(listed.iter().map(|c| c.row.id).collect::<Vec<_>>(), [before, first, second]);
    let day_of = |c: &Concerned| zone().day_of(c.offers[0].free.starts_at);
    assert!(listed.iter().all(|c| day_of(c) > today()), "not on the closed day itself");
    change(format!("{holiday}&to-{before}=cancel&to-{first}=21@2026-11-25T09:00&to-{second}=cancel")).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment WHERE state = 'booked'").await, 1);
    change(holiday.replace("&closed=yes", "")).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM holiday WHERE closed").await, 0);
}

#[tokio::test]
async fn an_undo_does_not_bring_an_appointment_back_into_leave_or_a_closed_day() {
    let house = House::open().await;
    let moved = house.booked(form("patient=32&service=41&doctor=21&starts_at=2026-11-24T09:20")).await;
    let cancelled = house.booked(form("patient=31&service=41&doctor=21&starts_at=2026-11-25T09:00")).await;
    let to = Place { doctor: BAO, room: ROOM, starts_at: at(840), duration_minutes: 20 };
    house.act(move |tx, who| appointment::move_to(tx, who, moved, &to, Default::default())).await.unwrap();
    house.act(move |tx, who| appointment::cancel(tx, who, cancelled, "Bận")).await.unwrap();
    make(&house, "").await.unwrap();
    let holiday = form("day=2026-11-25&name_vi=Ngh%E1%BB%89+b%C3%B9&closed=yes");
    let change = Change::Holiday(asked::holiday(&holiday, Lang::Vi).unwrap());
    house.act(move |tx, who| acts::change(tx, who, &change, &holiday)).await.unwrap();
    for (id, why) in [(moved, "Nghỉ phép"), (cancelled, "Nghỉ bù")] {
        let (_, fields, refusal) = refused(house.act(move |tx, who| appointment::undo(tx, who, id, 1)).await);
        assert_eq!(fields, ["starts_at"]);
        assert!(refusal.say.vi.to_lowercase().contains(&why.to_lowercase()), "{}", refusal.say.vi);
    }
    let row = house.act(move |tx, who| appointment::by_id(tx, who.branch, moved)).await.unwrap();
    assert_eq!(row.starts_at, at(840), "nothing has changed");
}

#[tokio::test]
async fn what_the_website_keeps_in_a_new_leave_is_given_back_and_nothing_is_kept_in_one() {
    let house = House::open().await;
    let kept = Kept {
        doctor: BAO,
        room: ROOM,
        service: CONSULTATION,
        starts_at: at(540),
        duration_minutes: 20,
        until: at(1439),
    };
    let hold = HoldId::from_raw(71);
    house.act(|tx, _| Ok(tx.run(HOLD, &[])?)).await.unwrap();
    let keep = || house.act(move |tx, who| appointment::hold::keep(tx, who, hold, &kept));
    keep().await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM slot WHERE hold_id IS NOT NULL").await, 8);
    make(&house, "").await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM slot WHERE hold_id IS NOT NULL").await, 0);
    let (_, fields, _) = refused(keep().await);
    assert_eq!(fields, ["starts_at"]);
}

#[tokio::test]
async fn the_manager_sets_a_limit_and_the_desk_books_beside_a_taken_time_with_its_mark() {
    let house = House::open().await;
    house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let too_many = form("overbooking_limit=10");
    let (_, fields, _) =
        refused(house.act(move |tx, who| choices::set_overbooking(tx, who, BAO, &too_many, Lang::Vi)).await);
    assert_eq!(fields, ["overbooking_limit"]);
    let taken = "patient=32&service=41&doctor=21&source=phone&starts_at=2026-11-24T09:00";
    let ask = Ask::of_booking(&form(taken), &zone());
    let offered = ask.clone();
    assert_eq!(house.act(move |tx, who| Ok(load_beside(tx, who, &offered)?)).await.unwrap(), None);
    let one = form("overbooking_limit=1");
    house.act(move |tx, who| choices::set_overbooking(tx, who, BAO, &one, Lang::Vi)).await.unwrap();
    let beside = house.act(move |tx, who| Ok(load_beside(tx, who, &ask)?)).await.unwrap().unwrap();
    assert_eq!((beside.doctor, beside.starts_at), (BAO, at(540)));
    let again = format!("{taken}&offer=21@2026-11-24T09:00@beside");
    house.booked(form(&again)).await;
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment WHERE overbooked").await, 1);
}

#[tokio::test]
async fn services_need_a_room_when_the_manager_says_so_and_absence_is_marked_when_the_manager_wants() {
    const ROOM: ResourceId = ResourceId::from_raw(24);
    let house = House::open().await;
    let of = |text: &'static str| {
        let form = form(text);
        house.act(move |tx, who| choices::set_services(tx, who, ROOM, &form))
    };
    of("service-41=on").await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM service_resource WHERE resource_id = 24").await, 1);
    of("").await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM service_resource WHERE resource_id = 24").await, 0);
    for (typed, stands) in [("", 60), ("-1", 60), ("1441", 60), ("abc", 60), ("90", 90), ("0", 0)] {
        let form = form(&format!("no_show_minutes={typed}"));
        let done = house.act(move |tx, who| choices::set_no_show(tx, who, &form, Lang::Vi)).await;
        assert_eq!(done.is_ok(), stands != 60, "{typed}");
        let now = house.act(|tx, _| Ok(crate::changes::no_show_after(tx)?)).await.unwrap();
        assert_eq!(now, stands, "{typed}");
    }
}

#[tokio::test]
async fn who_has_just_moved_by_the_link_is_not_moved_again_by_leave() {
    let house = House::open().await;
    let [_, first, second] = three(&house).await;
    let more = format!("&to-{first}=21@2026-11-24T14:00&to-{second}=cancel&seen-{first}=7");
    let (kind, _, refusal) = refused(make(&house, &more).await);
    assert_eq!(kind, RefusalKind::Conflict);
    assert!(refusal.say.vi.contains("Trần Thị Hương"), "{}", refusal.say.vi);
    assert_eq!(house.number("SELECT COUNT(*) FROM resource_leave").await, 0);
}
