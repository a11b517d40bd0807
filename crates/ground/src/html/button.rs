//! Buttons, and links that look like them.

use maud::{Markup, Render, html};

use super::icon::{icon, icon_small};

/// How loudly a button speaks. A screen has one [`Look::Primary`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    Primary,
    #[default]
    Normal,
    Soft,
    Ghost,
    Danger,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Size {
    Small,
    #[default]
    Medium,
    Large,
    Huge,
}

/// A button; with `href` it is a link. Write it into a view as a value:
/// `(Button { text: "Lưu", look: Look::Primary, submit: true, ..Button::default() })`.
///
/// Empty strings leave the attribute out. A button without `text` shows its icon alone and then
/// needs `label`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Button<'a> {
    pub look: Look,
    pub size: Size,
    pub text: &'a str,
    pub icon: &'a str,
    /// Spoken name where the visible text does not suffice.
    pub label: &'a str,
    /// The shortcut as printed on the button, such as `Ctrl ↵`.
    pub kbd: &'a str,
    /// The shortcut as the script hears it, such as `Alt+N` or `F8`.
    pub key: &'a str,
    pub href: &'a str,
    /// Submits its form; otherwise the button needs `open` or a data attribute of its own view.
    pub submit: bool,
    /// Id of the form it submits when it stands outside of it.
    pub form: &'a str,
    /// Another address for the form than its own.
    pub formaction: &'a str,
    /// The answer replaces only these ids, whatever the form says.
    pub target: &'a str,
    pub name: &'a str,
    pub value: &'a str,
    /// Id of the dialog it opens.
    pub open: &'a str,
    /// Full width of its container.
    pub block: bool,
    pub disabled: bool,
}

impl Button<'_> {
    fn class(&self) -> String {
        let mut class = String::from("btn");
        class.push_str(match self.look {
            Look::Primary => " p",
            Look::Normal => "",
            Look::Soft => " soft",
            Look::Ghost => " g",
            Look::Danger => " dg",
        });
        class.push_str(match self.size {
            Size::Small => " sm",
            Size::Medium => "",
            Size::Large => " lg",
            Size::Huge => " xl",
        });
        if self.text.is_empty() {
            class.push_str(" ic");
        }
        if self.block {
            class.push_str(" blk");
        }
        class
    }

    fn inside(&self) -> Markup {
        html! {
            @if !self.icon.is_empty() {
                @if self.size == Size::Small { (icon_small(self.icon)) } @else { (icon(self.icon)) }
            }
            (self.text)
            @if !self.kbd.is_empty() { " " kbd { (self.kbd) } }
        }
    }
}

pub(super) fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        if !self.href.is_empty() && !self.disabled {
            return html! {
                a class=(self.class()) href=(self.href) aria-label=[given(self.label)] title=[given(self.label)]
                    data-key=[given(self.key)] { (self.inside()) }
            };
        }
        html! {
            button class=(self.class()) type=(if self.submit { "submit" } else { "button" })
                form=[given(self.form)] formaction=[given(self.formaction)] data-target=[given(self.target)]
                name=[given(self.name)] value=[given(self.name).map(|_| self.value)]
                aria-label=[given(self.label)] title=[given(self.label)]
                data-key=[given(self.key)] data-open=[given(self.open)]
                aria-haspopup=[given(self.open).map(|_| "dialog")]
                disabled[self.disabled] { (self.inside()) }
        }
    }
}
