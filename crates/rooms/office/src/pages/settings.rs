use axum::http::StatusCode;
use axum::response::Response;
use ground::web::Desk;

/// `/office/settings`: the way to everything that a manager decides.
pub(crate) async fn show(desk: Desk) -> Response {
    desk.show_as(StatusCode::OK, |_, _| Ok(()), |face, ()| crate::views::settings::page(face)).await
}
