//! What a cashier decides alone, as the clinic sets it.

use super::*;
use crate::limits::{read, save};

#[tokio::test]
async fn limits_are_set_together_and_not_over_somebody_elses() {
    let house = House::open().await;
    let usual = house.done(|tx, _| Ok(read(tx)?)).await;
    assert_eq!(usual.difference.minor(), 500_000);
    assert_eq!((usual.discount_basis_points, usual.refund.minor(), usual.debt.minor()), (1_000, 200_000, 1_000_000));
    assert_eq!(usual.stock_loss.minor(), 2_000_000);
    let body =
        "limit_discount=12,5&limit_refund=50.000&limit_debt=0&limit_stock_loss=0&limit_difference=20.000&version=0";
    house.done(move |tx, who| save(tx, who, &form(body), Lang::Vi)).await;
    let set = house.done(|tx, _| Ok(read(tx)?)).await;
    assert_eq!((set.discount_basis_points, set.refund.minor(), set.debt.minor(), set.version), (1_250, 50_000, 0, 1));
    assert_eq!((set.stock_loss.minor(), set.difference.minor()), (0, 20_000));
    let stale = house.refused(move |tx, who| save(tx, who, &form(body), Lang::Vi)).await;
    assert_eq!(stale.0, text::limits_changed(Lang::En));
    for (body, field) in [
        (
            "limit_discount=101&limit_refund=1&limit_debt=1&limit_stock_loss=0&limit_difference=20.000&version=1",
            "limit_discount",
        ),
        (
            "limit_discount=-1&limit_refund=1&limit_debt=1&limit_stock_loss=0&limit_difference=20.000&version=1",
            "limit_discount",
        ),
        (
            "limit_discount=5&limit_refund=&limit_debt=1&limit_stock_loss=0&limit_difference=20.000&version=1",
            "limit_refund",
        ),
        (
            "limit_discount=5&limit_refund=1&limit_debt=-1&limit_stock_loss=0&limit_difference=20.000&version=1",
            "limit_debt",
        ),
        (
            "limit_discount=5&limit_refund=1&limit_debt=1&limit_stock_loss=&limit_difference=1&version=1",
            "limit_stock_loss",
        ),
        (
            "limit_discount=5&limit_refund=1&limit_debt=18446744073709551614&limit_stock_loss=0&limit_difference=20.000&version=1",
            "limit_debt",
        ),
        (
            "limit_discount=5&limit_refund=1&limit_debt=1&limit_stock_loss=0&limit_difference=&version=1",
            "limit_difference",
        ),
    ] {
        let refused = house.refused(move |tx, who| save(tx, who, &form(body), Lang::Vi)).await;
        assert_eq!(refused.1, field, "{body}");
    }
}
