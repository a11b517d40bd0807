//! One function an act: load, decide, write, audit, inside one transaction. All are right under READ COMMITTED: each
//! begins by locking the visit's row, or with one guarded update.

mod amendment;
mod asking;
mod call;
mod certificates;
mod choice;
mod closure;
mod diagnoses;
mod follow_up;
mod hand_over;
mod import;
mod law;
mod note;
mod order_sets;
mod orders;
mod prescription;
mod prescription_templates;
mod question;
mod review;
mod safety;
mod templates;
mod transfer_letter;
mod twice;
mod vitals;
mod withdrawal;

pub use amendment::{ADDED, AmendmentDrafted, amend, draft_amendment, drop_amendment};
pub use call::{call_again, call_in, call_next, put_back};
pub use certificates::{issue as issue_certificate, void as void_certificate};
pub use choice::{Taken, choose as choose_note};
pub use closure::finish;
pub use diagnoses::{add as add_diagnosis, change as change_diagnosis, remove as remove_diagnosis};
pub use follow_up::{asked_day, book as book_follow_up, offers, remove as remove_follow_up};
pub use hand_over::hand_over;
pub use import::import;
pub use law::{limit_field, note_child, set_rules};
pub use note::{Drafted, copy as copy_note, draft as draft_note, keep_aside, save as save_note};
pub use order_sets::{put as put_order_set, remove as remove_order_set, set_payment};
pub use orders::{LINE_PREFIX, SET_PREFIX, cancel as cancel_order, look_up, place as place_order};
pub use prescription::{
    ReadLine, choose_language, favour as favour_medicine, patients_lang, put as put_line, read_line,
    remove as remove_line, repeat as repeat_prescription, typed as typed_line,
};
pub use prescription_templates::{
    keep as keep_prescription, prescribe as prescribe_template, put as put_prescription_template,
    remove as remove_prescription_template,
};
pub use question::answer as answer_question;
pub use review::{review, see_refusals};
pub use safety::{add_allergy, note_facts, override_line, remove_allergy};
pub use templates::{PARTS, put as put_template, remove as remove_template};
pub use twice::{OnList, on_list};
pub use vitals::{put_first, record as record_vitals, see_again};
pub use withdrawal::{issue_anew, prescribe_after, withdraw};
