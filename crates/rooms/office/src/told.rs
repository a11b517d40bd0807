//! What the log says of an act, for a reader: amounts and days as the page writes them.

use crate::text;
use bricks::clock::{parse_day, show_day};
use bricks::lang::Lang;
use bricks::money::Money;

/// The log keeps plain đồng (`542000 ₫`), days as `2026-11-29` and codes; each is shown in the reader's way.
pub fn detail(l: Lang, act: &str, detail: &str) -> String {
    let mut words: Vec<&str> = detail.split(' ').collect();
    // Rows of before the plan's name was written hold its number, which tells a person nothing.
    if act == "choose_payer" && words.get(1).is_some_and(|word| word.len() > 9 && word.parse::<i64>().is_ok()) {
        words.remove(1);
    }
    let shown = words.iter().enumerate().map(|(place, word)| {
        let before_sign = words.get(place + 1).is_some_and(|next| next.trim_end_matches([':', ',']) == "₫");
        match word.parse::<i64>() {
            Ok(minor) if before_sign => Money::from_minor(minor).show(l),
            _ if act == "move_cash" && place == 0 => direction(l, word),
            _ => day(l, word).unwrap_or_else(|| (*word).to_owned()),
        }
    });
    shown.collect::<Vec<String>>().join(" ")
}

fn direction(l: Lang, code: &str) -> String {
    match code {
        "in" => text::cash_in(l).to_owned(),
        "out" => text::cash_out(l).to_owned(),
        _ => code.to_owned(),
    }
}

/// A day that stands alone, as `2026-11-29`, whatever sign closes it.
fn day(l: Lang, word: &str) -> Option<String> {
    let bare = word.trim_end_matches([':', ',']);
    let is_iso = bare.len() == 10 && bare.bytes().filter(|byte| *byte == b'-').count() == 2;
    let day = parse_day(bare).ok().filter(|_| is_iso)?;
    Some(format!("{}{}", show_day(day, l), word.get(bare.len()..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_days_and_directions_are_told_in_the_readers_way() {
        let of = |l, act, said| detail(l, act, said);
        assert_eq!(of(Lang::En, "set_price", "KB01 2026-12-28 150000 ₫"), "KB01 28/12/2026 150,000 ₫");
        assert_eq!(of(Lang::Vi, "set_price", "KB01 2026-12-28 150000 ₫"), "KB01 28/12/2026 150.000 ₫");
        assert_eq!(of(Lang::Vi, "move_cash", "out 1000 ₫: mua giấy in"), "ra 1.000 ₫: mua giấy in");
        assert_eq!(of(Lang::En, "move_cash", "in 1000 ₫: x"), "in 1,000 ₫: x");
        assert_eq!(of(Lang::Vi, "leave", "2026-12-01, 3 người"), "01/12/2026, 3 người");
        assert_eq!(of(Lang::En, "choose_payer", "1 7652465154265 CD4791234567890"), "1 CD4791234567890");
        assert_eq!(of(Lang::En, "choose_payer", "1 BHYT CD4791234567890"), "1 BHYT CD4791234567890");
        for said in ["", "BN-000123", "in 12", "2026-99-99", "PT26-000001 5000 đồng"] {
            assert_eq!(of(Lang::Vi, "book", said), said);
        }
    }
}
