use super::*;

fn of(l: Lang, act: &str, said: &str) -> String {
    let name = |vi: &str, en: &str| Say::new(vi.to_owned(), en.to_owned());
    let names = [
        ("acetylcysteine_200_sac", name("Acetylcystein 200 mg", "Acetylcysteine 200 mg")),
        ("aciclovir_cream", name("Aciclovir 5%", "Aciclovir 5%")),
        ("112311877205938", name("Công thức máu", "Blood count")),
        ("34730195670709", name("Ống nghiệm", "Tube")),
    ];
    let names: Names = names.into_iter().map(|(code, name)| (code.to_owned(), name)).collect();
    detail(l, act, said, &names).replace('\u{a0}', " ")
}

#[test]
fn amounts_days_and_directions_are_told_in_the_readers_way() {
    assert_eq!(of(Lang::En, "set_price", "KB01 2026-12-28 150000 ₫"), "KB01 28/12/2026 150,000 ₫");
    assert_eq!(of(Lang::Vi, "set_price", "KB01 2026-12-28 150000 ₫"), "KB01 28/12/2026 150.000 ₫");
    assert_eq!(of(Lang::Vi, "move_cash", "out 1000 ₫: mua giấy in"), "ra 1.000 ₫: mua giấy in");
    assert_eq!(of(Lang::En, "move_cash", "in 1000 ₫: x"), "in 1,000 ₫: x");
    assert_eq!(of(Lang::Vi, "leave", "2026-12-01, 3 người"), "01/12/2026, 3 người");
    for said in ["", "BN-000123", "in 12", "2026-99-99", "PT26-000001 5000 đồng"] {
        assert_eq!(of(Lang::Vi, "book", said), said);
    }
}

#[test]
fn services_and_medicines_are_told_by_their_names() {
    assert_eq!(of(Lang::Vi, "prescribe", "acetylcysteine_200_sac"), "Acetylcystein 200 mg");
    assert_eq!(of(Lang::En, "prescribe", "no_longer_known"), "no longer known");
    let sold = "BL001 · acetylcysteine_200_sac, aciclovir_cream";
    assert_eq!(of(Lang::En, "sell", sold), "BL001 · Acetylcysteine 200 mg, Aciclovir 5%");
    assert_eq!(
        of(Lang::En, "sell", &format!("{sold} · override: knows it")).split(" · ").nth(2),
        Some("despite a warning: knows it")
    );
    assert_eq!(of(Lang::Vi, "place_order", "112311877205938"), "Công thức máu");
    assert_eq!(of(Lang::En, "use_consumables", "34730195670709 × 1, 7 × 0,5"), "Tube × 1, 7 × 0,5");
    let said = "allergy · acetylcysteine_200_sac+aciclovir_cream · dị ứng → đã dùng nhiều lần";
    assert_eq!(
        of(Lang::Vi, "override_safety", said),
        "Acetylcystein 200 mg + Aciclovir 5% · dị ứng → đã dùng nhiều lần"
    );
    assert_eq!(
        of(Lang::En, "override_safety", said),
        "Acetylcysteine 200 mg + Aciclovir 5% · despite a warning: đã dùng nhiều lần"
    );
    let asked = unnamed([("sell", sold), ("place_order", "112311877205938"), ("set_consumable", "34730195670709 × 1")]);
    assert!(asked.codes.contains("aciclovir_cream") && asked.codes.contains("acetylcysteine_200_sac"));
    assert!(asked.services.contains(&112_311_877_205_938) && asked.medicines.len() == 1);
    assert_eq!(unnamed([("cancel_order", "acetylcysteine_200_sac 112311877205938")]), Unnamed::default());
}

#[test]
fn numbers_that_tell_nothing_are_left_out() {
    for (act, said) in [
        ("remove_prescription_line", "385622787663855616"),
        ("plan_follow_up", "385622924456886272"),
        ("sign_note", "1"),
        ("note_safety_facts", "pregnancy week - · breast-feeding false · eGFR -"),
    ] {
        assert_eq!(of(Lang::Vi, act, said), "", "{act}");
    }
    assert_eq!(of(Lang::Vi, "dispense", "DT-261130-021 · 385623736423809024"), "DT-261130-021");
    assert_eq!(of(Lang::Vi, "dispense", "DT-261130-019 · 385621009337679895 · in part"), "DT-261130-019 · một phần");
    assert_eq!(
        of(Lang::En, "receive_transfer", "385621009337679895 5000 ₫"),
        "385621009337679895 5,000 ₫",
        "the bank's"
    );
    for said in ["1 7652465154265 CD4791234567890", "1 CD4791234567890"] {
        assert_eq!(of(Lang::En, "choose_payer", said), "CD4791234567890");
    }
    assert_eq!(of(Lang::En, "choose_payer", "2 Ngoại trú Vàng AL1"), "Ngoại trú Vàng AL1 (second payer)");
}

#[test]
fn codes_are_told_in_words() {
    assert_eq!(of(Lang::Vi, "charge", "consultation 150000"), "khám 150.000 ₫");
    assert_eq!(
        of(Lang::En, "settle", "PT26-007448 46500 ₫ cash+transfer"),
        "PT26-007448 46,500 ₫ cash + bank transfer"
    );
    let back = "DT-261130-021 · TT-261130-001 · shelf · Mua thừa · refund 1000 ₫";
    assert_eq!(
        of(Lang::Vi, "return_medicines", back),
        "DT-261130-021 · TT-261130-001 · về kệ · Mua thừa · hoàn 1.000 ₫"
    );
    assert_eq!(
        of(Lang::En, "add_allergy", "class:penicillin · unknown · nổi mề đay").split(" · ").nth(1),
        Some("nổi mề đay")
    );
    assert!(!of(Lang::En, "add_allergy", "class:penicillin · severe · x").contains("class:"));
    assert_eq!(
        of(Lang::En, "note_safety_facts", "pregnancy week 12 · breast-feeding true · eGFR 45.5"),
        "week 12 of pregnancy · breast-feeding · eGFR 45.5"
    );
    assert_eq!(of(Lang::Vi, "book", "beside"), "đặt chồng");
    assert_eq!(of(Lang::En, "book", "in_person"), "at the desk");
    assert_eq!(of(Lang::Vi, "write_message", "reminder"), "nhắc hẹn");
    assert_eq!(of(Lang::En, "make_leave", "training"), LeaveKind::Training.word(Lang::En));
    assert_eq!(
        of(Lang::En, "note_earlier_dose", "flu · 1 · 2026-11-25").split_once(" · ").map(|(_, rest)| rest.to_owned()),
        Some("dose 1 · 25/11/2026".to_owned())
    );
    let dose = "385621009186685036 · 2 · left_arm · im · Đang sốt 38,5 → dịch sởi đang lên";
    let arm = Site::LeftArm.word(Lang::En);
    let way = Route::Intramuscular.word(Lang::En);
    assert_eq!(
        of(Lang::En, "vaccinate", dose),
        format!("dose 2 · {arm} · {way} · despite a warning: dịch sởi đang lên")
    );
    assert_eq!(
        of(Lang::En, "vaccinate", "Vaxigrip · 1234 · 1 · left_arm · im"),
        format!("Vaxigrip · 1234 · dose 1 · {arm} · {way}")
    );
}
