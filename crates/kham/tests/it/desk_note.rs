//! The note over HTTP, on both databases: amendments, the choice between two texts, signatures that wait.

use crate::both;
use crate::desk::{in_room, keyed, post, texts};
use crate::harness::Clinic;
use crate::races::{at_once, with_own_keys, won};
use kham::bench::forms::PageForm;
use kham::bench::http::{Browser, Posted};

both!(an_amendment_is_never_signed_over_a_version_that_was_not_read, unread);
both!(one_of_two_texts_is_chosen_once, choice);
both!(a_note_that_the_desk_left_unsigned_is_signed_once_by_its_author, unsigned);
both!(many_pages_of_one_amendment_lose_nothing, many_pages);

async fn signed(clinic: &Clinic, name: &str) -> (Browser, String) {
    let (mut doctor, visit) = in_room(clinic, name).await;
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let note = PageForm::find(&page, &format!("/visits/{visit}/note")).unwrap().with("symptoms", "Ho ba ngày");
    doctor.post(&format!("/visits/{visit}/closure"), &note.fields).await.unwrap().done().unwrap();
    (doctor, visit)
}

async fn form_of(doctor: &mut Browser, visit: &str, part: &str) -> PageForm {
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    PageForm::find(&page, &format!("/visits/{visit}/{part}")).unwrap()
}

async fn unread(clinic: Clinic) {
    let (mut first, visit) = signed(&clinic, "Lê Thị Đính Chính Hai Lần").await;
    let mut second = clinic.browser("bacsi2").await;
    let ours = form_of(&mut first, &visit, "amendment").await.with("symptoms", "Ho bốn ngày").with("why", "nhầm ngày");
    let theirs = form_of(&mut second, &visit, "amendment").await;
    let theirs = theirs.with("symptoms", "Ho ba ngày, sốt nhẹ").with("why", "quên sốt");
    second.post(&theirs.action, &theirs.fields).await.unwrap().done().unwrap();
    for form in with_own_keys(&ours).into_iter().take(3) {
        assert_eq!(
            first.post(&form.action, &form.fields).await.unwrap(),
            Posted::Conflict,
            "sent again it is no consent"
        );
    }
    let draft = PageForm { action: format!("{}/draft", ours.action), ..ours.clone().with("turn", "1") };
    first.post_raw(&draft.action, encoded(&draft)).await.unwrap();
    let page = first.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    for part in ["Ho bốn ngày", "Ho ba ngày, sốt nhẹ", "quên sốt", "name=\"seen\" value=\"2\""] {
        assert!(page.contains(part), "both texts and the question: {part}");
    }
    let read = form_of(&mut first, &visit, "amendment").await.with("seen", "2");
    assert_eq!(won(&at_once(&first, with_own_keys(&read)).await), 1, "one of many");
    let said = texts(&clinic, "SELECT symptoms FROM note_version WHERE visit_id = $1 ORDER BY number", &visit).await;
    assert_eq!(said, ["Ho ba ngày", "Ho ba ngày, sốt nhẹ", "Ho bốn ngày"], "every version stays");
    let left = texts(&clinic, "SELECT symptoms FROM amendment_draft WHERE visit_id = $1", &visit).await;
    assert!(left.is_empty(), "what was signed is no draft any longer");
    clinic.prove().await;
}

/// The fields as a form sends them.
fn encoded(form: &PageForm) -> String {
    let escape = |text: &str| -> String { text.bytes().map(|b| format!("%{b:02X}")).collect() };
    let pairs: Vec<String> = form.fields.iter().map(|(n, v)| format!("{}={}", escape(n), escape(v))).collect();
    pairs.join("&")
}

async fn choice(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Văn Hai Bản").await;
    let note = form_of(&mut doctor, &visit, "note").await;
    let tab = |page: &str, text: &str| {
        let form = note.clone().with("page", page).with("turn", "1").with("symptoms", text);
        PageForm { action: format!("/visits/{visit}/draft"), ..form }
    };
    for form in [tab("tab-one", "bản một"), tab("tab-two", "bản hai")] {
        doctor.post_raw(&form.action, encoded(&form)).await.unwrap();
    }
    let chosen = form_of(&mut doctor, &visit, "aside").await;
    let value = |name: &str| chosen.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap();
    assert_eq!((value("choice"), value("page")), ("kept".to_owned(), "tab-two".to_owned()));
    let mut both: Vec<PageForm> = with_own_keys(&chosen);
    for form in both.iter_mut().step_by(2) {
        *form = form.clone().with("choice", "standing");
    }
    let results = at_once(&doctor, both).await;
    let taken: Vec<&String> =
        results.iter().filter_map(|r| if let Ok(Posted::Done(to)) = r { Some(to) } else { None }).collect();
    assert_eq!(taken.len(), 1, "{results:?}");
    let stands = texts(&clinic, "SELECT symptoms FROM note WHERE visit_id = $1", &visit).await;
    let said = if taken[0].ends_with("taken=kept") { "bản hai" } else { "bản một" };
    assert_eq!(stands, [said], "what the message says is what stands: {taken:?}");
    let page = doctor.get(taken[0]).await.unwrap().body;
    assert!(page.contains("data-toast"), "the page says which was taken");
    let noted = texts(&clinic, "SELECT detail FROM audit WHERE act = 'choose_note' AND subject_id = $1", &visit).await;
    assert_eq!(noted.len(), 1, "{noted:?}");
    clinic.prove().await;
}

async fn unsigned(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Quên Ký").await;
    let note = form_of(&mut doctor, &visit, "note").await.with("symptoms", "Ho ba ngày");
    doctor.post(&note.action, &note.fields).await.unwrap().done().unwrap();
    let id: i64 = visit.parse().unwrap();
    let aged = move |tx: &mut ground::db::Tx<'_>| {
        Ok(tx.run_one("UPDATE visit SET arrived_at = arrived_at - 86400000 WHERE id = $1", &[&id])?)
    };
    clinic.house.db.write(aged).await.unwrap();
    let mut desk = clinic.browser("letan").await;
    let path = format!("/visits/{visit}/left-open");
    let unseen = keyed(&path, &[("as", "left"), ("reason", "quên đóng")]);
    assert_eq!(desk.post(&path, &unseen.fields).await.unwrap(), Posted::Conflict, "what was written is not given up");
    post(&mut desk, &path, &[("as", "finished"), ("reason", "quên đóng")]).await;
    assert!(doctor.get("/consultation").await.unwrap().body.contains("Chờ bạn ký"), "the doctor's own list");
    let mut other = clinic.browser("bacsi2").await;
    assert!(!other.get("/consultation").await.unwrap().body.contains("Chờ bạn ký"));
    let theirs = keyed(&format!("/visits/{visit}/closure"), &[]);
    assert_eq!(other.post(&theirs.action, &theirs.fields).await.unwrap(), Posted::Conflict, "not in another's name");
    assert!(texts(&clinic, "SELECT symptoms FROM note_version WHERE visit_id = $1", &visit).await.is_empty());
    let page = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(page.contains("Ký bệnh án") && !page.contains("id=\"rx-form\""), "the note alone is open");
    let note = form_of(&mut doctor, &visit, "note").await.with("symptoms", "Ho ba ngày, đã khám");
    let sign = PageForm { action: format!("/visits/{visit}/closure"), ..note };
    assert_eq!(won(&at_once(&doctor, with_own_keys(&sign)).await), 1);
    let said = texts(&clinic, "SELECT symptoms FROM note_version WHERE visit_id = $1", &visit).await;
    assert_eq!(said, ["Ho ba ngày, đã khám"]);
    assert!(!doctor.get("/consultation").await.unwrap().body.contains("Chờ bạn ký"));
    clinic.prove().await;
}

async fn many_pages(clinic: Clinic) {
    let (mut doctor, visit) = signed(&clinic, "Lê Văn Nhiều Thẻ").await;
    let form = form_of(&mut doctor, &visit, "amendment").await;
    let action = format!("/visits/{visit}/amendment/draft");
    let drafts = (0..20).map(|n| {
        let form = form.clone().with("page", format!("tab-{n}")).with("turn", "1").with("symptoms", format!("thẻ {n}"));
        let (mut doctor, action, body) = (doctor.again(), action.clone(), encoded(&form));
        tokio::spawn(async move { doctor.post_raw(&action, body).await.unwrap().status })
    });
    for draft in drafts.collect::<Vec<_>>() {
        assert_eq!(draft.await.unwrap(), 200);
    }
    let kept = texts(&clinic, "SELECT symptoms FROM amendment_draft WHERE visit_id = $1", &visit).await;
    let aside = texts(&clinic, "SELECT symptoms FROM note_aside WHERE visit_id = $1", &visit).await;
    let mut all: Vec<String> = kept.iter().chain(&aside).cloned().collect();
    all.sort();
    let mut sent: Vec<String> = (0..20).map(|n| format!("thẻ {n}")).collect();
    sent.sort();
    assert_eq!((kept.len(), all), (1, sent), "one is the amendment, every other is kept beside it");
    clinic.prove().await;
}

both!(what_the_pharmacy_asks_is_answered_on_the_chart_once, question);

async fn question(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Nhà Thuốc Hỏi").await;
    post(&mut doctor, &format!("/visits/{visit}/prescription"), &[("line", "para500 1-1-1 3n sau an")]).await;
    let note = form_of(&mut doctor, &visit, "note").await.with("symptoms", "Sốt hai ngày");
    doctor.post(&format!("/visits/{visit}/closure"), &note.fields).await.unwrap().done().unwrap();
    let id = texts(&clinic, "SELECT CAST(id AS TEXT) FROM prescription WHERE visit_id = $1", &visit).await.remove(0);
    let mut pharmacist = clinic.browser("duocsi").await;
    let mut heard = clinic.house.db.hear();
    let asked = [("pause", "question"), ("said", "Đổi sang viên sủi được không?")];
    post(&mut pharmacist, &format!("/prescriptions/{id}/pause"), &asked).await;
    assert!(
        heard.recv().await.unwrap().topics.contains(&"queue".to_owned()),
        "the doctor's screens move by themselves"
    );
    assert!(doctor.get("/consultation").await.unwrap().body.contains("Đổi sang viên sủi được không?"));
    let other = clinic.browser("bacsi2").await.get("/consultation").await.unwrap().body;
    assert!(!other.contains("Đổi sang viên sủi"), "another doctor's list is not longer for it");
    let next = doctor.get(&format!("/visits/{visit}/next")).await.unwrap().body;
    assert!(next.contains("Nhà thuốc hỏi: 1"), "every chart that is open says so: {next}");
    let answer = form_of(&mut doctor, &visit, "answer").await.with("answer", "Được, cùng liều");
    assert_eq!(won(&at_once(&doctor, with_own_keys(&answer)).await), 1, "answered once");
    let page = pharmacist.get(&format!("/prescriptions/{id}")).await.unwrap().body;
    assert!(page.contains("Được, cùng liều"), "the pharmacy reads it");
    assert!(!doctor.get("/consultation").await.unwrap().body.contains("Đổi sang viên sủi"));
    clinic.prove().await;
}

both!(a_page_that_stays_open_is_one_reading, one_reading);

async fn one_reading(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Để Mở").await;
    let read = "SELECT act FROM audit WHERE act = 'read_chart' AND subject_id = $1";
    let parts = format!("/visits/{visit}/parts");
    let mut idle = clinic.browser("bacsi2").await;
    idle.background(true);
    idle.get(&parts).await.unwrap();
    assert_eq!(texts(&clinic, read, &visit).await.len(), 1, "what nobody opened before is a reading all the same");
    doctor.get(&format!("/visits/{visit}/chart")).await.unwrap();
    let opened = texts(&clinic, read, &visit).await.len();
    doctor.background(true);
    for _ in 0..5 {
        doctor.get(&parts).await.unwrap();
    }
    assert_eq!(texts(&clinic, read, &visit).await.len(), opened, "the tab lies open, nobody reads again");
    clinic.prove().await;
}

both!(a_diagnosis_is_removed_before_the_signature_or_not_at_all, removal_against_signature);

async fn removal_against_signature(clinic: Clinic) {
    for n in 0..4 {
        let (mut doctor, visit) = in_room(&clinic, &format!("Lê Văn Bỏ Mã {n}")).await;
        let note = form_of(&mut doctor, &visit, "note").await.with("symptoms", "Ho");
        let sign = PageForm { action: format!("/visits/{visit}/closure"), ..note };
        let removal = PageForm { action: format!("/visits/{visit}/diagnoses/removal"), fields: Vec::new() };
        let removal = removal.with("code", "J20.9");
        let pick =
            |form: &PageForm, from: usize| with_own_keys(form).into_iter().skip(from).take(5).collect::<Vec<_>>();
        let (signs, removals) =
            tokio::join!(at_once(&doctor, pick(&sign, n)), at_once(&doctor, pick(&removal, n + 10)));
        let signed = texts(&clinic, "SELECT diagnoses FROM note_version WHERE visit_id = $1", &visit).await;
        let stands = texts(&clinic, "SELECT code FROM visit_diagnosis WHERE visit_id = $1", &visit).await;
        match signed.as_slice() {
            [] => assert!(stands.is_empty() && won(&signs) == 0, "{signs:?} {removals:?}"),
            [said] => assert!(said.contains("J20.9") && stands == ["J20.9"], "{said} {stands:?} {removals:?}"),
            more => panic!("signed more than once: {more:?}"),
        }
    }
    clinic.prove().await;
}
