### Thu ngân
room = Thu ngân
bill = Phiếu thu
idle-title = Chọn một bệnh nhân để thu tiền
idle-hint = Danh sách chờ thu ở bên trái tự cập nhật.
idle-nobody = Hiện chưa có ai chờ thanh toán.
taken-cash = Bạn đã thu hôm nay: tiền mặt
taken-transfer = chuyển khoản

queue = Chờ thu
queue-list = Danh sách chờ thu
queue-empty = Không ai chờ thanh toán
queue-in-house = Còn đang khám
queue-earlier = Chưa trả từ hôm trước
waits-for = Số phút đã chờ
contents-orders = cận lâm sàng
contents-medicines = thuốc

### Phiếu thu
state-paid = Đã thu
bill-lines = Chi tiết phiếu thu
bill-empty = Chưa có khoản nào phải thu
bill-empty-hint = Khoản thu xuất hiện ở đây khi bệnh nhân được khám, làm cận lâm sàng hoặc nhận thuốc.
bill-paid = Đã thu đủ
col-item = Khoản mục
col-quantity = SL
col-price = Đơn giá
col-amount = Thành tiền
group-services = Khám và dịch vụ
group-medicines = Thuốc
sum-charged = Cộng
sum-discount = Giảm giá
sum-due = Bệnh nhân trả

discount = Giảm giá
discount-amount = Số tiền hoặc phần trăm
discount-amount-example = 50.000 hoặc 10%
discount-reason = Lý do
discount-reason-example = Người nhà nhân viên
discount-give = Áp dụng
discount-hint = Được ghi lại cùng tên bạn.
discount-by = Giảm bởi { $name }
discount-remove = Bỏ giảm giá
discount-share = Phần trăm phải từ 0 đến 100, tối đa 2 chữ số lẻ, ví dụ 7,5%.
discount-nothing = Giảm giá phải lớn hơn 0.
discount-too-large = Giảm giá không được quá tổng phải thu ({ $amount }).
discount-exists = Phiếu thu này đã có giảm giá. Hãy bỏ giảm giá cũ trước.
discount-gone = Phiếu thu này không còn giảm giá nào.

### Thanh toán
payment = Thanh toán
payment-method = Hình thức thanh toán
payment-confirm = Xác nhận đã thu
payment-confirm-nothing = Xác nhận miễn thu
payment-not-yours = Chỉ thu ngân được thu tiền. Bạn đang xem phiếu thu.
payment-may-grow = { $station }: phiếu thu có thể còn tăng thêm.
payment-nothing-due = Giảm giá đã bằng toàn bộ phiếu thu. Xác nhận để xuất biên lai 0 ₫.
tendered-question = Khách đưa bao nhiêu tiền mặt?
tendered = Khách đưa
tendered-missing = Hãy nhập số tiền khách đưa.
tendered-short = Khách đưa còn thiếu { $amount }.
change = Tiền thối
change-short = thiếu
quick-notes = Mệnh giá gợi ý
quick-exact = Vừa đủ
quick-clear = Xoá
transfer-amount = Số tiền chuyển khoản
reference = Mã giao dịch
reference-hint = Như trên tin báo có của ngân hàng.
bill-changed = Phiếu thu vừa thay đổi: nay phải thu { $amount }. Hãy xem lại rồi xác nhận. Nội dung bạn đã nhập vẫn còn.
nothing-open = Không còn khoản nào phải thu của lượt khám này.
already-paid = { $who } đã thu lúc { $when }, biên lai { $number }.

### Biên lai
receipt = Biên lai
receipt-open = Xem biên lai
receipt-preview = Bản xem trước
receipt-no-number = (chưa cấp số)
receipt-on-screen = Biên lai 80 mm
receipt-print = In biên lai
taken = Đã thu
next-patient = Khách kế tiếp: { $ticket }
back-to-queue = Về danh sách chờ thu
fact-number = Số
fact-issued = Lúc
fact-method = Hình thức
fact-cashier = Thu ngân
fact-next = Tiếp theo
fact-follow-up = Tái khám
paper-title = BIÊN LAI THU TIỀN
paper-tax = MST
paper-patient = BN
paper-due = Phải trả
paper-to-pharmacy = Mang biên lai tới Nhà thuốc, số { $ticket }.
paper-follow-up = Tái khám: { $day }.
paper-thanks = Cảm ơn quý khách.

### Gửi email
mail-address = Gửi biên lai qua email
mail-lang = Ngôn ngữ của thư
mail-send = Gửi email
mail-sent = Đã gửi tới { $address } lúc { $when }.
mail-waiting = Đang chờ gửi tới { $address }.
mail-failed = Chưa gửi được tới { $address }. Xem trang Tin nhắn.
mail-unknown = Không rõ thư tới { $address } đã đến chưa. Xem trang Tin nhắn.
email-missing = Hãy nhập địa chỉ email.
email-exists = Biên lai này đã được xếp gửi qua email.
email-refused = Bệnh nhân không đồng ý nhận tin nhắn và email. Hãy in biên lai, hoặc ghi lại sự đồng ý ở hồ sơ.
mail-subject = Biên lai { $number } - { $clinic }
mail-greeting = Kính gửi quý khách { $name },
mail-text = { $clinic } gửi quý khách biên lai số { $number } ngày { $day }, tổng số tiền { $total }. Biên lai đính kèm thư này (tệp PDF).
mail-end = Trân trọng,
