//! What speaks against a dose is told whole, and gone on with for a reason that counts for just that.

use super::vaccine::{VACCINE, doses, give_dose, give_knowing, goods_are, order_of, received, service, tried};
use super::*;
use papers::vaccination;

#[tokio::test]
async fn what_speaks_against_a_dose_is_told_and_gone_on_with_for_a_reason_that_is_kept() {
    let house = House::open().await;
    service(&house).await;
    let batch = received(&house, VACCINE, ("M1", 30, 5)).await;
    let visit = house.in_room(HUONG).await;
    let id = order_of(&house, visit).await;
    let with = |facts: &str| format!("batch={batch}&dose_number=1&site=left_arm&screened=yes&route=sc{facts}");
    for (facts, said) in [
        ("&schedule=none&temperature=38,5&ill=no", "Fever: 38.5"),
        ("&schedule=none&temperature=36,8&ill=yes", "acutely ill"),
        ("&schedule=mmr&temperature=36,8&ill=no", "Nobody has asked whether the patient is pregnant"),
        ("&schedule=bcg&temperature=36,8&ill=no", "up to 11 months"),
        ("&schedule=bcg&temperature=36,8&ill=no", "is given into the skin; chosen was: under the skin"),
    ] {
        let (told, field) = tried(&house, id, with(facts)).await;
        assert!(field == "despite" && told.contains(said), "{facts}: {field}: {told}");
    }
    for (facts, field) in [
        ("&schedule=none&ill=no&temperature=", "temperature"),
        ("&schedule=none&temperature=12&ill=no", "temperature"),
        ("&schedule=none&temperature=36,8", "ill"),
        ("&temperature=36,8&ill=no", "schedule"),
        ("&schedule=unheard&temperature=36,8&ill=no", "schedule"),
        ("&schedule=none&temperature=38,5&ill=no&despite=x", "despite"),
        ("&schedule=rota1&temperature=36,8&ill=no", "route"),
    ] {
        assert_eq!(tried(&house, id, with(facts)).await.1, field, "{facts}");
    }
    let oral = with("&schedule=none&temperature=36,8&ill=no").replace("route=sc", "route=oral");
    assert_eq!(tried(&house, id, oral).await.1, "route", "its label says into the muscle");
    assert_eq!(house.count("SELECT COUNT(*) FROM vaccination").await, 0);
    let hot = "&schedule=mmr&temperature=38,5&ill=no&despite=dich+soi+dang+len";
    assert_eq!(tried(&house, id, with(hot)).await.1, "despite", "a reason for what nobody was shown");
    give_knowing(&house, id, with(hot)).await.unwrap();
    let given = doses(&house).await.remove(0);
    assert!(given.doubts.contains("Đang sốt 38,5") && given.doubts.contains("mang thai"), "{}", given.doubts);
    assert!(given.doubts_in(Lang::En).contains("Fever: 38.5"), "as the reader reads it: {}", given.doubts_in(Lang::En));
    let kept = "SELECT COUNT(*) FROM vitals WHERE temperature_milli = 38500 AND visit_id = (SELECT visit_id FROM clinical_order WHERE kind = 'vaccine')";
    assert_eq!(house.count(kept).await, 1, "what was measured stands among the vital signs");
    assert_eq!(
        (given.despite.as_str(), given.route.as_str(), given.schedule.as_str()),
        ("dich soi dang len", "sc", "mmr")
    );
}

#[tokio::test]
async fn a_reason_counts_for_what_was_shown_and_for_nothing_else() {
    let house = House::open().await;
    service(&house).await;
    let batch = received(&house, VACCINE, ("M1", 30, 5)).await;
    let visit = house.in_room(HUONG).await;
    let id = order_of(&house, visit).await;
    let with = |temperature: &str, seen: &str| {
        let seen = ground::web::percent(seen);
        format!(
            "batch={batch}&dose_number=1&site=left_arm&screened=yes&route=im&schedule=none&temperature={temperature}&ill=yes\
             &despite=dich+dang+len&doubts_seen={seen}"
        )
    };
    let (_, field) = tried(&house, id, with("36,8", "")).await;
    assert_eq!(field, "despite");
    let ill = papers::text::vaccine_ill(Lang::Vi);
    let (told, field) = tried(&house, id, with("38,6", ill)).await;
    assert!(field == "despite" && told.contains("Fever: 38.6"), "asked again: {told}");
    give_dose(&house, id, with("36,8", ill)).await.unwrap();
}

#[tokio::test]
async fn a_reason_that_says_nothing_hides_nothing_of_what_speaks_against_the_dose_by_now() {
    let house = House::open().await;
    service(&house).await;
    let batch = received(&house, VACCINE, ("M1", 30, 5)).await;
    let visit = house.in_room(HUONG).await;
    let id = order_of(&house, visit).await;
    let with =
        |facts: &str| format!("batch={batch}&dose_number=1&site=left_arm&screened=yes&route=im&schedule=none{facts}");
    let ill = ground::web::percent(papers::text::vaccine_ill(Lang::Vi));
    let typed = with(&format!("&ill=yes&temperature=38,6&despite=x&doubts_seen={ill}"));
    let (told, field) = tried(&house, id, typed.clone()).await;
    let all = ["acutely ill", "Fever: 38.6", "Please write the reason in words"];
    assert!(field == "despite" && all.iter().all(|said| told.contains(said)), "{told}");
    let seen = vaccination::doubts_of(&told, Lang::En).unwrap();
    assert!(
        seen.contains("Fever: 38.6") && !seen.contains("in words"),
        "what is sent along is what speaks against it: {seen}"
    );
    let calm = with("&ill=no&temperature=36,8&despite=x");
    assert_eq!(tried(&house, id, calm).await.1, "despite", "a reason says something, or is not written");
    let reason = typed.replace("&despite=x", "&despite=dich+dang+len").replace(&format!("&doubts_seen={ill}"), "");
    give_knowing(&house, id, reason).await.unwrap();
}

#[tokio::test]
async fn what_speaks_against_an_ordered_dose_is_foreseen_before_anybody_gives_it() {
    let house = House::open().await;
    service(&house).await;
    goods_are(&house, "vaccine_mmr").await;
    let visit = house.in_room(HUONG).await;
    let foreseen = || async {
        let of_visit = house.done(move |tx, who| vaccination::foreseen(tx, who, (visit, HUONG))).await;
        of_visit
            .into_iter()
            .map(|(of, doubts)| (of, doubts.iter().map(|d| d.en.to_string()).collect::<Vec<_>>().join(" ")))
            .collect::<Vec<_>>()
    };
    assert_eq!(foreseen().await, []);
    let id = order_of(&house, visit).await;
    let told = foreseen().await.remove(0);
    assert!(told.0 == id && told.1.contains("Nobody has asked whether the patient is pregnant"), "{told:?}");
    house.done(move |tx, _| Ok(tx.run("UPDATE visit SET priority = 'pregnant' WHERE id = $1", &[&visit])?)).await;
    let hot = "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by, temperature_milli) VALUES (901, $1, $2, 1, 11, 39000)";
    house.done(move |tx, _| Ok(tx.run(hot, &[&visit, &HUONG])?)).await;
    let told = foreseen().await.remove(0).1;
    assert!(told.contains("the patient is pregnant") && told.contains("Fever: 39"), "{told}");
    house.done(move |tx, who| order::cancel(tx, who, id, "ghi nham")).await;
    assert_eq!(foreseen().await, [], "nothing is to come any more");
}
