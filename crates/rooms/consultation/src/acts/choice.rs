use super::amendment;
use super::note::{Written, stale, write_chosen};
use crate::{store, text};
use bricks::clock::Instant;
use bricks::id::VisitId;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::Form;
use papers::note;
use papers::visit;

/// Which of two texts was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The one that was kept aside is the note now.
    Kept,
    /// The one that was kept aside is in the asker's amendment: the note is signed.
    Amendment,
    /// The note stays as it stands; the other one is forgotten.
    Standing,
}

impl Taken {
    /// The word by which addresses and the audit name it.
    pub fn code(self) -> &'static str {
        match self {
            Taken::Kept => "kept",
            Taken::Amendment => "amendment",
            Taken::Standing => "standing",
        }
    }

    pub fn parse(code: &str) -> Option<Taken> {
        [Taken::Kept, Taken::Amendment, Taken::Standing].into_iter().find(|taken| taken.code() == code)
    }
}

/// Takes one of two texts as the page showed them side by side. Refused when either of them changed since, and when the
/// choice was made already; then both are shown anew.
pub fn choose(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form) -> Result<Taken, Stop> {
    let page = form.text("page");
    let visit = visit::lock(tx, who.branch, id)?;
    let shown = form.text("kept_at").parse().ok().map(Instant::from_millis);
    let kept = store::aside(tx, who, id, page)?.filter(|kept| Some(kept.kept_at) == shown);
    let kept = kept.ok_or_else(|| Refusal::conflict(text::aside_gone_say()))?;
    let stands = store::saved_note(tx, id)?;
    let version = stands.as_ref().map_or(0, |s| s.version);
    if form.text("version") != version.to_string() {
        return Err(stale(tx, who, id)?);
    }
    let taken = match (form.text("choice"), note::latest(tx, id)?) {
        ("standing", _) => Taken::Standing,
        ("kept", Some(latest)) => {
            amendment::begin(tx, who, id, latest, kept.texts())?;
            Taken::Amendment
        }
        ("kept", None) => {
            note::lock_to_write(tx, who, id)?;
            if let Written::Late = write_chosen(tx, who, id, stands.as_ref(), kept.texts())? {
                return Err(stale(tx, who, id)?);
            }
            Taken::Kept
        }
        _ => return Err(Stop::Missing),
    };
    store::drop_aside(tx, who, id, page)?;
    let detail = format!("{} · {version}", taken.code());
    who.note(tx, "choose_note", "visit", id.raw(), Some(visit.patient), &detail)?;
    tx.announce(Topic::Visit(id));
    Ok(taken)
}
