//! What one page and one draft cost the server, printed: to be run alone, in a release build, on a quiet machine.

use crate::desk::{five_hundred_visits, in_room};
use crate::harness::{Clinic, On};
use kham::bench::forms::PageForm;
use kham::bench::http::Browser;
use std::io::Write as _;
use std::time::Duration;

const REQUESTS: u32 = 1_000;

/// The CPU that all of this process's threads have used: the server's, and the little that asking takes.
fn cpu() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").unwrap();
    let times = threads.flatten().filter_map(|t| std::fs::read_to_string(t.path().join("schedstat")).ok());
    times.filter_map(|t| t.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)).sum()
}

fn say(what: &str, began: Duration) -> f64 {
    let each = (cpu() - began).as_secs_f64() * 1_000.0 / f64::from(REQUESTS);
    let _ = writeln!(std::io::stderr(), "{what}: {each:.3} ms CPU a request, asking included");
    each
}

async fn pages(browser: &mut Browser, path: &str) -> f64 {
    browser.get(path).await.unwrap();
    let began = cpu();
    for _ in 0..REQUESTS {
        browser.get(path).await.unwrap();
    }
    say(path, began)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "prints what a page and a draft cost; only a release build on a quiet machine says something"]
async fn a_draft_and_a_chart_with_five_hundred_visits_cost_so_much() {
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Con Số").await;
    let chart = format!("/visits/{visit}/chart");
    pages(&mut doctor, "/healthz").await;
    pages(&mut doctor, &chart).await;
    five_hundred_visits(&clinic, &visit).await;
    pages(&mut doctor, &chart).await;
    let page = doctor.get(&chart).await.unwrap().body;
    let note = PageForm::find(&page, &format!("/visits/{visit}/note")).unwrap().with("page", "figures");
    let draft = format!("/visits/{visit}/draft");
    let began = cpu();
    for turn in 1..=REQUESTS {
        let typed = note.clone().with("turn", turn.to_string()).with("symptoms", format!("Ho {turn} ngày"));
        let fields: Vec<String> = typed.fields.iter().map(|(n, v)| format!("{n}={}", v.replace(' ', "+"))).collect();
        let answer = doctor.post_raw(&draft, fields.join("&")).await.unwrap();
        assert_eq!(answer.status, 200);
    }
    say(&draft, began);
    let stands = crate::desk::texts(&clinic, "SELECT symptoms FROM note WHERE visit_id = $1", &visit).await;
    assert_eq!(stands, [format!("Ho {REQUESTS} ngày")], "every draft was saved");
}
