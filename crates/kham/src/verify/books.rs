//! The books: every stored sum against the rows it is made of. Each proof is one statement that gives only what differs:
//! the id, what was expected, what was found.

use super::cash::PROOFS as CASH;
use super::{Difference, Verdict};
use ground::db::{Db, Stop};

/// One statement that gives what differs.
pub(super) struct Proof {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    /// How many rows the proof goes through.
    pub(super) count: &'static str,
    /// id, expected, found.
    pub(super) differing: &'static str,
}

const PROOFS: &[Proof] = &[
    Proof {
        name: "stock",
        about: "batch",
        count: "SELECT COUNT(*) FROM batch",
        differing: "SELECT b.id, CAST(COALESCE(m.total, 0) AS BIGINT), b.quantity_milli FROM batch b \
             LEFT JOIN (SELECT batch_id, SUM(quantity_milli) AS total FROM movement GROUP BY batch_id) m ON m.batch_id = b.id \
             WHERE b.quantity_milli <> COALESCE(m.total, 0)",
    },
    Proof {
        name: "dispensed",
        about: "dispense line",
        count: "SELECT COUNT(*) FROM dispense_line",
        differing: "SELECT d.id, -d.quantity_milli, COALESCE(m.quantity_milli, 0) FROM dispense_line d \
             LEFT JOIN movement m ON m.dispense_line_id = d.id \
             WHERE m.id IS NULL OR m.quantity_milli <> -d.quantity_milli OR m.batch_id <> d.batch_id",
    },
    Proof {
        name: "review",
        about: "reviewed row of a line, given of it",
        count: "SELECT COUNT(*) FROM reviewed_line",
        differing: "SELECT x.id, x.given_milli, CAST(COALESCE(g.total, 0) AS BIGINT) FROM reviewed_line x \
             LEFT JOIN (SELECT l.reviewed_line_id, SUM(l.quantity_milli) AS total FROM dispense_line l JOIN dispense d \
             ON d.id = l.dispense_id AND d.undone_at IS NULL WHERE l.reviewed_line_id IS NOT NULL GROUP BY l.reviewed_line_id) g \
             ON g.reviewed_line_id = x.id WHERE x.given_milli <> COALESCE(g.total, 0)",
    },
    Proof {
        name: "not given",
        about: "reviewed row of a line, what of it went off the bill or was asked back",
        count: "SELECT COUNT(*) FROM reviewed_line WHERE withheld_milli > 0",
        differing: "SELECT x.id, x.withheld_milli, CAST(COALESCE(b.total, 0) AS BIGINT) FROM reviewed_line x \
             LEFT JOIN (SELECT source_id, SUM(quantity_milli) AS total FROM charge_return WHERE source_kind = 'medicine' \
             AND stock_return_id IS NULL AND undone_at IS NULL GROUP BY source_id) b ON b.source_id = x.id \
             WHERE x.withheld_milli <> COALESCE(b.total, 0)",
    },
    Proof {
        name: "came back",
        about: "charge of which more is asked back than its documents say",
        count: "SELECT COUNT(*) FROM charge_return",
        differing: "SELECT c.id, CAST(b.total AS BIGINT), c.returned_milli FROM charge c \
             JOIN (SELECT source_kind, source_id, SUM(CASE WHEN is_lowered OR undone_at IS NOT NULL THEN 0 ELSE quantity_milli END) AS total \
             FROM charge_return GROUP BY source_kind, source_id) b ON b.source_kind = c.source_kind AND b.source_id = c.source_id \
             WHERE b.total > c.returned_milli",
    },
    Proof {
        name: "sold",
        about: "line of a sale at the counter",
        count: "SELECT COUNT(*) FROM retail_line",
        differing: "SELECT l.id, -l.quantity_milli, COALESCE(m.quantity_milli, 0) FROM retail_line l \
             LEFT JOIN movement m ON m.retail_line_id = l.id \
             WHERE m.id IS NULL OR m.quantity_milli <> -l.quantity_milli OR m.batch_id <> l.batch_id",
    },
    Proof {
        name: "used",
        about: "goods that an order used, from one batch",
        count: "SELECT COUNT(*) FROM consumable_line",
        differing: "SELECT l.id, -l.quantity_milli, COALESCE(m.quantity_milli, 0) FROM consumable_line l \
             LEFT JOIN movement m ON m.consumable_line_id = l.id \
             WHERE m.id IS NULL OR m.quantity_milli <> -l.quantity_milli OR m.batch_id <> l.batch_id",
    },
    Proof {
        name: "used in all",
        about: "goods that an order used, its batches and what was missing",
        count: "SELECT COUNT(*) FROM consumable_use",
        differing: "SELECT u.id, u.quantity_milli, CAST(COALESCE(l.total, 0) AS BIGINT) + u.missing_milli FROM consumable_use u \
             LEFT JOIN (SELECT consumable_use_id, SUM(quantity_milli) AS total FROM consumable_line GROUP BY consumable_use_id) l \
             ON l.consumable_use_id = u.id WHERE u.quantity_milli <> COALESCE(l.total, 0) + u.missing_milli",
    },
    Proof {
        name: "used and charged",
        about: "goods that an order used, against their charge",
        count: "SELECT COUNT(*) FROM consumable_use",
        differing: "SELECT u.id, CASE WHEN u.undone_at IS NULL THEN u.quantity_milli ELSE 0 END, c.quantity_milli FROM consumable_use u \
             JOIN charge c ON c.source_kind = 'medicine' AND c.source_id = u.id JOIN clinical_order o ON o.id = u.order_id \
             WHERE c.quantity_milli <> u.quantity_milli OR (c.returned_milli < c.quantity_milli AND (u.undone_at IS NOT NULL OR o.state <> 'done'))",
    },
    Proof {
        name: "sale charged",
        about: "sale at the counter, its lines against its charges",
        count: "SELECT COUNT(*) FROM retail_sale",
        differing: "SELECT s.id, CAST(COALESCE(l.total, 0) AS BIGINT), CAST(COALESCE(c.total, 0) AS BIGINT) FROM retail_sale s \
             LEFT JOIN (SELECT retail_sale_id, SUM(quantity_milli) AS total FROM retail_line GROUP BY retail_sale_id) l ON l.retail_sale_id = s.id \
             LEFT JOIN (SELECT visit_id, SUM(quantity_milli - returned_milli) AS total FROM charge WHERE source_kind = 'medicine' GROUP BY visit_id) c ON c.visit_id = s.visit_id \
             WHERE CASE WHEN s.undone_at IS NULL THEN COALESCE(l.total, 0) ELSE 0 END <> COALESCE(c.total, 0)",
    },
    Proof {
        name: "prescribed",
        about: "prescription line, given or declined",
        count: "SELECT COUNT(*) FROM prescription_line",
        differing: "SELECT l.id, CASE p.state WHEN 'dispensed' THEN l.quantity_milli ELSE l.given_milli + l.declined_milli END, \
             CAST(COALESCE(g.total, 0) + COALESCE(n.total, 0) AS BIGINT) FROM prescription_line l \
             JOIN prescription p ON p.id = l.prescription_id \
             LEFT JOIN (SELECT x.prescription_line_id, SUM(x.quantity_milli) AS total FROM dispense_line x JOIN dispense d \
             ON d.id = x.dispense_id AND d.undone_at IS NULL GROUP BY x.prescription_line_id) g ON g.prescription_line_id = l.id \
             LEFT JOIN (SELECT x.prescription_line_id, SUM(x.quantity_milli) AS total FROM dispense_refusal x JOIN dispense d \
             ON d.id = x.dispense_id AND d.undone_at IS NULL GROUP BY x.prescription_line_id) n ON n.prescription_line_id = l.id \
             WHERE l.given_milli <> COALESCE(g.total, 0) OR l.declined_milli <> COALESCE(n.total, 0) \
             OR (p.state = 'dispensed' AND NOT l.outside AND l.given_milli + l.declined_milli <> l.quantity_milli)",
    },
    Proof {
        name: "replaced",
        about: "prescription written in place of another one of its visit, which counts no more",
        count: "SELECT COUNT(*) FROM prescription WHERE replaces_id IS NOT NULL AND state <> 'cancelled'",
        differing: "SELECT n.id, o.visit_id, CASE WHEN o.replaced_at IS NULL THEN 0 ELSE n.visit_id END FROM prescription n \
             JOIN prescription o ON o.id = n.replaces_id \
             WHERE n.state <> 'cancelled' AND (o.replaced_at IS NULL OR o.visit_id <> n.visit_id)",
    },
    Proof {
        name: "returned",
        about: "dispense line with goods that came back",
        count: "SELECT COUNT(*) FROM stock_return_line",
        differing: "SELECT l.id, l.returned_milli, CAST(COALESCE(r.total, 0) AS BIGINT) FROM dispense_line l \
             LEFT JOIN (SELECT x.dispense_line_id, SUM(x.quantity_milli) AS total FROM stock_return_line x JOIN stock_return d \
             ON d.id = x.stock_return_id AND d.undone_at IS NULL GROUP BY x.dispense_line_id) r \
             ON r.dispense_line_id = l.id WHERE l.returned_milli <> COALESCE(r.total, 0)",
    },
    Proof {
        name: "charge",
        about: "charge",
        count: "SELECT COUNT(*) FROM charge",
        differing: "SELECT id, (quantity_milli * unit_price_vnd + 500) / 1000, amount_vnd FROM charge \
             WHERE amount_vnd <> (quantity_milli * unit_price_vnd + 500) / 1000",
    },
    Proof {
        name: "due",
        about: "visit",
        count: "SELECT COUNT(*) FROM visit",
        differing: "SELECT v.id, CAST(COALESCE(c.total, 0) - COALESCE(d.total, 0) + COALESCE(i.total, 0) AS BIGINT), v.due_vnd FROM visit v \
             LEFT JOIN (SELECT visit_id, SUM(amount_vnd - discount_vnd - first_vnd - second_vnd) AS total FROM charge WHERE invoice_id IS NULL \
             GROUP BY visit_id) c ON c.visit_id = v.id \
             LEFT JOIN (SELECT visit_id, SUM(due_vnd) AS total FROM invoice GROUP BY visit_id) i ON i.visit_id = v.id \
             LEFT JOIN (SELECT visit_id, SUM(amount_vnd) AS total FROM discount WHERE invoice_id IS NULL AND charge_id IS NULL GROUP BY visit_id) d \
             ON d.visit_id = v.id WHERE v.due_vnd <> COALESCE(c.total, 0) - COALESCE(d.total, 0) + COALESCE(i.total, 0)",
    },
    Proof {
        name: "invoice",
        about: "invoice",
        count: "SELECT COUNT(*) FROM invoice",
        differing: "SELECT i.id, CAST(COALESCE(c.total, 0) AS BIGINT), i.charged_vnd + i.insured_vnd FROM invoice i \
             LEFT JOIN (SELECT invoice_id, SUM(amount_vnd - set_off_vnd) AS total FROM charge WHERE invoice_id IS NOT NULL GROUP BY invoice_id) c ON c.invoice_id = i.id \
             WHERE i.charged_vnd + i.insured_vnd <> COALESCE(c.total, 0)",
    },
    Proof {
        name: "slot",
        about: "appointment that holds its time",
        count: "SELECT COUNT(*) FROM slot",
        differing: "SELECT a.id, CASE WHEN a.overbooked THEN 0 ELSE 2 END * ((a.duration_minutes + 4) / 5) + \
             CASE WHEN a.device_id IS NULL THEN 0 ELSE 1 END * ((a.duration_minutes + 4) / 5), CAST(COALESCE(s.total, 0) AS BIGINT) \
             FROM appointment a \
             LEFT JOIN (SELECT appointment_id, COUNT(*) AS total FROM slot GROUP BY appointment_id) s ON s.appointment_id = a.id \
             WHERE a.state = 'booked' AND COALESCE(s.total, 0) <> CASE WHEN a.overbooked THEN 0 ELSE 2 END * ((a.duration_minutes + 4) / 5) \
             + CASE WHEN a.device_id IS NULL THEN 0 ELSE 1 END * ((a.duration_minutes + 4) / 5)",
    },
    Proof {
        name: "slot of somebody",
        about: "appointment with a time that is not its own",
        count: "SELECT COUNT(*) FROM slot WHERE appointment_id IS NOT NULL",
        differing: "SELECT a.id, a.starts_at, s.starts_at FROM slot s JOIN appointment a ON a.id = s.appointment_id \
             WHERE a.state IN ('cancelled', 'no_show') OR s.starts_at < a.starts_at \
             OR s.starts_at >= a.starts_at + a.duration_minutes * 60000 \
             OR s.resource_id NOT IN (a.doctor_id, a.room_id, COALESCE(a.device_id, a.doctor_id)) \
             OR (a.overbooked AND s.resource_id IN (a.doctor_id, a.room_id))",
    },
    Proof {
        name: "overbooking",
        about: "appointment that stands beside another",
        count: "SELECT COUNT(*) FROM overbooking",
        differing: "SELECT a.id, (a.duration_minutes + 4) / 5, CAST(COALESCE(o.total, 0) AS BIGINT) FROM appointment a \
             LEFT JOIN (SELECT appointment_id, COUNT(*) AS total FROM overbooking GROUP BY appointment_id) o ON o.appointment_id = a.id \
             WHERE a.state = 'booked' AND a.overbooked AND COALESCE(o.total, 0) <> (a.duration_minutes + 4) / 5",
    },
    Proof {
        name: "invoiced",
        about: "charge on an invoice of its visit",
        count: "SELECT COUNT(*) FROM charge WHERE invoice_id IS NOT NULL",
        differing: "SELECT c.id, c.visit_id, COALESCE(i.visit_id, 0) FROM charge c LEFT JOIN invoice i ON i.id = c.invoice_id \
             WHERE c.invoice_id IS NOT NULL AND (i.id IS NULL OR i.visit_id <> c.visit_id)",
    },
    Proof {
        name: "consultation billed",
        about: "finished visit",
        count: "SELECT COUNT(*) FROM visit WHERE state = 'finished' AND kind = 'consultation'",
        differing: "SELECT v.id, 1, 0 FROM visit v LEFT JOIN charge c ON c.source_kind = 'consultation' AND c.source_id = v.id \
             WHERE v.state = 'finished' AND v.kind = 'consultation' AND c.id IS NULL",
    },
    Proof {
        name: "note",
        about: "visit whose signed note is not its latest version",
        count: "SELECT COUNT(*) FROM note WHERE signed IS NOT NULL",
        differing: "SELECT n.visit_id, n.signed, COALESCE(MAX(v.number), 0) FROM note n LEFT JOIN note_version v ON v.visit_id = n.visit_id \
             GROUP BY n.visit_id, n.signed HAVING COALESCE(n.signed, 0) <> COALESCE(MAX(v.number), 0)",
    },
    Proof {
        name: "signed",
        about: "visit whose note differs from the version it was signed as",
        count: "SELECT COUNT(*) FROM note_version",
        differing: "SELECT n.visit_id, n.signed, 0 FROM note n JOIN note_version v ON v.visit_id = n.visit_id AND v.number = n.signed \
             WHERE n.reason <> v.reason OR n.symptoms <> v.symptoms OR n.findings <> v.findings OR n.advice <> v.advice",
    },
    Proof {
        name: "chain places",
        about: "audit row outside the chain",
        count: "SELECT COUNT(*) FROM audit",
        differing: "SELECT id, 1, seq FROM audit WHERE seq < 1",
    },
    Proof {
        name: "billed",
        about: "done order without its charge",
        count: "SELECT COUNT(*) FROM clinical_order",
        differing: "SELECT o.id, 1, 0 FROM clinical_order o LEFT JOIN charge c ON c.source_kind = 'order' AND c.source_id = o.id \
             WHERE o.state = 'done' AND c.id IS NULL",
    },
];

/// Papers that are numbered without a gap. A series is whole when its numbers run from 1 to the counter: series, counter's
/// last, how many, highest.
const SERIES: [(&str, &str); 4] = [
    (
        "receipt numbers",
        "SELECT s.series, COALESCE(MAX(c.last), 0), COUNT(r.id), COALESCE(MAX(r.number), 0) FROM \
         (SELECT series FROM receipt UNION SELECT SUBSTR(name, 9) FROM counter WHERE name LIKE 'receipt:%') s \
         LEFT JOIN receipt r ON r.series = s.series LEFT JOIN counter c ON c.name = 'receipt:' || s.series GROUP BY s.series",
    ),
    (
        "deposit numbers",
        "SELECT s.series, COALESCE(MAX(c.last), 0), COUNT(d.id), COALESCE(MAX(d.number), 0) FROM \
         (SELECT series FROM deposit UNION SELECT SUBSTR(name, 9) FROM counter WHERE name LIKE 'deposit:%') s \
         LEFT JOIN deposit d ON d.series = s.series LEFT JOIN counter c ON c.name = 'deposit:' || s.series GROUP BY s.series",
    ),
    (
        "payout numbers",
        "SELECT s.series, COALESCE(MAX(c.last), 0), COUNT(o.id), COALESCE(MAX(o.number), 0) FROM \
         (SELECT series FROM payout UNION SELECT SUBSTR(name, 8) FROM counter WHERE name LIKE 'payout:%') s \
         LEFT JOIN payout o ON o.series = s.series LEFT JOIN counter c ON c.name = 'payout:' || s.series GROUP BY s.series",
    ),
    (
        "certificate numbers",
        "SELECT s.series, COALESCE(MAX(c.last), 0), COUNT(x.id), COALESCE(MAX(x.number), 0) FROM \
         (SELECT CAST(branch_id AS TEXT) || ':' || series AS series FROM certificate \
         UNION SELECT SUBSTR(name, 13) FROM counter WHERE name LIKE 'certificate:%') s \
         LEFT JOIN certificate x ON CAST(x.branch_id AS TEXT) || ':' || x.series = s.series \
         LEFT JOIN counter c ON c.name = 'certificate:' || s.series GROUP BY s.series",
    ),
];

/// Runs every proof of the books.
pub(super) async fn prove(db: &Db, verdict: &mut Verdict) -> Result<(), Stop> {
    for proof in PROOFS.iter().chain(CASH) {
        let (count, rows) = db
            .read(|tx| Ok((tx.one::<i64>(proof.count, &[])?, tx.all::<(i64, i64, i64)>(proof.differing, &[])?)))
            .await?;
        verdict.checked.push((proof.name, u64::try_from(count.unwrap_or(0)).unwrap_or(0)));
        verdict.differences.extend(rows.into_iter().map(|(id, expected, found)| Difference {
            proof: proof.name,
            about: format!("{} {id}", proof.about),
            expected: expected.to_string(),
            found: found.to_string(),
        }));
    }
    for (proof, statement) in SERIES {
        let series: Vec<(String, i64, i64, i64)> = db.read(|tx| Ok(tx.all(statement, &[])?)).await?;
        verdict.checked.push((proof, series.len() as u64));
        let broken = series.into_iter().filter(|(_, last, count, highest)| last != count || highest != count);
        verdict.differences.extend(broken.map(|(name, last, count, highest)| Difference {
            proof,
            about: format!("series {name}"),
            expected: format!("1 to {last} without a gap"),
            found: format!("{count} papers, the highest is {highest}"),
        }));
    }
    Ok(())
}
