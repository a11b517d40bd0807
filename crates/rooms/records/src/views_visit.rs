//! One visit with everything that hangs on it, and the short lists beside the history.

use crate::chart::show_milli;
use crate::history::{OrderEntry, Prescription, VisitEntry};
use crate::rules::{Show, bmi_tenths};
use crate::store::{CertificateRow, ImageRow, LineRow, ReceiptRow, ValueRow, VitalsRow};
use crate::vital::Vital;
use crate::{text, views_dose};
use bricks::age::{Birth, months};
use bricks::clock::{show_day, show_instant, show_time, weekday_name};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Permission;
use ground::catalog::{amount, in_lang, medicine_name, unit_word};
use ground::html::{Tone, icon, icon_small, parts};
use ground::web::Face;
use maud::{Markup, html};
use papers::order::{Flag, Kind, NEGATIVE, POSITIVE, State, ValueKind};
use papers::{prescription, receipt, visit};

const RESULTS_MAX: usize = 6;
const IMAGES_MAX: usize = 6;

/// A visit as a card of the history.
pub fn card(face: &Face, birth: Birth, entry: &VisitEntry, show: Show) -> Markup {
    let (l, v) = (face.lang, &entry.visit);
    let id = format!("visit-{}", v.id);
    html! {
        article.card aria-labelledby=(id) {
            div.ch {
                h2.num.nw id=(id) { (show_day(v.day, l)) }
                span.sub.sm.tr { (weekday_name(v.day, l)) " · " (show_time(v.arrived_at, face.zone())) " · " (in_lang(l, &v.service_vi, &v.service_en)) " · " (v.doctor) }
                span.sp {}
                (state(l, v.state))
                @if face.may(Permission::SeeConsultations) && v.state != visit::State::Left {
                    a.btn.sm.g href={ "/visits/" (v.id) "/chart" } { (text::open(l)) }
                }
            }
            div.cb.col {
                (diagnoses(l, entry))
                @if show.shows(Show::Visits) { (note(face, birth, entry)) }
                @if show.shows(Show::Tests) { @for order in &entry.orders { (order_block(face, order, show)) } }
                @if show == Show::Vaccinations {
                    @for order in entry.orders.iter().filter(|o| o.order.kind == Kind::Vaccine) { (order_block(face, order, show)) }
                }
                @if show.shows(Show::Images) { (images(face, &entry.images, show)) }
                @if show.shows(Show::Prescriptions) { @for p in &entry.prescriptions { (prescription_block(face, p)) } }
                @if show.shows(Show::Certificates) { @for c in &entry.certificates { (certificate_line(face, c)) } }
                @if show.shows(Show::Payments) { @for r in &entry.receipts { (payment(face, r)) } }
            }
        }
    }
}

fn state(l: Lang, state: visit::State) -> Markup {
    match state {
        visit::State::Waiting => parts::status(Tone::Wait, "map-pin-check", text::state_waiting(l)),
        visit::State::InRoom => parts::status(Tone::Room, "stethoscope", text::state_in_room(l)),
        visit::State::Finished => html! {},
        visit::State::Left => parts::status(Tone::Mute, "user-x", text::state_left(l)),
    }
}

fn diagnoses(l: Lang, entry: &VisitEntry) -> Markup {
    html! {
        @if !entry.diagnoses.is_empty() {
            div.row.w {
                @for d in &entry.diagnoses { span { b { (d.code) } " " (in_lang(l, &d.title_vi, &d.title_en)) } }
            }
        }
    }
}

fn note(face: &Face, birth: Birth, entry: &VisitEntry) -> Markup {
    let (l, v) = (face.lang, &entry.visit);
    let parts = [
        (text::reason(l), &v.reason),
        (text::symptoms(l), &v.symptoms),
        (text::findings(l), &v.findings),
        (text::advice(l), &v.advice),
    ];
    let said = parts.into_iter().filter(|(_, words)| !words.is_empty());
    html! {
        @for vitals in &entry.vitals { (vitals_line(face, birth, vitals)) }
        (ground::html::parts::facts(said.map(|(name, words)| (name, html! { (words) }))))
    }
}

/// One measuring: when, and every value in the colour of its level at the age of that day.
pub fn vitals_line(face: &Face, birth: Birth, v: &VitalsRow) -> Markup {
    let (l, age) = (face.lang, months(birth, face.zone().day_of(v.taken_at)));
    let measure = |value: Option<String>, unit: &str| value.map(|value| format!("{value} {unit}"));
    let pressure = v.systolic_mmhg.zip(v.diastolic_mmhg).map(|(high, low)| format!("{high}/{low}"));
    let whole = |value: Option<i64>| value.map(|n| n.to_string());
    let decimal = |value: Option<Quantity>| value.map(|q| q.show(l));
    let bmi = v.weight.zip(v.height).and_then(|(weight, height)| bmi_tenths(weight.milli(), height.milli()));
    let flag = |vital: Vital| vital.flag_of(v, age).unwrap_or(Flag::None);
    let shown = [
        (text::pressure(l), measure(pressure, "mmHg"), flag(Vital::Pressure)),
        (text::pulse(l), measure(whole(v.pulse), text::per_minute(l)), flag(Vital::Pulse)),
        (text::temperature(l), measure(decimal(v.temperature), "°C"), flag(Vital::Temperature)),
        (text::saturation(l), whole(v.saturation).map(|n| format!("{n}%")), flag(Vital::Saturation)),
        (text::breaths(l), measure(whole(v.breaths), text::per_minute(l)), flag(Vital::Breaths)),
        (text::weight(l), measure(decimal(v.weight), "kg"), Flag::None),
        (text::height(l), v.height.map(|h| format!("{} cm", show_milli(h.milli() * 100, 0, l))), Flag::None),
        (text::bmi(l), bmi.map(|tenths| show_milli(tenths * 100, 1, l)), Flag::None),
    ];
    html! {
        dl.row.w.g3.sm {
            div { dt.mut.ink.t11 { (text::vitals_at(l)) } dd.num { (show_time(v.taken_at, face.zone())) } }
            @for (name, value, level) in shown {
                @if let Some(value) = value {
                    div {
                        dt.mut.ink.t11 { (name) }
                        dd class={ "num b " (tone_class(level)) } { (value) @if level.is_critical() { " " (self::flag(l, level)) } }
                    }
                }
            }
        }
    }
}

fn order_block(face: &Face, entry: &OrderEntry, show: Show) -> Markup {
    let (l, o) = (face.lang, &entry.order);
    let name = in_lang(l, &o.service_vi, &o.service_en);
    html! {
        div.col.g1 id={ "order-" (o.id) } {
            div.row {
                (icon_small(if entry.values.is_empty() { "clipboard-list" } else { "flask-conical" }))
                @if face.may(Permission::SeeOrders) { a.b.tr href={ "/orders/" (o.id) } { (name) } } @else { b.tr { (name) } }
                (order_state(face, entry))
            }
            @if show == Show::Tests && !entry.values.is_empty() { (values_table(l, &entry.values)) }
            @else if !entry.values.is_empty() { div.row.w { @for value in &entry.values { (value_inline(l, value)) } } }
            @if let Some(dose) = &entry.dose { (views_dose::given(l, dose)) }
            @for words in [&o.finding, &o.conclusion] { @if !words.is_empty() { p.sub { (words) } } }
        }
    }
}

fn order_state(face: &Face, entry: &OrderEntry) -> Markup {
    let (l, o) = (face.lang, &entry.order);
    match o.state {
        State::Ordered => parts::status(Tone::Wait, "hourglass", text::order_waiting(l)),
        State::Started => parts::status(Tone::Test, "loader", text::order_started(l)),
        State::Cancelled => html! {
            (parts::status(Tone::Mute, "ban", text::order_cancelled(l)))
            @if let Some(reason) = &o.cancelled_reason { span.mut.sm { (reason) } }
        },
        State::Done => html! {
            @if let Some(at) = o.done_at { span.mut.sm.num { (show_instant(at, face.zone(), l)) } }
        },
    }
}

/// A value with its unit, in the words of the language.
pub fn value_words(l: Lang, kind: ValueKind, milli: Option<i64>, decimals: i64, unit: &str, words: &str) -> String {
    match (kind, milli) {
        (ValueKind::Number, Some(milli)) => format!("{} {unit}", show_milli(milli, decimals, l)).trim().to_owned(),
        (ValueKind::NegPos, _) if words == POSITIVE => text::positive(l).to_owned(),
        (ValueKind::NegPos, _) if words == NEGATIVE => text::negative(l).to_owned(),
        _ => words.to_owned(),
    }
}

/// The same of a row.
pub fn words_of(l: Lang, v: &ValueRow) -> String {
    value_words(l, v.kind, v.value_milli, v.decimals, &v.unit, &v.value_text)
}

/// A number stays on its line, words may break.
fn value_class(value: &ValueRow) -> String {
    let whole = if value.kind == ValueKind::Number { "r b nw " } else { "r b " };
    format!("{whole}{}", tone_class(value.flag))
}

fn tone_class(flag: Flag) -> &'static str {
    match flag {
        Flag::None | Flag::Normal => "",
        Flag::Low => "warn",
        Flag::High | Flag::Abnormal | Flag::CriticalLow | Flag::CriticalHigh => "bad",
    }
}

/// The flag as colour, icon and letters; nothing where nothing can be said.
pub fn flag(l: Lang, flag: Flag) -> Markup {
    let (tone, icon_name, word) = match flag {
        Flag::None => return html! {},
        Flag::Normal => (Tone::Ok, "check", text::flag_normal(l)),
        Flag::Low => (Tone::Wait, "arrow-down", "L"),
        Flag::High => (Tone::Bad, "arrow-up", "H"),
        Flag::CriticalLow => (Tone::Bad, "siren", "LL"),
        Flag::CriticalHigh => (Tone::Bad, "siren", "HH"),
        Flag::Abnormal => (Tone::Bad, "triangle-alert", text::flag_abnormal(l)),
    };
    html! { span class={ "bdg " (tone.class()) } { (icon(icon_name)) (word) } }
}

fn value_inline(l: Lang, value: &ValueRow) -> Markup {
    html! {
        span.nw {
            span.mut { (in_lang(l, &value.name_vi, &value.name_en)) } " "
            b class={ "num " (tone_class(value.flag)) } { (words_of(l, value)) }
            @if value.flag.is_abnormal() { " " (flag(l, value.flag)) }
        }
    }
}

fn limits(l: Lang, v: &ValueRow) -> String {
    let show = |milli: i64| show_milli(milli, v.decimals, l);
    match (v.low_milli, v.high_milli) {
        (Some(low), Some(high)) => format!("{}–{}", show(low), show(high)),
        (Some(low), None) => format!("≥ {}", show(low)),
        (None, Some(high)) => format!("≤ {}", show(high)),
        (None, None) => String::new(),
    }
}

fn values_table(l: Lang, values: &[ValueRow]) -> Markup {
    html! {
        table.tbl {
            tbody {
                @for value in values {
                    tr {
                        td { (in_lang(l, &value.name_vi, &value.name_en)) }
                        td class=(value_class(value)) { (words_of(l, value)) }
                        td { (flag(l, value.flag)) }
                        td.r.mut.nw { (limits(l, value)) }
                    }
                }
            }
        }
    }
}

fn thumb(face: &Face, image: &ImageRow) -> Markup {
    let said = format!(
        "{} {}",
        in_lang(face.lang, &image.service_vi, &image.service_en),
        show_instant(image.added_at, face.zone(), face.lang)
    );
    html! {
        @if face.may(Permission::SeeRecord) {
            a.th data-zoom href={ "/attachments/" (image.id) } {
                img src={ "/attachments/" (image.id) } alt=(said) width=(image.width) height=(image.height) loading="lazy";
            }
        } @else { span.sub.sm { (said) } }
    }
}

fn images(face: &Face, of: &[ImageRow], show: Show) -> Markup {
    html! {
        @if !of.is_empty() {
            @if show == Show::All { div.row.sub.sm { (icon_small("image")) (text::images_count(face.lang, i64::try_from(of.len()).unwrap_or(0))) } }
            div.thumbs { @for image in of { (thumb(face, image)) } }
        }
    }
}

/// Generic name and strength.
pub fn medicine(line: &LineRow, l: Lang) -> String {
    medicine_name(l, (&line.generic_vi, &line.generic_en), &line.strength)
}

/// `sáng 1, tối 1 viên`.
pub fn doses(line: &LineRow, l: Lang) -> String {
    doses_of([line.morning, line.noon, line.evening, line.night], &line.dose_unit, l)
}

/// The same of four doses of a day.
pub fn doses_of([morning, noon, evening, night]: [Quantity; 4], dose_unit: &str, l: Lang) -> String {
    let times =
        [(text::morning(l), morning), (text::noon(l), noon), (text::evening(l), evening), (text::night(l), night)];
    let taken = times.into_iter().filter(|(_, dose)| *dose > Quantity::ZERO);
    let words: Vec<String> = taken.map(|(time, dose)| format!("{time} {}", dose.show(l))).collect();
    format!("{} {}", words.join(", "), unit_word(l, dose_unit))
}

fn prescription_block(face: &Face, p: &Prescription) -> Markup {
    let l = face.lang;
    let chip = match p.state {
        prescription::State::Draft => parts::status(Tone::Mute, "pencil", text::prescription_draft(l)),
        prescription::State::Issued => parts::status(Tone::Wait, "pill", text::prescription_issued(l)),
        prescription::State::Partial => parts::status(Tone::Wait, "package", text::prescription_partial(l)),
        prescription::State::Dispensed => parts::status(Tone::Ok, "check", text::prescription_dispensed(l)),
        prescription::State::Cancelled => parts::status(Tone::Mute, "ban", text::prescription_cancelled(l)),
    };
    let in_part = p.lines.iter().any(|line| !line.given.is_empty());
    html! {
        div.col.g1 {
            div.row {
                (icon_small("pill"))
                @if face.may(Permission::SeePrescriptions) { a.b href={ "/prescriptions/" (p.id) } { (p.number) } } @else { b { (p.number) } }
                (chip)
                @if let Some(number) = &p.replaced_by {
                    span.sub.sm { (if in_part { text::prescription_in_part_replaced_by(l, number) } else { text::prescription_replaced_by(l, number) }) }
                }
            }
            ul.col.g1 { @for line in &p.lines { (line_item(l, &line.row, &line.given)) } }
        }
    }
}

fn line_item(l: Lang, line: &LineRow, given: &[crate::store::GivenRow]) -> Markup {
    html! {
        li.row.at id={ "line-" (line.line) } {
            span.grow.snug {
                b { (medicine(line, l)) } " " span.sub { (doses(line, l)) " · " (text::days(l, line.days)) }
                @if !line.instruction.is_empty() { br; span.mut.sm { (line.instruction) } }
                @if !given.is_empty() {
                    br;
                    span.mut.sm.num {
                        @for (at, g) in given.iter().enumerate() {
                            @if at > 0 { " · " }
                            (text::batch(l, show_day(g.expires_on, l), &g.number)) " × " (g.quantity.show(l))
                        }
                    }
                }
            }
            span.num.nw { (amount(l, line.quantity, &line.dispense_unit)) }
        }
    }
}

fn payment(face: &Face, r: &ReceiptRow) -> Markup {
    let l = face.lang;
    let number = format!("{}-{:06}", r.series, r.number);
    let method = receipt::Method::parse(&r.method).map(receipt::Method::say);
    html! {
        div.row id={ "receipt-" (r.id) } {
            (icon_small("receipt"))
            @if face.may(Permission::SeeBills) { a.b.num href={ "/receipts/" (r.id) } { (number) } } @else { b.num { (number) } }
            @if let Some(method) = method { span.sub { (method.to(l)) } }
            span.mut.sm.num { (show_instant(r.issued_at, face.zone(), l)) " · " (r.cashier) }
            @if r.is_void { (parts::status(Tone::Bad, "ban", text::voided(l))) }
            span.sp {}
            b.num { (r.total.show_with_sign(l)) }
        }
    }
}

fn certificate_line(face: &Face, c: &CertificateRow) -> Markup {
    let l = face.lang;
    let number = format!("{}-{:06}", c.series, c.number);
    html! {
        div.row id={ "certificate-" (c.id) } {
            (icon_small("file-text"))
            a.b href={ "/certificates/" (c.id) } { (c.kind.text(l)) }
            span.sub.num { (number) }
            span.mut.sm.num { (show_instant(c.issued_at, face.zone(), l)) " · " (c.doctor) }
            @if let Some(why) = &c.voided { (parts::status(Tone::Bad, "ban", text::voided(l))) span.mut.sm { (why) } }
        }
    }
}

/// The values of the latest day with any: alarming ones first, then what is out of its limits; nothing alarming is left out.
pub fn latest_results(face: &Face, visits: &[VisitEntry]) -> Markup {
    let l = face.lang;
    let day_of = |order: &OrderEntry| order.order.done_at.map(|at| face.zone().day_of(at));
    let with_values = || visits.iter().flat_map(|v| &v.orders).filter(|o| !o.values.is_empty());
    let Some(day) = with_values().filter_map(day_of).max() else { return html! {} };
    let mut values: Vec<&ValueRow> = with_values().filter(|o| day_of(o) == Some(day)).flat_map(|o| &o.values).collect();
    values.sort_by_key(|v| (!v.flag.is_critical(), !v.flag.is_abnormal()));
    let shown = values.iter().filter(|v| v.flag.is_critical()).count().max(RESULTS_MAX);
    html! {
        section.card aria-labelledby="latest" {
            (parts::card_header("latest", text::latest_results(l), html! { span.sub.sm.num { (show_day(day, l)) } }))
            table.tbl {
                tbody {
                    @for value in values.into_iter().take(shown) {
                        tr {
                            td { (in_lang(l, &value.name_vi, &value.name_en)) }
                            td class=(value_class(value)) { (words_of(l, value)) }
                            td { (flag(l, value.flag)) }
                        }
                    }
                }
            }
        }
    }
}

/// The latest images.
pub fn latest_images(face: &Face, visits: &[VisitEntry]) -> Markup {
    let all = visits.iter().flat_map(|v| &v.images);
    let count = all.clone().count();
    if count == 0 {
        return html! {};
    }
    html! {
        section.card aria-labelledby="images" {
            (parts::card_header("images", text::part_images(face.lang), parts::badge(Tone::Mute, count)))
            div.cb.thumbs { @for image in all.take(IMAGES_MAX) { (thumb(face, image)) } }
        }
    }
}
