//! The words of citation styles.

/// A style.
pub enum Style {
    /// One that stands alone.
    Independent(IndependentStyle),
    /// One that leans on another.
    Dependent,
}

/// A style that stands alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IndependentStyle {
    /// Its settings.
    pub settings: StyleSettings,
}

impl IndependentStyle {
    /// Always refuses.
    ///
    /// # Errors
    /// Every call gives one.
    pub fn from_xml(_text: &str) -> Result<Self, &'static str> {
        Err("citation styles are turned off")
    }
}

/// A style's settings.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StyleSettings {
    /// Where citations stand.
    pub class: StyleClass,
}

/// Where citations stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StyleClass {
    /// In the text.
    InText,
    /// In notes.
    Note,
}

/// A language's words.
pub struct Locale;

/// A language's code.
#[derive(Clone)]
pub struct LocaleCode(pub String);

/// How an element is set.
pub enum Display {
    /// On lines of its own.
    Block,
    /// In the margin.
    LeftMargin,
    /// Beside the margin.
    RightInline,
    /// Indented.
    Indent,
}

/// Upright or italic.
pub enum FontStyle {
    /// Upright.
    Normal,
    /// Italic.
    Italic,
}

/// Capitals.
pub enum FontVariant {
    /// As written.
    Normal,
    /// Small capitals.
    SmallCaps,
}

/// Weight.
pub enum FontWeight {
    /// Regular.
    Normal,
    /// Bold.
    Bold,
    /// Light.
    Light,
}

/// Line below.
pub enum TextDecoration {
    /// None.
    None,
    /// A line.
    Underline,
}

/// Height.
pub enum VerticalAlign {
    /// Not said.
    None,
    /// On the line.
    Baseline,
    /// Raised.
    Sup,
    /// Lowered.
    Sub,
}

/// Names from the standard.
pub mod taxonomy {
    /// What a locator counts.
    pub enum Locator {
        /// Anything.
        Custom,
    }
}
