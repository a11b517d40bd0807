//! The handlers of the receipt's template.

use super::{ADDRESS, acts, of_today, sample, views};
use crate::pages::{paper_of, pdf};
use crate::session::pages::Wanted;
use crate::{seen, text, views as room};
use axum::body::Body;
use axum::extract::{FromRequest as _, Query, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form, Seen, Upload};
use papers::receipt::template::{self, Size};

/// `GET /cashier/receipt-template`.
pub async fn show(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Attempt::none()).await
}

async fn page(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| Ok((seen::room(tx, who)?, of_today(tx)?));
    desk.show_as(status, load, |face, (room, look)| {
        let main = views::page(face, &look, &attempt);
        Seen { title: text::template(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

/// `POST /cashier/receipt-template`.
pub async fn save(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::save(tx, who, &asked, lang)?;
        Ok(ADDRESS.to_owned())
    });
    answered(&desk, &form, done.await).await
}

async fn answered(desk: &Desk, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(r)) => page(desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `POST /cashier/receipt-template/logo` (multipart). Who sends it is proved before a byte of the picture is read; the act proves it
/// again.
pub async fn set_logo(desk: Desk, request: Request) -> Response {
    if let Err(stop) = desk.read(|_, _| Ok(())).await {
        return desk.stop(stop);
    }
    let upload = match Upload::from_request(request, &desk.house).await {
        Ok(upload) => upload,
        Err(_) => {
            let refusal = Refusal::field("logo", text::template_logo_heavy_say());
            return page(&desk, Desk::status_of(&refusal), Attempt::refused(Vec::new(), refusal)).await;
        }
    };
    let done = keep(&desk, &upload).await;
    answered(&desk, &upload.form, done).await
}

async fn keep(desk: &Desk, upload: &Upload) -> Result<Response, Stop> {
    let sent = upload.files.first().cloned();
    let sent = sent.ok_or_else(|| Stop::from(Refusal::field("logo", text::template_logo_none_say())))?;
    let drawn = tokio::task::spawn_blocking(move || acts::draw(&sent.bytes)).await;
    let drawn = drawn.map_err(|e| Stop::fault(format!("a picture's thread ended: {e}")))??;
    let act = desk.act_locked(&upload.form, move |tx, who| {
        acts::set_logo(tx, who, &drawn)?;
        Ok(ADDRESS.to_owned())
    });
    act.await
}

/// `POST /cashier/receipt-template/logo/removal`.
pub async fn remove_logo(desk: Desk, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::remove_logo(tx, who)?;
        Ok(ADDRESS.to_owned())
    });
    answered(&desk, &form, done.await).await
}

/// `GET /cashier/receipt-template/logo`: the picture.
pub async fn logo(desk: Desk) -> Response {
    let read = desk.read(|tx, _| {
        let look = of_today(tx)?;
        let png = template::logo(tx, &look.template)?.ok_or(Stop::Missing)?;
        STANDARD.decode(png).map_err(|e| Stop::fault(format!("a logo that cannot be read: {e}")))
    });
    match read.await {
        Ok((_, png)) => {
            let mut response = Response::new(Body::from(png));
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(stop) => desk.stop(stop),
    }
}

/// `GET /cashier/receipt-template/paper?size=`: a receipt of nobody, as the clinic's would be printed now.
pub async fn preview(desk: Desk, wanted: Query<Wanted>) -> Response {
    let read = desk.read(|tx, _| {
        let look = of_today(tx)?;
        let logo = template::logo(tx, &look.template)?;
        Ok((look, logo))
    });
    let (face, (look, logo)) = match read.await {
        Ok(read) => read,
        Err(stop) => return desk.stop(stop),
    };
    let size = Size::parse(&wanted.size).unwrap_or(look.template.size);
    let mut facts = sample::receipt(&face, look).paper(desk.lang, face.zone());
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("copy".into(), true.into());
        facts.insert("logo".into(), logo.into());
        facts.insert("size".into(), size.code().into());
    }
    pdf(&desk, paper_of(size), facts, "sample").await
}
