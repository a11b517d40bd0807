//! Every address that answers with a whole page is looked at by axe-core in both themes, whatever the other browser tests walk
//! through: what is linked is found as the roles' links lead there, and what no link leads to is named with the test that looks.

use crate::browser::{Person, driver};
use crate::crawl::{leads, matches};
use crate::harness::{Clinic, On};
use ground::web::RouteRow;
use kham::bench::http::Browser;
use kham::router;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Who follows links, and where each begins besides the first page; somebody who is not signed in comes first.
const WALKS: [(&str, &[&str]); 10] = [
    ("", &["/sign-in", "/book", "/tv", "/start"]),
    ("letan", &["/reception", "/walk-in", "/waiting-list"]),
    ("dieuduong", &["/consultation"]),
    ("bacsi1", &["/consultation?all=1", "/note-templates", "/order-sets", "/prescription-templates"]),
    ("ktv", &["/treatment"]),
    ("duocsi", &["/pharmacy", "/pharmacy/retail"]),
    ("thungan", &["/cashier"]),
    ("thukho", &["/storeroom"]),
    ("quanly", &["/office", "/reports", "/schedule", "/messages"]),
    ("chu", &["/office", "/reports", "/privacy", "/audit"]),
];
/// Of one route a person follows so many links: the pages of one route lead to different places.
const OF_ROUTE_MAX: usize = 3;

/// Pages to which no link of the demonstration clinic's morning leads, and where each is looked at.
const ELSEWHERE: [(&str, &str); 15] = [
    ("/a/{appointment}/{proof}", "browser_website"),
    ("/book/{hold}/{proof}", "browser_website"),
    ("/certificates/{id}", "browser_desk: a paper"),
    ("/deposits/{id}", "nowhere: the receipt's page with other words"),
    ("/note-templates/{id}", "browser_shelf"),
    ("/order-sets/{id}", "browser_shelf: the template's page with other words"),
    ("/password/{link}/{proof}", "nowhere: one field, as at the first start"),
    ("/patients/{id}/merge", "browser_arrival"),
    ("/pay-display", "browser_cashier"),
    ("/prescription-templates/{id}", "browser_shelf: the template's page with other words"),
    ("/r/{receipt}/{proof}", "nowhere: a paper's proof in two lines"),
    ("/receipts/{id}", "browser_cashier"),
    ("/series/{id}", "browser_office"),
    ("/start/{token}", "nowhere: there is an owner already"),
    ("/t/{visit}/{proof}", "browser_waiting"),
];
/// Parts of pages, files and ways on that no link of that morning names either.
const PARTS: [&str; 24] = [
    "/a/{appointment}/{proof}/appointment.ics",
    "/a/{appointment}/{proof}/time",
    "/attachments/{id}",
    "/attachments/{id}/original",
    "/cashier/claims/bhyt",
    "/cashier/receipt-template/logo",
    "/cashier/session/movements/{id}/paper",
    "/deposits/{id}/paper",
    "/deposits/{id}/returns/{movement}/paper",
    "/doctors/search",
    "/healthz",
    "/note-templates/search",
    "/office/medicines/choices",
    "/readyz",
    "/receipts/{id}/einvoice",
    "/receipts/{id}/paper",
    "/receipts/{id}/refunds/{refund}/paper",
    "/reception/cards",
    "/services/search",
    "/tv/live",
    "/visits/{id}/display",
    "/visits/{id}/history",
    "/visits/{id}/prescription/line",
    "/visits/{id}/ticket",
];

/// Pages, by route: who sees one, and where.
type Pages = BTreeMap<&'static str, (&'static str, String)>;

struct Found {
    pages: Pages,
    /// Routes that answer with a part of a page, a file or a way on.
    parts: BTreeSet<&'static str>,
}

async fn walk(clinic: &Clinic, (login, from): (&'static str, &[&str]), table: &[RouteRow], found: &mut Found) {
    let mut browser = if login.is_empty() { Browser::new(&clinic.host) } else { clinic.browser(login).await };
    let mut ahead: VecDeque<String> = from.iter().map(|path| (*path).to_owned()).collect();
    ahead.push_back("/".to_owned());
    let (mut seen, mut often) = (BTreeSet::new(), BTreeMap::<&str, usize>::new());
    while let Some(path) = ahead.pop_front() {
        let Some(row) = table.iter().find(|row| matches(row, "GET", &path)) else { continue };
        let times = often.entry(row.path).or_default();
        if row.path == "/live" || *times >= OF_ROUTE_MAX || !seen.insert(path.clone()) {
            continue;
        }
        *times += 1;
        let Ok(page) = browser.open(&path).await else {
            browser = browser.again();
            found.parts.insert(row.path);
            continue;
        };
        ahead.extend(page.location.clone());
        if page.status == 200 && page.body.starts_with("<!DOCTYPE html>") {
            found.pages.entry(row.path).or_insert((login, path));
        } else if page.status == 200 || page.status == 303 {
            found.parts.insert(row.path);
        }
        ahead.extend(leads(&page.body).into_iter().filter(|(method, _)| *method == "GET").map(|(_, lead)| lead));
    }
}

/// Axe with every rule in the light theme, and the one rule that a theme can break in the dark one.
async fn look(p: &mut Person, path: &str) {
    p.go(path).await;
    p.axe_as("light", "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']", path).await;
    p.axe_as("dark", "{ type: 'rule', values: ['color-contrast'] }", path).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_that_a_link_leads_to_is_looked_at_in_both_themes() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let table = router::routes().table().to_vec();
    let mut found = Found { pages: Pages::new(), parts: BTreeSet::new() };
    for each in WALKS {
        walk(&clinic, each, &table, &mut found).await;
    }
    let gets = table.iter().filter(|row| row.method == "GET").map(|row| row.path);
    let is_known = |path: &&str| {
        found.pages.contains_key(path)
            || found.parts.contains(path)
            || ELSEWHERE.iter().any(|(elsewhere, _)| elsewhere == path)
            || PARTS.contains(path)
    };
    let unseen: Vec<&str> = gets.filter(|path| !is_known(path) && *path != "/live").collect();
    assert!(unseen.is_empty(), "no link leads there; look at it and say where in ELSEWHERE: {unseen:#?}");

    let mut p = Person::at(&driver, &clinic.host).await;
    for (login, _) in WALKS {
        if !login.is_empty() {
            p.sign_in(login).await;
        }
        for (_, path) in found.pages.values().filter(|(of, _)| *of == login) {
            look(&mut p, path).await;
        }
    }
    p.browser.clone().close().await.unwrap();
    assert!(found.pages.len() > 60, "only {} pages were found", found.pages.len());
    assert!(p.wrong.is_empty(), "axe-core found:\n{}", p.wrong.join("\n"));
}
