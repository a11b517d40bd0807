//! The pictures of an order: seen, opened large, added by choosing, dropping or pasting.

use crate::load::OrderPage;
use crate::store::Attachment;
use crate::text;
use ground::html::{Attempt, Button, general_error, hidden, icon_large, parts};
use ground::web::Face;
use maud::{Markup, html};

/// The card, unless there is nothing to see and nothing to add. It has an id, because an upload replaces it alone: what
/// is being typed beside it stays.
pub fn card(face: &Face, page: &OrderPage, upload: &Attempt) -> Markup {
    let (l, editable) = (face.lang, page.takes_images(face));
    if page.images.is_empty() && !editable {
        return html! {};
    }
    let hint = html! {
        @if editable {
            span.mut.sm { (text::images_paste(l)) " " kbd { "Ctrl V" } " · " (text::images_hint(l, crate::images::MEGABYTES_MAX)) }
        }
    };
    html! {
        section.card #images aria-labelledby="images-title" {
            (parts::card_header("images-title", text::images(l), hint))
            @if upload.refusal.is_some() { div.strip { (general_error(upload, l)) } }
            @if editable {
                (form(face, page))
            } @else {
                div.cb.thumbs.labimg { @for image in &page.images { (thumb(face, image)) } }
            }
        }
    }
}

fn thumb(face: &Face, image: &Attachment) -> Markup {
    let l = face.lang;
    html! {
        figure {
            a.th data-zoom href={ "/attachments/" (image.id) } aria-label=(text::image_open(l, &image.name)) {
                img src={ "/attachments/" (image.id) } alt=(image.name) loading="lazy";
                span.cap.tr { (image.name) }
            }
            figcaption.row.g1.sm.mt {
                span.mut.num.nw { (image.width) "×" (image.height) }
                span.sp {}
                a.lnk.nw href={ "/attachments/" (image.id) "/original" } download { (text::image_original(l)) }
            }
        }
    }
}

/// The pictures there are, the place to add more, and the chosen ones; the button shows once something is chosen.
fn form(face: &Face, page: &OrderPage) -> Markup {
    let l = face.lang;
    let action = format!("/orders/{}/attachments", page.head.id);
    html! {
        form.adds method="post" enctype="multipart/form-data" action=(action) data-target="#images" data-guard {
            (hidden("key", &face.key))
            div.cb.thumbs.labimg {
                @for image in &page.images { (thumb(face, image)) }
                label.drop {
                    (icon_large("image-up"))
                    b { (text::images_drop(l)) }
                    span.mut { (text::images_choose(l)) }
                    input.vh type="file" name="image" multiple required accept="image/jpeg,image/png,image/webp" data-preview="chosen" data-sends;
                }
            }
            div.cf.col {
                div.thumbs.labimg #chosen role="group" aria-label=(text::images_chosen(l)) {}
                div.row { span.sub.sm { (text::images_chosen(l)) } span.sp {} (Button { text: text::images_upload(l), icon: "upload", submit: true, ..Button::default() }) }
            }
        }
    }
}
