//! The printer that the rooms know, drawn by `press`.

use bricks::lang::Lang;
use ground::printer::{Paper, Printer};
use press::Press;

/// Papers drawn from the built-in templates, or from a clinic's own in its data folder.
pub(crate) struct PressPrinter(pub Press);

impl Printer for PressPrinter {
    fn pdf(&self, paper: Paper, lang: Lang, data: &serde_json::Value) -> Result<Vec<u8>, String> {
        let paper = match paper {
            Paper::ReceiptA5 => press::Paper::ReceiptA5,
            Paper::Receipt80mm => press::Paper::Receipt80mm,
            Paper::SessionA4 => press::Paper::SessionA4,
            Paper::Session80mm => press::Paper::Session80mm,
            Paper::RegisterA4 => press::Paper::RegisterA4,
            Paper::PrescriptionA5 => press::Paper::PrescriptionA5,
            Paper::ResultA5 => press::Paper::ResultA5,
            Paper::CertificateA5 => press::Paper::CertificateA5,
            Paper::Ticket80mm => press::Paper::Ticket80mm,
            Paper::SummaryA5 => press::Paper::SummaryA5,
            Paper::Labels => press::Paper::Labels,
        };
        let lang = match lang {
            Lang::Vi => press::Lang::Vi,
            Lang::En => press::Lang::En,
        };
        self.0.pdf(paper, data, lang).map_err(|e| e.to_string())
    }
}
