//! What was signed stays: every version can be read, none ever changes, and the note as it was at a moment equals the
//! copy that was taken then.

use super::*;
use bricks::clock::Clock as _;
use papers::note::{self, Version};
use proptest::prelude::*;

async fn finished(house: &House) -> VisitId {
    let id = called(house, HUONG).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=J20.9"))).await;
    house
        .done(move |tx, who| {
            let typed = form("reason=Ho&symptoms=Ba+ng%C3%A0y&findings=&advice=&version=1");
            acts::finish(tx, who, id, &typed, Lang::Vi)
        })
        .await;
    id
}

fn amendment(over: i64, symptoms: &str, kept: &str, why: &str) -> Form {
    form(&format!("over={over}&reason=Ho&symptoms={symptoms}&findings=&advice=&{kept}&why={why}"))
}

async fn versions(house: &House, id: VisitId) -> Vec<Version> {
    house.done(move |tx, _| note::versions(tx, id)).await
}

#[tokio::test]
async fn finishing_signs_the_note_and_an_amendment_is_a_further_version_with_its_reason() {
    let house = open().await;
    let id = finished(&house).await;
    let amend = |form: Form| move |tx: &mut Tx<'_>, who: &Who| acts::amend(tx, &other_doctor(who), id, &form, Lang::Vi);
    house.clock.advance_minutes(30);
    assert_eq!(house.refused(amend(amendment(1, "Bon+ngay", "keep=J20.9", ""))).await.1, "why");
    assert_eq!(
        house.refused(amend(amendment(1, "Bon+ngay", "keep=J20.9", "a"))).await.1,
        "why",
        "one letter is no reason"
    );
    assert_eq!(house.refused(amend(amendment(1, "Bon+ngay", "x=", "nham+so+ngay"))).await.1, "diagnosis");
    let unknown = amendment(1, "Bon+ngay", "keep=J20.9&diagnosis=Z99.X", "nham+so+ngay");
    assert_eq!(house.refused(amend(unknown)).await.1, "diagnosis");
    assert_eq!(house.refused(amend(amendment(1, "Ba+ng%C3%A0y", "keep=J20.9", "nham+so+ngay"))).await.1, "why");
    house.done(amend(amendment(1, "Bon+ngay", "keep=J20.9&diagnosis=I10", "nham+so+ngay"))).await;
    for _ in 0..2 {
        let stale = house.refused(amend(amendment(1, "Nam+ngay", "keep=J20.9", "nham+so+ngay"))).await;
        assert_eq!(
            stale.0,
            papers::text::note_amended(Lang::En, "BS. Nguyễn Lan", 2),
            "sent again it is refused again"
        );
    }
    assert!(
        house.act(amend(amendment(1, "Nam+ngay", "seen=1&keep=J20.9", "nham+so+ngay"))).await.is_err(),
        "another version"
    );
    let all = versions(&house, id).await;
    assert_eq!(all.iter().map(|v| v.texts.symptoms.as_str()).collect::<Vec<_>>(), ["Ba ngày", "Bon ngay"]);
    assert_eq!((all[1].why.as_str(), all[1].signer.as_str()), ("nham so ngay", "BS. Nguyễn Lan"));
    let codes = |v: &Version| v.diagnoses.iter().map(|d| d.code.clone()).collect::<Vec<_>>();
    assert_eq!((codes(&all[0]), codes(&all[1])), (vec!["J20.9".to_owned()], vec!["J20.9".into(), "I10".into()]));
    assert_eq!(house.done(move |tx, who| Ok(store::diagnoses(tx, id, who.staff)?)).await.len(), 2);
}

#[tokio::test]
async fn who_has_read_the_newer_version_signs_behind_it_and_changes_the_main_diagnosis() {
    let house = open().await;
    let id = finished(&house).await;
    let amend = |form: Form| move |tx: &mut Tx<'_>, who: &Who| acts::amend(tx, who, id, &form, Lang::Vi);
    house.done(amend(amendment(1, "Bon+ngay", "keep=J20.9&diagnosis=I10&main=added", "nham+so+ngay"))).await;
    house
        .done(amend(amendment(1, "Nam+ngay", "seen=2&keep=I10&keep=J20.9&main=J20.9&supposed=I10", "nham+so+ngay")))
        .await;
    let all = versions(&house, id).await;
    let codes = |v: &Version| v.diagnoses.iter().map(|d| (d.code.clone(), d.preliminary)).collect::<Vec<_>>();
    assert_eq!(codes(&all[1]), [("I10".to_owned(), false), ("J20.9".to_owned(), false)]);
    assert_eq!(codes(&all[2]), [("J20.9".to_owned(), false), ("I10".to_owned(), true)]);
    let billed = "SELECT COUNT(*) FROM visit_diagnosis WHERE position = 1 AND code = 'J20.9' AND NOT preliminary";
    assert_eq!(house.count(billed).await, 1, "what is billed follows the newest version");
    let none = amendment(3, "Nam+ngay", "keep=I10&keep=J20.9&supposed=I10&supposed=J20.9", "nham+so+ngay");
    assert_eq!(house.refused(amend(none)).await.1, "diagnosis", "one diagnosis is final");
}

#[tokio::test]
async fn an_amendment_is_kept_while_it_is_typed_for_its_author_alone_until_it_is_signed() {
    let house = open().await;
    let id = finished(&house).await;
    let typed = |page: &str, turn: i64, version: i64, text: &str| {
        let head = format!("page={page}&turn={turn}&version={version}&over=1&keep=J20.9&why=");
        form(&format!("{head}&reason=Ho&symptoms={text}&findings=&advice=&diagnosis=R05&main=added"))
    };
    let draft = move |form: Form| move |tx: &mut Tx<'_>, who: &Who| acts::draft_amendment(tx, who, id, &form, Lang::Vi);
    let kept = async || house.done(move |tx, who| Ok(store::amendment(tx, who, id)?)).await;
    let text = async || kept().await.unwrap().symptoms;
    house.done(draft(typed("a", 1, 0, "mot"))).await;
    house.done(draft(typed("a", 3, 0, "mot+hai"))).await;
    house.done(draft(typed("a", 2, 0, "mot+cu"))).await;
    assert_eq!(text().await, "mot hai", "a delayed one");
    let codes: Vec<_> = kept().await.unwrap().codes().into_iter().map(|c| c.code).collect();
    assert_eq!(codes, ["R05", "J20.9"], "the main one first");
    assert!(house.done(move |tx, who| Ok(store::amendment(tx, &other_doctor(who), id)?)).await.is_none());
    let other = house.done(draft(typed("b", 1, 0, "the+khac"))).await;
    assert!(matches!(other, acts::AmendmentDrafted::Aside), "another tab replaces nothing");
    assert_eq!(text().await, "mot hai");
    let aside = house.done(move |tx, who| Ok(store::asides(tx, who, id)?)).await.remove(0);
    let chosen = format!("choice=kept&page=b&version=2&kept_at={}", aside.kept_at.millis());
    let taken = house.done(move |tx, who| acts::choose_note(tx, who, id, &form(&chosen))).await;
    assert_eq!((taken, text().await.as_str()), (acts::Taken::Amendment, "the khac"));
    let swapped = house.done(move |tx, who| Ok(store::asides(tx, who, id)?)).await;
    assert_eq!(swapped.iter().map(|a| a.symptoms.as_str()).collect::<Vec<_>>(), ["mot hai"], "swapped, not lost");
    let stale = form("page=x&version=1");
    assert!(house.act(move |tx, who| acts::drop_amendment(tx, who, id, &stale)).await.is_err());
    let signed = amendment(1, "the+khac", "keep=J20.9", "nham+so+ngay");
    house.done(move |tx, who| acts::amend(tx, who, id, &signed, Lang::Vi)).await;
    assert!(kept().await.is_none(), "signed");
    house.done(draft(typed("b", 9, 2, "the+khac"))).await;
    assert!(kept().await.is_none(), "what was signed a moment ago is no draft again");
    let newer = house.done(draft(typed("c", 1, 0, "sau"))).await;
    assert!(matches!(newer, acts::AmendmentDrafted::Saved { newer: Some(2), .. }), "{newer:?}");
    house.done(move |tx, who| acts::drop_amendment(tx, who, id, &form("page=c&version=1"))).await;
    assert!(kept().await.is_none());
}

#[tokio::test]
async fn a_note_of_a_visit_that_the_desk_closed_is_signed_by_its_author_alone() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    let texts = "page=a&turn=1&reason=Ho&symptoms=Ba+ngay&findings=&advice=&version=1";
    house.done(move |tx, who| acts::draft_note(tx, who, id, &form(texts), Lang::Vi)).await;
    house.clock.advance_minutes(60 * 24);
    let unseen = house.act(move |tx, who| visit::close_left_open(tx, who, id, false, "quên")).await;
    assert!(matches!(unseen, Err(Stop::Refused(_))), "what was written is not given up");
    house.done(move |tx, who| visit::close_left_open(tx, &other_doctor(who), id, true, "quên")).await;
    let list = async |theirs: bool| {
        let asked = move |tx: &mut Tx<'_>, who: &Who| {
            let who = if theirs { other_doctor(who) } else { who.clone() };
            Ok(store::unsigned(tx, &who)?.len())
        };
        house.done(asked).await
    };
    assert_eq!((list(false).await, list(true).await), (1, 0));
    let more = "page=b&turn=1&reason=Ho&symptoms=Ba+ngay,+da+kham&findings=&advice=&version=2";
    let other = house.act(move |tx, who| acts::finish(tx, &other_doctor(who), id, &form(more), Lang::Vi)).await;
    assert!(matches!(other, Err(Stop::Refused(_))), "nobody signs in another's name");
    let late = house.act(move |tx, who| acts::save_note(tx, &other_doctor(who), id, &form(more), Lang::Vi)).await;
    assert!(matches!(late, Err(Stop::Refused(_))));
    house.done(move |tx, who| acts::draft_note(tx, who, id, &form(more), Lang::Vi)).await;
    assert!(versions(&house, id).await.is_empty(), "still a draft");
    house.done(move |tx, who| acts::finish(tx, who, id, &form(""), Lang::Vi)).await;
    let all = versions(&house, id).await;
    assert_eq!((all.len(), all[0].texts.symptoms.as_str(), all[0].signed_by), (1, "Ba ngay, da kham", STAFF));
    assert_eq!(list(false).await, 0);
    let again = house.act(move |tx, who| acts::finish(tx, who, id, &form(more), Lang::Vi)).await;
    assert!(matches!(again, Err(Stop::Refused(_))), "it is signed once");
}

#[tokio::test]
async fn a_page_that_lost_a_part_of_the_note_signs_nothing() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=J20.9"))).await;
    let torn = form("reason=Ho&symptoms=Ba+ngay&findings=&advice=");
    let (said, _) = house.refused(move |tx, who| acts::finish(tx, who, id, &torn, Lang::Vi)).await;
    assert_eq!(said, text::note_torn(Lang::En));
    assert!(versions(&house, id).await.is_empty());
}

#[tokio::test]
async fn the_database_itself_keeps_what_was_signed() {
    let house = open().await;
    let id = finished(&house).await;
    for sql in [
        "UPDATE note SET symptoms = 'x'",
        "UPDATE note SET signed = NULL",
        "UPDATE note SET signed = 2",
        "DELETE FROM note",
        "UPDATE note_version SET symptoms = 'x'",
        "DELETE FROM note_version",
        "DELETE FROM visit_diagnosis",
        "UPDATE visit_diagnosis SET position = 7",
        "INSERT INTO visit_diagnosis (visit_id, position, code) SELECT visit_id, 9, 'I10' FROM note",
    ] {
        let broken = house.act(move |tx, _| Ok(tx.run(sql, &[])?)).await;
        assert!(matches!(broken, Err(Stop::Fault(_))), "{sql} was let through: {broken:?}");
    }
    assert_eq!(versions(&house, id).await.len(), 1);
}

#[tokio::test]
async fn a_draft_has_no_version_and_needs_no_amendment() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    let early = amendment(1, "x", "keep=J20.9", "nham+so+ngay");
    let refused = house.refused(move |tx, who| acts::amend(tx, who, id, &early, Lang::Vi)).await;
    assert_eq!(refused.0, papers::text::note_not_signed(Lang::En));
    assert!(versions(&house, id).await.is_empty());
}

/// What happens next: minutes pass, and the note is said anew with this text; the bits say which diagnoses it has, which is
/// the main one, and whether it is sent over a version that its author did not read.
fn steps() -> impl Strategy<Value = Vec<(u8, String, u8)>> {
    prop::collection::vec((0_u8..90, "[a-zđệ ]{1,12}", 0_u8..16), 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn every_version_is_reachable_and_the_past_equals_its_copy(steps in steps()) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(walk(steps));
    }
}

async fn walk(steps: Vec<(u8, String, u8)>) {
    let house = open().await;
    let id = finished(&house).await;
    let mut copies = vec![(house.clock.now(), versions(&house, id).await)];
    for (minutes, text, bits) in steps {
        house.clock.advance_minutes(i64::from(minutes) + 1);
        let over = versions(&house, id).await.len();
        let kept = if bits & 1 == 0 { "keep=J20.9" } else { "keep=J20.9&keep=I10&supposed=I10" };
        let main = if bits & 3 == 3 { "&main=I10" } else { "" };
        let unread = i64::from(bits & 12 == 12);
        let typed = amendment(over as i64 - unread, &text.replace(' ', "+"), &format!("{kept}{main}"), "nham+so+ngay");
        let done = house.act(move |tx, who| acts::amend(tx, who, id, &typed, Lang::Vi)).await;
        assert!(unread == 0 || done.is_err(), "written over a version that was not read");
        copies.push((house.clock.now(), versions(&house, id).await));
    }
    house.clock.advance_minutes(60);
    let last = versions(&house, id).await;
    assert_eq!(last.iter().map(|v| v.number).collect::<Vec<_>>(), (1..=last.len() as i64).collect::<Vec<_>>());
    for (at, copy) in copies {
        assert_eq!(last[..copy.len()], copy[..], "a version changed");
        let then = house.done(move |tx, _| note::as_of(tx, id, at)).await;
        assert_eq!(then.as_ref(), copy.last(), "the note as it was");
        let of_patient = house.done(move |tx, _| note::of_patient_as_of(tx, HUONG, at)).await;
        assert_eq!(of_patient.first(), copy.last());
    }
    let before = house.done(move |tx, _| note::as_of(tx, id, Instant::from_millis(0))).await;
    assert!(before.is_none());
}
