use super::Partners;
use crate::rows::{insert_all, insertable};
use crate::stable;
use bricks::id::{InsurerId, SupplierId};
use ground::db::{Stop, Tx};

const NATIONAL: &[(&str, &str)] = &[("Bảo hiểm y tế", "National health insurance")];
const INVENTED_INSURERS: &[(&str, &str)] = &[
    ("Bảo hiểm An Lành (minh họa)", "An Lanh Insurance (demonstration)"),
    ("Bảo hiểm Hạnh Phúc (minh họa)", "Hanh Phuc Insurance (demonstration)"),
];
const INVENTED_SUPPLIERS: &[(&str, &str)] = &[
    ("Công ty Dược phẩm Minh Tâm (minh họa)", "028 0000 0101"),
    ("Công ty Dược Hoa Sen Xanh (minh họa)", "028 0000 0102"),
    ("Dược phẩm Phương Đông Sáng (minh họa)", "028 0000 0103"),
    ("Thiết bị và Dược phẩm Bình Yên (minh họa)", "028 0000 0104"),
    ("Vắc xin và Sinh phẩm Ban Mai (minh họa)", "028 0000 0105"),
];

insertable! {
    Insurer: "INSERT INTO insurer (id, name_vi, name_en, kind) VALUES ($1, $2, $3, $4)" {
        id: InsurerId,
        name_vi: &'static str,
        name_en: &'static str,
        kind: &'static str,
    }
    Supplier: "INSERT INTO supplier (id, name, phone) VALUES ($1, $2, $3)" {
        id: SupplierId,
        name: &'static str,
        phone: &'static str,
    }
}

/// The national insurer first, then the invented ones.
pub(crate) fn insurer_id(index: usize) -> InsurerId {
    InsurerId::from_raw(stable::id("insurer", &index.to_string()))
}

pub(crate) fn supplier_ids() -> Vec<SupplierId> {
    INVENTED_SUPPLIERS.iter().map(|(name, _)| supplier_id(name)).collect()
}

fn supplier_id(name: &str) -> SupplierId {
    SupplierId::from_raw(stable::id("supplier", name))
}

pub(super) fn insert(tx: &mut Tx<'_>, partners: Partners) -> Result<(), Stop> {
    insert_all(tx, &insurers(NATIONAL, "national", 0))?;
    if partners == Partners::Invented {
        insert_all(tx, &insurers(INVENTED_INSURERS, "private", NATIONAL.len()))?;
        let supplier = |(name, phone): &(&'static str, &'static str)| Supplier { id: supplier_id(name), name, phone };
        insert_all(tx, &INVENTED_SUPPLIERS.iter().map(supplier).collect::<Vec<_>>())?;
    }
    Ok(())
}

fn insurers(names: &[(&'static str, &'static str)], kind: &'static str, first: usize) -> Vec<Insurer> {
    let numbered = names.iter().enumerate();
    numbered.map(|(at, (name_vi, name_en))| Insurer { id: insurer_id(first + at), name_vi, name_en, kind }).collect()
}
