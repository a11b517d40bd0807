//! The line that is being typed, before it is written: what stands on the list already, and of which medicine something is said.

use crate::both;
use crate::desk::{in_room, post};
use crate::harness::Clinic;
use kham::bench::http::Browser;

both!(what_stands_on_the_list_is_told_while_the_line_is_typed, on_list);
both!(a_preview_says_nothing_of_the_other_medicines_of_the_list, of_its_own);
both!(the_example_of_a_reason_fits_its_stop, example);

async fn preview(doctor: &mut Browser, visit: &str, line: &str) -> String {
    let path = format!("/visits/{visit}/prescription/line?line={}", ground::web::percent(line));
    doctor.get(&path).await.unwrap().body
}

async fn on_list(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Đã Có Thuốc").await;
    post(&mut doctor, &format!("/visits/{visit}/prescription"), &[("line", "paracetamol_500_tab 1-1-1 3n")]).await;
    for (lang, same, other) in [
        ("vi", "Thuốc này đã có trong đơn", "Đơn đã có cùng hoạt chất"),
        ("en", "This medicine is on the prescription already", "The same ingredient is on the prescription already"),
    ] {
        doctor.speak(lang);
        let said = preview(&mut doctor, &visit, "paracetamol_500_tab 1-0-1 5n").await;
        assert!(said.contains(same), "{said}");
        let said = preview(&mut doctor, &visit, "paracetamol_650_tab 1-0-1 5n").await;
        assert!(!said.contains(same) && said.contains("Paracetamol 500 mg"), "which one is named: {said}");
        let said = preview(&mut doctor, &visit, "loratadine_10_tab 1-0-0 3n").await;
        assert!(!said.contains(same) && !said.contains(other), "{said}");
    }
}

async fn of_its_own(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Văn Của Riêng").await;
    post(&mut doctor, &format!("/visits/{visit}/prescription"), &[("line", "paracetamol_500_tab 1-1-1 3n")]).await;
    let chart = doctor.get(&format!("/visits/{visit}/chart")).await.unwrap().body;
    let below = chart.split("id=\"rx\"").nth(1).unwrap();
    assert!(below.contains("mức lọc cầu thận"), "whether the kidneys allow it is not known, and the list says so");
    let said = preview(&mut doctor, &visit, "bromhexine_8_tab 1-1-1 5n").await;
    assert!(said.contains("Bromhexin"), "{said}");
    assert!(!said.contains("Paracetamol") && !said.contains("mức lọc cầu thận"), "told of another medicine: {said}");
    let said = preview(&mut doctor, &visit, "paracetamol_650_tab 1-0-1 5n").await;
    assert!(said.contains("mức lọc cầu thận"), "its own is told: {said}");
}

async fn example(clinic: Clinic) {
    let (mut doctor, visit) = in_room(&clinic, "Lê Thị Quá Liều").await;
    let (chart, prescription) = (format!("/visits/{visit}/chart"), format!("/visits/{visit}/prescription"));
    post(&mut doctor, &prescription, &[("line", "paracetamol_500_tab 4-4-4 3n")]).await;
    let page = doctor.get(&chart).await.unwrap().body;
    assert!(page.contains("/override\"") && page.contains("Ví dụ: đang dùng liều này"), "{page}");
    assert!(!page.contains("đã dùng nhiều lần không phản ứng"), "that is an example for an allergy");
    let allergy = [("allergen", "ingredient:amoxicillin"), ("severity", "severe"), ("reaction", "Phù môi")];
    post(&mut doctor, &format!("/visits/{visit}/allergies"), &allergy).await;
    post(&mut doctor, &prescription, &[("line", "amoxicillin_500_cap 1-0-1 5n")]).await;
    let page = doctor.get(&chart).await.unwrap().body;
    assert!(page.contains("đã dùng nhiều lần không phản ứng"), "{page}");
}
