use super::world::{Medicine, Service, position};
use crate::dice::Dice;
use crate::tsv::{Line, Table, milli};
use ground::db::Stop;

/// How a value tends in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trend {
    High,
    Low,
    Positive,
}

/// One medicine of a case.
pub(super) struct Dose {
    pub(super) medicine: usize,
    /// Morning, noon, evening, night, in thousandths of the dose unit.
    pub(super) doses: [i64; 4],
    pub(super) days: i64,
    pub(super) percent: i64,
    pub(super) instruction: Option<&'static str>,
}

/// Bounds of a vital sign that a case sets: its short name, low, high; temperature in thousandths.
type Sign = (&'static str, i64, i64);

/// What brings a patient, and what comes of it. Texts are templates.
pub(super) struct Case {
    pub(super) department: &'static str,
    pub(super) service: usize,
    pub(super) weight: i64,
    pub(super) season: Season,
    pub(super) sex: &'static str,
    pub(super) months: (i64, i64),
    pub(super) condition: &'static str,
    pub(super) reason: &'static str,
    pub(super) symptoms: &'static str,
    pub(super) findings: &'static str,
    pub(super) advice: &'static str,
    pub(super) diagnoses: Vec<(&'static str, i64)>,
    pub(super) orders: Vec<(usize, i64)>,
    pub(super) medicines: Vec<Dose>,
    pub(super) signs: Vec<Sign>,
    pub(super) labs: Vec<(&'static str, Trend, i64)>,
    /// It is booked at most so many days before: nobody books a fish bone.
    pub(super) booked_days: i64,
    /// After so many days, in so many of a hundred.
    pub(super) follow_up: Option<(i64, i64)>,
}

/// When a case is frequent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    All,
    /// October to March.
    Cool,
    /// May to October.
    Rain,
    /// July to November.
    Dengue,
}

impl Season {
    fn parse(text: &str) -> Option<Season> {
        Some(match text {
            "all" => Season::All,
            "cool" => Season::Cool,
            "rain" => Season::Rain,
            "dengue" => Season::Dengue,
            _ => return None,
        })
    }

    /// The weight of a case in a month (1 to 12), in percent.
    pub(super) fn percent(self, month: i64) -> i64 {
        let season = match self {
            Season::All => true,
            Season::Cool => !(4..=9).contains(&month),
            Season::Rain => (5..=10).contains(&month),
            Season::Dengue => (7..=11).contains(&month),
        };
        match (self, season) {
            (Season::All, _) => 100,
            (Season::Dengue, true) => 180,
            (Season::Dengue, false) => 25,
            (_, true) => 140,
            (_, false) => 55,
        }
    }
}

/// How the result of a service reads when one of the diagnoses, or any (`*`), stands.
pub(super) struct Finding {
    pub(super) service: &'static str,
    pub(super) diagnosis: &'static str,
    pub(super) finding: &'static str,
    pub(super) conclusion: &'static str,
}

pub(super) fn findings() -> Result<Vec<Finding>, Stop> {
    let table = Table::read("demo/findings", include_str!("../../../../data/demo/findings.tsv"));
    let finding = |line: Line<'_>| {
        Ok(Finding {
            service: line.text("service")?,
            diagnosis: line.text("diagnosis")?,
            finding: line.text("finding")?,
            conclusion: line.text("conclusion")?,
        })
    };
    table.lines().map(finding).collect()
}

pub(super) fn read(services: &[Service], medicines: &[Medicine]) -> Result<Vec<Case>, Stop> {
    let table = Table::read("demo/cases", include_str!("../../../../data/demo/cases.tsv"));
    table.lines().map(|line| case(line, services, medicines)).collect()
}

fn case(line: Line<'_>, services: &[Service], medicines: &[Medicine]) -> Result<Case, Stop> {
    let service = |code: &str| position(services, code, |service| service.code);
    let orders = parts(line.text("orders")?).map(|part| {
        let (code, percent) = chance(part);
        Ok((service(code)?, percent))
    });
    let doses =
        parts(line.text("medicines")?).map(|part| dose(part, medicines)?.ok_or_else(|| line.wrong("medicines")));
    let labs = parts(line.text("labs")?).map(|part| lab(part).ok_or_else(|| line.wrong("labs")));
    let signs = parts(line.text("vitals")?).map(|part| sign(part).ok_or_else(|| line.wrong("vitals")));
    let follow_up = match line.text("follow_days")? {
        "" => None,
        text => Some(chance(text)).and_then(|(days, percent)| Some((days.parse().ok()?, percent))),
    };
    Ok(Case {
        department: line.text("department")?,
        service: service(line.text("service")?)?,
        weight: line.number("weight")?,
        season: Season::parse(line.text("season")?).ok_or_else(|| line.wrong("season"))?,
        sex: line.text("sex")?,
        months: (line.number("from_months")?, line.number("to_months")?),
        condition: line.text("condition")?,
        reason: line.text("reason")?,
        symptoms: line.text("symptoms")?,
        findings: line.text("findings")?,
        advice: line.text("advice")?,
        diagnoses: parts(line.text("diagnoses")?).map(chance).collect(),
        orders: orders.collect::<Result<_, Stop>>()?,
        medicines: doses.collect::<Result<_, Stop>>()?,
        signs: signs.collect::<Result<_, Stop>>()?,
        labs: labs.collect::<Result<_, Stop>>()?,
        booked_days: line.number("booked_days")?,
        follow_up,
    })
}

fn parts(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split(';').filter(|part| !part.is_empty())
}

/// `XN01?40` happens in forty of a hundred, `XN01` always.
fn chance(part: &'static str) -> (&'static str, i64) {
    part.split_once('?').map_or((part, 100), |(code, percent)| (code, percent.parse().unwrap_or(100)))
}

/// `code*morning,noon,evening,night*days?percent=instruction`.
fn dose(part: &'static str, medicines: &[Medicine]) -> Result<Option<Dose>, Stop> {
    let (part, instruction) = part.split_once('=').map_or((part, None), |(part, words)| (part, Some(words)));
    let (part, percent) = chance(part);
    let mut fields = part.split('*');
    let (Some(code), Some(doses), Some(days)) = (fields.next(), fields.next(), fields.next()) else { return Ok(None) };
    let medicine = position(medicines, code, |medicine| medicine.code)?;
    let doses: Option<Vec<i64>> = doses.split(',').map(milli).collect();
    let (Some(doses), Ok(days)) = (doses.and_then(|doses| <[i64; 4]>::try_from(doses).ok()), days.parse()) else {
        return Ok(None);
    };
    Ok(Some(Dose { medicine, doses, days, percent, instruction }))
}

/// `WBC+60`, `NS1p75`, `HGB-40`.
fn lab(part: &'static str) -> Option<(&'static str, Trend, i64)> {
    let at = part.find(['+', '-', 'p'])?;
    let (code, rest) = part.split_at(at);
    let (trend, percent) = rest.split_at(1);
    let trend = match trend {
        "+" => Trend::High,
        "-" => Trend::Low,
        _ => Trend::Positive,
    };
    Some((code, trend, percent.parse().ok()?))
}

/// `p:80-100`, `t:37.4-38.8`.
fn sign(part: &'static str) -> Option<Sign> {
    let (name, range) = part.split_once(':')?;
    let (low, high) = range.split_once('-')?;
    match name {
        "t" => Some((name, milli(low)?, milli(high)?)),
        _ => Some((name, low.parse().ok()?, high.parse().ok()?)),
    }
}

impl Case {
    /// The bounds of a vital sign: the case's own or the usual ones.
    pub(super) fn sign(&self, dice: &mut Dice, name: &str, usual: (i64, i64)) -> i64 {
        let own = self.signs.iter().find(|(own, _, _)| *own == name);
        let (low, high) = own.map_or(usual, |(_, low, high)| (*low, *high));
        dice.around(low, high)
    }
}
