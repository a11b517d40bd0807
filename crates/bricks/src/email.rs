//! Email addresses.

use crate::say::Say;

const LENGTH_MAX: usize = 254;
const LOCAL_LENGTH_MAX: usize = 64;

const NOT_AN_EMAIL: Say = Say::fixed(
    "Địa chỉ email không đúng, ví dụ đúng: mai.huong@example.vn",
    "Not an email address; a right one is mai.huong@example.vn",
);

/// Reads an address: one `@`, printable ASCII without spaces or header punctuation, a domain with
/// a dot, at most 254 characters. The domain comes back in lower case.
pub fn parse_email(text: &str) -> Result<String, Say> {
    let text = text.trim_matches(' ');
    let (local, domain) = text.split_once('@').ok_or(NOT_AN_EMAIL)?;
    let sound = text.len() <= LENGTH_MAX && is_local_part(local) && is_domain(domain);
    sound.then(|| format!("{local}@{}", domain.to_ascii_lowercase())).ok_or(NOT_AN_EMAIL)
}

fn is_local_part(local: &str) -> bool {
    local.len() <= LOCAL_LENGTH_MAX
        && local.split('.').all(|atom| {
            !atom.is_empty()
                && atom.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
        })
}

fn is_domain(domain: &str) -> bool {
    domain.contains('.')
        && domain.split('.').all(|label| {
            matches!(label.len(), 1..=63)
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_addresses_are_kept() {
        for (text, email) in [
            ("mai.huong@example.vn", "mai.huong@example.vn"),
            (" A+b@Mail.EXAMPLE.com ", "A+b@mail.example.com"),
            ("o'neill@a-b.co", "o'neill@a-b.co"),
        ] {
            assert_eq!(parse_email(text).as_deref(), Ok(email));
        }
    }

    #[test]
    fn addresses_that_could_not_be_or_could_do_harm_are_refused() {
        let long = format!("a@{}vn", "abcdefg.".repeat(40));
        for text in [
            "",
            "@",
            "a@",
            "@b.vn",
            "a@b",
            "a@@b.vn",
            "a@b@c.vn",
            "a b@c.vn",
            "a@b .vn",
            ".a@b.vn",
            "a.@b.vn",
            "a..b@c.vn",
            "a@b..vn",
            "a@-b.vn",
            "a@b.vn\r\nBcc: c@d.vn",
            "a@b.vn\n",
            "\ta@b.vn",
            "a\0@b.vn",
            "<a@b.vn>",
            "a,b@c.vn",
            "hương@example.vn",
            long.as_str(),
        ] {
            assert_eq!(parse_email(text), Err(NOT_AN_EMAIL), "{text:?}");
        }
    }
}
