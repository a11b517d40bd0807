use super::*;

async fn found(house: &House, part: &'static str, typed: &'static str) -> Vec<String> {
    let all = house.done(move |tx, who| Ok(store::find_templates(tx, who, part, typed)?)).await;
    all.into_iter().map(|t| format!("{}:{}", t.shortcut, t.body)).collect()
}

fn put(body: &str) -> impl Fn(&mut Tx<'_>, &Who) -> Result<(), Stop> + Send + 'static {
    let form = form(body);
    move |tx, who| acts::put_template(tx, who, &form, Lang::Vi).map(|_| ())
}

#[tokio::test]
async fn texts_are_the_clinics_or_ones_own_and_are_found_by_shortcut_and_title() {
    let house = open().await;
    for (body, field) in [
        ("shortcut=&title=a&body=b&part=", "shortcut"),
        ("shortcut=vhc&title=&body=b&part=", "title"),
        ("shortcut=vhc&title=a&body=+&part=", "body"),
        ("shortcut=vhc&title=a&body=b&part=x", "part"),
        ("shortcut=%2F+&title=a&body=b&part=", "shortcut"),
    ] {
        assert_eq!(house.refused(put(body)).await.1, field, "{body}");
    }
    house
        .done(put(
            "shortcut=%2FVHC&title=Kh%C3%A1m+h%C3%B4+h%E1%BA%A5p&body=Ph%E1%BB%95i+trong&part=findings&clinic=yes",
        ))
        .await;
    house.done(put("shortcut=vhc2&title=Ri%C3%AAng&body=own&part=")).await;
    assert_eq!(found(&house, "findings", "vhc").await, ["vhc:Phổi trong", "vhc2:own"]);
    assert_eq!(found(&house, "findings", "kham ho").await, ["vhc:Phổi trong"]);
    assert_eq!(found(&house, "advice", "").await, ["vhc2:own"]);
    let again = "shortcut=vhc&title=a&body=Ph%E1%BB%95i+r%E1%BA%A5t+trong&part=findings&clinic=yes";
    assert_eq!(house.refused(put(again)).await.1, "shortcut", "nothing is overwritten unseen");
    assert_eq!(found(&house, "findings", "vhc").await[0], "vhc:Phổi trong");
    let theirs = form("shortcut=vhc&title=a&body=x&part=&clinic=yes");
    let taken = house.refused(move |tx, who| acts::put_template(tx, &other_doctor(who), &theirs, Lang::Vi)).await;
    assert_eq!(taken.1, "shortcut");
    assert_eq!(house.done(|tx, who| Ok(store::templates(tx, &other_doctor(who))?)).await.len(), 1);
}

#[tokio::test]
async fn a_text_is_changed_by_those_who_may_as_it_was_last_read() {
    let house = open().await;
    let put_as = |body: String, other: bool| {
        move |tx: &mut Tx<'_>, who: &Who| {
            let doctor = ground::access::Roles::of([ground::access::Role::Doctor]);
            let who = if other { Who { roles: doctor, ..other_doctor(who) } } else { who.clone() };
            acts::put_template(tx, &who, &form(&body), Lang::Vi)
        }
    };
    let id = house.done(put_as("shortcut=vhc&title=a&body=m%E1%BB%99t&part=&clinic=yes".into(), false)).await;
    house.done(put_as("shortcut=ks&title=b&body=x&part=&clinic=yes".into(), false)).await;
    let change = |version: i64, shortcut: &str| {
        format!("id={id}&version={version}&shortcut={shortcut}&title=a&body=hai&part=findings")
    };
    let (said, _) = house.refused(put_as(change(1, "vhc"), true)).await;
    assert!(said.contains("Phạm Quốc Bảo"), "made by somebody else: {said}");
    assert_eq!(house.refused(put_as(change(1, "ks"), false)).await.1, "shortcut", "that one stands already");
    house.done(put_as(change(1, "vhct"), false)).await;
    assert_eq!(found(&house, "findings", "vhct").await, ["vhct:hai"]);
    let (said, _) = house.refused(put_as(change(1, "vhct"), false)).await;
    assert_eq!(said, text::template_moved(Lang::En, "a"), "it was changed since that page was drawn");
    house.done(put_as(change(2, "vhct"), false)).await;
    assert_eq!(
        house.count("SELECT COUNT(*) FROM note_template WHERE staff_id IS NULL").await,
        2,
        "it stays the clinic's"
    );
}

#[tokio::test]
async fn an_earlier_note_is_put_behind_what_stands_with_its_diagnoses() {
    let house = open().await;
    let first = called(&house, HUONG).await;
    house.done(move |tx, who| acts::add_diagnosis(tx, who, first, &form("diagnosis=J20.9"))).await;
    let closing = "reason=Ho&symptoms=Ho+c%C5%A9&findings=Ran+%E1%BA%A9m&advice=&version=1";
    house.done(move |tx, who| acts::finish(tx, who, first, &form(closing), Lang::Vi)).await;
    house.clock.advance_minutes(60);
    let id = called(&house, HUONG).await;
    let copy = |body: String| move |tx: &mut Tx<'_>, who: &Who| acts::copy_note(tx, who, id, &form(&body), Lang::Vi);
    let typed =
        format!("from={first}&page=p&reason=T%C3%A1i+kh%C3%A1m&symptoms=M%E1%BB%9Bi&findings=&advice=&version=1");
    house.done(copy(typed.clone())).await;
    let saved = house.done(move |tx, _| Ok(store::saved_note(tx, id)?)).await.unwrap();
    assert_eq!(
        (saved.reason.as_str(), saved.symptoms.as_str(), saved.findings.as_str()),
        ("Tái khám", "Mới\nHo cũ", "Ran ẩm")
    );
    let codes = house.done(move |tx, who| Ok(store::diagnoses(tx, id, who.staff)?)).await;
    assert_eq!(codes.len(), 1);
    house.done(copy(format!("from={first}"))).await;
    let again = house.done(move |tx, _| Ok(store::saved_note(tx, id)?)).await.unwrap();
    assert_eq!(again.symptoms, "Mới\nHo cũ", "what stands already is not put there twice");
    let other = called(&house, MINH).await;
    let foreign = form(&format!("from={first}"));
    let missing = house.act(move |tx, who| acts::copy_note(tx, who, other, &foreign, Lang::Vi)).await;
    assert!(matches!(missing, Err(Stop::Missing)), "nobody copies from another patient");
}
