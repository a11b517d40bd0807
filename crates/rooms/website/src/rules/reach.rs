//! By which channel a person is reached.

use bricks::phone::Phone;
use ground::web::Outside;
use papers::message::Channel;

/// Whether a message server for this channel is configured.
pub fn is_on(channel: Channel, outside: &Outside) -> bool {
    match channel {
        Channel::Email => outside.email,
        Channel::Sms => outside.sms,
        Channel::Zalo => outside.zalo,
    }
}

/// Whether a phone alone is enough, so that no email address has to be asked for.
pub fn phone_is_enough(order: &[Channel], outside: &Outside) -> bool {
    order.iter().any(|channel| *channel != Channel::Email && is_on(*channel, outside))
}

/// The first channel that is on and reaches the person, with the address. Gateways reach Vietnamese mobiles only.
pub fn reached(order: &[Channel], outside: &Outside, phone: &str, email: Option<&str>) -> Option<(Channel, String)> {
    let is_mobile = Phone::parse(phone).is_ok_and(|p| p.is_vietnamese_mobile());
    order.iter().copied().filter(|channel| is_on(*channel, outside)).find_map(|channel| match channel {
        Channel::Email => email.map(|address| (channel, address.to_owned())),
        Channel::Sms | Channel::Zalo => is_mobile.then(|| (channel, phone.to_owned())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDER: [Channel; 3] = [Channel::Zalo, Channel::Sms, Channel::Email];

    #[test]
    fn the_first_channel_that_reaches_the_person_is_taken() {
        let all = Outside { email: true, sms: true, ..Outside::default() };
        let mobile = "+84903118264";
        assert_eq!(reached(&ORDER, &all, mobile, None), Some((Channel::Sms, mobile.to_owned())));
        let email = Some("huong@example.vn");
        assert_eq!(reached(&ORDER, &all, "+6561234567", email).unwrap().0, Channel::Email);
        assert_eq!(reached(&ORDER, &all, "+842838221234", None), None);
        let mail_only = Outside { email: true, ..Outside::default() };
        assert_eq!(reached(&ORDER, &mail_only, mobile, email).unwrap().0, Channel::Email);
        assert!(!phone_is_enough(&ORDER, &mail_only) && phone_is_enough(&ORDER, &all));
        assert!(!phone_is_enough(&[Channel::Email], &all));
    }
}
