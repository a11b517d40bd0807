//! The certificate as it is printed: every value a ready-made text.

use super::{Certificate, Kind};
use crate::text;
use bricks::clock::{Zone, parse_day, show_day};
use bricks::lang::Lang;
use serde_json::{Value, json};

impl Kind {
    /// What the paper is called.
    pub fn text(self, l: Lang) -> &'static str {
        match self {
            Kind::SickLeave => text::certificate_sick_leave(l),
            Kind::Transfer => text::certificate_transfer(l),
            Kind::Health => text::certificate_health(l),
        }
    }
}

/// A stored day as people write it.
fn day(iso: &str, l: Lang) -> String {
    parse_day(iso).map_or_else(|_| iso.to_owned(), |day| show_day(day, l))
}

impl Certificate {
    /// The facts of `Paper::CertificateA5`.
    pub fn paper(&self, l: Lang, zone: &Zone) -> Value {
        let (printed, patient) = (&self.printed, &self.printed.patient);
        let issued = zone.day_of(printed.issued_at);
        json!({
            "title": self.kind.text(l),
            "number": printed.number,
            "clinic": printed.clinic,
            "patient": {
                "name": patient.name,
                "sex": patient.sex,
                "birth": patient.birth,
                "code": patient.code,
                "address": patient.address,
                "insurance": patient.insurance,
                "guardian": patient.guardian,
            },
            "rows": self.rows(l).into_iter().filter(|(_, value)| !value.is_empty())
                .map(|(label, value)| json!({ "label": label, "text": value })).collect::<Vec<_>>(),
            "signed_on": text::certificate_signed_on(l, format!("{:02}", issued.day()), format!("{:02}", issued.month()), issued.year()),
            "signer_role": text::certificate_signer(l),
            "signer": printed.doctor,
            "void": self.voided_why.is_some(),
            "qr": printed.number,
        })
    }

    /// The days of a sick leave, to whom a referral goes, what a health certificate is for.
    pub fn about(&self, l: Lang) -> String {
        let says = &self.printed.says;
        match self.kind {
            Kind::SickLeave => text::certificate_days(l, says.days, day(&says.from_day, l), day(&says.to_day, l)),
            Kind::Transfer => says.place.clone(),
            Kind::Health => says.reason.clone(),
        }
    }

    fn rows(&self, l: Lang) -> Vec<(&'static str, String)> {
        let says = &self.printed.says;
        let diagnoses: Vec<String> =
            self.printed.diagnoses.iter().map(|d| format!("{} ({})", d.title(l), d.code)).collect();
        let diagnosis = (text::certificate_diagnosis(l), diagnoses.join("; "));
        match self.kind {
            Kind::SickLeave => {
                vec![
                    diagnosis,
                    (text::certificate_rest(l), self.about(l)),
                    (text::certificate_note(l), says.summary.clone()),
                ]
            }
            Kind::Transfer => vec![
                (text::certificate_to(l), says.place.clone()),
                (text::certificate_allergies(l), says.allergies.clone()),
                diagnosis,
                (text::certificate_vitals(l), says.vitals.clone()),
                (text::certificate_summary(l), says.summary.clone()),
                (text::certificate_results(l), says.results.clone()),
                (text::certificate_medicines(l), says.medicines.clone()),
                (text::certificate_why(l), says.reason.clone()),
            ],
            Kind::Health => vec![
                (text::certificate_purpose(l), says.reason.clone()),
                (text::certificate_found(l), says.summary.clone()),
                diagnosis,
                (text::certificate_conclusion(l), says.conclusion.clone()),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Clinic, Person, Printed, Says};
    use super::*;
    use crate::note::Signed;
    use bricks::clock::Instant;
    use bricks::id::{CertificateId, PatientId, VisitId};

    fn certificate(kind: Kind) -> Certificate {
        let clinic = Clinic { name: "Minh An".into(), address: "Huế".into(), phone: "0234".into(), tax_id: None };
        let patient = Person {
            name: "Trần Thị Hương".into(),
            code: "BN-1".into(),
            sex: "female".into(),
            birth: "12/03/1972".into(),
            address: "Huế".into(),
            insurance: None,
            guardian: None,
        };
        let diagnoses = vec![Signed {
            code: "J20.9".into(),
            vi: "Viêm phế quản".into(),
            en: "Bronchitis".into(),
            preliminary: false,
        }];
        let says = Says {
            from_day: "2026-11-24".into(),
            to_day: "2026-11-26".into(),
            days: 3,
            place: "BV".into(),
            ..Says::default()
        };
        let issued_at = Instant::from_millis(1_795_487_460_000);
        Certificate {
            id: CertificateId::from_raw(1),
            visit: VisitId::from_raw(2),
            patient: PatientId::from_raw(3),
            kind,
            printed: Printed {
                number: "NO26-000001".into(),
                issued_at,
                clinic,
                patient,
                diagnoses,
                says,
                doctor: "BS. Bảo".into(),
            },
            issued_at,
            voided_why: None,
        }
    }

    #[test]
    fn every_kind_says_what_it_certifies_in_both_languages() {
        let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
        for (kind, vi, en) in [
            (Kind::SickLeave, "Viêm phế quản (J20.9)", "Bronchitis (J20.9)"),
            (Kind::Transfer, "BV", "BV"),
            (Kind::Health, "Viêm phế quản (J20.9)", "Bronchitis (J20.9)"),
        ] {
            for (l, first) in [(Lang::Vi, vi), (Lang::En, en)] {
                let paper = certificate(kind).paper(l, &zone);
                assert_eq!(paper["rows"][0]["text"], first);
                assert!(!paper["title"].as_str().unwrap().is_empty());
            }
        }
        let rest = certificate(Kind::SickLeave).paper(Lang::En, &zone);
        assert!(rest["rows"][1]["text"].as_str().unwrap().contains("24/11/2026"), "{rest}");
    }
}
