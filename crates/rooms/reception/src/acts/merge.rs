use super::patient;
use crate::rules::merging::{self, Part, Side};
use crate::store::merge::{self as store, NewMerge};
use crate::text;
use bricks::id::{MergeId, PatientId};
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::people;
use ground::web::Form;

fn conflict<T>(say: bricks::say::Say) -> Result<T, Stop> {
    Err(Refusal::conflict(say).into())
}

/// Makes two profiles one: everything of `loser` becomes the winner's, whose words are put together as chosen, and the
/// loser's code finds the winner from now on. Refused when one of them was changed since the form was drawn, was merged
/// already, or when both are in the house.
pub fn merge(tx: &mut Tx<'_>, who: &Who, winner: PatientId, form: &Form) -> Result<MergeId, Stop> {
    let Ok(loser) = form.text("with").parse::<PatientId>() else {
        return Err(Refusal::field("with", ground::text::field_choose_say()).into());
    };
    if loser == winner {
        return Err(Refusal::field("with", text::merge_same_say()).into());
    }
    store::lock(tx, winner, loser)?;
    let (kept, gone) = (patient(tx, who, winner)?, patient(tx, who, loser)?);
    if kept.merged_into.is_some() || gone.merged_into.is_some() {
        return conflict(text::merge_already_say());
    }
    let version = |field: &str| form.text(field).parse::<i64>().ok();
    if version("winner_version") != Some(kept.version) || version("loser_version") != Some(gone.version) {
        return conflict(ground::text::patient_changed_say());
    }
    if store::open_visits(tx, winner, loser)? > 1 {
        return conflict(text::merge_both_inside_say());
    }
    let choice = |part: Part| {
        let asked = Side::parse(form.text(part.field())).filter(|s| *s != Side::Both || part.can_be_both());
        asked.unwrap_or_else(|| merging::offered(part, &kept, &gone))
    };
    let profile = merging::merged(&kept, &gone, choice);
    let id = MergeId::from_raw(tx.new_id());
    let winner_version = kept.version + 1;
    store::insert(tx, &NewMerge { id, branch: who.branch, staff: who.staff, winner, loser, winner_version })?;
    store::give(tx, id, loser, winner)?;
    if !store::mark(tx, loser, winner)? {
        return conflict(text::merge_already_say());
    }
    people::update(tx, who, winner, kept.version, &profile)?;
    people::rewrite_words(tx, loser)?;
    who.note(tx, "merge_patients", "merge", id.raw(), Some(winner), &gone.code)?;
    who.note(tx, "merge_patients", "merge", id.raw(), Some(loser), &kept.code)?;
    announce(tx, winner, loser);
    Ok(id)
}

/// Takes a merge back. The loser gets its own again: the rows that changed hands, and what has been done since on its visits
/// and bookings. Allergies written down since stay with both. What else was begun for the winner after the merge stays with the winner, and so do the winner's words when
/// somebody changed them after the merge; else they are as before. Only the version of the profile goes on, so that a form
/// drawn in between is still refused. Refused while a later merge of the winner stands.
pub fn undo(tx: &mut Tx<'_>, who: &Who, id: MergeId) -> Result<PatientId, Stop> {
    let merge = store::by_id(tx, who.branch, id)?;
    let (winner, loser) = (merge.winner, merge.loser);
    store::lock(tx, winner, loser)?;
    if !store::end(tx, id, who.staff)? {
        return conflict(text::merge_undone_already_say());
    }
    if !store::unmark(tx, loser, winner)? {
        return conflict(text::merge_later_first_say());
    }
    store::give_back(tx, id, winner, loser)?;
    papers::safety::part(tx, who, winner, loser, merge.merged_at)?;
    people::keep_allergies(tx, who, merge.winner, None)?;
    store::put_before(tx, &merge)?;
    people::rewrite_words(tx, winner)?;
    people::rewrite_words(tx, loser)?;
    who.note(tx, "undo_merge", "merge", id.raw(), Some(winner), &merge.loser_code)?;
    who.note(tx, "undo_merge", "merge", id.raw(), Some(loser), &merge.winner_code)?;
    announce(tx, winner, loser);
    Ok(winner)
}

fn announce(tx: &mut Tx<'_>, winner: PatientId, loser: PatientId) {
    tx.announce(Topic::Queue);
    tx.announce(Topic::Diary);
    tx.announce(Topic::Patient(winner));
    tx.announce(Topic::Patient(loser));
}
