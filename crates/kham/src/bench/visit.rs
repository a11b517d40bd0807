//! One patient's whole visit, as the staff's browsers send it: search, booking, check-in, vitals, consultation, results,
//! dispensing, payment, record, follow-up. Every post is a form of a page, with what stood in it.

use super::forms::{PageForm, all_with_prefix, first_with_prefix, options, radio_values, usual_values};
use super::http::{Browser, Posted};
use super::walked::Walked;
use bricks::clock::{Clock as _, Day, SystemClock, add_days, iso_day, parse_day};
use std::time::{Duration, Instant};

const LOGINS: [&str; 6] = ["letan", "dieuduong", "bacsi1", "ktv", "duocsi", "thungan"];
/// Bookings are spread over so many coming days, so that a day's page stays what a day's page is.
const DAYS_AHEAD: u64 = 45;
const ATTEMPTS_MAX: u64 = 60;
/// The chart's script says so that it takes parts of the page alone.
const CHART_PARTS: &str = "#orders #rx #finish";
/// What is prescribed, as it is typed, and what the two tests use up.
const MEDICINES: [&str; 2] = ["paracetamol%20500", "cetirizin"];
const USED_UP: [&str; 4] = ["bom%20kim%20tiem%205", "gac%20tam%20con", "edta", "ong%20lay%20mau%20huyet%20thanh"];

/// The staff of one clinic, each signed in.
pub struct Staff {
    browsers: Vec<Browser>,
    today: Day,
}

impl Staff {
    /// Signs everybody in, and learns which day it is at the clinic.
    pub async fn sign_in(host: &str) -> Result<Staff, String> {
        let mut browsers = Vec::new();
        for login in LOGINS {
            let mut browser = Browser::new(host);
            browser.sign_in(login, crate::demo::PASSWORD).await?;
            browsers.push(browser);
        }
        let desk = browsers.first_mut().ok_or("nobody is at the desk")?;
        let page = desk.get("/reception").await?;
        let form = PageForm::find(&page.body, "/appointments")?;
        let shown = form.fields.iter().find(|(name, _)| name == "day").ok_or("the desk shows no day")?;
        let today = parse_day(&shown.1).map_err(|say| say.en.into_owned())?;
        Ok(Staff { browsers, today })
    }

    /// From now on everybody reads this language.
    pub fn speak(&mut self, lang: &str) {
        self.browsers.iter_mut().for_each(|browser| browser.speak(lang));
    }
}

/// Takes goods in, so that however many visits find what they prescribe and what their tests use up.
pub async fn stock_up(host: &str) -> Result<(), String> {
    let mut storekeeper = Browser::new(host);
    storekeeper.sign_in("thukho", crate::demo::PASSWORD).await?;
    for word in MEDICINES.into_iter().chain(USED_UP) {
        let found = storekeeper.get(&format!("/storeroom/medicines?q={word}")).await?.body;
        let medicine = first_with_prefix(&found, "data-value", "").ok_or(format!("no medicine for {word}"))?.to_owned();
        let page = storekeeper.get("/storeroom").await?.body;
        let form = PageForm::find(&page, "/batches")?
            .with("medicine", medicine)
            .with("number", format!("DO{}", SystemClock.now().millis()))
            .with("expires_on", "2029-12-31")
            .with("quantity", "1000000")
            .with("cost", "300")
            .with("supplier", "")
            .with("supplier_name", "Nhà cung cấp đo thử");
        storekeeper.post("/batches", &form.fields).await?.done()?;
    }
    Ok(())
}

/// What is told of each step: its name and how long the person waited.
pub type Told<'a> = dyn FnMut(&'static str, Duration) + Send + 'a;

/// One walker: a browser for each member of staff.
pub struct Visit {
    reception: Browser,
    nurse: Browser,
    doctor: Browser,
    technician: Browser,
    pharmacist: Browser,
    cashier: Browser,
    today: Day,
    /// Sets this run's patients apart from an earlier run's.
    seed: u64,
    /// What the server acknowledged of the visit that is walked, or was walked last.
    pub so_far: Walked,
}

struct Timer<'a, 'b>(&'a mut Told<'b>);

impl Timer<'_, '_> {
    async fn get(&mut self, step: &'static str, browser: &mut Browser, path: &str) -> Result<String, String> {
        let began = Instant::now();
        let page = browser.get(path).await?;
        (self.0)(step, began.elapsed());
        Ok(page.body)
    }

    async fn post(&mut self, step: &'static str, browser: &mut Browser, form: PageForm) -> Result<Posted, String> {
        let began = Instant::now();
        let posted = browser.post(&form.action, &form.fields).await?;
        (self.0)(step, began.elapsed());
        Ok(posted)
    }

    /// An act on the chart, answered by the chart's parts; `None` when it was refused as a conflict.
    async fn act(
        &mut self,
        step: &'static str,
        browser: &mut Browser,
        form: PageForm,
    ) -> Result<Option<String>, String> {
        let began = Instant::now();
        let parts = browser.post_for(&form.action, &form.fields, CHART_PARTS).await?;
        (self.0)(step, began.elapsed());
        Ok(parts)
    }
}

/// The parts that an act on the chart gave.
fn taken(parts: Option<String>) -> Result<String, String> {
    parts.ok_or_else(|| "a conflict where none was expected".to_owned())
}

impl Visit {
    pub fn new(staff: &Staff) -> Visit {
        let mut all = staff.browsers.iter().map(Browser::again);
        let mut next = || all.next().unwrap_or_else(|| Browser::new(""));
        Visit {
            reception: next(),
            nurse: next(),
            doctor: next(),
            technician: next(),
            pharmacist: next(),
            cashier: next(),
            today: staff.today,
            seed: u64::try_from(SystemClock.now().millis()).unwrap_or(0),
            so_far: Walked::default(),
        }
    }

    /// Requests sent so far, by all of them.
    pub fn requests(&self) -> u64 {
        let all = [&self.reception, &self.nurse, &self.doctor, &self.technician, &self.pharmacist, &self.cashier];
        all.iter().map(|b| b.requests).sum()
    }

    /// Walks one patient through the house.
    pub async fn walk(&mut self, number: u64, told: &mut Told<'_>) -> Result<Walked, String> {
        let mut t = Timer(told);
        self.so_far = Walked::default();
        let patient = self.patient(&mut t, number).await?;
        self.so_far.patient.clone_from(&patient);
        let appointment = self.book(&mut t, &patient, number).await?;
        self.so_far.appointment.clone_from(&appointment);
        let visit = self.check_in(&mut t, &appointment).await?;
        self.so_far.visit.clone_from(&visit);
        self.vitals(&mut t, &visit).await?;
        let chart = self.note(&mut t, &visit).await?;
        let orders = self.orders(&mut t, &visit, chart).await?;
        for order in &orders {
            self.result(&mut t, order).await?;
            self.so_far.orders.push(order.clone());
        }
        // The patient is back with the results.
        let chart = t.get("chart", &mut self.doctor, &format!("/visits/{visit}/chart")).await?;
        let chart = self.prescribe(&mut t, &visit, chart).await?;
        let prescription = self.close(&mut t, &visit, chart).await?;
        self.so_far.prescription.clone_from(&prescription);
        self.dispense(&mut t, &prescription).await?;
        self.so_far.dispensed = true;
        self.so_far.receipt = self.pay(&mut t, &visit).await?;
        t.get("history", &mut self.doctor, &format!("/patients/{patient}")).await?;
        Ok(self.so_far.clone())
    }

    /// Walks one patient as far as the pharmacy and gives the prescription's id.
    pub async fn walk_to_pharmacy(&mut self, number: u64) -> Result<String, String> {
        let mut ignored = |_: &'static str, _: Duration| {};
        let mut t = Timer(&mut ignored);
        let patient = self.patient(&mut t, number).await?;
        let appointment = self.book(&mut t, &patient, number).await?;
        let visit = self.check_in(&mut t, &appointment).await?;
        let chart = self.note(&mut t, &visit).await?;
        let chart = self.prescribe(&mut t, &visit, chart).await?;
        self.close(&mut t, &visit, chart).await
    }

    async fn patient(&mut self, t: &mut Timer<'_, '_>, number: u64) -> Result<String, String> {
        let desk = &mut self.reception;
        t.get("search", desk, "/patients/search?q=nguyen%20th").await?;
        let page = t.get("new patient: form", desk, "/patients/new").await?;
        let (first, second) = (letters(number), letters(self.seed.wrapping_add(number)));
        let form = PageForm::find(&page, "/patients")?
            .with("name", format!("Đo Thị {first} {second}"))
            .with("sex", "female")
            .with("birth", "1988-04-17")
            .with("address", "12 Đường Thử, Hà Nội")
            .with("duplicates_seen", "1");
        let location = t.post("new patient", desk, form).await?.done()?;
        after(&location, "patient=")
            .or_else(|| after(&location, "/patients/"))
            .ok_or(format!("no patient in {location}"))
    }

    async fn book(&mut self, t: &mut Timer<'_, '_>, patient: &str, number: u64) -> Result<String, String> {
        let desk = &mut self.reception;
        for attempt in 0..ATTEMPTS_MAX {
            let spread = number.wrapping_mul(2_654_435_761).wrapping_add(attempt.wrapping_mul(97));
            let day = iso_day(add_days(self.today, i64::try_from(1 + spread % DAYS_AHEAD).unwrap_or(1)));
            let page = t.get("day page", desk, &format!("/reception?day={day}&patient={patient}")).await?;
            let form = PageForm::find(&page, "/appointments")?;
            let chosen =
                |name: &str| form.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
            let (service, doctors) = (chosen("service"), options(&page, "doctor"));
            let Some(doctor) = pick(&doctors, spread / DAYS_AHEAD) else { continue };
            let path = format!("/reception/times?service={service}&doctor={doctor}&day={day}");
            let times = t.get("availability", desk, &path).await?;
            let free = radio_values(&times, "starts_at");
            let Some(time) = pick(&free, spread / 64) else { continue };
            let form = form
                .with("patient", patient)
                .with("doctor", doctor.clone())
                .with("day", day)
                .with("starts_at", time.clone());
            match t.post("book", desk, form).await? {
                Posted::Done(location) => {
                    return after(&location, "appointment=").ok_or(format!("no appointment in {location}"));
                }
                Posted::Conflict => {}
            }
        }
        Err("no free time was found".to_owned())
    }

    async fn check_in(&mut self, t: &mut Timer<'_, '_>, appointment: &str) -> Result<String, String> {
        let desk = &mut self.reception;
        let page = t.get("check in: form", desk, &format!("/appointments/{appointment}")).await?;
        let form = PageForm::find(&page, &format!("/appointments/{appointment}/arrival"))?.with("no_allergies", "on");
        let location = t.post("check in", desk, form).await?.done()?;
        after(&location, "visit=").ok_or(format!("no visit in {location}"))
    }

    async fn vitals(&mut self, t: &mut Timer<'_, '_>, visit: &str) -> Result<(), String> {
        let path = format!("/visits/{visit}/vitals");
        let page = t.get("vitals: form", &mut self.nurse, &path).await?;
        let mut form = PageForm::find(&page, &path)?;
        for (name, value) in [
            ("systolic", "128"),
            ("diastolic", "82"),
            ("pulse", "76"),
            ("temperature", "37,2"),
            ("saturation", "98"),
            ("breaths", "18"),
            ("weight", "58,5"),
            ("height", "158"),
        ] {
            form = form.with(name, value);
        }
        t.post("vitals", &mut self.nurse, form).await?.done().map(|_| ())
    }

    /// Calls the patient in and writes; gives the chart as it stands then.
    async fn note(&mut self, t: &mut Timer<'_, '_>, visit: &str) -> Result<String, String> {
        let doctor = &mut self.doctor;
        let queue = t.get("queue", doctor, "/consultation").await?;
        let form = PageForm::find(&queue, &format!("/visits/{visit}/call"));
        // Another doctor's patient stands on the other list; the key of any form of the page serves.
        let form = match form {
            Ok(form) => form,
            Err(_) => {
                let all = t.get("queue", doctor, "/consultation?all=1").await?;
                PageForm::find(&all, &format!("/visits/{visit}/call"))?
            }
        };
        t.post("call in", doctor, form).await?.done()?;
        let chart = t.get("chart", doctor, &format!("/visits/{visit}/chart")).await?;
        let found = t.get("diagnosis search", doctor, "/diagnoses/search?q=viem%20hong").await?;
        let code = first_with_prefix(&found, "data-value", "").ok_or("no diagnosis was found")?.to_owned();
        let form = PageForm::find(&chart, &format!("/visits/{visit}/diagnoses"))?.with("diagnosis", code);
        let chart = taken(t.act("diagnosis", doctor, form).await?)?;
        let note = PageForm::find(&chart, &format!("/visits/{visit}/note"))?
            .with("reason", "Đau họng, sốt nhẹ 2 ngày")
            .with("symptoms", "Đau họng, nuốt vướng, không khó thở, ăn uống được.")
            .with("findings", "Họng đỏ, amiđan không mủ, phổi trong.")
            .with("advice", "Uống nhiều nước, tái khám nếu sốt cao.");
        taken(t.act("note", doctor, note).await?)
    }

    async fn orders(&mut self, t: &mut Timer<'_, '_>, visit: &str, mut chart: String) -> Result<Vec<String>, String> {
        let doctor = &mut self.doctor;
        let action = format!("/visits/{visit}/orders");
        for word in ["cong%20thuc%20mau", "duong%20huyet"] {
            let found = t.get("service search", doctor, &format!("/services/search?q={word}")).await?;
            let service =
                first_with_prefix(&found, "data-value", "").ok_or(format!("no service for {word}"))?.to_owned();
            let form = PageForm::find(&chart, &action)?.with("service", service);
            chart = taken(t.act("order", doctor, form).await?)?;
        }
        let mut orders: Vec<String> = all_with_prefix(&chart, "action", "/orders/")
            .into_iter()
            .filter_map(|path| path.strip_prefix("/orders/")?.strip_suffix("/cancellation").map(str::to_owned))
            .collect();
        orders.sort_unstable();
        orders.dedup();
        if orders.len() == 2 { Ok(orders) } else { Err(format!("{} orders on the chart", orders.len())) }
    }

    async fn result(&mut self, t: &mut Timer<'_, '_>, order: &str) -> Result<(), String> {
        let technician = &mut self.technician;
        let page = t.get("result: form", technician, &format!("/orders/{order}")).await?;
        let mut form = PageForm::find(&page, &format!("/orders/{order}/result"))?;
        for (name, value) in usual_values(&page) {
            form = form.with(&name, value);
        }
        t.post("result", technician, form.with("conclusion", "Trong giới hạn bình thường.")).await?.done().map(|_| ())
    }

    async fn prescribe(&mut self, t: &mut Timer<'_, '_>, visit: &str, mut chart: String) -> Result<String, String> {
        let doctor = &mut self.doctor;
        for word in MEDICINES {
            let found = t.get("medicine search", doctor, &format!("/medicines/search?q={word}")).await?;
            let medicine =
                first_with_prefix(&found, "data-value", "").ok_or(format!("no medicine for {word}"))?.to_owned();
            let form = PageForm::find(&chart, &format!("/visits/{visit}/prescription"))?
                .with("medicine", medicine)
                .with("morning", "1")
                .with("noon", "0")
                .with("evening", "1")
                .with("night", "0")
                .with("days", "3")
                .with("instruction", "Uống sau ăn");
            chart = taken(t.act("prescription line", doctor, form).await?)?;
        }
        Ok(chart)
    }

    /// Plans the follow-up, finishes the consultation and gives the prescription's id.
    async fn close(&mut self, t: &mut Timer<'_, '_>, visit: &str, mut chart: String) -> Result<String, String> {
        let doctor = &mut self.doctor;
        for days in ["30", "31", "33", "36", "37", "40", "44"] {
            let form = PageForm::find(&chart, &format!("/visits/{visit}/follow-up"))?.with("in_days", days);
            if let Some(parts) = t.act("follow-up", doctor, form).await? {
                chart = parts;
                break;
            }
        }
        let form = PageForm::find(&chart, &format!("/visits/{visit}/closure"))?;
        t.post("finish", doctor, form).await?.done()?;
        let chart = t.get("chart", doctor, &format!("/visits/{visit}/chart")).await?;
        let prescription =
            first_with_prefix(&chart, "href", "/prescriptions/").and_then(|path| after(path, "/prescriptions/"));
        prescription.ok_or_else(|| "no prescription on the chart".to_owned())
    }

    async fn dispense(&mut self, t: &mut Timer<'_, '_>, prescription: &str) -> Result<(), String> {
        let pharmacist = &mut self.pharmacist;
        for _ in 0..ATTEMPTS_MAX {
            let page = t.get("dispense: form", pharmacist, &format!("/prescriptions/{prescription}")).await?;
            let form =
                PageForm::find(&page, &format!("/prescriptions/{prescription}/dispensing"))?.with("explained", "on");
            if let Posted::Done(_) = t.post("dispense", pharmacist, form).await? {
                return Ok(());
            }
        }
        Err("the prescription could not be dispensed".to_owned())
    }

    async fn pay(&mut self, t: &mut Timer<'_, '_>, visit: &str) -> Result<String, String> {
        let cashier = &mut self.cashier;
        let page = t.get("bill", cashier, &format!("/visits/{visit}/bill")).await?;
        let form = PageForm::find(&page, &format!("/visits/{visit}/payment"))?
            .with("method", "cash")
            .with("tendered", "5000000");
        let location = t.post("pay", cashier, form).await?.done()?;
        let receipt = after(&location, "/receipts/").ok_or(format!("no receipt in {location}"))?;
        t.get("receipt", cashier, &location).await?;
        Ok(receipt)
    }
}

/// The digits behind a mark in a location.
fn after(location: &str, mark: &str) -> Option<String> {
    let rest = location.split(mark).nth(1)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

fn pick<T>(list: &[T], number: u64) -> Option<&T> {
    list.get(usize::try_from(number.checked_rem(list.len() as u64)?).ok()?)
}

/// A number as a word of letters, for names.
fn letters(mut number: u64) -> String {
    let mut word = String::from("A");
    while number > 0 {
        word.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
    }
    word
}
