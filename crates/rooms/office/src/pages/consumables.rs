//! What a service uses up.

use super::services::answered;
use axum::extract::{Path, Query};
use axum::response::Response;
use bricks::id::{MedicineId, ServiceId};
use bricks::quantity::Quantity;
use ground::catalog;
use ground::web::{Desk, Fields, Form};
use papers::consumable;
use std::collections::HashMap;

const TYPED_CHARS_MAX: usize = 60;
/// Of one product for one service.
const MOST: i64 = 1_000;

/// `GET /office/medicines/choices?q=`: what is kept here.
pub(crate) async fn choices(desk: Desk, Query(query): Query<HashMap<String, String>>) -> Response {
    let typed: String = query.get("q").map_or("", String::as_str).trim().chars().take(TYPED_CHARS_MAX).collect();
    desk.fragment(
        move |tx, who| Ok(catalog::find_medicines(tx, &typed, who.branch, who.day_of(tx.now()))?),
        |face, found| crate::views::consumables::choices(face, &found),
    )
    .await
}

/// `POST /office/services/{id}/consumables`: one more on the list, or another quantity of one that is there.
pub(crate) async fn put(desk: Desk, Path(id): Path<ServiceId>, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let mut fields = Fields::new(&sent, lang);
        let medicine = fields.required_id::<MedicineId>("consumable");
        let quantity = fields.quantity("consumable_quantity", Quantity::from_milli(1), Quantity::whole(MOST));
        if quantity.is_none() && sent.text("consumable_quantity").trim().is_empty() {
            fields.refuse("consumable_quantity", ground::text::field_required_say());
        }
        let charged = fields.ticked("consumable_charged");
        let vaccine = fields.ticked("consumable_vaccine");
        fields.check()?;
        if let (Some(medicine), Some(quantity)) = (medicine, quantity) {
            consumable::put_on_list(tx, who, id, medicine, (quantity, charged, vaccine))?;
        }
        Ok(format!("/office/services/{id}"))
    });
    answered(&desk, Some(id), &form, done.await).await
}

/// `POST /office/services/{id}/consumables/{medicine}/removal`
pub(crate) async fn remove(desk: Desk, Path((id, medicine)): Path<(ServiceId, MedicineId)>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        consumable::drop_from_list(tx, who, id, medicine)?;
        Ok(format!("/office/services/{id}"))
    });
    answered(&desk, Some(id), &form, done.await).await
}
