//! What the clinic prints below every receipt, in both languages. It is text and never markup, so no note can spoil a paper;
//! a receipt keeps the note with which it was issued.

use crate::pages::pdf;
use crate::pay::clinic_of;
use crate::session::pages::Wanted;
use crate::session::tabs;
use crate::views::refused_whole;
use crate::{seen, text, views as room};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use ground::html::parts::card_header;
use ground::html::{Attempt, Button, Field, Look, post_form, textarea};
use ground::printer::Paper;
use ground::web::{Desk, Face, Fields, Form, Seen};
use maud::{Markup, html};
use papers::receipt::{Group, Line, Method, Part, Payer, Printed};

const CHARS_MAX: usize = 300;
const READ: &str = "SELECT key, value FROM setting WHERE key IN ('receipt_note_vi', 'receipt_note_en')";
const SET: &str =
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

/// The note in Vietnamese and in English; empty where there is none.
#[derive(Debug, Clone, Default)]
pub struct Note {
    pub vi: String,
    pub en: String,
}

/// The note as it is printed from now on.
pub fn of_today(tx: &mut Tx<'_>) -> Result<Note, DbError> {
    let mut note = Note::default();
    for (key, value) in tx.all::<(String, String)>(READ, &[])? {
        if key == "receipt_note_vi" { note.vi = value } else { note.en = value }
    }
    Ok(note)
}

fn set(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let (vi, en) = (fields.text("note_vi", CHARS_MAX), fields.text("note_en", CHARS_MAX));
    fields.check()?;
    tx.run_one(SET, &[&"receipt_note_vi", &vi])?;
    tx.run_one(SET, &[&"receipt_note_en", &en])?;
    Ok(who.note(tx, "set_receipt_note", "branch", who.branch.raw(), None, &vi)?)
}

/// `GET /cashier/receipt-note`.
pub async fn show(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Attempt::none()).await
}

async fn page(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| Ok((seen::room(tx, who)?, of_today(tx)?));
    desk.show_as(status, load, |face, (room, note)| {
        let main = view(face, &note, &attempt);
        Seen { title: text::receipt_note(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

/// `POST /cashier/receipt-note`.
pub async fn save(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        set(tx, who, &asked, lang)?;
        Ok("/cashier/receipt-note".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `GET /cashier/receipt-note/paper`: a receipt of nobody, as the clinic's would be printed now.
pub async fn preview(desk: Desk, wanted: Query<Wanted>) -> Response {
    let read = desk.read(|tx, _| Ok(of_today(tx)?)).await;
    let (face, note) = match read {
        Ok(read) => read,
        Err(stop) => return desk.stop(stop),
    };
    let mut facts = sample(&face, note).paper(desk.lang, face.zone());
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("copy".into(), true.into());
        facts.insert("size".into(), wanted.size.as_str().into());
    }
    let paper = if wanted.size == "80mm" { Paper::Receipt80mm } else { Paper::ReceiptA5 };
    pdf(&desk, paper, facts, "sample").await
}

fn sample(face: &Face, note: Note) -> Printed {
    let (l, price) = (face.lang, Money::from_minor(200_000));
    let line = Line {
        group: Group::Service,
        name_vi: text::receipt_note_service(Lang::Vi).to_owned(),
        name_en: text::receipt_note_service(Lang::En).to_owned(),
        unit: String::new(),
        quantity: Quantity::whole(1),
        unit_price: price,
        amount: price,
        discount: Money::ZERO,
        insured: Money::ZERO,
        vat_basis_points: None,
        by: face.who.name.clone(),
    };
    Printed {
        number: text::receipt_no_number(l).to_owned(),
        issued_at: face.now,
        clinic: clinic_of(&face.who),
        patient: Payer { name: text::receipt_note_patient(l).to_owned(), code: "BN-000000".to_owned() },
        lines: vec![line],
        charged: price,
        discount: Money::ZERO,
        discount_reason: String::new(),
        insured: Money::ZERO,
        payers: Vec::new(),
        total: price,
        earlier: Money::ZERO,
        paid: price,
        left: Money::ZERO,
        parts: vec![Part { method: Method::Cash, amount: price, reference: String::new() }],
        tendered: price,
        change: Money::ZERO,
        cashier: face.who.name.clone(),
        note_vi: note.vi,
        note_en: note.en,
    }
}

fn view(face: &Face, note: &Note, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let of = |name, label, value| Field { name, label, value, maxlength: 300, rows: 3, ..Field::default() };
    let save = Button {
        text: text::receipt_note_save(l),
        look: Look::Primary,
        submit: true,
        icon: "save",
        ..Button::default()
    };
    html! {
        div.page.narrow {
            (tabs(face, "/cashier/receipt-note"))
            section.card aria-labelledby="receipt-note-h" {
                (card_header("receipt-note-h", text::receipt_note(l), html! {
                    @for (size, word) in [("80mm", "80 mm"), ("a5", "A5"), ("a4", "A4")] {
                        a.btn.sm href={ "/cashier/receipt-note/paper?size=" (size) } target="_blank" rel="noopener" aria-label={ (text::receipt_note_see(l)) " " (word) } { (word) } " "
                    }
                }))
                div.cb.col {
                    p.sub { (text::receipt_note_how(l)) }
                    (post_form("/cashier/receipt-note", &face.key, html! {
                        (refused_whole(attempt, l))
                        (textarea(of("note_vi", text::receipt_note_vi(l), note.vi.as_str()), attempt, l))
                        (textarea(of("note_en", text::receipt_note_en(l), note.en.as_str()), attempt, l))
                        div { (save) }
                    }))
                }
            }
        }
    }
}
