//! What people mistype, and what strangers try.

use super::*;

#[tokio::test]
async fn every_mistake_is_named_at_its_field() {
    let site = Site::open().await;
    let long = "a".repeat(300);
    let marks = format!("name=a{}", "%CC%81".repeat(40));
    for (more, field) in [
        ("name=", "name"),
        ("name=123", "name"),
        ("name=%3Cb%3E%C4%90%E1%BB%97%3C%2Fb%3E", "name"),
        (format!("name={long}").as_str(), "name"),
        (marks.as_str(), "name"),
        ("name=a%E2%80%AEb", "name"),
        ("sex=", "sex"),
        ("birth=", "birth"),
        ("birth=25/11/2026", "birth"),
        ("birth=2027", "birth"),
        ("birth=29/02/2025", "birth"),
        ("birth=1899", "birth"),
        ("phone=", "phone"),
        ("phone=0403118264", "phone"),
        ("phone=12345", "phone"),
        ("email=nobody", "email"),
        ("phone=%2B6561234567", "email"),
        ("starts_at=", "starts_at"),
        ("starts_at=21-x", "starts_at"),
        ("service=42", "service"),
        ("service=999", "service"),
        (format!("starts_at={}", Start { doctor: OTHER, at: at(660) }).as_str(), "service"),
    ] {
        let (_, fields, _) = refused(site.hold(typed(start(660), more)).await);
        assert_eq!(fields, [field], "{more}");
    }
    assert_eq!(site.count("SELECT COUNT(*) FROM hold").await, 0);
    assert_eq!(site.count("SELECT COUNT(*) FROM outbox").await, 0);
    assert_eq!(site.count("SELECT COUNT(*) FROM throttle").await, 0);
}

#[tokio::test]
async fn without_consent_nothing_is_kept() {
    let site = Site::open().await;
    let form = Form::parse(typed_without_consent().as_bytes()).unwrap();
    assert_eq!(refused(site.hold(form).await).1, ["consent"]);
}

fn typed_without_consent() -> String {
    let form = typed(start(660), "");
    let kept = form.pairs().iter().filter(|(name, _)| name != "consent");
    kept.map(|(n, v)| format!("{n}={}", ground::web::percent(v))).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn the_year_of_birth_alone_and_the_29th_of_february_of_a_leap_year_are_fine() {
    let site = Site::open().await;
    site.hold(typed(start(660), "birth=1990")).await.unwrap();
    site.hold(typed(start(690), "birth=29/02/2024&phone=0912345678")).await.unwrap();
}

#[tokio::test]
async fn times_outside_the_hours_the_notice_or_the_window_are_not_for_the_public() {
    let site = Site::open().await;
    for minute in [480, 599, 601, 715, 720, 1_020, -60] {
        let (kind, fields, _) = refused(site.hold(typed(start(minute), "")).await);
        assert_eq!((kind, fields), (RefusalKind::Conflict, vec!["starts_at"]), "{minute}");
    }
    let far = Start { doctor: DOCTOR, at: at(660).plus_minutes(35 * 24 * 60) };
    assert_eq!(refused(site.hold(typed(far, "")).await).1, ["starts_at"]);
    site.hold(typed(start(600), "")).await.unwrap();
}

#[tokio::test]
async fn a_link_that_was_changed_opens_nothing() {
    let site = Site::open().await;
    let id = site.booked(780).await;
    let proved = move |tx: &mut Tx<'_>, _: &Who| proof::prove(tx, proof::Purpose::AppointmentPage, &id.to_string());
    let right = site.act(proved).await.unwrap();
    let open = |id: AppointmentId, proof: String| site.act(move |tx, _| acts::appointment_of(tx, id, &proof));
    assert!(open(id, right.clone()).await.is_ok());
    let flipped = format!("{}{}", if right.starts_with('0') { '1' } else { '0' }, &right[1..]);
    for wrong in [flipped, String::new(), right[..30].to_owned(), "zz".repeat(16)] {
        assert!(matches!(open(id, wrong).await, Err(Stop::Missing)));
    }
    let other = AppointmentId::from_raw(id.raw() + 1);
    assert!(matches!(open(other, right).await, Err(Stop::Missing)));
}

#[tokio::test]
async fn whom_a_service_is_not_for_is_told_at_the_field() {
    let site = Site::open().await;
    let children = "UPDATE service SET below_years = 16, for_sex = 'female' WHERE id = 41";
    site.0.done(move |tx, _| Ok(tx.run(children, &[]).map(|_| ())?)).await;
    for (more, field, said) in [
        ("birth=12/03/1972", "birth", "dưới 16 tuổi"),
        ("birth=1950", "birth", "Hãy quay lại chọn dịch vụ khác"),
        ("birth=2020&sex=male", "sex", "chỉ dành cho nữ"),
    ] {
        let form = typed(start(660), more);
        let done = site.hold(form).await;
        let (_, fields, refusal) = refused(done);
        assert_eq!(fields, [field], "{more}");
        assert!(refusal.say.vi.contains(said), "{}", refusal.say.vi);
    }
    let form = typed(start(660), "birth=2020");
    site.hold(form).await.unwrap();
}
