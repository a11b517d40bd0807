use super::*;

/// A grown-up woman who is pregnant and nobody knows how long.
fn expecting(line: &str) -> Outcome {
    let text = format!("{HEADER}\none\t300\tF\t50\t\t\t90\t\t\t{line}");
    let rows = read_cases(starter(), &text).unwrap();
    let mut case = rows[0].case.clone().unwrap();
    case.person.expecting = true;
    check(starter(), &case)
}

#[test]
fn a_pregnancy_of_which_nobody_knows_the_week_is_judged_by_its_gravest_weeks() {
    // Doxycycline is warned of in the first trimester and stops from the second on.
    for (line, expected) in [
        ("isotretinoin_10_cap:1*1*30", "stop pregnancy"),
        ("doxycycline_100_cap:1*2*7", "stop pregnancy"),
        ("paracetamol_500_tab:1*3*3", "none"),
    ] {
        let outcome = expecting(line);
        assert_eq!(told(&outcome), expected, "{line}: {:?}", outcome.findings);
        let unasked = outcome.unchecked.iter().any(|u| u.reason.en.contains("not asked"));
        assert!(!unasked, "{line}: {:?}", outcome.unchecked);
    }
    let reason = &expecting("isotretinoin_10_cap:1*1*30").findings[0].reason;
    assert_eq!(reason.en, "Do not use isotretinoin in pregnancy (week not known).");
}
