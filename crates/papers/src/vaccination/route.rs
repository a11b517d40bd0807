//! How and where a vaccine enters the body.

use crate::text;
use bricks::lang::Lang;

codes! {
    /// Where it was given.
    pub enum Site {
        LeftArm = "left_arm",
        RightArm = "right_arm",
        LeftThigh = "left_thigh",
        RightThigh = "right_thigh",
        Mouth = "mouth",
        Nose = "nose",
    }
}

codes! {
    /// How it entered the body.
    pub enum Route {
        Intramuscular = "im",
        Subcutaneous = "sc",
        Intradermal = "id",
        Oral = "oral",
        Nasal = "nasal",
    }
}

/// The way into the body, which no reason changes: what is injected is never swallowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Injection,
    Mouth,
    Nose,
}

impl Way {
    /// Of a route as stored, or as the label of the goods says it.
    fn of(route: &str) -> Way {
        match route {
            "oral" => Way::Mouth,
            "nasal" => Way::Nose,
            _ => Way::Injection,
        }
    }

    /// Whether a vaccine of this route is given so; one of which no route is known, in any way.
    pub fn fits(self, route: &str) -> bool {
        route.is_empty() || Way::of(route) == self
    }
}

impl Site {
    pub fn way(self) -> Way {
        match self {
            Site::Mouth => Way::Mouth,
            Site::Nose => Way::Nose,
            _ => Way::Injection,
        }
    }

    pub fn word(self, l: Lang) -> &'static str {
        match self {
            Site::LeftArm => text::site_left_arm(l),
            Site::RightArm => text::site_right_arm(l),
            Site::LeftThigh => text::site_left_thigh(l),
            Site::RightThigh => text::site_right_thigh(l),
            Site::Mouth => text::site_mouth(l),
            Site::Nose => text::site_nose(l),
        }
    }
}

impl Route {
    pub fn way(self) -> Way {
        Way::of(self.code())
    }

    pub fn word(self, l: Lang) -> &'static str {
        match self {
            Route::Intramuscular => text::route_im(l),
            Route::Subcutaneous => text::route_sc(l),
            Route::Intradermal => text::route_id(l),
            Route::Oral => text::route_oral(l),
            Route::Nasal => text::route_nasal(l),
        }
    }
}
