//! A booking from the hold to the patient's page.

use super::*;
use bricks::id::ServiceId;
use papers::appointment::{State, Work};

#[tokio::test]
async fn the_right_code_makes_the_appointment_and_a_profile_to_be_verified() {
    let site = Site::open().await;
    let id = site.held(660).await;
    assert_eq!(site.count(SLOTS).await, 6);
    assert_eq!(site.count("SELECT COUNT(*) FROM appointment").await, 0);
    let code = site.code().await;
    let made = site.try_code(id, &code, None).await.unwrap();
    let seen = site.act(move |tx, _| Ok(crate::store::seen(tx, made)?.unwrap())).await.unwrap();
    assert_eq!((seen.state, seen.awaits_desk, seen.starts_at), (State::Booked, true, at(660)));
    assert_eq!(site.count("SELECT COUNT(*) FROM slot WHERE appointment_id IS NOT NULL").await, 6);
    assert_eq!(site.count("SELECT COUNT(*) FROM patient WHERE from_website").await, 1);
    assert_eq!(site.count("SELECT COUNT(*) FROM outbox WHERE kind = 'confirmation' AND channel = 'sms'").await, 1);
    assert_eq!(site.try_code(id, &code, None).await.unwrap(), made, "a second sending makes nothing new");
}

#[tokio::test]
async fn who_is_the_same_in_phone_name_and_birth_keeps_the_profile() {
    let site = Site::open().await;
    site.0.done(|tx, _| Ok(tx.run("UPDATE patient SET phone = '+84903118264' WHERE id = 31", &[])?)).await;
    site.booked(660).await;
    assert_eq!(site.count("SELECT COUNT(*) FROM appointment WHERE patient_id = 31").await, 1);
    assert_eq!(site.count("SELECT COUNT(*) FROM patient WHERE from_website").await, 0);
    let other = site.hold(typed(start(690), "birth=1990")).await.unwrap();
    let code = site.code().await;
    site.try_code(other, &code, None).await.unwrap();
    assert_eq!(site.count("SELECT COUNT(*) FROM patient WHERE from_website").await, 1);
}

#[tokio::test]
async fn a_bare_year_is_not_a_full_date_and_a_merged_profile_is_the_one_it_went_into() {
    let site = Site::open().await;
    site.0
        .done(|tx, _| Ok(tx.run("UPDATE patient SET phone = '+84903118264', merged_into = 32 WHERE id = 31", &[])?))
        .await;
    site.booked(660).await;
    assert_eq!(site.count("SELECT COUNT(*) FROM appointment WHERE patient_id = 32").await, 1);
    site.0.done(|tx, _| Ok(tx.run("UPDATE patient SET merged_into = NULL WHERE id = 31", &[])?)).await;
    let year = site.hold(typed(start(690), "birth=1972")).await.unwrap();
    let code = site.code().await;
    site.try_code(year, &code, None).await.unwrap();
    assert_eq!(site.count("SELECT COUNT(*) FROM patient WHERE from_website").await, 1);
}

#[tokio::test]
async fn the_consent_that_was_ticked_is_kept_and_a_childs_is_asked_of_the_guardian() {
    let site = Site::open().await;
    site.booked(660).await;
    assert_eq!(site.count("SELECT COUNT(*) FROM consent WHERE purpose = 'care' AND given").await, 1);
    let child = site.hold(typed(start(690), "birth=2020")).await.unwrap();
    let code = site.code().await;
    site.try_code(child, &code, None).await.unwrap();
    assert_eq!(site.count("SELECT COUNT(*) FROM consent").await, 1);
}

#[tokio::test]
async fn a_code_that_became_too_old_is_sent_again_for_an_hour() {
    let site = Site::open().await;
    let id = site.held(780).await;
    let again = move |tx: &mut Tx<'_>, who: &Who| acts::send_again(tx, who, id, ("203.0.113.9", Lang::Vi));
    site.0.clock.advance_minutes(20);
    site.0.done(|tx, _| acts::tidy_up(tx)).await;
    site.act(again).await.unwrap();
    let code = site.code().await;
    site.try_code(id, &code, None).await.unwrap();
    let late = site.held(810).await;
    site.0.clock.advance_minutes(61);
    site.0.done(|tx, _| acts::tidy_up(tx)).await;
    let again = move |tx: &mut Tx<'_>, who: &Who| acts::send_again(tx, who, late, ("203.0.113.9", Lang::Vi));
    assert_eq!(refused(site.act(again).await).0, RefusalKind::Conflict);
}

#[tokio::test]
async fn a_link_ends_a_week_after_the_appointment() {
    let site = Site::open().await;
    let id = site.booked(780).await;
    let open = move |tx: &mut Tx<'_>, _: &Who| {
        let path = acts::appointment_path(tx, id, Lang::Vi)?;
        let proof = path.split(['/', '?']).nth(3).unwrap().to_owned();
        acts::appointment_of(tx, id, &proof).map(|seen| seen.id)
    };
    assert_eq!(site.act(open).await.unwrap(), id);
    site.0.clock.advance_minutes(8 * 24 * 60);
    assert!(matches!(site.act(open).await, Err(Stop::Missing)));
}

#[tokio::test]
async fn a_held_time_is_nobody_elses_and_comes_back_after_five_minutes() {
    let site = Site::open().await;
    site.held(660).await;
    assert_eq!(refused(site.desk_books(660).await).0, RefusalKind::Conflict);
    let (kind, fields, _) = refused(site.hold(typed(start(660), "phone=0912345678")).await);
    assert_eq!((kind, fields), (RefusalKind::Conflict, vec!["starts_at"]));
    site.0.clock.advance_minutes(5);
    site.desk_books(660).await.unwrap();
}

#[tokio::test]
async fn the_house_gives_back_what_was_held_too_long() {
    let site = Site::open().await;
    site.held(660).await;
    site.0.clock.advance_minutes(4);
    site.0.done(|tx, _| acts::tidy_up(tx)).await;
    assert_eq!(site.count(SLOTS).await, 6);
    site.0.clock.advance_minutes(1);
    site.0.done(|tx, _| acts::tidy_up(tx)).await;
    assert_eq!(site.count(SLOTS).await, 0);
    site.0.clock.advance_minutes(24 * 60 + 1);
    site.0.done(|tx, _| acts::tidy_up(tx)).await;
    assert_eq!(site.count("SELECT COUNT(*) FROM hold").await, 0);
    assert_eq!(site.count("SELECT COUNT(*) FROM throttle").await, 0);
}

#[tokio::test]
async fn a_time_lost_after_the_hold_is_exchanged_for_another_with_the_same_code() {
    let site = Site::open().await;
    let id = site.held(660).await;
    let code = site.code().await;
    site.0.clock.advance_minutes(6);
    site.desk_books(660).await.unwrap();
    let (kind, fields, _) = refused(site.try_code(id, &code, None).await);
    assert_eq!((kind, fields), (RefusalKind::Conflict, vec!["starts_at"]));
    let made = site.try_code(id, &code, Some(start(690))).await.unwrap();
    let seen = site.act(move |tx, _| Ok(crate::store::seen(tx, made)?.unwrap())).await.unwrap();
    assert_eq!(seen.starts_at, at(690));
}

#[tokio::test]
async fn the_sixth_try_ends_the_hold() {
    let site = Site::open().await;
    let id = site.held(660).await;
    let right = site.code().await;
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for left in (0..5).rev() {
        let (kind, fields, refusal) = refused(site.try_code(id, wrong, None).await);
        assert_eq!((kind, fields), (RefusalKind::Invalid, vec!["code"]));
        assert!(left == 0 || refusal.say.en.contains(&left.to_string()), "{}", refusal.say.en);
    }
    assert!(!site.act(move |tx, _| acts::spend_try(tx, id, ("000000", "203.0.113.9"))).await.unwrap());
    assert_eq!(site.count(SLOTS).await, 0);
    let late = move |tx: &mut Tx<'_>, who: &Who| acts::confirm(tx, who, (id, &right), None, Lang::Vi);
    assert_eq!(refused(site.act(late).await).0, RefusalKind::Conflict);
}

#[tokio::test]
async fn a_code_is_worth_nothing_after_ten_minutes_or_once_another_was_sent() {
    let site = Site::open().await;
    let id = site.held(660).await;
    let first = site.code().await;
    let again = move |tx: &mut Tx<'_>, who: &Who| acts::send_again(tx, who, id, ("203.0.113.9", Lang::Vi));
    assert_eq!(refused(site.act(again).await).0, RefusalKind::Conflict, "not at once");
    site.0.clock.advance_minutes(1);
    site.act(again).await.unwrap();
    let second = site.code().await;
    if first != second {
        assert_eq!(refused(site.try_code(id, &first, None).await).1, ["code"]);
    }
    site.0.clock.advance_minutes(11);
    assert_eq!(refused(site.try_code(id, &second, None).await).1, ["code"]);
    site.act(again).await.unwrap();
    site.0.clock.advance_minutes(1);
    assert_eq!(refused(site.act(again).await).0, RefusalKind::Conflict, "three codes are enough");
}

#[tokio::test]
async fn one_phone_gets_five_codes_an_hour() {
    let site = Site::open().await;
    for n in 0..5 {
        site.hold(typed(start(630 + 15 * n), "")).await.unwrap();
    }
    let (kind, fields, _) = refused(site.hold(typed(start(705), "")).await);
    assert_eq!((kind, fields), (RefusalKind::Conflict, vec![]));
    site.hold(typed(start(705), "phone=0912345678")).await.unwrap();
}

#[tokio::test]
async fn nothing_in_the_answer_tells_who_is_known() {
    let site = Site::open().await;
    site.0.done(|tx, _| Ok(tx.run("UPDATE patient SET phone = '+84903118264' WHERE id = 31", &[])?)).await;
    let known = site.held(660).await;
    let stranger = site.hold(typed(start(690), "phone=0912345678&name=Ai+%C4%90%C3%B3")).await.unwrap();
    let rows = site
        .act(move |tx, _| Ok((crate::store::hold(tx, known)?.unwrap(), crate::store::hold(tx, stranger)?.unwrap())));
    let (known, stranger) = rows.await.unwrap();
    assert_eq!((known.state, known.channel, known.tries), (stranger.state, stranger.channel, stranger.tries));
    assert_eq!(site.count("SELECT COUNT(*) FROM outbox WHERE patient_id IS NOT NULL").await, 0);
}

#[tokio::test]
async fn the_patient_confirms_moves_and_cancels() {
    let site = Site::open().await;
    let id = site.booked(780).await;
    let confirm = move |tx: &mut Tx<'_>, who: &Who| acts::confirm_coming(tx, who, id, Lang::Vi);
    site.act(confirm).await.unwrap();
    site.act(confirm).await.unwrap();
    let moved = move |tx: &mut Tx<'_>, who: &Who| acts::move_to(tx, who, id, start(840), Lang::Vi);
    site.act(moved).await.unwrap();
    site.desk_books(780).await.unwrap();
    let seen = site.act(move |tx, _| Ok(crate::store::seen(tx, id)?.unwrap())).await.unwrap();
    assert_eq!((seen.starts_at, seen.state), (at(840), State::Booked));
    assert!(seen.version >= 2, "each change has its number");
    let taken = move |tx: &mut Tx<'_>, who: &Who| acts::move_to(tx, who, id, start(780), Lang::Vi);
    assert_eq!(refused(site.act(taken).await).1, ["starts_at"]);
    let cancel = move |tx: &mut Tx<'_>, who: &Who| acts::cancel(tx, who, id, Lang::Vi);
    site.act(cancel).await.unwrap();
    assert_eq!(refused(site.act(cancel).await).0, RefusalKind::Conflict);
    assert_eq!(site.count("SELECT COUNT(*) FROM outbox WHERE kind IN ('change', 'cancellation')").await, 2);
    assert_eq!(site.count("SELECT COUNT(*) FROM appointment WHERE awaits_desk").await, 0);
}

#[tokio::test]
async fn close_to_the_time_changes_are_by_phone_only() {
    let site = Site::open().await;
    let id = site.booked(660).await;
    let cancel = move |tx: &mut Tx<'_>, who: &Who| acts::cancel(tx, who, id, Lang::Vi);
    assert_eq!(refused(site.act(cancel).await).0, RefusalKind::Conflict);
    assert_eq!(site.count(SLOTS).await, 6);
}

#[tokio::test]
async fn the_desk_accepts_or_declines_once() {
    let site = Site::open().await;
    let (kept, gone) = (site.booked(660).await, site.booked(690).await);
    let accept = move |tx: &mut Tx<'_>, who: &Who| acts::accept(tx, who, kept);
    site.act(accept).await.unwrap();
    assert_eq!(refused(site.act(accept).await).0, RefusalKind::Conflict);
    let decline = |fields: &'static str| {
        move |tx: &mut Tx<'_>, who: &Who| {
            let form = Form::parse(fields.as_bytes()).unwrap();
            acts::decline(tx, who, gone, &form, Lang::Vi)
        }
    };
    assert_eq!(refused(site.act(decline("reason=")).await).1, ["reason"]);
    site.act(decline("reason=B%C3%A1c+s%C4%A9+ngh%E1%BB%89")).await.unwrap();
    assert_eq!(refused(site.act(decline("reason=x")).await).0, RefusalKind::Conflict);
    assert_eq!(site.count(SLOTS).await, 6);
    assert_eq!(site.count("SELECT COUNT(*) FROM outbox WHERE kind = 'cancellation'").await, 1);
}

#[tokio::test]
async fn whoever_moves_is_offered_the_same_doctor_first() {
    let site = Site::open().await;
    site.0.done(|tx, _| Ok(tx.run("INSERT INTO bookable (doctor_id, service_id) VALUES (22, 41)", &[])?)).await;
    let first_of = |first: ResourceId| {
        site.act(move |tx, who| {
            let settings = crate::settings::read(tx)?;
            let doctors = if first == DOCTOR { [DOCTOR, OTHER] } else { [OTHER, DOCTOR] };
            let today = who.day_of(tx.now());
            let days = crate::offer::days(
                tx,
                who.zone(),
                &settings,
                (&doctors, Work::of(ServiceId::from_raw(41), 30)),
                today,
            )?;
            Ok(days.into_iter().flat_map(|day| day.starts).filter(|s| s.at == at(660)).collect::<Vec<_>>())
        })
    };
    assert_eq!(first_of(DOCTOR).await.unwrap(), [start(660)]);
    assert_eq!(first_of(OTHER).await.unwrap(), [Start { doctor: OTHER, at: at(660) }]);
}

#[tokio::test]
async fn what_the_public_may_not_book_moves_with_its_own_doctor_only() {
    let site = Site::open().await;
    let id = site.booked(780).await;
    site.0.done(|tx, _| Ok(tx.run("DELETE FROM bookable", &[])?)).await;
    let other = Start { doctor: OTHER, at: at(840) };
    let to_another = move |tx: &mut Tx<'_>, who: &Who| acts::move_to(tx, who, id, other, Lang::Vi);
    assert_eq!(refused(site.act(to_another).await).0, RefusalKind::Conflict);
    site.act(move |tx, who| acts::move_to(tx, who, id, start(840), Lang::Vi)).await.unwrap();
}

#[tokio::test]
async fn what_is_refused_is_counted_too_and_ends_at_its_limit() {
    let site = Site::open().await;
    let post = |tx: &mut Tx<'_>, _: &Who| crate::limits::spend_post(tx, "203.0.113.9", Some("+84903118264"));
    for _ in 0..30 {
        site.act(post).await.unwrap();
    }
    assert_eq!(refused(site.act(post).await).0, RefusalKind::Conflict);
    let other = |tx: &mut Tx<'_>, _: &Who| crate::limits::spend_post(tx, "203.0.113.9", None);
    for _ in 0..90 {
        site.act(other).await.unwrap();
    }
    assert_eq!(refused(site.act(other).await).0, RefusalKind::Conflict);
}

#[tokio::test]
async fn the_right_code_costs_no_try() {
    let site = Site::open().await;
    let id = site.held(660).await;
    let code = site.code().await;
    for _ in 0..12 {
        let code = code.clone();
        assert!(site.act(move |tx, _| acts::spend_try(tx, id, (&code, "203.0.113.9"))).await.unwrap());
    }
    let made = site.try_code(id, &code, None).await.unwrap();
    assert_eq!(site.try_code(id, &code, None).await.unwrap(), made);
}
