use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use maud::html;

use super::*;

const LATE: Say = Say::fixed("Thiếu 3 chữ số", "Three digits are missing");

fn refused() -> Attempt {
    let values = vec![("phone".to_owned(), "0903 118\"><script>".to_owned())];
    Attempt::refused(values, Refusal::field("phone", LATE))
}

fn phone() -> Field<'static> {
    Field {
        name: "phone",
        label: "Số điện thoại",
        kind: Kind::Tel,
        value: "0900",
        hint: "10 số",
        required: true,
        ..Field::default()
    }
}

#[test]
fn what_was_typed_wins_over_the_stored_value_and_is_escaped() {
    let fresh = field(phone(), &Attempt::none(), Lang::Vi).into_string();
    assert!(fresh.contains(r#"value="0900""#), "{fresh}");
    let again = field(phone(), &refused(), Lang::Vi).into_string();
    assert!(again.contains(r#"value="0903 118&quot;&gt;&lt;script&gt;""#), "{again}");
}

#[test]
fn an_error_stands_below_its_field_and_is_tied_to_it() {
    let fresh = field(phone(), &Attempt::none(), Lang::Vi).into_string();
    assert!(fresh.contains(r#"<label for="f-phone" class="req">"#), "{fresh}");
    assert!(fresh.contains(r#"aria-describedby="f-phone-hint""#), "{fresh}");
    assert!(!fresh.contains("aria-invalid"), "{fresh}");
    let again = field(phone(), &refused(), Lang::En).into_string();
    assert!(again.contains(r#"aria-invalid="true" aria-describedby="f-phone-hint f-phone-error""#), "{again}");
    assert!(again.contains(r#"<p class="err" id="f-phone-error">"#), "{again}");
    assert!(again.contains("Three digits are missing"), "{again}");
}

#[test]
fn a_password_is_never_written_back() {
    let attempt = Attempt { values: vec![("secret".to_owned(), "hunter2".to_owned())], refusal: None };
    let field = field(
        Field { name: "secret", label: "Mật khẩu", kind: Kind::Password, ..Field::default() },
        &attempt,
        Lang::Vi,
    );
    assert!(!field.into_string().contains("hunter2"));
}

#[test]
fn an_unticked_box_stays_unticked_when_the_form_comes_back() {
    let remind = Field { name: "remind", label: "Nhắc lịch", ..Field::default() };
    let fresh = checkbox(remind, true, &Attempt::none(), Lang::Vi).into_string();
    assert!(fresh.contains(" checked"), "{fresh}");
    let again = checkbox(remind, true, &refused(), Lang::Vi).into_string();
    assert!(!again.contains(" checked"), "{again}");
}

#[test]
fn the_chosen_option_is_kept() {
    let options = [("1", "Nội"), ("2", "Nhi")];
    let attempt = Attempt { values: vec![("room".to_owned(), "2".to_owned())], refusal: None };
    let room = Field { name: "room", label: "Khoa", value: "1", ..Field::default() };
    let drawn = select(room, options, &attempt, Lang::Vi).into_string();
    assert!(drawn.contains(r#"<option value="2" selected>Nhi</option>"#), "{drawn}");
    let drawn = radios(room, options, &attempt, Lang::Vi).into_string();
    assert!(drawn.contains(r#"value="2" checked"#), "{drawn}");
}

#[test]
fn a_text_that_begins_with_a_line_break_keeps_it() {
    let attempt = Attempt { values: vec![("note".to_owned(), "\nHo".to_owned())], refusal: None };
    let drawn =
        textarea(Field { name: "note", label: "Bệnh sử", ..Field::default() }, &attempt, Lang::Vi).into_string();
    assert!(drawn.contains(">\n\nHo</textarea>"), "{drawn}");
}

#[test]
fn a_typeahead_keeps_both_the_words_and_the_choice() {
    let values = vec![("patient".to_owned(), "127".to_owned()), ("patient_text".to_owned(), "Trần Mai".to_owned())];
    let combo = Combobox {
        field: Field { name: "patient", label: "Bệnh nhân", ..Field::default() },
        source: "/patients/search",
        ..Combobox::default()
    };
    let drawn = combobox(combo, &Attempt { values, refusal: None }, Lang::Vi).into_string();
    assert!(drawn.contains(r#"name="patient_text" value="Trần Mai" role="combobox""#), "{drawn}");
    assert!(drawn.contains(r#"name="patient" value="127" data-picked"#), "{drawn}");
    assert!(drawn.contains(r#"aria-controls="f-patient-list""#), "{drawn}");
}

#[test]
fn a_button_with_an_address_is_a_link() {
    let link = Button { text: "Lịch", href: "/day", ..Button::default() };
    assert_eq!(html! { (link) }.into_string(), r#"<a class="btn" href="/day">Lịch</a>"#);
    let save = Button { text: "Lưu", look: Look::Primary, submit: true, kbd: "Ctrl ↵", ..Button::default() };
    assert_eq!(html! { (save) }.into_string(), r#"<button class="btn p" type="submit">Lưu <kbd>Ctrl ↵</kbd></button>"#);
}

#[test]
fn vietnamese_initials_are_the_last_two_words() {
    assert_eq!(parts::initials("Trần Thị Mai Hương"), "MH");
    assert_eq!(parts::initials("  ánh "), "Á");
    assert_eq!(parts::initials(""), "");
}

fn shell(lang: Lang) -> Shell<'static> {
    const RAIL: [RailItem<'static>; 2] = [
        RailItem {
            key: "reception",
            href: "/reception",
            icon: "calendar-days",
            label: "Tiếp đón",
            count: 0,
            letter: "t",
            at_end: false,
        },
        RailItem {
            key: "consultation",
            href: "/consultation",
            icon: "stethoscope",
            label: "Khám",
            count: 4,
            letter: "k",
            at_end: false,
        },
    ];
    Shell {
        lang,
        theme: Theme::Dark,
        clinic: "Minh An",
        title: "Tiếp đón",
        room: "reception",
        path: "/reception?day=2026-11-24",
        staff: Some(StaffBadge { id: 1, name: "Lê Thu Trang", role_text: "Lễ tân", initials: "TT" }),
        rail: &RAIL,
        top: html! {},
        toasts: html! {},
        live: true,
    }
}

#[test]
fn a_page_has_its_landmarks_and_obeys_the_policy() {
    let page = page(&shell(Lang::Vi), &html! { p { "Chào" } }).into_string();
    assert!(page.starts_with(r#"<!DOCTYPE html><html lang="vi" data-theme="dark">"#), "{page}");
    for part in [
        "<title>Tiếp đón · Minh An</title>",
        r##"<a class="skip" href="#main">"##,
        r#"<a class="navi" href="/reception" aria-current="page" data-go="t">"#,
        r#"<span class="cnt">4<span class="vh"> đang chờ</span></span>"#,
        r#"<main class="main" id="main" tabindex="-1">"#,
        r#"<input type="hidden" name="back" value="/reception?day=2026-11-24">"#,
        r#"<form class="col" method="post" action="/sign-out""#,
        "Đăng xuất",
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    for refused in [" style=", "<style", "onclick", "javascript:"] {
        assert!(!page.contains(refused), "{refused} is refused by the policy");
    }
}

#[test]
fn a_page_without_rail_offers_the_languages() {
    let page = bare_page(Lang::En, Theme::Light, "Minh An", "Sign in", "/sign-in", &html! {}).into_string();
    assert!(!page.contains("class=\"rail\""), "{page}");
    assert!(page.contains(r#"value="en" lang="en" title="English" aria-pressed="true""#), "{page}");
    assert!(!page.contains("data-live-stream"), "{page}");
}

#[test]
fn every_icon_of_the_kit_is_in_the_sprite() {
    let sprite = include_str!("../../../../assets/icons/sprite.svg");
    let page = page(&shell(Lang::Vi), &field(phone(), &refused(), Lang::Vi)).into_string();
    let names: Vec<&str> = page.split("sprite.svg#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(names.len() > 8, "{names:?}");
    for name in names {
        assert!(sprite.contains(&format!("<symbol id=\"{name}\"")), "{name} is not in the sprite");
    }
}

#[test]
fn a_day_and_a_time_are_said_beside_their_fields_as_this_house_writes_them() {
    let of = |kind, value, lang| {
        let asked = Field { name: "day", label: "Ngày", kind, value, ..Field::default() };
        field(asked, &Attempt::none(), lang).into_string()
    };
    assert!(of(Kind::Date, "2026-11-30", Lang::Vi).contains("data-says=\"CN,T2,T3,T4,T5,T6,T7\">T2 30/11/2026<"));
    assert!(of(Kind::Date, "2026-11-30", Lang::En).contains(">Mon 30/11/2026<"));
    assert!(of(Kind::Time, "13:30", Lang::En).contains(">13:30<"));
    assert!(of(Kind::Date, "", Lang::Vi).contains("T7\"></span>"));
}
