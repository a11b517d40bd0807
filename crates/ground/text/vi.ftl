### shell
shell-skip = Tới nội dung chính
shell-rooms = Khu vực làm việc
shell-waiting = đang chờ
shell-search = Tìm bệnh nhân…
shell-live = Trực tiếp
shell-live-lost = Mất kết nối
shell-theme = Đổi giao diện sáng / tối
shell-language = Ngôn ngữ
shell-account = Tài khoản của tôi
shell-sign-out = Đăng xuất
shell-loses = Có nội dung bạn gõ chưa lưu được. Nếu đăng xuất bây giờ, nội dung đó sẽ mất. Vẫn đăng xuất?
shell-lost = Mất kết nối máy chủ.
shell-lost-hint = Số liệu trên màn hình có thể đã cũ; đang tự kết nối lại.
shell-retry = Thử ngay
saved = Đã lưu.
shell-failed = Chưa gửi được. Nội dung đã gõ còn nguyên, hãy thử lại.
shell-unsaved = Nội dung vừa gõ chưa được lưu và sẽ mất. Vẫn rời đi?
shell-palette = Bảng lệnh
shell-palette-label = Tìm bệnh nhân hoặc thao tác
shell-palette-hint = Gõ tên, số điện thoại, mã BN hoặc lệnh…
shell-results = Kết quả
shell-choose = chọn
shell-open = mở
combobox-none = Không tìm thấy. Thử từ khác hoặc mã.
shell-nothing-found = Không tìm thấy. Thử số điện thoại hoặc mã BN.
shell-go-to = Đi tới
shell-go-keys = G rồi { $letter }

### office
office-parts = Mục
office-today = Hôm nay
office-reports = Doanh thu
office-staff = Nhân viên
office-places = Phòng, máy
office-services = Dịch vụ
office-medicines = Thuốc
office-settings = Thiết lập

### web
field-required = Vui lòng điền mục này.
field-reason = Lý do quá ngắn, hãy viết rõ thành lời.
field-choose = Vui lòng chọn một mục.
field-unknown = Mục đã chọn không (còn) tồn tại.
field-whole = Vui lòng nhập số nguyên từ { $min } đến { $max }.
field-between = Vui lòng nhập số từ { $min } đến { $max }.
key-missing = Biểu mẫu không còn hiệu lực. Vui lòng tải lại trang và thử lại.
key-reused = Biểu mẫu này đã được gửi với nội dung khác. Vui lòng tải lại trang và thử lại.
denied-title = Không được phép
denied-text = Vai trò của bạn không được làm việc này. Hãy hỏi người quản lý nếu công việc cần đến.
missing-title = Không tìm thấy
missing-text = Trang này không tồn tại, hoặc nội dung không thuộc cơ sở của bạn.
refused-title = Chưa thực hiện được
busy-text = Máy của phòng khám đang quá tải. Chưa lưu gì cả; vui lòng thử lại sau giây lát.
no-space-text = Ổ đĩa đã đầy hoặc không ghi được. Chưa lưu gì cả. Hãy báo người phụ trách máy tính.
fault-title = Có lỗi xảy ra
fault-text = Chưa lưu gì cả. Nếu lỗi lặp lại, hãy báo người phụ trách máy tính mã số: { $id }
back-to-work = Trở lại làm việc
role-receptionist = Lễ tân
role-nurse = Điều dưỡng
role-doctor = Bác sĩ
role-technician = Kỹ thuật viên
role-pharmacist = Dược sĩ
role-cashier = Thu ngân
role-storekeeper = Thủ kho
role-manager = Quản lý
role-owner = Chủ phòng khám

### people
sex-male = Nam
sex-female = Nữ
sex-other = Khác
patient-changed = Hồ sơ vừa được người khác sửa. Nội dung bạn nhập vẫn ở đây; hãy tải lại, so sánh rồi lưu lại.
birth-impossible = Ngày sinh không hợp lệ: phải từ năm 1900 đến hôm nay.
ended-title = Phiên làm việc đã hết
ended-text = Chưa lưu gì cả. Nội dung bạn nhập vẫn ở trang trước: hãy đăng nhập ở thẻ khác rồi gửi lại.
ended-toast = Phiên làm việc đã hết, chưa lưu gì thêm. Nội dung bạn nhập vẫn ở trang này: hãy đăng nhập ở thẻ khác, rồi quay lại đây.
ended-sign-in = Đăng nhập lại
too-large-title = Nội dung quá lớn
too-large-text = Chưa lưu gì cả. Nội dung bạn gửi dài hơn mức cho phép. Hãy quay lại trang trước (nội dung vẫn còn), rút gọn rồi gửi lại.

### strengths
strength-dose = liều
strength-puff = nhát
strength-iron = sắt
strength-zinc = kẽm
strength-calcium = canxi
strength-spores = bào tử
strength-billion = tỷ
strength-dissolved = Pha
strength-drops = giọt

### Mở hồ sơ khi không có quyền
closed-title = Bạn không có quyền xem hồ sơ này
closed-text = Vai trò hoặc cơ sở của bạn không được xem hồ sơ này, hoặc hồ sơ đang bị hạn chế xử lý. Khi việc khám chữa bệnh cần đến, bạn có thể mở hồ sơ trong thời gian ngắn với lý do; việc này được ghi lại và xem xét.
closed-open = Mở hồ sơ ngoài quyền (cần lý do)
opened-until = Hồ sơ đang được mở ngoài quyền, đến { $time }.
opened-for-visit = Hồ sơ đang được mở ngoài quyền, cho đến hết lượt khám này.
opened-because = Lý do: { $reason }
opened-close = Đóng lại
opening-needless = Bạn đang có quyền xem hồ sơ này, không cần mở ngoài quyền.
opening-own = Người khác phải xem xét lần mở hồ sơ của chính bạn.
opening-reviewed = Lần mở hồ sơ này đã được xem xét.

### Dạng thuốc
form-consumable = Vật tư tiêu hao
form-tablet = Viên nén
form-capsule = Viên nang
form-sachet = Gói bột
form-syrup = Siro
form-oral-drops = Giọt uống
form-cream = Kem bôi
form-gel = Gel
form-eye-drops = Nhỏ mắt
form-ear-drops = Nhỏ tai
form-nasal-drops = Nhỏ mũi
form-nasal-spray = Xịt mũi
form-inhaler = Bình hít
form-suppository = Viên đặt hậu môn
form-vaginal-tablet = Viên đặt âm đạo
form-injection = Thuốc tiêm
form-infusion = Dịch truyền
form-suspension = Hỗn dịch
form-effervescent = Viên sủi
form-nebuliser = Khí dung
form-pen = Bút tiêm
form-solution = Dung dịch
form-oral-ampoule = Ống uống
form-ointment = Thuốc mỡ
form-powder = Bột pha tiêm
