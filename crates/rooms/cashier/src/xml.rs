//! XML as it is written to others: elements within elements, text escaped.

/// The kind of the file.
pub const XML: &str = "application/xml; charset=utf-8";
/// How every file begins.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// An element with others in it. `name` is of capitals, digits and underscores or of letters.
pub fn within(out: &mut String, name: &str, body: impl FnOnce(&mut String)) {
    out.push_str(&format!("<{name}>"));
    body(out);
    out.push_str(&format!("</{name}>"));
}

/// Text as XML takes it, on one line; control characters, which it has no way to write, are left out.
pub fn leaf(out: &mut String, name: &str, text: &str) {
    within(out, name, |out| {
        for c in text.chars().filter(|c| c.is_whitespace() || !c.is_control()) {
            match c {
                '\n' | '\r' | '\t' => out.push(' '),
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                _ => out.push(c),
            }
        }
    });
}
