//! Bad input on every form: a clear refusal, never a fault, nothing changed, nothing lost.

use crate::both;
use crate::harness::Clinic;
use kham::bench::forms::PageForm;
use kham::bench::http::Browser;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

both!(bad_text_in_every_field_is_refused_or_kept_as_text, bad_text);

#[tokio::test(flavor = "multi_thread")]
async fn broken_http_is_refused_and_the_server_goes_on() {
    let clinic = Clinic::open(crate::harness::On::Sqlite).await.unwrap();
    broken_http(&clinic).await;
}

/// A whole sign-in that only its headers tell apart: what comes from elsewhere is refused for just that.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_site_is_refused_and_the_same_form_of_our_own_is_not() {
    let clinic = Clinic::open(crate::harness::On::Sqlite).await.unwrap();
    let host = &clinic.host;
    let body = format!("login=letan&password={}&back=%2F", kham::demo::PASSWORD);
    let own = format!("Origin: http://{host}\r\n");
    let cases = [
        (own.clone(), "303"),
        ("Sec-Fetch-Site: same-origin\r\n".to_owned(), "303"),
        (String::new(), "403"),
        ("Origin: null\r\n".to_owned(), "403"),
        ("Origin: http://evil.example\r\n".to_owned(), "403"),
        (format!("Origin: http://{host}.evil.example\r\n"), "403"),
        (format!("{own}Sec-Fetch-Site: cross-site\r\n"), "403"),
        (format!("{own}Sec-Fetch-Site: same-site\r\n"), "403"),
        (
            "Origin: http://evil.example\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-For: 127.0.0.1\r\n"
                .to_owned(),
            "403",
        ),
    ];
    for (headers, status) in cases {
        let request = format!(
            "POST /session HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = raw(host, request.as_bytes()).await;
        assert_eq!(answer.split(' ').nth(1), Some(status), "{headers:?}: {answer:.120}");
    }
    let plain = format!(
        "POST /session HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/plain\r\n{own}Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(raw(host, plain.as_bytes()).await.split(' ').nth(1), Some("415"), "a body that is no form");
}

fn inputs() -> Vec<String> {
    let fixed = [
        "\0",
        "Nguyễn",
        "Nguye\u{302}\u{303}n",
        "\u{202e}gpj.exe",
        "a\u{200b}b\u{feff}",
        "<img src=x onerror=alert(1)>",
        "{{7*7}}",
        "=HYPERLINK(\"http://x\")",
        "a@b.vn\r\nBcc: x@y.vn",
        "\u{1b}[31m",
        "Null",
        "O'Brien",
        "A",
        "1e400",
        "9007199254740993",
        "-1",
        "0",
        "9223372036854775808",
        "name;--",
        "%_%",
        "29/02/2025",
        "0000-01-01",
        "9999-12-31",
        "2569-01-01",
        "24:00",
        "23:59:60",
        "2027-12-31",
        "1850-01-01",
        "0.1+0.2",
        "0,5",
        "1.000",
        "1,000",
        "101",
        "0.333",
        "10000000000000",
        "../../x.jpg",
        "true",
        "[]",
        "' OR 1=1 --",
        "\u{fffd}",
        "١٢٣",
        "１２３",
        "  ",
        "\t\n",
        "🩺",
    ];
    let mut all: Vec<String> = fixed.map(str::to_owned).to_vec();
    all.push("x".repeat(300));
    all.push("y".repeat(100_000));
    all.push(format!("a{}", "\u{301}".repeat(200)));
    all
}

/// What no form of ours sends, behind the fields of one: bytes that are no text, a method that is none, and fields that would be
/// somebody's rights or money.
const EXTRA: [&str; 7] = [
    "x=%C0%AF",
    "x=%D0%F5%C3%E0",
    "x=%ED%A0%80",
    "_method=DELETE",
    "role=owner&roles=owner&paid=1&id=1&staff=1&branch=2&price=0&due_vnd=0",
    "limit=-1&limit=1000000000&_sort=name;--&offset=-9223372036854775808",
    "x=%",
];

/// How a page's forms are attacked.
struct Attack<'a> {
    browser: &'a mut Browser,
    wrong: &'a mut Vec<String>,
    /// Pairs of a field and an input that were sent.
    pairs: usize,
    sent: usize,
}

impl Attack<'_> {
    /// Every form of a page: each of its fields with each input. Every so-many-th input comes alone into one field; and each input
    /// comes into each field once, another one into every other field.
    async fn page(&mut self, page: &str) {
        let body = self.browser.open(page).await.unwrap().body;
        let actions: Vec<String> = body
            .split("<form")
            .skip(1)
            .filter_map(|f| f.split('>').next())
            .filter(|tag| {
                tag.contains("method=\"post\"") && !tag.contains("/sign-out") && !tag.contains("/preferences")
            })
            .filter_map(|tag| tag.split("action=\"").nth(1)?.split('"').next().map(str::to_owned))
            .collect();
        let before = self.sent;
        for action in actions.iter().take(6) {
            let Ok(form) = PageForm::find(&body, action) else { continue };
            self.form(action, &form).await;
        }
        assert!(self.sent > before, "{page} has no form");
    }

    async fn form(&mut self, action: &str, form: &PageForm) {
        let names: Vec<String> = form.fields.iter().map(|(n, _)| n.clone()).filter(|n| n != "key").collect();
        let inputs = inputs();
        if names.is_empty() {
            return;
        }
        for (number, input) in inputs.iter().enumerate() {
            let name = &names[number % names.len()];
            self.send(action, form.clone().with(name, input), "", &format!("{name}={input:.40?}")).await;
            // A body of some long inputs is over the limit: they come alone.
            let is_short = |input: &&String| input.len() < 10_000;
            let short: Vec<&String> = inputs.iter().filter(is_short).collect();
            if number < short.len() {
                let each = names.iter().enumerate().map(|(at, name)| (name, short[(number + at) % short.len()]));
                let all = each.fold(form.clone(), |form, (name, input)| form.with(name, input));
                self.send(action, all, "", &format!("every field from input {number} on")).await;
                self.pairs += names.len();
            }
        }
        for extra in EXTRA {
            self.send(action, form.clone(), extra, extra).await;
        }
    }

    async fn send(&mut self, action: &str, form: PageForm, extra: &str, what: &str) {
        let form = form.with("key", format!("fuzz-{:08}", self.sent));
        let fields =
            form.fields.iter().map(|(n, v)| format!("{}={}", ground::web::percent(n), ground::web::percent(v)));
        let mut encoded = fields.collect::<Vec<_>>().join("&");
        if !extra.is_empty() {
            encoded = format!("{encoded}&{extra}");
        }
        let is_long = encoded.len() > 50_000;
        let mut answer = self.browser.post_raw(action, encoded.clone()).await;
        if answer.is_err() {
            // A server closes a kept connection whose body it refused to read; every client then asks again on a new one.
            *self.browser = self.browser.again();
            answer = self.browser.post_raw(action, encoded).await;
        }
        self.sent += 1;
        let Ok(answer) = answer else {
            // An address that can be no paper is answered before the body is read: a long one finds the door closed.
            assert!(is_long, "{action} {what} got no answer");
            *self.browser = self.browser.again();
            return;
        };
        if answer.status.is_server_error() {
            self.wrong.push(format!("{action} {what} answers {}", answer.status));
        }
        if answer.body.contains("<img src=x") {
            self.wrong.push(format!("{action} {what}: markup is not escaped"));
        }
    }
}

const OWNERS: &str = "SELECT COUNT(*) FROM staff_role WHERE role = 'owner'";

async fn owners(clinic: &Clinic) -> i64 {
    clinic.house.db.read(|tx| Ok(tx.one::<i64>(OWNERS, &[])?.unwrap())).await.unwrap()
}

/// Where a link begins and how it ends.
type Link = (&'static str, &'static str);

/// The pages whose forms are attacked, and who sits there; of a list with a beginning and an end of a link the first page that is
/// linked so.
const PAGES: [(&str, &str, Option<Link>); 11] = [
    ("letan", "/reception", None),
    ("letan", "/patients/new", None),
    ("letan", "/walk-in", None),
    ("thukho", "/storeroom", None),
    ("quanly", "/office/staff", None),
    ("bacsi1", "/account", None),
    ("bacsi1", "/consultation?all=1", Some(("/visits/", "/chart"))),
    ("thungan", "/cashier", Some(("/visits/", "/bill"))),
    ("dieuduong", "/consultation", Some(("/visits/", "/vitals"))),
    ("ktv", "/treatment", Some(("/orders/", ""))),
    ("duocsi", "/pharmacy", Some(("/prescriptions/", ""))),
];

async fn bad_text(clinic: Clinic) {
    let mut wrong = Vec::new();
    let (mut sent, mut pairs, before) = (0, 0, owners(&clinic).await);
    for (login, page, leads) in PAGES {
        let mut browser = clinic.browser(login).await;
        let path = match leads {
            None => page.to_owned(),
            Some((begins, ends)) => {
                let body = browser.open(page).await.unwrap().body;
                let links = kham::bench::forms::all_with_prefix(&body, "href", begins);
                let found = links.into_iter().find(|link| link.ends_with(ends));
                found.unwrap_or_else(|| panic!("{page} leads {login} to no {begins}…{ends}")).to_owned()
            }
        };
        let mut attack = Attack { browser: &mut browser, wrong: &mut wrong, pairs: 0, sent: sent * 100_000 };
        attack.page(&path).await;
        (sent, pairs) = (sent + 1, pairs + attack.pairs);
    }
    assert!(pairs > 5_000, "too little was tried: {pairs}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(owners(&clinic).await, before, "nobody became an owner by a field");
    clinic.prove().await;
}

async fn raw(host: &str, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(host).await.unwrap();
    let _ = stream.write_all(request).await;
    let mut answer = vec![0; 512];
    let read = tokio::time::timeout(std::time::Duration::from_secs(15), stream.read(&mut answer)).await;
    let count = read.ok().and_then(Result::ok).unwrap_or(0);
    String::from_utf8_lossy(&answer[..count]).into_owned()
}

async fn broken_http(clinic: &Clinic) {
    let host = &clinic.host;
    let long = format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {}\r\n\r\n", "a".repeat(400_000));
    let many = format!("GET / HTTP/1.1\r\nHost: {host}\r\n{}\r\n", "X: 1\r\n".repeat(1_000));
    let cases = [
        format!("POST /session HTTP/1.1\r\nHost: {host}\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
        format!("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        format!("GET //evil.example/ HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        format!("POST /session HTTP/1.1\r\nHost: {host}\r\nOrigin: null\r\nContent-Length: 0\r\n\r\n"),
        format!("POST /session HTTP/1.1\r\nHost: {host}\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n"),
        format!("POST /session HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n"),
        format!("BREW / HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        long,
        many,
    ];
    for case in cases {
        let answer = raw(host, case.as_bytes()).await;
        let status: u16 = answer.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        assert!(status == 0 || (400..500).contains(&status), "{case:.60}: {answer:.80}");
    }
    odd_http(host).await;
    assert_eq!(Browser::new(host).open("/healthz").await.unwrap().status, 200);
}

/// What is odd and may be answered, but never with a fault, never with another's address, and never as if it were ours.
async fn odd_http(host: &str) {
    let slow = tokio::spawn(one_byte_a_second(host.to_owned()));
    let own = format!("Origin: http://{host}\r\nContent-Type: application/x-www-form-urlencoded\r\n");
    let ranges = (0..1_000).map(|n| format!("{n}-{n}")).collect::<Vec<_>>().join(",");
    let cases: [(String, &[u16]); 7] = [
        (format!("GET /sign-in HTTP/1.1\nHost: {host}\n\n"), &[200, 400]),
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(), &[303, 400, 421]),
        (
            format!(
                "POST /sign-in HTTP/1.1\r\nHost: {host}\r\n{own}X-HTTP-Method-Override: GET\r\nContent-Length: 0\r\n\r\n"
            ),
            &[405],
        ),
        (
            format!("GET /reception HTTP/1.1\r\nHost: {host}\r\nCookie: kham=a; kham=b\r\nCookie: kham=c\r\n\r\n"),
            &[303],
        ),
        (format!("GET /sign-in HTTP/1.1\r\nHost: {host}\r\nRange: bytes={ranges}\r\n\r\n"), &[200, 416, 431]),
        (format!("GET /sign-in HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: ' OR 1=1 --, 127.0.0.1\r\n\r\n"), &[200]),
        (
            format!(
                "POST /session HTTP/1.1\r\nHost: {host}\r\n{own}Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u{1f}\u{7f}\u{8}x"
            ),
            &[400, 415, 422],
        ),
    ];
    for (case, expected) in cases {
        let answer = raw(host, case.as_bytes()).await;
        let status: u16 = answer.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        assert!(expected.contains(&status), "{case:.80?}: {answer:.200}");
        assert!(!answer.contains("evil.example"), "{answer}");
    }
    assert!(slow.await.unwrap() < std::time::Duration::from_secs(30), "who sends one byte a second is sent away");
}

/// How long the server hears a head that never ends.
async fn one_byte_a_second(host: String) -> std::time::Duration {
    let began = std::time::Instant::now();
    let mut stream = TcpStream::connect(&host).await.unwrap();
    while began.elapsed() < std::time::Duration::from_secs(30) {
        let mut answer = [0; 1];
        let second = std::time::Duration::from_secs(1);
        if stream.write_all(b"G").await.is_err() || tokio::time::timeout(second, stream.read(&mut answer)).await.is_ok()
        {
            break;
        }
    }
    began.elapsed()
}
