use super::*;
use proptest::prelude::*;

fn dong(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn part(group: ServiceGroup, net: i64) -> Part {
    Part { group, item: String::new(), quantity: Quantity::whole(1), net: dong(net), insurable: true, frozen: None }
}

fn national(level_basis_points: i64) -> Terms {
    Terms {
        national: true,
        share_basis_points: level_basis_points,
        whole_below: Some(dong(351_000)),
        ..Terms::default()
    }
}

fn first(parts: &[Part], terms: Terms) -> Vec<i64> {
    split(parts, &[terms]).unwrap().into_iter().map(|shares| shares[0].minor()).collect()
}

use ServiceGroup::{Consultation, Lab, Medicine};

#[test]
fn a_card_of_level_four_bears_four_fifths_rounded_to_the_dong() {
    let parts = [part(Consultation, 150_000), part(Lab, 300_003), part(Medicine, 7_601)];
    assert_eq!(first(&parts, national(8_000)), [120_000, 240_002, 6_081]);
}

#[test]
fn a_visit_below_fifteen_percent_of_the_base_salary_is_borne_whole() {
    assert_eq!(first(&[part(Lab, 350_999)], national(8_000)), [350_999]);
    assert_eq!(first(&[part(Lab, 351_000)], national(8_000)), [280_800]);
    let unknown = Part { insurable: false, ..part(Lab, 900_000) };
    assert_eq!(
        first(&[part(Lab, 100_000), unknown], national(8_000)),
        [100_000, 0],
        "what does not count is not counted"
    );
}

#[test]
fn what_was_settled_before_counts_for_the_low_cost_rule() {
    let before = Part { frozen: Some([dong(200_000), Money::ZERO]), ..part(Lab, 200_000) };
    assert_eq!(first(&[before, part(Medicine, 200_000)], national(8_000)), [200_000, 160_000]);
}

#[test]
fn ceilings_hold_to_the_dong_and_count_what_was_settled() {
    let group = GroupTerms { group: Lab, share_basis_points: None, ceiling: Some(dong(100)) };
    let terms = Terms { share_basis_points: 10_000, groups: vec![group], ceiling: Some(dong(150)), ..Terms::default() };
    assert_eq!(first(&[part(Lab, 100), part(Lab, 100), part(Lab, 100)], terms.clone()), [34, 33, 33]);
    let before = Part { frozen: Some([dong(80), Money::ZERO]), ..part(Lab, 80) };
    assert_eq!(first(&[before, part(Lab, 100), part(Medicine, 90)], terms), [80, 13, 57]);
}

#[test]
fn the_deductible_comes_first_and_once() {
    let terms = Terms { share_basis_points: 5_000, deductible: dong(100), ..Terms::default() };
    assert_eq!(first(&[part(Lab, 80), part(Lab, 120)], terms.clone()), [0, 50]);
    let before = Part { frozen: Some([Money::ZERO; 2]), ..part(Lab, 80) };
    assert_eq!(first(&[part(Lab, 120), before], terms), [50, 0]);
}

#[test]
fn the_copayment_is_taken_once_a_visit() {
    let terms = Terms { share_basis_points: 10_000, copayment: dong(30), ..Terms::default() };
    assert_eq!(first(&[part(Lab, 100)], terms.clone()), [70]);
    let before = Part { frozen: Some([dong(70), Money::ZERO]), ..part(Lab, 100) };
    assert_eq!(first(&[before, part(Lab, 50)], terms.clone()), [70, 50]);
    assert_eq!(first(&[part(Lab, 20)], terms), [0]);
}

#[test]
fn an_exclusion_bears_nothing_and_a_unit_has_its_ceiling() {
    let item = |code: &str, quantity, net| Part {
        item: code.to_owned(),
        quantity: Quantity::from_milli(quantity),
        ..part(Medicine, net)
    };
    let items = vec![("A".to_owned(), Money::ZERO), ("B".to_owned(), dong(500))];
    let terms = Terms { share_basis_points: 8_000, items, ..Terms::default() };
    assert_eq!(first(&[item("A", 1_000, 900), item("B", 2_500, 2_000), item("", 1_000, 10)], terms), [0, 1_000, 8]);
}

#[test]
fn the_second_payer_bears_of_what_the_first_leaves() {
    let company = Terms { share_basis_points: 5_000, ..Terms::default() };
    let shares = split(&[part(Lab, 500_001)], &[national(8_000), company]).unwrap();
    assert_eq!(shares, [[dong(400_001), dong(50_000)]]);
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let one = (
        0_usize..8,
        0_i64..30_000_000,
        1_i64..200_000,
        any::<bool>(),
        0_usize..3,
        prop::option::of((0_i64..=100, 0_i64..=100)),
    );
    prop::collection::vec(one, 0..30).prop_map(|all| {
        let part =
            |(group, net, milli, insurable, item, frozen): (usize, i64, i64, bool, usize, Option<(i64, i64)>)| {
                let frozen = frozen.map(|(a, b)| {
                    let first = net * a / 100;
                    [dong(first), dong((net - first) * b / 100)]
                });
                let (item, quantity) = (["", "A", "B"][item].to_owned(), Quantity::from_milli(milli));
                Part { group: ServiceGroup::ALL[group], item, quantity, net: dong(net), insurable, frozen }
            };
        all.into_iter().map(part).collect()
    })
}

fn terms() -> impl Strategy<Value = Terms> {
    let group = (0_usize..8, prop::option::of(0_i64..=10_000), prop::option::of(1_i64..40_000_000));
    let head = (any::<bool>(), 0_i64..=10_000, 0_i64..2_000_000, 0_i64..500_000);
    let tail = (prop::option::of(1_i64..90_000_000), prop::option::of(1_i64..2_000_000), 0_i64..100_000);
    (head, tail, prop::collection::vec(group, 0..5)).prop_map(|(head, (ceiling, below, unit), groups)| Terms {
        national: head.0,
        share_basis_points: head.1,
        deductible: dong(head.2),
        copayment: dong(head.3),
        ceiling: ceiling.map(dong),
        whole_below: below.map(dong),
        items: vec![("A".to_owned(), Money::ZERO), ("B".to_owned(), dong(unit))],
        groups: groups
            .into_iter()
            .map(|(group, share_basis_points, ceiling)| GroupTerms {
                group: ServiceGroup::ALL[group],
                share_basis_points,
                ceiling: ceiling.map(dong),
            })
            .collect(),
    })
}

proptest! {
    #[test]
    fn no_payer_bears_a_dong_more_than_there_is(parts in parts(), payers in prop::collection::vec(terms(), 0..3)) {
        let shares = split(&parts, &payers).unwrap();
        prop_assert_eq!(shares.len(), parts.len());
        for (part, share) in parts.iter().zip(&shares) {
            prop_assert!(share.iter().all(|each| !each.is_negative()));
            let patient = part.net.sub(Money::sum(*share).unwrap()).unwrap();
            prop_assert!(!patient.is_negative(), "{:?} {:?}", part, share);
            if let Some(frozen) = part.frozen {
                prop_assert_eq!(frozen, *share);
            }
        }
        for (position, terms) in payers.iter().take(PAYERS_MAX).enumerate() {
            let open = |group: Option<ServiceGroup>| parts.iter().zip(&shares)
                .filter(|(part, _)| part.frozen.is_none() && group.is_none_or(|group| part.group == group))
                .map(|(_, share)| share[position].minor()).sum::<i64>();
            if let Some(ceiling) = terms.ceiling {
                prop_assert!(open(None) <= ceiling.minor());
            }
            if let Some((group, ceiling)) = terms.groups.first().and_then(|g| Some((g.group, g.ceiling?))) {
                prop_assert!(open(Some(group)) <= ceiling.minor());
            }
        }
    }

    #[test]
    fn a_split_is_the_same_for_the_same_bill(parts in parts(), terms in terms()) {
        prop_assert_eq!(split(&parts, std::slice::from_ref(&terms)), split(&parts, &[terms]));
    }
}

#[test]
fn what_is_left_of_a_charge_leaves_the_patient_never_less_than_nothing() {
    let left = |amount, discount, insured| {
        let (amount, discount) =
            left_over(Money::from_minor(amount), Money::from_minor(discount), Money::from_minor(insured));
        (amount.minor(), discount.minor())
    };
    assert_eq!(left(1_000, 100, 800), (1_000, 100));
    assert_eq!(left(1_000, 201, 800), (1_000, 200), "rounded once more than the rest");
    assert_eq!(left(799, 0, 800), (800, 0));
}
