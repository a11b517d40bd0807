//! The handlers: read or act, then draw.

mod call;
mod certificates;
mod chart;
mod import;
mod law;
mod note;
mod order_sets;
mod parts;
mod prescription_templates;
mod queue;
mod safety;
mod search;
mod shelf;
mod templates;
mod vitals;

pub use call::{call, call_again, call_next, hand_over, put_back};
pub use certificates::{
    issue as issue_certificate, list as certificates, paper as certificate_paper, void as void_certificate,
};
#[cfg(test)]
pub(crate) use chart::load as load_chart;
pub use chart::{
    add_diagnosis, answer, book_follow_up, cancel_order, change_diagnosis, chart, choose_language, close,
    favour_medicine, issue_anew, place_order, prescribe_after, put_line, remove_diagnosis, remove_follow_up,
    remove_line, repeat_prescription, review, see_refusals, withdraw,
};
pub use import::{diagnosis_list, import_diagnoses};
pub use law::{note_child, rules as prescribing_rules, set_rules as set_prescribing_rules};
pub use note::{
    amend, choose as choose_note, copy as copy_note, draft as draft_note, draft_amendment, drop_amendment, presence,
    save as save_note,
};
pub use order_sets::{
    list as order_sets, one as order_set, put as put_order_set, remove as remove_order_set, services as services_page,
    set_payment,
};
pub use parts::{history, line, next, parts};
pub use prescription_templates::{
    keep as keep_prescription, list as prescription_templates, one as prescription_template,
    prescribe as prescribe_template, put as put_prescription_template, remove as remove_prescription_template,
};
pub use queue::{fragment as queue_fragment, queue};
pub use safety::{add_allergy, allergens, note_facts, override_line, remove_allergy};
pub use search::{diagnoses, doctors, medicines, services};
pub use templates::{
    list as templates, one as template, put as put_template, remove as remove_template, search as find_templates,
};
pub use vitals::{body_mass, put_first, record as record_vitals, see_again, vitals};
