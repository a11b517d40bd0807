//! The words, icons and tones of what the reception shows.

use crate::rules::coming::Status;
use crate::text;
use bricks::age::show_age;
use bricks::clock::Day;
use bricks::lang::Lang;
use bricks::phone::Phone;
use ground::html::Tone;
use ground::people::Patient;
use papers::appointment::{ChangeKind, Confirmation, Source};
use papers::journey::Station;
use papers::message::Channel;
use papers::queue::Wait;
use papers::schedule::department::code_of;

pub fn status_word(status: Status, l: Lang) -> &'static str {
    match status {
        Status::Booked => text::status_booked(l),
        Status::Late => text::status_late(l),
        Status::Arrived => text::status_arrived(l),
        Status::InRoom => text::status_in_room(l),
        Status::Tests => text::status_tests(l),
        Status::Done => text::status_done(l),
        Status::Left => text::status_left(l),
        Status::Absent => text::status_absent(l),
    }
}

pub fn status_tone(status: Status) -> Tone {
    match status {
        Status::Booked => Tone::Info,
        Status::Late => Tone::Bad,
        Status::Arrived => Tone::Wait,
        Status::InRoom => Tone::Room,
        Status::Tests => Tone::Test,
        Status::Done => Tone::Ok,
        Status::Left | Status::Absent => Tone::Mute,
    }
}

pub fn status_icon(status: Status) -> &'static str {
    match status {
        Status::Booked => "calendar-check",
        Status::Late => "clock-alert",
        Status::Arrived => "map-pin-check",
        Status::InRoom => "stethoscope",
        Status::Tests => "flask-conical",
        Status::Done => "check",
        Status::Left => "door-open",
        Status::Absent => "user-x",
    }
}

pub fn station_tone(station: Station) -> Tone {
    match station.tone() {
        "info" => Tone::Info,
        "wait" => Tone::Wait,
        "room" => Tone::Room,
        "test" => Tone::Test,
        "ok" => Tone::Ok,
        _ => Tone::Mute,
    }
}

/// The class of so long a waiting.
pub fn wait_class(wait: Wait) -> &'static str {
    match wait {
        Wait::Short => "num sm mut",
        Wait::Long => "num sm warn b",
        Wait::TooLong => "num sm bad b",
    }
}

/// `P.101`, `Rm 101`; a room with a name of its own keeps it.
pub fn room(name: &str, l: Lang) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { text::room_short(l, name) } else { name.to_owned() }
}

/// A doctor's speciality: in Vietnamese as the clinic wrote it, in English by the department it tells of.
pub fn department(speciality: &str, l: Lang) -> &str {
    match code_of(speciality) {
        Some(code) if l == Lang::En || code == speciality => department_word(code, l),
        _ => speciality,
    }
}

fn department_word(code: &str, l: Lang) -> &str {
    match code {
        "internal" => text::department_internal(l),
        "paediatrics" => text::department_paediatrics(l),
        "ent" => text::department_ent(l),
        "obstetrics" => text::department_obstetrics(l),
        "dental" => text::department_dental(l),
        "dermatology" => text::department_dermatology(l),
        _ => text::department_general(l),
    }
}

/// Where a patient in the house is, in few words.
pub fn station(station: Station, l: Lang) -> &'static str {
    match station {
        Station::Vitals => text::station_vitals(l),
        Station::Doctor => text::station_doctor(l),
        Station::InRoom => text::status_in_room(l),
        Station::Tests => text::status_tests(l),
        Station::DoctorWithResults => text::station_results(l),
        Station::Pharmacy | Station::Cashier | Station::Owes | Station::Done | Station::Left => station.text(l),
    }
}

pub fn confirmation(confirmation: Confirmation, l: Lang) -> &'static str {
    match confirmation {
        Confirmation::None => text::confirmation_none(l),
        Confirmation::Asked => text::confirmation_asked(l),
        Confirmation::Confirmed => text::confirmation_confirmed(l),
        Confirmation::Declined => text::confirmation_declined(l),
    }
}

pub fn change(kind: ChangeKind, l: Lang) -> &'static str {
    match kind {
        ChangeKind::Move => text::change_move(l),
        ChangeKind::Stretch => text::change_stretch(l),
        ChangeKind::Confirmation => text::change_confirmation(l),
        ChangeKind::Cancel => text::change_cancel(l),
        ChangeKind::NoShow => text::change_no_show(l),
        ChangeKind::Undo => text::change_undo(l),
    }
}

pub fn source(source: Source, l: Lang) -> &'static str {
    match source {
        Source::Phone => text::source_phone(l),
        Source::InPerson => text::source_in_person(l),
        Source::Website => text::source_website(l),
        Source::FollowUp => text::source_follow_up(l),
    }
}

/// `0903 118 264` of what is stored.
pub fn phone(e164: &str) -> String {
    Phone::parse(e164).map_or_else(|_| e164.to_owned(), |p| p.show())
}

/// `Nữ · 54 tuổi · 12/03/1972 · BN-000123`.
pub fn patient_line(patient: &Patient, today: Day, l: Lang) -> String {
    let (sex, age) = (patient.sex().word(l), show_age(patient.birth(), today, l));
    format!("{sex} · {age} · {} · {}", patient.birth().show(l), patient.code)
}

/// How a message travels.
pub fn channel(channel: Channel, l: Lang) -> &'static str {
    match channel {
        Channel::Email => text::channel_email(l),
        Channel::Sms => text::channel_sms(l),
        Channel::Zalo => text::channel_zalo(l),
    }
}
