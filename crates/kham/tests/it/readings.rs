//! Every page about one patient is written down: who looked, at whose data.

use crate::both;
use crate::harness::Clinic;
use crate::matrix::{LOGINS, may, names_a_paper, papers, table};
use ground::web::{RouteRow, depth_of};

both!(every_page_that_tells_of_one_patient_is_a_row_of_the_audit, noted);

/// Addresses that name somebody's paper and tell nothing of it, or whose page was written down already; each with its reason.
const UNNOTED: [(&str, &str); 4] = [
    ("/visits/{id}/display", "the cashier's own second screen: the bill is a row already"),
    ("/visits/{id}/next", "who is called after this patient"),
    ("/visits/{id}/presence", "which colleagues have the page open"),
    ("/visits/{id}/prescription/line", "a check of what is being typed, on a chart whose opening is a row"),
];

async fn rows(clinic: &Clinic, patient: i64) -> i64 {
    const ROWS: &str = "SELECT COUNT(*) FROM audit WHERE patient_id = $1";
    clinic.house.db.read(move |tx| Ok(tx.one::<i64>(ROWS, &[&patient])?.unwrap())).await.unwrap()
}

async fn noted(clinic: Clinic) {
    let papers = papers(&clinic).await;
    let is_asked = |row: &&RouteRow| row.method == "GET" && depth_of(row.access).is_some() && names_a_paper(row);
    let rows_of: Vec<RouteRow> = table().into_iter().filter(|row| is_asked(&row)).collect();
    let (mut wrong, mut answered) = (Vec::new(), std::collections::BTreeSet::new());
    for (role, login) in LOGINS {
        let mut browser = clinic.browser(login).await;
        for row in rows_of.iter().filter(|row| may(role, row.access)) {
            let before = rows(&clinic, papers.patient).await;
            let path = papers.path(row);
            let Ok(page) = browser.open(&path).await else {
                browser = browser.again();
                continue;
            };
            if page.status != 200 {
                continue;
            }
            answered.insert(row.path);
            let is_noted = rows(&clinic, papers.patient).await > before;
            let is_excused = UNNOTED.iter().any(|(path, _)| *path == row.path);
            if is_noted == is_excused {
                wrong.push(format!(
                    "{role:?}: {path} of {}: {}",
                    row.path,
                    if is_noted { "is noted" } else { "leaves no row" }
                ));
            }
        }
    }
    let silent: Vec<&str> = rows_of.iter().map(|row| row.path).filter(|path| !answered.contains(path)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(silent, SILENT.map(|(path, _)| path), "what answers nobody here is shown elsewhere");
}

/// Pages that have nothing to show for the papers invented here; each writes its row before it is drawn (`Desk::read_record`).
const SILENT: [(&str, &str); 8] = [
    ("/attachments/{id}", "a picture without its file; images.rs"),
    ("/attachments/{id}/original", "a picture without its file; images.rs"),
    ("/certificates/{id}", "a certificate that says nothing; desk.rs"),
    ("/deposits/{id}/paper", "a deposit that says nothing"),
    ("/deposits/{id}/returns/{movement}/paper", "nothing went back"),
    ("/receipts/{id}/einvoice", "no document was made; einvoice.rs"),
    ("/receipts/{id}/refunds/{refund}/paper", "nothing was refunded; cashier.rs"),
    ("/visits/{id}/certificates", "a certificate that says nothing; desk.rs"),
];
