//! The money: payments against invoices, receipts, sessions and days, voids against what they reverse, refunds against
//! what was paid.

use super::books::Proof;

pub(super) const PROOFS: &[Proof] = &[
    Proof {
        name: "payment",
        about: "invoice",
        count: "SELECT COUNT(*) FROM payment",
        differing: "SELECT i.id, CAST(i.total_vnd - i.due_vnd - COALESCE(f.total, 0) AS BIGINT), CAST(COALESCE(p.total, 0) AS BIGINT) FROM invoice i \
             LEFT JOIN (SELECT invoice_id, SUM(amount_vnd) AS total FROM payment GROUP BY invoice_id) p ON p.invoice_id = i.id \
             LEFT JOIN (SELECT invoice_id, SUM(amount_vnd) AS total FROM refund WHERE state = 'paid' GROUP BY invoice_id) f ON f.invoice_id = i.id \
             WHERE i.total_vnd - i.due_vnd - COALESCE(f.total, 0) <> COALESCE(p.total, 0)",
    },
    Proof {
        name: "refund",
        about: "invoice",
        count: "SELECT COUNT(*) FROM refund",
        differing: "SELECT i.id, CAST(COALESCE(f.total, 0) AS BIGINT), i.refunded_vnd FROM invoice i \
             LEFT JOIN (SELECT invoice_id, SUM(amount_vnd) AS total FROM refund WHERE state <> 'refused' GROUP BY invoice_id) f ON f.invoice_id = i.id \
             WHERE i.refunded_vnd <> COALESCE(f.total, 0)",
    },
    Proof {
        name: "refund of a receipt",
        about: "receipt of which more goes back than it took",
        count: "SELECT COUNT(*) FROM refund",
        differing: "SELECT f.receipt_id, CAST(COALESCE(p.total, 0) AS BIGINT), CAST(f.total AS BIGINT) FROM \
             (SELECT r.receipt_id, SUM(r.amount_vnd) AS total FROM refund r WHERE r.state <> 'refused' AND (r.state <> 'paid' \
             OR EXISTS (SELECT 1 FROM payout o WHERE o.refund_id = r.id)) GROUP BY r.receipt_id) f \
             LEFT JOIN (SELECT receipt_id, SUM(amount_vnd) AS total FROM payment WHERE kind <> 'refunded' GROUP BY receipt_id) p \
             ON p.receipt_id = f.receipt_id WHERE f.total > COALESCE(p.total, 0)",
    },
    Proof {
        name: "refund of a charge",
        about: "charge of which more goes back than came back, or not all of what came back whole",
        count: "SELECT COUNT(*) FROM charge WHERE returned_milli > 0",
        differing: "SELECT c.id, c.back_vnd, CAST(COALESCE(f.total, 0) AS BIGINT) FROM charge c \
             LEFT JOIN (SELECT charge_id, SUM(amount_vnd) AS total FROM refund WHERE state <> 'refused' GROUP BY charge_id) f ON f.charge_id = c.id \
             LEFT JOIN (SELECT x.charge_id, SUM(x.amount_vnd) AS total FROM claim_refused x JOIN charge y ON y.id = x.charge_id \
             WHERE x.from_milli < y.quantity_milli GROUP BY x.charge_id) r ON r.charge_id = c.id \
             WHERE COALESCE(f.total, 0) + c.set_off_vnd > c.back_vnd OR (c.returned_milli = 0 AND c.back_vnd <> 0) OR (c.invoice_id IS NOT NULL \
             AND c.returned_milli = c.quantity_milli AND f.total IS NOT NULL AND c.back_vnd <> c.amount_vnd - c.discount_vnd - c.first_vnd - c.second_vnd \
             + COALESCE(r.total, 0))",
    },
    Proof {
        name: "set off",
        about: "charge of which more or less was taken off what was owed than its rows say",
        count: "SELECT COUNT(*) FROM set_off",
        differing: "SELECT c.id, c.set_off_vnd, CAST(COALESCE(s.total, 0) AS BIGINT) FROM charge c \
             LEFT JOIN (SELECT charge_id, SUM(amount_vnd) AS total FROM set_off GROUP BY charge_id) s ON s.charge_id = c.id \
             WHERE c.set_off_vnd <> COALESCE(s.total, 0)",
    },
    Proof {
        name: "refund paid",
        about: "refund",
        count: "SELECT COUNT(*) FROM refund WHERE state = 'paid'",
        differing: "SELECT f.id, CASE WHEN f.state = 'paid' THEN -f.amount_vnd ELSE 0 END, COALESCE(p.amount_vnd, 0) FROM refund f \
             LEFT JOIN payment p ON p.refund_id = f.id WHERE COALESCE(p.amount_vnd, 0) <> CASE WHEN f.state = 'paid' THEN -f.amount_vnd ELSE 0 END",
    },
    Proof {
        name: "receipt",
        about: "receipt",
        count: "SELECT COUNT(*) FROM receipt",
        differing: "SELECT r.id, r.total_vnd, CAST(COALESCE(p.total, -1) AS BIGINT) FROM receipt r \
             LEFT JOIN (SELECT receipt_id, SUM(amount_vnd) AS total FROM payment WHERE kind = 'taken' GROUP BY receipt_id) p ON p.receipt_id = r.id \
             WHERE r.total_vnd <> COALESCE(p.total, -1)",
    },
    Proof {
        name: "void",
        about: "payment of a voided receipt, or reversed without a void",
        count: "SELECT COUNT(*) FROM receipt_void",
        differing: "SELECT p.id, CASE WHEN x.receipt_id IS NULL THEN 0 ELSE -p.amount_vnd END, COALESCE(b.amount_vnd, 0) FROM payment p \
             LEFT JOIN receipt_void x ON x.receipt_id = p.receipt_id LEFT JOIN payment b ON b.reverses_id = p.id \
             WHERE p.kind = 'taken' AND COALESCE(b.amount_vnd, 0) <> CASE WHEN x.receipt_id IS NULL THEN 0 ELSE -p.amount_vnd END",
    },
    Proof {
        name: "cash session",
        about: "closed cash session",
        count: "SELECT COUNT(*) FROM cash_session",
        differing: "SELECT s.id, CAST(s.float_vnd + COALESCE(p.total, 0) + COALESCE(m.total, 0) + COALESCE(d.total, 0) AS BIGINT), s.expected_vnd FROM cash_session s \
             LEFT JOIN (SELECT session_id, SUM(amount_vnd) AS total FROM payment WHERE method = 'cash' GROUP BY session_id) p ON p.session_id = s.id \
             LEFT JOIN (SELECT session_id, SUM(CASE WHEN kind = 'in' THEN amount_vnd ELSE -amount_vnd END) AS total FROM cash_movement \
             GROUP BY session_id) m ON m.session_id = s.id \
             LEFT JOIN (SELECT session_id, SUM(amount_vnd) AS total FROM deposit_movement WHERE method = 'cash' GROUP BY session_id) d ON d.session_id = s.id \
             WHERE s.closed_at IS NOT NULL AND s.expected_vnd <> s.float_vnd + COALESCE(p.total, 0) + COALESCE(m.total, 0) + COALESCE(d.total, 0)",
    },
    Proof {
        name: "voucher",
        about: "voucher",
        count: "SELECT COUNT(*) FROM voucher",
        differing: "SELECT v.id, CAST(COALESCE(u.total, 0) AS BIGINT), v.used FROM voucher v \
             LEFT JOIN (SELECT voucher_id, COUNT(*) AS total FROM voucher_use GROUP BY voucher_id) u ON u.voucher_id = v.id \
             WHERE v.used <> COALESCE(u.total, 0)",
    },
    Proof {
        name: "discounts",
        about: "invoice with discounts of its bill",
        count: "SELECT COUNT(*) FROM discount",
        differing: "SELECT i.id, CAST(d.total AS BIGINT), i.discount_vnd FROM invoice i \
             JOIN (SELECT invoice_id, SUM(amount_vnd) AS total FROM discount WHERE invoice_id IS NOT NULL GROUP BY invoice_id) d ON d.invoice_id = i.id \
             WHERE i.discount_vnd <> d.total",
    },
    Proof {
        name: "discounts on lines",
        about: "invoice whose lines do not come to its discount",
        count: "SELECT COUNT(*) FROM charge WHERE discount_vnd > 0",
        differing: "SELECT i.id, i.discount_vnd, CAST(c.total AS BIGINT) FROM invoice i \
             JOIN (SELECT invoice_id, SUM(discount_vnd) AS total FROM charge WHERE invoice_id IS NOT NULL GROUP BY invoice_id) c ON c.invoice_id = i.id \
             WHERE (c.total <> 0 OR EXISTS (SELECT 1 FROM discount d WHERE d.invoice_id = i.id)) AND c.total <> i.discount_vnd",
    },
    Proof {
        name: "discount of a line",
        about: "open charge",
        count: "SELECT COUNT(*) FROM discount WHERE charge_id IS NOT NULL",
        differing: "SELECT c.id, COALESCE(d.amount_vnd, 0), c.discount_vnd FROM charge c LEFT JOIN discount d ON d.charge_id = c.id \
             WHERE c.invoice_id IS NULL AND c.discount_vnd <> COALESCE(d.amount_vnd, 0)",
    },
    Proof {
        name: "insured",
        about: "invoice",
        count: "SELECT COUNT(*) FROM invoice WHERE insured_vnd > 0",
        differing: "SELECT i.id, CAST(COALESCE(c.total, 0) - COALESCE(m.total, 0) AS BIGINT), i.insured_vnd FROM invoice i \
             LEFT JOIN (SELECT invoice_id, SUM(first_vnd + second_vnd) AS total FROM charge WHERE invoice_id IS NOT NULL GROUP BY invoice_id) c \
             ON c.invoice_id = i.id LEFT JOIN (SELECT invoice_id, SUM(COALESCE(patient_vnd, 0)) AS total FROM claim GROUP BY invoice_id) m \
             ON m.invoice_id = i.id WHERE i.insured_vnd <> COALESCE(c.total, 0) - COALESCE(m.total, 0)",
    },
    Proof {
        name: "claim",
        about: "invoice of which a payer bears something else than is claimed",
        count: "SELECT COUNT(*) FROM claim",
        differing: "SELECT i.id, CAST(COALESCE(c.first, 0) AS BIGINT), CAST(COALESCE(m.first, 0) AS BIGINT) FROM invoice i \
             LEFT JOIN (SELECT invoice_id, SUM(first_vnd - first_back_vnd) AS first, SUM(second_vnd - second_back_vnd) AS second FROM charge WHERE invoice_id IS NOT NULL \
             GROUP BY invoice_id) c ON c.invoice_id = i.id \
             LEFT JOIN (SELECT invoice_id, SUM(CASE position WHEN 1 THEN amount_vnd - back_vnd ELSE 0 END) AS first, \
             SUM(CASE position WHEN 2 THEN amount_vnd - back_vnd ELSE 0 END) AS second FROM claim GROUP BY invoice_id) m ON m.invoice_id = i.id \
             WHERE COALESCE(c.first, 0) <> COALESCE(m.first, 0) OR COALESCE(c.second, 0) <> COALESCE(m.second, 0)",
    },
    Proof {
        name: "claim refused",
        about: "claim of which the patient bears something else than its charges say",
        count: "SELECT COUNT(*) FROM claim_refused",
        differing: "SELECT m.id, COALESCE(m.patient_vnd, 0), CAST(COALESCE(r.total, 0) AS BIGINT) FROM claim m \
             LEFT JOIN (SELECT claim_id, SUM(amount_vnd) AS total FROM claim_refused GROUP BY claim_id) r ON r.claim_id = m.id \
             WHERE COALESCE(m.patient_vnd, 0) <> COALESCE(r.total, 0)",
    },
    Proof {
        name: "session and day",
        about: "payment outside its session's day or branch",
        count: "SELECT COUNT(*) FROM payment",
        differing: "SELECT p.id, 1, 0 FROM payment p JOIN cash_session s ON s.id = p.session_id WHERE p.day <> s.day OR p.branch_id <> s.branch_id",
    },
    Proof {
        name: "debt",
        about: "debt of which the instalments come to something else",
        count: "SELECT COUNT(*) FROM debt",
        differing: "SELECT d.id, CAST(COALESCE(n.total, 0) AS BIGINT), d.amount_vnd FROM debt d \
             LEFT JOIN (SELECT debt_id, SUM(amount_vnd) AS total FROM debt_instalment GROUP BY debt_id) n ON n.debt_id = d.id \
             WHERE d.amount_vnd <> COALESCE(n.total, 0)",
    },
    Proof {
        name: "deposit",
        about: "deposit of which something else is held than came, went and paid",
        count: "SELECT COUNT(*) FROM deposit",
        differing: "SELECT d.id, CAST(COALESCE(m.total, 0) - COALESCE(p.total, 0) AS BIGINT), d.held_vnd FROM deposit d \
             LEFT JOIN (SELECT deposit_id, SUM(amount_vnd) AS total FROM deposit_movement GROUP BY deposit_id) m ON m.deposit_id = d.id \
             LEFT JOIN (SELECT deposit_id, SUM(amount_vnd) AS total FROM payment WHERE deposit_id IS NOT NULL GROUP BY deposit_id) p ON p.deposit_id = d.id \
             WHERE d.held_vnd <> COALESCE(m.total, 0) - COALESCE(p.total, 0)",
    },
    Proof {
        name: "deposit taken",
        about: "deposit whose money is not what its paper says",
        count: "SELECT COUNT(*) FROM deposit_movement",
        differing: "SELECT d.id, d.amount_vnd, CAST(COALESCE(m.total, 0) AS BIGINT) FROM deposit d \
             LEFT JOIN (SELECT deposit_id, SUM(amount_vnd) AS total FROM deposit_movement WHERE kind = 'taken' GROUP BY deposit_id) m ON m.deposit_id = d.id \
             WHERE d.amount_vnd <> COALESCE(m.total, 0)",
    },
    Proof {
        name: "deposit's session and day",
        about: "money of a deposit outside its session's day or branch",
        count: "SELECT COUNT(*) FROM deposit_movement",
        differing: "SELECT m.id, 1, 0 FROM deposit_movement m JOIN cash_session s ON s.id = m.session_id WHERE m.day <> s.day OR m.branch_id <> s.branch_id",
    },
    Proof {
        name: "payout",
        about: "slip of another sum or session than its payment",
        count: "SELECT COUNT(*) FROM payout",
        differing: "SELECT o.id, o.amount_vnd, CAST(COALESCE(-p.amount_vnd, -d.amount_vnd, m.amount_vnd, 0) AS BIGINT) FROM payout o \
             LEFT JOIN payment p ON p.refund_id = o.refund_id LEFT JOIN deposit_movement d ON d.id = o.deposit_movement_id \
             LEFT JOIN cash_movement m ON m.id = o.cash_movement_id \
             WHERE o.amount_vnd <> COALESCE(-p.amount_vnd, -d.amount_vnd, m.amount_vnd, 0) \
             OR o.session_id <> COALESCE(p.session_id, d.session_id, m.session_id, 0)",
    },
    Proof {
        name: "payment share",
        about: "payment",
        count: "SELECT COUNT(*) FROM payment_share",
        differing: "SELECT p.id, p.amount_vnd, CAST(COALESCE(s.total, 0) AS BIGINT) FROM payment p \
             LEFT JOIN (SELECT payment_id, SUM(amount_vnd) AS total FROM payment_share GROUP BY payment_id) s ON s.payment_id = p.id \
             WHERE s.total IS NULL OR s.total <> p.amount_vnd",
    },
    Proof {
        name: "takings",
        about: "day's takings of a cashier",
        count: "SELECT COUNT(*) FROM takings",
        differing: "SELECT x.cashier, CAST(SUM(x.wanted) AS BIGINT), CAST(SUM(x.found) AS BIGINT) FROM \
             (SELECT p.branch_id AS branch, p.day, c.opened_by AS cashier, p.method, s.doctor_id AS doctor, s.service_group AS kind, \
             s.payer_kind AS payer, p.kind AS what, s.amount_vnd AS wanted, 0 AS found FROM payment_share s JOIN payment p ON p.id = s.payment_id \
             JOIN cash_session c ON c.id = p.session_id \
             UNION ALL SELECT branch_id, day, cashier_id, method, doctor_id, service_group, payer_kind, 'taken', 0, taken_vnd FROM takings \
             UNION ALL SELECT branch_id, day, cashier_id, method, doctor_id, service_group, payer_kind, 'voided', 0, voided_vnd FROM takings \
             UNION ALL SELECT branch_id, day, cashier_id, method, doctor_id, service_group, payer_kind, 'refunded', 0, refunded_vnd FROM takings) x \
             GROUP BY x.branch, x.day, x.cashier, x.method, x.doctor, x.kind, x.payer, x.what HAVING SUM(x.wanted) <> SUM(x.found)",
    },
    Proof {
        name: "number of payments",
        about: "day's takings of a cashier",
        count: "SELECT COUNT(*) FROM takings",
        differing: "SELECT x.cashier, CAST(SUM(x.wanted) AS BIGINT), CAST(SUM(x.found) AS BIGINT) FROM \
             (SELECT p.branch_id AS branch, p.day, c.opened_by AS cashier, p.method, \
             CASE p.kind WHEN 'taken' THEN 1 WHEN 'voided' THEN -1 ELSE 0 END AS wanted, 0 AS found FROM payment p JOIN cash_session c ON c.id = p.session_id \
             UNION ALL SELECT branch_id, day, cashier_id, method, 0, payments FROM takings) x \
             GROUP BY x.branch, x.day, x.cashier, x.method HAVING SUM(x.wanted) <> SUM(x.found)",
    },
    Proof {
        name: "package",
        about: "package of sessions",
        count: "SELECT COUNT(*) FROM package_holding",
        differing: "SELECT h.id, CAST(COALESCE(d.total, 0) AS BIGINT), h.used FROM package_holding h \
             LEFT JOIN (SELECT holding_id, COUNT(*) AS total FROM package_draw GROUP BY holding_id) d ON d.holding_id = h.id \
             WHERE h.used <> COALESCE(d.total, 0)",
    },
];
