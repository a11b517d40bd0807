//! What every answer carries against other sites, and what a post from another site does: nothing.

use crate::harness::{Clinic, On};
use kham::bench::forms::PageForm;
use kham::router;
use std::collections::BTreeMap;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An answer as it came over the wire.
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// Sends a request with these header lines besides Host and Connection, and reads the answer to its end.
pub async fn send(host: &str, line: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
    let body = body.as_ref();
    let extra: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    let request =
        format!("{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n{extra}\r\n");
    let mut stream = TcpStream::connect(host).await.unwrap();
    stream.write_all(&[request.as_bytes(), body].concat()).await.unwrap();
    let mut whole = Vec::new();
    // A stream of events does not end; what it begins with is enough.
    let reading = async {
        let mut part = [0_u8; 16_384];
        while let Ok(count) = stream.read(&mut part).await {
            if count == 0 || whole.len() > 500_000 {
                break;
            }
            whole.extend_from_slice(part.get(..count).unwrap_or_default());
            if line.starts_with("GET /live") || line.starts_with("GET /tv/live") {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(std::time::Duration::from_secs(10), reading).await;
    let whole = String::from_utf8_lossy(&whole).into_owned();
    let (head, body) = whole.split_once("\r\n\r\n").unwrap_or((whole.as_str(), ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|l| l.split(' ').nth(1)).and_then(|s| s.parse().ok()).unwrap_or(0);
    let header = |l: &str| l.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
    Answer { status, headers: lines.filter_map(header).collect(), body: body.to_owned() }
}

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// Signs in and gives the cookie.
pub async fn session(clinic: &Clinic, login: &str) -> String {
    let own = format!("http://{}", clinic.host);
    let body = format!("login={login}&password={}&back=%2F", kham::demo::PASSWORD);
    let answer = send(&clinic.host, "POST /session", &[FORM, ("Origin", &own)], &body).await;
    assert_eq!(answer.status, 303, "{login} is signed in");
    answer.headers["set-cookie"].split(';').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_headers_that_protect_it() {
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let cookie = session(&clinic, "chu").await;
    let mut wrong = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    for row in router::routes().table().iter().filter(|row| row.method == "GET") {
        let path: String = row
            .path
            .split('/')
            .map(|part| if part.starts_with('{') { "1" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        let answer = send(&clinic.host, &format!("GET {path}"), &[("Cookie", &cookie)], "").await;
        let has = |name: &str, wanted: &str| answer.headers.get(name).is_some_and(|value| value.contains(wanted));
        let csp = answer.headers.get("content-security-policy").cloned().unwrap_or_default();
        let whole = csp.contains("script-src 'self'")
            && csp.contains("frame-ancestors 'none'")
            && csp.contains("form-action 'self'")
            && !csp.contains("unsafe");
        let fine = whole
            && has("x-content-type-options", "nosniff")
            && has("x-frame-options", "DENY")
            && has("referrer-policy", "same-origin")
            && answer.headers.contains_key("cache-control");
        if !fine {
            wrong.push(format!("{path}: {} {:?}", answer.status, answer.headers));
        }
        assert!(ids.insert(answer.headers.get("x-request-id").cloned()), "{path} has an id of its own");
    }
    assert!(ids.len() > 100, "too few routes: {}", ids.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn patients(clinic: &Clinic) -> i64 {
    clinic.house.db.read(|tx| Ok(tx.one::<i64>("SELECT COUNT(*) FROM patient", &[])?.unwrap())).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_from_another_site_is_refused_and_does_nothing() {
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let (cookie, own) = (session(&clinic, "letan").await, format!("http://{}", clinic.host));
    let page = send(&clinic.host, "GET /patients/new", &[("Cookie", &cookie)], "").await;
    let form = PageForm::find(&page.body, "/patients").unwrap();
    let form = form.with("name", "Nguyễn Thị Từ Xa").with("sex", "female").with("birth", "1990");
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&form.fields).finish();
    let before = patients(&clinic).await;
    let from: [&[(&str, &str)]; 7] = [
        &[],
        &[("Origin", "http://evil.example")],
        &[("Origin", "null")],
        &[("Origin", &own), ("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Sec-Fetch-Site", "none")],
        &[("Referer", &own)],
    ];
    for extra in from {
        let headers = [&[FORM, ("Cookie", cookie.as_str())], extra].concat();
        assert_eq!(send(&clinic.host, "POST /patients", &headers, &body).await.status, 403, "{extra:?}");
    }
    assert_eq!(patients(&clinic).await, before, "nobody was written down");
    let headers = [FORM, ("Cookie", &cookie), ("Origin", &own), ("Sec-Fetch-Site", "same-origin")];
    let answer = send(&clinic.host, "POST /patients", &headers, &body).await;
    assert_eq!((answer.status, patients(&clinic).await), (303, before + 1), "from our own page the same is done");
}
