//! A message as a letter that a mail server takes.

use bricks::clock::Instant;
use lettre::address::Envelope;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use std::time::{Duration, SystemTime};

/// What goes into one letter.
pub(crate) struct Letter<'a> {
    /// Of the message: names the letter, so that a server may see that it is the same.
    pub id: i64,
    pub from: &'a Mailbox,
    pub reply_to: Option<&'a str>,
    pub to: &'a str,
    pub subject: &'a str,
    pub body: &'a str,
    pub at: Instant,
    /// File name and bytes.
    pub pdf: Option<(String, Vec<u8>)>,
}

/// The envelope and the bytes; the error says what cannot be written. Every address is parsed and every text encoded,
/// so that nothing typed can become a header of its own.
pub(crate) fn write(letter: Letter<'_>) -> Result<(Envelope, Vec<u8>), String> {
    let to: Mailbox = letter.to.parse().map_err(|_| "the address is no mail address".to_owned())?;
    let sent = u64::try_from(letter.at.millis()).unwrap_or(0);
    let subject = bricks::text::clean_line(letter.subject, 200).map_err(|say| say.en.into_owned())?;
    let mut message = Message::builder()
        .from(letter.from.clone())
        .to(to)
        .subject(subject)
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(sent))
        .message_id(Some(format!("<kham-{}@{}>", letter.id, letter.from.email.domain())));
    if let Some(reply_to) = letter.reply_to.and_then(|address| address.parse().ok()) {
        message = message.reply_to(reply_to);
    }
    let text = SinglePart::plain(letter.body.to_owned());
    let built = match letter.pdf {
        None => message.singlepart(text),
        Some((name, bytes)) => {
            let kind = ContentType::parse("application/pdf").map_err(|e| e.to_string())?;
            let attached = Attachment::new(name).body(bytes, kind);
            message.multipart(MultiPart::mixed().singlepart(text).singlepart(attached))
        }
    };
    let built = built.map_err(|e| e.to_string())?;
    Ok((built.envelope().clone(), built.formatted()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter<'a>(from: &'a Mailbox, to: &'a str, subject: &'a str) -> Letter<'a> {
        let body = "Kính gửi quý khách,\nHẹn gặp lại.\n";
        Letter {
            id: 7,
            from,
            reply_to: Some("lienhe@minhan.vn"),
            to,
            subject,
            body,
            at: Instant::from_millis(1_795_487_460_000),
            pdf: None,
        }
    }

    fn from() -> Mailbox {
        "Minh An <no-reply@minhan.vn>".parse().unwrap()
    }

    fn headers(bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.split("\r\n\r\n").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_letter_carries_its_own_name_date_and_sender() {
        let (envelope, bytes) = write(letter(&from(), "huong@example.vn", "Nhắc lịch hẹn")).unwrap();
        let headers = headers(&bytes);
        assert!(headers.contains("Message-ID: <kham-7@minhan.vn>"), "{headers}");
        assert!(headers.contains("Date: Tue, 24 Nov 2026 02:31:00 +0000"), "{headers}");
        assert!(headers.contains("Reply-To: lienhe@minhan.vn"), "{headers}");
        assert_eq!(envelope.to().len(), 1);
        assert!(bytes.is_ascii());
    }

    #[test]
    fn nothing_typed_becomes_a_header_or_a_second_address() {
        for to in ["a@b.vn\r\nBcc: c@d.vn", "a@b.vn, c@d.vn", "a@b.vn\nX: y", "", "a@b.vn>\r\nRCPT TO:<c@d.vn"] {
            assert!(write(letter(&from(), to, "x")).is_err(), "{to:?}");
        }
        for subject in ["Hẹn\r\nBcc: c@d.vn", "Hẹn\nX-Evil: 1", "a\r\n\r\nbody"] {
            let written = write(letter(&from(), "a@b.vn", subject));
            assert!(
                written.is_err() || written.is_ok_and(|(_, bytes)| !headers(&bytes).contains("\nBcc:")),
                "{subject:?}"
            );
        }
    }
}
