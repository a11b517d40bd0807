//! A doctor prescribes penicillin to somebody who does not bear it: stopped, gone on with for a reason, seen in the
//! pharmacy, and kept in the log.

use crate::both;
use crate::harness::Clinic;
use bricks::id::VisitId;
use kham::bench::forms::{PageForm, all_with_prefix, first_with_prefix};
use kham::bench::http::Browser;

both!(a_stop_needs_a_reason_that_the_pharmacy_reads, penicillin);

both!(what_is_written_in_words_is_told_as_unchecked, in_words);

const REASON: &str = "Đã thử da âm tính, theo dõi 30 phút";

/// Calls somebody who waits into the room, with a note and a diagnosis; gives the visit.
async fn called_in(doctor: &mut Browser) -> String {
    let queue = doctor.get("/consultation?all=1").await.unwrap().body;
    let call =
        all_with_prefix(&queue, "action", "/visits/").into_iter().find(|a| a.ends_with("/call")).unwrap().to_owned();
    let form = PageForm::find(&queue, &call).unwrap();
    doctor.post(&call, &form.fields).await.unwrap().done().unwrap();
    let visit = call.trim_start_matches("/visits/").trim_end_matches("/call").to_owned();
    post(doctor, &visit, "diagnoses", &[("diagnosis", "J02.9")]).await.unwrap();
    let note = [("reason", "Đau họng"), ("symptoms", "Đau họng 2 ngày"), ("findings", "Họng đỏ"), ("advice", "")];
    post(doctor, &visit, "note", &note).await.unwrap();
    visit
}

/// Posts a form of the chart as it stands, with some fields filled in.
async fn post(doctor: &mut Browser, visit: &str, part: &str, fields: &[(&str, &str)]) -> Result<String, String> {
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await?.body;
    let mut form = PageForm::find(&chart, &format!("/visits/{visit}/{part}"))?;
    for (name, value) in fields {
        form = form.with(name, *value);
    }
    doctor.post(&form.action, &form.fields).await?.done()
}

/// Posts a form as it stands, which is refused, and gives the page that comes back.
async fn post_raw(doctor: &mut Browser, page: &str, action: &str) -> String {
    let form = PageForm::find(page, action).unwrap();
    let pairs = form.fields.iter().map(|(n, v)| format!("{}={}", ground::web::percent(n), ground::web::percent(v)));
    let answer = doctor.post_raw(action, pairs.collect::<Vec<_>>().join("&")).await.unwrap();
    assert_eq!(answer.status.as_u16(), 422);
    answer.body
}

async fn prescribe_amoxicillin(doctor: &mut Browser, visit: &str) {
    let found = doctor.get("/medicines/search?q=amoxicillin%20500").await.unwrap().body;
    let medicine = first_with_prefix(&found, "data-value", "").unwrap().to_owned();
    let line = [
        ("medicine", medicine.as_str()),
        ("morning", "1"),
        ("evening", "1"),
        ("days", "5"),
        ("instruction", "Uống sau ăn"),
    ];
    post(doctor, visit, "prescription", &line).await.unwrap();
}

async fn penicillin(clinic: Clinic) {
    let mut doctor = clinic.browser("bacsi1").await;
    let visit = called_in(&mut doctor).await;
    let wrong =
        post(&mut doctor, &visit, "allergies", &[("allergen", "class:nothing_such"), ("severity", "severe")]).await;
    assert!(wrong.unwrap_err().contains("422"), "an unknown allergen is refused");
    let allergy = [("allergen", "class:penicillin"), ("severity", "severe"), ("reaction", "Phản vệ 2020")];
    post(&mut doctor, &visit, "allergies", &allergy).await.unwrap();
    prescribe_amoxicillin(&mut doctor, &visit).await;

    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(chart.contains("Dị ứng: amoxicillin (bệnh nhân dị ứng Penicillin)"), "the chart does not say it");
    assert!(!chart.contains("Chưa ghi nhận dị ứng"), "the banner must not deny what the rules know");
    let refused = post_raw(&mut doctor, &chart, &format!("/visits/{visit}/closure")).await;
    assert!(refused.contains("chưa có lý do"), "the visit ends with a stop that nobody gave a reason against");

    let action =
        all_with_prefix(&chart, "action", "/prescription-lines/").into_iter().find(|a| a.ends_with("/override"));
    let form = PageForm::find(&chart, action.unwrap()).unwrap();
    let short = form.clone().with("key", "short-reason-0001").with("override_reason", "ok");
    assert!(doctor.post(&short.action, &short.fields).await.unwrap_err().contains("422"));
    let form = form.with("override_reason", REASON);
    doctor.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    post(&mut doctor, &visit, "closure", &[]).await.unwrap();

    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let paper = first_with_prefix(&chart, "href", "/prescriptions/").unwrap().to_owned();
    let page = paper.trim_end_matches("/paper").to_owned();
    let mut pharmacist = clinic.browser("duocsi").await;
    let seen = pharmacist.get(&page).await.unwrap().body;
    assert!(seen.contains("Dị ứng: amoxicillin") && seen.contains(REASON), "the pharmacy does not see it");
    assert!(!seen.contains("name=\"override_reason\""), "the doctor's reason is enough");
    audited(&clinic, &visit).await;
    clinic.prove().await;
}

async fn audited(clinic: &Clinic, visit: &str) {
    let id: VisitId = visit.parse().unwrap();
    let rows: Vec<String> = clinic
        .house
        .db
        .read(move |tx| {
            Ok(tx.all(
                "SELECT a.detail FROM audit a JOIN visit v ON v.patient_id = a.patient_id \
                 WHERE v.id = $1 AND a.act = 'override_safety'",
                &[&id],
            )?)
        })
        .await
        .unwrap();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(rows[0].contains("allergy") && rows[0].contains(REASON), "{rows:?}");
}

async fn in_words(clinic: Clinic) {
    let mut doctor = clinic.browser("bacsi1").await;
    let visit = called_in(&mut doctor).await;
    let id: VisitId = visit.parse().unwrap();
    let told = |words: &'static str, none: bool| {
        clinic.house.db.write(move |tx| {
            const TELL: &str = "UPDATE patient SET allergies = $2, allergies_none = $3 WHERE id = (SELECT patient_id FROM visit WHERE id = $1)";
            Ok(tx.run_one(TELL, &[&id, &words, &none])?)
        })
    };
    told("Penicillin, nổi mề đay", false).await.unwrap();
    prescribe_amoxicillin(&mut doctor, &visit).await;
    let path = format!("/visits/{visit}/chart");
    let words = "Dị ứng ghi bằng lời, chưa kiểm tra được: Penicillin, nổi mề đay";
    assert!(doctor.get(&path).await.unwrap().body.contains(words));
    told("", false).await.unwrap();
    assert!(doctor.get(&path).await.unwrap().body.contains("Chưa hỏi dị ứng"));
    told("", true).await.unwrap();
    assert!(!doctor.get(&path).await.unwrap().body.contains("Chưa hỏi dị ứng"));
    let kidneys = clinic.house.db.read(|tx| {
        let units = "SELECT COUNT(*) FROM analyte WHERE code = 'CREA' AND unit IN ('µmol/L', 'μmol/L', 'umol/L')";
        Ok(tx.one::<i64>(units, &[])?)
    });
    assert_eq!(kidneys.await.unwrap(), Some(1), "the kidneys' rule knows the unit of the catalogue");
}
