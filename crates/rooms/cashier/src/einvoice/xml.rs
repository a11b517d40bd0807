//! A document as a file: the data part of the tax authority's e-invoice (`HDon`), without number, code and signature, which
//! are the provider's to give. The elements are explained in docs/einvoice.md.

use super::Kind;
use super::document::{Document, DocumentLine};
use super::store::{Claimed, Provider};
use crate::xml::{HEAD, leaf, within};
use bricks::clock::Zone;
use bricks::lang::Lang;
use bricks::money::Money;

/// The file of one document.
pub fn file(provider: &Provider, claimed: &Claimed, document: &Document, zone: &Zone) -> String {
    let mut out = String::from(HEAD);
    within(&mut out, "HDon", |out| {
        within(out, "DLHDon", |out| {
            general(out, provider, (claimed, document), zone);
            within(out, "NDHDon", |out| contents(out, document));
        });
    });
    out
}

fn general(out: &mut String, provider: &Provider, (claimed, document): (&Claimed, &Document), zone: &Zone) {
    within(out, "TTChung", |out| {
        leaf(out, "PBan", "2.1.0");
        leaf(out, "KHMSHDon", provider.form.split('/').next().unwrap_or_default());
        leaf(out, "KHHDon", &provider.series);
        leaf(out, "NLap", &zone.day_of(document.issued_at).to_string());
        leaf(out, "DVTTe", "VND");
        leaf(out, "TGia", "1");
        leaf(out, "HTTToan", &document.methods);
        if !provider.register_code.is_empty() {
            leaf(out, "MMTTien", &provider.register_code);
        }
        leaf(out, "MTChieu", &super::sinvoice::reference(claimed.id));
        leaf(out, "SBienLai", &document.receipt);
        if claimed.kind != Kind::Original {
            within(out, "TTHDLQuan", |out| {
                // Adjusts; 1 would replace.
                leaf(out, "TCHDon", "2");
                leaf(out, "KHHDCLQuan", claimed.original_series.as_deref().unwrap_or_default());
                leaf(out, "SHDCLQuan", claimed.original_number.as_deref().unwrap_or_default());
                let day = claimed.original_issued_at.map(|at| zone.day_of(at).to_string());
                leaf(out, "NLHDCLQuan", &day.unwrap_or_default());
                leaf(out, "GChu", &document.reason);
            });
        }
    });
}

fn contents(out: &mut String, document: &Document) {
    within(out, "NBan", |out| {
        leaf(out, "Ten", &document.seller.name);
        leaf(out, "MST", document.seller.tax_id.as_deref().unwrap_or_default());
        leaf(out, "DChi", &document.seller.address);
        leaf(out, "SDThoai", &document.seller.phone);
    });
    within(out, "NMua", |out| {
        leaf(out, "HVTNMHang", &document.buyer.name);
        leaf(out, "MKHang", &document.buyer.code);
    });
    within(out, "DSHHDVu", |out| {
        for (at, line) in document.lines.iter().enumerate() {
            within(out, "HHDVu", |out| item(out, at + 1, line));
        }
    });
    let classes = document.classes();
    let sum = |of: fn(&super::document::Class) -> Money| Money::sum(classes.iter().map(of)).unwrap_or(Money::ZERO);
    within(out, "TToan", |out| {
        within(out, "THTTLTSuat", |out| {
            for class in &classes {
                within(out, "LTSuat", |out| {
                    leaf(out, "TSuat", &rate(class.vat_basis_points));
                    leaf(out, "ThTien", &class.net.minor().to_string());
                    leaf(out, "TThue", &class.tax.minor().to_string());
                });
            }
        });
        leaf(out, "TgTCThue", &sum(|c| c.net).minor().to_string());
        leaf(out, "TgTThue", &sum(|c| c.tax).minor().to_string());
        let whole = document.amount().unwrap_or(Money::ZERO);
        leaf(out, "TgTTTBSo", &whole.minor().to_string());
        leaf(out, "TgTTTBChu", &whole.in_words(Lang::Vi));
    });
}

fn item(out: &mut String, number: usize, line: &DocumentLine) {
    leaf(out, "TChat", "1");
    leaf(out, "STT", &number.to_string());
    leaf(out, "THHDVu", &line.name);
    leaf(out, "DVTinh", &line.unit);
    leaf(out, "SLuong", &line.quantity.show(Lang::En).replace(',', ""));
    leaf(out, "DGia", &line.unit_price());
    leaf(out, "ThTien", &line.net().minor().to_string());
    leaf(out, "TSuat", &rate(line.vat_basis_points));
}

/// `KCT` (not subject), `0%`, `5%`: what is not subject has no rate.
fn rate(vat_basis_points: Option<i64>) -> String {
    match vat_basis_points {
        None => "KCT".to_owned(),
        Some(points) if points % 100 == 0 => format!("{}%", points / 100),
        Some(points) => format!("{}.{:02}%", points / 100, points % 100),
    }
}
