//! A request from its first byte to its last: the route table, the desk a request is handled at, forms, live news, assets.

pub mod assets;
mod desk;
mod fields;
mod form;
mod gate;
mod guard;
mod headers;
mod house;
mod ids;
mod live;
mod office_bar;
mod once;
mod open;
mod outside;
mod presence;
mod rail;
mod respond;
mod routes;
mod stop;
mod upload;

pub use desk::{Desk, Face, Reading, Seen};
pub use fields::Fields;
pub use form::Form;
pub use gate::{Whose, depth_of};
pub use guard::guard;
pub use headers::{cookie, screen_cookie, screen_token};
pub use house::{Clinics, House, Rail, RailRoom};
pub use live::{stream, stream_of};
pub use office_bar::{SETTINGS, office_bar};
pub use once::{new_key, purge as purge_keys};
pub use outside::{Caller, Outside, Peer};
pub use presence::{Presence, Present};
pub use rail::role_text;
pub use respond::{attached, html, percent, redirect};
pub use routes::{Access, RouteRow, Routes};
pub use upload::{Upload, UploadedFile};
