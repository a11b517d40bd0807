use super::{House, at, booking, form, refused};
use crate::acts::{self, merge};
use crate::store;
use bricks::id::{MergeId, PatientId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::db::Stop;
use ground::people;
use std::collections::BTreeSet;

/// Tables that name a patient and are not given to the winner, each with its reason.
const KEPT: &[(&str, &str)] = &[
    ("audit", "the log tells under which name something was done, and never changes"),
    ("national_card", "whose a card is counts by the record that a part was merged into"),
    ("receipt", "an issued paper never changes; its patient is found by its visit"),
    ("certificate", "an issued paper never changes; its patient is found by its visit"),
    (
        "patient_allergy",
        "medicine safety reads those of a part too, and shares out the new ones when a merge is undone",
    ),
    ("patient_allergy_past", "what was taken off is read of a part too"),
    ("allergy_words", "what a profile said in words was said of this profile"),
    ("problem", "the record reads those of a part too, and nothing is rewritten"),
    ("earlier_dose", "the next dose is judged by those of a part too, and nothing is rewritten"),
    ("family_illness", "the record reads those of a part too, and nothing is rewritten"),
    ("record_opening", "the log tells which profile was opened"),
    ("record_restriction", "a restriction of a part restricts the whole"),
    ("data_request", "what was asked was asked under this profile"),
    ("safety_fact_version", "medicine safety takes the latest of all profiles that are one"),
    ("patient_word", "the words are made anew from the profiles"),
];

fn id(raw: i64) -> PatientId {
    PatientId::from_raw(raw)
}

async fn texts(house: &House, sql: &'static str) -> Vec<String> {
    house.act(move |tx, _| Ok(tx.all::<String>(sql, &[])?)).await.unwrap()
}

#[tokio::test]
async fn no_table_with_a_patient_is_forgotten_by_a_merge() {
    let house = House::open().await;
    let tables = texts(
        &house,
        "SELECT t.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = 'patient_id' ORDER BY 1",
    )
    .await;
    let source = include_str!("../store/merge.rs");
    let covered = |table: &String| {
        let by = |call: &str| source.contains(&format!("{call}!(\"{table}\")"));
        by("follow") || (by("remember") && by("give") && by("give_back")) || KEPT.iter().any(|(kept, _)| kept == table)
    };
    let forgotten: Vec<&String> = tables.iter().filter(|table| !covered(table)).collect();
    assert!(
        tables.len() > 10 && forgotten.is_empty(),
        "give them in store/merge.rs, or say here why not: {forgotten:?}"
    );
}

#[tokio::test]
async fn every_word_of_a_profile_is_kept_for_the_way_back() {
    let house = House::open().await;
    let own = "SELECT name FROM pragma_table_info('patient') WHERE name NOT IN \
         ('id', 'branch_id', 'code', 'version', 'created_at', 'created_by', 'confirmed_at', 'merged_into', 'from_website') ORDER BY name";
    let kept = "SELECT name FROM pragma_table_info('patient_before') WHERE name <> 'merge_id' ORDER BY name";
    let own: BTreeSet<String> = texts(&house, own).await.into_iter().collect();
    assert_eq!(own, texts(&house, kept).await.into_iter().collect());
}

/// Another Hương: with a visit, vitals, an order, a charge, a booking, a message and a consent.
async fn second(house: &House) -> PatientId {
    let fields = "name=tran+thi+huong&sex=female&birth=1972&phone=0903118264&conditions=Hen&duplicates_seen=1&consent_care=given";
    let made = form(fields);
    let other = house.act(move |tx, who| acts::create_patient(tx, who, &made, Lang::Vi)).await.unwrap();
    let booked = form(&format!("patient={other}&service=41&doctor=21&source=phone&starts_at=2026-11-24T10:00"));
    house.book(booked).await.unwrap();
    house.answered(other.raw()).await;
    let walk_in = form(&format!("patient={other}&service=42&doctor=22&seen={other}&bookings_seen={other}"));
    let visit = house.act(move |tx, who| acts::walk_in(tx, who, &walk_in, Lang::Vi)).await.unwrap();
    house
        .act(move |tx, who| {
            papers::visit::leave(tx, who, visit, "")?;
            const VITALS: &str =
                "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by) VALUES (71, $1, $2, 0, 11)";
            const ORDER: &str = "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, urgent, question, \
                 ordered_at, ordered_by, finding, conclusion) VALUES (72, 1, $1, $2, 43, 'lab', 'ordered', FALSE, '', 0, 11, '', '')";
            const ATTACHMENT: &str = "INSERT INTO attachment (id, order_id, patient_id, name, mime, sha256, bytes, width, height, added_at, added_by) \
                 VALUES (73, 72, $1, 'a', 'image/png', x'00', 1, 1, 1, 0, 11)";
            const CHARGE: &str = "INSERT INTO charge (id, branch_id, visit_id, patient_id, source_kind, source_id, name_vi, name_en, unit, quantity_milli, \
                 unit_price_vnd, amount_vnd, charged_at, charged_by) VALUES (74, 1, $1, $2, 'order', 72, '', '', '', 1000, 1, 1, 0, 11)";
            const MESSAGE: &str = "INSERT INTO outbox (id, branch_id, kind, channel, occurrence_id, patient_id, address, lang, subject, body, due_at, \
                 state, attempts, created_at) VALUES (75, 1, 'reminder', 'email', 1, $1, '', 'vi', '', '', 0, 'waiting', 0, 0)";
            for sql in [VITALS, ORDER, CHARGE] {
                tx.run(sql, &[&visit, &other])?;
            }
            for sql in [ATTACHMENT, MESSAGE] {
                tx.run(sql, &[&other])?;
            }
            Ok(())
        })
        .await
        .unwrap();
    other
}

/// Every row that names a patient, and the profiles but for their version, which only goes on.
async fn dump(house: &House) -> Vec<String> {
    let mut all = Vec::new();
    for sql in [
        "SELECT 'appointment ' || id || ' ' || patient_id FROM appointment ORDER BY id",
        "SELECT 'visit ' || id || ' ' || patient_id FROM visit ORDER BY id",
        "SELECT 'vitals ' || id || ' ' || patient_id FROM vitals ORDER BY id",
        "SELECT 'order ' || id || ' ' || patient_id FROM clinical_order ORDER BY id",
        "SELECT 'attachment ' || id || ' ' || patient_id FROM attachment ORDER BY id",
        "SELECT 'charge ' || id || ' ' || patient_id FROM charge ORDER BY id",
        "SELECT 'message ' || id || ' ' || patient_id FROM outbox ORDER BY id",
        "SELECT 'consent ' || id || ' ' || patient_id FROM consent ORDER BY id",
        "SELECT 'word ' || word || ' ' || patient_id FROM patient_word ORDER BY word, patient_id",
        "SELECT 'patient ' || id || code || name || name_fold || sex || COALESCE(birth_day, '-') || birth_year || COALESCE(phone, '-') || \
         COALESCE(email, '-') || address || COALESCE(province, '-') || COALESCE(national_id, '-') || COALESCE(insurer_id, '-') || \
         COALESCE(insurance_number, '-') || COALESCE(insurance_from, '-') || COALESCE(insurance_until, '-') || \
         COALESCE(guardian_name, '-') || COALESCE(guardian_phone, '-') || allergies || allergies_none || conditions || reminders_wanted || \
         created_at || COALESCE(confirmed_at, '-') || COALESCE(merged_into, '-') FROM patient ORDER BY id",
    ] {
        all.extend(texts(house, sql).await);
    }
    all
}

async fn merged(house: &House, winner: i64, loser: PatientId, more: &str) -> Result<MergeId, Stop> {
    let versions = house
        .act(move |tx, _| Ok((people::by_id(tx, id(winner))?.version, people::by_id(tx, loser)?.version)))
        .await
        .unwrap();
    let form = form(&format!("with={loser}&winner_version={}&loser_version={}&{more}", versions.0, versions.1));
    house.act(move |tx, who| merge::merge(tx, who, id(winner), &form)).await
}

async fn undone(house: &House, merge: MergeId) -> Result<PatientId, Stop> {
    house.act(move |tx, who| merge::undo(tx, who, merge)).await
}

/// The words of the seed are not all that a profile has; a first writing makes them whole.
async fn with_whole_words(house: &House) {
    house.act(|tx, _| Ok(people::rewrite_words(tx, id(31))?)).await.unwrap();
}

#[tokio::test]
async fn a_merge_that_is_taken_back_leaves_every_row_as_it_was() {
    let house = House::open().await;
    with_whole_words(&house).await;
    let other = second(&house).await;
    let before = dump(&house).await;
    let merge = merged(&house, 31, other, "name=winner&conditions=loser").await.unwrap();
    let between = dump(&house).await;
    let named = |row: &&String| row.ends_with(&format!(" {other}")) || row.ends_with(&format!(" {}", other.raw()));
    assert_eq!(between.iter().filter(named).count(), 0, "everything is the winner's: {between:?}");
    assert_ne!(before, between);
    undone(&house, merge).await.unwrap();
    assert_eq!(dump(&house).await, before);
    assert_eq!(refused(undone(&house, merge).await).0, RefusalKind::Conflict);
}

#[tokio::test]
async fn the_vaccinations_of_profiles_that_are_one_are_counted_together_and_parted_again() {
    let house = House::open().await;
    let other = second(&house).await;
    house
        .act(move |tx, _| {
            const ORDER: &str = "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, urgent, question, \
                 ordered_at, ordered_by, done_at, done_by, finding, conclusion) \
                 SELECT 82, 1, id, patient_id, 43, 'vaccine', 'done', FALSE, '', 0, 11, 0, 11, '', '' FROM visit WHERE patient_id = $1";
            const DOSE: &str = "INSERT INTO outside_vaccination (order_id, vaccine, maker, batch_number, expires_on, dose_number, site, given_at, given_by) \
                 VALUES (82, 'MMR', 'x', 'x', '2027-01-01', 1, 'left_arm', 0, 11)";
            tx.run(ORDER, &[&other])?;
            Ok(tx.run(DOSE, &[])?)
        })
        .await
        .unwrap();
    let doses = |of| house.act(move |tx, _| Ok(papers::vaccination::of_patient(tx, of)?.len()));
    assert_eq!((doses(id(31)).await.unwrap(), doses(other).await.unwrap()), (0, 1));
    let merge = merged(&house, 31, other, "").await.unwrap();
    assert_eq!((doses(id(31)).await.unwrap(), doses(other).await.unwrap()), (1, 0));
    undone(&house, merge).await.unwrap();
    assert_eq!((doses(id(31)).await.unwrap(), doses(other).await.unwrap()), (0, 1));
}

#[tokio::test]
async fn the_code_that_is_gone_finds_the_profile_that_goes_on() {
    let house = House::open().await;
    let other = second(&house).await;
    let merge = merged(&house, 31, other, "").await.unwrap();
    let hits = |typed: &'static str| house.act(move |tx, _| Ok(people::search(tx, typed)?));
    let found = hits("BN-000004").await.unwrap();
    assert_eq!(found.iter().map(|h| h.id).collect::<Vec<_>>(), [id(31)]);
    let by_code = house.act(|tx, who| Ok(people::by_code(tx, who.branch, "BN-000004")?)).await.unwrap();
    assert_eq!(by_code, Some(id(31)));
    assert_eq!(hits("tran thi huong").await.unwrap().len(), 1);
    let profile = house.act(|tx, _| people::by_id(tx, id(31))).await.unwrap();
    assert_eq!((profile.conditions.as_str(), profile.birth_day.is_some()), ("Hen", true));
    undone(&house, merge).await.unwrap();
    assert_eq!(hits("BN-000004").await.unwrap().iter().map(|h| h.id).collect::<Vec<_>>(), [other]);
}

#[tokio::test]
async fn what_was_begun_after_the_merge_stays_and_what_hangs_on_a_visit_goes_with_it() {
    let house = House::open().await;
    let other = second(&house).await;
    let visit: VisitId = house
        .act(move |tx, _| Ok(tx.one("SELECT id FROM visit WHERE patient_id = $1", &[&other])?.unwrap()))
        .await
        .unwrap();
    let merge = merged(&house, 31, other, "").await.unwrap();
    let booked = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let change = form(
        "name=Tr%E1%BA%A7n+Th%E1%BB%8B+H%C6%B0%C6%A1ng&sex=female&birth=12/03/1972&allergies=Penicillin&version=2",
    );
    house.act(move |tx, who| acts::change_profile(tx, who, id(31), &change, Lang::Vi)).await.unwrap();
    const LATER: &str = "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by) VALUES (99, $1, 31, 0, 11)";
    house.act(move |tx, _| Ok(tx.run(LATER, &[&visit])?)).await.unwrap();
    undone(&house, merge).await.unwrap();
    let owner = |sql: &'static str, of: i64| house.act(move |tx, _| Ok(tx.one::<PatientId>(sql, &[&of])?.unwrap()));
    assert_eq!(owner("SELECT patient_id FROM appointment WHERE id = $1", booked.raw()).await.unwrap(), id(31));
    assert_eq!(owner("SELECT patient_id FROM vitals WHERE id = $1", 99).await.unwrap(), other);
    let profile = house.act(|tx, _| people::by_id(tx, id(31))).await.unwrap();
    assert_eq!(profile.allergies, "Penicillin", "who changed the profile after the merge is not overwritten");
}

#[tokio::test]
async fn no_allergy_is_lost_when_a_merge_is_taken_back() {
    let house = House::open().await;
    let other = second(&house).await;
    const KNOWN: &str = "INSERT INTO patient_allergy (patient_id, allergen, reaction, severity, recorded_at, recorded_by) \
         VALUES ($1, $2, '', 'severe', 0, 11)";
    house
        .act(move |tx, _| {
            tx.run(KNOWN, &[&other, &"ingredient:ibuprofen"])?;
            Ok(tx.run(KNOWN, &[&id(31), &"ingredient:diclofenac"])?)
        })
        .await
        .unwrap();
    let merge = merged(&house, 31, other, "").await.unwrap();
    let visit: VisitId = house
        .act(move |tx, _| {
            tx.run("UPDATE visit SET state = 'in_room', called_at = arrived_at WHERE patient_id = 31", &[])?;
            Ok(tx.one("SELECT MAX(id) FROM visit WHERE patient_id = 31", &[])?.unwrap())
        })
        .await
        .unwrap();
    house
        .act(move |tx, who| {
            papers::safety::add_allergy(tx, who, visit, "class:penicillin", ("", "severe"))?;
            papers::safety::remove_allergy(tx, who, visit, "ingredient:ibuprofen")?;
            papers::safety::note_facts(
                tx,
                who,
                visit,
                &papers::safety::Said {
                    pregnancy_week: Some(12),
                    not_pregnant: false,
                    breastfeeding: false,
                    egfr: None,
                    seen: "-",
                },
            )
        })
        .await
        .unwrap();
    let known = |of| {
        house.act(move |tx, who| {
            let seen = papers::safety::look(tx, who, of, None)?;
            let known = seen.known.into_iter().map(|row| row.allergen).collect::<Vec<_>>().join(" ");
            Ok((known, seen.case.person.pregnancy_week))
        })
    };
    assert_eq!(known(id(31)).await.unwrap(), ("class:penicillin ingredient:diclofenac".to_owned(), Some(12)));
    undone(&house, merge).await.unwrap();
    assert_eq!(known(id(31)).await.unwrap(), ("class:penicillin ingredient:diclofenac".to_owned(), Some(12)));
    assert_eq!(known(other).await.unwrap(), ("class:penicillin ingredient:ibuprofen".to_owned(), Some(12)));
}

#[tokio::test]
async fn a_merge_is_refused_when_it_would_mix_two_visits_or_stale_profiles() {
    let house = House::open().await;
    let other = second(&house).await;
    for patient in [31, other.raw()] {
        house.answered(patient).await;
        let walk_in = form(&format!("patient={patient}&service=42&doctor=22&seen={patient}&bookings_seen={patient}"));
        house.act(move |tx, who| acts::walk_in(tx, who, &walk_in, Lang::Vi)).await.unwrap();
    }
    assert_eq!(refused(merged(&house, 31, other, "").await).0, RefusalKind::Conflict);
    let stale = form(&format!("with={other}&winner_version=9&loser_version=1"));
    let result = house.act(move |tx, who| merge::merge(tx, who, id(31), &stale)).await;
    assert_eq!(refused(result).0, RefusalKind::Conflict);
    assert_eq!(refused(merged(&house, 31, id(31), "").await).1, ["with"]);
    let foreign = merged(&house, 31, id(33), "").await;
    assert!(matches!(foreign, Err(Stop::Missing)), "{foreign:?}");
}

#[tokio::test]
async fn nothing_is_written_for_a_profile_that_was_merged() {
    let house = House::open().await;
    let other = second(&house).await;
    merged(&house, 31, other, "").await.unwrap();
    house.clock.set(at(500));
    let book = form(&format!("patient={other}&service=41&doctor=21&source=phone&starts_at=2026-11-24T11:00"));
    assert!(house.book(book).await.is_err());
    let walk_in = form(&format!("patient={other}&service=42&doctor=22&seen={other}&bookings_seen={other}"));
    assert!(house.act(move |tx, who| acts::walk_in(tx, who, &walk_in, Lang::Vi)).await.is_err());
    let change = form("name=A&sex=male&birth=1990&version=1");
    let changed = house.act(move |tx, who| acts::change_profile(tx, who, other, &change, Lang::Vi)).await;
    assert_eq!(refused(changed).0, RefusalKind::Conflict);
    let again = merged(&house, 32, other, "").await;
    assert_eq!(refused(again).0, RefusalKind::Conflict);
}

#[tokio::test]
async fn merges_of_a_chain_are_undone_from_the_last_one() {
    let house = House::open().await;
    with_whole_words(&house).await;
    let other = second(&house).await;
    let before = dump(&house).await;
    let first = merged(&house, 31, other, "").await.unwrap();
    let later = merged(&house, 32, id(31), "").await.unwrap();
    let by_code = house.act(|tx, who| Ok(people::by_code(tx, who.branch, "BN-000004")?)).await.unwrap();
    assert_eq!(by_code, Some(id(32)), "the first code finds the last profile");
    assert_eq!(refused(undone(&house, first).await).0, RefusalKind::Conflict);
    undone(&house, later).await.unwrap();
    undone(&house, first).await.unwrap();
    house.act(|tx, _| Ok(people::rewrite_words(tx, id(32))?)).await.unwrap();
    let of_lemons = |row: &String| !row.starts_with("word") || !row.ends_with(" 32");
    let (before, after): (Vec<_>, Vec<_>) =
        (before.into_iter().filter(of_lemons).collect(), dump(&house).await.into_iter().filter(of_lemons).collect());
    assert_eq!(after, before);
    let list = house.act(|tx, who| Ok(store::merge::recent(tx, who.branch)?)).await.unwrap();
    assert!(list.len() == 2 && list.iter().all(|row| row.undone_at.is_some()));
}
