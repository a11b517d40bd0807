//! A doctor prescribes penicillin to somebody who does not bear it: stopped, gone on with for a reason, seen in the
//! pharmacy, and kept in the log.

use crate::both;
use crate::harness::Clinic;
use crate::races::{at_once, won};
use bricks::id::VisitId;
use kham::bench::forms::{PageForm, all_with_prefix, first_with_prefix};
use kham::bench::http::{Browser, Page, Posted};

both!(a_stop_needs_a_reason_that_the_pharmacy_reads, penicillin);

both!(what_is_written_in_words_is_told_as_unchecked, in_words);

both!(an_allergy_that_comes_while_issuing_is_seen_by_the_doctor_or_the_pharmacy, while_issuing);

both!(the_line_that_is_being_typed_is_checked_like_the_others, typing);

both!(a_list_is_taken_in_whole_or_not_at_all, own_list);

both!(a_recorded_kidney_disease_counts_while_no_filtration_is_measured, kidneys);

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

async fn amoxicillin(doctor: &mut Browser) -> String {
    let found = doctor.get("/medicines/search?q=amoxicillin%20500").await.unwrap().body;
    first_with_prefix(&found, "data-value", "").unwrap().to_owned()
}

async fn prescribe_amoxicillin(doctor: &mut Browser, visit: &str) {
    let medicine = amoxicillin(doctor).await;
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
    assert!(!chart.contains("Chưa hỏi dị ứng"), "the banner must not deny what the rules know");
    let refused = post_raw(&mut doctor, &chart, &format!("/visits/{visit}/closure")).await;
    assert!(refused.contains("chưa có lý do"), "the visit ends with a stop that nobody gave a reason against");

    let action =
        all_with_prefix(&chart, "action", "/prescription-lines/").into_iter().find(|a| a.ends_with("/override"));
    let form = PageForm::find(&chart, action.unwrap()).unwrap();
    let short = form.clone().with("key", "short-reason-0001").with("override_reason", "ok");
    assert!(doctor.post(&short.action, &short.fields).await.unwrap_err().contains("422"));
    let form = form.with("override_reason", REASON);
    doctor.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let asked = post_raw(&mut doctor, &chart, &format!("/visits/{visit}/closure")).await;
    assert!(
        asked.contains("cảnh báo Dừng đã bỏ qua") && asked.contains(REASON),
        "every overridden stop is told once more"
    );
    let answer = first_with_prefix(&asked, "value", "Khoan đã").unwrap().to_owned();
    post(&mut doctor, &visit, "closure", &[("sure_finish", &answer)]).await.unwrap();

    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let paper = first_with_prefix(&chart, "href", "/prescriptions/").unwrap().to_owned();
    let page = paper.trim_end_matches("/paper").to_owned();
    let mut pharmacist = clinic.browser("duocsi").await;
    let seen = pharmacist.get(&page).await.unwrap().body;
    assert!(seen.contains("Dị ứng: amoxicillin") && seen.contains(REASON), "the pharmacy does not see it");
    assert!(!seen.contains("name=\"override_reason\""), "the doctor's reason is enough");
    let action = format!("{page}/dispensing");
    let form = PageForm::find(&seen, &action).unwrap().with("explained", "yes");
    let unseen = form.clone().with("key", "unseen-stop-00001");
    assert!(pharmacist.post(&action, &unseen.fields).await.unwrap_err().contains("422"), "nobody ticked the stop");
    let stop = first_with_prefix(&seen, "value", "amoxicillin_500_cap allergy").unwrap().to_owned();
    let form = form.with("seen", stop);
    pharmacist.post(&action, &form.fields).await.unwrap().done().unwrap();
    assert_eq!(count(&clinic, "SELECT COUNT(*) FROM dispense_seen WHERE ticked").await, 1);
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
            const UNCODED: &str = "DELETE FROM patient_allergy WHERE patient_id = (SELECT patient_id FROM visit WHERE id = $1)";
            tx.run(UNCODED, &[&id])?;
            Ok(tx.run_one(TELL, &[&id, &words, &none])?)
        })
    };
    told("Penicillin (nổi mề đay), tôm", false).await.unwrap();
    prescribe_amoxicillin(&mut doctor, &visit).await;
    let path = format!("/visits/{visit}/chart");
    let chart = doctor.get(&path).await.unwrap().body;
    assert!(
        chart.contains("Dị ứng ghi bằng lời, chưa kiểm tra được: tôm"),
        "the rest is told as unchecked, and not the reaction"
    );
    assert!(chart.contains("/override\""), "the name in the words stops the medicine until there is a reason");
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

async fn count(clinic: &Clinic, sql: &'static str) -> i64 {
    clinic.house.db.read(move |tx| Ok(tx.one::<i64>(sql, &[])?.unwrap())).await.unwrap()
}

/// Writes the allergy down, or takes it off again, as another visit of the patient would.
async fn elsewhere(clinic: &Clinic, visit: &str, known: bool) {
    const PUT: &str = "INSERT INTO patient_allergy (patient_id, allergen, reaction, severity, recorded_at, recorded_by) \
         SELECT v.patient_id, 'class:penicillin', '', 'severe', v.arrived_at, v.arrived_by FROM visit v WHERE v.id = $1";
    const TAKE: &str =
        "DELETE FROM patient_allergy WHERE patient_id = (SELECT v.patient_id FROM visit v WHERE v.id = $1)";
    let id: VisitId = visit.parse().unwrap();
    clinic.house.db.write(move |tx| Ok(tx.run(if known { PUT } else { TAKE }, &[&id])?)).await.unwrap();
}

async fn while_issuing(clinic: Clinic) {
    let mut doctor = clinic.browser("bacsi1").await;
    let visit = called_in(&mut doctor).await;
    prescribe_amoxicillin(&mut doctor, &visit).await;
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let allergy = PageForm::find(&chart, &format!("/visits/{visit}/allergies")).unwrap();
    let allergy =
        allergy.with("allergen", "class:penicillin").with("severity", "severe").with("key", "while-allergy-1");
    let closure = PageForm::find(&chart, &format!("/visits/{visit}/closure")).unwrap().with("key", "while-closure-1");
    let results = at_once(&doctor, vec![allergy, closure]).await;
    assert_eq!(won(&results), 1, "issued in ignorance: {results:?}");
    if matches!(results[0], Ok(Posted::Done(_))) {
        elsewhere(&clinic, &visit, false).await;
        post(&mut doctor, &visit, "closure", &[]).await.unwrap();
    }
    elsewhere(&clinic, &visit, true).await;

    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let page = first_with_prefix(&chart, "href", "/prescriptions/").unwrap().trim_end_matches("/paper").to_owned();
    let mut pharmacist = clinic.browser("duocsi").await;
    let seen = pharmacist.get(&page).await.unwrap().body;
    let given = "SELECT COUNT(*) FROM dispense";
    let before = count(&clinic, given).await;
    let form = PageForm::find(&seen, &format!("{page}/dispensing")).unwrap().with("explained", "on");
    let told = pharmacist.post(&form.action, &form.fields).await.unwrap_err();
    assert!(told.contains("422"), "{told}");
    let form = form.with("key", "while-dispensing-2").with("override_reason", "");
    assert!(pharmacist.post(&form.action, &form.fields).await.unwrap_err().contains("422"));
    let refused = pharmacist.get(&page).await.unwrap().body;
    assert!(refused.contains("name=\"override_reason\""), "the pharmacist is asked for a reason");
    assert_eq!(count(&clinic, given).await, before);
    clinic.prove().await;
}

async fn typing(clinic: Clinic) {
    let mut doctor = clinic.browser("bacsi1").await;
    let visit = called_in(&mut doctor).await;
    let medicine = amoxicillin(&mut doctor).await;
    elsewhere(&clinic, &visit, true).await;
    let path = format!("/visits/{visit}/prescription/line?medicine={medicine}");
    let bare = doctor.get(&path).await.unwrap().body;
    let said = "Dị ứng: amoxicillin (bệnh nhân dị ứng Penicillin)";
    assert_eq!(bare.matches(said).count(), 1, "told once, before a dose is typed: {bare}");
    let much = doctor.get(&format!("{path}&morning=40&days=5")).await.unwrap().body;
    assert_eq!(much.matches(said).count(), 1);
    assert!(much.matches("#i-octagon").count() + much.matches("mg").count() > bare.matches("mg").count(), "{much}");
    let id: VisitId = visit.parse().unwrap();
    let told = clinic.house.db.write(move |tx| {
        const TELL: &str = "UPDATE patient SET allergies = 'Penicillin, Hải sản' WHERE id = (SELECT patient_id FROM visit WHERE id = $1)";
        Ok(tx.run_one(TELL, &[&id])?)
    });
    told.await.unwrap();
    let both = doctor.get(&path).await.unwrap().body;
    assert!(both.contains("chưa kiểm tra được: Hải sản"), "{both}");
    assert_eq!(both.matches(said).count(), 1);
    clinic.prove().await;
}

async fn put_list(person: &mut Browser, key: &str, content: &str, day: &str) -> Page {
    let fields = [("key", key), ("list", "classes"), ("as_of", day), ("content", content)];
    let pairs = fields.map(|(n, v)| format!("{n}={}", ground::web::percent(v)));
    person.post_raw("/pharmacy/safety/lists", pairs.join("&")).await.unwrap()
}

async fn own_list(clinic: Clinic) {
    const HEADER: &str = "id\tname_vi\tname_en\tallergy_same_class\tallergy_cross_group\tduplicate_level\n";
    let kept = "SELECT COUNT(*) FROM safety_list";
    let mut pharmacist = clinic.browser("duocsi").await;
    let good = "own_class\tNhóm của phòng khám\tClass of the clinic\tstop\t\twarn\n";
    let bad = format!("{HEADER}{good}own_other\tNhóm khác\tOther class\tperhaps\t\t\n");
    let refused = put_list(&mut pharmacist, "own-list-0001", &bad, "2026-11-01").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Dòng 3:") && refused.body.contains("Chưa nhập dòng nào"), "the line is told");
    assert!(refused.body.contains("own_other"), "what was typed stays");
    for (key, content, day) in [
        ("own-list-0002", "id\tname_vi\nx\ty\n".to_owned(), "2026-11-01"),
        ("own-list-0003", HEADER.to_owned(), "2026-11-01"),
        ("own-list-0004", format!("{HEADER}{good}"), "2099-01-01"),
    ] {
        assert_eq!(put_list(&mut pharmacist, key, &content, day).await.status, 422, "{content}");
    }
    assert_eq!(count(&clinic, kept).await, 0, "nothing is half imported");
    let mut desk = clinic.browser("letan").await;
    assert_eq!(put_list(&mut desk, "own-list-0005", &format!("{HEADER}{good}"), "2026-11-01").await.status, 403);
    assert_eq!(put_list(&mut pharmacist, "own-list-0006", &format!("{HEADER}{good}"), "2026-11-01").await.status, 303);
    assert_eq!(count(&clinic, kept).await, 1);

    let address = "/pharmacy/safety?list=classes&show=open&q=own_class";
    let page = pharmacist.get(address).await.unwrap().body;
    assert!(page.contains("Nhóm của phòng khám"));
    let form = PageForm::find(&page, "/pharmacy/safety/confirmations").unwrap().with("line", "own_class");
    let stranger = desk.post(&form.action, &form.fields).await;
    assert!(stranger.unwrap_err().contains("403"));
    pharmacist.post(&form.action, &form.fields).await.unwrap().done().unwrap();
    let open = pharmacist.get(address).await.unwrap().body;
    assert!(!open.contains("Nhóm của phòng khám"), "confirmed, it is open no longer");
    clinic.prove().await;
}

/// Runs `kham safety --cases` on a table; gives what it prints and whether it ended well.
fn program(table: &str) -> (String, bool) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cases.tsv");
    std::fs::write(&file, table).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kham"));
    let done = command.args(["safety", "--cases"]).arg(&file).output().unwrap();
    (String::from_utf8(done.stdout).unwrap(), done.status.success())
}

#[test]
fn the_program_prints_each_case_with_its_level_and_rules_also_without_the_expected_ones() {
    let table = include_str!("../../../../data/safety_cases.tsv");
    let at = |name: &str| table.lines().next().unwrap().split('\t').position(|column| column == name).unwrap();
    let (id, level, rules) = (at("case_id"), at("expected_level"), at("expected_rules"));
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let expected: Vec<String> = rows.iter().map(|row| format!("{}\t{}\t{}", row[id], row[level], row[rules])).collect();
    let (said, well) = program(table);
    assert_eq!((said.lines().map(str::to_owned).collect::<Vec<_>>(), well), (expected, true));
    let short = "case_id\tage_months\tprescription\nA\t19\tdiazepam_5_tab:1*1*7\nB\t480\tdiazepam_5_tab:1*1*7\nC\t480\tnothing_such:1*1*7\n";
    let (said, well) = program(short);
    assert!(said.starts_with("A\tstop\tage") && said.contains("\nB\tnone\t\n") && !well, "{said}");
}

/// Ibuprofen for somebody grown whose only word on the kidneys is a diagnosis of stage 3.
async fn kidneys(clinic: Clinic) {
    let mut doctor = clinic.browser("bacsi1").await;
    let visit = called_in(&mut doctor).await;
    let id: VisitId = visit.parse().unwrap();
    let grown = clinic.house.db.write(move |tx| {
        const GROWN: &str = "UPDATE patient SET birth_year = 1970, birth_day = NULL WHERE id = (SELECT patient_id FROM visit WHERE id = $1)";
        const NO_RATE: &str = "DELETE FROM result_value WHERE order_id IN (SELECT o.id FROM clinical_order o JOIN visit v ON v.patient_id = o.patient_id WHERE v.id = $1)";
        tx.run(NO_RATE, &[&id])?;
        Ok(tx.run(GROWN, &[&id])?)
    });
    grown.await.unwrap();
    let found = doctor.get("/medicines/search?q=ibuprofen").await.unwrap().body;
    let medicine = first_with_prefix(&found, "data-value", "").unwrap().to_owned();
    let line = [("medicine", medicine.as_str()), ("morning", "1"), ("days", "5"), ("instruction", "Uống sau ăn")];
    post(&mut doctor, &visit, "prescription", &line).await.unwrap();
    let warned = "tính theo mức thấp nhất của giai đoạn bệnh thận";
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(!chart.contains(warned) && chart.contains("Chưa biết mức lọc cầu thận"), "nothing is recorded yet");
    post(&mut doctor, &visit, "diagnoses", &[("diagnosis", "N18.3")]).await.unwrap();
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    assert!(chart.contains(warned), "the stage is reckoned with, and said to be");
    assert!(!chart.contains("Chưa biết mức lọc cầu thận"));
}
