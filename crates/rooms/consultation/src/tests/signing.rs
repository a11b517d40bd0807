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
    assert_eq!(house.refused(amend(amendment(1, "Bon+ngay", "x=", "nham"))).await.1, "diagnosis");
    let unknown = amendment(1, "Bon+ngay", "keep=J20.9&diagnosis=Z99.X", "nham");
    assert_eq!(house.refused(amend(unknown)).await.1, "diagnosis");
    assert_eq!(house.refused(amend(amendment(1, "Ba+ng%C3%A0y", "keep=J20.9", "nham"))).await.1, "why");
    house.done(amend(amendment(1, "Bon+ngay", "keep=J20.9&diagnosis=I10", "nham"))).await;
    let stale = house.refused(amend(amendment(1, "Nam+ngay", "keep=J20.9", "nham"))).await;
    assert_eq!(stale.0, papers::text::note_amended(Lang::En));
    let all = versions(&house, id).await;
    assert_eq!(all.iter().map(|v| v.texts.symptoms.as_str()).collect::<Vec<_>>(), ["Ba ngày", "Bon ngay"]);
    assert_eq!((all[1].why.as_str(), all[1].signer.as_str()), ("nham", "BS. Nguyễn Lan"));
    let codes = |v: &Version| v.diagnoses.iter().map(|d| d.code.clone()).collect::<Vec<_>>();
    assert_eq!((codes(&all[0]), codes(&all[1])), (vec!["J20.9".to_owned()], vec!["J20.9".into(), "I10".into()]));
    assert_eq!(house.done(move |tx, who| Ok(store::diagnoses(tx, id, who.staff)?)).await.len(), 2);
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
    let early = amendment(1, "x", "keep=J20.9", "nham");
    let refused = house.refused(move |tx, who| acts::amend(tx, who, id, &early, Lang::Vi)).await;
    assert_eq!(refused.0, papers::text::note_not_signed(Lang::En));
    assert!(versions(&house, id).await.is_empty());
}

/// What happens next: minutes pass, and the note is said anew with this text.
fn steps() -> impl Strategy<Value = Vec<(u8, String, bool)>> {
    prop::collection::vec((0_u8..90, "[a-zđệ ]{1,12}", any::<bool>()), 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn every_version_is_reachable_and_the_past_equals_its_copy(steps in steps()) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(walk(steps));
    }
}

async fn walk(steps: Vec<(u8, String, bool)>) {
    let house = open().await;
    let id = finished(&house).await;
    let mut copies = vec![(house.clock.now(), versions(&house, id).await)];
    for (minutes, text, hypertension) in steps {
        house.clock.advance_minutes(i64::from(minutes) + 1);
        let over = versions(&house, id).await.len();
        let kept = if hypertension { "keep=J20.9&keep=I10" } else { "keep=J20.9" };
        let typed = amendment(over as i64, &text.replace(' ', "+"), kept, "nham");
        let _ = house.act(move |tx, who| acts::amend(tx, who, id, &typed, Lang::Vi)).await;
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
