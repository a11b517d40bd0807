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

/// Every form of a page with each input, in one field after the other: each field meets every so-many-th input.
async fn attack(browser: &mut Browser, page: &str, wrong: &mut Vec<String>) -> u64 {
    let body = browser.open(page).await.unwrap().body;
    let actions: Vec<String> = body
        .split("<form")
        .skip(1)
        .filter_map(|f| f.split('>').next())
        .filter(|tag| tag.contains("method=\"post\"") && !tag.contains("/sign-out") && !tag.contains("/preferences"))
        .filter_map(|tag| tag.split("action=\"").nth(1)?.split('"').next().map(str::to_owned))
        .collect();
    let mut sent = 0;
    for action in actions.iter().take(6) {
        let Ok(form) = PageForm::find(&body, action) else { continue };
        let names: Vec<String> = form.fields.iter().map(|(n, _)| n.clone()).filter(|n| n != "key").collect();
        for (number, input) in inputs().into_iter().enumerate() {
            let Some(name) = names.get(number % names.len().max(1)) else { break };
            let bad = form.clone().with(name, &input).with("key", format!("fuzz-{sent:06}-{}", names.len()));
            let encoded =
                bad.fields.iter().map(|(n, v)| format!("{}={}", ground::web::percent(n), ground::web::percent(v)));
            let encoded = encoded.collect::<Vec<_>>().join("&");
            let mut answer = browser.post_raw(action, encoded.clone()).await;
            if answer.is_err() {
                // A server closes a kept connection whose body it refused to read; every client then asks again on a new one.
                *browser = browser.again();
                answer = browser.post_raw(action, encoded).await;
            }
            sent += 1;
            let Ok(answer) = answer else {
                // An address that can be no paper is answered before the body is read: a long one finds the door closed.
                assert!(input.len() > 50_000, "{action} {name}={input:.40?} got no answer");
                *browser = browser.again();
                continue;
            };
            if answer.status.is_server_error() {
                wrong.push(format!("{action} {name}={input:.40?} answers {}", answer.status));
            }
            if answer.body.contains("<img src=x") {
                wrong.push(format!("{action} {name}: markup is not escaped"));
            }
        }
    }
    sent
}

async fn bad_text(clinic: Clinic) {
    let mut wrong = Vec::new();
    let mut sent = 0;
    let pages = [
        ("letan", "/reception"),
        ("letan", "/patients/new"),
        ("letan", "/walk-in"),
        ("thukho", "/storeroom"),
        ("quanly", "/office/staff"),
        ("bacsi1", "/account"),
    ];
    for (login, page) in pages {
        sent += attack(&mut clinic.browser(login).await, page, &mut wrong).await;
    }
    for (login, list, ending) in [
        ("bacsi1", "/consultation?all=1", "/chart"),
        ("thungan", "/cashier", "/bill"),
        ("dieuduong", "/consultation", "/vitals"),
    ] {
        let mut browser = clinic.browser(login).await;
        let body = browser.open(list).await.unwrap().body;
        let links = kham::bench::forms::all_with_prefix(&body, "href", "/visits/");
        if let Some(link) = links.into_iter().find(|l| l.ends_with(ending)) {
            sent += attack(&mut browser, link, &mut wrong).await;
        }
    }
    for (login, list, prefix) in [("ktv", "/treatment", "/orders/"), ("duocsi", "/pharmacy", "/prescriptions/")] {
        let mut browser = clinic.browser(login).await;
        let body = browser.open(list).await.unwrap().body;
        if let Some(link) = kham::bench::forms::first_with_prefix(&body, "href", prefix) {
            sent += attack(&mut browser, link, &mut wrong).await;
        }
    }
    assert!(sent > 200, "too little was tried: {sent}");
    assert!(wrong.is_empty(), "{wrong:#?}");
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
    assert_eq!(Browser::new(host).open("/healthz").await.unwrap().status, 200);
}
