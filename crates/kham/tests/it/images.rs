//! A picture goes from a technician's browser into the record; what is none is refused.

use crate::harness::{Clinic, On};
use crate::protection::{Answer, send, session};
use kham::bench::forms::{PageForm, first_with_prefix};

const BOUNDARY: &str = "----a-boundary-of-the-test";

async fn pictures(clinic: &Clinic) -> i64 {
    clinic.house.db.read(|tx| Ok(tx.one::<i64>("SELECT COUNT(*) FROM attachment", &[])?.unwrap())).await.unwrap()
}

/// Sends a file by the order's own form.
async fn upload(clinic: &Clinic, cookie: &str, order: &str, bytes: &[u8]) -> Answer {
    let own = format!("http://{}", clinic.host);
    let page = send(&clinic.host, &format!("GET {order}"), &[("Cookie", cookie)], "").await.body;
    let action = format!("{order}/attachments");
    let form = PageForm::find(&page, &action).unwrap();
    let (_, key) = form.fields.iter().find(|(name, _)| name == "key").unwrap();
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n{key}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"image\"; filename=\"siêu âm.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [("Content-Type", kind.as_str()), ("Cookie", cookie), ("Origin", &own)];
    send(&clinic.host, &format!("POST {action}"), &headers, body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_sent_by_a_form_kept_by_its_hash_and_shown_to_the_doctor() {
    let clinic = Clinic::open(On::Sqlite).await.unwrap();
    let known = "SELECT sha256 FROM attachment ORDER BY id LIMIT 1";
    let hash = clinic.house.db.read(move |tx| Ok(tx.one::<Vec<u8>>(known, &[])?.unwrap())).await.unwrap();
    let bytes = clinic.house.files.get(&hash).unwrap();
    let mut technician = clinic.browser("ktv").await;
    let list = technician.get("/treatment?kind=imaging").await.unwrap().body;
    let order = first_with_prefix(&list, "href", "/orders/").unwrap().split('?').next().unwrap().to_owned();
    let (cookie, before) = (session(&clinic, "ktv").await, pictures(&clinic).await);

    for none in [b"no picture at all".as_slice(), b"", &bytes[..bytes.len() / 3]] {
        assert_eq!(upload(&clinic, &cookie, &order, none).await.status, 422);
    }
    assert_eq!(pictures(&clinic).await, before, "what is refused is kept nowhere");

    assert_eq!(upload(&clinic, &cookie, &order, &bytes).await.status, 303);
    assert_eq!(pictures(&clinic).await, before + 1);
    let kept = "SELECT sha256 FROM attachment ORDER BY id DESC LIMIT 1";
    let kept = clinic.house.db.read(move |tx| Ok(tx.one::<Vec<u8>>(kept, &[])?.unwrap())).await.unwrap();
    assert_eq!(kept, hash, "by its hash");
    let page = technician.get(&order).await.unwrap().body;
    let shown = first_with_prefix(&page, "src", "/attachments/").unwrap();
    let doctor = session(&clinic, "bacsi1").await;
    let seen = send(&clinic.host, &format!("GET {shown}"), &[("Cookie", &doctor)], "").await;
    assert_eq!((seen.status, seen.headers["content-type"].as_str()), (200, "image/jpeg"));
    let desk = session(&clinic, "letan").await;
    assert_eq!(send(&clinic.host, &format!("GET {shown}"), &[("Cookie", &desk)], "").await.status, 403);
    clinic.prove().await;
}
