//! What is printed: the code that proves a prescription, and the forms of the law.

use super::*;
use ground::access::Who;
use ground::access::proof::{self, Purpose};

#[tokio::test]
async fn a_printed_prescription_proves_itself_and_a_changed_one_does_not() {
    let house = House::open().await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    house.done(|tx, _| ground::access::proof::keep_secret(tx)).await;
    let sealed = move |tx: &mut ground::db::Tx<'_>, who: &Who| {
        let (head, lines) = (store::head(tx, who.branch, id)?, prescription::lines(tx, id)?);
        let form = prescription::PaperForm::Ordinary;
        let numbered = prescription::numbered(tx, id, form)?;
        let old = proof::prove(tx, Purpose::PrescriptionPaper, &crate::seal::old_content(&head, &lines))?;
        let code = crate::seal::seal(tx, &head, (form, numbered.as_ref()), &lines)?;
        Ok((code, format!("KHAM1 {} {old}", head.number), ground::access::paper_key::public_key(tx)?))
    };
    let (code, old, key) = house.done(sealed).await;
    let check = |code: String| house.done(move |tx, who| crate::seal::check(tx, who.branch, &code));
    assert_eq!(check(code.clone()).await, Some(id));
    assert_eq!(check(old.clone()).await, Some(id), "a paper from before passes still");
    assert_eq!(check(code.replace(' ', "  ") + "\n").await, Some(id), "a scanner's own spaces change nothing");
    let said = crate::seal::open(&key, &code).unwrap();
    assert_eq!((said.number.as_str(), said.national_code.as_str()), ("DT-261124-001", "-"));
    assert_eq!((said.patient.as_str(), said.birth_year.as_str()), ("Tran Thi Huong", "1972"));
    assert_eq!(said.medicines, ["Paracetamol 500 mg x10 vien"]);
    for wrong in [
        String::new(),
        "DT-261124-001".into(),
        code.replace("001", "002"),
        code.replace("x10", "x90"),
        code.replace("Huong", "Lan"),
        format!("{code}0"),
        code.replace("KHAM2", "KHAM1"),
        old.replace("001", "002"),
    ] {
        assert_eq!(check(wrong.clone()).await, None, "{wrong}");
        assert_eq!(crate::seal::open(&key, &wrong), None, "{wrong}");
    }
    assert_eq!(crate::seal::open(&[7; 32], &code), None, "another house's key");
    house.done(|tx, _| Ok(tx.run("UPDATE prescription_line SET quantity_milli = 90000", &[])?)).await;
    assert_eq!(check(code).await, None, "another prescription than the paper says");
}

#[tokio::test]
async fn the_code_of_a_long_prescription_still_fits_on_its_paper() {
    let house = House::open().await;
    house.done(|tx, _| ground::access::proof::keep_secret(tx)).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let (code, key) = house
        .done(move |tx, who| {
            let (mut head, lines) = (store::head(tx, who.branch, id)?, prescription::lines(tx, id)?);
            head.patient_name = "Công Tằng Tôn Nữ Thị Hoàng Quỳnh Như Ý".into();
            let mut many = Vec::new();
            for _ in 0..25 {
                let mut line = prescription::lines(tx, id)?.remove(0);
                line.generic_vi = "Amoxicilin + Acid clavulanic | viên; bao phim".into();
                many.push(line);
            }
            assert_eq!(lines.len(), 1);
            let form = prescription::PaperForm::Ordinary;
            let numbered = prescription::numbered(tx, id, form)?;
            let code = crate::seal::seal(tx, &head, (form, numbered.as_ref()), &many)?;
            Ok((code, ground::access::paper_key::public_key(tx)?))
        })
        .await;
    assert!(code.len() <= 760 && code.is_ascii(), "{} {code}", code.len());
    assert_eq!(crate::seal::open(&key, &code).unwrap().medicines.len(), 25);
}

#[tokio::test]
async fn each_form_prints_its_medicines_and_controlled_amounts_in_words() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 300), 50).await;
    house.done(|tx, _| Ok(tx.run("UPDATE medicine SET controlled = 'psychotropic' WHERE id = 61", &[])?)).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL, SYRUP]).await;
    let paper = |form| {
        house.done(move |tx, who| {
            let head = store::head(tx, who.branch, id)?;
            let (rest, diagnoses) = (store::rest(tx, head.visit)?, store::diagnoses(tx, head.visit)?);
            let (numbered, child) = (prescription::numbered(tx, id, form)?, prescription::kept_child(tx, id)?);
            let printed = Printed {
                form,
                seal: "x".into(),
                numbered,
                child,
                rest,
                diagnoses,
                lines: prescription::lines(tx, id)?,
                head,
            };
            Ok(facts(&who.clinic, &printed, Lang::Vi))
        })
    };
    let (ordinary, special) =
        (paper(prescription::PaperForm::Ordinary).await, paper(prescription::PaperForm::Psychotropic).await);
    assert_eq!((ordinary["form"].as_str(), special["form"].as_str()), (None, Some("H")));
    assert_eq!((ordinary["count"].as_str(), special["count"].as_str()), (Some("01"), Some("01")));
    assert_eq!(special["medicines"][0]["quantity_words"], "Mười");
    assert_eq!(
        (ordinary["number"].as_str(), special["number"].as_str()),
        (Some("DT-261124-001"), Some("DTH-2026-00001"))
    );
    assert!(ordinary["medicines"][0]["quantity_words"].is_null());
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    let labels = crate::paper::labels(&who().clinic, &page.head, &page.lines, Lang::Vi);
    assert_eq!(labels["labels"][0]["batch"], "Lô L1 · HD 20/09/2027");
}

/// What docs/security.md tells whoever checks a paper: nothing but the scanned text and the public key as `/prescription-key` says it.
fn passes(key: &str, scanned: &str) -> bool {
    let of_digits =
        |digits: &str| (0..32).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap()).collect();
    let key: Vec<u8> = key.trim().strip_prefix("ed25519 ").map(of_digits).unwrap();
    let Some((signature, text)) = scanned.strip_prefix("KHAM2 ").and_then(|rest| rest.split_once(' ')) else {
        return false;
    };
    let Ok(signature) = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, signature) else {
        return false;
    };
    let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, key);
    key.verify(format!("KHAM2 {text}").as_bytes(), &signature).is_ok()
}

#[tokio::test]
async fn a_code_is_checked_by_its_text_and_the_public_key_alone() {
    let (key, code) = {
        let house = House::open().await;
        let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
        house
            .done(move |tx, who| {
                ground::access::proof::keep_secret(tx)?;
                let (head, lines) = (store::head(tx, who.branch, id)?, prescription::lines(tx, id)?);
                let form = prescription::PaperForm::Ordinary;
                let numbered = prescription::numbered(tx, id, form)?;
                let code = crate::seal::seal(tx, &head, (form, numbered.as_ref()), &lines)?;
                Ok((crate::pages_public::key_line(tx)?, code))
            })
            .await
    };
    // The house and its database are gone.
    assert!(passes(&key, &code), "{code}");
    for changed in [
        code.replace("x10 vien", "x90 vien"),
        code.replace("Huong", "Hoang"),
        code.replace("1972", "1973"),
        code.replace("Paracetamol", "Morphin"),
        code.replacen("KHAM2 ", "KHAM2 A", 1),
        format!("{code} "),
    ] {
        assert_ne!(changed, code);
        assert!(!passes(&key, &changed), "{changed}");
    }
    let other = key.replacen("ed25519 ", "ed25519 00", 1);
    assert!(!passes(&other, &code), "another house's key");
}
