use super::cases::{Case, Finding};
use super::people::Person;
use super::phrase::say;
use super::plan::{Content, Line, Order, Vitals};
use super::results;
use super::world::{Service, World};
use crate::dice::Dice;
use bricks::clock::{Day, Instant};
use bricks::quantity::Quantity;
use papers::prescription::{Doses, quantity_needed};

const DIAGNOSES_MAX: usize = 3;
const TODDLER_MONTHS: i64 = 72;
const SIDES: [&str; 2] = ["phải", "trái"];

/// Everything that is said, measured, ordered and prescribed in one visit. Times are set later.
pub(super) fn make(
    world: &World,
    dice: &mut Dice,
    case: &Case,
    person: &Person,
    (day, reason): (Day, &str),
) -> Content {
    let side = dice.word(&SIDES);
    let diagnoses = diagnoses(dice, case, person);
    let orders = orders(world, dice, case, person, (day, &diagnoses, side));
    Content {
        reason: reason.to_owned(),
        symptoms: say(dice, &on_side(case.symptoms, side)),
        findings: say(dice, &on_side(case.findings, side)),
        advice: say(dice, case.advice),
        vitals: vitals(dice, case, person, day),
        lines: lines(world, dice, case, person),
        orders,
        diagnoses,
    }
}

/// What is on one side of the body stays on it throughout a visit.
fn on_side(template: &str, side: &str) -> String {
    ["[phải|trái|hai bên]", "[phải|trái]"].iter().fold(template.to_owned(), |text, choice| text.replace(choice, side))
}

fn diagnoses(dice: &mut Dice, case: &Case, person: &Person) -> Vec<&'static str> {
    let chosen = case.diagnoses.iter().zip(0..).filter(|((_, percent), at)| *at == 0 || dice.percent(*percent));
    let mut codes: Vec<&'static str> = chosen.map(|((code, _), _)| *code).collect();
    if case.department == "internal" {
        codes.extend(person.conditions().filter(|_| dice.percent(60)));
    }
    let mut seen = Vec::with_capacity(codes.len());
    codes.retain(|code| {
        !seen.contains(code) && {
            seen.push(*code);
            true
        }
    });
    codes.truncate(DIAGNOSES_MAX);
    codes
}

fn orders(
    world: &World,
    dice: &mut Dice,
    case: &Case,
    person: &Person,
    (day, diagnoses, side): (Day, &[&str], &str),
) -> Vec<Order> {
    let mut orders = Vec::new();
    for (service, percent) in &case.orders {
        if !dice.percent(*percent) {
            continue;
        }
        let Some(of) = world.services.get(*service) else { continue };
        let (finding, conclusion) = words(&world.findings, dice, of, (diagnoses, side));
        let values = results::values(dice, case, of, person, day, &conclusion);
        // In the laboratory the words are a value.
        let conclusion = if of.kind == "lab" { String::new() } else { conclusion };
        let epoch = Instant::from_millis(0);
        let urgent = matches!(of.kind, "lab" | "imaging") && dice.percent(6);
        orders.push(Order {
            service: *service,
            urgent,
            values,
            finding,
            conclusion,
            ordered: epoch,
            started: None,
            done: None,
        });
    }
    orders
}

/// How the result of a service reads for one of the diagnoses.
fn words(
    findings: &[Finding],
    dice: &mut Dice,
    service: &Service,
    (diagnoses, side): (&[&str], &str),
) -> (String, String) {
    let of = |diagnosis: &str| findings.iter().find(|f| f.service == service.code && f.diagnosis == diagnosis);
    let found = diagnoses.iter().find_map(|code| of(code)).or_else(|| of("*"));
    found.map_or_else(Default::default, |found| {
        (say(dice, &on_side(found.finding, side)), say(dice, &on_side(found.conclusion, side)))
    })
}

fn lines(world: &World, dice: &mut Dice, case: &Case, person: &Person) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for dose in &case.medicines {
        let Some(medicine) = world.medicines.get(dose.medicine).filter(|_| dice.percent(dose.percent)) else {
            continue;
        };
        let avoided = person.avoided().any(|class| medicine.classes.contains(class));
        let twice = lines.iter().any(|line| line.medicine == dose.medicine);
        if avoided || twice || !medicine.stocked {
            continue;
        }
        let [morning, noon, evening, night] = dose.doses.map(Quantity::from_milli);
        let doses = Doses { morning, noon, evening, night };
        let Some(quantity) = quantity_needed(doses, dose.days, medicine.dose_milli_per_dispense_unit) else { continue };
        let instruction = dose.instruction.unwrap_or(medicine.instruction);
        lines.push(Line {
            medicine: dose.medicine,
            doses: dose.doses,
            days: dose.days,
            quantity_milli: quantity.milli(),
            instruction,
            taken: Vec::new(),
        });
    }
    lines
}

/// What is usual at an age: pulse, breaths, systolic and diastolic pressure.
struct Usual {
    pulse: (i64, i64),
    breaths: (i64, i64),
    pressure: Option<((i64, i64), (i64, i64))>,
}

fn usual(months: i64) -> Usual {
    match months {
        ..12 => Usual { pulse: (112, 142), breaths: (30, 42), pressure: None },
        12..60 => Usual { pulse: (94, 124), breaths: (24, 32), pressure: None },
        60..72 => Usual { pulse: (84, 110), breaths: (20, 26), pressure: None },
        72..144 => Usual { pulse: (78, 102), breaths: (18, 24), pressure: Some(((92, 110), (56, 70))) },
        144..480 => Usual { pulse: (64, 90), breaths: (16, 20), pressure: Some(((104, 126), (64, 80))) },
        480..720 => Usual { pulse: (64, 88), breaths: (16, 20), pressure: Some(((110, 136), (68, 84))) },
        _ => Usual { pulse: (60, 86), breaths: (16, 20), pressure: Some(((116, 148), (66, 86))) },
    }
}

fn vitals(dice: &mut Dice, case: &Case, person: &Person, day: Day) -> Vitals {
    let months = person.months(day);
    let usual = usual(months);
    let raised = if person.has("I10") { 14 } else { 0 };
    let pressure = usual.pressure.filter(|_| months >= TODDLER_MONTHS).map(|(systolic, diastolic)| {
        let systolic = (systolic.0 + raised, systolic.1 + raised);
        let diastolic = (diastolic.0 + raised / 2, diastolic.1 + raised / 2);
        (case.sign(dice, "sys", systolic), case.sign(dice, "dia", diastolic))
    });
    let (weight_milli, height_milli) = body(person, months, dice);
    Vitals {
        systolic: pressure.map(|(systolic, _)| systolic),
        diastolic: pressure.map(|(_, diastolic)| diastolic),
        pulse: case.sign(dice, "p", usual.pulse),
        temperature_milli: case.sign(dice, "t", (36_400, 37_100)) / 100 * 100,
        saturation: case.sign(dice, "spo", (97, 99)),
        breaths: case.sign(dice, "r", usual.breaths),
        weight_milli,
        height_milli,
    }
}

/// Weight in grams and height in millimetres: of one person much the same at every visit.
fn body(person: &Person, months: i64, today: &mut Dice) -> (i64, i64) {
    let mut own = Dice::new(u64::try_from(person.number).unwrap_or(0).wrapping_mul(0x5851_F42D_4C95_7F2D));
    let (weight, height) = match months {
        ..12 => (3_400 + months * 520, 500 + months * 21),
        12..120 => (9_600 + (months - 12) * 185, 750 + (months - 12) * 56 / 10),
        120..192 => (29_500 + (months - 120) * 300, 1_355 + (months - 120) * 36 / 10),
        _ if person.female => (53_500, 1_560),
        _ => (65_000, 1_675),
    };
    let weight = weight * own.around(84, 120) / 100 * today.between(985, 1015) / 1000;
    let height = height * own.around(955, 1045) / 1000;
    (weight / 100 * 100, height / 10 * 10)
}
