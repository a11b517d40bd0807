//! A patient's day in Chromium, by clicks and keys: every screen is looked at by axe-core and kept as a picture under
//! `target/shots` (outside git).

use crate::harness::{Clinic, On, missing};
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub const WAIT: Duration = Duration::from_secs(20);

/// The browser's driver; it ends with the value.
pub struct Driver {
    child: Child,
    url: String,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn driver() -> Option<Driver> {
    let Ok(program) = std::env::var("KHAM_TEST_CHROMEDRIVER") else {
        missing("a browser", "KHAM_TEST_CHROMEDRIVER");
        return None;
    };
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let child = Command::new(program).arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    Some(Driver { child: child.unwrap(), url: format!("http://127.0.0.1:{port}") })
}

pub async fn open_browser(driver: &Driver) -> Client {
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1366,768",
        "--lang=vi",
    ];
    let Value::Object(wanted) = json!({ "goog:chromeOptions": { "args": arguments } }) else { unreachable!() };
    let began = Instant::now();
    loop {
        match ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(wanted.clone())
            .connect(&driver.url)
            .await
        {
            Ok(client) => return client,
            Err(e) => assert!(began.elapsed() < WAIT, "no browser: {e}"),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// One person at the browser.
pub struct Person {
    pub browser: Client,
    pub host: String,
    axe: String,
    shots: std::path::PathBuf,
    pub wrong: Vec<String>,
    /// Keys pressed so far.
    pub keys: std::sync::atomic::AtomicUsize,
}

impl Person {
    /// Somebody at a new browser.
    pub async fn at(driver: &Driver, host: &str) -> Person {
        let shots = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("../shots");
        std::fs::create_dir_all(&shots).unwrap();
        let browser = open_browser(driver).await;
        Person { browser, host: host.to_owned(), axe: axe(), shots, wrong: Vec::new(), keys: Default::default() }
    }

    pub async fn go(&self, path: &str) {
        self.browser.goto(&format!("http://{}{path}", self.host)).await.unwrap();
    }

    pub async fn see(&self, css: &str) -> fantoccini::elements::Element {
        let found = self.browser.wait().at_most(WAIT).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => element,
            Err(e) => panic!("{css} is not on {}: {e}", self.browser.current_url().await.unwrap()),
        }
    }

    /// Clicks what may be redrawn in the same moment.
    pub async fn click(&self, css: &str) {
        let began = Instant::now();
        loop {
            match self.see(css).await.click().await {
                Ok(()) => return,
                Err(e) => assert!(began.elapsed() < WAIT, "{css} cannot be clicked: {e}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    pub async fn type_into(&self, css: &str, text: &str) {
        let began = Instant::now();
        loop {
            let element = self.see(css).await;
            let done = match element.clear().await {
                Ok(()) => element.send_keys(text).await,
                Err(e) => Err(e),
            };
            match done {
                Ok(()) => return,
                Err(e) => assert!(began.elapsed() < WAIT, "{css} cannot be typed into: {e}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Types into a typeahead and takes its first choice by the keys.
    pub async fn pick(&self, field: &str, typed: &str) {
        self.type_into(field, typed).await;
        self.see("[role=option][data-value]").await;
        self.see(field).await.send_keys(&char::from(Key::Enter).to_string()).await.unwrap();
    }

    /// Presses the screen's primary button by its keys.
    pub async fn primary(&self) {
        let keys = format!("{}{}{}", char::from(Key::Control), char::from(Key::Enter), char::from(Key::Null));
        self.see("body").await.send_keys(&keys).await.unwrap();
    }

    pub async fn until_url(&self, part: &str) -> String {
        let began = Instant::now();
        loop {
            let url = self.browser.current_url().await.unwrap().to_string();
            if url.contains(part) {
                return url;
            }
            assert!(began.elapsed() < WAIT, "{url} never came to {part}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    pub async fn sign_in(&self, login: &str) {
        self.browser.delete_cookie("kham").await.unwrap();
        self.go("/sign-in").await;
        let button = format!("//form[.//input[@name='login' and @value='{login}']]//button");
        self.browser.wait().at_most(WAIT).for_element(Locator::XPath(&button)).await.unwrap().click().await.unwrap();
        self.see(".rail").await;
    }

    /// Looks at the screen as it stands: axe in both themes, and a picture of each.
    pub async fn look(&mut self, name: &str) {
        for theme in ["light", "dark"] {
            self.axe_as(theme, "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']", name).await;
            let png = self.browser.screenshot().await.unwrap();
            std::fs::write(self.shots.join(format!("{name}-{theme}.png")), png).unwrap();
        }
        let back = "document.documentElement.dataset.theme = 'light'";
        self.browser.execute(back, Vec::new()).await.unwrap();
    }
}

/// Comes back when every movement that ends has ended and the page was drawn once more, and after half a second at the latest.
const AT_REST: &str = "const done = arguments[arguments.length - 1]; const drawn = () => new Promise(requestAnimationFrame); \
    const moves = () => document.getAnimations().filter(each => each.effect?.getComputedTiming().endTime !== Infinity); \
    const rest = drawn().then(() => Promise.allSettled(moves().map(each => each.finished))).then(drawn); \
    Promise.race([rest, new Promise(late => setTimeout(late, 500))]).then(() => done(null));";

impl Person {
    /// Runs axe in a theme; `which` are its rules, as its `runOnly` takes them.
    pub async fn axe_as(&mut self, theme: &str, which: &str, name: &str) {
        let set = format!("document.documentElement.dataset.theme = '{theme}'; return typeof window.axe");
        let loaded = self.browser.execute(&set, Vec::new()).await.unwrap();
        self.browser.execute_async(AT_REST, Vec::new()).await.unwrap();
        if loaded.as_str() != Some("object") {
            self.browser.execute(&self.axe, Vec::new()).await.unwrap();
        }
        let run = format!(
            "const done = arguments[arguments.length - 1]; axe.run({{ runOnly: {which} }}) \
             .then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', '))));"
        );
        let found = self.browser.execute_async(&run, Vec::new()).await.unwrap();
        for violation in found.as_array().into_iter().flatten() {
            self.wrong.push(format!("{name} {theme}: {violation}"));
        }
    }
}

fn axe() -> String {
    let mut text = String::new();
    let packed: &[u8] = include_bytes!("vendor/axe.min.js.gz");
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    // The script declares itself as a global only outside a module.
    format!("{text}; window.axe = axe;")
}

pub fn digits_after(url: &str, mark: &str) -> String {
    url.split(mark).nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patients_day_by_clicks_and_keys() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let mut person = Person::at(&driver, &clinic.host).await;
    person.go("/sign-in").await;
    person.look("sign-in").await;
    let visit = reception(&mut person).await;
    nurse(&mut person, &visit).await;
    doctor_orders(&mut person, &visit).await;
    technician(&mut person).await;
    doctor_finishes(&mut person, &visit).await;
    pharmacist(&mut person).await;
    cashier(&mut person, &visit).await;
    others(&mut person, &visit).await;
    person.browser.clone().close().await.unwrap();
    assert!(person.wrong.is_empty(), "axe-core found:\n{}", person.wrong.join("\n"));
    clinic.prove().await;
}

async fn reception(p: &mut Person) -> String {
    p.sign_in("letan").await;
    p.see("#book").await;
    p.look("reception").await;
    p.go("/patients/new").await;
    p.type_into("input[name=name]", "Nguyễn Thị Kiểm Thử").await;
    p.type_into("input[name=birth]", "12/03/1972").await;
    p.click("label:has(input[name=sex][value=female])").await;
    p.type_into("input[name=phone]", "0903118264").await;
    p.type_into("input[name=email]", "kiemthu@example.vn").await;
    p.click("label:has(input[name=no_allergies])").await;
    p.look("new-patient").await;
    p.click("main .btn.p").await;
    p.until_url("patient=").await;
    p.see("#book").await;
    p.pick("#book [role=combobox]", "kiem thu").await;
    p.click("#book .slots label:not(.x)").await;
    p.type_into("#book [name=note]", "Đau họng, khàn tiếng 1 tuần").await;
    p.click("button[name=then][value=check_in]").await;
    let url = p.until_url("visit=").await;
    p.look("checked-in").await;
    digits_after(&url, "visit=")
}

async fn nurse(p: &mut Person, visit: &str) {
    p.sign_in("dieuduong").await;
    p.look("nurse-queue").await;
    p.go(&format!("/visits/{visit}/vitals")).await;
    for (name, value) in [
        ("systolic", "148"),
        ("diastolic", "92"),
        ("pulse", "88"),
        ("temperature", "38,4"),
        ("weight", "58,5"),
        ("height", "158"),
    ] {
        p.type_into(&format!("main input[name={name}]"), value).await;
    }
    p.look("vitals").await;
    p.click("main .btn.p").await;
    p.until_url("/consultation").await;
}

async fn doctor_orders(p: &mut Person, visit: &str) {
    p.sign_in("bacsi1").await;
    p.go("/consultation?all=1").await;
    p.look("doctor-queue").await;
    p.click(&format!("form[action='/visits/{visit}/call'] button")).await;
    p.until_url("/chart").await;
    p.type_into("main [name=reason]", "Đau họng").await;
    p.type_into("main [name=symptoms]", "Đau họng, khàn tiếng 1 tuần, sốt nhẹ.").await;
    p.pick("main [name=diagnosis_text]", "viem hong").await;
    p.see(".dx").await;
    p.pick("main [name=service_text]", "cong thuc mau").await;
    if p.browser.find(Locator::Css("form[action^='/orders/'][action$='/cancellation']")).await.is_err() {
        p.click("form[action$='/orders'] button[type=submit]").await;
    }
    p.see("form[action^='/orders/'][action$='/cancellation']").await;
    p.look("chart").await;
}

async fn technician(p: &mut Person) {
    p.sign_in("ktv").await;
    p.look("worklist").await;
    let order = "//a[contains(@href,'/orders/') and contains(.,'Kiểm Thử')]";
    p.browser.wait().at_most(WAIT).for_element(Locator::XPath(order)).await.unwrap().click().await.unwrap();
    p.see("form[action$='/result']").await;
    let first = p.see("form[action$='/result'] input[name^=value-]").await;
    first.send_keys("13,2").await.unwrap();
    p.look("result").await;
    p.primary().await;
    // The other values are missing: that is asked, and answered.
    p.see("#result input[name=sure]").await.click().await.unwrap();
    p.look("result-asked").await;
    p.primary().await;
    p.see(".st.k-ok").await;
}

async fn doctor_finishes(p: &mut Person, visit: &str) {
    p.sign_in("bacsi1").await;
    p.go(&format!("/visits/{visit}/chart")).await;
    // A whole line by the keys alone: what can be meant in two ways is asked, Enter writes it.
    p.type_into("main [name=line]", "para500 1-1 3n").await;
    p.see("#rx-line .warn").await;
    let line = p.see("main [name=line]").await;
    line.clear().await.unwrap();
    line.send_keys("para500 1-0-0 3n").await.unwrap();
    p.see("#rx-line .bdg").await;
    line.send_keys("\u{e007}").await.unwrap();
    p.see("form[action^='/prescription-lines/']").await;
    p.look("chart-with-prescription").await;
    p.primary().await;
    p.until_url("/consultation").await;
}

async fn pharmacist(p: &mut Person) {
    p.sign_in("duocsi").await;
    let mine = "//a[contains(@href,'/prescriptions/') and contains(.,'Kiểm Thử')]";
    p.browser.wait().at_most(WAIT).for_element(Locator::XPath(mine)).await.unwrap().click().await.unwrap();
    p.see("form[action$='/dispensing'], [form=dispensing]").await;
    p.look("pharmacy").await;
    p.click("label:has(input[name=explained])").await;
    p.primary().await;
    p.see(".st.k-ok").await;
}

async fn cashier(p: &mut Person, visit: &str) {
    p.sign_in("thungan").await;
    p.look("cashier").await;
    p.go(&format!("/visits/{visit}/bill")).await;
    p.type_into("main input[name=tendered]", "1000000").await;
    p.look("bill").await;
    p.primary().await;
    p.until_url("/receipts/").await;
    p.look("receipt").await;
}

async fn others(p: &mut Person, visit: &str) {
    p.sign_in("bacsi1").await;
    p.go("/patients?q=kiem+thu").await;
    p.look("patients").await;
    p.click("main a[href^='/patients/']:not([href$='/new']):not([href*='/new?'])").await;
    p.until_url("/patients/").await;
    p.look("record").await;
    p.go(&format!("/visits/{visit}/chart")).await;
    p.look("chart-finished").await;
    for (login, path, name) in [
        ("letan", "/messages", "messages"),
        ("letan", "/walk-in", "walk-in"),
        ("thukho", "/storeroom", "storeroom"),
        ("quanly", "/office", "office"),
        ("quanly", "/account", "account"),
    ] {
        p.sign_in(login).await;
        p.go(path).await;
        p.see("main").await;
        p.look(name).await;
    }
    p.click("button[name=lang][value=en]").await;
    p.see("html[lang=en]").await;
    for (login, path, name) in [
        ("letan", "/reception", "reception-en"),
        ("bacsi1", "/consultation", "queue-en"),
        ("thungan", "/cashier", "cashier-en"),
    ] {
        p.sign_in(login).await;
        p.go(path).await;
        p.look(name).await;
    }
}
