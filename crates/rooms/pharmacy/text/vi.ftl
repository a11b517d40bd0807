room-title = Nhà thuốc
queue-title = Đơn chờ cấp
queue-region = Hàng chờ nhà thuốc
queue-none = Không có đơn nào chờ
queue-none-hint = Đơn bác sĩ vừa phát hành hiện ra ở đây ngay.
medicines = { $count } thuốc
child = trẻ em
minutes-waiting = đã chờ { $minutes } phút
choose-title = Chọn một đơn thuốc
choose-hint = Bấm vào một đơn bên trái để xem lô gợi ý và cấp phát.
today-title = Đã cấp hôm nay
today-none = Hôm nay chưa cấp đơn nào.

state-draft = Bác sĩ đang kê
state-issued = Chờ cấp
state-dispensed = Đã cấp { $time }
state-cancelled = Đã huỷ
record = Mở hồ sơ của { $name }
prescription-number = Đơn { $number }
weight = { $kilograms } kg
no-weight = chưa cân
allergic = Dị ứng { $what }
station-next = Tiếp theo
dispensed-by = Người cấp

fefo = Lô được gợi ý theo hạn dùng gần nhất; có thể sửa số lấy ở từng lô.
col-medicine = Thuốc và cách dùng
col-batch = Lô
col-expiry = Hạn dùng
col-on-hand = Tồn
col-take = Lấy
col-quantity = Số lượng
medicines-region = Thuốc cần cấp
near-expiry = Cận hạn
ends-early = Hết hạn trước khi dùng xong
take-label = Lấy từ lô { $batch } cho { $medicine }
short = Thiếu { $amount }
no-batch = Không còn lô nào dùng được
dose-morning = sáng { $dose }
dose-noon = trưa { $dose }
dose-evening = chiều { $dose }
dose-night = tối { $dose }
for-days = { $days } ngày

checks-title = Kiểm tra
check-allergy = Bệnh nhân dị ứng { $what }. So từng thuốc trước khi giao.
check-no-allergy = Chưa ghi nhận dị ứng; hỏi lại bệnh nhân.
check-conditions = Bệnh nền: { $what }
check-child = Trẻ em { $age }, nặng { $weight }: kiểm tra liều theo cân nặng.
check-child-no-weight = Trẻ em { $age }, chưa cân: hỏi cân nặng trước khi giao.
check-enough = Đủ thuốc cho cả đơn.
check-short = Chưa đủ thuốc: { $what }. Nhập thêm vào kho hoặc báo { $doctor }.
check-near = Có lô cận hạn: { $what }.
check-controlled = Thuốc kiểm soát đặc biệt: { $what }.
advise-title = Dặn bệnh nhân
advise-none = Không có lời dặn riêng.
explained = Đã kiểm tra, giao thuốc và dặn cách dùng
total = Tiền thuốc
print = In đơn
dispense = Giao thuốc
next-prescription = Tiếp: { $ticket }
only-pharmacist = Chỉ dược sĩ được cấp phát.

### refusals
explained-missing = Hãy đánh dấu đã kiểm tra, giao và dặn cách dùng.
takes-wrong = Số lấy ở { $count } thuốc chưa đúng, xem các dòng màu đỏ. Chưa cấp gì cả.
take-sum = Tổng số lấy phải bằng { $wanted }; đang là { $typed }.
stock-changed = Tồn kho vừa thay đổi nên chưa cấp gì cả. Số lấy bên dưới đã được gợi ý lại; hãy kiểm tra rồi giao.
already-dispensed = Đơn này vừa được { $name } cấp phát.
not-issued = Đơn này chưa phát hành hoặc đã huỷ.

### paper
paper-date = Ngày { $day } tháng { $month } năm { $year }
