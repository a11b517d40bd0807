use super::{Difference, Verdict};
use bricks::hex::hex;
use bricks::id::AttachmentId;
use ground::db::Stop;
use ground::web::House;

const FILES: &str = "SELECT id, sha256 FROM attachment WHERE id > $1 ORDER BY id LIMIT 1000";

/// Every stored file against its hash.
pub(super) async fn prove(house: &House, verdict: &mut Verdict) -> Result<(), Stop> {
    let (mut last, mut rows) = (AttachmentId::from_raw(0), 0);
    loop {
        let page: Vec<(AttachmentId, Vec<u8>)> = house.db.read(move |tx| Ok(tx.all(FILES, &[&last])?)).await?;
        let Some((end, _)) = page.last() else { break };
        last = *end;
        rows += page.len() as u64;
        let files = house.files.clone();
        let broken = tokio::task::spawn_blocking(move || {
            page.into_iter().filter(|(_, hash)| !files.is_whole(hash)).collect::<Vec<_>>()
        });
        let broken = broken.await.map_err(|e| Stop::fault(e.to_string()))?;
        verdict.differences.extend(broken.into_iter().map(|(id, hash)| Difference {
            proof: "files",
            about: format!("attachment {id}"),
            expected: hex(&hash),
            found: "missing or changed".to_owned(),
        }));
    }
    verdict.checked.push(("files", rows));
    Ok(())
}
