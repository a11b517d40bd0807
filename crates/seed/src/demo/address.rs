use crate::dice::Dice;

const STREETS: [&str; 24] = [
    "Hoa Mai",
    "Hoa Sữa",
    "Phượng Vĩ",
    "Bằng Lăng",
    "Cây Điệp",
    "Bến Đò",
    "Chợ Cũ",
    "Cầu Gỗ",
    "Giếng Nước",
    "Vườn Lài",
    "Xóm Củi",
    "Rạch Sen",
    "Bờ Kè",
    "Cây Sung",
    "Đồng Khởi Mới",
    "Hàng Dừa",
    "Lò Gốm",
    "Nhà Thờ Cũ",
    "Ông Lãnh",
    "Rừng Sác",
    "Sông Xanh",
    "Tre Vàng",
    "Vạn Tượng",
    "Ấp Chiến",
];
const WARDS: [&str; 18] = [
    "phường Tân Định",
    "phường Bến Thành",
    "phường Bàn Cờ",
    "phường Nhiêu Lộc",
    "phường Vĩnh Hội",
    "phường Chợ Quán",
    "phường An Đông",
    "phường Bình Thạnh",
    "phường Gia Định",
    "phường Phú Nhuận",
    "phường Tân Sơn Hòa",
    "phường Bảy Hiền",
    "phường Thủ Đức",
    "phường Chợ Lớn",
    "phường Khánh Hội",
    "phường Hạnh Thông",
    "phường Tân Hưng",
    "phường An Lạc",
];
const PROVINCES: [&str; 8] =
    ["Tây Ninh", "Đồng Nai", "Đồng Tháp", "Vĩnh Long", "Lâm Đồng", "An Giang", "Cần Thơ", "Cà Mau"];
const COMMUNES: [&str; 8] = [
    "xã Hòa Bình",
    "xã Tân Phú",
    "xã Long Thành",
    "xã Bình An",
    "xã Phước Lộc",
    "xã An Thạnh",
    "xã Mỹ Lợi",
    "xã Thạnh Đông",
];

/// An address that nobody has: the streets are invented.
pub(super) fn invent(dice: &mut Dice) -> String {
    let number = dice.between(1, 320);
    let house = if dice.percent(35) { format!("{number}/{}", dice.between(1, 60)) } else { number.to_string() };
    let street = dice.word(&STREETS);
    if dice.percent(82) {
        format!("{house} đường {street}, {}, TP. Hồ Chí Minh", dice.word(&WARDS))
    } else {
        format!("{house} đường {street}, {}, {}", dice.word(&COMMUNES), dice.word(&PROVINCES))
    }
}
