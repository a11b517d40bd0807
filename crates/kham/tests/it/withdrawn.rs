//! A doctor takes a signed prescription back, on both databases: while the pharmacy hands it over, one of them is first;
//! what was taken back is written and signed anew.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, with_own_keys, won};
use kham::bench::forms::{PageForm, first_with_prefix};
use kham::bench::http::{Browser, Posted};
use kham::bench::visit::{Staff, Visit};

both!(a_prescription_is_taken_back_or_handed_over_never_both, taken_back_or_given);
both!(what_was_taken_back_is_written_and_signed_anew, written_anew);
both!(what_is_bought_elsewhere_alone_is_taken_back_too, bought_elsewhere);

/// The visit of a prescription, and who signed it.
async fn signed(clinic: &Clinic, prescription: &str) -> (i64, String) {
    let id: i64 = prescription.parse().unwrap();
    let sql = "SELECT x.visit_id, s.login FROM prescription x JOIN staff s ON s.id = x.issued_by WHERE x.id = $1";
    clinic.house.db.read(move |tx| Ok(tx.one::<(i64, String)>(sql, &[&id])?)).await.unwrap().unwrap()
}

async fn state(clinic: &Clinic, prescription: &str) -> String {
    let id: i64 = prescription.parse().unwrap();
    let sql = "SELECT state FROM prescription WHERE id = $1";
    clinic.house.db.read(move |tx| Ok(tx.one::<String>(sql, &[&id])?)).await.unwrap().unwrap()
}

async fn withdrawal(doctor: &mut Browser, visit: i64) -> PageForm {
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let form = PageForm::find(&chart, &format!("/visits/{visit}/prescription/withdrawal")).unwrap();
    form.with("withdraw_reason", "Đường huyết về 28,5")
}

async fn handing_over(pharmacist: &mut Browser, prescription: &str) -> PageForm {
    let page = pharmacist.get(&format!("/prescriptions/{prescription}")).await.unwrap().body;
    let form = PageForm::find(&page, &format!("/prescriptions/{prescription}/dispensing")).unwrap();
    form.with("explained", "on")
}

async fn taken_back_or_given(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let mut walker = Visit::new(&staff);
    for round in 0..3 {
        let prescription = walker.walk_to_pharmacy(round).await.unwrap();
        let (visit, login) = signed(&clinic, &prescription).await;
        let (mut doctor, mut pharmacist) = (clinic.browser(&login).await, clinic.browser("duocsi").await);
        let back = withdrawal(&mut doctor, visit).await;
        let give = handing_over(&mut pharmacist, &prescription).await;
        let own = |form: &PageForm, name: &str| -> Vec<PageForm> {
            let keyed = with_own_keys(form).into_iter().take(25).enumerate();
            keyed.map(|(n, form)| form.with("key", format!("{name}-{round}-{n:04}"))).collect()
        };
        let (back, give) = (own(&back, "taken-back"), own(&give, "handed-over"));
        let (taken, given) = tokio::join!(at_once(&doctor, back), at_once(&pharmacist, give));
        assert_eq!(won(&taken) + won(&given), 1, "{taken:?} {given:?}");
        let all = taken.iter().chain(&given);
        assert_eq!(all.filter(|posted| matches!(posted, Ok(Posted::Conflict))).count(), 49, "{taken:?} {given:?}");
        assert_eq!(state(&clinic, &prescription).await == "draft", won(&taken) == 1);
    }
    clinic.prove().await;
}

async fn written_anew(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let prescription = Visit::new(&staff).walk_to_pharmacy(0).await.unwrap();
    let (visit, login) = signed(&clinic, &prescription).await;
    let (mut doctor, mut pharmacist) = (clinic.browser(&login).await, clinic.browser("duocsi").await);
    let late = handing_over(&mut pharmacist, &prescription).await;
    let back = withdrawal(&mut doctor, visit).await;
    doctor.post(&back.action, &back.fields).await.unwrap().done().unwrap();
    let refused = pharmacist.post(&late.action, &late.fields).await;
    assert!(matches!(refused, Ok(Posted::Conflict)), "nothing is given of what was taken back: {refused:?}");
    let queue = doctor.get("/consultation").await.unwrap().body;
    assert!(queue.contains("Đơn đang kê, chưa gửi nhà thuốc"), "the doctor is reminded");
    let path = format!("/visits/{visit}/chart");
    let chart = doctor.get(&path).await.unwrap().body;
    let line = first_with_prefix(&chart, "action", "/prescription-lines/").unwrap().to_owned();
    let removal = PageForm::find(&chart, &line).unwrap();
    doctor.post(&removal.action, &removal.fields).await.unwrap().done().unwrap();
    let chart = doctor.get(&path).await.unwrap().body;
    let put = PageForm::find(&chart, &format!("/visits/{visit}/prescription")).unwrap();
    let put = put.with("line", "loratadine_10_tab 1-0-0 3n");
    doctor.post(&put.action, &put.fields).await.unwrap().done().unwrap();
    let chart = doctor.get(&path).await.unwrap().body;
    let issue = PageForm::find(&chart, &format!("/visits/{visit}/prescription/issue")).unwrap();
    doctor.post(&issue.action, &issue.fields).await.unwrap().done().unwrap();
    assert_eq!(state(&clinic, &prescription).await, "issued");
    let give = handing_over(&mut pharmacist, &prescription).await;
    pharmacist.post(&give.action, &give.fields).await.unwrap().done().unwrap();
    let chart = doctor.get(&path).await.unwrap().body;
    assert!(!chart.contains("/prescription/withdrawal"), "nothing is taken back after it was given");
    clinic.prove().await;
}

/// Takes back what was signed, removes its line, and signs one that names a medicine which is not kept here.
async fn bought_elsewhere(clinic: Clinic) {
    let staff = Staff::sign_in(&clinic.host).await.unwrap();
    let prescription = Visit::new(&staff).walk_to_pharmacy(0).await.unwrap();
    let (visit, login) = signed(&clinic, &prescription).await;
    let mut doctor = clinic.browser(&login).await;
    let back = withdrawal(&mut doctor, visit).await;
    doctor.post(&back.action, &back.fields).await.unwrap().done().unwrap();
    let gone = clinic
        .house
        .db
        .write(|tx| Ok(tx.run("UPDATE medicine SET stocked = FALSE WHERE code = 'loratadine_10_tab'", &[])?));
    assert_eq!(gone.await.unwrap(), 1);
    let path = format!("/visits/{visit}/chart");
    loop {
        let chart = doctor.get(&path).await.unwrap().body;
        let Some(line) = first_with_prefix(&chart, "action", "/prescription-lines/") else { break };
        let removal = PageForm::find(&chart, line).unwrap();
        doctor.post(&removal.action, &removal.fields).await.unwrap().done().unwrap();
    }
    let chart = doctor.get(&path).await.unwrap().body;
    let put = PageForm::find(&chart, &format!("/visits/{visit}/prescription")).unwrap();
    let put = put.with("line", "loratadine_10_tab 1-0-0 3n");
    doctor.post(&put.action, &put.fields).await.unwrap().done().unwrap();
    let chart = doctor.get(&path).await.unwrap().body;
    let issue = PageForm::find(&chart, &format!("/visits/{visit}/prescription/issue")).unwrap();
    doctor.post(&issue.action, &issue.fields).await.unwrap().done().unwrap();
    assert_eq!(state(&clinic, &prescription).await, "dispensed", "the pharmacy has nothing to give");
    let back = withdrawal(&mut doctor, visit).await;
    let taken = at_once(&doctor, with_own_keys(&back)).await;
    assert_eq!(won(&taken), 1, "{taken:?}");
    assert_eq!(state(&clinic, &prescription).await, "draft");
    clinic.prove().await;
}
