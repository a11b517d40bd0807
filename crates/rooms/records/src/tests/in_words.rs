use super::*;
use crate::acts;
use bricks::lang::Lang;
use ground::access::Who;
use ground::people;
use ground::web::Form;

const WORDS: &str = "Penicillin: nổi mề đay, tôm";

fn form(fields: &[(&str, &str)]) -> Form {
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", ground::web::percent(value))).collect();
    Form::parse(pairs.join("&").as_bytes()).unwrap()
}

async fn written(house: &House) -> String {
    house.done(|tx, _| Ok(people::by_id(tx, HUONG)?.allergies)).await
}

#[tokio::test]
async fn what_the_profile_says_in_words_is_coded_with_its_reaction_or_taken_off() {
    let house = House::open().await;
    house.done(|tx, _| Ok(tx.run_one("UPDATE patient SET allergies = $1 WHERE id = 31", &[&WORDS])?)).await;
    let code = |words: &'static str, entry: &'static str, allergen: &'static str| {
        let form = form(&[("words", words), ("entry", entry), ("allergen", allergen)]);
        move |tx: &mut Tx<'_>, who: &Who| acts::code_words(tx, who, HUONG, &form)
    };
    let entry = "Penicillin: nổi mề đay";
    assert_eq!(house.refused(code(WORDS, entry, "class:nsaid")).await.1, "allergen", "the words do not name it");
    assert_eq!(house.refused(code(WORDS, "tôm", "class:penicillin")).await.1, "allergen");
    let (said, _) = house.refused(code("Penicillin: nổi mề đay", entry, "class:penicillin")).await;
    assert!(!said.is_empty(), "the words are other ones by now");
    assert_eq!(house.count("SELECT COUNT(*) FROM patient_allergy").await, 0, "both or neither");
    let banner = async || {
        let background = house.done(|tx, who| Ok(history::top(tx, who, HUONG)?.background)).await;
        background.allergies_with(&written(&house).await, Lang::Vi)
    };
    assert_eq!(banner().await, WORDS);
    house.done(code(WORDS, entry, "class:penicillin")).await;
    assert_eq!(written(&house).await, "tôm");
    assert_eq!(banner().await, "Penicillin (nổi mề đay); tôm");
    let coded = "SELECT COUNT(*) FROM patient_allergy WHERE allergen = 'class:penicillin' AND reaction = 'nổi mề đay' AND removed_at IS NULL";
    assert_eq!(house.count(coded).await, 1);
    let drop = |words: &'static str, entry: &'static str| {
        let form = form(&[("words", words), ("entry", entry)]);
        move |tx: &mut Tx<'_>, who: &Who| acts::drop_words(tx, who, HUONG, &form)
    };
    assert!(house.act(drop(WORDS, "tôm")).await.is_err(), "seen before the words changed");
    house.done(drop("tôm", "tôm")).await;
    assert_eq!(written(&house).await, "");
    let kept =
        "SELECT COUNT(*) FROM audit WHERE act = 'rewrite_allergies' AND detail IN ('tôm', 'Penicillin: nổi mề đay')";
    assert_eq!(house.count(kept).await, 2, "what was taken off is in the audit");
}

#[tokio::test]
async fn an_entry_of_several_names_is_coded_whole_and_a_known_allergy_gains_the_reaction() {
    const BOTH: &str = "Penicillin (sốc) và aspirin (hen) và tôm, cua";
    const ENTRY: &str = "Penicillin (sốc) và aspirin (hen) và tôm";
    let house = House::open().await;
    house.done(|tx, _| Ok(tx.run_one("UPDATE patient SET allergies = $1 WHERE id = 31", &[&BOTH])?)).await;
    let known = form(&[("allergen", "class:penicillin"), ("reaction", "nổi mề đay"), ("severity", "severe")]);
    house.done(move |tx, who| acts::add_allergy(tx, who, HUONG, &known, Lang::Vi)).await;
    let code = |allergen: &'static str| {
        let form = form(&[("words", BOTH), ("entry", ENTRY), ("allergen", allergen)]);
        move |tx: &mut Tx<'_>, who: &Who| acts::code_words(tx, who, HUONG, &form)
    };
    assert_eq!(house.refused(code("class:penicillin")).await.1, "allergen", "never one without the other");
    assert_eq!(written(&house).await, BOTH);
    house.done(code("class:penicillin+ingredient:aspirin")).await;
    assert_eq!(written(&house).await, "tôm; cua", "what names nothing stays");
    let banner = async || {
        let background = house.done(|tx, who| Ok(history::top(tx, who, HUONG)?.background)).await;
        background.allergies_with(&written(&house).await, Lang::Vi)
    };
    let told = banner().await;
    for said in ["Penicillin (nổi mề đay; sốc, nặng)", "(hen)", "tôm", "cua"] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let past =
        "SELECT COUNT(*) FROM patient_allergy_past WHERE allergen = 'class:penicillin' AND reaction = 'nổi mề đay'";
    assert_eq!(house.count(past).await, 1, "what stood until now is kept");
}

#[tokio::test]
async fn what_was_taken_off_while_two_profiles_were_one_can_be_written_again() {
    let house = House::open().await;
    house.done(|tx, who| {
        let sql = "INSERT INTO patient_allergy (patient_id, allergen, reaction, severity, recorded_at, recorded_by, removed_at) \
             VALUES ($1, 'class:penicillin', 'sốc', 'severe', 1, $2, 2)";
        Ok(tx.run_one(sql, &[&HUONG, &who.staff])?)
    }).await;
    let again = form(&[("allergen", "class:penicillin"), ("reaction", ""), ("severity", "unknown")]);
    house.done(move |tx, who| acts::add_allergy(tx, who, HUONG, &again, Lang::Vi)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM patient_allergy WHERE removed_at IS NULL").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM patient_allergy_past WHERE removed_at = 2").await, 1);
}
