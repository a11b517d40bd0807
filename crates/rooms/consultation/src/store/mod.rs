//! What the consultation reads and writes: one statement a function.

mod amendment;
mod aside;
mod certificates;
mod chart;
mod diagnoses;
mod history;
mod import;
mod medicines;
mod note;
mod order_sets;
mod orders;
mod prescription;
mod prescription_templates;
mod queue;
mod templates;
mod vitals;

pub use amendment::{AmendmentDraft, amendment, drop_amendment, put_amendment, written_codes};
pub use aside::{Aside, aside, asides, drop_aside, keep_aside};
pub use certificates::{person, signed_diagnoses};
pub use chart::{Head, head};
pub use diagnoses::{
    Diagnosed, Offered, add_diagnosis, change_stage, diagnoses, favour, make_main, offered, offered_code,
    remove_diagnosis,
};
pub use history::{CONCLUSION, DIAGNOSIS, EARLIER_SHOWN, Earlier, Found, MEDICINE, RESULT, earlier, found};
pub use import::{count_diagnoses, known_diagnoses, put_diagnosis, put_word};
pub use medicines::{Medicine, favour_medicine, find_medicines, used_medicine};
pub use note::{Over, Saved, Texts, insert_note, remove_begun_note, saved_note, update_note, written};
pub use order_sets::{
    OrderSet, Orderable, ServiceRow, SetItem, change_set, find_order_sets, insert_set, is_set_named, order_set,
    order_sets, orderable, remove_set, services, set_items, set_service,
};
pub use orders::{OrderRow, Picture, Value, orders, pictures, values};
pub use prescription::{LineRow, Remedy, lines, remedy, replaced_lines, visit_of_line};
pub use prescription_templates::{
    NewPrescriptionTemplate, OfferedTemplate, PrescriptionTemplate, TemplateLine, Templates, offered_templates,
    prescription_template, prescription_templates, put_prescription_template, remove_prescription_template,
    template_lines,
};
pub use queue::{
    Colleague, Done, Late, Unsigned, Waiting, called_by, doctors, done_today, in_house, late_drafts, late_results,
    unsigned,
};
pub use templates::{
    Changed, NewTemplate, Template, change_template, find_templates, insert_template, remove_template, template,
    templates,
};
pub use vitals::{
    Taken, after_the_doctor as vitals_after_the_doctor, in_house as vitals_in_house, insert as insert_vitals, latest,
    of_visit,
};
