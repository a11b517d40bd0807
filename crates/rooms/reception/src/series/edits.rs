//! One, the following or all appointments of a series are moved or cancelled together, and the patient is told once.

use super::acts::{OFFERED, Planned, SKIP, choice_of, chosen_time, of_day, room_of};
use super::asked::{self, Reach};
use crate::asked::knowing;
use crate::text;
use bricks::clock::{Instant, days_between};
use bricks::id::{ResourceId, SeriesId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::Form;
use papers::appointment::{self, Asked as Move, Place, State};
use papers::notice::{self, Cause};
use papers::series::{self, Fit, MemberRow};

/// The appointments to come that an act is for.
fn reached(tx: &mut Tx<'_>, who: &Who, id: SeriesId, reach: Reach) -> Result<Vec<MemberRow>, Stop> {
    let (now, all) = (tx.now(), series::members(tx, who.branch, id)?);
    let from = match reach {
        Reach::One(member) | Reach::Following(member) => {
            all.iter().find(|m| m.id == member).ok_or(Stop::Missing)?.starts_at
        }
        Reach::All => now,
    };
    let is_meant = |m: &MemberRow| match reach {
        Reach::One(member) => m.id == member,
        Reach::Following(_) | Reach::All => m.starts_at >= from && m.starts_at >= now,
    };
    let meant: Vec<MemberRow> = all.into_iter().filter(|m| m.state == State::Booked && is_meant(m)).collect();
    if meant.is_empty() { Err(Refusal::conflict(text::series_nothing_say()).into()) } else { Ok(meant) }
}

/// Cancels one, the following or all appointments to come of a series.
pub fn cancel(tx: &mut Tx<'_>, who: &Who, id: SeriesId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let (reach, reason) = asked::ending(form, lang)?;
    let mut changed = Vec::new();
    for member in reached(tx, who, id, reach)? {
        let before = appointment::lock(tx, who.branch, member.id)?;
        let after = appointment::cancel(tx, who, member.id, &reason)?;
        changed.push((before, after));
    }
    notice::changed_together(tx, who, &changed, Cause::Desk)
}

/// Where appointments of a series are to go.
struct Edit {
    doctor: ResourceId,
    room: ResourceId,
    minute: i64,
    members: Vec<MemberRow>,
}

fn edit(tx: &mut Tx<'_>, who: &Who, id: SeriesId, form: &Form, lang: Lang) -> Result<Edit, Stop> {
    let (reach, minute, doctor) = asked::moving(form, lang)?;
    Ok(Edit { doctor, room: room_of(tx, who, doctor)?, minute, members: reached(tx, who, id, reach)? })
}

impl Edit {
    /// How each new time stands to hours and to the bookings of others.
    fn planned(&self, tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Planned>, Stop> {
        let (zone, now) = (who.zone(), tx.now());
        let day = |m: &MemberRow| zone.day_of(m.starts_at);
        let days = self.members.first().map(day).zip(self.members.last().map(day));
        let service = self.members.first().map(|m| m.service);
        let Some(((first, last), service)) = days.zip(service) else { return Ok(Vec::new()) };
        let minutes = self.members.iter().map(|m| m.duration_minutes).max().unwrap_or_default();
        let span = days_between(first, last) + 8;
        let table = series::timetable(tx, zone, (self.doctor, self.room), (first, span), (service, minutes))?;
        let plan = self.members.iter().map(|member| {
            let (day, own) = (day(member), member.starts_at.plus_minutes(member.duration_minutes));
            let at = zone.instant_of(day, self.minute);
            let own = (member.doctor == self.doctor).then_some((member.starts_at, own));
            let fit = if at < now { Fit::Closed(text::time_past_say()) } else { table.fit_but(at, zone, own) };
            let offers = if fit == Fit::Free { Vec::new() } else { table.nearest(at, OFFERED, |_| true) };
            Planned { day, at, fit, elsewhere: None, offers }
        });
        Ok(plan.collect())
    }
}

/// The appointments that cannot go where the form wants them, with other times for each.
pub fn conflicts(tx: &mut Tx<'_>, who: &Who, id: SeriesId, form: &Form, lang: Lang) -> Result<Vec<Planned>, Stop> {
    let planned = edit(tx, who, id, form, lang)?.planned(tx, who)?;
    Ok(planned.into_iter().filter(|each| each.fit != Fit::Free).collect())
}

/// Moves one, the following or all appointments to come to another time of their days or another doctor, all or nothing.
/// A conflict while one that does not fit is neither left where it is nor given another time.
pub fn move_to(tx: &mut Tx<'_>, who: &Who, id: SeriesId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let edit = edit(tx, who, id, form, lang)?;
    let planned = edit.planned(tx, who)?;
    let mut moves: Vec<(MemberRow, Instant)> = Vec::new();
    let mut open = 0_i64;
    for (member, each) in edit.members.into_iter().zip(&planned) {
        match form.text(&choice_of(each.day)) {
            SKIP => {}
            "" if each.fit == Fit::Free => moves.push((member, each.at)),
            "" => open += 1,
            chosen => moves.push((member, chosen_time(chosen, who)?)),
        }
    }
    if open > 0 {
        let words = |l| text::series_edit_open(l, open);
        return Err(Refusal::conflict(Say::new(words(Lang::Vi), words(Lang::En))).into());
    }
    let service = moves.first().map(|(row, _)| row.service);
    let knowing = service.map(|service| knowing(form, edit.doctor, service)).unwrap_or_default();
    let asked = Move { knowing, ..Move::default() };
    let mut changed = Vec::new();
    for (row, starts_at) in moves {
        let to = Place { doctor: edit.doctor, room: edit.room, starts_at, duration_minutes: row.duration_minutes };
        let before = appointment::lock(tx, who.branch, row.id)?;
        let day = who.day_of(row.starts_at);
        let after = appointment::move_to(tx, who, row.id, &to, asked).map_err(|stop| of_day(stop, day))?;
        changed.push((before, after));
    }
    notice::changed_together(tx, who, &changed, Cause::Desk)
}
