//! The people who work in the demonstration clinic. All are invented.

/// Somebody to sign in as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoAccount {
    pub login: &'static str,
    pub name: &'static str,
    /// The code of the role, as `ground::access::Role::parse` reads it.
    pub role: &'static str,
    /// `BS.`, `ĐD.`; may be empty.
    pub title: &'static str,
    /// In words of the clinic's language.
    pub speciality: &'static str,
}

const fn account(
    login: &'static str,
    name: &'static str,
    role: &'static str,
    title: &'static str,
    speciality: &'static str,
) -> DemoAccount {
    DemoAccount { login, name, role, title, speciality }
}

const ACCOUNTS: [DemoAccount; 14] = [
    account("letan", "Lê Thu Trang", "receptionist", "", "Lễ tân"),
    account("dieuduong", "Nguyễn Thị Hằng", "nurse", "ĐD.", "Điều dưỡng"),
    account("bacsi1", "Phạm Quốc Bảo", "doctor", "BS.", "Nội tổng quát"),
    account("bacsi2", "Nguyễn Thị Hạnh", "doctor", "BS.", "Nhi khoa"),
    account("bacsi3", "Lê Hoàng Nam", "doctor", "BS.", "Tai mũi họng"),
    account("bacsi4", "Vũ Thị Thanh", "doctor", "BS.", "Sản phụ khoa"),
    account("bacsi5", "Đặng Minh Châu", "doctor", "BS.", "Da liễu"),
    account("ktv", "Đỗ Minh Tuấn", "technician", "KTV.", "Xét nghiệm"),
    account("ktv2", "Trần Văn Phú", "technician", "KTV.", "Chẩn đoán hình ảnh"),
    account("duocsi", "Ngô Thị Yến", "pharmacist", "DS.", "Nhà thuốc"),
    account("thungan", "Vũ Hồng Nhung", "cashier", "", "Thu ngân"),
    account("thukho", "Đinh Quang Huy", "storekeeper", "", "Kho thuốc"),
    account("quanly", "Hoàng Minh Đức", "manager", "", "Quản lý"),
    account("chu", "Trần Thị Minh An", "owner", "", "Chủ phòng khám"),
];

/// The accounts of the demonstration clinic, in the order of the sign-in page; all have one password.
pub fn accounts() -> Vec<DemoAccount> {
    ACCOUNTS.to_vec()
}
