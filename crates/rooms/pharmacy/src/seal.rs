//! A prescription on paper proves itself: its QR code says in plain letters what the paper says, with the house's signature over
//! it. Whoever has the house's public key checks that without any network; a paper that was changed, or made elsewhere, does
//! not pass. Papers from before carry a proof that the house alone can check.

use crate::store::{self, Head};
use crate::store_scan;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bricks::id::{BranchId, PrescriptionId};
use bricks::lang::Lang;
use bricks::text::fold;
use ground::access::paper_key;
use ground::access::proof::{self, Purpose};
use ground::catalog::{amount, medicine_name};
use ground::db::{Stop, Tx};
use papers::prescription::{self, Line, Numbered, PaperForm};

/// What the code begins with, now and before.
const MARK: &str = "KHAM2";
const OLD_MARK: &str = "KHAM1";
/// More letters make a code that no phone reads from a sheet of A5: names of medicines are cut shorter then.
const TEXT_CHARS_MAX: usize = 600;
const NAME_CHARS: std::ops::RangeInclusive<usize> = 4..=40;

/// The content of the QR code of one form: `KHAM2 <signature> <text>`.
pub fn seal(
    tx: &mut Tx<'_>,
    head: &Head,
    (form, numbered): (PaperForm, Option<&Numbered>),
    lines: &[Line],
) -> Result<String, Stop> {
    let text = text_of(head, numbered, &of_form(form, lines));
    let signature = paper_key::sign_paper(tx, &signed(&text))?;
    Ok(format!("{MARK} {} {text}", URL_SAFE_NO_PAD.encode(signature)))
}

fn of_form(form: PaperForm, lines: &[Line]) -> Vec<&Line> {
    lines.iter().filter(|line| PaperForm::of(&line.controlled) == form).collect()
}

/// The mark is signed too, so that a signature says nothing about any other text.
fn signed(text: &str) -> Vec<u8> {
    format!("{MARK} {text}").into_bytes()
}

/// `number|national code|day|patient|year of birth|doctor|medicine xAMOUNT;…`, in letters that every scanner types.
fn text_of(head: &Head, numbered: Option<&Numbered>, lines: &[&Line]) -> String {
    let number = numbered.map_or(head.number.as_str(), |n| n.number.as_str());
    let code = numbered.and_then(|n| n.national_code.as_deref()).unwrap_or("-");
    let before = [
        number.to_owned(),
        code.to_owned(),
        head.day.to_string(),
        plain(&head.patient_name),
        head.birth().year().to_string(),
        plain(&head.doctor()),
    ]
    .join("|");
    let mut widths = NAME_CHARS.rev().map(|width| told(lines, width));
    let fits = |told: &String| before.len() + 1 + told.len() <= TEXT_CHARS_MAX;
    let told = widths.clone().find(fits).or_else(|| widths.next_back()).unwrap_or_default();
    format!("{before}|{told}")
}

/// Names may be cut; strengths and amounts never are.
fn told(lines: &[&Line], width: usize) -> String {
    let of = |line: &&Line| {
        let name: String = plain(&line.generic_vi).chars().take(width).collect();
        let strength = plain(&medicine_name(Lang::Vi, ("", ""), &line.strength));
        let amount = plain(&amount(Lang::Vi, line.quantity, &line.dispense_unit));
        format!("{} {strength} x{amount}", name.trim()).replace("  ", " ")
    };
    lines.iter().map(of).collect::<Vec<_>>().join(";")
}

/// In ASCII, without the marks that part the text, and with one space between words.
fn plain(text: &str) -> String {
    let letter = |c: char| match c {
        '|' | ';' => ' ',
        'µ' | 'μ' => 'u',
        c if c.is_ascii_graphic() || c == ' ' => c,
        c => {
            let folded = fold(&c.to_string()).chars().next().filter(char::is_ascii_alphanumeric).unwrap_or(' ');
            if c.is_uppercase() { folded.to_ascii_uppercase() } else { folded }
        }
    };
    let plain: String = text.chars().map(letter).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a signed paper says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub number: String,
    /// `-` where there is none.
    pub national_code: String,
    /// As `2026-11-24`.
    pub day: String,
    pub patient: String,
    pub birth_year: String,
    pub doctor: String,
    pub medicines: Vec<String>,
}

/// What a code says, if the house with this public key signed it; asks nobody.
pub fn open(public_key: &[u8], typed: &str) -> Option<Said> {
    let text = signed_text(public_key, typed)?;
    let parts: Vec<&str> = text.split('|').collect();
    let [number, national_code, day, patient, birth_year, doctor, medicines] = *parts.as_slice() else { return None };
    Some(Said {
        number: number.to_owned(),
        national_code: national_code.to_owned(),
        day: day.to_owned(),
        patient: patient.to_owned(),
        birth_year: birth_year.to_owned(),
        doctor: doctor.to_owned(),
        medicines: medicines.split(';').map(str::to_owned).collect(),
    })
}

fn signed_text(public_key: &[u8], typed: &str) -> Option<String> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let (mark, rest) = words.split_first().filter(|(mark, _)| **mark == MARK)?;
    let (signature, text) = rest.split_first()?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    let text = text.join(" ");
    let whole = format!("{mark} {text}");
    paper_key::is_signed_by(public_key, whole.as_bytes(), &signature).then_some(text)
}

/// The prescription of this branch that a scanned code proves, with the medicines that still stand on it; `None` for
/// anything else.
pub fn check(tx: &mut Tx<'_>, branch: BranchId, typed: &str) -> Result<Option<PrescriptionId>, Stop> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    if let [OLD_MARK, number, proof] = *words.as_slice() {
        return check_old(tx, branch, number, proof);
    }
    let key = paper_key::public_key(tx)?;
    let Some(said) = open(&key, typed) else { return Ok(None) };
    let id = match store_scan::by_form(tx, branch, &said.number)? {
        Some(id) => Some(id),
        None => store_scan::by_number(tx, branch, &said.number)?,
    };
    let Some(id) = id else { return Ok(None) };
    let lines = prescription::lines(tx, id)?;
    let is_it = PaperForm::ALL.iter().any(|form| {
        let lines = of_form(*form, &lines);
        !lines.is_empty() && NAME_CHARS.into_iter().any(|width| told(&lines, width) == said.medicines.join(";"))
    });
    Ok(is_it.then_some(id))
}

/// A paper from before: the house's own proof over everything that a change of the paper would change.
fn check_old(tx: &mut Tx<'_>, branch: BranchId, number: &str, proof: &str) -> Result<Option<PrescriptionId>, Stop> {
    let Some(id) = store_scan::by_number(tx, branch, number)? else { return Ok(None) };
    let (head, lines) = (store::head(tx, branch, id)?, prescription::lines(tx, id)?);
    match proof::demand(tx, Purpose::PrescriptionPaper, &old_content(&head, &lines), proof) {
        Ok(()) => Ok(Some(id)),
        Err(Stop::Missing) => Ok(None),
        Err(stop) => Err(stop),
    }
}

pub(crate) fn old_content(head: &Head, lines: &[Line]) -> String {
    let issued = head.issued_at.map(bricks::clock::Instant::millis).unwrap_or_default();
    let mut said = format!("{} {} {issued}", head.number, head.patient);
    for line in lines {
        let doses = [line.morning, line.noon, line.evening, line.night].map(bricks::quantity::Quantity::milli);
        let weekday = line.weekday.unwrap_or_default();
        let quantity = line.quantity.milli();
        said.push_str(&format!("|{} {doses:?} {} {} {weekday} {quantity}", line.code, line.first_day, line.days));
    }
    said
}
