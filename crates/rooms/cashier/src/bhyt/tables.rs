//! Tables 1 to 3 and the file that carries them. Fields stand in the order of the decision; one that the clinic cannot fill is
//! there and empty.

use super::rules::Shares;
use super::store::{Head, Line, Settings};
use super::{Export, Record};
use crate::text;
use crate::xml::{HEAD, leaf, within};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bricks::clock::{Day, Instant, Zone};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::catalog::medicine_form;

/// More other diseases are not told.
const OTHERS_MAX: usize = 12;

/// The whole file; `on` is the day on which it is made. `None` when a sum does not fit.
pub fn file(export: &Export, on: Day) -> Option<String> {
    let mut out = String::from(HEAD);
    let mut fits = true;
    within(&mut out, "GIAMDINHHS", |out| {
        within(out, "THONGTINDONVI", |out| leaf(out, "MACSKCB", &export.settings.facility));
        within(out, "THONGTINHOSO", |out| {
            leaf(out, "NGAYLAP", &compact(on));
            leaf(out, "SOLUONGHOSO", &export.records.len().to_string());
            within(out, "DANHSACHHOSO", |out| {
                for (at, record) in export.records.iter().enumerate() {
                    fits &= within_record(out, export, record, at + 1).is_some();
                }
            });
        });
        leaf(out, "CHUKYDONVI", "");
    });
    fits.then_some(out)
}

fn within_record(out: &mut String, export: &Export, record: &Record, number: usize) -> Option<()> {
    let tables = [
        ("XML1", Some(summary(export, record, number)?)),
        ("XML2", list(export, record, Line::is_medicine, ("CHITIEU_CHITIET_THUOC", "DSACH_CHI_TIET_THUOC"), medicine)),
        (
            "XML3",
            list(
                export,
                record,
                |line| !line.is_medicine(),
                ("CHITIEU_CHITIET_DVKT_VTYT", "DSACH_CHI_TIET_DVKT"),
                service,
            ),
        ),
    ];
    within(out, "HOSO", |out| {
        for (name, text) in tables.iter().filter_map(|(name, text)| text.as_ref().map(|text| (name, text))) {
            within(out, "FILEHOSO", |out| {
                leaf(out, "LOAIHOSO", name);
                leaf(out, "NOIDUNGFILE", &STANDARD.encode(text));
            });
        }
    });
    Some(())
}

/// A line with its number and what stands around it.
struct At<'a> {
    export: &'a Export,
    head: &'a Head,
    line: &'a Line,
    shares: &'a Shares,
    number: usize,
}

/// A table of lines; `None` when there is none of them.
fn list(
    export: &Export,
    record: &Record,
    of: fn(&Line) -> bool,
    (root, rows): (&str, &str),
    each: fn(&mut String, &At<'_>),
) -> Option<String> {
    let mut lines = record.lines.iter().filter(|(line, _)| of(line)).peekable();
    lines.peek()?;
    let mut out = String::from(HEAD);
    within(&mut out, root, |out| {
        within(out, rows, |out| {
            for (at, (line, shares)) in lines.enumerate() {
                each(out, &At { export, head: &record.head, line, shares, number: at + 1 });
            }
        });
    });
    Some(out)
}

/// Sums over the lines of a visit.
fn sum(record: &Record, of: impl Fn(&Line) -> bool, part: fn(&Shares) -> Money) -> Option<String> {
    let parts = record.lines.iter().filter(|(line, _)| of(line)).map(|(_, shares)| part(shares));
    Money::sum(parts).map(dong)
}

/// Table 1: the visit and what it comes to.
fn summary(export: &Export, record: &Record, number: usize) -> Option<String> {
    let Export { settings, zone, .. } = export;
    let money = [
        ("T_THUOC", sum(record, Line::is_medicine, |s| s.whole)?),
        ("T_VTYT", sum(record, Line::is_supply, |s| s.whole)?),
        ("T_TONGCHI_BV", sum(record, |_| true, |s| s.whole)?),
        ("T_TONGCHI_BH", sum(record, |_| true, |s| s.counts)?),
        ("T_BNTT", sum(record, |_| true, |s| s.own)?),
        ("T_BNCCT", sum(record, |_| true, |s| s.copaid)?),
        ("T_BHTT", sum(record, |_| true, |s| s.borne)?),
        ("T_NGUONKHAC", sum(record, |_| true, others)?),
        (
            "T_BHTT_GDV",
            if settings.clinic.payment == "1" { sum(record, |_| true, |s| s.borne)? } else { dong(Money::ZERO) },
        ),
    ];
    let mut out = String::from(HEAD);
    within(&mut out, "TONG_HOP", |out| {
        person(out, record, number);
        stay(out, export, record);
        for (name, amount) in &money {
            leaf(out, name, amount);
        }
        let (year, month) = export.month;
        leaf(out, "NAM_QT", &year.to_string());
        leaf(out, "THANG_QT", &format!("{month:02}"));
        leaf(out, "MA_LOAI_KCB", &settings.clinic.care);
        leaf(out, "MA_KHOA", &settings.clinic.department);
        leaf(out, "MA_CSKCB", &settings.facility);
        leaf(out, "MA_KHUVUC", "");
        leaf(out, "CAN_NANG", &record.head.weight_kg.map(|kg| decimals(kg, 2)).unwrap_or_default());
        empty(out, &["CAN_NANG_CON", "NAM_NAM_LIEN_TUC"]);
        leaf(out, "NGAY_TAI_KHAM", &record.head.follow_up.map(|at| compact(zone.day_of(at))).unwrap_or_default());
        leaf(out, "MA_HSBA", &record.head.visit.to_string());
        leaf(out, "MA_TTDV", &settings.clinic.head);
        leaf(out, "DU_PHONG", "");
    });
    Some(out)
}

fn person(out: &mut String, record: &Record, number: usize) {
    let head = &record.head;
    leaf(out, "MA_LK", &head.visit.to_string());
    leaf(out, "STT", &number.to_string());
    leaf(out, "MA_BN", &head.patient_code);
    leaf(out, "HO_TEN", &head.patient_name);
    leaf(out, "SO_CCCD", head.national_id.as_deref().unwrap_or_default());
    let born = head.birth_day.map_or_else(|| format!("{:04}0000", head.birth_year), compact);
    leaf(out, "NGAY_SINH", &format!("{born}0000"));
    leaf(out, "GIOI_TINH", sex(&head.sex));
    empty(out, &["NHOM_MAU", "MA_QUOCTICH", "MA_DANTOC", "MA_NGHE_NGHIEP"]);
    let place = [head.address.as_str(), head.province.as_deref().unwrap_or_default()];
    leaf(out, "DIA_CHI", &joined(place.into_iter(), ", "));
    empty(out, &["MATINH_CU_TRU", "MAHUYEN_CU_TRU", "MAXA_CU_TRU"]);
    let phone =
        head.phone.as_deref().map(|kept| kept.strip_prefix("+84").map_or(kept.to_owned(), |rest| format!("0{rest}")));
    leaf(out, "DIEN_THOAI", &phone.unwrap_or_default());
    leaf(out, "MA_THE_BHYT", &head.card);
    leaf(out, "MA_DKBD", "");
    leaf(out, "GT_THE_TU", &head.card_from.map(compact).unwrap_or_default());
    leaf(out, "GT_THE_DEN", &head.card_until.map(compact).unwrap_or_default());
    leaf(out, "NGAY_MIEN_CCT", "");
}

fn stay(out: &mut String, export: &Export, record: &Record) {
    let (head, zone) = (&record.head, &export.zone);
    let titles =
        |preliminary| record.diagnoses.iter().filter(move |d| d.preliminary == preliminary).map(|d| d.title.as_str());
    let found: Vec<&str> = record.diagnoses.iter().filter(|d| !d.preliminary).map(|d| d.code.as_str()).collect();
    leaf(out, "LY_DO_VV", &head.reason);
    empty(out, &["LY_DO_VNT", "MA_LY_DO_VNT"]);
    leaf(out, "CHAN_DOAN_VAO", &joined(titles(true), "; "));
    leaf(out, "CHAN_DOAN_RV", &joined(titles(false), "; "));
    leaf(out, "MA_BENH_CHINH", found.first().copied().unwrap_or_default());
    leaf(out, "MA_BENH_KT", &joined(found.iter().skip(1).take(OTHERS_MAX).copied(), ";"));
    empty(out, &["MA_BENH_YHCT", "MA_PTTT_QT"]);
    leaf(out, "MA_DOITUONG_KCB", &export.settings.clinic.entitlement);
    empty(out, &["MA_NOI_DI", "MA_NOI_DEN", "MA_TAI_NAN"]);
    leaf(out, "NGAY_VAO", &minute(head.arrived_at, zone));
    leaf(out, "NGAY_VAO_NOI_TRU", "");
    leaf(out, "NGAY_RA", &head.finished_at.map(|at| minute(at, zone)).unwrap_or_default());
    leaf(out, "GIAY_CHUYEN_TUYEN", "");
    // Nobody stays overnight.
    leaf(out, "SO_NGAY_DTRI", "0");
    leaf(out, "PP_DIEU_TRI", "");
    // How it ends is not noted: 7 says that it is not determined. 1: went home.
    leaf(out, "KET_QUA_DTRI", "7");
    leaf(out, "MA_LOAI_RV", "1");
    leaf(out, "GHI_CHU", head.advice.as_deref().unwrap_or_default());
    leaf(out, "NGAY_TTOAN", &head.paid_at.map(|at| minute(at, zone)).unwrap_or_default());
}

/// A row of table 2.
fn medicine(out: &mut String, at: &At<'_>) {
    let (line, settings, zone) = (at.line, &at.export.settings, &at.export.zone);
    within(out, "CHI_TIET_THUOC", |out| {
        leaf(out, "MA_LK", &at.head.visit.to_string());
        leaf(out, "STT", &at.number.to_string());
        leaf(out, "MA_THUOC", line.national_code.as_deref().unwrap_or_default());
        empty(out, &["MA_PP_CHEBIEN", "MA_CSKCB_THUOC"]);
        leaf(out, "MA_NHOM", group(settings, line));
        leaf(out, "TEN_THUOC", &line.name);
        leaf(out, "DON_VI_TINH", &line.unit);
        leaf(out, "HAM_LUONG", line.strength.as_deref().unwrap_or_default());
        leaf(out, "DUONG_DUNG", line.route.as_deref().unwrap_or_default());
        leaf(out, "DANG_BAO_CHE", line.form.as_deref().map_or("", |form| medicine_form(Lang::Vi, form)));
        leaf(out, "LIEU_DUNG", &dose(line).unwrap_or_default());
        leaf(out, "CACH_DUNG", line.instruction.as_deref().unwrap_or_default());
        leaf(out, "SO_DANG_KY", line.registration.as_deref().unwrap_or_default());
        leaf(out, "TT_THAU", line.tender.as_deref().unwrap_or_default());
        coverage(out, line);
        leaf(out, "SO_LUONG", &decimals(line.quantity, 3));
        leaf(out, "DON_GIA", &dong(line.unit_price));
        leaf(out, "THANH_TIEN_BV", &dong(at.shares.whole));
        leaf(out, "THANH_TIEN_BH", &dong(at.shares.counts));
        other_sources(out, at.shares);
        leaf(out, "MUC_HUONG", &level(at));
        borne(out, at.shares);
        leaf(out, "MA_KHOA", &settings.clinic.department);
        leaf(out, "MA_BAC_SI", line.doctor_code.as_deref().unwrap_or_default());
        leaf(out, "MA_DICH_VU", "");
        leaf(out, "NGAY_YL", &minute(line.ordered_at, zone));
        leaf(out, "NGAY_TH_YL", &minute(line.done_at, zone));
        leaf(out, "MA_PTTT", &settings.clinic.payment);
        // 1: out of the insurance's fund.
        leaf(out, "NGUON_CTRA", if line.is_covered() { "1" } else { "4" });
        empty(out, &["VET_THUONG_TP", "DU_PHONG"]);
    });
}

/// A row of table 3.
fn service(out: &mut String, at: &At<'_>) {
    let (line, settings, zone) = (at.line, &at.export.settings, &at.export.zone);
    let code = line.national_code.as_deref().unwrap_or_default();
    let supply = line.is_supply();
    within(out, "CHI_TIET_DVKT", |out| {
        leaf(out, "MA_LK", &at.head.visit.to_string());
        leaf(out, "STT", &at.number.to_string());
        leaf(out, "MA_DICH_VU", if supply { "" } else { code });
        leaf(out, "MA_PTTT_QT", "");
        leaf(out, "MA_VAT_TU", if supply { code } else { "" });
        leaf(out, "MA_NHOM", group(settings, line));
        leaf(out, "GOI_VTYT", "");
        leaf(out, "TEN_VAT_TU", if supply { &line.name } else { "" });
        leaf(out, "TEN_DICH_VU", if supply { "" } else { &line.name });
        leaf(out, "MA_XANG_DAU", "");
        leaf(out, "DON_VI_TINH", &line.unit);
        leaf(out, "PHAM_VI", if line.is_covered() { "1" } else { "2" });
        leaf(out, "SO_LUONG", &decimals(line.quantity, 3));
        leaf(out, "DON_GIA_BV", &dong(line.unit_price));
        leaf(out, "DON_GIA_BH", &dong(line.unit_counts()));
        leaf(out, "TT_THAU", line.tender.as_deref().unwrap_or_default());
        leaf(out, "TYLE_TT_DV", "100");
        leaf(out, "TYLE_TT_BH", if line.is_covered() { "100" } else { "0" });
        leaf(out, "THANH_TIEN_BV", &dong(at.shares.whole));
        leaf(out, "THANH_TIEN_BH", &dong(at.shares.counts));
        leaf(out, "T_TRANTT", "");
        leaf(out, "MUC_HUONG", &level(at));
        other_sources(out, at.shares);
        borne(out, at.shares);
        leaf(out, "MA_KHOA", &settings.clinic.department);
        leaf(out, "MA_GIUONG", "");
        leaf(out, "MA_BAC_SI", line.doctor_code.as_deref().unwrap_or_default());
        leaf(out, "NGUOI_THUC_HIEN", line.performer_code.as_deref().unwrap_or_default());
        empty(out, &["MA_BENH", "MA_BENH_YHCT"]);
        leaf(out, "NGAY_YL", &minute(line.ordered_at, zone));
        leaf(out, "NGAY_TH_YL", &minute(line.done_at, zone));
        leaf(out, "NGAY_KQ", &line.result_at.map(|at| minute(at, zone)).unwrap_or_default());
        leaf(out, "MA_PTTT", &settings.clinic.payment);
        empty(
            out,
            &["VET_THUONG_TP", "PP_VO_CAM", "VI_TRI_TH_DVKT", "MA_MAY", "MA_HIEU_SP", "TAI_SU_DUNG", "DU_PHONG"],
        );
    });
}

fn coverage(out: &mut String, line: &Line) {
    leaf(out, "PHAM_VI", if line.is_covered() { "1" } else { "2" });
    leaf(out, "TYLE_TT_BH", if line.is_covered() { "100" } else { "0" });
}

fn others(shares: &Shares) -> Money {
    shares.payers.add(shares.off).unwrap_or(shares.payers)
}

/// The state's and foreign help are not known here; another payer is help from within the country, a discount the rest.
fn other_sources(out: &mut String, shares: &Shares) {
    leaf(out, "T_NGUONKHAC_NSNN", "0");
    leaf(out, "T_NGUONKHAC_VTNN", "0");
    leaf(out, "T_NGUONKHAC_VTTN", &dong(shares.payers));
    leaf(out, "T_NGUONKHAC_CL", &dong(shares.off));
    leaf(out, "T_NGUONKHAC", &dong(others(shares)));
}

fn borne(out: &mut String, shares: &Shares) {
    leaf(out, "T_BNTT", &dong(shares.own));
    leaf(out, "T_BNCCT", &dong(shares.copaid));
    leaf(out, "T_BHTT", &dong(shares.borne));
}

/// The share in percent: all of it where all that counts is borne, as of a cheap visit.
fn level(at: &At<'_>) -> String {
    let share = at.line.group_basis_points.unwrap_or(at.head.share_basis_points);
    match at.shares {
        Shares { counts, .. } if counts.is_zero() => "0".to_owned(),
        Shares { counts, borne, .. } if counts == borne => "100".to_owned(),
        _ => (share / 100).to_string(),
    }
}

fn group<'a>(settings: &'a Settings, line: &Line) -> &'a str {
    let class = if line.is_supply() { "supply" } else { line.group.code() };
    settings.groups.iter().find(|(known, _)| known == class).map_or("", |(_, code)| code)
}

/// The dose in the decision's words; doses that differ are told one by one.
fn dose(line: &Line) -> Option<String> {
    let unit = line.dose_unit.as_deref()?;
    let l = Lang::Vi;
    let doses = [
        (text::bhyt_morning(l), line.morning),
        (text::bhyt_noon(l), line.noon),
        (text::bhyt_evening(l), line.evening),
        (text::bhyt_night(l), line.night),
    ];
    let doses: Vec<(&str, Quantity)> =
        doses.into_iter().filter_map(|(when, dose)| Some((when, dose.filter(|dose| !dose.is_zero())?))).collect();
    let daily = Quantity::sum(doses.iter().map(|(_, dose)| *dose))?.show(l);
    let (_, first) = doses.first()?;
    let days = line.days?;
    if doses.iter().all(|(_, dose)| dose == first) {
        return Some(text::bhyt_same_doses(l, daily, days, first.show(l), doses.len(), unit));
    }
    let told = doses.iter().map(|(when, dose)| format!("{when}: {} {unit}", dose.show(l))).collect::<Vec<_>>();
    Some(text::bhyt_doses(l, daily, days, told.join(", "), unit))
}

fn sex(code: &str) -> &'static str {
    match code {
        "male" => "1",
        "female" => "2",
        _ => "3",
    }
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>, between: &str) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

fn empty(out: &mut String, names: &[&str]) {
    for name in names {
        leaf(out, name, "");
    }
}

fn dong(amount: Money) -> String {
    amount.minor().to_string()
}

/// With a point and no zeros behind it.
fn decimals(quantity: Quantity, places: usize) -> String {
    let milli = quantity.milli();
    let fraction: String = format!("{:03}", milli.unsigned_abs() % 1_000).chars().take(places).collect();
    let fraction = fraction.trim_end_matches('0');
    let whole = milli / 1_000;
    if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") }
}

/// `20261124`.
fn compact(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// `202611240931`.
fn minute(at: Instant, zone: &Zone) -> String {
    let minutes = zone.minute_of_day(at);
    format!("{}{:02}{:02}", compact(zone.day_of(at)), minutes / 60, minutes % 60)
}
