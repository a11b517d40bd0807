use super::*;
use proptest::prelude::*;

/// `name | morning-noon-evening-night*days > … | weekday | instruction`, amounts in thousandths.
fn told(typed: &str) -> String {
    match parse_line(typed, Lang::Vi) {
        Err(say) => format!("? {}", say.en),
        Ok(written) => {
            let step = |s: &Step| {
                let d = s.doses;
                let milli = [d.morning, d.noon, d.evening, d.night].map(|q| q.milli().to_string());
                format!("{}*{}", milli.join("-"), s.days)
            };
            let steps: Vec<String> = written.steps.iter().map(step).collect();
            let weekday = written.weekday.map(|day| format!(" w{day}")).unwrap_or_default();
            format!("{} | {}{weekday} | {}", written.name, steps.join(" > "), written.instruction)
        }
    }
}

const READ: &[(&str, &str)] = &[
    ("para500 1-1-1 3n khi sốt trên 38,5", "para500 | 1000-1000-1000-0*3 | Khi sốt trên 38,5"),
    ("para 500 1-1-1 3n", "para 500 | 1000-1000-1000-0*3 | "),
    ("para500 1-0-1-0 5n", "para500 | 1000-0-1000-0*5 | "),
    ("para500 0-0-0-1 5n", "para500 | 0-0-0-1000*5 | "),
    ("amlodipin 5 1-0-0 30n", "amlodipin 5 | 1000-0-0-0*30 | "),
    ("amlodipin 5mg 1-0-0 30 ngày", "amlodipin 5mg | 1000-0-0-0*30 | "),
    ("amlodipin 5mg 1-0-0 30 ngay", "amlodipin 5mg | 1000-0-0-0*30 | "),
    ("amlodipine 1-0-0 30d", "amlodipine | 1000-0-0-0*30 | "),
    ("amlodipine 1-0-0 30 days", "amlodipine | 1000-0-0-0*30 | "),
    ("metformin 1-0-1 2tuần", "metformin | 1000-0-1000-0*14 | "),
    ("metformin 1-0-1 2 tuần", "metformin | 1000-0-1000-0*14 | "),
    ("metformin 1-0-1 2tuan trong bữa ăn", "metformin | 1000-0-1000-0*14 | Trong bữa ăn"),
    ("metformin 1-0-1 4w", "metformin | 1000-0-1000-0*28 | "),
    ("metformin 1-0-1 4 weeks with food", "metformin | 1000-0-1000-0*28 | With food"),
    ("siro 5-5-5 5n", "siro | 5000-5000-5000-0*5 | "),
    ("siro 7,5-0-7,5 5n", "siro | 7500-0-7500-0*5 | "),
    ("siro 7.5-0-7.5 5n", "siro | 7500-0-7500-0*5 | "),
    ("thuoc 1/2-0-1/2 10n", "thuoc | 500-0-500-0*10 | "),
    ("thuoc 1/4-0-0 10n", "thuoc | 250-0-0-0*10 | "),
    ("thuoc 0-3/4-0 10n", "thuoc | 0-750-0-0*10 | "),
    ("thuoc 0,5-0-0,5 10n", "thuoc | 500-0-500-0*10 | "),
    ("thuoc 0.5-0-0.5-0 10n", "thuoc | 500-0-500-0*10 | "),
    ("cefuroxim 1x2 7n", "cefuroxim | 1000-0-1000-0*7 | "),
    ("cefuroxim 1×2 7n", "cefuroxim | 1000-0-1000-0*7 | "),
    ("cefuroxim 1*2 7n sau ăn", "cefuroxim | 1000-0-1000-0*7 | Sau ăn"),
    ("cefuroxim 1X1 7n", "cefuroxim | 1000-0-0-0*7 | "),
    ("amox 1x3 7n", "amox | 1000-1000-1000-0*7 | "),
    ("amox 2x4 7n", "amox | 2000-2000-2000-2000*7 | "),
    ("amox 1/2x3 7n", "amox | 500-500-500-0*7 | "),
    ("amox 0,5x3 7n", "amox | 500-500-500-0*7 | "),
    ("loratadin s1 10n", "loratadin | 1000-0-0-0*10 | "),
    ("loratadin t1 10n", "loratadin | 0-0-0-1000*10 | "),
    ("loratadin c1 10n", "loratadin | 0-0-1000-0*10 | "),
    ("loratadin tr1 10n", "loratadin | 0-1000-0-0*10 | "),
    ("para s1 tr1 c1 3n", "para | 1000-1000-1000-0*3 | "),
    ("para s1 c1 3n", "para | 1000-0-1000-0*3 | "),
    ("para c1 s1 3n", "para | 1000-0-1000-0*3 | "),
    ("para s1/2 t1 3n", "para | 500-0-0-1000*3 | "),
    ("para sáng 1 tối 2 3n", "para | 1000-0-0-2000*3 | "),
    ("para sang 1 chieu 1 3n", "para | 1000-0-1000-0*3 | "),
    ("para trưa1 3n", "para | 0-1000-0-0*3 | "),
    ("insulin sáng 0,1 chiều 0,08 30n", "insulin | 100-0-80-0*30 | "),
    ("statin bed1 30d", "statin | 0-0-0-1000*30 | "),
    ("statin am1 pm1 30d", "statin | 1000-0-1000-0*30 | "),
    ("statin noon1 30d", "statin | 0-1000-0-0*30 | "),
    ("para500 1/6h 3n", "para500 | 1000-1000-1000-1000*3 | Cách nhau 6 giờ"),
    ("para500 1/8h 3n", "para500 | 1000-1000-1000-0*3 | Cách nhau 8 giờ"),
    ("para500 1 q12h 3n", "para500 | 1000-0-1000-0*3 | Cách nhau 12 giờ"),
    ("para500 1 q 24h 3n", "para500 | 1000-0-0-0*3 | Cách nhau 24 giờ"),
    ("para500 1 mỗi 6h 3n prn", "para500 | 1000-1000-1000-1000*3 | Cách nhau 6 giờ, Khi cần"),
    ("para500 1 every 8h 3d", "para500 | 1000-1000-1000-0*3 | Cách nhau 8 giờ"),
    ("para500 1 q6h 3n kc", "para500 | 1000-1000-1000-1000*3 | Cách nhau 6 giờ, Khi cần"),
    ("para500 1/2/8h 3n", "para500 | 500-500-500-0*3 | Cách nhau 8 giờ"),
    ("para500 1x4 3n prn", "para500 | 1000-1000-1000-1000*3 | Khi cần"),
    ("para500 1x4 3n khi cần, đau", "para500 | 1000-1000-1000-1000*3 | Khi cần, đau"),
    ("methotrexat 3/tuần T2 28n", "methotrexat | 3000-0-0-0*28 w1 | "),
    ("methotrexat 3/tuan cn 4tuan", "methotrexat | 3000-0-0-0*28 w7 | "),
    ("methotrexate 3/week thu 28d", "methotrexate | 3000-0-0-0*28 w4 | "),
    ("methotrexate 3/w sat 28d", "methotrexate | 3000-0-0-0*28 w6 | "),
    ("pred5 4-0-0 5n > 2-0-0 5n > 1-0-0 5n", "pred5 | 4000-0-0-0*5 > 2000-0-0-0*5 > 1000-0-0-0*5 | "),
    ("pred5 4-0-0 5n -> 2-0-0 5n sau ăn", "pred5 | 4000-0-0-0*5 > 2000-0-0-0*5 | Sau ăn"),
    ("pred5 4x1 5n rồi 2x1 5n", "pred5 | 4000-0-0-0*5 > 2000-0-0-0*5 | "),
    ("pred5 s4 5n then s2 5n", "pred5 | 4000-0-0-0*5 > 2000-0-0-0*5 | "),
    ("  para500   1-1-1   3n  ", "para500 | 1000-1000-1000-0*3 | "),
    ("vitamin c 500 1-0-0 7n", "vitamin c 500 | 1000-0-0-0*7 | "),
    ("vitamin b1-b6-b12 1-0-0 7n", "vitamin b1-b6-b12 | 1000-0-0-0*7 | "),
    ("coversyl 5/1,25 1-0-0 30n", "coversyl 5/1,25 | 1000-0-0-0*30 | "),
    ("co-trimoxazol 2-0-2 5n", "co-trimoxazol | 2000-0-2000-0*5 | "),
    ("para500 1-1-1 3n.", "para500 | 1000-1000-1000-0*3 | "),
    ("para500 1-1-1 90n", "para500 | 1000-1000-1000-0*90 | "),
];

const ASKED: &[(&str, &str)] = &[
    ("", "name"),
    ("   ", "name"),
    ("1-1-1 3n", "name"),
    ("para500", "dose"),
    ("para500 3n", "dose"),
    ("para 500 khi sốt", "dose"),
    ("para500 1-1 3n", "evening"),
    ("para500 1-1-1-1-1 3n", "four"),
    ("para500 1x5 3n", "times"),
    ("para500 1x0 3n", "times"),
    ("para500 1-1-1", "days"),
    ("para500 1-1-1 khi sốt", "days"),
    ("para500 1-1-1 3", "3"),
    ("para500 1-1-1 3 khi sốt", "3"),
    ("para500 1-1-1 0n", "days"),
    ("para500 1-1-1 91n", "days"),
    ("para500 1-1-1 99999999999999999999n", "days"),
    ("para500 1-1-1 13tuần", "days"),
    ("para500 1-1-1 s1 3n", "twice"),
    ("para500 1x3 1-1-1 3n", "twice"),
    ("para500 s1 s1 3n", "twice"),
    ("para500 1-1-1 3n 5n", "days"),
    ("para500 1/5h 3n", "hours"),
    ("para500 1/4h 3n", "hours"),
    ("para500 1/0h 3n", "hours"),
    ("methotrexat 3/tuần 28n", "day of the week"),
    ("methotrexat 3/tuần T8 28n", "day of the week"),
    ("pred5 4-0-0 5n > 5n", "dose"),
    ("pred5 4-0-0 60n > 2-0-0 60n", "days"),
    ("mtx 3/tuần t2 14n > 2/tuần t2 14n", "week"),
];

#[test]
fn a_hundred_lines_are_read_or_asked_about() {
    assert!(READ.len() + ASKED.len() >= 100, "{}", READ.len() + ASKED.len());
    let mut wrong = Vec::new();
    for (typed, expected) in READ {
        let found = told(typed);
        if found != *expected {
            wrong.push(format!("{typed:?}: {found:?}, expected {expected:?}"));
        }
    }
    for (typed, word) in ASKED {
        let found = told(typed);
        if !found.starts_with("? ") || !found.contains(word) {
            wrong.push(format!("{typed:?}: {found:?}, expected a question with {word:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_dose_that_is_no_number_is_no_dose() {
    for typed in ["para 1--1 3n", "para -1-1-1 3n", "para 0,3333-0-0 3n", "para 1-x-1 3n", "para 1e9x2 3n"] {
        assert!(parse_line(typed, Lang::Vi).is_err(), "{typed}");
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_is_read_or_asked(typed in "\\PC{0,80}") {
        let _ = parse_line(&typed, Lang::En);
    }

    #[test]
    fn words_of_the_grammar_in_any_order_are_read_or_asked(words in proptest::collection::vec(
        prop_oneof!["para", "500", "1-1-1", "1x3", "s1", "q8h", "1/8h", "3/tuần", "t2", "5n", "5", "ngày", ">", "prn", "[0-9/,.xq-]{1,8}"], 0..10)) {
        if let Ok(written) = parse_line(&words.join(" "), Lang::Vi) {
            prop_assert!(!written.name.is_empty() && !written.steps.is_empty());
            prop_assert!(written.steps.iter().map(|s| s.days).sum::<i64>() <= DAYS_MAX);
        }
    }

    #[test]
    fn what_is_written_out_is_read_again(
        name in "[a-z]{4,9}_[a-z]{3}",
        doses in proptest::collection::vec(proptest::array::uniform4(0_i64..=100_000), 1..4),
        days in proptest::collection::vec(1_i64..=22, 4),
        weekday in proptest::option::of(1_i64..=7),
        instruction in "(Sau|Trước) (ăn|ngủ)( no)?|",
    ) {
        let whole = |milli: [i64; 4]| milli.map(|m| Quantity::from_milli(m * 10));
        let steps: Vec<Step> = doses.into_iter().zip(&days).map(|(milli, days)| {
            let [morning, noon, evening, night] = whole(milli);
            Step { doses: Doses { morning, noon, evening, night }, days: *days }
        }).collect();
        let (steps, weekday) = match (weekday, steps.first()) {
            (Some(day), Some(first)) => {
                let zero = Quantity::ZERO;
                let doses = Doses { noon: zero, evening: zero, night: zero, ..first.doses };
                (vec![Step { doses, days: first.days }], Some(day))
            }
            _ => (steps, None),
        };
        let written = write_line(&name, &steps, weekday, &instruction);
        prop_assert_eq!(parse_line(&written, Lang::Vi), Ok(Written { name, steps, weekday, instruction }), "{}", written);
    }
}
