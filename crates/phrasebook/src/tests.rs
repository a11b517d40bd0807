use super::render;

fn faults(vi: &str, en: &str) -> Vec<String> {
    render(vi, en).unwrap_err()
}

#[test]
fn a_plain_message_becomes_a_constant() {
    let rust = render("check-in = Tiếp nhận\n", "check-in = Check in\n").unwrap();
    for line in [
        "pub const fn check_in(l: bricks::lang::Lang) -> &'static str {",
        "bricks::lang::Lang::Vi => \"Tiếp nhận\",",
        "bricks::lang::Lang::En => \"Check in\",",
        "pub const fn check_in_say() -> bricks::say::Say {",
        "bricks::say::Say::fixed(\"Tiếp nhận\", \"Check in\")",
    ] {
        assert!(rust.contains(line), "{line}\n{rust}");
    }
}

#[test]
fn variables_become_arguments_in_alphabetical_order() {
    let rust =
        render("called = Mời { $name } vào { $exam-room }\n", "called = { $name }, please go to { $exam-room }\n")
            .unwrap();
    for line in [
        "pub fn called(l: bricks::lang::Lang, exam_room: impl std::fmt::Display, name: impl std::fmt::Display) -> String {",
        "format!(\"Mời {name} vào {exam_room}\")",
        "format!(\"{name}, please go to {exam_room}\")",
        "bricks::say::Say::new(self::called(bricks::lang::Lang::Vi, &exam_room, &name), self::called(bricks::lang::Lang::En, &exam_room, &name))",
    ] {
        assert!(rust.contains(line), "{line}\n{rust}");
    }
}

#[test]
fn a_choice_by_a_number_may_be_made_in_one_language_only() {
    let vi = "visits = { $n } lượt khám\n";
    let en = "visits = { $n ->\n    [0] No visits\n    [one] 1 visit\n   *[other] { $n } visits\n}\n";
    let rust = render(vi, en).unwrap();
    for line in [
        "pub fn visits(l: bricks::lang::Lang, n: i64) -> String {",
        "format!(\"{n} lượt khám\")",
        "match n { 0 => String::from(\"No visits\"), 1 => String::from(\"1 visit\"), _ => format!(\"{n} visits\") }",
        "visits(bricks::lang::Lang::Vi, n)",
    ] {
        assert!(rust.contains(line), "{line}\n{rust}");
    }
    let without = render("visits = Các lượt khám\n", en).unwrap();
    assert!(without.contains("Vi => String::from(\"Các lượt khám\")"), "{without}");
}

#[test]
fn a_choice_amid_text_is_set_into_it() {
    let en = "left = Only { $n ->\n    [one] one box\n   *[other] { $n } boxes\n } left of { $name }\n";
    let rust = render("left = { $name } chỉ còn { $n } hộp\n", en).unwrap();
    let line =
        "format!(\"Only {} left of {name}\", match n { 1 => String::from(\"one box\"), _ => format!(\"{n} boxes\") })";
    assert!(rust.contains(line), "{rust}");
}

#[test]
fn text_keeps_its_quotes_braces_and_lines() {
    let source = "a = Say \"{\"{\"}x}\" \\ { \"\\u00e9\" } { 5 }\nb =\n    First { $x }\n      second\n\n    third\n";
    let source = source.replace("x}\"", "x\"");
    let rust = render(&source, &source).unwrap();
    assert!(rust.contains(r#""Say \"{x\" \\ é 5""#), "{rust}");
    assert!(rust.contains(r#"format!("First {x}\n  second\n\nthird")"#), "{rust}");
    let braces = "c = { \"{}\" } { $x }\n";
    assert!(render(braces, braces).unwrap().contains("format!(\"{{}} {x}\")"));
}

#[test]
fn lines_may_end_as_windows_ends_them() {
    let source = "# note\r\na = one\r\n    two\r\nb = three\r\n";
    let rust = render(source, source).unwrap();
    assert!(rust.contains("\"one\\ntwo\"") && rust.contains("\"three\""), "{rust}");
}

#[test]
fn a_key_missing_in_one_language_is_told_with_its_place() {
    assert_eq!(
        faults("# một\na = A\nb = B\n", "a = A\nc = C\n"),
        ["vi.ftl:3: b: this key is missing in en.ftl", "en.ftl:2: c: this key is missing in vi.ftl",]
    );
}

#[test]
fn variables_must_be_the_same_in_both_languages() {
    assert_eq!(
        faults("\na = { $x }\n", "a = { $y }\n"),
        ["vi.ftl:2: a: the variable $x is missing in en.ftl", "en.ftl:1: a: the variable $y is missing in vi.ftl",]
    );
}

#[test]
fn a_file_that_does_not_parse_is_told_with_its_line() {
    let told = faults("a = A\nb = { $x\nc = C\n", "a = A\n");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told.iter().all(|fault| fault.starts_with("vi.ftl:") && fault.contains(": b: ")), "{told:?}");
}

#[test]
fn what_is_not_understood_is_refused_and_never_guessed() {
    for (source, told) in [
        ("a = A\n    .title = B\n", "attributes are not understood"),
        ("-brand = Kham\n", "terms are not understood"),
        ("a = { -brand }\n", "the reference to brand"),
        ("a = { b }\n", "the reference to b"),
        ("a = { NUMBER($n) }\n", "the function NUMBER"),
        ("a = { $n ->\n    [few] A\n   *[other] B\n}\n", "the variant [few]"),
        ("a = { $n ->\n    [1.5] A\n   *[other] B\n}\n", "the variant [1.5]"),
        ("a = { $n ->\n    [one] A\n    [1] C\n   *[other] B\n}\n", "the same number"),
        ("a = { $n ->\n   *[one] A\n    [other] B\n}\n", "must be *[other]"),
        ("a = { NUMBER($n) ->\n   *[other] B\n}\n", "made by a variable"),
        ("a = A\na = B\n", "stands twice"),
        ("checkIn = A\n", "lower-case"),
        ("check_in = A\n", "lower-case"),
        ("a--b = A\n", "lower-case"),
        ("type = A\n", "a word of Rust"),
        ("a = { $self }\n", "a word of Rust"),
        ("a = { $l }\n", "taken by the language"),
    ] {
        let found = faults(source, source);
        assert!(found.iter().all(|fault| fault.contains(told)), "{source}: {found:?}");
        assert!(found.iter().any(|fault| fault.starts_with("vi.ftl:")), "{source}: {found:?}");
    }
    assert!(faults("a = A\na-say = B\n", "a = A\na-say = B\n").concat().contains("already makes"));
}
