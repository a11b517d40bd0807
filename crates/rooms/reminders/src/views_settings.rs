//! The page of the channels. Keys go in and never come out again.

use crate::acts::{FACTS, TEMPLATES, on, orders};
use crate::pages_settings::Part;
use crate::store::zalo::{Account, Template};
use crate::text;
use crate::views::{channel, kind_word};
use bricks::lang::Lang;
use ground::html::{
    Attempt, Button, Field, Kind as Typed, Look, Size, Tone, alert, field, general_error, parts, post_form, select,
};
use ground::web::{Face, SETTINGS, Seen, office_bar};
use maud::{Markup, html};
use papers::message::reach::{Reach, code_of};
use papers::message::{Channel, Kind};

/// What may be shown of the account.
pub struct Shown {
    pub app_id: String,
    pub trouble: String,
    /// Hours.
    pub quiet: (i64, i64),
}

impl From<Account> for Shown {
    fn from(account: Account) -> Shown {
        let quiet = (account.quiet_from_minute / 60, account.quiet_to_minute / 60);
        Shown { app_id: account.app_id, trouble: account.trouble, quiet }
    }
}

pub struct SettingsPage {
    pub reach: Reach,
    pub account: Option<Shown>,
    pub templates: Vec<Template>,
    pub demo: bool,
}

pub fn page(face: &Face, page: &SettingsPage, refused: Option<Part>, attempt: &Attempt) -> Seen {
    let (l, none) = (face.lang, Attempt::none());
    let of = |part| if refused == Some(part) { attempt } else { &none };
    let main = html! {
        div.page {
            (channels(face, page, of(Part::Order)))
            (zalo(face, page, of(Part::Zalo)))
        }
    };
    let top = html! { (office_bar(face, SETTINGS)) (Button { text: text::back_to_messages(l), icon: "arrow-left", href: "/messages", size: Size::Small, ..Button::default() }) };
    Seen { title: text::settings(l).to_owned(), room: "office", top, main }
}

fn channels(face: &Face, page: &SettingsPage, attempt: &Attempt) -> Markup {
    let (l, on) = (face.lang, on(&page.reach));
    let trouble = page.account.as_ref().is_some_and(|a| !a.trouble.is_empty());
    let rows = [
        (Channel::Zalo, text::zalo_about(l)),
        (Channel::Sms, text::sms_about(l)),
        (Channel::Email, text::email_about(l)),
    ];
    html! {
        section.card aria-labelledby="channels-h" {
            (parts::card_header("channels-h", text::channels(l), html! {}))
            ul {
                @for (each, about) in rows {
                    li.li {
                        span.grow.snug { b { (channel(l, each)) } br; span.mut.sm { (about) } }
                        @if each == Channel::Zalo && trouble { (parts::status(Tone::Bad, "circle-alert", text::channel_has_trouble(l))) }
                        @else if on.contains(&each) { (parts::status(Tone::Ok, "circle-check", text::channel_is_on(l))) }
                        @else { (parts::status(Tone::Mute, "ban", text::channel_is_off(l))) }
                    }
                }
            }
            div.cb {
                @if on.is_empty() { (alert(Tone::Wait, "phone", text::order_none(l))) }
                @else { (order(face, page, &on, attempt)) }
            }
        }
    }
}

fn order(face: &Face, page: &SettingsPage, on: &[Channel], attempt: &Attempt) -> Markup {
    let l = face.lang;
    let now: Vec<Channel> = page.reach.order.iter().copied().filter(|c| on.contains(c)).collect();
    let words = |order: &[Channel]| order.iter().map(|c| channel(l, *c)).collect::<Vec<_>>().join(" → ");
    let options = orders(on).into_iter().map(|order| (code_of(&order), words(&order)));
    let value = code_of(&now);
    let of =
        Field { name: "order", label: text::order(l), value: &value, hint: text::order_hint(l), ..Field::default() };
    post_form(
        "/messages/order",
        &face.key,
        html! {
            (general_error(attempt, l))
            (select(of, options, attempt, l))
            div.row { span.sp {} (Button { text: text::order_save(l), icon: "save", submit: true, ..Button::default() }) }
        },
    )
}

fn zalo(face: &Face, page: &SettingsPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let account = page.account.as_ref();
    let trouble = account.map(|a| a.trouble.as_str()).filter(|why| !why.is_empty());
    html! {
        section.card aria-labelledby="zalo-h" {
            (parts::card_header("zalo-h", text::zalo(l), html! {}))
            div.cb.col.g3 {
                @if page.demo { (alert(Tone::Info, "info", text::zalo_demo(l))) }
                @if let Some(why) = trouble { (alert(Tone::Bad, "circle-alert", text::zalo_trouble(l, why))) }
                @else if account.is_some() && page.templates.is_empty() { (alert(Tone::Wait, "info", text::zalo_no_template(l))) }
                (post_form("/messages/zalo", &face.key, html! {
                    (general_error(attempt, l))
                    (keys(l, account, attempt))
                    (templates(l, &page.templates, attempt))
                    div.row { span.sp {} (Button { text: text::zalo_save(l), icon: "save", kbd: "Ctrl ↵", look: Look::Primary, submit: true, ..Button::default() }) }
                }))
                @if account.is_some() { (removal(face)) }
            }
        }
    }
}

fn removal(face: &Face) -> Markup {
    let l = face.lang;
    html! {
        form method="post" action="/messages/zalo/removal" data-guard data-confirm=(text::zalo_remove_confirm(l)) {
            (ground::html::hidden("key", &format!("{}-removal", face.key)))
            (Button { text: text::zalo_remove(l), icon: "trash-2", look: Look::Danger, size: Size::Small, submit: true, ..Button::default() })
        }
    }
}

fn keys(l: Lang, account: Option<&Shown>, attempt: &Attempt) -> Markup {
    let (from, to) = account.map_or((22, 6), |a| a.quiet);
    let (from, to) = (from.to_string(), to.to_string());
    let kept = if account.is_some() { text::zalo_kept(l) } else { "" };
    let secret = |name, label| Field {
        name,
        label,
        kind: Typed::Password,
        required: account.is_none(),
        hint: kept,
        autocomplete: "off",
        maxlength: 2_000,
        ..Field::default()
    };
    let hour = |name, label, value| Field {
        name,
        label,
        kind: Typed::Number,
        value,
        required: true,
        maxlength: 2,
        hint: text::zalo_quiet_hint(l),
        ..Field::default()
    };
    let app_id = account.map_or("", |a| a.app_id.as_str());
    html! {
        (field(Field { name: "app_id", label: text::zalo_app_id(l), value: app_id, required: true, maxlength: 40, autocomplete: "off", ..Field::default() }, attempt, l))
        div.grid2 {
            (field(secret("secret_key", text::zalo_secret_key(l)), attempt, l))
            (field(secret("refresh_token", text::zalo_refresh_token(l)), attempt, l))
            (field(hour("quiet_from", text::zalo_quiet_from(l), &from), attempt, l))
            (field(Field { hint: "", ..hour("quiet_to", text::zalo_quiet_to(l), &to) }, attempt, l))
        }
    }
}

fn templates(l: Lang, all: &[Template], attempt: &Attempt) -> Markup {
    html! {
        fieldset.f {
            legend.lb { (text::zalo_templates(l)) }
            p.hint { (text::zalo_templates_hint(l)) " " @for name in FACTS { code { (name) } " " } }
            div.grid2 {
                @for (kind, template, facts) in TEMPLATES { (one(l, all, (kind, template, facts), attempt)) }
            }
        }
    }
}

fn one(l: Lang, all: &[Template], (kind, template, facts): (Kind, &str, &str), attempt: &Attempt) -> Markup {
    let known = all.iter().find(|t| t.kind == kind);
    let (word, id) = (kind_word(l, kind), known.map_or("", |t| t.template_id.as_str()));
    let (label, named) = (text::zalo_template_of(l, word), text::zalo_facts_of(l, word));
    let value = known.map_or("", |t| t.facts.as_str());
    html! {
        (field(Field { name: template, label: &label, value: id, maxlength: 40, autocomplete: "off", ..Field::default() }, attempt, l))
        (field(Field { name: facts, label: &named, value, maxlength: 200, hint: text::zalo_facts_hint(l), autocomplete: "off", ..Field::default() }, attempt, l))
    }
}
