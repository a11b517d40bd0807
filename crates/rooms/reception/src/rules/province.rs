//! The 34 provinces and cities since 2025, and what was merged into them.

use bricks::lang::Lang;
use bricks::text::fold;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Province {
    pub code: &'static str,
    name_vi: &'static str,
    name_en: &'static str,
    merged: &'static str,
}

impl Province {
    pub fn name(&self, l: Lang) -> &'static str {
        match l {
            Lang::Vi => self.name_vi,
            Lang::En => self.name_en,
        }
    }
}

const TABLE: &str = include_str!("../../../../../data/provinces.tsv");

/// All of them, in the order of their codes.
pub fn all() -> impl Iterator<Item = Province> {
    TABLE.lines().skip(1).filter_map(|line| {
        let mut columns = line.split('\t');
        let (code, name_vi, name_en) = (columns.next()?, columns.next()?, columns.next()?);
        Some(Province { code, name_vi, name_en, merged: columns.nth(1).unwrap_or_default() })
    })
}

pub fn by_code(code: &str) -> Option<Province> {
    all().find(|province| province.code == code)
}

/// The province that an address ends with, under its name of today or an earlier one.
pub fn of_address(address: &str) -> Option<Province> {
    let last = address.rsplit(',').map(str::trim).find(|part| !part.is_empty())?;
    let last = bare(last);
    let earlier = |p: &Province| p.merged.split(';').any(|name| !name.trim().is_empty() && bare(name) == last);
    all().find(|p| bare(p.name_vi) == last || bare(p.name_en) == last || earlier(p))
}

/// Folded, without the word that says what kind of place it is.
fn bare(name: &str) -> String {
    let folded = fold(name);
    let kinds = ["thanh pho ", "tinh ", "tp "];
    let bare = kinds.iter().find_map(|kind| folded.strip_prefix(kind)).unwrap_or(&folded);
    if matches!(bare, "hcm" | "tphcm" | "sai gon") { "ho chi minh".to_owned() } else { bare.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_thirty_four_with_codes_of_their_own() {
        let codes: std::collections::BTreeSet<&str> = all().map(|p| p.code).collect();
        assert_eq!((all().count(), codes.len()), (34, 34));
        assert_eq!(by_code("46").map(|p| p.name(Lang::En)), Some("Hue"));
    }

    #[test]
    fn an_address_ends_with_its_province() {
        for (address, code) in [
            ("12 Lê Lợi, Phường Thuận Hoá, Huế", Some("46")),
            ("5 Nguyễn Trãi, Thành phố Hà Nội", Some("01")),
            ("Xã Tân Phú, Tỉnh Bình Dương", Some("79")),
            ("Q.1, TP.HCM", Some("79")),
            ("Thôn 3, Lạng Sơn, ", Some("20")),
            ("12 Lê Lợi", None),
            ("", None),
        ] {
            assert_eq!(of_address(address).map(|p| p.code), code, "{address}");
        }
    }
}
