use super::*;
use bricks::quantity::Quantity;

fn day(year: i16, month: i8) -> Day {
    Day::constant(year, month, 1)
}

fn texts<'a>() -> Texts<'a> {
    Texts {
        ingredients: Some(starter_text(List::Ingredients)),
        classes: Some(starter_text(List::Classes)),
        interactions: Some(starter_text(List::Interactions)),
        medicines: Some(starter_text(List::Medicines)),
    }
}

fn one_line() -> Case {
    Case { new: read_lines("ibuprofen_400_tab:1*3*5").unwrap(), ..Case::default() }
}

fn said(outcome: &Outcome) -> String {
    outcome.unchecked.iter().map(|u| format!("{}\n", u.reason.en)).collect()
}

#[test]
fn the_starter_tables_are_read_without_a_fault() {
    assert_eq!(starter().errors, []);
    assert_eq!(starter().missing, []);
    assert_eq!(starter().medicine_ids().len(), 281);
}

#[test]
fn a_missing_table_makes_the_check_say_so() {
    let today = Some(day(2026, 11));
    for (without, wanted) in [
        (Texts { ingredients: None, ..texts() }, "table of ingredients is missing"),
        (Texts { classes: None, ..texts() }, "table of classes is missing"),
        (Texts { interactions: Some("id\ta_type\n"), ..texts() }, "table of interactions is missing"),
        (Texts { medicines: Some(""), ..texts() }, "table of medicines’ ingredients is missing"),
    ] {
        let book = Book::read(without, day(2026, 10));
        let outcome = check(&book, &Case { today, ..one_line() });
        assert!(said(&outcome).contains(wanted), "{wanted}: {}", said(&outcome));
    }
}

#[test]
fn a_stale_or_partly_unreadable_table_makes_the_check_say_so() {
    let book = Book::read(texts(), day(2025, 1));
    let old = check(&book, &Case { today: Some(day(2026, 11)), ..one_line() });
    assert!(said(&old).contains("are old"), "{}", said(&old));
    let young = check(&book, &Case { today: Some(day(2026, 1)), ..one_line() });
    assert!(!said(&young).contains("are old"));
    let broken =
        starter_text(List::Interactions).replace("ix029\tingredient\twarfarin", "ix029\tingredient\twarfarine");
    let book = Book::read(Texts { interactions: Some(&broken), ..texts() }, day(2026, 11));
    assert_eq!(book.errors.len(), 1);
    assert_eq!((book.errors[0].list, book.errors[0].line), (List::Interactions, 30));
    assert!(said(&check(&book, &one_line())).contains("could not be read: 1."));
}

#[test]
fn what_nobody_knows_is_said() {
    let metformin = || read_lines("metformin_500_tab:1*2*30").unwrap();
    let grown = Person { age_months: Some(480), female: Some(true), ..Person::default() };
    let outcome = check(starter(), &Case { person: grown.clone(), new: metformin(), ..Case::default() });
    assert!(said(&outcome).contains("eGFR unknown: kidney limits could not be checked for metformin"));
    let known = Person { egfr: Some(Quantity::whole(90)), ..grown.clone() };
    let outcome = check(starter(), &Case { person: known, new: metformin(), ..Case::default() });
    assert_eq!(said(&outcome), "");
    let losartan = read_lines("losartan_50_tab:1*1*30 ; of_the_market:1*1*3").unwrap();
    let case = Case {
        person: grown,
        allergies: vec![Allergy::Class("shrimps".to_owned())],
        new: losartan,
        current: read_lines("unknown_tea:1*1*c").unwrap(),
        ..Case::default()
    };
    let outcome = check(starter(), &case);
    for wanted in ["Pregnancy and breast-feeding not asked", "“of_the_market”", "“unknown_tea”", "“shrimps”"]
    {
        assert!(said(&outcome).contains(wanted), "{wanted}: {}", said(&outcome));
    }
}

#[test]
fn breast_feeding_and_gels_are_asked_about_too() {
    let person = || Person { age_months: Some(360), female: Some(true), ..Person::default() };
    for (lines, name) in [("bromhexine_8_tab:1*3*5", "bromhexine"), ("adapalene_gel:1*1*30", "adapalene")] {
        let case = |person| Case { person, new: read_lines(lines).unwrap(), ..Case::default() };
        let wanted = format!("not asked: could not be checked for {name}");
        let unasked = said(&check(starter(), &case(person())));
        assert!(unasked.contains(&wanted), "{unasked}");
        let asked = Person { pregnancy_asked: true, ..person() };
        assert!(!said(&check(starter(), &case(asked))).contains(&wanted));
    }
}

#[test]
fn lines_are_read_or_refused() {
    let read = |text| read_lines(text).ok();
    let line = read("a:0.5*2*3@4").unwrap();
    assert_eq!(
        (line[0].single.milli(), line[0].daily.milli(), line[0].first_day, line[0].last_day),
        (500, 1_000, 4, 6)
    );
    assert_eq!(read("a:1*1*c@2").unwrap()[0].last_day, FOR_GOOD);
    assert!(read("a:1*w1*28").unwrap()[0].weekly);
    assert_eq!(read("").unwrap(), []);
    for bad in [
        "a",
        "a:1*2",
        "a:1*2*3*4",
        ":1*2*3",
        "a:0*2*3",
        "a:-1*2*3",
        "a:1*0*3",
        "a:1*2*0",
        "a:1*2*3@0",
        "a:1*w2*3",
        "a:0.3333*1*1",
        "a:1*2.5*3",
        "a:1*2*3@c",
        "a:1e3*1*1",
        "a:.5*1*1",
        "a:1,5*1*1",
        "a:99999999999999999999*1*1",
    ] {
        assert!(read(bad).is_none(), "{bad}");
    }
}

#[test]
fn columns_stand_in_any_order_and_a_wrong_row_leaves_the_others_alone() {
    let text = "prescription\tcase_id\tweight_kg\r\n\
        paracetamol_500_tab:1*3*3\tc1\t60\r\n\
        \r\n\
        paracetamol_500_tab:1*3\tc2\t60\n\
        nothing_like_it:1*3*3\tc3\n\
        paracetamol_500_tab:1*3*3\tc4\tsixty\n\
        \tc5\n\
        paracetamol_500_tab:1*3*3\tc6\n";
    let rows = read_cases(starter(), text).unwrap();
    let read: Vec<(&str, usize, bool)> = rows.iter().map(|r| (r.id.as_str(), r.line, r.case.is_ok())).collect();
    let expected =
        [("c1", 2, true), ("c2", 4, false), ("c3", 5, false), ("c4", 6, false), ("c5", 7, false), ("c6", 8, true)];
    assert_eq!(read, expected);
    assert!(read_cases(starter(), "case_id\tage_months\n").is_err());
    assert!(read_cases(starter(), "").is_err());
}

#[test]
fn a_row_that_breaks_a_table_is_told_with_its_line() {
    let header = "id\tname_vi\tname_en\tallergy_same_class\tallergy_cross_group\tduplicate_level\n";
    let text = format!(
        "{header}a\tA\tA\tstop\t\t\na\tA\tA\t\t\t\nb\tB\tB\thalt\t\t\nc\tC\tC\t\tnobody:stop\t\n\tD\tD\t\t\t\n"
    );
    let book = Book::read(Texts { classes: Some(&text), ..Texts::default() }, day(2026, 11));
    let lines: Vec<usize> = book.errors.iter().map(|e| e.line).collect();
    assert_eq!(lines, [3, 4, 5, 6]);
}

#[test]
fn ages_and_amounts_of_children_are_read_or_refused() {
    let read = |cell: &str| {
        let row = starter_text(List::Ingredients).lines().find(|line| line.starts_with("montelukast\t")).unwrap();
        let text = format!(
            "{}\n{}",
            starter_text(List::Ingredients).lines().next().unwrap(),
            row.replace("6-72:4/4;72-180:5/5", cell)
        );
        let texts = Texts { ingredients: Some(&text), ..texts() };
        let book = Book::read(texts, day(2026, 11));
        book.ingredient("montelukast").map(|one| (one.child_bands.len(), one.child_any))
    };
    assert_eq!(read("6-72:4/4;72-180:5/5"), Some((2, false)));
    assert_eq!(read("6-72:4/"), Some((1, false)));
    assert_eq!(read("any"), Some((0, true)));
    for wrong in ["6-72", "72-6:4/4", "6-6:4/4", "6-72:/", "6-72:4", "6-72:-4/4", "six-72:4/4", "all", "6-72:4/4;"] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}

#[test]
fn filtration_follows_creatinine_age_and_sex() {
    let of = |micromol: i64, years: i64, female| {
        egfr_milli(Quantity::whole(micromol), years * 12, female).map(|q| q.milli() / 1000)
    };
    assert_eq!(of(80, 50, false), Some(103));
    assert_eq!(of(80, 50, true), Some(77));
    assert_eq!(of(200, 70, false), Some(30));
    // A rate is never rounded up over a limit.
    let rate = egfr_milli(Quantity::whole(203), 70 * 12, false).unwrap();
    assert!(rate > Quantity::whole(29) && rate < Quantity::whole(30), "{rate:?}");
    assert_eq!(of(80, 17, false), None);
    assert_eq!(of(0, 50, false), None);
}

#[test]
fn one_new_import_does_not_make_the_other_lines_new() {
    let (old, new) = (day(2020, 1), day(2030, 1));
    let table = |own: &str, day| own::Dated::of(List::Interactions, own, day);
    let all = starter_text(List::Interactions).split_once('\n').unwrap().1;
    let one = all.lines().next().unwrap();
    assert_eq!(table("", None).as_of, starter::AS_OF);
    assert_eq!(table(one, Some(new)).as_of, starter::AS_OF, "the program's other lines are not newer");
    assert_eq!(table(one, Some(old)).as_of, old);
    assert_eq!(table(all, Some(new)).as_of, new, "no line of the program is left");
    let book = own::read_all(&[own::Dated::of(List::Ingredients, "", None), table(all, Some(new))]);
    assert_eq!(book.as_of, starter::AS_OF);
}
