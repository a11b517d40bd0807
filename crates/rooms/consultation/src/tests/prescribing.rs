use super::*;
use bricks::id::MedicineId;

/// What typing offers, by code.
async fn offered(house: &House, typed: &'static str) -> Vec<String> {
    let found = house.done(move |tx, who| Ok(store::find_medicines(tx, who, typed)?)).await;
    found.into_iter().map(|m| m.code).collect()
}

async fn put(house: &House, id: VisitId, line: &'static str) -> Result<(), Stop> {
    let body = format!("line={}", ground::web::percent(line));
    house.act(move |tx, who| acts::put_line(tx, who, id, &form(&body), Lang::Vi)).await
}

fn favour(medicine: MedicineId) -> impl Fn(&mut Tx<'_>, &Who) -> Result<(), Stop> + Send + 'static {
    move |tx, who| acts::favour_medicine(tx, who, &form(&format!("medicine={medicine}")))
}

#[tokio::test]
async fn medicines_are_found_by_any_name_code_and_pack_and_the_doctors_own_stand_first() {
    let house = open().await;
    house
        .done(|tx, _| {
            for sql in [
                "UPDATE medicine SET brand = 'Hạ sốt Minh', barcode = '04006381333931' WHERE id = 62",
                "INSERT INTO catalog_word (kind, word, item, rank) VALUES ('medicine', 'ha sot minh', 'SYRUP', 3)",
            ] {
                tx.run(sql, &[])?;
            }
            Ok(())
        })
        .await;
    assert_eq!(offered(&house, "").await, Vec::<String>::new(), "nothing was used yet");
    assert_eq!(offered(&house, "paracetamol").await, ["PARA", "SYRUP"]);
    for typed in ["ha sot", "Hạ sốt MINH", "4006381333931", "]d2010400638133393117281231", "SYRUP"] {
        assert_eq!(offered(&house, typed).await, ["SYRUP"], "{typed}");
    }
    assert_eq!(offered(&house, "4006381333932").await, Vec::<String>::new(), "a wrong check digit is no pack");
    let id = called(&house, HUONG).await;
    put(&house, id, "SYRUP 5-5-5 3n").await.unwrap();
    assert_eq!(offered(&house, "paracetamol").await, ["SYRUP", "PARA"], "what is used more stands first");
    house.done(favour(PARACETAMOL)).await;
    assert_eq!(offered(&house, "").await, ["PARA", "SYRUP"]);
    assert_eq!(offered(&house, "paracetamol").await, ["PARA", "SYRUP"], "what is pinned stands before it");
    house.done(favour(PARACETAMOL)).await;
    assert_eq!(offered(&house, "").await, ["SYRUP"], "a second time takes the pin out");
    let missing = house.act(favour(MedicineId::from_raw(999))).await;
    assert!(matches!(missing, Err(Stop::Missing)));
    let others = house.done(|tx, who| Ok(store::find_medicines(tx, &other_doctor(who), "")?)).await;
    assert!(others.is_empty(), "another doctor has other favourites");
}

fn diagnose(id: VisitId, code: &'static str) -> impl Fn(&mut Tx<'_>, &Who) -> Result<(), Stop> + Send + 'static {
    move |tx, who| acts::add_diagnosis(tx, who, id, &form(&format!("diagnosis={code}")))
}

fn keep(id: VisitId, body: &'static str) -> impl Fn(&mut Tx<'_>, &Who) -> Result<(), Stop> + Send + 'static {
    move |tx, who| acts::keep_prescription(tx, who, id, &form(body), Lang::Vi)
}

#[tokio::test]
async fn a_prescription_kept_for_its_diagnoses_is_offered_and_prescribed_again() {
    let house = open().await;
    let first = called(&house, HUONG).await;
    put(&house, first, "PARA 1-0-1 3n > 1-0-0 2n sau ăn").await.unwrap();
    assert_eq!(house.refused(keep(first, "template_title=A")).await.1, "template_title", "no diagnosis yet");
    house.done(diagnose(first, "J20.9")).await;
    assert_eq!(house.refused(keep(first, "template_title=")).await.1, "template_title");
    house.done(keep(first, "template_title=Vi%C3%AAm+ph%E1%BA%BF+qu%E1%BA%A3n&clinic=yes")).await;
    house.done(keep(first, "template_title=Vi%C3%AAm+ph%E1%BA%BF+qu%E1%BA%A3n&clinic=yes")).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM prescription_template").await, 1, "the same title is its new content");
    let taken = house
        .refused(move |tx, who| {
            let typed = form("title=VI%C3%8AM+ph%E1%BA%BF+qu%E1%BA%A3n&codes=R05&lines=PARA+1-0-0+3n&clinic=yes");
            acts::put_prescription_template(tx, &other_doctor(who), &typed, Lang::Vi)
        })
        .await;
    assert_eq!(taken.1, "title");

    let next = called(&house, MINH).await;
    let offers = |id| move |tx: &mut Tx<'_>, who: &Who| Ok(store::offered_templates(tx, &other_doctor(who), id)?);
    assert!(house.done(offers(next)).await.is_empty());
    house.done(diagnose(next, "J20.9")).await;
    let offer = house.done(offers(next)).await.remove(0);
    assert!(offer.is_clinics && offer.lines == 2);
    let prescribe = move |tx: &mut Tx<'_>, who: &Who| {
        acts::prescribe_template(tx, who, next, &form(&format!("template={}", offer.id)))
    };
    house.done(prescribe).await;
    let lines = house.done(move |tx, who| Ok(store::lines(tx, who, next)?)).await;
    let told: Vec<_> =
        lines.iter().map(|l| (l.first_day, l.days, l.quantity.milli(), l.instruction.as_str())).collect();
    assert_eq!(told, [(1, 3, 6_000, "Sau ăn"), (4, 2, 2_000, "Sau ăn")]);
    assert_eq!(house.refused(prescribe).await.0, "All of it is on this prescription already.");
    house.done(diagnose(first, "R05")).await;
    house.done(keep(first, "template_title=Ho")).await;
    let own = house.done(move |tx, who| Ok(store::offered_templates(tx, who, next)?)).await;
    assert_eq!(own.iter().map(|t| t.title.as_str()).collect::<Vec<_>>(), ["Ho", "Viêm phế quản"], "the own one first");
}

#[tokio::test]
async fn a_template_is_written_as_lines_and_a_wrong_one_is_told_with_its_number() {
    let house = open().await;
    let write = |body: String| {
        move |tx: &mut Tx<'_>, who: &Who| acts::put_prescription_template(tx, who, &form(&body), Lang::Vi)
    };
    for (body, field) in [
        ("title=&codes=J20.9&lines=PARA+1-0-0+3n", "title"),
        ("title=A&codes=&lines=PARA+1-0-0+3n", "codes"),
        ("title=A&codes=J20.9,X99&lines=PARA+1-0-0+3n", "codes"),
        ("title=A&codes=J20.9&lines=", "lines"),
        ("title=A&codes=J20.9&lines=PARA+1-0-0", "lines"),
        ("title=A&codes=J20.9&lines=PARA+0,33-0-0+3n", "lines"),
        ("title=A&codes=J20.9&lines=PARA+1-0-0+3n%0APARA+1-0-1+2n", "lines"),
        ("title=A&codes=J20.9&lines=PARA+1-0-0+3n%0Axyzzy+1-0-1+2n", "lines"),
    ] {
        let refused = house.refused(write(body.to_owned())).await;
        assert_eq!(refused.1, field, "{body}: {}", refused.0);
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM prescription_template").await, 0);
    house.done(write("title=A&codes=j20.9+R05&lines=PARA+1-0-1+3n%0ASYRUP+5-0-0+2n+prn".into())).await;
    let id = house.count("SELECT id FROM prescription_template").await;
    house.done(write(format!("id={id}&title=B&codes=I10&lines=PARA+2-0-0+1n&clinic=yes"))).await;
    let (templates, lines, codes) = house.done(|tx, who| Ok(store::prescription_templates(tx, who)?)).await;
    assert_eq!(templates.iter().map(|t| (t.title.as_str(), t.staff)).collect::<Vec<_>>(), [("B", None)]);
    assert_eq!((lines.len(), lines[0].morning.milli(), codes.len(), codes[0].code.as_str()), (1, 2_000, 1, "I10"));
    let id = templates[0].id;
    let theirs = house
        .refused(move |tx, who| {
            let nurse = Who { roles: ground::access::Roles::of([ground::access::Role::Doctor]), ..other_doctor(who) };
            acts::remove_prescription_template(tx, &nurse, id)
        })
        .await;
    assert!(theirs.0.contains("Phạm Quốc Bảo"), "{}", theirs.0);
    house.done(move |tx, who| acts::remove_prescription_template(tx, who, id)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM prescription_template_line").await, 0);
}

#[tokio::test]
async fn two_doctors_write_on_the_one_prescription_of_a_visit() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    put(&house, id, "PARA 1-0-0 3n").await.unwrap();
    house
        .done(move |tx, who| {
            let typed = form("line=FAR+1-0-0+3n");
            acts::put_line(tx, &other_doctor(who), id, &typed, Lang::Vi)
        })
        .await;
    assert_eq!(house.count("SELECT COUNT(*) FROM prescription").await, 1);
    let lines = house.done(move |tx, who| Ok(store::lines(tx, who, id)?)).await;
    let writers: Vec<_> = lines.iter().map(|l| l.writer.as_str()).collect();
    assert_eq!(writers, ["BS. Phạm Quốc Bảo", "BS. Nguyễn Lan"]);
}

#[tokio::test]
async fn the_usual_instruction_is_in_the_language_that_the_patient_reads() {
    let house = open().await;
    house
        .done(|tx, _| {
            let sql =
                "UPDATE medicine SET instruction_vi = 'Sau ăn', instruction_en = 'After food' WHERE id IN (61, 62)";
            tx.run(sql, &[])?;
            Ok(tx.run("UPDATE medicine SET generic_vi = 'Siro ho' WHERE id = 62", &[])?)
        })
        .await;
    let id = called(&house, HUONG).await;
    put(&house, id, "PARA 1-0-0 3n").await.unwrap();
    house.done(move |tx, who| acts::choose_language(tx, who, id, &form("lang=en"))).await;
    put(&house, id, "SYRUP 5/12h 3n").await.unwrap();
    let unknown = house.act(move |tx, who| acts::choose_language(tx, who, id, &form("lang=fr"))).await;
    assert!(matches!(unknown, Err(Stop::Missing)));
    let lines = house.done(move |tx, who| Ok(store::lines(tx, who, id)?)).await;
    let told: Vec<_> = lines.iter().map(|l| l.instruction.as_str()).collect();
    assert_eq!(told, ["Sau ăn", "Every 12 hours"]);
}

#[tokio::test]
async fn what_a_childs_prescription_needs_is_refused_at_its_field_and_written_beside_the_lines() {
    let house = open().await;
    let id = called(&house, MINH).await;
    put(&house, id, "SYRUP 5-0-5 3n").await.unwrap();
    house.done(|tx, _| Ok(tx.run("UPDATE medicine SET code = 'paracetamol_120_5_syr' WHERE id = 62", &[])?)).await;
    house.done(diagnose(id, "J20.9")).await;
    let closing = "reason=Ho&symptoms=Ho&findings=&advice=&version=1";
    let finish = move |tx: &mut Tx<'_>, who: &Who| acts::finish(tx, who, id, &form(closing), Lang::Vi);
    let Err(Stop::Refused(refused)) = house.act(finish).await else { panic!("not refused") };
    let fields: Vec<_> = refused.fields.iter().map(|f| f.field).collect();
    assert_eq!(fields, ["child_weight", "companion"]);
    let child =
        |body: &'static str| move |tx: &mut Tx<'_>, who: &Who| acts::note_child(tx, who, id, &form(body), Lang::Vi);
    for (body, field) in
        [("child_weight=12,5&companion=", "companion"), ("child_weight=500&companion=M%E1%BA%B9", "child_weight")]
    {
        assert_eq!(house.refused(child(body)).await.1, field, "{body}");
    }
    house.done(child("child_weight=12,5&companion=L%C3%AA+Th%E1%BB%8B+M%E1%BA%B9&companion_identity=0903118264")).await;
    house.done(child("child_weight=12,5&companion=L%C3%AA+Th%E1%BB%8B+M%E1%BA%B9")).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM vitals WHERE weight_milli = 12500").await, 1, "the same weight once");
    house.done(finish).await;
    assert_eq!(
        house.count("SELECT COUNT(*) FROM prescription WHERE child_weight_milli = 12500 AND state = 'issued'").await,
        1
    );
}

#[tokio::test]
async fn the_clinics_rules_of_prescribing_are_kept_or_refused_at_their_field() {
    let house = open().await;
    let set = |body: &'static str| move |tx: &mut Tx<'_>, who: &Who| acts::set_rules(tx, who, &form(body), Lang::Vi);
    for (body, field) in [
        ("facility=79A&c-short=30&c-long=90&n-short=7&n-long=30&h-short=10&h-long=30&long_term=E11", "facility"),
        ("facility=&c-short=0&c-long=90&n-short=7&n-long=30&h-short=10&h-long=30&long_term=E11", "c-short"),
        ("facility=&c-short=30&c-long=91&n-short=7&n-long=30&h-short=10&h-long=30&long_term=E11", "c-long"),
        ("facility=&c-short=30&c-long=90&n-short=7&n-long=30&h-short=10&h-long=30&long_term=E11,x", "long_term"),
    ] {
        assert_eq!(house.refused(set(body)).await.1, field, "{body}");
    }
    house
        .done(set("facility=79a01&c-short=28&c-long=90&n-short=7&n-long=30&h-short=10&h-long=30&long_term=e11%0AB18.1"))
        .await;
    assert_eq!(house.count("SELECT COUNT(*) FROM prescribing_facility WHERE code = '79A01'").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM long_term_disease").await, 2);
    assert_eq!(house.count("SELECT days FROM course_limit WHERE form = 'c' AND NOT long_term").await, 28);
}

#[tokio::test]
async fn tables_that_are_old_are_told_as_unchecked_with_the_lines() {
    let house = open().await;
    house.clock.advance_minutes(600 * 24 * 60);
    let id = called(&house, HUONG).await;
    put(&house, id, "PARA 1-0-0 3n").await.unwrap();
    let checked = house
        .done(move |tx, who| {
            let draft = papers::prescription::by_visit(tx, id)?.unwrap();
            papers::safety::look(tx, who, draft.patient, Some(draft.id))
        })
        .await;
    let told: Vec<&str> = checked.outcome.unchecked.iter().map(|one| one.reason.en.as_ref()).collect();
    assert!(told.iter().any(|reason| reason.contains("are old")), "{told:?}");
}
