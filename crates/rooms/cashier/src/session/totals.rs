//! What a session comes to: pure sums.

use bricks::money::Money;
use papers::deposit::MovementKind;
use papers::receipt::{Method, PaymentKind};

ground::row! {
    /// The payments of one kind and method in a session.
    pub struct Sum {
        pub kind: PaymentKind,
        pub method: Method,
        pub amount: Money,
        pub count: i64,
    }
}

/// Everything in a session that is added up.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    pub float: Money,
    pub sums: Vec<Sum>,
    /// Cash put in and taken out that was no payment.
    pub put_in: Money,
    pub taken_out: Money,
    /// What was taken as deposits and given back of them (below nothing).
    pub deposits: Vec<Deposits>,
}

ground::row! {
    /// The money of deposits of one kind and method in a session.
    pub struct Deposits {
        pub kind: MovementKind,
        pub method: Method,
        pub amount: Money,
        pub count: i64,
    }
}

impl Totals {
    /// All of one kind, of one method or of every.
    pub fn of(&self, kind: PaymentKind, method: Option<Method>) -> Money {
        let chosen = self.sums.iter().filter(|s| s.kind == kind && method.is_none_or(|m| s.method == m));
        Money::sum(chosen.map(|s| s.amount)).unwrap_or(Money::ZERO)
    }

    /// What one method brought in the end: taken, less what was voided and given back.
    pub fn net(&self, method: Method) -> Money {
        Money::sum(self.sums.iter().filter(|s| s.method == method).map(|s| s.amount)).unwrap_or(Money::ZERO)
    }

    /// Whether anything was paid in a way.
    pub fn has(&self, method: Method) -> bool {
        self.sums.iter().any(|s| s.method == method)
    }

    /// What deposits brought in one way, less what was given back of them.
    pub fn of_deposits(&self, method: Method) -> Money {
        Money::sum(self.deposits.iter().filter(|d| d.method == method).map(|d| d.amount)).unwrap_or(Money::ZERO)
    }

    /// The cash that has to be in the drawer; `None` when it does not fit.
    pub fn expected(&self) -> Option<Money> {
        let cash = self.net(Method::Cash).add(self.of_deposits(Method::Cash))?;
        self.float.add(cash)?.add(self.put_in)?.sub(self.taken_out)
    }
}

/// What so many of each note come to; `None` when it does not fit.
pub fn counted(notes: &[(i64, i64)]) -> Option<Money> {
    let worth = |(face, count): &(i64, i64)| face.checked_mul(*count).map(Money::from_minor);
    Money::sum(notes.iter().map(worth).collect::<Option<Vec<_>>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(kind: PaymentKind, method: Method, amount: i64) -> Sum {
        Sum { kind, method, amount: Money::from_minor(amount), count: 1 }
    }

    fn held(kind: MovementKind, method: Method, amount: i64) -> Deposits {
        Deposits { kind, method, amount: Money::from_minor(amount), count: 1 }
    }

    #[test]
    fn the_drawer_holds_the_float_and_the_cash_and_nothing_else() {
        let totals = Totals {
            float: Money::from_minor(500_000),
            sums: vec![
                sum(PaymentKind::Taken, Method::Cash, 300_000),
                sum(PaymentKind::Voided, Method::Cash, -100_000),
                sum(PaymentKind::Refunded, Method::Cash, -50_000),
                sum(PaymentKind::Taken, Method::Card, 900_000),
            ],
            put_in: Money::from_minor(10_000),
            taken_out: Money::from_minor(200_000),
            deposits: vec![
                held(MovementKind::Taken, Method::Cash, 70_000),
                held(MovementKind::GivenBack, Method::Cash, -20_000),
                held(MovementKind::Taken, Method::Card, 800_000),
            ],
        };
        assert_eq!(totals.expected(), Some(Money::from_minor(510_000)));
        assert_eq!(totals.net(Method::Cash), Money::from_minor(150_000));
        assert_eq!(totals.of(PaymentKind::Taken, None), Money::from_minor(1_200_000));
    }

    #[test]
    fn notes_are_worth_their_faces() {
        assert_eq!(counted(&[(500_000, 2), (1_000, 3)]), Some(Money::from_minor(1_003_000)));
        assert_eq!(counted(&[(500_000, i64::MAX)]), None);
        assert_eq!(counted(&[]), Some(Money::ZERO));
    }
}
