//! Every page that a role can reach by links, in both languages: links, forms and sources lead to routes that exist, every
//! input has a name that a screen reader says, every form that is sent carries a key, and no text is of the other language.

use crate::harness::{Clinic, On};
use crate::tidy::source;
use crate::tidy::translation::sentences;
use ground::web::RouteRow;
use kham::bench::forms::all_with_prefix;
use kham::router;
use std::collections::{HashSet, VecDeque};

const PAGES_MAX: usize = 70;

pub fn matches(row: &RouteRow, method: &str, path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap();
    let (mut wanted, mut found) = (row.path.split('/'), path.split('/'));
    if row.method != method {
        return false;
    }
    loop {
        match (wanted.next(), found.next()) {
            (None, None) => return true,
            (Some(part), Some(_)) if part.starts_with("{*") => return true,
            (Some(part), Some(given)) if part.starts_with('{') => {
                if given.is_empty() {
                    return false;
                }
            }
            (Some(part), Some(given)) if part == given => {}
            _ => return false,
        }
    }
}

/// What a page says it leads to, as (method, path).
pub fn leads(body: &str) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    for attribute in [" href", "data-src", "data-source", "data-href"] {
        out.extend(all_with_prefix(body, attribute, "/").into_iter().map(|path| ("GET", path.to_owned())));
    }
    for form in body.split("<form").skip(1) {
        let tag = form.split('>').next().unwrap();
        let post = tag.contains("method=\"post\"");
        out.extend(
            all_with_prefix(tag, "action", "/")
                .into_iter()
                .map(|path| (if post { "POST" } else { "GET" }, path.to_owned())),
        );
    }
    for path in all_with_prefix(body, "formaction", "/").into_iter().chain(all_with_prefix(body, "data-draft", "/")) {
        out.push(("POST", path.to_owned()));
    }
    out
}

fn unlabelled(body: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for kind in ["<input", "<select", "<textarea"] {
        for (at, _) in body.match_indices(kind) {
            let tag = body[at..].split('>').next().unwrap();
            if tag.contains("type=\"hidden\"")
                || tag.contains("type=\"submit\"")
                || tag.contains("aria-label")
                || tag.contains("aria-hidden=\"true\"")
            {
                continue;
            }
            let id = tag.split(" id=\"").nth(1).and_then(|rest| rest.split('"').next());
            let named = id.is_some_and(|id| body.contains(&format!("for=\"{id}\"")));
            let before = &body[..at];
            let wrapped =
                before.rfind("<label").is_some_and(|open| before.rfind("</label>").is_none_or(|close| close < open));
            if !named && !wrapped {
                wrong.push(tag.to_owned());
            }
        }
    }
    wrong
}

/// Posts that change nothing of the clinic's.
const WITHOUT_KEY: [&str; 4] = ["/session", "/session/end", "/preferences", "/prescription-check"];

/// The forms that would be done twice when they are sent twice.
fn without_key(body: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for form in body.split("<form").skip(1) {
        let (tag, inside) = form.split_once('>').unwrap();
        let inside = inside.split("</form>").next().unwrap();
        let action = tag.split(" action=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        if tag.contains("method=\"post\"") && !inside.contains("name=\"key\"") && !WITHOUT_KEY.contains(&action) {
            wrong.push(tag.to_owned());
        }
    }
    wrong
}

const NAMELESS: &str = "Khách lẻ";

/// The Vietnamese sentences that English says otherwise, and the keys of all.
struct Untranslated {
    vietnamese: HashSet<String>,
    keys: HashSet<String>,
}

impl Untranslated {
    fn read() -> Untranslated {
        let all = |language: &str| -> Vec<(String, String)> {
            let of = |path: String| source::read(&path).lines().filter_map(pair).collect::<Vec<_>>();
            sentences(language).into_iter().flat_map(of).collect()
        };
        let pair = |(key, said): &(String, String)| (key.clone(), said.clone());
        let english: HashSet<String> = all("en").iter().map(|p| pair(p).1).collect();
        let vietnamese = all("vi");
        let keys = vietnamese.iter().map(|p| p.0.clone()).filter(|key| key.contains('-')).collect();
        let is_own = |said: &String| said.chars().count() > 3 && !said.is_ascii() && !said.contains('{');
        let vietnamese = vietnamese.into_iter().map(|p| p.1).filter(|said| is_own(said) && !english.contains(said));
        Untranslated { vietnamese: vietnamese.collect(), keys }
    }

    /// The texts of a page that are a key, or in English a Vietnamese sentence.
    fn of(&self, body: &str, lang: &str) -> Vec<String> {
        // The buyer without a name is a row with a name, in the clinic's own language.
        let texts = body.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.trim());
        let is_raw = |text: &&str| {
            *text != NAMELESS && (self.keys.contains(*text) || (lang == "en" && self.vietnamese.contains(*text)))
        };
        texts.filter(is_raw).map(str::to_owned).collect()
    }
}

fn pair(line: &str) -> Option<(String, String)> {
    let (key, said) = line.split_once('=')?;
    Some((key.trim().to_owned(), said.trim().to_owned()))
}

async fn crawl(clinic: &Clinic, (login, lang): (&str, &str), untranslated: &Untranslated) -> Vec<String> {
    let table = router::routes().table().to_vec();
    let mut browser = clinic.browser(login).await;
    browser.speak(lang);
    let (mut seen, mut wrong) = (HashSet::new(), Vec::new());
    let mut ahead = VecDeque::from(["/".to_owned()]);
    while let Some(path) = ahead.pop_front() {
        if seen.len() > PAGES_MAX {
            break;
        }
        let page = browser.open(&path).await.unwrap();
        if page.status != 200 && page.status != 303 {
            wrong.push(format!("{login} {lang}: {path} answers {}", page.status));
            continue;
        }
        ahead.extend(page.location.into_iter().filter(|path| seen.insert(path.clone())));
        wrong.extend(unlabelled(&page.body).into_iter().map(|tag| format!("{login}: {path}: no label: {tag}")));
        wrong.extend(without_key(&page.body).into_iter().map(|tag| format!("{login}: {path}: no key: {tag}")));
        let raw = untranslated.of(&page.body, lang);
        wrong.extend(raw.into_iter().map(|text| format!("{login} {lang}: {path}: untranslated: {text}")));
        if page.body.contains("style=\"") || page.body.contains("javascript:") {
            wrong.push(format!("{login}: {path}: inline style or script"));
        }
        for (method, lead) in leads(&page.body) {
            if !table.iter().any(|row| matches(row, method, &lead)) {
                wrong.push(format!("{login}: {path}: {method} {lead} leads nowhere"));
            }
            // Live parts and papers are fetched too; the shape of a path is visited a few times only.
            let shape: String =
                lead.split(['?', '#']).next().unwrap().chars().filter(|c| !c.is_ascii_digit()).collect();
            let often = seen
                .iter()
                .filter(|path| path.starts_with("shape ") && path.contains(&format!("shape {shape} ")))
                .count();
            if method == "GET"
                && often < 2
                && !lead.starts_with("/assets")
                && lead != "/live"
                && seen.insert(lead.clone())
            {
                seen.insert(format!("shape {shape} {often}"));
                ahead.push_back(lead);
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_and_form_leads_somewhere_and_every_input_has_a_label() {
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (mut wrong, untranslated) = (Vec::new(), Untranslated::read());
    for login in ["letan", "dieuduong", "bacsi1", "ktv", "duocsi", "thungan", "thukho", "quanly", "chu"] {
        for lang in ["vi", "en"] {
            wrong.extend(crawl(&clinic, (login, lang), &untranslated).await);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
