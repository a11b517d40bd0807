use super::{House, at, booking, form, refused, today};
use crate::acts;
use crate::rules::coming::Status;
use crate::shown::{self, Ask, Redo, Tab};
use crate::views;
use bricks::clock::{Clock, add_days, parse_day};
use bricks::id::{ResourceId, ServiceId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::html::{Attempt, Theme};
use ground::web::Face;
use papers::visit;

const BAO: ResourceId = ResourceId::from_raw(21);
const HANH: ResourceId = ResourceId::from_raw(22);

async fn day(house: &House, ask: Ask) -> shown::DayPage {
    house.act(move |tx, who| shown::load_day(tx, who, &ask)).await.unwrap()
}

#[tokio::test]
async fn the_page_shows_columns_cards_and_what_is_free() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let page = day(&house, Ask { doctor: Some(BAO), at: Some(570), ..Ask::default() }).await;
    assert_eq!(page.diary.columns.iter().map(|c| c.doctor.id.raw()).collect::<Vec<_>>(), [21, 22, 25]);
    let bao = &page.diary.columns[0];
    assert_eq!(bao.rows.iter().map(|r| r.id).collect::<Vec<_>>(), [id]);
    assert_eq!(bao.free.first(), Some(&480));
    assert!(!bao.free.contains(&540) && !bao.free.contains(&555) && bao.free.contains(&570));
    assert_eq!(page.diary.now_minute, Some(480));
    assert_eq!(page.diary.grid.first(), 420);
    assert_eq!(page.desk.service, Some(ServiceId::from_raw(41)), "a service of the doctor's department");
    assert!(page.desk.times.free.contains(&at(510)) && !page.desk.times.free.contains(&at(525)));
    assert_eq!(page.desk.times.chosen, Some(at(570)));
}

#[tokio::test]
async fn the_times_of_the_page_and_of_the_part_are_the_same() {
    let house = House::open().await;
    house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let ask = Ask { doctor: Some(BAO), service: Some(ServiceId::from_raw(41)), ..Ask::default() };
    let page = day(&house, ask.clone()).await;
    let times = house.act(move |tx, who| shown::load_times(tx, who, &ask)).await.unwrap();
    assert_eq!(page.desk.times.free, times.free);
}

#[tokio::test]
async fn a_visit_left_open_yesterday_is_in_the_list_and_in_no_line() {
    let house = House::open().await;
    let walk_in = form("patient=32&seen=32&service=42&doctor=22");
    let visit = house.act(move |tx, who| acts::walk_in(tx, who, &walk_in, Lang::Vi)).await.unwrap();
    let place = |page: &shown::DayPage| page.house.open.first().map(|row| page.house.place(row).is_some());
    assert_eq!(place(&day(&house, Ask { visit: Some(visit), ..Ask::default() }).await), Some(true));
    house.clock.set(house.clock.now().plus_minutes(18 * 60 + 1));
    let page = day(&house, Ask { visit: Some(visit), ..Ask::default() }).await;
    assert_eq!((place(&page), page.house.tab, page.house.left_open().count()), (Some(false), Tab::LeftOpen, 1));
    let close = |fields: &'static str| {
        let form = form(fields);
        house.act(move |tx, who| acts::close_left_open(tx, who, visit, &form, Lang::Vi))
    };
    assert_eq!(refused(close("as=&reason=").await).1, ["as", "reason"]);
    assert_eq!(refused(close("as=finished&reason=x").await).0, RefusalKind::Conflict, "nobody called the patient in");
    close("as=left&reason=Qu%C3%AAn").await.unwrap();
    assert_eq!(refused(close("as=left&reason=x").await).0, RefusalKind::Conflict);
    assert_eq!(house.number("SELECT COUNT(*) FROM visit WHERE state = 'left'").await, 1);
}

#[tokio::test]
async fn the_lists_hold_who_is_inside_and_who_is_expected_and_nobody_else() {
    let house = House::open().await;
    house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let walk_in = form("patient=32&seen=32&service=42&doctor=22");
    let visit = house.act(move |tx, who| acts::walk_in(tx, who, &walk_in, Lang::Vi)).await.unwrap();
    let page = day(&house, Ask { visit: Some(visit), ..Ask::default() }).await;
    assert_eq!((page.house.open.len(), page.house.coming_count, page.house.tab), (1, 1, Tab::Waiting));
    assert_eq!(
        page.house.chosen_row().map(|row| (row.ticket(), page.house.place(row).unwrap().number)),
        Some(("N001".to_owned(), 1))
    );
    assert_eq!(page.diary.columns[1].waiting, Some(1));
    house.act(move |tx, who| visit::call_in(tx, who, visit)).await.unwrap();
    assert_eq!(day(&house, Ask { visit: Some(visit), ..Ask::default() }).await.house.tab, Tab::InRoom);
    house.act(move |tx, who| visit::finish(tx, who, visit)).await.unwrap();
    let after = day(&house, Ask { visit: Some(visit), ..Ask::default() }).await;
    assert!(after.house.open.is_empty() && after.house.chosen.is_none());
}

#[tokio::test]
async fn another_day_shows_its_own_grid_and_todays_house() {
    let house = House::open().await;
    house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let tomorrow = day(&house, Ask { day: Some(add_days(today(), 1)), ..Ask::default() }).await;
    assert!(tomorrow.diary.columns.iter().all(|c| c.rows.is_empty() && c.waiting.is_none()));
    assert_eq!((tomorrow.diary.now_minute, tomorrow.house.coming_count), (None, 1));
    let yesterday = day(&house, Ask { day: parse_day("2026-11-23").ok(), ..Ask::default() }).await;
    assert!(yesterday.diary.columns.iter().all(|c| c.free.is_empty()));
    assert_eq!(yesterday.desk.times.day, today(), "nothing is booked in the past");
}

#[tokio::test]
async fn who_was_absent_gives_way_to_who_stands_in_the_same_place() {
    let house = House::open().await;
    let absent = house.booked(booking("starts_at=2026-11-24T08:00")).await;
    house.clock.set(at(481));
    house.act(move |tx, who| acts::mark_absent(tx, who, absent)).await.unwrap();
    let alone = day(&house, Ask::default()).await;
    assert_eq!(alone.diary.columns[0].rows.len(), 1);
    assert!(alone.diary.counts.contains(&(Status::Absent, 1)));
    house.booked(form("patient=32&service=41&doctor=21&starts_at=2026-11-24T08:05")).await;
    let page = day(&house, Ask::default()).await;
    let cards: Vec<_> = page.diary.columns[0].rows.iter().map(|r| r.patient_name.clone()).collect();
    assert_eq!(cards, ["Lê Minh"]);
}

#[tokio::test]
async fn who_came_early_holds_no_time_of_the_later_day() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-12-01T09:00")).await;
    let empty = form("");
    let visit: VisitId = house.act(move |tx, who| acts::arrive(tx, who, id, &empty, Lang::Vi)).await.unwrap();
    let later = day(&house, Ask { day: parse_day("2026-12-01").ok(), ..Ask::default() }).await;
    assert!(later.diary.columns[0].free.contains(&540));
    assert_eq!(later.diary.columns[0].rows.len(), 1);
    assert!(visit.raw() > 0 && later.diary.columns[1].doctor.id == HANH);
}

fn face() -> Face {
    Face {
        opened: None,
        lang: Lang::Vi,
        theme: Theme::Light,
        key: "0123456789abcdef01234567".into(),
        now: at(560),
        who: super::who(),
        path: "/reception".into(),
    }
}

/// Twelve doctors with sixty appointments of ten minutes each, and twenty patients who wait.
const CROWD: &[&str] = &[
    "WITH RECURSIVE n (i) AS (SELECT 26 UNION ALL SELECT i + 1 FROM n WHERE i < 34) \
     INSERT INTO resource (id, branch_id, kind, name, room_id, ticket_prefix, department, position, active) \
     SELECT i, 1, 'doctor', 'Vũ Thị Thanh ' || i, 23, 'S' || i, 'obstetrics', i, TRUE FROM n",
    "INSERT INTO working_hours (resource_id, weekday, from_minute, to_minute) SELECT id, 2, 450, 1050 FROM resource WHERE id >= 26",
    "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 719) \
     INSERT INTO patient (id, branch_id, code, name, name_fold, sex, birth_year, address, allergies, conditions, reminders_wanted, version, \
     created_at, created_by) SELECT 1000000000000000000 + i, 1, 'BN-' || i, \
     substr('NguyễnTrần  Lê    Phạm  Hoàng Huỳnh Vũ    ', i * 7 % 7 * 6 + 1, 6) || ' Thị ' || substr('HươngNgọc Minh Thảo Quỳnh', i * 11 % 5 * 5 + 1, 5) || ' ' || (i * 7919 % 997), \
     '', 'female', 1980, '', '', '', TRUE, 1, 0, 11 FROM n",
    "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 719) \
     INSERT INTO appointment (id, branch_id, patient_id, doctor_id, room_id, service_id, day, starts_at, duration_minutes, state, source, \
     note, created_at, created_by) SELECT 2000000000000000000 + i * 8293573217, 1, 1000000000000000000 + i, \
     CASE i % 12 WHEN 0 THEN 21 WHEN 1 THEN 22 WHEN 2 THEN 25 ELSE 23 + i % 12 END, 23, 42, '2026-11-24', \
     1795480200000 + (i / 12) * 600000, 10, 'booked', 'phone', 'Ho, sốt, đau họng ' || (i % 13), 0, 11 FROM n",
    "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19) \
     INSERT INTO visit (id, branch_id, patient_id, service_id, doctor_id, room_id, day, ticket_prefix, ticket_number, state, reason, \
     arrived_at, arrived_by, due_vnd) SELECT 3000000000000000000 + i, 1, 1000000000000000000 + i, 42, 22, 24, '2026-11-24', 'N', i + 1, \
     'waiting', '', 1795483200000 + i * 60000, 11, 0 FROM n",
];

fn gzipped(text: &str) -> usize {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, text.as_bytes()).unwrap();
    packer.finish().unwrap().len()
}

#[tokio::test]
async fn the_page_of_twelve_doctors_with_sixty_appointments_each_stays_small() {
    let house = House::open().await;
    house.act(|tx, _| Ok(CROWD.iter().try_for_each(|sql| tx.run(sql, &[]).map(|_| ()))?)).await.unwrap();
    let page = day(&house, Ask::default()).await;
    assert_eq!(page.diary.columns.iter().map(|c| c.rows.len()).sum::<usize>(), 720);
    // The quickest of many: what else the machine does is not the page's.
    let (mut read, mut drawn) = (std::time::Duration::MAX, std::time::Duration::MAX);
    for _ in 0..20 {
        let began = std::time::Instant::now();
        day(&house, Ask::default()).await;
        read = read.min(began.elapsed());
        let began = std::time::Instant::now();
        views::day(&face(), &page, &Redo::default(), &Attempt::none());
        drawn = drawn.min(began.elapsed());
    }
    let seen = views::day(&face(), &page, &Redo::default(), &Attempt::none());
    let whole = seen.main.into_string() + &seen.top.into_string();
    println!(
        "a day of 720: read {read:?}, drawn {drawn:?} (unoptimised), {} bytes, {} gzipped",
        whole.len(),
        gzipped(&whole)
    );
    assert!(gzipped(&whole) <= 60_000, "{} bytes gzipped", gzipped(&whole));
}

#[tokio::test]
async fn one_card_is_told_in_less_than_two_kilobytes() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00&note=Ho")).await;
    let of = (crate::rules::grid::Grid::shown(420, 1080), shown::View::default());
    let changed = house.act(move |tx, who| Ok(shown::load_changed(tx, who, &[id], of)?)).await.unwrap();
    let told = views::changed(&face(), &changed).into_string();
    assert!(told.contains("data-in=\"doctor=21&amp;day=2026-11-24\"") && told.len() < 2_000, "{told}");
    assert_eq!(changed.rows.len(), 1);
}
