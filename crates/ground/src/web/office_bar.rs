use super::Face;
use crate::access::Permission;
use crate::html::{Part, parts};
use crate::text;
use maud::{Markup, html};

/// The page from which everything is set.
pub const SETTINGS: &str = "/office/settings";

/// The office's parts beside the heading, whichever room's page it is; nothing for who does not manage the clinic. A page
/// that sets something is a part of [`SETTINGS`].
pub fn office_bar(face: &Face, current: &str) -> Markup {
    let l = face.lang;
    if !face.may(Permission::ManageClinic) {
        return html! {};
    }
    let part = |text, href| Part { text, href, current: href == current, ..Part::default() };
    parts::segmented(
        text::office_parts(l),
        &[
            part(text::office_today(l), "/office"),
            part(text::office_reports(l), "/reports"),
            part(text::office_staff(l), "/office/staff"),
            part(text::office_places(l), "/office/places"),
            part(text::office_services(l), "/office/services"),
            part(text::office_medicines(l), "/office/medicines"),
            part(text::office_settings(l), SETTINGS),
        ],
    )
}
