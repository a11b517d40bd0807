//! The acts of the audit in the words of people.

use crate::text;
use bricks::lang::Lang;
use ground::access::Role;
use ground::web::role_text;

macro_rules! acts {
    ($($code:literal => $words:ident),* $(,)?) => {
        /// What somebody did; `None` for an act that has no words yet.
        pub fn act(l: Lang, code: &str) -> Option<&'static str> {
            match code {
                $($code => Some(text::$words(l)),)*
                _ => None,
            }
        }
    };
}

acts! {
    "add_price_rule" => act_add_price_rule,
    "end_price_rule" => act_end_price_rule,
    "set_service_terms" => act_set_service_terms,
    "buy_package" => act_buy_package,
    "mend_unbilled" => act_mend_unbilled,
    "mend_undone" => act_mend_undone,
    "set_share" => act_set_share,
    "export_report" => act_export_report,
    "switch_voucher" => act_switch_voucher,
    "make_voucher" => act_make_voucher,
    "refuse_discount" => act_refuse_discount,
    "ask_discount" => act_ask_discount,
    "set_bank_account" => act_set_bank_account,
    "receive_transfer" => act_receive_transfer,
    "dismiss_transfer" => act_dismiss_transfer,
    "close_left_open" => act_close_left_open,
    "void_receipt" => act_void_receipt,
    "refuse_refund" => act_refuse_refund,
    "pay_refund" => act_pay_refund,
    "open_cash_session" => act_open_cash_session,
    "move_cash" => act_move_cash,
    "close_cash_session" => act_close_cash_session,
    "ask_refund" => act_ask_refund,
    "approve_refund" => act_approve_refund,
    "add_allergy" => act_add_allergy,
    "add_day_hours" => act_add_day_hours,
    "accept_booking" => act_accept_booking,
    "add_diagnosis" => act_add_diagnosis,
    "add_medicine" => act_add_medicine,
    "add_place" => act_add_place,
    "add_service" => act_add_service,
    "add_staff" => act_add_staff,
    "add_wish" => act_add_wish,
    "adjust_stock" => act_adjust_stock,
    "attach_image" => act_attach_image,
    "begin_prescription" => act_begin_prescription,
    "book" => act_book,
    "book_series" => act_book_series,
    "call_again" => act_call_again,
    "call_in" => act_call_in,
    "call_patient" => act_call_patient,
    "cancel_appointment" => act_cancel_appointment,
    "cancel_order" => act_cancel_order,
    "cancel_prescription" => act_cancel_prescription,
    "confirm_appointment" => act_confirm_appointment,
    "change_password" => act_change_password,
    "change_medicine" => act_change_medicine,
    "change_place" => act_change_place,
    "change_service" => act_change_service,
    "charge" => act_charge,
    "check_in" => act_check_in,
    "complete_order" => act_complete_order,
    "correct_result" => act_correct_result,
    "confirm_safety_line" => act_confirm_safety_line,
    "create_patient" => act_create_patient,
    "demo_made" => act_demo_made,
    "disable_staff" => act_disable_staff,
    "dispense" => act_dispense,
    "finish_visit" => act_finish_visit,
    "first_start" => act_first_start,
    "fulfil_wish" => act_fulfil_wish,
    "give_consent" => act_give_consent,
    "choose_payer" => act_choose_payer,
    "remove_payer" => act_remove_payer,
    "send_claims" => act_send_claims,
    "settle_claim" => act_settle_claim,
    "add_payer" => act_add_payer,
    "add_plan" => act_add_plan,
    "change_plan" => act_change_plan,
    "set_payer_rule" => act_set_payer_rule,
    "give_discount" => act_give_discount,
    "hold_time" => act_hold_time,
    "import_safety_list" => act_import_safety_list,
    "issue_prescription" => act_issue_prescription,
    "leave" => act_leave,
    "make_leave" => act_make_leave,
    "merge_patients" => act_merge_patients,
    "move_appointment" => act_move_appointment,
    "no_show" => act_no_show,
    "pair_screen" => act_pair_screen,
    "note_safety_facts" => act_note_safety_facts,
    "override_safety" => act_override_safety,
    "place_order" => act_place_order,
    "plan_follow_up" => act_plan_follow_up,
    "prescribe" => act_prescribe,
    "print_prescription" => act_print_prescription,
    "print_receipt" => act_print_receipt,
    "print_ticket" => act_print_ticket,
    "put_back" => act_put_back,
    "read_bill" => act_read_bill,
    "read_chart" => act_read_chart,
    "read_image" => act_read_image,
    "read_order" => act_read_order,
    "read_prescription" => act_read_prescription,
    "read_profile" => act_read_profile,
    "read_receipt" => act_read_receipt,
    "read_record" => act_read_record,
    "read_vitals" => act_read_vitals,
    "receive_stock" => act_receive_stock,
    "remove_allergy" => act_remove_allergy,
    "remove_day_hours" => act_remove_day_hours,
    "remove_diagnosis" => act_remove_diagnosis,
    "remove_discount" => act_remove_discount,
    "remove_holiday" => act_remove_holiday,
    "remove_leave" => act_remove_leave,
    "remove_prescription_line" => act_remove_prescription_line,
    "remove_zalo" => act_remove_zalo,
    "retire_place" => act_retire_place,
    "retire_service" => act_retire_service,
    "review_result" => act_review_result,
    "set_channels" => act_set_channels,
    "set_zalo" => act_set_zalo,
    "sign_note" => act_sign_note,
    "amend_note" => act_amend_note,
    "choose_note" => act_choose_note,
    "hand_over" => act_hand_over,
    "make_main_diagnosis" => act_make_main_diagnosis,
    "change_diagnosis_stage" => act_change_diagnosis_stage,
    "import_diagnoses" => act_import_diagnoses,
    "make_order_set" => act_make_order_set,
    "remove_order_set" => act_remove_order_set,
    "set_service_payment" => act_set_service_payment,
    "put_template" => act_put_template,
    "choose_prescription_language" => act_choose_prescription_language,
    "put_prescription_template" => act_put_prescription_template,
    "remove_prescription_template" => act_remove_prescription_template,
    "remove_template" => act_remove_template,
    "copy_note" => act_copy_note,
    "issue_certificate" => act_issue_certificate,
    "void_certificate" => act_void_certificate,
    "print_certificate" => act_print_certificate,
    "save_note" => act_save_note,
    "set_holiday" => act_set_holiday,
    "set_hours" => act_set_hours,
    "set_no_show" => act_set_no_show,
    "set_overbooking" => act_set_overbooking,
    "set_price" => act_set_price,
    "set_queue_rule" => act_set_queue_rule,
    "set_services" => act_set_services,
    "set_website" => act_set_website,
    "settle" => act_settle,
    "sign_in" => act_sign_in,
    "sign_out" => act_sign_out,
    "allow_substitute" => act_allow_substitute,
    "answer_pharmacy" => act_answer_pharmacy,
    "check_controlled" => act_check_controlled,
    "pause_prescription" => act_pause_prescription,
    "resume_prescription" => act_resume_prescription,
    "return_medicines" => act_return_medicines,
    "scan_pack" => act_scan_pack,
    "set_barcode" => act_set_barcode,
    "undo_dispense" => act_undo_dispense,
    "start_order" => act_start_order,
    "stretch_appointment" => act_stretch_appointment,
    "take_back_charge" => act_take_back_charge,
    "take_back_check_in" => act_take_back_check_in,
    "undo_appointment" => act_undo_appointment,
    "take_vitals" => act_take_vitals,
    "undo_merge" => act_undo_merge,
    "unpair_screen" => act_unpair_screen,
    "update_patient" => act_update_patient,
    "use_place" => act_use_place,
    "use_service" => act_use_service,
    "withdraw_consent" => act_withdraw_consent,
    "withdraw_wish" => act_withdraw_wish,
    "add_problem" => act_add_problem,
    "end_problem" => act_end_problem,
    "add_family_illness" => act_add_family_illness,
    "end_family_illness" => act_end_family_illness,
    "stop_medicine" => act_stop_medicine,
    "take_stop_back" => act_take_stop_back,
    "open_record" => act_open_record,
    "knock_record" => act_knock_record,
    "close_record" => act_close_record,
    "review_opening" => act_review_opening,
    "read_readers" => act_read_readers,
    "register_request" => act_register_request,
    "decide_request" => act_decide_request,
    "restrict_record" => act_restrict_record,
    "lift_restriction" => act_lift_restriction,
    "erase_profile" => act_erase_profile,
    "set_request_days" => act_set_request_days,
    "print_summary" => act_print_summary,
    "export_record" => act_export_record,
    "write_message" => act_write_message,
}

/// The word for a department's code.
pub fn department(l: Lang, code: &str) -> &str {
    match code {
        "general" => text::department_general(l),
        "internal" => text::speciality_internal(l),
        "paediatrics" => text::speciality_paediatrics(l),
        "ent" => text::speciality_ent(l),
        "obstetrics" => text::speciality_obstetrics(l),
        "dermatology" => text::speciality_dermatology(l),
        "dental" => text::speciality_dental(l),
        "laboratory" => text::speciality_laboratory(l),
        "imaging" => text::speciality_imaging(l),
        "vaccination" => text::department_vaccination(l),
        other => other,
    }
}

/// The word for a kind of service.
pub fn service_kind(l: Lang, code: &str) -> &str {
    match code {
        "consultation" => text::kind_consultation(l),
        "lab" => text::kind_lab(l),
        "imaging" => text::kind_imaging(l),
        "procedure" => text::kind_procedure(l),
        "vaccine" => text::kind_vaccine(l),
        other => other,
    }
}

/// What somebody does here: as it was written, but the usual ones, which are told in the reader's language.
pub fn speciality(l: Lang, written: &str) -> &str {
    const USUAL: [fn(Lang) -> &'static str; 10] = [
        text::speciality_internal,
        text::speciality_paediatrics,
        text::speciality_ent,
        text::speciality_obstetrics,
        text::speciality_dermatology,
        text::speciality_dental,
        text::speciality_laboratory,
        text::speciality_imaging,
        text::speciality_pharmacy,
        text::speciality_storeroom,
    ];
    let is_written = |word: &str| word.eq_ignore_ascii_case(written);
    let usual = USUAL.into_iter().find(|word| Lang::ALL.into_iter().any(|each| is_written(word(each))));
    let role = || Role::ALL.into_iter().find(|role| is_written(role_text(*role, Lang::Vi)));
    usual.map(|word| word(l)).or_else(|| role().map(|role| role_text(role, l))).unwrap_or(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_act_is_left_to_its_name() {
        assert_eq!(act(Lang::Vi, "something_new"), None);
        assert!(act(Lang::En, "check_in").is_some());
    }
}
