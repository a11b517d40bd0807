use super::chart::{chart_of, nowhere, on_chart, visit_in};
use crate::{acts, views};
use axum::extract::{Path, Query};
use axum::response::Response;
use bricks::id::{PrescriptionLineId, VisitId};
use ground::web::{Desk, Form};
use papers::safety::{find_allergens, starter};
use serde::Deserialize;
use views::Part;

pub async fn add_allergy(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Allergies, move |tx, who, form, lang| {
        acts::add_allergy(tx, who, id, form, lang)?;
        Ok(chart_of(id))
    })
    .await
}

pub async fn remove_allergy(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Allergies, move |tx, who, form, _| {
        acts::remove_allergy(tx, who, id, form)?;
        Ok(chart_of(id))
    })
    .await
}

pub async fn note_facts(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Facts, move |tx, who, form, lang| {
        acts::note_facts(tx, who, id, form, lang)?;
        Ok(chart_of(id))
    })
    .await
}

/// Goes on in spite of the stops at a line.
pub async fn override_line(desk: Desk, Path(line): Path<PrescriptionLineId>, form: Form) -> Response {
    let Some(id) = visit_in(&form) else {
        return nowhere(&desk, &form).await;
    };
    on_chart(desk, id, form, Part::Override, move |tx, who, form, lang| {
        acts::override_line(tx, who, line, form, lang).map(chart_of)
    })
    .await
}

#[derive(Debug, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    q: String,
}

/// Ingredients and classes that a patient may not bear: nobody's data.
pub async fn allergens(desk: Desk, Query(typed): Query<Typed>) -> Response {
    desk.fragment(
        move |_, _| Ok(find_allergens(starter(), &typed.q)),
        |face, found| views::allergen_choices(face, &found),
    )
    .await
}
