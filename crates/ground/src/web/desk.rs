use super::form::Form;
use super::gate::{self, Gate};
use super::headers::{cookie, referer, session_cookie, taste};
use super::house::House;
use super::respond::{html, redirect};
use super::routes::{Access, RouteRow};
use crate::access::session::{authenticate, token_hash, touch};
use crate::access::{Permission, Who};
use crate::db::{Isolation, Stop, Tx};
use crate::html::Theme;
use crate::people::opening::{About, Opened};
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use bricks::clock::{Day, Instant, Zone};
use bricks::id::PatientId;
use bricks::lang::Lang;
use maud::Markup;
use std::sync::Arc;

/// The header by which the page's own script says that nobody asked for this: it keeps no session alive.
const BACKGROUND: &str = "x-kham-background";
/// The header by which it says that it takes parts of the page alone.
const TARGET: &str = "x-kham-target";

/// A session ends after so long, and with it every page that it opened.
const SESSION_MINUTES: i64 = 14 * 60;

/// The request's id, set by the guard before anything else.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub String);

/// Where a request is handled: who asks, in which language, and the ways to read, to act and to answer. Every reading
/// and every act proves the session and the route's permission in its own transaction.
#[derive(Clone)]
pub struct Desk {
    pub house: Arc<House>,
    pub lang: Lang,
    pub theme: Theme,
    /// Path and query of the request.
    pub path: String,
    pub(super) token: Option<[u8; 32]>,
    pub(super) access: Access,
    pub(super) gate: Gate,
    pub(super) request_id: String,
    pub(super) background: bool,
    /// Whether the page's script takes parts of it alone, after an act of a form that names them.
    pub wants_parts: bool,
    pub(super) posted: bool,
    /// The page that a post came from, as a path of this house.
    pub(super) from: Option<String>,
}

/// What a view may know besides its data.
#[derive(Clone)]
pub struct Face {
    pub lang: Lang,
    pub theme: Theme,
    /// The idempotency key for the forms of this page.
    pub key: String,
    pub now: Instant,
    pub who: Who,
    /// Path and query of the page.
    pub path: String,
    /// The record on this page is open for a reason.
    pub opened: Option<Opened>,
}

impl Face {
    pub fn may(&self, permission: Permission) -> bool {
        self.who.may(permission)
    }
    pub fn zone(&self) -> &Zone {
        self.who.zone()
    }
    pub fn today(&self) -> Day {
        self.who.day_of(self.now)
    }
}

/// A screen inside the shell.
pub struct Seen {
    pub title: String,
    /// The key of the rail's room.
    pub room: &'static str,
    /// Beside the heading in the top bar.
    pub top: Markup,
    pub main: Markup,
}

/// Which record a page shows, for the audit.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    pub act: &'static str,
    pub subject: &'static str,
    pub subject_id: i64,
    pub patient: PatientId,
}

/// Who was let in, to whose data, and by which opening.
struct Admitted {
    who: Who,
    seen_is_old: bool,
    about: Option<About>,
    opened: Option<Opened>,
}

/// What one transaction read.
struct Read<T> {
    admitted: Admitted,
    now: Instant,
    data: T,
}

/// Who may come as far as the question whether a record is open to them.
fn may_reach_records(who: &Who) -> bool {
    who.may(Permission::SeeRecord) || who.may(Permission::OpenRecord)
}

impl FromRequestParts<Arc<House>> for Desk {
    type Rejection = Response<Body>;

    async fn from_request_parts(parts: &mut Parts, house: &Arc<House>) -> Result<Desk, Self::Rejection> {
        let headers = &parts.headers;
        let (lang, theme) = taste(headers);
        let path = parts.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
        // A route outside the table cannot exist; if it did, nobody might use it.
        let nowhere = RouteRow { method: "", path: "", access: Access::May(Permission::ManageClinic) };
        let row = parts.extensions.get::<RouteRow>().copied().unwrap_or(nowhere);
        let desk = Desk {
            house: house.clone(),
            lang,
            theme,
            path,
            token: cookie(headers, session_cookie(house.behind_tls)).map(token_hash),
            access: row.access,
            gate: Gate { depth: gate::depth_of(row.access), head: row.head(), id: None },
            request_id: parts.extensions.get::<RequestId>().map(|r| r.0.clone()).unwrap_or_default(),
            background: headers.contains_key(BACKGROUND),
            wants_parts: headers.contains_key(TARGET),
            posted: parts.method == axum::http::Method::POST,
            from: referer(headers),
        };
        match super::ids::first(&desk, parts, house).await {
            Ok(id) => Ok(Desk { gate: Gate { id, ..desk.gate }, ..desk }),
            Err(answer) => Err(answer),
        }
    }
}

impl Desk {
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// The same request as one that keeps no session alive: a stream that reconnects by itself.
    pub fn in_background(mut self) -> Desk {
        self.background = true;
        self
    }

    /// The same person's look at another page about the same paper, proved as that page's own route proves it: what an
    /// act leads to can be answered at once, without another request.
    pub fn looking_at(mut self, path: &str, access: Access) -> Desk {
        self.path = path.to_owned();
        self.access = access;
        self.gate.depth = gate::depth_of(access);
        self.posted = false;
        self
    }

    /// The hash of the cookie's session token, for signing out.
    pub fn token(&self) -> Option<[u8; 32]> {
        self.token
    }

    /// Who asks, proved in this transaction, allowed on this route, and let in to whose data its address is about.
    fn admit(&self, tx: &mut Tx<'_>) -> Result<Admitted, Stop> {
        let clinics = self.house.clinics.all();
        let proved = authenticate(tx, self.token.as_ref(), &clinics, &self.request_id)?;
        let (who, seen_is_old) = (proved.who, proved.seen_is_old);
        match self.access {
            Access::May(permission) if !who.may(permission) => return Err(Stop::Denied),
            Access::Record if !may_reach_records(&who) => return Err(Stop::Denied),
            _ => {}
        }
        let (about, opened) = self.gate.pass(tx, &who, self.house.whose)?;
        Ok(Admitted { who, seen_is_old, about, opened })
    }

    /// Writes down that somebody stood before a closed record, and hands the answer on.
    async fn heard<T>(&self, result: Result<T, Stop>) -> Result<T, Stop> {
        if let (Err(Stop::Closed(patient)), false) = (&result, self.background) {
            let (patient, desk) = (*patient, self.clone());
            let knock = self.house.db.write_locked(move |tx| {
                let clinics = desk.house.clinics.all();
                let who = authenticate(tx, desk.token.as_ref(), &clinics, &desk.request_id)?.who;
                Ok(who.note(tx, "knock_record", "patient", patient.raw(), Some(patient), "")?)
            });
            knock.await?;
        }
        result
    }

    /// Reads one snapshot as the person who asks.
    pub async fn read<T, F>(&self, load: F) -> Result<(Face, T), Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
    {
        let desk = self.clone();
        let load = move |tx: &mut Tx<'_>, admitted: &Admitted| load(tx, &admitted.who);
        let read = self.house.db.read_here(move |tx| desk.seen(tx, &load)).await;
        self.face_of(self.heard(read).await?).await
    }

    /// Like [`Desk::read`] for a part of a patient's record: the same transaction writes into the audit that it was read.
    /// A page that keeps up by itself is not read once more: it stands in the log since its opening.
    pub async fn read_record<T, F>(&self, load: F) -> Result<(Face, T), Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>, &Who) -> Result<(Reading, T), Stop> + Send + 'static,
    {
        let desk = self.clone();
        let load = move |tx: &mut Tx<'_>, admitted: &Admitted| {
            let who = &admitted.who;
            let (r, data) = load(tx, who)?;
            desk.gate.check(tx, who, (admitted.about, r.patient))?;
            let since = tx.now().plus_minutes(-SESSION_MINUTES);
            if !desk.background || !gate::is_known(tx, who, (r.patient, r.act, r.subject_id), since)? {
                let why = admitted.opened.as_ref().map_or("", |opened| opened.reason.as_str());
                who.note(tx, r.act, r.subject, r.subject_id, Some(r.patient), why)?;
            }
            Ok(data)
        };
        let desk = self.clone();
        let read = self.house.db.read_noting(move |tx| desk.seen(tx, &load)).await;
        self.face_of(self.heard(read).await?).await
    }

    fn seen<T>(
        &self,
        tx: &mut Tx<'_>,
        load: &impl Fn(&mut Tx<'_>, &Admitted) -> Result<T, Stop>,
    ) -> Result<Read<T>, Stop> {
        let admitted = self.admit(tx)?;
        let data = load(tx, &admitted)?;
        Ok(Read { admitted, now: tx.now(), data })
    }

    async fn face_of<T>(&self, read: Read<T>) -> Result<(Face, T), Stop> {
        let Admitted { who, seen_is_old, opened, .. } = read.admitted;
        if seen_is_old && !self.background {
            self.write_sign_of_life().await?;
        }
        let (key, path) = (super::once::new_key()?, self.path.clone());
        let face = Face { lang: self.lang, theme: self.theme, key, now: read.now, who, path, opened };
        Ok((face, read.data))
    }

    async fn write_sign_of_life(&self) -> Result<(), Stop> {
        let Some(token) = self.token else { return Ok(()) };
        self.house.db.write_locked(move |tx| Ok(touch(tx, &token)?)).await
    }

    /// A page inside the shell.
    pub async fn show<T, F, V>(&self, load: F, view: V) -> Response<Body>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
        V: FnOnce(&Face, T) -> Seen,
    {
        self.show_as(StatusCode::OK, load, view).await
    }

    /// A page inside the shell with another status: a form drawn again after a refusal (`Desk::status_of`).
    pub async fn show_as<T, F, V>(&self, status: StatusCode, load: F, view: V) -> Response<Body>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
        V: FnOnce(&Face, T) -> Seen,
    {
        let counts = self.house.rail.counts;
        let both = self.read(move |tx, who| Ok((load(tx, who)?, counts(tx, who)?)));
        match both.await {
            Ok((face, (data, counts))) => html(status, self.in_shell(&face, view(&face, data), &counts)),
            Err(stop) => self.stop(stop),
        }
    }

    /// A page of a patient's record: the reading is written into the audit before the page leaves.
    pub async fn show_record<T, F, V>(&self, status: StatusCode, load: F, view: V) -> Response<Body>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>, &Who) -> Result<(Reading, T), Stop> + Send + 'static,
        V: FnOnce(&Face, T) -> Seen,
    {
        let counts = self.house.rail.counts;
        let both = self.read_record(move |tx, who| {
            let (reading, data) = load(tx, who)?;
            Ok((reading, (data, counts(tx, who)?)))
        });
        match both.await {
            Ok((face, (data, counts))) => html(status, self.in_shell(&face, view(&face, data), &counts)),
            Err(stop) => self.stop(stop),
        }
    }

    /// A part of a page, fetched by the page's script.
    pub async fn fragment<T, F, V>(&self, load: F, view: V) -> Response<Body>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
        V: FnOnce(&Face, T) -> Markup,
    {
        match self.read(load).await {
            Ok((face, data)) => html(StatusCode::OK, view(&face, data)),
            Err(stop) => self.stop(stop),
        }
    }

    /// Runs a posted act once, however often it is posted: the act, its audit row and its idempotency key commit together.
    /// `act` gives the path where it leads. Serialisable on PostgreSQL.
    pub async fn act<F>(&self, form: &Form, act: F) -> Result<Response<Body>, Stop>
    where
        F: Fn(&mut Tx<'_>, &Who) -> Result<String, Stop> + Send + 'static,
    {
        self.act_at(Isolation::Serializable, form, act).await
    }

    /// Like `act`, for acts that keys, constraints and row locks alone prove right.
    pub async fn act_locked<F>(&self, form: &Form, act: F) -> Result<Response<Body>, Stop>
    where
        F: Fn(&mut Tx<'_>, &Who) -> Result<String, Stop> + Send + 'static,
    {
        self.act_at(Isolation::ReadCommitted, form, act).await
    }

    async fn act_at<F>(&self, isolation: Isolation, form: &Form, act: F) -> Result<Response<Body>, Stop>
    where
        F: Fn(&mut Tx<'_>, &Who) -> Result<String, Stop> + Send + 'static,
    {
        let desk = self.clone();
        let (key, hash) = (super::once::checked_key(form)?, *form.hash());
        let route = self.path.split('?').next().unwrap_or_default().to_owned();
        let body = move |tx: &mut Tx<'_>| {
            let Admitted { who, seen_is_old, .. } = desk.admit(tx)?;
            if let Some(done) = super::once::begin(tx, &who, &key, &route, &hash)? {
                return Ok(done);
            }
            let location = super::once::noted(tx, |tx| act(tx, &who))?;
            super::once::end(tx, &who, &key, &route, &location)?;
            if let (true, Some(token)) = (seen_is_old, desk.token.as_ref()) {
                touch(tx, token)?;
            }
            Ok(location)
        };
        let location = match isolation {
            Isolation::ReadCommitted => self.house.db.write_locked(body).await,
            Isolation::Serializable | Isolation::Snapshot | Isolation::Reading | Isolation::Typing => {
                self.house.db.write(body).await
            }
        };
        Ok(redirect(&self.heard(location).await?))
    }

    /// Reads what is taken away and writes down that it is, all of it in one snapshot.
    pub async fn export<T, F>(&self, take: F) -> Result<(Face, T), Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
    {
        let desk = self.clone();
        let take = move |tx: &mut Tx<'_>, admitted: &Admitted| super::once::noted(tx, |tx| take(tx, &admitted.who));
        let read = self.house.db.write(move |tx| desk.seen(tx, &take)).await;
        self.face_of(self.heard(read).await?).await
    }

    /// Writes what a form says while somebody types: proved like an act, without a key, since the same again is no harm, and
    /// without waiting for the disk, which it reaches within a second.
    pub async fn draft<T, F>(&self, write: F) -> Result<(Face, T), Stop>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
    {
        let desk = self.clone();
        let write = move |tx: &mut Tx<'_>, admitted: &Admitted| write(tx, &admitted.who);
        let read = self.house.db.write_typed(move |tx| desk.seen(tx, &write)).await;
        self.face_of(self.heard(read).await?).await
    }
}
