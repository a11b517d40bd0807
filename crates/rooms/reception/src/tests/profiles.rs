use super::{House, form, refused, today, zone};
use crate::acts;
use crate::asked::{self, Here, Moment};
use bricks::id::PatientId;
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::db::Stop;

async fn create(house: &House, fields: &str) -> Result<PatientId, Stop> {
    let form = form(fields);
    house.act(move |tx, who| acts::create_patient(tx, who, &form, Lang::Vi)).await
}

fn faults(fields: &str) -> Vec<&'static str> {
    let zone = zone();
    let here = Here { lang: Lang::Vi, zone: &zone, today: today() };
    let insurers = [(91, true), (92, false)].map(|(id, is_national)| crate::store::Insurer {
        id: bricks::id::InsurerId::from_raw(id),
        name_vi: String::new(),
        name_en: String::new(),
        is_national,
    });
    let read = asked::profile(&form(fields), here, &insurers, Moment::Anytime);
    read.map_or_else(|refusal| refusal.fields.iter().map(|f| f.field).collect(), |_| Vec::new())
}

#[test]
fn every_mistake_in_a_profile_is_told_at_its_field() {
    let good = "name=An&sex=male&birth=1990";
    assert_eq!(faults(good), Vec::<&str>::new());
    let long = format!("name={}&sex=male&birth=1990", "a".repeat(300));
    for (fields, wanted) in [
        ("", vec!["name", "sex", "birth"]),
        (long.as_str(), vec!["name"]),
        ("name=%E2%80%AEAn&sex=male&birth=1990", vec!["name"]),
        ("name=123&sex=male&birth=1990", vec!["name"]),
        ("name=L%C3%AA+%F0%9F%98%80&sex=male&birth=1990", vec!["name"]),
        ("name=L%C3%AA+%3Cb%3Ex%3C/b%3E&sex=male&birth=1990", vec!["name"]),
        ("name=O%E2%80%99Brien-L%C3%AA,+Jr.+(A%CC%8An)&sex=male&birth=1990", vec![]),
        ("name=An&sex=x&birth=25/11/2026", vec!["sex", "birth"]),
        ("name=An&sex=male&birth=29/02/2025", vec!["birth"]),
        ("name=An&sex=male&birth=2027", vec!["birth"]),
        ("name=An&sex=male&birth=1850", vec!["birth"]),
        ("name=An&sex=male&birth=2569", vec!["birth"]),
        ("name=An&sex=male&birth=1990&phone=0123", vec!["phone"]),
        ("name=An&sex=male&birth=1990&email=a%0d%0ab@c", vec!["email"]),
        ("name=An&sex=male&birth=1990&national_id=12", vec!["national_id"]),
        ("name=An&sex=male&birth=1990&insurer=91&insurance_number=XX1", vec!["insurance_number"]),
        ("name=An&sex=male&birth=1990&insurer=92", vec!["insurance_number"]),
        ("name=An&sex=male&birth=1990&insurance_number=1", vec!["insurer"]),
        ("name=An&sex=male&birth=1990&insurer=99&insurance_number=1", vec!["insurer"]),
        ("name=An&sex=male&birth=1990&insurance_until=31/02/2027", vec!["insurance_until"]),
        ("name=An&sex=male&birth=25/11/2010", vec!["guardian_name"]),
        ("name=An&sex=male&birth=24/11/2010", vec![]),
        ("name=An&sex=female&birth=29/02/2024&guardian_unknown=yes", vec![]),
        ("name=An&sex=female&birth=29/02/2024&guardian_unknown=yes&consent_care=given", vec!["guardian_name"]),
        ("name=An&sex=female&birth=29/02/2024&guardian_name=L%C3%AA+Lan", vec![]),
    ] {
        assert_eq!(faults(fields), wanted, "{fields}");
    }
}

#[tokio::test]
async fn a_name_in_pieces_is_the_same_name() {
    let house = House::open().await;
    let composed = create(&house, "name=Nguy%E1%BB%85n+An&sex=male&birth=1990").await.unwrap();
    let apart = "name=Nguye%CC%82%CC%83n+An&sex=male&birth=1990";
    let (kind, _, _) = refused(create(&house, apart).await);
    assert_eq!(kind, RefusalKind::Conflict);
    let again = create(&house, &format!("{apart}&duplicates_seen=1")).await.unwrap();
    let name = move |id| house_name(id);
    let (one, other) = (house.act(name(composed)).await.unwrap(), house.act(name(again)).await.unwrap());
    assert_eq!(one, other);
}

fn house_name(id: PatientId) -> impl Fn(&mut ground::db::Tx<'_>, &ground::access::Who) -> Result<String, Stop> {
    move |tx, who| acts::patient(tx, who, id).map(|p| p.name)
}

#[tokio::test]
async fn somebody_alike_is_shown_once_before_a_profile_is_made() {
    let house = House::open().await;
    let same_name = "name=TRAN+THI+HUONG&sex=female&birth=01/01/1972";
    let misspelt = "name=Tran+Thi+Huogn&sex=female&birth=03/12/1972";
    for fields in [same_name, misspelt] {
        assert_eq!(refused(create(&house, fields).await).0, RefusalKind::Conflict, "{fields}");
        create(&house, &format!("{fields}&duplicates_seen=1")).await.unwrap();
    }
    create(&house, "name=TRAN+THI+HUONG&sex=female&birth=1973").await.unwrap();
    create(&house, "name=Con+Gai&sex=female&birth=2012&phone=0903118264&guardian_unknown=yes").await.unwrap();
}

#[tokio::test]
async fn another_branchs_patient_does_not_exist_here() {
    let house = House::open().await;
    let read = house.act(|tx, who| acts::patient(tx, who, PatientId::from_raw(33))).await;
    assert!(matches!(read, Err(Stop::Missing)), "{read:?}");
}

#[tokio::test]
async fn two_corrections_of_one_version_are_a_conflict() {
    let house = House::open().await;
    let change = |name: &str| {
        let form = form(&format!("name={name}&sex=female&birth=1972&version=1"));
        house.act(move |tx, who| acts::change_profile(tx, who, PatientId::from_raw(31), &form, Lang::Vi))
    };
    change("Huong+A").await.unwrap();
    assert_eq!(refused(change("Huong+B").await).0, RefusalKind::Conflict);
    change("Huong+A").await.unwrap();
}

#[tokio::test]
async fn who_writes_the_marks_of_a_name_finds_that_name_first() {
    let house = House::open().await;
    for (name, phone) in [("H%C3%B9ng", "0903000001"), ("H%C3%BAng", "0903000002"), ("H%C6%B0ng", "0903000003")] {
        let fields = format!(
            "name=Nguy%E1%BB%85n+V%C4%83n+{name}&sex=male&birth=1990&phone={phone}&duplicates_seen=1&consent_care=given"
        );
        create(&house, &fields).await.unwrap();
    }
    let first = async |typed: &'static str| {
        let hits = house.act(move |tx, _| Ok(ground::people::search(tx, typed)?)).await.unwrap();
        assert_eq!(hits.len(), 3, "{typed}");
        hits[0].name.clone()
    };
    assert_eq!(first("Nguyễn Văn Hưng").await, "Nguyễn Văn Hưng");
    assert_eq!(first("hưng").await, "Nguyễn Văn Hưng");
    assert_eq!(first("nguyễn văn húng").await, "Nguyễn Văn Húng");
    first("hung").await;
}
