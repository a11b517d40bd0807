//! VietQR: the text behind the QR code of a bank transfer, as NAPAS lays it down (EMV tags, each two digits of id and two
//! of length).

use crate::money::Money;
use crate::text::fold;

/// `0203` digits of an amount at most.
const AMOUNT_DIGITS_MAX: usize = 13;
/// Characters of a bill number or purpose at most.
const TEXT_CHARS_MAX: usize = 25;
const ACCOUNT_CHARS_MAX: usize = 19;

/// The banks that can be named, by BIN, with the name that people know.
pub const BANKS: [(&str, &str); 34] = [
    ("970436", "Vietcombank"),
    ("970415", "VietinBank"),
    ("970418", "BIDV"),
    ("970405", "Agribank"),
    ("970407", "Techcombank"),
    ("970422", "MB"),
    ("970416", "ACB"),
    ("970432", "VPBank"),
    ("970423", "TPBank"),
    ("970403", "Sacombank"),
    ("970437", "HDBank"),
    ("970441", "VIB"),
    ("970443", "SHB"),
    ("970448", "OCB"),
    ("970426", "MSB"),
    ("970431", "Eximbank"),
    ("970440", "SeABank"),
    ("970449", "LPBank"),
    ("970428", "Nam A Bank"),
    ("970425", "ABBank"),
    ("970429", "SCB"),
    ("970412", "PVcomBank"),
    ("970424", "Shinhan"),
    ("970458", "UOB"),
    ("970457", "Woori"),
    ("970452", "KienlongBank"),
    ("970454", "BVBank"),
    ("970400", "SaigonBank"),
    ("970419", "NCB"),
    ("970427", "VietABank"),
    ("970409", "BacABank"),
    ("970433", "VietBank"),
    ("970438", "BaoViet Bank"),
    ("970430", "PGBank"),
];

/// The name of a bank.
pub fn bank_name(bin: &str) -> Option<&'static str> {
    BANKS.iter().find(|(known, _)| *known == bin).map(|(_, name)| *name)
}

/// Whether it can be an account's number: letters and digits, at most 19.
pub fn is_account(number: &str) -> bool {
    (1..=ACCOUNT_CHARS_MAX).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// The text of a QR code that pays one amount once into an account. `None` when a part cannot be in one: an unknown form
/// of BIN or account, an amount of nothing or too large, a bill number or purpose without a letter.
pub fn of_transfer(bin: &str, account: &str, amount: Money, bill: &str, purpose: &str) -> Option<String> {
    let digits = amount.minor().to_string();
    let fits = bin.len() == 6 && bin.bytes().all(|b| b.is_ascii_digit()) && is_account(account);
    if !fits || amount.minor() <= 0 || digits.len() > AMOUNT_DIGITS_MAX {
        return None;
    }
    let beneficiary = [tag("00", bin), tag("01", account)].concat();
    let service = [tag("00", "A000000727"), tag("01", &beneficiary), tag("02", "QRIBFTTA")].concat();
    let told = [tag("01", &plain(bill)?), tag("08", &plain(purpose)?)].concat();
    let mut text = [
        tag("00", "01"),
        tag("01", "12"),
        tag("38", &service),
        tag("53", "704"),
        tag("54", &digits),
        tag("58", "VN"),
        tag("62", &told),
    ]
    .concat();
    text.push_str("6304");
    let sum = crc(text.as_bytes());
    text.push_str(&format!("{sum:04X}"));
    Some(text)
}

/// Whether the checksum at the end of a text is that of the text.
pub fn is_whole(text: &str) -> bool {
    text.len()
        .checked_sub(4)
        .and_then(|at| text.split_at_checked(at))
        .is_some_and(|(told, sum)| told.ends_with("6304") && sum == format!("{:04X}", crc(told.as_bytes())))
}

fn tag(id: &str, value: &str) -> String {
    format!("{id}{:02}{value}", value.len())
}

/// Without diacritics and signs, cut to what fits; `None` when nothing is left.
fn plain(text: &str) -> Option<String> {
    let ascii: String = text.chars().filter_map(ascii_of).take(TEXT_CHARS_MAX).collect();
    let ascii = ascii.trim().to_owned();
    (!ascii.is_empty()).then_some(ascii)
}

fn ascii_of(c: char) -> Option<char> {
    if c.is_ascii_alphanumeric() || c == ' ' {
        return Some(c);
    }
    let folded = fold(&c.to_string()).chars().next().filter(char::is_ascii_alphanumeric)?;
    Some(if c.is_uppercase() { folded.to_ascii_uppercase() } else { folded })
}

/// CRC-16/CCITT-FALSE.
fn crc(bytes: &[u8]) -> u16 {
    let step = |sum: u16, _| if sum & 0x8000 == 0 { sum << 1 } else { (sum << 1) ^ 0x1021 };
    bytes.iter().fold(0xFFFF, |sum, byte| (0..8).fold(sum ^ (u16::from(*byte) << 8), step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PUBLISHED: &str = "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E";
    const PUBLISHED_CARD: &str = "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN62340107NPS68690819thanh toan don hang6304A203";

    #[test]
    fn the_published_example_is_made_letter_by_letter() {
        let made = of_transfer("970403", "0011012345678", Money::from_minor(180_000), "NPS6869", "thanh toán đơn hàng");
        assert_eq!(made.as_deref(), Some(PUBLISHED));
        assert!(is_whole(PUBLISHED) && is_whole(PUBLISHED_CARD));
    }

    #[test]
    fn another_checksum_is_found() {
        assert!(!is_whole(&PUBLISHED.replace("2E2E", "2E2F")));
        assert!(!is_whole(&PUBLISHED.replace("180000", "190000")));
        assert!(!is_whole("") && !is_whole("6304") && !is_whole("đđ"));
    }

    #[test]
    fn what_cannot_be_paid_has_no_code() {
        let of = |bin, account, amount, bill| of_transfer(bin, account, Money::from_minor(amount), bill, "x");
        assert!(of("970436", "1023456789", 1, "PT1").is_some());
        for (bin, account, amount, bill) in [
            ("97043", "1023456789", 1, "PT1"),
            ("97043x", "1023456789", 1, "PT1"),
            ("970436", "", 1, "PT1"),
            ("970436", "10 23", 1, "PT1"),
            ("970436", "12345678901234567890", 1, "PT1"),
            ("970436", "1023456789", 0, "PT1"),
            ("970436", "1023456789", -1, "PT1"),
            ("970436", "1023456789", 10_000_000_000_000, "PT1"),
            ("970436", "1023456789", 1, "---"),
        ] {
            assert!(of(bin, account, amount, bill).is_none(), "{bin} {account} {amount} {bill}");
        }
    }

    proptest! {
        #[test]
        fn every_code_is_whole_and_ascii(amount in 1_i64..9_999_999_999_999, text in "[A-Za-zĐđÀ-ỹ0-9 ]{1,40}") {
            if let Some(made) = of_transfer("970436", "1023456789", Money::from_minor(amount), "PT26", &text) {
                prop_assert!(made.is_ascii() && is_whole(&made));
            }
        }
    }
}
