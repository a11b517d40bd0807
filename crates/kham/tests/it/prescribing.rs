//! Several doctors on the one prescription of a visit.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, with_own_keys, won};
use kham::bench::forms::{PageForm, all_with_prefix};
use kham::bench::http::Browser;

both!(two_doctors_at_once_write_one_prescription, two_doctors);

/// Calls somebody who waits into the room; gives the visit.
async fn called_in(doctor: &mut Browser) -> String {
    let queue = doctor.get("/consultation?all=1").await.unwrap().body;
    let call =
        all_with_prefix(&queue, "action", "/visits/").into_iter().find(|a| a.ends_with("/call")).unwrap().to_owned();
    let form = PageForm::find(&queue, &call).unwrap();
    doctor.post(&call, &form.fields).await.unwrap().done().unwrap();
    call.trim_start_matches("/visits/").trim_end_matches("/call").to_owned()
}

async fn count(clinic: &Clinic, sql: &'static str) -> i64 {
    clinic.house.db.read(move |tx| Ok(tx.one::<i64>(sql, &[])?.unwrap())).await.unwrap()
}

/// Twenty-five posts of each, all at once, of one medicine a doctor: each stands on the same prescription once.
async fn two_doctors(clinic: Clinic) {
    let (mut first, mut second) = (clinic.browser("bacsi1").await, clinic.browser("bacsi2").await);
    let visit = called_in(&mut first).await;
    let drafts = "SELECT COUNT(*) FROM prescription WHERE state = 'draft'";
    let before = count(&clinic, drafts).await;
    let mut posts = Vec::new();
    for (browser, line) in [(&mut first, "paracetamol_500_tab 1-0-1 3n"), (&mut second, "loratadine_10_tab 1-0-0 3n")] {
        let chart = browser.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
        let form = PageForm::find(&chart, &format!("/visits/{visit}/prescription")).unwrap().with("line", line);
        let forms: Vec<PageForm> = with_own_keys(&form).into_iter().take(25).collect();
        let browser = browser.again();
        posts.push(tokio::spawn(async move { at_once(&browser, forms).await }));
    }
    for posted in posts {
        assert_eq!(won(&posted.await.unwrap()), 1);
    }
    assert_eq!(count(&clinic, drafts).await, before + 1);
    let lines = "SELECT COUNT(DISTINCT l.written_by) FROM prescription p JOIN prescription_line l ON l.prescription_id = p.id \
                 WHERE p.state = 'draft' AND l.written_by IS NOT NULL";
    assert_eq!(count(&clinic, lines).await, 2, "each line knows who wrote it");
    let chart = first.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(chart.contains("BS. Nguyễn Thị Hạnh kê"), "the page says which line is the other doctor's");
    clinic.prove().await;
}
