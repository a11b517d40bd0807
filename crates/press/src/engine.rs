use std::sync::LazyLock;

use comemo::{Constraint, Track};
use serde_json::Value;
use typst_layout::PagedDocument;
use typst_library::diag::{At, SourceDiagnostic, SourceResult};
use typst_library::engine::{Engine as Step, Route, Sink, Traced};
use typst_library::foundations::{Bytes, Module, NativeRuleMap, Scope, Smart, StyleChain, Target, TargetElem};
use typst_library::introspection::{EmptyIntrospector, Introspector, MAX_ITERS};
use typst_library::routines::Routines;
use typst_library::{Library, LibraryBuilder, World, WorldExt};
use typst_pdf::PdfOptions;
use typst_syntax::Span;
use typst_utils::{LazyHash, Protected};

use crate::fonts::Fonts;
use crate::sheet::{FACTS, LOGO, Sheet};
use crate::templates::{self, Templates};
use crate::{Paper, PressError};

/// The typesetter: its standard library and the embedded fonts.
#[derive(Debug)]
pub struct Engine {
    library: LazyHash<Library>,
    fonts: Fonts,
}

impl Engine {
    pub fn load() -> Result<Self, PressError> {
        let fonts = Fonts::load().ok_or(PressError::Setup("the embedded fonts"))?;
        let library = LazyHash::new(LibraryBuilder::from_routines(&ROUTINES).build());
        Ok(Self { library, fonts })
    }

    /// Lays out one paper.
    pub fn compile(
        &self,
        templates: &Templates,
        paper: Paper,
        (facts, logo): (&Value, &Bytes),
    ) -> Result<PagedDocument, PressError> {
        let setup = PressError::Setup("the template's path");
        let sheet = Sheet {
            library: &self.library,
            fonts: &self.fonts,
            templates,
            main: templates::id(paper.template()).ok_or_else(|| setup.clone())?,
            facts_id: templates::id(FACTS).ok_or_else(|| setup.clone())?,
            facts: Bytes::from_string(facts.to_string()),
            logo: logo.clone(),
            logo_id: templates::id(LOGO).ok_or(setup)?,
        };
        lay_out(&sheet).map_err(|findings| PressError::Template(describe(&sheet, &findings)))
    }

    /// Writes laid out pages as PDF.
    pub fn export(&self, document: &PagedDocument) -> Result<Vec<u8>, PressError> {
        let options = PdfOptions { creator: Smart::Custom(Some("Kham".to_owned())), ..PdfOptions::default() };
        typst_pdf::pdf(document, &options).map_err(|findings| {
            let messages: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
            PressError::Template(messages.join("\n"))
        })
    }
}

/// Evaluates the main template, then lays it out until what it asks about its own layout
/// (page numbers, counters) no longer changes.
fn lay_out(sheet: &Sheet<'_>) -> SourceResult<PagedDocument> {
    let world: &dyn World = sheet;
    let world = world.track();
    let library = sheet.library;
    let traced = Traced::default();
    let main = world.source(sheet.main).at(Span::detached())?;

    let mut sink = Sink::new();
    let content =
        typst_eval::eval(world, library, traced.track(), sink.track_mut(), Route::default().track(), &main)?.content();

    let base = StyleChain::new(&library.styles);
    let target = TargetElem::target.set(Target::Paged).wrap();
    let styles = base.chain(&target);

    let mut laid_out: Option<PagedDocument> = None;
    for _ in 0..MAX_ITERS {
        let constraint = Constraint::new();
        let known: &dyn Introspector = match &laid_out {
            Some(document) => document.introspector().as_ref(),
            None => &EmptyIntrospector,
        };
        let mut sink = Sink::new();
        let mut step = Step {
            library,
            world,
            introspector: Protected::new(known.track_with(&constraint)),
            traced: traced.track(),
            sink: sink.track_mut(),
            route: Route::default(),
        };
        let document = typst_layout::layout_document(&mut step, &content, styles)?;
        let learnt: &dyn Introspector = document.introspector().as_ref();
        let settled = constraint.validate(learnt);
        laid_out = Some(document);
        if settled {
            let errors = sink.delayed();
            return if errors.is_empty() { laid_out.ok_or_else(Default::default) } else { Err(errors) };
        }
    }
    laid_out.ok_or_else(Default::default)
}

/// One line per finding, `file:line: what is wrong (hint)`.
fn describe(sheet: &Sheet<'_>, findings: &[SourceDiagnostic]) -> String {
    let lines: Vec<_> = findings.iter().map(|finding| describe_one(sheet, finding)).collect();
    lines.join("\n")
}

fn describe_one(sheet: &Sheet<'_>, finding: &SourceDiagnostic) -> String {
    let hints: String = finding.hints.iter().map(|hint| format!(" ({})", hint.v)).collect();
    let place = finding.span.id().map(|id| {
        let start = sheet.range(finding.span).map(|range| range.start);
        let text = sheet.source(id).ok().zip(start);
        let line = text.and_then(|(source, start)| source.lines().byte_to_line(start)).map_or(0, |line| line + 1);
        format!("{}:{line}: ", id.vpath().get_without_slash())
    });
    format!("{}{}{hints}", place.unwrap_or_default(), finding.message)
}

/// What the typesetter's parts call of each other. HTML, which no paper uses, is left out.
static ROUTINES: LazyLock<Routines> = LazyLock::new(|| Routines {
    rules: || {
        let mut rules = NativeRuleMap::new();
        typst_layout::register(&mut rules);
        rules
    },
    eval_string: typst_eval::eval_string,
    eval_closure: typst_eval::eval_closure,
    realize: typst_realize::realize,
    layout_frame: typst_layout::layout_frame,
    html_module: || Module::new("html", Scope::new()),
    html_mathml_body: |_, _| None,
    html_span_filled: |content, _| content,
});
