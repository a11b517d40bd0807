use crate::{store, text};
use bricks::id::VisitId;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use ground::web::Form;
use papers::note;
use papers::visit::{self, Visit};

/// Adds a diagnosis behind the others: the code that was picked, or the only one that fits what was typed.
pub fn add(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form) -> Result<(), Stop> {
    let code = asked(tx, who, form)?;
    let visit = note::lock_to_write(tx, who, id)?;
    if !store::add_diagnosis(tx, who, id, (&code, form.has("preliminary")))? {
        return Err(Refusal::field("diagnosis", text::diagnosis_not_added_say(&code)).into());
    }
    audit(tx, who, &visit, "add_diagnosis", &code)?;
    Ok(())
}

fn asked(tx: &mut Tx<'_>, who: &Who, form: &Form) -> Result<String, Stop> {
    let picked = form.text("diagnosis");
    if !picked.is_empty() {
        return Ok(picked.to_owned());
    }
    let typed = form.text("diagnosis_text").trim();
    let found = if typed.is_empty() { Vec::new() } else { store::offered(tx, who, typed)? };
    let exact = found.iter().find(|d| d.code.eq_ignore_ascii_case(typed));
    match (exact, found.as_slice()) {
        (Some(one), _) | (None, [one]) => Ok(one.code.clone()),
        (None, []) => Err(Refusal::field("diagnosis", text::diagnosis_unknown_say()).into()),
        (None, several) => {
            let codes: Vec<&str> = several.iter().take(6).map(|d| d.code.as_str()).collect();
            Err(Refusal::field("diagnosis", text::choose_one_say(codes.join(", "))).into())
        }
    }
}

/// Takes a diagnosis away. One that is gone already is no mistake.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form) -> Result<(), Stop> {
    let code = form.text("code");
    let visit = note::lock_to_write(tx, who, id)?;
    if store::remove_diagnosis(tx, id, code)? {
        audit(tx, who, &visit, "remove_diagnosis", code)?;
    }
    Ok(())
}

/// One of the three changes of a diagnosis, named by the button: `main`, `stage` or `favourite` with its code.
pub fn change(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form) -> Result<(), Stop> {
    let favourite = form.text("favourite");
    if !favourite.is_empty() {
        visit::by_id(tx, who.branch, id)?;
        return if store::offered_code(tx, favourite)? {
            Ok(store::favour(tx, who, favourite)?)
        } else {
            Err(Stop::Missing)
        };
    }
    let visit = note::lock_to_write(tx, who, id)?;
    let (main, stage) = (form.text("main"), form.text("stage"));
    if !main.is_empty() && store::make_main(tx, id, main)? {
        audit(tx, who, &visit, "make_main_diagnosis", main)?;
    }
    if !stage.is_empty() && store::change_stage(tx, id, stage)? {
        audit(tx, who, &visit, "change_diagnosis_stage", stage)?;
    }
    Ok(())
}

fn audit(tx: &mut Tx<'_>, who: &Who, visit: &Visit, act: &'static str, code: &str) -> Result<(), DbError> {
    who.note(tx, act, "visit", visit.id.raw(), Some(visit.patient), code)
}
