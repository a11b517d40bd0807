use super::{Difference, Head, Verdict};
use bricks::hex::hex;
use ground::audit::{Sealable, chain};
use ground::db::{Db, DbError, FromRow, Row, Stop};

/// An audit row with its place in the chain.
struct Link {
    seq: i64,
    hash: Vec<u8>,
    row: Sealable,
}

impl FromRow for Link {
    fn from_row(row: &Row<'_>) -> Result<Link, DbError> {
        Ok(Link { row: Sealable::from_row(row)?, seq: row.get(11)?, hash: row.get(12)? })
    }
}

const NODES: &str = "SELECT DISTINCT node FROM audit ORDER BY node";
const LINKS: &str = "SELECT id, branch_id, node, at, staff_id, act, subject_kind, subject_id, patient_id, detail, request_id, seq, hash \
     FROM audit WHERE node = $1 AND seq > $2 ORDER BY seq LIMIT 5000";
const PLACE: &str = "SELECT hash FROM audit WHERE node = $1 AND seq = $2";
const UNSEALED: &str = "SELECT COUNT(*) FROM audit WHERE seq IS NULL";

/// Recomputes every node's chain from its first row, and proves that it still goes through the heads kept from before.
pub(super) async fn prove(db: &Db, kept: &[Head], verdict: &mut Verdict) -> Result<(), Stop> {
    let (nodes, unsealed) = db.read(|tx| Ok((tx.all::<i64>(NODES, &[])?, tx.one::<i64>(UNSEALED, &[])?))).await?;
    verdict.unsealed = u64::try_from(unsealed.unwrap_or(0)).unwrap_or(0);
    let mut rows = 0;
    for node in nodes {
        rows += prove_node(db, node, verdict).await?;
    }
    verdict.checked.push(("chain", rows));
    for head in kept {
        prove_kept(db, head, verdict).await?;
    }
    if !kept.is_empty() {
        verdict.checked.push(("kept chain head", kept.len() as u64));
    }
    Ok(())
}

/// A chain that was cut or computed anew no longer has this hash at this place.
async fn prove_kept(db: &Db, head: &Head, verdict: &mut Verdict) -> Result<(), Stop> {
    let (node, seq) = (head.node, head.seq);
    let found: Option<Vec<u8>> = db.read(move |tx| Ok(tx.one(PLACE, &[&node, &seq])?)).await?;
    let found = found.map_or_else(|| "no such row".to_owned(), |hash| hex(&hash));
    if found != head.hash {
        verdict.differences.push(Difference {
            proof: "kept chain head",
            about: format!("node {node}, place {seq}"),
            expected: head.hash.clone(),
            found,
        });
    }
    Ok(())
}

async fn prove_node(db: &Db, node: i64, verdict: &mut Verdict) -> Result<u64, Stop> {
    let (mut last, mut previous, mut rows) = (0, [0_u8; 32], 0);
    loop {
        let links: Vec<Link> = db.read(move |tx| Ok(tx.all(LINKS, &[&node, &last])?)).await?;
        if links.is_empty() {
            if last > 0 {
                verdict.heads.push(Head { node, seq: last, hash: hex(&previous) });
            }
            return Ok(rows);
        }
        for link in links {
            rows += 1;
            let expected = chain(&previous, last + 1, &link.row);
            if link.seq != last + 1 || link.hash != expected {
                verdict.differences.push(Difference {
                    proof: "chain",
                    about: format!("node {node}, audit row {}", link.row.id),
                    expected: format!("{} {}", last + 1, hex(&expected)),
                    found: format!("{} {}", link.seq, hex(&link.hash)),
                });
            }
            last = link.seq;
            previous = link.hash.try_into().unwrap_or(expected);
        }
    }
}
