use maud::Render;

/// Text as it stands in a page, for what is drawn hundreds of times: what holds nothing to escape is copied as a whole.
pub struct Escaped<'a>(&'a str);

pub fn escaped(text: &str) -> Escaped<'_> {
    Escaped(text)
}

impl Render for Escaped<'_> {
    fn render_to(&self, page: &mut String) {
        if self.0.bytes().any(|b| matches!(b, b'&' | b'<' | b'>' | b'"')) {
            self.0.render_to(page);
        } else {
            page.push_str(self.0);
        }
    }
}
