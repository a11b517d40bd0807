//! The reception: where every visit begins.
//!
//! A patient calls or stands at the desk. The receptionist finds or makes the profile, books one of the doctor's free
//! times, and on the day lets the patient in: the profile is confirmed, the visit gets its ticket and stands in the
//! queue. Who comes without an appointment is let in just so. The room hands on two papers, the appointment and the
//! visit, and knows nothing of what the other rooms do with them.

mod acts;
mod asked;
mod changes;
mod hours;
mod merges;
mod moves;
mod pages;
mod profiles;
mod rules;
mod scan;
mod series;
mod shown;
mod store;
#[cfg(test)]
mod tests;
mod tickets;
mod views;
mod visits;
mod wishes;

pub use changes::{NO_SHOW_AFTER_MINUTES, NO_SHOW_SETTING, give_up_overdue};

use ground::access::Permission;
use ground::web::{Access, Routes};

/// The words of this crate in every language, generated from `text/*.ftl`.
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// The day's page, booking, the check-in, profiles, and the search of the whole house.
pub fn routes() -> Routes {
    use Permission::{Book, CheckIn, EditPatients, MergePatients, SeeDiary, SeePatients};
    Routes::new()
        .merge(of_hours())
        .get("/reception", Access::May(SeeDiary), pages::day)
        .get("/reception/queue", Access::May(SeeDiary), pages::queue)
        .get("/reception/diary", Access::May(SeeDiary), pages::diary)
        .get("/reception/week", Access::May(SeeDiary), moves::week)
        .get("/reception/cards", Access::May(SeeDiary), moves::cards)
        .get("/reception/pins", Access::May(SeeDiary), moves::pins)
        .get("/reception/times", Access::May(Book), pages::times)
        .get("/reception/patient", Access::May(Book), pages::picked)
        .get("/patients/search", Access::May(SeePatients), pages::search)
        .get("/palette", Access::Staff, pages::palette)
        .get("/patients/new", Access::May(EditPatients), profiles::new)
        .post("/patients", Access::May(EditPatients), profiles::create)
        .get("/patients/{id}/profile", Access::May(EditPatients), profiles::show)
        .post("/patients/{id}/profile", Access::May(EditPatients), profiles::change)
        .post("/appointments", Access::May(Book), pages::book)
        .get("/appointments/{id}", Access::May(SeeDiary), visits::show)
        .post("/appointments/{id}/arrival", Access::May(CheckIn), visits::arrive)
        .post("/appointments/{id}/cancellation", Access::May(Book), visits::cancel)
        .post("/appointments/{id}/absence", Access::May(Book), visits::mark_absent)
        .post("/appointments/{id}/time", Access::May(Book), moves::move_to)
        .post("/appointments/{id}/undo", Access::May(Book), moves::undo)
        .post("/appointments/{id}/confirmation", Access::May(Book), moves::confirm)
        .get("/series/new", Access::May(Book), series::new)
        .get("/series/plan", Access::May(Book), series::plan)
        .post("/series", Access::May(Book), series::book)
        .get("/series/{id}", Access::May(SeeDiary), series::show)
        .post("/series/{id}/cancellation", Access::May(Book), series::cancel)
        .post("/series/{id}/time", Access::May(Book), series::move_to)
        .get("/waiting-list", Access::May(SeeDiary), wishes::page)
        .get("/waiting-list/lists", Access::May(SeeDiary), wishes::lists)
        .get("/waiting-list/link", Access::May(SeeDiary), wishes::counted)
        .post("/waiting-list", Access::May(Book), wishes::add)
        .post("/waiting-list/{id}/booking", Access::May(Book), wishes::fulfil)
        .post("/waiting-list/{id}/withdrawal", Access::May(Book), wishes::withdraw)
        .get("/walk-in", Access::May(CheckIn), visits::walk_in)
        .get("/walk-in/patient", Access::May(CheckIn), visits::walk_in_patient)
        .post("/visits", Access::May(CheckIn), visits::check_in_walk_in)
        .post("/visits/{id}/left-open", Access::May(CheckIn), visits::close_left_open)
        .post("/visits/{id}/departure", Access::May(CheckIn), visits::depart)
        .post("/visits/{id}/urgency", Access::May(CheckIn), visits::set_urgency)
        .post("/visits/{id}/again", Access::May(CheckIn), visits::see_again)
        .post("/visits/{id}/retraction", Access::May(CheckIn), visits::take_back)
        .get("/visits/{id}/ticket", Access::May(CheckIn), tickets::paper)
        .get("/scan", Access::May(CheckIn), scan::page)
        .post("/scan", Access::May(CheckIn), scan::go)
        .get("/patients/{id}/merge", Access::May(MergePatients), merges::compare)
        .post("/patients/{id}/merge", Access::May(MergePatients), merges::merge)
        .get("/merges", Access::May(MergePatients), merges::list)
        .post("/merges/{id}/reversal", Access::May(MergePatients), merges::undo)
}

/// When somebody works, and what a clinic chooses about its diary.
fn of_hours() -> Routes {
    use Permission::{Book, ManageClinic, SeeDiary};
    Routes::new()
        .get("/schedule", Access::May(SeeDiary), hours::overview)
        .get("/schedule/{id}", Access::May(SeeDiary), hours::show)
        .post("/schedule/no-show", Access::May(ManageClinic), hours::choices::no_show)
        .post("/schedule/{id}/overbooking", Access::May(ManageClinic), hours::choices::overbooking)
        .post("/schedule/{id}/services", Access::May(ManageClinic), hours::choices::services)
        .post("/schedule/{id}/hours", Access::May(ManageClinic), hours::set_week)
        .post("/schedule/{id}/days", Access::May(ManageClinic), hours::add_day)
        .post("/schedule/{id}/days/removal", Access::May(ManageClinic), hours::remove_day)
        .post("/schedule/{id}/leave", Access::May(ManageClinic), hours::make_leave)
        .post("/schedule/{id}/leave/{leave}/removal", Access::May(ManageClinic), hours::remove_leave)
        .post("/holidays", Access::May(ManageClinic), hours::set_holiday)
        .post("/holidays/removal", Access::May(ManageClinic), hours::remove_holiday)
        .post("/appointments/{id}/call", Access::May(Book), hours::called)
}
