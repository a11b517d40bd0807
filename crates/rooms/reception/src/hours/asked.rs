use crate::asked::REASON_MAX;
use crate::rules::place;
use crate::text;
use bricks::clock::{Day, Instant, Zone};
use bricks::id::ResourceId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::web::{Fields, Form};
use papers::schedule::{self, Daily, DayKind, HolidayRow, LeaveKind, NewLeave};

/// So many stretches a weekday may have.
pub const STRETCHES: i64 = 3;
const NAME_MAX: usize = 80;

/// The names of a stretch's two fields.
pub fn stretch_fields(weekday: i64, number: i64) -> (String, String) {
    (format!("w{weekday}-{number}-from"), format!("w{weekday}-{number}-to"))
}

/// The end of a stretch: midnight is the end of the day.
fn end_minute(typed: &str) -> Option<i64> {
    place::minute(typed).map(|minute| if minute == 0 { 1440 } else { minute })
}

/// The hours of the seven days; a stretch with only one of its times is refused at `hours`.
pub fn week(form: &Form, lang: Lang) -> Result<Vec<Vec<(i64, i64)>>, Refusal> {
    let mut fields = Fields::new(form, lang);
    let mut week = Vec::new();
    for weekday in 1..=7 {
        let mut of_day = Vec::new();
        for number in 1..=STRETCHES {
            let (from, to) = stretch_fields(weekday, number);
            let (from, to) = (form.text(&from).trim(), form.text(&to).trim());
            match (place::minute(from), end_minute(to)) {
                (Some(from), Some(to)) => of_day.push((from, to)),
                _ if from.is_empty() && to.is_empty() => {}
                _ => fields.refuse("hours", text::hours_half_say()),
            }
        }
        week.push(of_day);
    }
    fields.check()?;
    Ok(week)
}

/// A leave: whole days, or from a time to a time; what is wrong with its end is told with what is wrong besides.
pub fn leave(
    form: &Form,
    resource: ResourceId,
    (zone, now): (&Zone, Instant),
    lang: Lang,
) -> Result<NewLeave, Refusal> {
    let mut fields = Fields::new(form, lang);
    let kind = fields.choice("kind", LeaveKind::parse);
    let (from_day, to_day) = (fields.required_day("from_day"), fields.required_day("to"));
    let from_minute = minute_or(&mut fields, form, "from_time", 0);
    let to_minute = minute_or(&mut fields, form, "to_time", 1440);
    let reason = fields.line("reason", REASON_MAX);
    let at = |day: Day, minute: i64| -> Instant { zone.instant_of(day, minute) };
    let span = from_day.zip(to_day).map(|(from, to)| (at(from, from_minute), at(to, to_minute)));
    if let Some(say) = span.and_then(|span| schedule::leave_trouble(span, now, zone)) {
        fields.refuse("to", say);
    }
    fields.check()?;
    let whole = kind.zip(from_day).zip(to_day).ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    let ((kind, from_day), to_day) = whole;
    Ok(NewLeave { resource, kind, from: at(from_day, from_minute), to: at(to_day, to_minute), reason })
}

/// A time that may be left out.
fn minute_or(fields: &mut Fields<'_>, form: &Form, field: &'static str, otherwise: i64) -> i64 {
    let typed = form.text(field).trim();
    if typed.is_empty() {
        return otherwise;
    }
    place::minute(typed).unwrap_or_else(|| {
        fields.refuse(field, text::time_unreadable_say());
        otherwise
    })
}

/// The hours of one day.
pub fn daily(form: &Form, resource: ResourceId, lang: Lang) -> Result<Daily, Refusal> {
    let mut fields = Fields::new(form, lang);
    let day = fields.required_day("day");
    let kind = fields.choice("day_kind", DayKind::parse);
    let (from, to) = (place::minute(form.text("day_from")), end_minute(form.text("day_to")));
    for (field, read) in [("day_from", from), ("day_to", to)] {
        if read.is_none() {
            fields.refuse(field, text::time_unreadable_say());
        }
    }
    fields.check()?;
    let whole = day.zip(kind).zip(from).zip(to).ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    let (((day, kind), from_minute), to_minute) = whole;
    Ok(Daily { resource, day, from_minute, to_minute, kind })
}

/// A public day off.
pub fn holiday(form: &Form, lang: Lang) -> Result<HolidayRow, Refusal> {
    let mut fields = Fields::new(form, lang);
    let day = fields.required_day("day");
    let name_vi = fields.required_line("name_vi", NAME_MAX);
    let name_en = fields.line("name_en", NAME_MAX);
    fields.check()?;
    let day = day.ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    let name_en = if name_en.is_empty() { name_vi.clone() } else { name_en };
    Ok(HolidayRow { day, name_vi, name_en, closed: form.has("closed") })
}
