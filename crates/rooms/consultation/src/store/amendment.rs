use super::Texts;
use bricks::clock::Instant;
use bricks::id::VisitId;
use ground::access::Who;
use ground::db::{DbError, Tx};
use papers::note::Coded;

ground::row! {
    /// An amendment as it was typed so far.
    pub struct AmendmentDraft {
        /// The page that saved it last, and how often that had sent it.
        pub page: String,
        pub turn: i64,
        /// From 1.
        pub version: i64,
        /// The version of the note that its writer has read.
        pub over: i64,
        pub reason: String,
        pub symptoms: String,
        pub findings: String,
        pub advice: String,
        /// Codes as [`written_codes`] writes them.
        pub diagnoses: String,
        pub why: String,
        pub saved_at: Instant,
    }
}

impl AmendmentDraft {
    pub fn texts(&self) -> Texts {
        Texts {
            reason: self.reason.clone(),
            symptoms: self.symptoms.clone(),
            findings: self.findings.clone(),
            advice: self.advice.clone(),
        }
    }

    /// The diagnoses, the main one first.
    pub fn codes(&self) -> Vec<Coded> {
        let read = |word: &str| Coded { code: word.trim_end_matches('?').to_owned(), preliminary: word.ends_with('?') };
        self.diagnoses.split(',').filter(|word| !word.is_empty()).map(read).collect()
    }
}

/// `J20.9,R05?`: the second one is only supposed.
pub fn written_codes(codes: &[Coded]) -> String {
    let words: Vec<String> =
        codes.iter().map(|c| if c.preliminary { format!("{}?", c.code) } else { c.code.clone() }).collect();
    words.join(",")
}

const OWN: &str = "SELECT page, turn, version, over_number, reason, symptoms, findings, advice, diagnoses, why, saved_at \
     FROM amendment_draft WHERE visit_id = $1 AND staff_id = $2";
const PUT: &str = "INSERT INTO amendment_draft (visit_id, staff_id, page, turn, version, over_number, reason, symptoms, findings, \
     advice, diagnoses, why, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
     ON CONFLICT (visit_id, staff_id) DO UPDATE SET page = excluded.page, turn = excluded.turn, version = excluded.version, \
     over_number = excluded.over_number, reason = excluded.reason, symptoms = excluded.symptoms, findings = excluded.findings, \
     advice = excluded.advice, diagnoses = excluded.diagnoses, why = excluded.why, saved_at = excluded.saved_at";
const DROP: &str = "DELETE FROM amendment_draft WHERE visit_id = $1 AND staff_id = $2";

/// What the asker typed into an amendment and did not sign.
pub fn amendment(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<Option<AmendmentDraft>, DbError> {
    tx.one(OWN, &[&visit, &who.staff])
}

/// Keeps it, under the visit's lock that the caller holds.
pub fn put_amendment(tx: &mut Tx<'_>, who: &Who, visit: VisitId, of: &AmendmentDraft) -> Result<(), DbError> {
    tx.run_one(
        PUT,
        &[
            &visit,
            &who.staff,
            &of.page,
            &of.turn,
            &of.version,
            &of.over,
            &of.reason,
            &of.symptoms,
            &of.findings,
            &of.advice,
            &of.diagnoses,
            &of.why,
            &of.saved_at,
        ],
    )
}

/// Forgets it; nothing to forget is no mistake.
pub fn drop_amendment(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<(), DbError> {
    tx.run(DROP, &[&visit, &who.staff]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_were_written() {
        let coded = |code: &str, preliminary| Coded { code: code.to_owned(), preliminary };
        let codes = [coded("J20.9", false), coded("R05", true)];
        assert_eq!(written_codes(&codes), "J20.9,R05?");
        let draft = |diagnoses: &str| AmendmentDraft {
            page: String::new(),
            turn: 0,
            version: 1,
            over: 1,
            reason: String::new(),
            symptoms: String::new(),
            findings: String::new(),
            advice: String::new(),
            diagnoses: diagnoses.to_owned(),
            why: String::new(),
            saved_at: Instant::from_millis(0),
        };
        assert_eq!(draft("J20.9,R05?").codes(), codes);
        assert!(draft("").codes().is_empty());
    }
}
