//! The consultation: the nurse takes the vitals of those who wait, the doctor calls one in, writes the note, the
//! diagnoses, orders and the prescription on the chart while results come back, plans the follow-up and finishes; the
//! patient then goes to the station that the papers name. Everything written here hangs on the visit.

mod acts;
mod alarm;
mod pages;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod views;

/// The words of this room in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

use ground::access::Permission::{Consult, EditBackground, ManageClinic, SeeConsultations, SeeRecord, TakeVitals};
use ground::web::Access::May;
use ground::web::Routes;

/// The routes of the room.
pub fn routes() -> Routes {
    note_routes(prescribing(Routes::new()))
        .get("/consultation", May(SeeConsultations), pages::queue)
        .get("/consultation/queue", May(SeeConsultations), pages::queue_fragment)
        .get("/visits/{id}/vitals", May(TakeVitals), pages::vitals)
        .post("/visits/{id}/vitals", May(TakeVitals), pages::record_vitals)
        .post("/visits/{id}/emergency", May(TakeVitals), pages::put_first)
        .post("/visits/{id}/recall", May(TakeVitals), pages::see_again)
        .get("/body-mass", May(TakeVitals), pages::body_mass)
        .post("/consultation/next", May(Consult), pages::call_next)
        .post("/visits/{id}/call", May(Consult), pages::call)
        .post("/visits/{id}/calls", May(Consult), pages::call_again)
        .post("/visits/{id}/put-back", May(Consult), pages::put_back)
        .post("/visits/{id}/hand-over", May(Consult), pages::hand_over)
        .get("/visits/{id}/chart", May(SeeConsultations), pages::chart)
        .get("/visits/{id}/history", May(SeeConsultations), pages::history)
        .get("/visits/{id}/parts", May(SeeConsultations), pages::parts)
        .get("/visits/{id}/next", May(SeeConsultations), pages::next)
        .post("/visits/{id}/diagnoses", May(Consult), pages::add_diagnosis)
        .post("/visits/{id}/diagnoses/change", May(Consult), pages::change_diagnosis)
        .post("/visits/{id}/diagnoses/removal", May(Consult), pages::remove_diagnosis)
        .post("/visits/{id}/orders", May(Consult), pages::place_order)
        .post("/orders/{id}/cancellation", May(Consult), pages::cancel_order)
        .post("/visits/{id}/allergies", May(Consult), pages::add_allergy)
        .post("/visits/{id}/allergies/removal", May(Consult), pages::remove_allergy)
        .post("/visits/{id}/safety-facts", May(Consult), pages::note_facts)
        .get("/allergens/search", May(EditBackground), pages::allergens)
        .post("/visits/{id}/follow-up", May(Consult), pages::book_follow_up)
        .post("/visits/{id}/follow-up/removal", May(Consult), pages::remove_follow_up)
        .post("/visits/{id}/closure", May(Consult), pages::close)
        .get("/visits/{id}/certificates", May(SeeConsultations), pages::certificates)
        .post("/visits/{id}/certificates", May(Consult), pages::issue_certificate)
        .post("/certificates/{id}/void", May(Consult), pages::void_certificate)
        .get("/certificates/{id}", May(SeeRecord), pages::certificate_paper)
        .post("/visits/{id}/answer", May(Consult), pages::answer)
        .post("/visits/{id}/refusals", May(Consult), pages::see_refusals)
        .post("/visits/{id}/review", May(Consult), pages::review)
        .get("/diagnoses", May(ManageClinic), pages::diagnosis_list)
        .post("/diagnoses", May(ManageClinic), pages::import_diagnoses)
        .get("/diagnoses/search", May(EditBackground), pages::diagnoses)
        .get("/order-sets", May(Consult), pages::order_sets)
        .post("/order-sets", May(Consult), pages::put_order_set)
        .get("/order-sets/{id}", May(Consult), pages::order_set)
        .post("/order-sets/{id}/removal", May(Consult), pages::remove_order_set)
        .get("/services", May(ManageClinic), pages::services_page)
        .post("/services", May(ManageClinic), pages::set_payment)
        .get("/doctors/search", May(Consult), pages::doctors)
        .get("/services/search", May(Consult), pages::services)
}

/// Writing a prescription.
fn prescribing(routes: Routes) -> Routes {
    routes
        .post("/visits/{id}/prescription", May(Consult), pages::put_line)
        .post("/visits/{id}/prescription/withdrawal", May(Consult), pages::withdraw)
        .post("/visits/{id}/prescription/issue", May(Consult), pages::issue_anew)
        .post("/visits/{id}/prescription/replacement", May(Consult), pages::prescribe_after)
        .post("/visits/{id}/prescription/repeat", May(Consult), pages::repeat_prescription)
        .post("/visits/{id}/prescription/template", May(Consult), pages::prescribe_template)
        .post("/visits/{id}/prescription/templates", May(Consult), pages::keep_prescription)
        .post("/visits/{id}/prescription/favourite", May(Consult), pages::favour_medicine)
        .post("/visits/{id}/prescription/language", May(Consult), pages::choose_language)
        .post("/visits/{id}/prescription/child", May(Consult), pages::note_child)
        .get("/visits/{id}/prescription/line", May(Consult), pages::line)
        .post("/prescription-lines/{id}/removal", May(Consult), pages::remove_line)
        .post("/prescription-lines/{id}/override", May(Consult), pages::override_line)
        .get("/prescribing", May(ManageClinic), pages::prescribing_rules)
        .post("/prescribing", May(ManageClinic), pages::set_prescribing_rules)
        .get("/prescription-templates", May(Consult), pages::prescription_templates)
        .post("/prescription-templates", May(Consult), pages::put_prescription_template)
        .get("/prescription-templates/{id}", May(Consult), pages::prescription_template)
        .post("/prescription-templates/{id}/removal", May(Consult), pages::remove_prescription_template)
        .get("/medicines/search", May(Consult), pages::medicines)
}

/// Those of the note: typing, choosing, signing anew, and the texts that are inserted.
fn note_routes(routes: Routes) -> Routes {
    routes
        .post("/visits/{id}/note", May(Consult), pages::save_note)
        .post("/visits/{id}/draft", May(Consult), pages::draft_note)
        .post("/visits/{id}/copy", May(Consult), pages::copy_note)
        .post("/visits/{id}/aside", May(Consult), pages::choose_note)
        .get("/visits/{id}/presence", May(SeeConsultations), pages::presence)
        .post("/visits/{id}/amendment", May(Consult), pages::amend)
        .post("/visits/{id}/amendment/draft", May(Consult), pages::draft_amendment)
        .post("/visits/{id}/amendment/removal", May(Consult), pages::drop_amendment)
        .get("/note-templates", May(Consult), pages::templates)
        .post("/note-templates", May(Consult), pages::put_template)
        .get("/note-templates/{id}", May(Consult), pages::template)
        .post("/note-templates/{id}/removal", May(Consult), pages::remove_template)
        .get("/note-templates/search", May(Consult), pages::find_templates)
}
