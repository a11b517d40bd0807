use crate::tsv::Table;
use ground::db::Stop;

/// What things are also called, in speech and on paper.
pub(super) struct Synonyms(Vec<(&'static str, &'static str, &'static str)>);

impl Synonyms {
    pub(super) fn read() -> Result<Synonyms, Stop> {
        let table = Table::read("synonyms", include_str!("../../../../data/synonyms.tsv"));
        let lines = table.lines().map(|line| Ok((line.text("kind")?, line.text("item")?, line.text("words")?)));
        lines.collect::<Result<_, Stop>>().map(Synonyms)
    }

    pub(super) fn of(&self, kind: &str, item: &str) -> impl Iterator<Item = String> {
        let found = self.0.iter().find(|(k, i, _)| *k == kind && *i == item);
        found.into_iter().flat_map(|(_, _, words)| words.split(';')).map(str::to_owned)
    }
}
