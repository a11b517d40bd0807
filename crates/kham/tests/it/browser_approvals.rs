//! Two people in Chromium: what a cashier may not do alone appears on the manager's screen by itself, and the decision on the
//! cashier's.

use crate::browser::{Person, driver};
use crate::cashier::bills;
use crate::harness::{Clinic, On};

const GIVE: &str = "form[action$='/discount']";
const AGREE: &str = "#discounts form[action$='/discount/approval'] button";
const CLOSE: &str = "#closings form[action$='/agreement'] button";

#[tokio::test(flavor = "multi_thread")]
async fn a_discount_above_the_limit_and_a_drawer_that_is_off_are_agreed_to_as_they_come() {
    let Some(driver) = driver() else { return };
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let bill = bills(&mut clinic.browser("thungan").await).await.remove(0);
    let visit: i64 = bill.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
    let due = || async {
        let due = "SELECT due_vnd FROM visit WHERE id = $1";
        clinic.house.db.read(move |tx| Ok(tx.one::<i64>(due, &[&visit])?.unwrap())).await.unwrap()
    };
    let before = due().await;
    let mut cashier = Person::at(&driver, &clinic.host).await;
    let mut manager = Person::at(&driver, &clinic.host).await;
    cashier.sign_in("thungan").await;
    manager.sign_in("quanly").await;

    manager.go("/cashier/discounts").await;
    manager.see("#discounts").await;
    cashier.go(&bill).await;
    cashier.click(&format!("details:has({GIVE}) summary")).await;
    cashier.type_into(&format!("{GIVE} input[name=amount]"), "50%").await;
    cashier.type_into(&format!("{GIVE} input[name=reason]"), "Người nhà nhân viên").await;
    cashier.click(&format!("{GIVE} button[type=submit]")).await;
    cashier.see(".box .st.k-wait").await;
    assert_eq!(due().await, before, "nothing is taken off yet");
    cashier.look("approval-waits").await;
    manager.see(AGREE).await;
    manager.look("approval-asked").await;
    manager.click(AGREE).await;
    cashier.see("form[action$='/discount/removal'] button").await;
    assert!(due().await <= before / 2 + 500, "half of {before} is taken off, as a sum of notes");
    cashier.look("approval-given").await;

    manager.go("/cashier/sessions").await;
    manager.see("#sessions").await;
    cashier.go("/cashier/session").await;
    cashier.type_into("input[name=n500000]", "900").await;
    cashier.type_into("#f-explanation", "Chưa rõ vì sao thừa nhiều").await;
    cashier.primary().await;
    cashier.see("#drawer[data-live] .box").await;
    cashier.look("closing-waits").await;
    manager.see(CLOSE).await;
    manager.look("closing-asked").await;
    manager.click(CLOSE).await;
    manager.until_url("/cashier/sessions/").await;
    manager.look("closing-agreed").await;
    cashier.see("#drawer form[action='/cashier/session']").await;
    let wrong = [cashier.wrong, manager.wrong].concat();
    assert!(wrong.is_empty(), "{wrong:#?}");
    clinic.prove().await;
}
