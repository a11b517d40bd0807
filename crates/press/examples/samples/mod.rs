//! Facts of one plausible paper of each kind.

use serde_json::{Value, json};

use super::Paper;

pub fn of(paper: Paper) -> Value {
    match paper {
        Paper::ReceiptA5 | Paper::Receipt80mm => receipt(),
        Paper::PrescriptionA5 => prescription(),
        Paper::ResultA5 => result(),
        Paper::CertificateA5 => certificate(),
        Paper::Ticket80mm => ticket(),
        Paper::SummaryA5 => summary(),
        Paper::Labels => labels(),
        Paper::SessionA4 | Paper::Session80mm => session(),
        Paper::RegisterA4 => register(),
    }
}

pub fn labels() -> Value {
    json!({
        "clinic": clinic(),
        "labels": [
            { "patient": "Trần Thị Mai Hương", "birth": "12/03/1972", "date": "24/11/2026", "medicine": "Azithromycin 500 mg", "quantity": "3 viên", "directions": "Sáng 1 viên · 3 ngày", "note": "Uống xa bữa ăn", "batch": "Lô AZ2409 · HD 31/03/2027" },
            { "patient": "Trần Thị Mai Hương", "medicine": "Paracetamol 500 mg", "quantity": "9 viên", "directions": "Sáng 1 viên, trưa 1 viên, chiều 1 viên · 3 ngày" },
        ],
    })
}

fn register() -> Value {
    json!({
        "clinic": clinic(),
        "title": "Sổ theo dõi thuốc kiểm soát đặc biệt",
        "number": "Diazepam 5 mg (Seduxen) · tháng 11/2026",
        "head": [["Nhóm", "Hướng thần"], ["Đơn vị", "viên"]],
        "columns": ["Ngày giờ", "Bệnh nhân / nội dung", "Số đơn, chứng từ", "Lô · hạn dùng", "Nhập", "Xuất", "Tồn", "Người giao · người kiểm"],
        "opening": ["Tồn đầu kỳ", "120"],
        "rows": [
            ["24/11/2026 9:31", "Nguyễn Phước Công Tằng Tôn Nữ Thị Hoàng Uyên, người nhận Nguyễn Phúc Vĩnh Khang", "DT-261124-001", "DZ2409A · 31/03/2027", "", "10", "110", "DS. Nguyễn Thị Phương Thảo + DS. Trần Hoàng Bảo Ngọc"],
            ["25/11/2026 8:02", "Nhập từ Công ty Dược Trung ương 3", "", "DZ2511B · 30/09/2028", "100", "", "210", "Lê Văn Kho"],
        ],
        "closing": ["Cộng trong kỳ · tồn cuối kỳ", "100", "10", "210"],
        "printed": "In 30/11/2026 17:05 · DS. Nguyễn Thị Phương Thảo",
        "signers": ["Người giữ sổ", "Người phụ trách chuyên môn"],
    })
}

fn session() -> Value {
    json!({
        "clinic": clinic(),
        "title": "Phiếu chốt ca",
        "number": "Két 1 · 24/11/2026 17:05",
        "head": [["Thu ngân", "Vũ Hồng Nhung"], ["Mở ca", "24/11/2026 7:02"], ["Chốt ca", "24/11/2026 17:05"]],
        "blocks": [
            { "title": "Thu theo hình thức", "rows": [["Tiền mặt", "8.420.000", false], ["Chuyển khoản", "12.900.000", false], ["Tổng thu", "21.320.000 ₫", true]] },
            { "title": "Két", "rows": [["Tiền đầu ca", "500.000", false], ["Nộp ngân hàng", "−5.000.000", false], ["Tiền phải có", "3.920.000", true], ["Thiếu", "-20.000 ₫", true]] },
            { "title": "Kiểm đếm", "rows": [["500.000 × 7", "3.500.000", false], ["200.000 × 2", "400.000", false]] },
        ],
        "note": "Giải thích: trả nhầm tiền thối",
        "chain": "Nhật ký đến 1:10234 4f2a8c0b6e5d7f1a4f2a8c0b6e5d7f1a4f2a8c0b6e5d7f1a4f2a8c0b6e5d7f1a",
        "cashier": "Vũ Hồng Nhung",
        "cashier_role": "Thu ngân",
        "receiver_role": "Người nhận",
    })
}

pub fn clinic() -> Value {
    json!({
        "name": "Phòng khám Đa khoa Minh An",
        "address": "12 Nguyễn Thị Minh Khai, Q.1, TP.HCM",
        "phone": "028 3822 5678",
        "tax_id": "0312345678",
        "licence": "01234/HCM-GPHĐ",
    })
}

fn line(name: &str, quantity: &str, unit: &str, unit_price: &str, amount: &str) -> Value {
    json!({ "name": name, "quantity": quantity, "unit": unit, "unit_price": unit_price, "amount": amount })
}

pub fn receipt() -> Value {
    json!({
        "clinic": clinic(),
        "number": "PT-261124-031",
        "date": "24/11/2026 9:31",
        "patient": { "name": "Trần Thị Mai Hương", "code": "BN-004127", "sex": "female", "age": "54 tuổi" },
        "services": [
            line("Khám nội tổng quát", "1", "lần", "150.000", "150.000"),
            line("Tổng phân tích tế bào máu ngoại vi bằng máy đếm laser và định lượng CRP", "1", "lần", "90.000", "90.000"),
            line("X-quang ngực thẳng", "1", "lần", "150.000", "150.000"),
        ],
        "services_total": "390.000",
        "medicines": [
            line("Azithromycin 500 mg", "3", "viên", "14.000", "42.000"),
            line("Acetylcystein 200 mg", "15", "gói", "2.500", "37.500"),
            line("Paracetamol 500 mg", "9", "viên", "800", "7.200"),
            line("Amlodipin 5 mg", "30", "viên", "1.900", "57.000"),
        ],
        "medicines_total": "143.700",
        "subtotal": "533.700",
        "discount": "−40.000",
        "discount_reason": "voucher KHAI11",
        "total": "493.700 ₫",
        "total_words": "Bốn trăm chín mươi ba nghìn bảy trăm đồng",
        "total_words_also": "Four hundred ninety-three thousand seven hundred dong",
        "method": "Tiền mặt",
        "tendered": "500.000 ₫",
        "change": "6.300 ₫",
        "cashier": "Vũ Hồng Nhung",
        "payer": "Trần Thị Mai Hương",
        "note": "Mang biên lai tới Nhà thuốc, số A020.",
        "copy": true,
        "qr": "https://kham.example.vn/receipt/PT26-000031?p=493700&s=Q2x3bWZ6eHB3cW1hc2tsZmprYWxzZGZqa2xhc2Q",
        "qr_note": "Quét mã để kiểm tra biên lai này.",
    })
}

pub fn long_receipt(lines: usize) -> Value {
    let mut data = receipt();
    let medicines: Vec<_> = (1..=lines)
        .map(|number| line(&format!("Thuốc số {number} viên nén bao phim"), "10", "viên", "1.000", "10.000"))
        .collect();
    data["medicines"] = medicines.into();
    data
}

pub fn prescription() -> Value {
    json!({
        "clinic": clinic(),
        "number": "79MA0261124019-C",
        "date": "Ngày 24 tháng 11 năm 2026",
        "patient": {
            "name": "Trần Thị Mai Hương", "sex": "female", "birth": "12/03/1972", "age": "54 tuổi", "weight": "58,5 kg",
            "address": "48/3 Trần Hưng Đạo, Q.5, TP.HCM", "identity": "079172••••21", "insurance": "GD 4 79 1234567890",
        },
        "diagnoses": [
            { "code": "J20.9", "name": "Viêm phế quản cấp" },
            { "code": "E11.9", "name": "Đái tháo đường típ 2" },
            { "code": "I10", "name": "Tăng huyết áp vô căn" },
        ],
        "allergies": "Penicillin",
        "medicines": [
            { "name": "Azithromycin", "strength": "500 mg", "brand": "Zithromax", "quantity": "03", "unit": "viên", "directions": "Sáng 1 viên, uống xa bữa ăn, 3 ngày" },
            { "name": "Acetylcystein", "strength": "200 mg", "quantity": "15", "unit": "gói", "directions": "Sáng 1, trưa 1, chiều 1, pha nước ấm, 5 ngày" },
            { "name": "Paracetamol", "strength": "500 mg", "quantity": "09", "unit": "viên", "directions": "1 viên khi sốt trên 38,5 °C, cách nhau 6 giờ" },
            { "name": "Amlodipin", "strength": "5 mg", "quantity": "30", "unit": "viên", "directions": "Sáng 1 viên, 30 ngày" },
            { "name": "Metformin", "strength": "850 mg", "quantity": "60", "unit": "viên", "directions": "Sáng 1, chiều 1, trong bữa ăn, 30 ngày" },
        ],
        "count": "05",
        "advice": "Uống nhiều nước ấm, đo huyết áp mỗi sáng. Khám lại ngay nếu khó thở hoặc sốt trên 39 °C.",
        "follow_up": "Chủ nhật 29/11/2026",
        "doctor": "BS. Phạm Quốc Bảo",
        "qr": "79MA0261124019-C",
    })
}

pub fn result() -> Value {
    let analyte = |name: &str, value: &str, unit: &str, range: &str, flag: &str| json!({ "name": name, "value": value, "unit": unit, "range": range, "flag": flag });
    json!({
        "clinic": clinic(),
        "title": "Kết quả xét nghiệm",
        "number": "XN-261124-012",
        "date": "24/11/2026 9:05",
        "patient": { "name": "Trần Thị Mai Hương", "sex": "female", "birth": "12/03/1972", "age": "54 tuổi", "code": "BN-004127" },
        "diagnosis": "J20.9 Viêm phế quản cấp",
        "ordered_by": "BS. Phạm Quốc Bảo",
        "specimen": "Máu tĩnh mạch",
        "collected": "8:42",
        "reported": "9:05",
        "panels": [
            { "title": "Huyết học", "analytes": [
                analyte("Bạch cầu (WBC)", "12,4", "G/L", "4,0–10,0", "H"),
                analyte("Hồng cầu (RBC)", "4,51", "T/L", "3,80–5,10", ""),
                analyte("Huyết sắc tố (HGB)", "112", "g/L", "120–150", "L"),
                analyte("Tiểu cầu (PLT)", "245", "G/L", "150–400", ""),
            ] },
            { "title": "Sinh hóa", "analytes": [
                analyte("CRP định lượng", "38,2", "mg/L", "< 5,0", "HH"),
                analyte("Glucose", "7,8", "mmol/L", "3,9–6,4", "H"),
                analyte("Xét nghiệm nhanh cúm A/B", "Âm tính", "", "Âm tính", ""),
            ] },
        ],
        "conclusion": "Tăng bạch cầu, CRP tăng cao: hướng nhiễm khuẩn hô hấp.",
        "signed_on": "Ngày 24 tháng 11 năm 2026",
        "signer_role": "Trưởng khoa Xét nghiệm",
        "signer": "ThS. Lê Minh Đức",
    })
}

pub fn summary() -> Value {
    json!({
        "clinic": clinic(),
        "title": "Tóm tắt hồ sơ bệnh án",
        "date": "24/11/2026 9:40",
        "patient": { "name": "Trần Thị Mai Hương", "code": "BN-004127", "sex": "female", "birth": "12/03/1972", "age": "54 tuổi", "phone": "0903 118 264" },
        "allergies": ["Penicillin · mề đay · Nặng · 11/11/2019"],
        "no_allergies": "Chưa hỏi dị ứng",
        "problems": ["I10 Tăng huyết áp · từ 2017", "E11.9 Đái tháo đường típ 2 · từ 2019"],
        "family": ["Mẹ: Đái tháo đường típ 2, 51 tuổi"],
        "medicines": ["Amlodipin 5 mg · sáng 1 viên · đến 24/12/2026"],
        "visits": [{ "date": "24/11/2026", "service": "Khám nội", "doctor": "BS. Phạm Quốc Bảo", "lines": ["J20.9 Viêm phế quản cấp", "Ho đờm 3 ngày"] }],
        "printed": "BS. Phạm Quốc Bảo in lúc 24/11/2026 9:40.",
    })
}

pub fn ticket() -> Value {
    json!({
        "clinic": clinic(),
        "number": "A020",
        "room": "Phòng khám 2",
        "service": "Khám nội tổng quát",
        "doctor": "BS. Phạm Quốc Bảo",
        "patient": "Trần Thị Mai Hương",
        "date": "24/11/2026 8:15",
        "ahead": "4",
        "estimate": "8:55",
    })
}

pub fn certificate() -> Value {
    json!({
        "clinic": clinic(),
        "title": "Giấy chứng nhận nghỉ ốm",
        "number": "NO26-000123",
        "patient": { "name": "Trần Thị Mai Hương", "sex": "female", "birth": "12/03/1972", "code": "BN-004127", "address": "45 Lê Lợi, Huế" },
        "rows": [
            { "label": "Chẩn đoán", "text": "Viêm phế quản cấp (J20.9)" },
            { "label": "Nghỉ", "text": "3 ngày, từ 24/11/2026 đến hết 26/11/2026" },
        ],
        "signed_on": "Ngày 24 tháng 11 năm 2026",
        "signer_role": "Bác sĩ khám",
        "signer": "BS. Phạm Quốc Bảo",
        "qr": "NO26-000123",
    })
}
