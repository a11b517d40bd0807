//! Reception in Chromium: a second profile of one person is seen before it is made, two are merged and taken apart again,
//! a known patient is let in by six keys, and whoever is picked to be let in is seen and asked about first.

use crate::browser::{Person, WAIT, digits_after, driver};
use crate::harness::{Clinic, On};
use fantoccini::Locator;
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::key::Key;
use std::time::{Duration, Instant};

const NAME: &str = "Nguyễn Thị Trùng Lặp";
/// The same letters, each mark for itself, and one of them missing.
const NAME_IN_PIECES: &str = "Nguye\u{302}\u{303}n Thi\u{323} Tru\u{300}ng La\u{306}";

async fn fill(p: &Person, name: &str, birth: &str) {
    p.go("/patients/new").await;
    p.type_into("input[name=name]", name).await;
    p.type_into("input[name=birth]", birth).await;
    p.click("label:has(input[name=sex][value=female])").await;
    p.type_into("input[name=phone]", "0903118264").await;
}

async fn agree(p: &Person) {
    let began = Instant::now();
    while p.browser.accept_alert().await.is_err() {
        assert!(began.elapsed() < WAIT, "nobody was asked");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_profile_is_seen_merged_and_taken_apart_and_six_keys_let_a_patient_in() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let mut person = Person::at(&driver, &clinic.host).await;
    person.go("/sign-in").await;
    let (first, second) = two_profiles(&mut person).await;
    six_keys(&mut person, &first).await;
    merge_and_undo(&mut person, &first, &second).await;
    person.browser.clone().close().await.unwrap();
    assert!(person.wrong.is_empty(), "axe-core found:\n{}", person.wrong.join("\n"));
    clinic.prove().await;
}

async fn two_profiles(p: &mut Person) -> (String, String) {
    p.sign_in("letan").await;
    fill(p, NAME, "12/03/1972").await;
    p.click("main .btn.p").await;
    let first = digits_after(&p.until_url("patient=").await, "patient=");
    fill(p, &"a".repeat(300), "29/02/2025").await;
    p.click("main .btn.p").await;
    p.see("#f-birth-error").await;
    fill(p, NAME_IN_PIECES, "03/12/1972").await;
    p.click("main .btn.p").await;
    p.see("input[name=duplicates_seen]").await;
    p.look("duplicates").await;
    p.click("main .btn.p").await;
    let second = digits_after(&p.until_url("patient=").await, "patient=");
    assert_ne!(first, second);
    (first, second)
}

/// F2, the number of the code (which a scanner types at once), Enter, Ctrl and Enter.
async fn six_keys(p: &mut Person, patient: &str) {
    p.go(&format!("/reception?patient={patient}")).await;
    p.see("#book").await;
    p.click("#book .slots label:not(.x)").await;
    p.primary().await;
    let appointment = digits_after(&p.until_url("appointment=").await, "appointment=");
    p.go(&format!("/appointments/{appointment}")).await;
    p.click("label:has(input[name=no_allergies])").await;
    p.look("check-in").await;
    let shown = p.see(".pbn").await.text().await.unwrap();
    let code = digits_after(&shown, "BN-");
    // A known patient: the question about allergies was answered once.
    p.go(&format!("/patients/{patient}/profile")).await;
    p.click("label:has(input[name=no_allergies])").await;
    p.primary().await;
    p.see("input[name=no_allergies]:checked").await;
    p.go("/reception").await;
    p.see("[data-scan]").await;
    let began = Instant::now();
    let f2 = char::from(Key::F2);
    let keys = KeyActions::new("keys".to_owned()).then(KeyAction::Down { value: f2 }).then(KeyAction::Up { value: f2 });
    p.browser.perform_actions(keys).await.unwrap();
    let scan = p.browser.active_element().await.unwrap();
    scan.send_keys(&format!("{}{}", code.trim_start_matches('0'), char::from(Key::Enter))).await.unwrap();
    p.until_url("/appointments/").await;
    p.see("#arrival").await;
    p.primary().await;
    p.until_url("visit=").await;
    assert!(began.elapsed() < Duration::from_secs(10), "the check-in took {:?}", began.elapsed());
    p.see("a[href$='/ticket'][target=_blank]").await;
    p.look("ticket-given").await;
}

async fn merge_and_undo(p: &mut Person, first: &str, second: &str) {
    p.sign_in("quanly").await;
    p.go(&format!("/patients/{first}/profile")).await;
    p.look("profile-with-alike").await;
    p.click(&format!("a[href='/patients/{first}/merge?with={second}']")).await;
    p.see("#merge").await;
    p.look("merge").await;
    p.click("main .btn.p").await;
    agree(p).await;
    p.until_url("/merges?made=1").await;
    p.see(".alert.k-ok").await;
    p.go(&format!("/patients/{second}/profile")).await;
    p.see(&format!("a[href='/patients/{first}/profile']")).await;
    p.go("/merges").await;
    p.look("merges").await;
    p.click("form[action$='/reversal'] button").await;
    agree(p).await;
    p.see("td .st.k-mute").await;
    p.go(&format!("/patients/{second}/profile")).await;
    p.see("#profile").await;
    let gone = p.browser.find(Locator::Css(&format!("a.lnk[href='/patients/{first}/profile']"))).await;
    assert!(gone.is_err(), "the second profile is its own again");
}

const WITH_ALLERGY: &str = "Phạm Thị Thẻ Quầy";
const NEVER_ASKED: &str = "Trịnh Thị Chưa Hỏi";

#[tokio::test(flavor = "multi_thread")]
async fn who_is_picked_is_seen_and_asked_about_before_being_let_in() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let mut person = Person::at(&driver, &clinic.host).await;
    person.go("/sign-in").await;
    person.sign_in("letan").await;
    walk_in_card(&mut person).await;
    asked_beside_a_booking(&mut person).await;
    person.browser.clone().close().await.unwrap();
    assert!(person.wrong.is_empty(), "axe-core found:\n{}", person.wrong.join("\n"));
    clinic.prove().await;
}

async fn made(p: &Person, name: &str, allergies: &str) {
    fill(p, name, "05/09/1994").await;
    p.type_into("textarea[name=allergies]", allergies).await;
    p.click("main .btn.p").await;
    p.until_url("patient=").await;
}

/// From the search to the card with the allergy and the reasons for priority, and into the queue before the others.
async fn walk_in_card(p: &mut Person) {
    made(p, WITH_ALLERGY, "Penicillin: nổi mề đay").await;
    p.go("/walk-in").await;
    p.see("#walk-in").await;
    let nobody = p.browser.find(Locator::Css("#picked input")).await;
    assert!(nobody.is_err(), "nobody is picked yet");
    p.pick("#walk-in input[role=combobox]", WITH_ALLERGY).await;
    p.see("#picked .card").await;
    let card = p.see("#picked").await.text().await.unwrap();
    assert!(card.contains(WITH_ALLERGY) && card.contains("BN-") && card.contains("nổi mề đay"), "{card}");
    p.look("walk-in-card").await;
    p.click("#picked input[name=pregnant]").await;
    p.primary().await;
    p.see("#f-doctor-error").await;
    p.see("#picked input[name=pregnant]:checked").await;
    p.click("#walk-in input[name=doctor]").await;
    p.primary().await;
    p.until_url("visit=").await;
    let shown = p.see("main").await.text().await.unwrap();
    assert!(shown.contains(WITH_ALLERGY) && shown.contains("Mang thai"), "{shown}");
    // Who is inside already is said so, and is not let in twice.
    p.go("/walk-in").await;
    p.pick("#walk-in input[role=combobox]", WITH_ALLERGY).await;
    p.see("#picked a[href*='visit=']").await;
}

/// Whose allergies were never asked about is asked beside the booking, not let in without an answer, and then let in at once.
async fn asked_beside_a_booking(p: &mut Person) {
    made(p, NEVER_ASKED, "").await;
    p.go("/reception").await;
    p.pick("#book input[role=combobox]", NEVER_ASKED).await;
    p.see("#booked-for input[name=emergency]").await;
    p.look("booked-for").await;
    p.click("button[name=then][value=check_in]").await;
    p.see("#f-allergies-error").await;
    // An emergency waits for no question.
    p.click("#booked-for input[name=emergency]").await;
    p.click("button[name=then][value=check_in]").await;
    p.until_url("visit=").await;
    let shown = p.see("main").await.text().await.unwrap();
    assert!(shown.contains(NEVER_ASKED) && shown.contains("Cấp cứu"), "{shown}");
    taken_back_and_set_again(p).await;
}

/// Who is no emergency after all goes back, and who gets worse while waiting becomes one, for a reason.
async fn taken_back_and_set_again(p: &mut Person) {
    p.click("details:has(#f-urgency) summary").await;
    p.type_into("#f-urgency", "Đã ổn định").await;
    p.click("button[name=as][value=usual]").await;
    p.browser.accept_alert().await.unwrap();
    p.see("details:has(button[value=emergency]) summary").await;
    p.click("details:has(#f-urgency) summary").await;
    p.look("urgency").await;
    p.click("button[name=as][value=emergency]").await;
    p.see("#f-urgency-error").await;
    p.type_into("#f-urgency", "Khó thở").await;
    p.click("button[name=as][value=emergency]").await;
    p.see("details:has(button[value=usual]) summary").await;
    let shown = p.see("#queue").await.text().await.unwrap();
    assert!(shown.contains("Cấp cứu") && shown.contains("Khó thở"), "{shown}");
}
