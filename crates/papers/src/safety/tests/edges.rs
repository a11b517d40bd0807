use super::*;

/// Each row is `age|sex|weight|week|breast-feeding|egfr|allergies|current|prescription` and what is told of it.
fn all(cases: &[(&str, &str)]) {
    for (row, expected) in cases {
        let outcome = outcome(row);
        assert_eq!(told(&outcome), *expected, "{row}: {:?}", outcome.findings);
    }
}

#[test]
fn a_dose_at_its_largest_is_allowed_and_twice_as_much_is_not_yet_a_stop() {
    all(&[
        ("360|M|60|||90|||paracetamol_500_tab:2*4*3", "none"),
        ("360|M|60|||90|||paracetamol_500_tab:2.5*1*3", "stop dose_single"),
        ("360|M|60|||90|||cetirizine_10_tab:1*1*3", "none"),
        ("360|M|60|||90|||cetirizine_10_tab:1.1*1*3", "warn dose_daily;dose_single"),
        ("360|M|60|||90|||cetirizine_10_tab:2*1*3", "warn dose_daily;dose_single"),
        ("360|M|60|||90|||cetirizine_10_tab:2.001*1*3", "stop dose_daily;dose_single"),
        ("360|M|60|||90|||cetirizine_10_tab:1*2*3", "warn dose_daily"),
        ("360|M|60|||90|||cetirizine_10_tab:1*3*3", "stop dose_daily"),
    ]);
}

#[test]
fn insulin_stops_above_a_unit_and_a_half_per_kilogram_and_day_or_above_150_without_a_weight() {
    all(&[
        ("480|M|65|||90|||insulin_mix_pen:49*2*30", "note dose_daily"),
        ("480|M|65|||90|||insulin_mix_pen:48*2*30", "none"),
        ("480|M|65|||90|||insulin_mix_pen:60*2*30", "stop dose_daily"),
        ("480|M||||90|||insulin_mix_pen:75*2*30", "none"),
        ("480|M||||90|||insulin_mix_pen:100*2*30", "stop dose_daily"),
        ("480|M|130|||90|||insulin_glargine_pen:75*2*30", "none"),
        ("480|M|130|||90|||insulin_glargine_pen:80*2*30", "stop dose_daily"),
        ("96|M|25||||||insulin_mix_pen:10*2*30", "none"),
        ("96|M|25||||||insulin_mix_pen:25*2*30", "stop dose_daily"),
    ]);
    let outcome = outcome("480|M|65|||90|||insulin_mix_pen:100*2*30");
    let told = outcome.findings.iter().map(|f| f.reason.en.as_ref()).collect::<Vec<_>>();
    assert_eq!(told, ["Daily dose too high: human insulin 200 units, at most 97 units for this weight."]);
}

#[test]
fn a_tenth_over_a_limit_by_weight_is_noted_and_a_little_more_is_not() {
    // Ibuprofen 30 mg/kg: 300 mg for 10 kg; the syrup has 20 mg in a millilitre.
    all(&[
        ("24|M|10||||||ibuprofen_100_5_syr:5*3*3", "none"),
        ("24|M|10||||||ibuprofen_100_5_syr:5.5*3*3", "note dose_daily"),
        ("24|M|10||||||ibuprofen_100_5_syr:5.501*3*3", "stop dose_daily"),
        // A grown-up is warned up to twice the limit.
        ("360|M|60|||90|||ibuprofen_400_tab:2*4*3", "warn dose_daily"),
        // From 40 kg or 18 years on the limit of grown-ups holds.
        ("120|M|39.999||||||paracetamol_500_tab:1*6*3", "stop dose_daily"),
        ("120|M|40||||||paracetamol_500_tab:1*6*3", "none"),
        ("216|M|35|||90|||paracetamol_500_tab:1*6*3", "none"),
        ("215|M|35||||||paracetamol_500_tab:1*6*3", "stop dose_daily"),
    ]);
}

#[test]
fn one_dose_too_large_for_the_weight_is_told_though_the_days_sum_is_allowed() {
    all(&[
        ("24|M|10||||||paracetamol_80_sac:2*3*3", "none"),
        ("24|M|10||||||paracetamol_80_sac:2.75*1*3", "note dose_single"),
        ("24|M|10||||||paracetamol_500_tab:0.5*1*3", "stop dose_single"),
        ("24|M|10||||||ibuprofen_100_5_syr:6*1*3", "stop dose_single"),
        ("24|M|10||||||ibuprofen_100_5_syr:7*3*3", "stop dose_daily"),
        ("24|M|||||||ibuprofen_100_5_syr:6*1*3", "warn weight_missing"),
    ]);
}

#[test]
fn a_child_above_its_limit_or_below_the_age_of_a_sedative_is_always_stopped() {
    all(&[
        ("50|M|15.7||||||cetirizine_10_tab:1*1*5", "stop dose_daily"),
        ("50|M|15.7||||||cetirizine_1_syr:5*1*5", "none"),
        ("74|M|18||||||cetirizine_10_tab:1*1*5", "note dose_daily"),
        ("50|M|15.7||||||amitriptyline_25_tab:1*2*30", "stop age"),
        ("190|M|50||||||amitriptyline_25_tab:1*2*30", "stop age"),
        // Nothing else than the limit of grown-ups is known: one sachet more is a stop.
        ("100|M|25||||||fosfomycin_3g_sac:1*2*1", "stop dose_daily"),
        ("300|M|60|||90|||loratadine_10_tab:2*1*5", "warn dose_daily;dose_single"),
    ]);
    let said =
        |row: &str| outcome(row).findings.iter().map(|finding| finding.reason.vi.to_string()).collect::<String>();
    assert!(said("100|M|25||||||fosfomycin_3g_sac:1*2*1").contains("giới hạn của người lớn"));
    assert!(!said("300|M|60|||90|||loratadine_10_tab:1*2*5").contains("giới hạn của người lớn"));
}

#[test]
fn a_childs_limits_by_age_change_on_the_birthday_and_are_told_as_such() {
    all(&[
        ("71|M|18||||||montelukast_4_sac:1*1*30", "none"),
        ("71|M|18||||||montelukast_10_tab:0.5*1*30", "stop dose_daily"),
        ("72|M|18||||||montelukast_10_tab:0.5*1*30", "none"),
        ("179|M|38||||||montelukast_10_tab:1*1*30", "stop dose_daily"),
        ("180|M|38||||||montelukast_10_tab:1*1*30", "none"),
        // Desloratadine 0.5 mg in a millilitre: 2.5 ml below six years, 5 ml below twelve.
        ("30|F|13||||||desloratadine_05_syr:2.5*1*7", "none"),
        ("30|F|13||||||desloratadine_05_syr:5*1*7", "stop dose_daily"),
        ("100|F|28||||||desloratadine_5_tab:1*1*7", "stop dose_daily"),
        ("71|M|17||||||loperamide_2_cap:1*1*2", "stop age"),
        ("80|M|21||||||loperamide_2_cap:1*2*2", "none"),
        ("80|M|24||||||loperamide_2_cap:1*3*2", "stop dose_daily"),
        // Two amounts by weight and by age: the smaller one counts.
        ("71|M|40||||||cetirizine_10_tab:1*1*5", "stop dose_daily"),
        ("144|M|45||||||cetirizine_10_tab:1*1*5", "none"),
        // A limit of one dose alone; the weight of a child is not asked for where its age says enough.
        ("60|M|18||||||adrenaline_inj:0.3*1*1", "none"),
        ("60|M|18||||||adrenaline_inj:0.5*1*1", "stop dose_single"),
        ("60|M|||||||desloratadine_05_syr:2.5*1*7", "none"),
    ]);
    let said = outcome("100|F|28||||||desloratadine_5_tab:1*1*7").findings;
    assert_eq!(said[0].reason.en, "Daily dose too high for this age: desloratadine 5 mg, at most 2.5 mg.");
}

#[test]
fn a_medicine_without_limits_for_children_is_never_called_checked_for_a_child() {
    let unchecked = |row: &str| outcome(row).unchecked.iter().map(|u| u.reason.en.to_string()).collect::<String>();
    let dose = "the child’s dose could not be checked for fosfomycin";
    assert!(unchecked("143|F|40||||||fosfomycin_3g_sac:1*1*1").contains(dose));
    assert!(!unchecked("144|F|40||||||fosfomycin_3g_sac:1*1*1").contains("child"));
    assert!(!unchecked("71|F|20||||||fosfomycin_3g_sac:1*1*1").contains("child"), "its age is warned of");
    assert_eq!(unchecked("60|F|18||||||ors_sac:1*3*2 ; zinc_10_sac:2*1*14"), "", "by loss, and by age");
    assert!(unchecked("60|F|18||||||clotrimazole_vag:1*1*1").contains("The lowest age is not known"));
    assert_eq!(unchecked("60|F|18||||||mupirocin_oint:1*2*5 ; tobramycin_eye:0.1*4*5"), "");
}

#[test]
fn every_medicine_of_the_starter_tables_is_judged_for_a_child_or_said_not_to_be() {
    for id in starter().medicine_ids() {
        for age in [3, 9, 18, 30, 60, 96, 130] {
            let outcome = outcome(&format!("{age}|F|15||||||{id}:1*1*1"));
            let medicine = starter().medicine(id).unwrap();
            let has_limit = |part: &Part| part.ingredient.has_child_limit(age);
            let is_judged = if medicine.systemic {
                medicine.parts.iter().all(has_limit)
            } else {
                let for_all = |part: &Part| part.ingredient.min_age_months == Some(0);
                medicine.min_age_months.is_some() || medicine.parts.iter().all(for_all)
            };
            let is_said = !outcome.findings.is_empty() || !outcome.unchecked.is_empty();
            assert!(is_judged || is_said, "{id} at {age} months has no limit for children and no word of it");
        }
    }
}

#[test]
fn what_dampens_the_brain_has_an_age_below_which_it_stops() {
    const DAMPENS: [&str; 6] =
        ["cns_depressant", "antidepressant", "antipsychotic", "benzodiazepine", "z_drug", "opioid"];
    for id in starter().ingredient_ids() {
        let ingredient = starter().ingredient(id).unwrap();
        if ingredient.min_age_months.is_some_and(|age| age > 0) && DAMPENS.iter().any(|class| ingredient.is_in(class)) {
            assert_eq!(ingredient.min_age_level, Level::Stop, "{id}");
        }
    }
}

#[test]
fn a_small_child_needs_a_weight() {
    all(&[
        ("143|M|||||||amoxicillin_250_sac:1*3*5", "warn weight_missing"),
        ("144|M|||||||amoxicillin_250_sac:1*3*5", "none"),
        ("60|M|||||||cetirizine_1_syr:5*1*5", "warn weight_missing"),
        ("60|M|||||||loratadine_10_tab:0.5*1*5", "none"),
    ]);
}

#[test]
fn ages_count_in_completed_months_and_a_medicine_may_have_its_own() {
    all(&[
        ("23|M|12||||||loratadine_10_tab:0.5*1*3", "warn age"),
        ("24|M|12||||||loratadine_10_tab:0.5*1*3", "none"),
        // The tablet of 180 mg is for 12 years, its ingredient for 6.
        ("143|M|30||||||fexofenadine_180_tab:0.15*1*3", "warn age"),
        ("144|M|30||||||fexofenadine_180_tab:1*1*3", "none"),
        // Drops: their own age counts, that of the ingredient does not.
        ("11|M|9||||||ciprofloxacin_ear:0.2*2*5", "warn age"),
        ("12|M|9||||||ciprofloxacin_ear:0.2*2*5", "none"),
        ("143|M|30||||||xylometazoline_01_nasal:0.1*2*5", "stop age"),
    ]);
}

#[test]
fn trimesters_change_in_weeks_14_and_28() {
    all(&[
        ("300|F|50|13||90|||doxycycline_100_cap:1*2*7", "warn pregnancy"),
        ("300|F|50|14||90|||doxycycline_100_cap:1*2*7", "stop pregnancy"),
        ("300|F|50|27||90|||ibuprofen_400_tab:1*3*3", "warn pregnancy"),
        ("300|F|50|28||90|||ibuprofen_400_tab:1*3*3", "stop pregnancy"),
        ("300|F|50|28||90|||silver_sulfa_cream:1*2*7", "stop pregnancy"),
        ("300|F|50|27||90|||silver_sulfa_cream:1*2*7", "none"),
        ("300|F|50|10||90|||hydrocortisone_cream:1*2*7", "none"),
    ]);
}

#[test]
fn breast_feeding_stops_what_must_be_avoided_and_notes_the_rest() {
    all(&[
        ("300|F|50||1|90|||metronidazole_250_tab:2*3*5", "note breastfeeding"),
        ("300|F|50||0|90|||metronidazole_250_tab:2*3*5", "none"),
        ("300|F|50||1|90|||chloramphenicol_eye:0.1*4*5", "none"),
    ]);
}

#[test]
fn the_kidneys_limits_are_below_and_not_at() {
    all(&[
        ("600|M|66|||45|||metformin_500_tab:1*2*30", "none"),
        ("600|M|66|||44.999|||metformin_500_tab:1*2*30", "warn renal"),
        ("600|M|66|||30|||metformin_500_tab:1*2*30", "warn renal"),
        ("600|M|66|||29.9|||metformin_500_tab:1*2*30", "stop renal"),
        ("600|M|66||||||metformin_500_tab:1*2*30", "none"),
    ]);
}

#[test]
fn allergies_reach_along_classes_and_no_further() {
    all(&[
        ("360|M|60|||90|ingredient:amoxicillin||amoxicillin_500_cap:1*3*7", "stop allergy"),
        ("360|M|60|||90|ingredient:amoxicillin||cefuroxime_500_tab:1*2*7", "warn allergy"),
        ("360|M|60|||90|ingredient:paracetamol||para_caffeine_tab:1*2*3", "stop allergy"),
        ("360|M|60|||90|ingredient:ibuprofen||diclofenac_gel:1*2*3", "stop allergy"),
        ("360|M|60|||90|class:analgesic||paracetamol_500_tab:1*2*3", "stop allergy"),
        ("360|M|60|||90|class:nsaid; class:penicillin||amoxicillin_500_cap:1*3*7", "stop allergy"),
        // What is taken already is not judged again.
        ("360|M|60|||90|class:penicillin|amoxicillin_500_cap:1*3*7|paracetamol_500_tab:1*2*3", "none"),
    ]);
}

#[test]
fn days_overlap_from_the_first_to_the_last() {
    all(&[
        ("300|M|60|||90|||diclofenac_50_tab:1*2*5 ; meloxicam_75_tab:1*1*5@5", "stop duplicate_class"),
        ("300|M|60|||90|||diclofenac_50_tab:1*2*5 ; meloxicam_75_tab:1*1*5@6", "none"),
        ("300|M|60|||90|||diclofenac_50_tab:1*2*c@3 ; meloxicam_75_tab:1*1*2", "none"),
        ("300|M|60|||90|||diclofenac_50_tab:1*2*c@2 ; meloxicam_75_tab:1*1*2", "stop duplicate_class"),
        // What is taken already runs on all days.
        ("300|M|60|||90||diclofenac_50_tab:1*2*1|meloxicam_75_tab:1*1*5@300", "stop duplicate_class"),
        ("300|M|60|||90|||paracetamol_500_tab:2*4*3 ; paracetamol_500_eff:1*1*2@4", "none"),
        ("300|M|60|||90|||paracetamol_500_tab:2*4*3 ; paracetamol_500_eff:1*1*2@3", "stop dose_daily"),
    ]);
}

#[test]
fn a_renewal_replaces_what_is_taken_and_a_split_dose_is_no_duplicate() {
    all(&[
        ("600|M|66|||90||metformin_1000_tab:1*3*c|metformin_1000_tab:1*3*30", "none"),
        ("600|M|66|||90||metformin_1000_tab:1*3*c|metformin_500_tab:1*1*30", "warn dose_daily;duplicate"),
        ("600|M|66|||90|||metformin_500_tab:1*1*30 ; metformin_500_tab:2*1*30", "none"),
        ("300|M|60|||90|||paracetamol_500_tab:2*4*3 ; paracetamol_500_tab:1*1*3", "stop dose_daily"),
        ("600|M|66|||90||aspirin_81_tab:1*1*c|clopi_asa_tab:1*1*30", "warn duplicate"),
    ]);
}

#[test]
fn what_an_earlier_prescription_still_gives_is_told_until_it_is_nearly_used_up() {
    let metformin = |began: &str| format!("600|M|66|||90|||metformin_500_tab:1*2*30|metformin_500_tab:1*2*30@{began}");
    for (began, level) in [("-29", "none"), ("-22", "none"), ("-21", "warn repeat"), ("0", "warn repeat")] {
        assert_eq!(told(&outcome(&metformin(began))), level, "{began}");
    }
    all(&[
        // A short course is renewed in its last quarter.
        ("600|M|66|||90|||amoxicillin_500_cap:1*3*5|amoxicillin_500_cap:1*3*5@-3", "none"),
        ("600|M|66|||90|||amoxicillin_500_cap:1*3*5|amoxicillin_500_cap:1*3*5@-2", "warn repeat"),
        // Of the same day it is told however little it is, of whatever acts in one place too.
        ("600|M|66|||90|||amoxicillin_500_cap:1*3*5|amoxicillin_500_cap:1*3*1@1", "warn repeat"),
        ("600|M|66|||90|||hydrocortisone_cream:1*2*7|hydrocortisone_cream:1*2*7@-1", "warn repeat"),
        // It begins when the other one ends.
        ("600|M|66|||90|||metformin_500_tab:1*2*30@21|metformin_500_tab:1*2*30@-9", "none"),
        // Both count in the sum of a day on which both run, and only there.
        ("600|M|66|||90|||metformin_1000_tab:1*2*30|metformin_1000_tab:1*2*30@-9", "warn dose_daily;repeat"),
        ("600|M|66|||90|||metformin_1000_tab:1*2*30@14|metformin_1000_tab:1*2*30@-9", "none"),
        ("600|M|66|||90|||paracetamol_500_tab:2*4*3|paracetamol_500_tab:1*1*3@-1", "stop dose_daily"),
        // Another medicine is judged by the other rules alone.
        ("600|M|66|||90|||loratadine_10_tab:1*1*5|metformin_500_tab:1*2*30@-9", "none"),
    ]);
}

#[test]
fn ingredients_of_one_product_do_not_interact_and_the_narrowest_row_counts() {
    all(&[
        ("600|M|66|||90|||clopi_asa_tab:1*1*30", "none"),
        ("600|M|66|||90|||clopi_asa_tab:1*1*30 ; clopi_asa_tab:1*1*30", "none"),
        ("600|M|66|||90|||clopidogrel_75_tab:1*1*30 ; aspirin_81_tab:1*1*30", "note interaction"),
        // Two of the QT class warn; amiodarone with a macrolide stops.
        ("600|M|66|||90||azithromycin_500_tab:1*1*3|levofloxacin_500_tab:1*1*5", "warn interaction"),
        ("600|M|66|||90||amiodarone_200_tab:1*1*c|azithromycin_500_tab:1*1*3", "stop interaction"),
    ]);
}

#[test]
fn weekly_medicines_are_not_taken_on_two_days_running() {
    all(&[
        ("480|F|60|||90|||alendronate_70_tab:1*w1*84", "none"),
        ("480|F|60|||90|||alendronate_70_tab:1*w1*c", "none"),
        ("480|F|60|||90|||alendronate_70_tab:1*1*1", "none"),
        ("480|F|60|||90|||alendronate_70_tab:1*1*2", "stop weekly_only"),
        ("480|F|60|||90|||methotrexate_25_tab:4*1*1 ; methotrexate_25_tab:4*1*1@8", "none"),
        ("480|F|60|||90|||methotrexate_25_tab:4*1*1 ; methotrexate_25_tab:4*1*1@2", "stop weekly_only"),
        ("480|F|60|||90||methotrexate_25_tab:4*1*c|folic_5_tab:1*1*30", "none"),
    ]);
}

#[test]
fn a_course_is_as_long_as_from_its_first_to_its_last_day() {
    all(&[
        ("360|M|60|||90|||domperidone_10_tab:1*3*7", "none"),
        ("360|M|60|||90|||domperidone_10_tab:1*3*8", "warn duration"),
        ("360|M|60|||90|||domperidone_10_tab:1*3*c", "warn duration"),
        ("360|M|60|||90|||domperidone_10_tab:1*3*4 ; domperidone_10_tab:1*2*4@5", "warn duration"),
        ("360|M|60|||90|||prednisolone_5_tab:4*1*21", "none"),
        ("360|M|60|||90|||prednisolone_5_tab:4*1*22", "warn taper"),
        ("360|M|60|||90|||prednisolone_5_tab:4*1*c", "warn taper"),
        ("360|M|60|||90|||prednisolone_5_tab:4*1*20 ; prednisolone_5_tab:2*1*10@21", "none"),
        ("360|M|60|||90|||prednisolone_5_tab:2*1*20 ; prednisolone_5_tab:4*1*10@21", "warn taper"),
        ("360|M|60|||90|||hydrocortisone_cream:1*2*60", "none"),
    ]);
}

#[test]
fn a_pregnancy_noted_long_ago_is_over_after_its_last_week_and_asked_anew() {
    let day = |text: &str| bricks::clock::parse_day(text).unwrap();
    let fact = Fact {
        pregnancy_week: Some(38),
        breastfeeding: false,
        noted_on: day("2026-10-01"),
        noted_at: bricks::clock::Instant::from_millis(0),
        egfr: None,
        egfr_on: None,
    };
    for (on, week, asked) in [
        ("2026-09-01", Some(38), true),
        ("2026-10-07", Some(38), true),
        ("2026-10-29", Some(42), true),
        ("2026-11-04", Some(42), true),
        ("2026-11-05", None, false),
        ("2027-11-05", None, false),
    ] {
        assert_eq!((fact.week_on(day(on)), fact.still_asked(day(on))), (week, asked), "{on}");
    }
}

#[test]
fn names_are_those_of_the_language_and_filtration_is_told_in_whole_millilitres() {
    let said = outcome("600|M|70|||29.637|||metformin_500_tab:1*2*7").findings;
    assert!(said.iter().any(|f| f.reason.vi.contains("29)") && !f.reason.vi.contains("29,")), "{said:?}");
    assert!(
        starter()
            .ingredient("clavulanic_acid")
            .is_some_and(|i| i.name.vi == "acid clavulanic" && i.name.en == "clavulanic acid")
    );
    assert!(
        starter().ingredient_ids().iter().all(|id| starter().ingredient(id).is_some_and(|i| !i.name.vi.contains('_')))
    );
}

#[test]
fn a_duplicate_names_the_medicine_that_was_there_before() {
    let told = |row: &str| {
        let found = outcome(row).findings;
        let duplicate = found.iter().find(|f| f.rule == Rule::Duplicate).expect(row);
        duplicate.reason.en.to_string()
    };
    let both_new = told("600|M|66|||90|||vilda_metf_tab:1*2*30 ; metformin_500_tab:1*1*30");
    assert!(both_new.contains("Vildagliptin"), "the line before the one that it is told at: {both_new}");
    let running = told("600|M|66|||90||metformin_1000_tab:1*1*c|metformin_500_tab:1*1*30");
    assert!(running.contains("1000") || running.contains("1,000"), "what is taken already: {running}");
}
