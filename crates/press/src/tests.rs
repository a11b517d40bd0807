use std::fs;

use serde_json::{Value, json};
use typst_layout::PagedDocument;
use typst_library::layout::{Frame, FrameItem};

use crate::{Lang, Paper, Press, PressError};

#[path = "../examples/samples/mod.rs"]
mod samples;

fn print(press: &Press, paper: Paper, data: &Value, lang: Lang) -> PagedDocument {
    press.lay_out(press.engine().unwrap(), paper, data, lang).unwrap()
}

fn collect(frame: &Frame, out: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, out),
            FrameItem::Text(text) => {
                assert!(text.glyphs.iter().all(|glyph| glyph.id != 0), "no glyph for some of {:?}", text.text);
                out.push_str(&text.text);
                out.push(' ');
            }
            _ => {}
        }
    }
}

/// The words on each page.
fn words(document: &PagedDocument) -> Vec<String> {
    let page = |frame: &Frame| {
        let mut text = String::new();
        collect(frame, &mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    document.pages().iter().map(|sheet| page(&sheet.frame)).collect()
}

#[test]
fn every_paper_prints_in_both_languages() {
    let press = Press::new();
    for paper in Paper::ALL {
        for lang in [Lang::Vi, Lang::En] {
            let pdf = press.pdf(paper, &samples::of(paper), lang).unwrap();
            assert!(pdf.starts_with(b"%PDF-"), "{paper:?} {lang:?}");
        }
    }
}

#[test]
fn labels_follow_the_language_and_facts_do_not() {
    let press = Press::new();
    let vi = words(&print(&press, Paper::ReceiptA5, &samples::receipt(), Lang::Vi)).join(" ");
    let en = words(&print(&press, Paper::ReceiptA5, &samples::receipt(), Lang::En)).join(" ");
    assert!(vi.contains("BIÊN LAI THU TIỀN") && vi.contains("(Ký, ghi rõ họ tên)"));
    assert!(en.contains("RECEIPT") && !en.contains("BIÊN LAI"));
    assert!(vi.contains("Khám nội tổng quát") && en.contains("Khám nội tổng quát"));
}

#[test]
fn a_short_receipt_is_one_page_without_page_numbers() {
    let pages = words(&print(&Press::new(), Paper::ReceiptA5, &samples::receipt(), Lang::Vi));
    assert_eq!(pages.len(), 1);
    assert!(!pages[0].contains("Trang"));
}

#[test]
fn sixty_lines_break_over_pages_with_the_header_row_on_each() {
    let pages = words(&print(&Press::new(), Paper::ReceiptA5, &samples::long_receipt(60), Lang::Vi));
    assert!(pages.len() > 1);
    for (index, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("Trang {} / {}", index + 1, pages.len())), "{page}");
        assert!(page.contains("Khoản mục SL Đơn giá Thành tiền"), "{page}");
    }
    assert!(pages.last().unwrap().contains("Bệnh nhân trả 493.700 ₫"));
}

/// One clear dot.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

fn with_columns(lines: usize, size: &str) -> Value {
    let mut data = samples::long_receipt(lines);
    for line in data["medicines"].as_array_mut().unwrap() {
        for (key, value) in
            [("discount", "−1.000"), ("insurance", "−7.200"), ("patient", "1.800"), ("vat", "5 %"), ("note_vat", "x")]
        {
            line[key] = value.into();
        }
    }
    data["columns"] = json!(["discount", "insurance", "vat"]);
    data["head_lines"] = json!(["Giấy phép 01234", "Mở cửa 7:00"]);
    data["logo"] = DOT.into();
    data["size"] = size.into();
    data
}

#[test]
fn chosen_columns_logo_and_head_lines_stand_on_every_size() {
    let press = Press::new();
    for size in ["a4", "a5"] {
        let pages = words(&print(&press, Paper::ReceiptA5, &with_columns(60, size), Lang::Vi));
        assert!(pages.len() > 1, "{size}");
        for (index, page) in pages.iter().enumerate() {
            assert!(page.contains(&format!("Trang {} / {}", index + 1, pages.len())), "{page}");
            assert!(page.contains("Khoản mục SL Đơn giá Thuế Thành tiền Giảm BH trả BN trả"), "{size}: {page}");
        }
        assert!(pages[0].contains("Mở cửa 7:00") && pages[0].contains("−7.200"));
        assert!(pages.last().unwrap().contains("Thuốc số 60"), "the totals do not stand alone");
    }
    let roll = words(&print(&press, Paper::Receipt80mm, &with_columns(3, "80mm"), Lang::Vi));
    assert!(roll[0].contains("Giấy phép 01234"));
    let mut broken = with_columns(1, "a5");
    broken["logo"] = "?".into();
    assert_eq!(press.pdf(Paper::ReceiptA5, &broken, Lang::Vi), Err(PressError::Logo));
}

#[test]
fn values_are_text_and_never_markup() {
    let hostile = r##"#panic() *bold* _soft_ $x$ <img> = heading @key -- ... "q" \u{41} // end `raw` https://a.b"##;
    let expected: Vec<_> = hostile.split_whitespace().collect();
    let press = Press::new();
    for paper in Paper::ALL {
        let mut data = samples::of(paper);
        if paper == Paper::Labels {
            data["labels"][0]["patient"] = hostile.into();
        } else if data["patient"].is_object() {
            data["patient"]["name"] = hostile.into();
        } else if matches!(paper, Paper::SessionA4 | Paper::Session80mm) {
            data["note"] = hostile.into();
        } else if paper == Paper::RegisterA4 {
            data["rows"][0][1] = hostile.into();
        } else {
            data["patient"] = hostile.into();
        }
        let text = words(&print(&press, paper, &data, Lang::Vi)).join(" ");
        for word in &expected {
            assert!(text.contains(word), "{paper:?} lost {word}: {text}");
        }
    }
}

#[test]
fn every_vietnamese_letter_has_a_glyph_in_both_weights() {
    let plain = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";
    let decomposed = "a\u{306}\u{301} o\u{302}\u{300} u\u{31b}\u{323}";
    let mut data = samples::ticket();
    data["service"] = format!("{plain} {} {decomposed} ₫ – — “ ” … • ≥ ≤ × µ ° ² ½", plain.to_uppercase()).into();
    data["room"] = data["service"].clone();
    words(&print(&Press::new(), Paper::Ticket80mm, &data, Lang::Vi));
}

#[test]
fn only_the_facts_marked_as_needed_are_needed() {
    let press = Press::new();
    let clinic = json!({ "name": "Minh An" });
    let patient = json!({ "name": "Trần Thị Mai Hương" });
    let papers = [
        (Paper::ReceiptA5, json!({ "clinic": clinic, "patient": patient, "number": "1", "date": "2", "total": "3" })),
        (Paper::Receipt80mm, json!({ "clinic": clinic, "patient": patient, "number": "1", "date": "2", "total": "3" })),
        (
            Paper::PrescriptionA5,
            json!({ "clinic": clinic, "patient": patient, "number": "1", "date": "2", "doctor": "3" }),
        ),
        (Paper::ResultA5, json!({ "clinic": clinic, "patient": patient, "number": "1", "title": "2" })),
        (Paper::CertificateA5, json!({ "clinic": clinic, "patient": patient, "number": "1", "title": "2" })),
        (Paper::Ticket80mm, json!({ "clinic": clinic, "number": "1", "date": "2" })),
        (
            Paper::SummaryA5,
            json!({ "clinic": clinic, "patient": { "name": "1", "code": "2" }, "title": "3", "no_allergies": "4", "printed": "5" }),
        ),
        (
            Paper::Labels,
            json!({ "clinic": clinic, "labels": [{ "patient": "1", "medicine": "2", "quantity": "3", "directions": "4" }] }),
        ),
        (Paper::SessionA4, json!({ "clinic": clinic, "title": "1", "cashier_role": "2", "receiver_role": "3" })),
        (Paper::Session80mm, json!({ "clinic": clinic, "title": "1", "cashier_role": "2", "receiver_role": "3" })),
        (
            Paper::RegisterA4,
            json!({ "clinic": clinic, "title": "1", "columns": ["1", "2", "3", "4", "5", "6", "7", "8"], "rows": [] }),
        ),
    ];
    for (paper, data) in papers {
        press.pdf(paper, &data, Lang::En).unwrap();
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let data = samples::prescription();
    let first = Press::new().pdf(Paper::PrescriptionA5, &data, Lang::Vi).unwrap();
    let second = Press::new().pdf(Paper::PrescriptionA5, &data, Lang::Vi).unwrap();
    assert!(first == second);
}

#[test]
fn a_clinics_own_template_wins_and_may_use_the_built_in_parts() {
    let dir = scratch_dir("own");
    fs::write(dir.join("ticket-80mm.typ"), "#import \"paper.typ\": *\n#show: roll\nOURS #data.number").unwrap();
    let press = Press::with_template_dir(dir.clone());
    assert_eq!(words(&print(&press, Paper::Ticket80mm, &samples::ticket(), Lang::Vi)), ["OURS A020"]);
    fs::write(dir.join("ticket-80mm.typ"), "EDITED").unwrap();
    assert_eq!(words(&print(&press, Paper::Ticket80mm, &samples::ticket(), Lang::Vi)), ["EDITED"]);
    fs::remove_dir_all(dir).unwrap();
}

#[test]
fn a_wrong_template_is_told_with_its_file_and_line() {
    let dir = scratch_dir("wrong");
    fs::write(dir.join("ticket-80mm.typ"), "fine\n#nothing-of-that-name").unwrap();
    let error = Press::with_template_dir(dir.clone()).pdf(Paper::Ticket80mm, &samples::ticket(), Lang::Vi);
    let Err(PressError::Template(findings)) = error else { panic!("{error:?}") };
    assert!(findings.starts_with("ticket-80mm.typ:2: unknown variable"), "{findings}");
    fs::remove_dir_all(dir).unwrap();
}

#[test]
fn a_template_cannot_read_outside_its_directory_nor_run_a_plugin() {
    let dir = scratch_dir("escape");
    let press = Press::with_template_dir(dir.clone());
    for attempt in [
        "#read(\"../../etc/hostname\")",
        "#read(\"/etc/hostname\")",
        "#plugin(bytes(\"x\"))",
        "#import \"@preview/a:1.0.0\"",
    ] {
        fs::write(dir.join("ticket-80mm.typ"), attempt).unwrap();
        let outcome = press.pdf(Paper::Ticket80mm, &samples::ticket(), Lang::Vi);
        assert!(matches!(outcome, Err(PressError::Template(_))), "{attempt}: {outcome:?}");
    }
    fs::remove_dir_all(dir).unwrap();
}

#[test]
fn papers_print_from_several_threads_at_once() {
    let press = Press::new();
    std::thread::scope(|scope| {
        for paper in Paper::ALL {
            let press = &press;
            scope.spawn(move || press.pdf(paper, &samples::of(paper), Lang::Vi).unwrap());
        }
    });
}

#[test]
fn a_text_too_long_for_a_qr_code_is_refused() {
    let mut data = samples::ticket();
    data["qr"] = "x".repeat(4000).into();
    assert_eq!(Press::new().pdf(Paper::Ticket80mm, &data, Lang::Vi), Err(PressError::Qr));
}

fn scratch_dir(name: &str) -> std::path::PathBuf {
    let dir = std::env::temp_dir().join(format!("kham-press-{name}-{}", std::process::id()));
    fs::create_dir_all(&dir).unwrap();
    dir
}

#[test]
fn a_warm_receipt_is_drawn_at_once() {
    let press = Press::new();
    let data = samples::receipt();
    press.pdf(Paper::ReceiptA5, &data, Lang::Vi).unwrap();
    let mut times: Vec<_> = (0..9)
        .map(|_| {
            let began = std::time::Instant::now();
            press.pdf(Paper::ReceiptA5, &data, Lang::Vi).unwrap();
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("a warm A5 receipt: {:?}, goal 20 ms in a release build", times[4]);
    assert!(times[4].as_millis() < 2_000, "{:?}", times[4]);
}
