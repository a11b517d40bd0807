//! The public books on a phone: by the forms of the pages, on both databases.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, booking, new_patient, with_own_keys, won};
use bricks::clock::{Instant, Zone, iso_day, show_minute};
use kham::bench::forms::{PageForm, first_with_prefix};
use kham::bench::http::{Browser, Page, Posted};

both!(somebody_books_confirms_moves_and_cancels_by_forms, whole_booking);
both!(desk_and_website_at_once_give_one_time_once, one_time);
both!(five_wrong_codes_are_all_that_anybody_gets, six_codes);
both!(twelve_right_codes_at_once_are_one_appointment, one_confirmation);
both!(what_is_refused_is_counted_too, refusals_counted);
both!(the_answers_tell_nothing_about_who_is_known, no_enumeration);
both!(a_held_time_is_free_again_without_anybody_doing_anything, expiry);
both!(the_desk_sees_a_held_time_and_does_not_offer_it, held_at_the_desk);
both!(a_changed_link_opens_nothing, tampered);
both!(a_clinic_of_two_branches_lets_the_public_choose_first, two_branches);
both!(a_booking_sent_without_a_time_keeps_what_was_typed, without_time);

fn unescaped(text: &str) -> String {
    text.replace("&amp;", "&")
}

/// A page of the public, followed to where times are to be chosen.
async fn times(phone: &mut Browser) -> String {
    let page = phone.get("/book").await.unwrap().body;
    let service = unescaped(first_with_prefix(&page, "href", "/book?service=").unwrap());
    let with_doctor = if service.contains("doctor=") { service } else { format!("{service}&doctor=any") };
    phone.get(&format!("{with_doctor}&day=2026-11-26")).await.unwrap().body
}

/// The form for one of the offered times, filled in.
async fn filled(phone: &mut Browser, nth: usize) -> PageForm {
    let page = times(phone).await;
    let start = page.split("name=\"starts_at\" value=\"").nth(nth + 1).unwrap().split('"').next().unwrap().to_owned();
    let choice = PageForm::find(&page, "/book").unwrap();
    let value = |name: &str| choice.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap();
    let path = format!("/book?service={}&doctor={}&starts_at={start}", value("service"), value("doctor"));
    let details = phone.get(&path).await.unwrap().body;
    let form = PageForm::find(&details, "/book").unwrap();
    form.with("name", "Phạm Thị Đặt Lịch")
        .with("sex", "female")
        .with("birth", "1988")
        .with("phone", "0903 118 264")
        .with("consent", "yes")
}

fn field(form: &PageForm, name: &str) -> String {
    form.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap()
}

fn encoded(form: &PageForm) -> String {
    let pairs = form.fields.iter().map(|(n, v)| format!("{n}={}", ground::web::percent(v)));
    pairs.collect::<Vec<_>>().join("&")
}

async fn sent(phone: &mut Browser, form: &PageForm) -> Page {
    phone.post_raw(&form.action, encoded(form)).await.unwrap()
}

/// Posts a form that is done; gives where it leads, with the path alone beside.
async fn done(phone: &mut Browser, form: &PageForm) -> (String, String) {
    let page = sent(phone, form).await;
    let location = page.location.unwrap_or_else(|| panic!("{}: {}", page.status, page.body));
    let path = location.split('?').next().unwrap().to_owned();
    (location, path)
}

/// The code as the demonstration shows it among the messages.
async fn code(clinic: &Clinic) -> String {
    let page = clinic.browser("letan").await.get("/messages?part=waiting").await.unwrap().body;
    let at = page.rfind("10 phút").unwrap();
    let before: Vec<&str> = page[..at].split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 6).collect();
    (*before.last().unwrap()).to_owned()
}

async fn whole_booking(clinic: Clinic) {
    let mut phone = Browser::new(&clinic.host);
    let choice = PageForm::find(&times(&mut phone).await, "/book").unwrap();
    let unchosen = encoded(&choice).replace("starts_at=", "nothing=");
    let again = phone.get(&format!("/book?{unchosen}")).await.unwrap().body;
    assert!(again.contains("Hãy chọn một giờ."), "without a time the page asks for one");
    let form = filled(&mut phone, 1).await;
    let refused = sent(&mut phone, &form.clone().with("birth", "29/02/2025").with("reason", "Ho & sốt")).await;
    assert_eq!(refused.status.as_u16(), 422);
    let again = PageForm::find(&refused.body, "/book").unwrap();
    assert_eq!(
        (field(&again, "reason"), field(&again, "name")),
        ("Ho & sốt".into(), "Phạm Thị Đặt Lịch".into()),
        "nothing is lost"
    );
    let (_, held) = done(&mut phone, &again.with("birth", "29/02/1988").with("sex", "female")).await;
    let page = phone.get(&held).await.unwrap().body;
    let confirm = PageForm::find(&page, &held).unwrap().with("code", code(&clinic).await);
    let (mine, path) = done(&mut phone, &confirm).await;
    assert!(path.starts_with("/a/"), "{path}");
    let page = phone.get(&mine).await.unwrap().body;
    assert!(page.contains("Đã gửi yêu cầu") && !page.contains("Đặt Lịch"), "the page does not say who the patient is");
    let file = phone.get(&format!("{path}/appointment.ics")).await.unwrap().body;
    assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.contains("SEQUENCE:0"), "{file}");
    accepted(&clinic, &path).await;
    let page = phone.get(&mine).await.unwrap().body;
    let coming = PageForm::find(&page, &format!("{path}/confirmation")).unwrap();
    done(&mut phone, &coming).await;
    moved_and_cancelled(&mut phone, &path).await;
    clinic.prove().await;
}

async fn accepted(clinic: &Clinic, path: &str) {
    let id = path.split('/').nth(2).unwrap();
    let mut desk = clinic.browser("letan").await;
    let day = desk.get("/reception").await.unwrap().body;
    assert!(day.contains("/website/requests"), "reception is told");
    let page = desk.get("/website/requests").await.unwrap().body;
    assert!(page.contains("Đặt Lịch") && page.contains("Hồ sơ mới"));
    let own = format!("/appointments/{id}");
    let page = desk.get(&own).await.unwrap().body;
    assert!(page.contains("Từ trang web, cần kiểm tra"), "the profile is to be verified");
    let form = PageForm::find(&page, &format!("/website/requests/{id}/acceptance")).unwrap();
    assert_eq!(field(&form, "back"), own);
    desk.post(&form.action.clone(), &form.fields).await.unwrap();
}

async fn moved_and_cancelled(phone: &mut Browser, path: &str) {
    let page = phone.get(&format!("{path}/time?day=2026-11-27")).await.unwrap().body;
    let start = page.split("name=\"starts_at\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let form = PageForm::find(&page, &format!("{path}/time")).unwrap().with("starts_at", start);
    done(phone, &form).await;
    let page = phone.get(path).await.unwrap().body;
    assert!(page.contains("27/11/2026"), "{page}");
    let cancel = PageForm::find(&page, &format!("{path}/cancellation")).unwrap();
    done(phone, &cancel).await;
    let again = sent(phone, &cancel.clone().with("key", "another-key-01")).await;
    assert_eq!(again.status.as_u16(), 409);
    let file = phone.get(&format!("{path}/appointment.ics")).await.unwrap().body;
    assert!(file.contains("METHOD:CANCEL"));
}

async fn one_time(clinic: Clinic) {
    let mut phone = Browser::new(&clinic.host);
    let form = filled(&mut phone, 0).await;
    let start = field(&form, "starts_at");
    let (doctor, at) = start.split_once('-').unwrap();
    let (at, zone) = (Instant::from_millis(at.parse().unwrap()), Zone::named("Asia/Ho_Chi_Minh").unwrap());
    let (day, minute) = (iso_day(zone.day_of(at)), zone.minute_of_day(at));
    let mut desk = clinic.browser("letan").await;
    let patient = new_patient(&mut desk, "Lê Văn Đua").await;
    let minute = show_minute(minute);
    let wanted = format!("{day}T{minute:0>5}");
    let ours = booking(&mut desk, &patient)
        .await
        .with("service", field(&form, "service"))
        .with("doctor", doctor)
        .with("day", day);
    let ours = with_own_keys(&ours.with("starts_at", wanted)).into_iter().take(25);
    let theirs = with_own_keys(&form).into_iter().take(25).enumerate();
    let theirs =
        theirs.map(|(n, form)| form.with("phone", format!("09031182{n:02}")).with("key", format!("web-race-{n:04}")));
    let all: Vec<PageForm> = ours.zip(theirs).flat_map(|(a, b)| [a, b]).collect();
    let results = at_once(&desk, all).await;
    assert_eq!(won(&results), 1, "{results:?}");
    assert!(results.iter().all(Result::is_ok), "everybody else hears of a conflict: {results:?}");
    clinic.prove().await;
}

async fn held(clinic: &Clinic) -> (Browser, String, PageForm) {
    let mut phone = Browser::new(&clinic.host);
    let form = filled(&mut phone, 2).await;
    let (_, path) = done(&mut phone, &form).await;
    let page = phone.get(&path).await.unwrap().body;
    let confirm = PageForm::find(&page, &path).unwrap();
    (phone, path, confirm)
}

async fn six_codes(clinic: Clinic) {
    let (mut phone, _, confirm) = held(&clinic).await;
    let right = code(&clinic).await;
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let odd = sent(&mut phone, &confirm.clone().with("code", "12a")).await;
    assert_eq!(odd.status.as_u16(), 422, "what is no code costs no try");
    for n in 0..5 {
        let page = sent(&mut phone, &confirm.clone().with("code", wrong).with("key", format!("wrong-code-{n}"))).await;
        assert_eq!(page.status.as_u16(), 422, "{}", page.body);
    }
    let page = sent(&mut phone, &confirm.clone().with("code", right.clone()).with("key", "sixth-code-00")).await;
    assert_eq!(page.status.as_u16(), 409, "the sixth is refused even when it is right");
    let slots: Option<i64> = clinic
        .house
        .db
        .read(|tx| Ok(tx.one("SELECT COUNT(*) FROM slot WHERE hold_id IS NOT NULL", &[])?))
        .await
        .unwrap();
    assert_eq!(slots, Some(0));
    let page = sent(&mut phone, &confirm.with("code", right).with("key", "seventh-code-0")).await;
    assert_eq!(page.status.as_u16(), 409);
}

async fn one_confirmation(clinic: Clinic) {
    let (phone, _, confirm) = held(&clinic).await;
    let confirm = confirm.with("code", code(&clinic).await);
    let results = at_once(&phone, with_own_keys(&confirm).into_iter().take(12).collect()).await;
    assert!(results.iter().all(|r| matches!(r, Ok(Posted::Done(_)))), "the right code costs no try: {results:?}");
    let places: std::collections::BTreeSet<String> = results
        .iter()
        .filter_map(|r| match r {
            Ok(Posted::Done(place)) => Some(place.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(places.len(), 1, "{results:?}");
    const MADE: &str = "SELECT COUNT(*) FROM hold WHERE appointment_id IS NOT NULL";
    assert_eq!(clinic.house.db.read(|tx| Ok(tx.one::<i64>(MADE, &[])?)).await.unwrap(), Some(1));
    clinic.prove().await;
}

async fn refusals_counted(clinic: Clinic) {
    let mut phone = Browser::new(&clinic.host);
    let form = filled(&mut phone, 1).await;
    for n in 0..30 {
        let odd = form.clone().with("birth", "29/02/2025").with("key", format!("odd-birth-{n:04}"));
        assert_eq!(sent(&mut phone, &odd).await.status.as_u16(), 422);
    }
    let page = sent(&mut phone, &form).await;
    assert_eq!(page.status.as_u16(), 409);
    assert!(page.body.contains("quá nhiều lần"), "{}", page.body);
}

/// A page without what differs from one sending to the next.
fn without_numbers(body: &str) -> String {
    body.chars().filter(|c| !c.is_ascii_hexdigit()).collect()
}

async fn no_enumeration(clinic: Clinic) {
    const KNOWN: &str = "SELECT name, phone, birth_year FROM patient WHERE phone LIKE '+84%' ORDER BY id LIMIT 1";
    let known: Option<(String, String, i64)> = clinic.house.db.read(|tx| Ok(tx.one(KNOWN, &[])?)).await.unwrap();
    let (name, known_phone, year) = known.unwrap();
    let mut answers = Vec::new();
    for (nth, (name, number, year)) in
        [(name, known_phone, year), ("Không Ai Biết".to_owned(), "+84912345678".to_owned(), 1990)]
            .into_iter()
            .enumerate()
    {
        let mut phone = Browser::new(&clinic.host);
        let form = filled(&mut phone, nth).await;
        let answer =
            sent(&mut phone, &form.with("name", name).with("phone", number).with("birth", year.to_string())).await;
        let path = answer.location.unwrap();
        let page = phone.get(&path).await.unwrap().body;
        answers.push((answer.status, without_numbers(&answer.body), without_numbers(&page)));
    }
    assert_eq!(answers[0], answers[1]);
}

async fn expiry(clinic: Clinic) {
    let mut phone = Browser::new(&clinic.host);
    let form = filled(&mut phone, 2).await;
    done(&mut phone, &form).await;
    let again = form.clone().with("phone", "0912345678").with("key", "other-key-0001");
    let refused = sent(&mut phone, &again).await;
    assert_eq!(refused.status.as_u16(), 409);
    let offered = PageForm::find(&refused.body, "/book").unwrap();
    assert_eq!(field(&offered, "name"), "Phạm Thị Đặt Lịch");
    assert!(refused.body.contains("name=\"starts_at\" value=\""), "the nearest free times are offered");
    clinic
        .house
        .db
        .write(|tx| Ok(tx.run("UPDATE slot SET held_until = $1 WHERE hold_id IS NOT NULL", &[&tx.now()])?))
        .await
        .unwrap();
    done(&mut phone, &again.with("key", "other-key-0002")).await;
}

async fn tampered(clinic: Clinic) {
    let (mut phone, path, confirm) = held(&clinic).await;
    let mine = done(&mut phone, &confirm.with("code", code(&clinic).await)).await.1;
    for path in [path, mine] {
        let last = if path.ends_with('0') { '1' } else { '0' };
        let changed = format!("{}{last}", &path[..path.len() - 1]);
        assert_eq!(phone.open(&changed).await.unwrap().status.as_u16(), 404, "{changed}");
        let (id, proof) = (path.split('/').nth(2).unwrap(), path.split('/').nth(3).unwrap());
        let id: i64 = id.parse().unwrap();
        let kind = path.split('/').nth(1).unwrap();
        for wrong in [format!("/{kind}/{}/{proof}", id + 1), format!("/{kind}/{id}/x"), format!("/{kind}/x/{proof}")] {
            assert_eq!(phone.open(&wrong).await.unwrap().status.as_u16(), 404, "{wrong}");
        }
    }
}

async fn two_branches(clinic: Clinic) {
    const BRANCH: &str = "INSERT INTO branch (id, name, address, phone, time_zone, currency) \
         SELECT $1, 'Cơ sở Thuận An', '5 Hải Dương', phone, time_zone, currency FROM branch ORDER BY id LIMIT 1";
    const ROOM: &str = "INSERT INTO resource (id, branch_id, kind, name, ticket_prefix, department, position, active) \
         VALUES ($1, $2, 'room', 'P.1', '', '', 1, TRUE)";
    const DOCTOR: &str = "INSERT INTO resource (id, branch_id, kind, name, room_id, ticket_prefix, department, position, active) \
         VALUES ($1, $2, 'doctor', 'BS. Thuận', $3, 'T', 'internal', 1, TRUE)";
    const HOURS: &str =
        "INSERT INTO working_hours (resource_id, weekday, from_minute, to_minute) VALUES ($1, 4, 480, 720)";
    const OFFER: &str = "INSERT INTO bookable (doctor_id, service_id) SELECT $1, id FROM service WHERE code = 'KB01'";
    let mut phone = Browser::new(&clinic.host);
    let alone = phone.get("/book").await.unwrap().body;
    assert!(alone.contains("/book?service="), "one branch is not asked for");
    let write = clinic.house.db.write(|tx| {
        let [branch, room, doctor] = [(); 3].map(|()| tx.new_id());
        tx.run_one(BRANCH, &[&branch])?;
        tx.run_one(ROOM, &[&room, &branch])?;
        tx.run_one(DOCTOR, &[&doctor, &branch, &room])?;
        tx.run_one(HOURS, &[&doctor])?;
        tx.run_one(OFFER, &[&doctor])?;
        Ok((branch, doctor))
    });
    let (branch, doctor) = write.await.unwrap();
    clinic.house.clinics.reload(&clinic.house.db).await.unwrap();
    let choice = phone.get("/book").await.unwrap().body;
    assert!(choice.contains("5 Hải Dương") && !choice.contains("service="), "{choice}");
    let services = phone.get(&format!("/book?branch={branch}")).await.unwrap().body;
    let service =
        unescaped(first_with_prefix(&services, "href", &format!("/book?branch={branch}&amp;service=")).unwrap());
    let times = phone.get(&format!("{service}&day=2026-11-26")).await.unwrap().body;
    let start = times.split("name=\"starts_at\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(start.starts_with(&doctor.to_string()));
    let details = phone.get(&format!("{service}&starts_at={start}")).await.unwrap().body;
    let form = PageForm::find(&details, "/book").unwrap();
    assert_eq!(field(&form, "branch"), branch.to_string());
    let form = form.with("name", "Lê Thị Biển").with("sex", "female").with("birth", "1988").with("phone", "0912345678");
    let (_, held) = done(&mut phone, &form.with("consent", "yes")).await;
    assert!(phone.get(&held).await.unwrap().body.contains("Cơ sở Thuận An"));
}

async fn without_time(clinic: Clinic) {
    let mut phone = Browser::new(&clinic.host);
    let form = filled(&mut phone, 0).await;
    let page = sent(&mut phone, &form.clone().with("starts_at", "")).await;
    assert_eq!(page.status.as_u16(), 422);
    assert!(page.body.contains("Phạm Thị Đặt Lịch") && page.body.contains("f-starts_at-error"), "{}", page.body);
    let start = page.body.split("name=\"starts_at\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let again = PageForm::find(&page.body, "/book").unwrap();
    assert_eq!(field(&again, "name"), "Phạm Thị Đặt Lịch");
    done(&mut phone, &form.with("starts_at", start).with("key", "without-time-0002")).await;
}

/// The times that the desk's quick booking offers for a service and doctor on 26/11.
async fn offered(desk: &mut Browser, (service, doctor): (&str, &str)) -> String {
    desk.get(&format!("/reception/times?service={service}&doctor={doctor}&day=2026-11-26")).await.unwrap().body
}

async fn held_at_the_desk(clinic: Clinic) {
    let mut phone = Browser::new(&clinic.host);
    let form = filled(&mut phone, 1).await;
    let (service, start) = (field(&form, "service"), field(&form, "starts_at"));
    let (doctor, at) = start.split_once('-').map(|(doctor, at)| (doctor.to_owned(), at.parse().unwrap())).unwrap();
    let time = show_minute(Zone::named("Asia/Ho_Chi_Minh").unwrap().minute_of_day(Instant::from_millis(at)));
    let wanted = format!("2026-11-26T{time:0>5}");
    let mut desk = clinic.browser("letan").await;
    let grid = format!("/reception?day=2026-11-26&doctor={doctor}&service={service}");
    let value = format!("value=\"{wanted}\"");
    assert!(!desk.get(&grid).await.unwrap().body.contains("class=\"kept"));
    assert!(offered(&mut desk, (&service, &doctor)).await.contains(&value), "{value} is free");
    let (_, held) = done(&mut phone, &form).await;
    let week = format!("/reception/week?day=2026-11-26&doctor={doctor}");
    for path in [grid.clone(), format!("{grid}&by=room"), week] {
        let page = desk.get(&path).await.unwrap().body;
        assert_eq!(page.matches("class=\"kept").count(), 1, "{path} shows what is held");
        assert!(page.contains(&format!("{time}: khách đang đặt qua mạng")), "{path} says until when");
    }
    assert!(!desk.get(&grid).await.unwrap().body.contains(&value), "the page's own booking does not offer it");
    assert!(!offered(&mut desk, (&service, &doctor)).await.contains(&value));
    let patient = new_patient(&mut desk, "Vũ Thị Chậm Chân").await;
    let late = booking(&mut desk, &patient).await.with("service", service.clone()).with("doctor", doctor.clone());
    let late = late.with("day", "2026-11-26").with("starts_at", wanted);
    let refused = sent(&mut desk, &late).await;
    assert_eq!(refused.status.as_u16(), 409, "over a held time nobody books");
    assert!(refused.body.contains("f-starts_at-error"));
    let page = phone.get(&held).await.unwrap().body;
    let confirm = PageForm::find(&page, &held).unwrap().with("code", code(&clinic).await);
    done(&mut phone, &confirm).await;
    let page = desk.get(&grid).await.unwrap().body;
    assert!(!page.contains("class=\"kept") && page.contains("Phạm Thị Đặt Lịch"), "confirmed, it is an appointment");
    clinic.prove().await;
}
