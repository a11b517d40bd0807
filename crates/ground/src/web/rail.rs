use super::desk::{Desk, Face, Seen};
use crate::access::{Role, Who};
use crate::html::parts::toast;
use crate::html::{RailItem, Shell, StaffBadge, page, shell};
use crate::text;
use axum::body::Body;
use axum::http::Response;
use bricks::lang::Lang;
use maud::Markup;

/// A role as people say it.
pub fn role_text(role: Role, l: Lang) -> &'static str {
    match role {
        Role::Receptionist => text::role_receptionist(l),
        Role::Nurse => text::role_nurse(l),
        Role::Doctor => text::role_doctor(l),
        Role::Technician => text::role_technician(l),
        Role::Pharmacist => text::role_pharmacist(l),
        Role::Cashier => text::role_cashier(l),
        Role::Storekeeper => text::role_storekeeper(l),
        Role::Manager => text::role_manager(l),
        Role::Owner => text::role_owner(l),
    }
}

/// What a page that an act leads to says when nothing on it shows what was done.
const SAVED: &str = "saved=yes";

/// The address of a page that says when it opens that the act was done.
pub fn saved(path: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}{SAVED}")
}

fn said(path: &str, l: Lang) -> Markup {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let is_said = query.split('&').any(|each| each == SAVED);
    maud::html! { @if is_said { (toast("circle-check", text::saved(l), maud::html! {})) } }
}

impl Desk {
    pub(super) fn in_shell(&self, face: &Face, seen: Seen, counts: &[i64]) -> Markup {
        let clinic = &face.who.clinic.name;
        let role = face.who.roles.first().map_or("", |r| role_text(r, self.lang));
        let (name, initials) = (face.who.titled_name(), bricks::text::initials(&face.who.name));
        let rail = self.rail_items(&face.who, counts);
        let shell = Shell {
            lang: self.lang,
            theme: self.theme,
            clinic,
            title: &seen.title,
            room: seen.room,
            path: &self.path,
            staff: Some(StaffBadge { id: face.who.staff.raw(), name: &name, role_text: role, initials: &initials }),
            rail: &rail,
            top: seen.top,
            toasts: said(&self.path, self.lang),
            live: true,
        };
        let opened = face.opened.as_ref().map(|opened| shell::opened_bar(self.lang, opened, face.zone(), &face.key));
        page(&shell, &maud::html! { @if let Some(bar) = opened { (bar) } (seen.main) })
    }

    fn rail_items(&self, who: &Who, counts: &[i64]) -> Vec<RailItem<'static>> {
        let doors = self.house.rail.rooms.iter().enumerate().filter(|(_, room)| who.may(room.permission));
        doors
            .map(|(index, room)| RailItem {
                key: room.key,
                href: room.href,
                icon: room.icon,
                label: (room.label)(self.lang),
                count: counts.get(index).copied().unwrap_or(0),
                letter: room.letter,
                at_end: room.at_end,
            })
            .collect()
    }

    /// The rail alone, with which the counts keep up.
    pub async fn rail(&self, room: String) -> Response<Body> {
        let counts = self.house.rail.counts;
        self.fragment(counts, |face, counts| {
            shell::rail(self.lang, &face.who.clinic.name, &room, &self.rail_items(&face.who, &counts))
        })
        .await
    }
}
