### Lịch hẹn
appointment-slot-taken = Giờ này vừa có người đặt. Hãy chọn giờ khác còn trống.
appointment-duration = Thời lượng phải từ 5 đến 480 phút.
appointment-off-grid = Giờ hẹn phải tròn 5 phút, ví dụ 9:05 hoặc 9:10.
appointment-past = Giờ hẹn đã qua. Hãy chọn giờ từ bây giờ trở đi.
appointment-outside-hours = Bác sĩ không làm việc vào giờ này. Hãy chọn giờ trong lịch làm việc.
appointment-not-due = Chưa đến giờ hẹn nên chưa thể ghi là không đến.
appointment-day-over = Lịch hẹn này đã qua ngày. Hãy tiếp đón như bệnh nhân không hẹn trước.
appointment-arrived = Lịch hẹn này đã được tiếp đón.
appointment-cancelled = Lịch hẹn này đã huỷ.
appointment-no-show = Lịch hẹn này đã ghi là không đến.
appointment-changed = Lịch hẹn vừa được người khác thay đổi. Hãy xem lại.
appointment-no-device = Thiết bị của dịch vụ này đang ngừng dùng. Hãy chọn dịch vụ khác.
appointment-device-taken = Thiết bị của dịch vụ này đã có người đặt vào giờ đó. Hãy chọn giờ khác.
appointment-no-overbooking = Giờ này đã có người đặt và bác sĩ không nhận đặt chồng. Hãy chọn giờ khác.
appointment-overbooking-full = Giờ này đã có người đặt, { $count } chỗ đặt chồng cũng đã hết. Hãy chọn giờ khác.
appointment-undo-late = Lịch hẹn đã được thay đổi sau đó nên không hoàn tác được nữa. Hãy xem lại.

### Lịch làm việc
schedule-holiday = Phòng khám nghỉ { $name } vào ngày này. Hãy chọn ngày khác.
schedule-doctor-away = Bác sĩ nghỉ ({ $kind }) đến { $until }. Hãy chọn giờ khác hoặc bác sĩ khác.
schedule-room-away = Phòng hoặc thiết bị không dùng được ({ $kind }) đến { $until }. Hãy chọn giờ khác.
schedule-room-closed = Phòng hoặc thiết bị không hoạt động vào giờ này. Hãy chọn giờ khác.
leave-annual = nghỉ phép
leave-sick = nghỉ ốm
leave-training = đi học, hội nghị
leave-maintenance = bảo trì, sửa chữa
leave-other = lý do khác
leave-day-end = hết ngày { $day }
leave-end-before-start = Thời điểm kết thúc phải sau thời điểm bắt đầu.
leave-over = Thời gian nghỉ này đã qua.
leave-too-long = Mỗi lần nghỉ dài nhất 400 ngày.
leave-removed = Lần nghỉ này đã được bỏ trước đó.
hours-overlap = Các khoảng giờ trong một ngày phải nối tiếp nhau, không chồng lên nhau, và kết thúc sau khi bắt đầu.
hours-end-before-start = Giờ kết thúc phải sau giờ bắt đầu.
day-hours-past = Ngày này đã qua. Hãy chọn hôm nay hoặc ngày sau.
day-hours-removed = Giờ riêng của ngày này đã được bỏ trước đó.
holiday-day = Hãy chọn một ngày từ hôm nay trở đi, trong vòng 10 năm.
holiday-removed = Ngày lễ này đã được bỏ trước đó.

### Danh sách chờ
wish-no-weekday = Hãy chọn ít nhất một ngày trong tuần.
wish-days = Ngày cuối phải từ hôm nay trở đi và không trước ngày đầu.
wish-ended = Khách này không còn trong danh sách chờ: đã được đặt lịch hoặc đã được bỏ ra.

### Lượt khám
visit-already-in = Bệnh nhân đã được tiếp đón và đang có mặt tại phòng khám.
visit-other-patient = Lịch hẹn này là của bệnh nhân khác.
visit-not-waiting = Bệnh nhân không còn ở hàng chờ. Hãy xem lại danh sách.
visit-not-in-room = Bệnh nhân không đang trong phòng khám bệnh. Hãy xem lại danh sách.

### Bước tiếp theo của bệnh nhân
station-vitals = Chờ đo sinh hiệu
station-doctor = Chờ khám
station-in-room = Đang khám
station-tests = Chờ cận lâm sàng
station-results = Có kết quả, chờ bác sĩ
station-pharmacy = Chờ nhận thuốc
station-cashier = Chờ thanh toán
station-done = Xong
station-left = Đã về

### Đơn thuốc
prescription-not-draft = Đơn thuốc đã phát hành nên không sửa được nữa.
prescription-not-issued = Đơn thuốc này chưa phát hành hoặc đã cấp phát.
prescription-not-stocked = Nhà thuốc của phòng khám không có thuốc này.
prescription-medicine-twice = Thuốc này đã có trong đơn. Hãy bỏ dòng cũ rồi kê lại.
prescription-no-dose = Hãy nhập liều cho ít nhất một lần trong ngày.
prescription-dose-impossible = Liều không hợp lệ. Hãy kiểm tra lại số lượng mỗi lần.
prescription-days = Số ngày dùng thuốc phải từ 1 đến 90.

### Chỉ định
order-consultation = Khám bệnh không phải là chỉ định. Hãy chọn xét nghiệm, chẩn đoán hình ảnh hoặc thủ thuật.
order-twice = Dịch vụ này đã được chỉ định và chưa có kết quả.
order-not-waiting = Chỉ định này đã được thực hiện hoặc đã huỷ.
order-not-open = Chỉ định này đã có kết quả hoặc đã huỷ.
order-empty-result = Chưa có gì để trả: hãy nhập ít nhất một kết quả, mô tả, kết luận hoặc một hình ảnh.
order-wrong-value = Có giá trị không đúng với xét nghiệm này. Hãy kiểm tra lại.

### Lô thuốc
batch-not-enough = Lô này không còn đủ số lượng hoặc đã hết hạn. Hãy chọn lô khác.
batch-quantity = Số lượng phải lớn hơn 0.
batch-number = Hãy nhập số lô.
batch-cost = Giá nhập không được âm.
batch-expired = Lô này đã hết hạn nên không nhập kho được.
batch-reason = Hãy nhập lý do.
batch-no-change = Hãy nhập số lượng thay đổi khác 0.

### Khoản thu
charge-no-price = Dịch vụ này chưa có giá. Hãy báo quản lý nhập giá.

### Biên lai
receipt-cash = Tiền mặt
receipt-transfer = Chuyển khoản
