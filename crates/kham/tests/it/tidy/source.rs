//! Every Rust file of the workspace that is not a test.

use super::token::{Token, flat};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use syn::visit::{self, Visit};

pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

/// A name that the file gives to something: an item, a field, a variant, a parameter or a variable.
pub struct Name {
    pub name: String,
    pub line: usize,
}

pub struct Source {
    /// From the workspace's root.
    pub path: String,
    pub lines: usize,
    pub tokens: Vec<Token>,
    pub functions: Vec<Function>,
    pub names: Vec<Name>,
}

impl Source {
    /// The folder of its crate: `crates/rooms/cashier`.
    pub fn home(&self) -> &str {
        self.path.split("/src/").next().unwrap_or_default().trim_end_matches("/build.rs")
    }

    pub fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// A finding about one of its lines.
    pub fn at(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.path)
    }
}

/// The workspace's folder.
pub fn root() -> PathBuf {
    let mut folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    while !folder.join("ARCHITECTURE.md").exists() {
        assert!(folder.pop(), "ARCHITECTURE.md stands in the workspace's folder");
    }
    folder
}

/// A file of the workspace.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// All sources, read once.
pub static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let is_source = |path: &String| {
        let test = path.ends_with("/tests.rs") || path.contains("/tests/") || path.contains("/examples/");
        path.ends_with(".rs") && (path.contains("/src/") || path.ends_with("/build.rs")) && !test
    };
    files("crates").into_iter().filter(is_source).map(parse).collect()
});

/// The files below a folder, by path from the root, without those that stand in for other projects.
pub fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    let from_root = |path: &PathBuf| path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    let mut found: Vec<String> = found.iter().map(from_root).filter(|path| !path.contains("/stubs/")).collect();
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => walk(&path, found),
            false => found.push(path),
        }
    }
}

fn parse(path: String) -> Source {
    let text = read(&path);
    let file = syn::parse_file(&text).unwrap_or_else(|e| panic!("{path}:{}: {e}", e.span().start().line));
    let tokens = flat(text.parse().unwrap());
    let mut seen = Seen::default();
    seen.visit_file(&file);
    Source { path, lines: text.lines().count(), tokens, functions: seen.functions, names: seen.names }
}

#[derive(Default)]
struct Seen {
    functions: Vec<Function>,
    names: Vec<Name>,
}

impl Seen {
    fn name(&mut self, ident: &syn::Ident) {
        self.names.push(Name { name: ident.to_string(), line: ident.span().start().line });
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let line = signature.fn_token.span.start().line;
        let lines = block.brace_token.span.close().end().line - line + 1;
        self.functions.push(Function { name: signature.ident.to_string(), line, lines });
    }
}

fn for_tests(attributes: &[syn::Attribute]) -> bool {
    let is_test = |a: &syn::Attribute| match &a.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    };
    attributes.iter().any(is_test)
}

impl<'ast> Visit<'ast> for Seen {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !for_tests(&item.attrs) {
            self.name(&item.ident);
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !for_tests(&item.attrs) {
            self.function(&item.sig, &item.block);
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        self.name(&signature.ident);
        visit::visit_signature(self, signature);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.name(&item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.name(&item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.name(&item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.name(&item.ident);
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.name(&item.ident);
        visit::visit_item_const(self, item);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.name(&item.ident);
        visit::visit_item_static(self, item);
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.name(&variant.ident);
        visit::visit_variant(self, variant);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if let Some(ident) = &field.ident {
            self.name(ident);
        }
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.name(&pattern.ident);
        visit::visit_pat_ident(self, pattern);
    }

    /// What a macro such as `row!` declares: `struct Name` and `field: Type`.
    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let tokens = flat(call.tokens.clone());
        for (at, token) in tokens.iter().enumerate() {
            let Some(word) = token.word() else { continue };
            let declared = at.checked_sub(1).and_then(|at| tokens.get(at));
            let declared = declared.and_then(Token::word).is_some_and(|w| ["struct", "enum", "fn", "let"].contains(&w));
            let sign = |ahead: usize| tokens.get(at + ahead).is_some_and(|t| t.is(':'));
            let behind = at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|t| t.is(':'));
            if declared || (sign(1) && !sign(2) && !behind) {
                self.names.push(Name { name: word.to_owned(), line: token.line });
            }
        }
    }
}
