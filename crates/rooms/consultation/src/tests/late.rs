use super::*;
use papers::journey::Station;
use papers::order;

#[tokio::test]
async fn a_page_is_never_stale_to_itself_but_to_another_page_of_the_same_doctor() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    let draft =
        |body: &'static str| move |tx: &mut Tx<'_>, who: &Who| acts::draft_note(tx, who, id, &form(body), Lang::Vi);
    house.done(draft("page=a&turn=1&reason=Ho&symptoms=a&findings=&advice=&version=1")).await;
    house.done(draft("page=a&turn=3&reason=Ho&symptoms=ab&findings=&advice=&version=1")).await;
    house.done(draft("page=a&turn=2&reason=Ho&symptoms=older&findings=&advice=&version=1")).await;
    assert_eq!(
        house.count("SELECT COUNT(*) FROM note WHERE symptoms = 'ab' AND version = 3").await,
        1,
        "a delayed one"
    );
    assert_eq!(house.count("SELECT COUNT(*) FROM note_aside").await, 0);
    assert!(matches!(house.done(draft("key=only-a-leaving-page")).await, acts::Drafted::Nothing));
    let late = "page=b&reason=Ho&symptoms=xyz&findings=&advice=&version=1";
    let refused = house.act(move |tx, who| acts::save_note(tx, who, id, &form(late), Lang::Vi)).await;
    let Err(Stop::Refused(refusal)) = refused else { panic!("the other page overwrites") };
    assert_eq!(refusal.kind, RefusalKind::Conflict);
    assert!(is_aside(house.done(draft(late)).await), "a late draft is kept beside the note");
    assert_eq!(house.count("SELECT COUNT(*) FROM note WHERE symptoms = 'ab' AND version = 3").await, 1);
    house.done(draft("page=b&reason=Ho&symptoms=both&findings=&advice=&version=3")).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM note_aside").await, 0, "what was saved waits no longer");
    let late = house.done(draft("page=a&reason=Ho&symptoms=abc&findings=&advice=&version=3")).await;
    assert!(is_aside(late), "the page that saved before is another page now");
}

fn is_aside(drafted: acts::Drafted) -> bool {
    matches!(drafted, acts::Drafted::Aside(_))
}

#[tokio::test]
async fn a_result_after_the_visit_leads_back_to_the_doctor_until_it_was_seen() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, who| acts::place_order(tx, who, id, &form("service=42"), Lang::Vi)).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    let closing = "reason=Ho&symptoms=Ho&findings=&advice=&version=1";
    house.done(move |tx, who| acts::finish(tx, who, id, &form(closing), Lang::Vi)).await;
    let order = house.done(move |tx, who| Ok(store::orders(tx, id, who.day_of(tx.now()))?)).await.remove(0).id;
    let station =
        async || house.done(move |tx, who| Ok(papers::journey::facts_of(tx, who.branch, id)?.station())).await;
    let late = async || house.done(move |tx, who| Ok(store::late_results(tx, who.branch)?)).await.len();
    assert_eq!((station().await, late().await), (Station::Tests, 0));
    house
        .done(move |tx, who| {
            let value = order::NewValue {
                analyte: bricks::id::AnalyteId::from_raw(51),
                value_milli: Some(9_000),
                value_text: String::new(),
            };
            order::complete(tx, who, order, "", "", &[value]).map(|_| ())
        })
        .await;
    assert_eq!((station().await, late().await), (Station::DoctorWithResults, 1));
    house.done(move |tx, who| acts::review(tx, who, id, &form("seen=1.0&seen=x"))).await;
    assert_eq!(late().await, 1, "only what the page showed is seen");
    let seen: &'static str = format!("seen={order}.0").leak();
    for _ in 0..2 {
        house.done(move |tx, who| acts::review(tx, who, id, &form(seen))).await;
    }
    assert_eq!((station().await, late().await), (Station::Cashier, 0));
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'review_result'").await, 1);
}

#[tokio::test]
async fn a_late_text_is_kept_for_its_author_until_one_of_the_two_is_chosen() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    let typed =
        |page: &str, text: &str| form(&format!("page={page}&reason=Ho&symptoms={text}&findings=&advice=&version=1"));
    let (first, second) = (typed("a", "first"), typed("b", "second"));
    house.done(move |tx, who| acts::draft_note(tx, who, id, &first, Lang::Vi).map(|_| ())).await;
    let late = second.clone();
    assert!(is_aside(house.done(move |tx, who| acts::draft_note(tx, &other_doctor(who), id, &late, Lang::Vi)).await));
    let mine = house.done(move |tx, who| Ok(store::asides(tx, who, id)?)).await;
    assert!(mine.is_empty(), "nobody sees another's unsaved text");
    let theirs = house.done(move |tx, who| Ok(store::asides(tx, &other_doctor(who), id)?)).await;
    assert_eq!(theirs.iter().map(|a| a.symptoms.as_str()).collect::<Vec<_>>(), ["second"]);
    assert!(house.done(move |tx, who| store::head(tx, who.branch, id)).await.has_asides);
    let at = theirs[0].kept_at.millis();
    house.clock.advance_minutes(1);
    let again = second.clone();
    house.done(move |tx, who| acts::draft_note(tx, &other_doctor(who), id, &again, Lang::Vi)).await;
    let choose = move |choice: &str, version: i64, at: i64| {
        let form = form(&format!("choice={choice}&page=b&version={version}&kept_at={at}"));
        move |tx: &mut Tx<'_>, who: &Who| acts::choose_note(tx, &other_doctor(who), id, &form)
    };
    for (choice, version, at) in [("kept", 1, at), ("standing", 1, at), ("kept", 2, at - 1), ("standing", 2, at - 1)] {
        house.refused(move |tx, who| choose(choice, version, at)(tx, who).map(|_| ())).await;
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM note_aside").await, 1, "what was not shown is not chosen");
    assert_eq!(house.done(choose("kept", 2, at)).await, acts::Taken::Kept);
    assert!(house.act(choose("kept", 3, at)).await.is_err(), "chosen already");
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE act = 'choose_note' AND detail = 'kept · 2'").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM note WHERE symptoms = 'second' AND version = 3").await, 1);
    let left = house.count("SELECT COUNT(*) FROM note_aside WHERE staff_id = 11 AND symptoms = 'first'").await;
    assert_eq!((left, house.count("SELECT COUNT(*) FROM note_aside").await), (1, 1), "what was replaced is kept");
}

#[tokio::test]
async fn what_is_typed_after_the_end_of_the_visit_is_kept_and_changes_nothing() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    house.done(move |tx, who| acts::finish(tx, who, id, &form(""), Lang::Vi)).await;
    let late = form("page=b&reason=Ho&symptoms=later&findings=&advice=&version=1");
    assert!(is_aside(house.done(move |tx, who| acts::draft_note(tx, who, id, &late, Lang::Vi)).await));
    assert_eq!(house.count("SELECT COUNT(*) FROM note WHERE symptoms = ''").await, 1);
    let at = house.done(move |tx, who| Ok(store::asides(tx, who, id)?)).await[0].kept_at.millis();
    let standing = form(&format!("choice=standing&page=b&version=1&kept_at={at}"));
    assert_eq!(house.done(move |tx, who| acts::choose_note(tx, who, id, &standing)).await, acts::Taken::Standing);
    assert_eq!(house.count("SELECT COUNT(*) FROM note_aside").await, 0);
    assert_eq!(
        house.count("SELECT COUNT(*) FROM audit WHERE act = 'choose_note' AND detail = 'standing · 1'").await,
        1
    );
}

#[tokio::test]
async fn a_text_that_was_kept_where_no_note_stands_becomes_the_note() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, _| Ok(store::remove_begun_note(tx, id)?)).await;
    let typed = form("page=b&reason=Ho&symptoms=kept&findings=&advice=&version=1");
    house.done(move |tx, who| acts::keep_aside(tx, who, id, &typed, Lang::Vi)).await;
    let at = house.done(move |tx, who| Ok(store::asides(tx, who, id)?)).await[0].kept_at.millis();
    let chosen = form(&format!("choice=kept&page=b&version=0&kept_at={at}"));
    assert_eq!(house.done(move |tx, who| acts::choose_note(tx, who, id, &chosen)).await, acts::Taken::Kept);
    assert_eq!(house.count("SELECT COUNT(*) FROM note WHERE symptoms = 'kept' AND version = 1").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM note_aside").await, 0);
}

#[tokio::test]
async fn a_text_without_end_is_refused_at_its_field() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    let long = form(&format!("page=a&reason=Ho&symptoms={}&findings=&advice=&version=1", "a".repeat(200_000)));
    let (_, field) = house.refused(move |tx, who| acts::draft_note(tx, who, id, &long, Lang::Vi).map(|_| ())).await;
    assert_eq!(field, "symptoms");
}

#[tokio::test]
async fn a_refused_saving_overwrites_nothing_until_it_is_asked_for_again_and_what_it_replaces_is_kept() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    let first = form("page=a&turn=1&reason=Ho&symptoms=first&findings=&advice=&version=1");
    house.done(move |tx, who| acts::draft_note(tx, who, id, &first, Lang::Vi)).await;
    let text = "page=b&turn=1&reason=Ho&symptoms=second&findings=&advice=&version=1";
    house.refused(move |tx, who| acts::save_note(tx, &other_doctor(who), id, &form(text), Lang::Vi)).await;
    let typed_on = "page=b&turn=2&reason=Ho&symptoms=second+more&findings=&advice=&version=1&over=2";
    let late = house.done(move |tx, who| acts::draft_note(tx, &other_doctor(who), id, &form(typed_on), Lang::Vi)).await;
    assert!(is_aside(late), "typing on is no consent");
    house.done(move |tx, who| acts::save_note(tx, &other_doctor(who), id, &form(typed_on), Lang::Vi)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM note WHERE symptoms = 'second more'").await, 1);
    let lost = house.done(move |tx, who| Ok(store::asides(tx, who, id)?)).await;
    assert_eq!(lost.iter().map(|a| a.symptoms.as_str()).collect::<Vec<_>>(), ["first"], "kept for its author");
    let longer = form("page=c&turn=1&reason=Ho&symptoms=second+more+still&findings=&advice=&version=3");
    house.done(move |tx, who| acts::draft_note(tx, who, id, &longer, Lang::Vi)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM note_aside").await, 1, "what goes on in the new text is not lost");
}

#[tokio::test]
async fn a_page_of_one_doctor_saves_nothing_in_the_name_of_another() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    let own = "staff=11&page=a&turn=1&reason=Ho&symptoms=a&findings=&advice=&version=1";
    let theirs = move |tx: &mut Tx<'_>, who: &Who| acts::draft_note(tx, &other_doctor(who), id, &form(own), Lang::Vi);
    assert!(matches!(house.act(theirs).await, Err(Stop::SignedOut)));
    let save = move |tx: &mut Tx<'_>, who: &Who| acts::save_note(tx, &other_doctor(who), id, &form(own), Lang::Vi);
    assert!(matches!(house.act(save).await, Err(Stop::SignedOut)));
    let finish = move |tx: &mut Tx<'_>, who: &Who| acts::finish(tx, &other_doctor(who), id, &form(own), Lang::Vi);
    assert!(matches!(house.act(finish).await, Err(Stop::SignedOut)));
    house.done(move |tx, who| acts::finish(tx, who, id, &form(own), Lang::Vi)).await;
}

#[tokio::test]
async fn a_dose_that_was_given_is_no_result_to_be_seen_unless_somebody_wrote_about_it() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=R05"))).await;
    let closing = "reason=Ho&symptoms=Ho&findings=&advice=&version=1";
    house.done(move |tx, who| acts::finish(tx, who, id, &form(closing), Lang::Vi)).await;
    const GIVEN: &str = "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, urgent, question, ordered_at, \
         ordered_by, started_at, started_by, done_at, done_by, finding, conclusion) \
         VALUES (901, 1, $1, $2, 42, 'lab', 'done', FALSE, '', 1, $3, 1, $3, 2, $3, '', '')";
    house.done(move |tx, who| Ok(tx.run_one(GIVEN, &[&id, &HUONG, &who.staff])?)).await;
    let late = async || {
        let station = house.done(move |tx, who| Ok(papers::journey::facts_of(tx, who.branch, id)?.station())).await;
        let rows = house.done(move |tx, who| Ok(store::orders(tx, id, who.day_of(tx.now()))?)).await;
        let listed = house.done(move |tx, who| Ok(store::late_results(tx, who.branch)?)).await.len();
        (station, listed, rows.iter().filter(|row| row.waits_for_a_look()).count())
    };
    let set = |sql: &'static str| house.done(move |tx, _| Ok(tx.run_one(sql, &[])?));
    assert_eq!(late().await, (Station::DoctorWithResults, 1, 1));
    set("UPDATE clinical_order SET kind = 'vaccine' WHERE id = 901").await;
    assert_eq!(late().await, (Station::Cashier, 0, 0));
    set("UPDATE clinical_order SET finding = 'Nổi mề đay sau tiêm' WHERE id = 901").await;
    assert_eq!(late().await, (Station::DoctorWithResults, 1, 1));
}
