//! A source file as one flat run of tokens, without documentation and tests.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Word(String),
    /// The value of a string literal.
    Text(String),
    /// Numbers, characters, bytes.
    Other(String),
    Sign(char),
    Open(char),
    Close(char),
}

/// Where a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Code,
    /// A direct child of markup: an element, an attribute or a text of the page.
    Markup,
    /// In the braces of an attribute's value.
    Attribute,
}

#[derive(Debug, Clone)]
pub struct Token {
    pub line: usize,
    pub kind: Kind,
    pub place: Place,
    /// In the body of a `macro_rules!`.
    pub in_macro: bool,
    /// The macro call around it: `format` in `format!("…")`.
    pub inside: String,
}

impl Token {
    pub fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn is(&self, sign: char) -> bool {
        matches!(self.kind, Kind::Sign(c) | Kind::Open(c) | Kind::Close(c) if c == sign)
    }

    pub fn opens(&self) -> bool {
        matches!(self.kind, Kind::Open(_))
    }

    pub fn closes(&self) -> bool {
        matches!(self.kind, Kind::Close(_))
    }

    pub fn is_word(&self, word: &str) -> bool {
        self.word() == Some(word)
    }
}

/// Where the group ends that opens at `open`.
pub fn close(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_i32;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        depth += i32::from(token.opens()) - i32::from(token.closes());
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

/// The tokens of a file.
pub fn flat(stream: TokenStream) -> Vec<Token> {
    let mut out = Vec::new();
    let around = Around { place: Place::Code, in_macro: false, inside: String::new() };
    walk(stream, &around, &mut out);
    out
}

#[derive(Clone)]
struct Around {
    place: Place,
    in_macro: bool,
    inside: String,
}

fn walk(stream: TokenStream, around: &Around, out: &mut Vec<Token>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        match skipped(&trees, at) {
            Some(next) => at = next,
            None => {
                one(tree, around, out);
                at += 1;
            }
        }
    }
}

/// Past documentation, or past an item that only tests see.
fn skipped(trees: &[TokenTree], at: usize) -> Option<usize> {
    let inner = matches!(trees.get(at + 1)?, TokenTree::Punct(sign) if sign.as_char() == '!');
    let at = at + usize::from(inner);
    let (TokenTree::Punct(sign), TokenTree::Group(group)) = (trees.get(at - usize::from(inner))?, trees.get(at + 1)?)
    else {
        return None;
    };
    if sign.as_char() != '#' || group.delimiter() != Delimiter::Bracket {
        return None;
    }
    let attribute = group.stream().to_string().replace(' ', "");
    if attribute.starts_with("doc=") {
        return Some(at + 2);
    }
    if attribute != "cfg(test)" {
        return None;
    }
    let ends = |tree: &TokenTree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(sign) => sign.as_char() == ';',
        _ => false,
    };
    let end = trees.iter().skip(at + 2).position(ends)?;
    Some(at + 2 + end + 1)
}

fn one(tree: &TokenTree, around: &Around, out: &mut Vec<Token>) {
    let line = tree.span().start().line;
    let token =
        |kind| Token { line, kind, place: around.place, in_macro: around.in_macro, inside: around.inside.clone() };
    match tree {
        TokenTree::Ident(ident) => out.push(token(Kind::Word(ident.to_string()))),
        TokenTree::Punct(sign) => out.push(token(Kind::Sign(sign.as_char()))),
        TokenTree::Literal(literal) => {
            let kind = match syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                Ok(text) => Kind::Text(text.value()),
                Err(_) => Kind::Other(literal.to_string()),
            };
            out.push(token(kind));
        }
        TokenTree::Group(group) => {
            let (open, close) = match group.delimiter() {
                Delimiter::Parenthesis => ('(', ')'),
                Delimiter::Brace => ('{', '}'),
                Delimiter::Bracket => ('[', ']'),
                Delimiter::None => (' ', ' '),
            };
            let within = within(group, around, out);
            out.push(token(Kind::Open(open)));
            walk(group.stream(), &within, out);
            let line = group.span_close().end().line;
            out.push(Token { line, ..token(Kind::Close(close)) });
        }
    }
}

fn within(group: &Group, around: &Around, before: &[Token]) -> Around {
    let behind = |back: usize| before.len().checked_sub(back).and_then(|at| before.get(at));
    let macro_name = match (behind(2).and_then(Token::word), behind(1)) {
        (Some(name), Some(sign)) if sign.is('!') => Some(name.to_owned()),
        _ => None,
    };
    let defines = behind(3).is_some_and(|t| t.is_word("macro_rules"));
    let braces = group.delimiter() == Delimiter::Brace;
    let place = match (around.place, &macro_name) {
        (_, Some(name)) if name == "html" => Place::Markup,
        (Place::Markup, _) if braces && behind(1).is_some_and(|t| t.is('=')) => Place::Attribute,
        (place, None) if braces => place,
        _ => Place::Code,
    };
    Around { place, in_macro: around.in_macro || defines, inside: macro_name.unwrap_or_else(|| around.inside.clone()) }
}
