use bricks::id::{AttachmentId, PatientId};
use ground::db::{DbError, Tx};

ground::row! {
    /// A picture as it is kept.
    pub struct Picture {
        pub id: AttachmentId,
        pub mime: String,
        pub sha256: Vec<u8>,
    }
}

const PICTURES: &str = "SELECT id, mime, sha256 FROM attachment WHERE patient_id = $1 ORDER BY added_at, id";

/// Every picture of a patient, oldest first.
pub fn pictures(tx: &mut Tx<'_>, patient: PatientId) -> Result<Vec<Picture>, DbError> {
    tx.all(PICTURES, &[&patient])
}
