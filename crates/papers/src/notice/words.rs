//! What news say: a line, short by SMS, in a letter by email, and as single facts for the templates of Zalo.

use super::Cause;
use super::store::Person;
use crate::message::{self, Channel, Kind, NewText};
use crate::text;
use bricks::clock::{Instant, Zone, show_day, show_time, weekday_name};
use bricks::lang::Lang;
use ground::access::Who;

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// The website took it in, and the clinic has still to accept it.
    Asked,
    Booked,
    /// From this time, or from another doctor at the same.
    Moved(Instant),
    Cancelled(Instant),
    Reminder,
}

impl News {
    pub(super) fn kind(self) -> Kind {
        match self {
            News::Asked | News::Booked => Kind::Confirmation,
            News::Moved(_) => Kind::Change,
            News::Cancelled(_) => Kind::Cancellation,
            News::Reminder => Kind::Reminder,
        }
    }
}

/// `10:00, Thứ Tư 25/11/2026`.
pub fn when(at: Instant, zone: &Zone, l: Lang) -> String {
    let day = zone.day_of(at);
    format!("{}, {} {}", show_time(at, zone), weekday_name(day, l), show_day(day, l))
}

/// A message's words, before its channel is known.
pub(super) struct Said {
    pub(super) kind: Kind,
    pub(super) subject: String,
    pub(super) line: String,
    /// The time before, where there was one.
    pub(super) was: String,
}

pub(super) fn say(who: &Who, of: &Person, (news, cause): (News, Cause), l: Lang) -> Said {
    let (zone, clinic) = (who.zone(), &who.clinic);
    let (is, doctor) = (when(of.starts_at, zone, l), of.titled_doctor());
    let was = match news {
        News::Moved(at) | News::Cancelled(at) => when(at, zone, l),
        _ => String::new(),
    };
    let booked = text::notice_booked_subject(l, &clinic.name, &is);
    let (subject, line) = match (news, cause) {
        (News::Asked, _) => (booked, text::notice_asked(l, &doctor, &is)),
        (News::Booked, _) => (booked, text::notice_booked(l, &doctor, &is)),
        (News::Reminder, _) => {
            (text::notice_reminder_subject(l, &clinic.name, &is), text::notice_reminder(l, &doctor, &is))
        }
        (News::Moved(at), _) if at == of.starts_at => (booked, text::notice_doctor(l, &doctor, &is)),
        (News::Moved(_), Cause::Clinic) => (booked, text::notice_moved_by_clinic(l, &doctor, &was, &is)),
        (News::Moved(_), _) => (booked, text::notice_moved(l, &doctor, &was, &is)),
        (News::Cancelled(_), cause) => {
            let line = match cause {
                Cause::Desk => text::notice_cancelled(l, &was),
                Cause::Clinic => text::notice_cancelled_by_clinic(l, &clinic.phone, &was),
                Cause::Patient => text::notice_cancelled_by_patient(l, &was),
                Cause::Declined => text::notice_declined(l, &clinic.phone, &was),
            };
            (text::notice_cancelled_subject(l, &clinic.name, &was), line)
        }
    };
    Said { kind: news.kind(), subject, line, was }
}

impl Said {
    /// The whole message for one channel.
    pub(super) fn text(
        self,
        (of, who, lang): (&Person, &Who, Lang),
        (channel, address): (Channel, String),
        link: &str,
        (occurrence_id, due_at): (i64, Instant),
    ) -> NewText {
        let clinic = &who.clinic;
        let (doctor, time) = (of.titled_doctor(), when(of.starts_at, who.zone(), lang));
        let facts = message::facts(&[
            ("customer_name", &of.name),
            ("clinic", &clinic.name),
            ("phone", &clinic.phone),
            ("doctor", &doctor),
            ("time", &time),
            ("old_time", &self.was),
            ("link", link),
        ]);
        let line = self.line.as_str();
        let body = match (channel, link) {
            (Channel::Email, "") => {
                text::notice_letter(lang, &clinic.address, &clinic.name, line, &of.name, &clinic.phone)
            }
            (Channel::Email, link) => {
                text::notice_letter_link(lang, &clinic.address, &clinic.name, line, link, &of.name, &clinic.phone)
            }
            (Channel::Sms | Channel::Zalo, "") => text::notice_short(lang, &clinic.name, line),
            (Channel::Sms | Channel::Zalo, link) => text::notice_short_link(lang, &clinic.name, line, link),
        };
        NewText {
            kind: self.kind,
            channel,
            occurrence_id,
            patient: Some(of.patient),
            address,
            lang,
            subject: self.subject,
            body,
            facts,
            due_at,
        }
    }
}
