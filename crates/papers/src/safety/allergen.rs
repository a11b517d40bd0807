use super::{Allergy, Book};
use bricks::say::Say;
use bricks::text::fold;

/// So many are offered at once.
const OFFERED: usize = 12;

/// Classes and ingredients whose name holds what was typed, those that begin with it first, then classes: the allergy, its name, and whether it is a class.
pub fn find_allergens(book: &Book, typed: &str) -> Vec<(Allergy, Say, bool)> {
    let typed = fold(typed);
    let fits = |name: &Say| typed.split(' ').all(|word| fold(&name.vi).contains(word) || fold(&name.en).contains(word));
    let speaks = |class: &&super::Class| class.same_class.is_some() || !class.cross.is_empty();
    let classes = book.classes().into_iter().filter(speaks);
    let classes = classes.map(|class| (Allergy::Class(class.id.clone()), class.name.clone(), true));
    let ingredients = book.ingredient_ids().into_iter().filter_map(|id| book.ingredient(id));
    let ingredients = ingredients.map(|i| (Allergy::Ingredient(i.id.clone()), i.name.clone(), false));
    let mut found: Vec<_> = classes.chain(ingredients).filter(|(_, name, _)| fits(name)).collect();
    found.sort_by_key(|(_, name, _)| !(fold(&name.vi).starts_with(&typed) || fold(&name.en).starts_with(&typed)));
    found.truncate(OFFERED);
    found
}
