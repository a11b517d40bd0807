### Khung trang và các bước
booking = Đặt lịch khám
language = Ngôn ngữ
language-vi = Tiếng Việt
language-en = English
step-of = Bước { $step }/{ $of }
no-account = không cần tạo tài khoản
or-call = Cần giúp? Gọi
closed = Phòng khám hiện chưa nhận đặt lịch qua mạng. Mời bạn gọi điện.
go-on = Tiếp tục
change = Đổi
change-what = Đổi: { $what }

### Chọn dịch vụ, bác sĩ, giờ
choose-branch = Chọn cơ sở
choose-service = Chọn dịch vụ
choose-doctor = Chọn bác sĩ
any-doctor = Bác sĩ nào cũng được
any-doctor-hint = xem tất cả giờ còn trống
minutes = { $count } phút
choose-time = Chọn ngày và giờ
choose-day = Chọn ngày
month = Tháng { $month }, { $year }
weekday-short = { $day ->
    [1] T2
    [2] T3
    [3] T4
    [4] T5
    [5] T6
    [6] T7
   *[other] CN
    }
places = { $count } chỗ
no-place = hết chỗ
earlier = Những ngày trước
later = Những ngày sau
morning = Buổi sáng
afternoon = Buổi chiều
nothing-free = Không còn giờ trống. Mời bạn chọn ngày khác.
other-times = Giờ khác còn trống

### Người đến khám
who-comes = Người đến khám
name = Họ và tên
birth = Ngày sinh
birth-hint = Ngày/tháng/năm, hoặc chỉ năm sinh
sex = Giới tính
choose-other-service = Hãy quay lại chọn dịch vụ khác.
phone = Số điện thoại
phone-hint-code = Mã xác nhận được gửi tới số này.
phone-hint-call = Phòng khám gọi số này khi cần.
email = Email
email-hint = Không bắt buộc
email-code-hint = Mã xác nhận được gửi tới địa chỉ này.
reason = Lý do khám
reason-hint = Không bắt buộc, ví dụ: đau họng 3 ngày
consent = Tôi đồng ý để { $clinic } dùng thông tin này cho việc đặt lịch và khám bệnh.
trap = Để trống ô này
send-code = Giữ giờ và nhận mã
email-needed = Hãy nhập địa chỉ email để nhận mã xác nhận.
consent-needed = Cần có sự đồng ý của bạn để đặt lịch.
look-at-fields = Mời bạn xem lại mục được đánh dấu bên dưới.
form-incomplete = Thông tin chưa đủ. Mời bạn đặt lại từ đầu.
name-without-letters = Họ tên phải có chữ cái.
name-with-signs = Họ tên chỉ gồm chữ cái, không có số hay ký hiệu như < >.
closed-refusal = Phòng khám hiện chưa nhận đặt lịch qua mạng. Mời bạn gọi điện.
time-gone = Giờ này không còn trống. Mời bạn chọn giờ khác bên dưới; những gì đã nhập vẫn còn.
too-often = Bạn đã yêu cầu quá nhiều lần. Hãy thử lại sau một giờ hoặc gọi phòng khám.

### Mã xác nhận
enter-code = Nhập mã xác nhận
code = Mã 6 chữ số
sent-sms = Mã đã gửi bằng SMS tới { $to }.
sent-zalo = Mã đã gửi qua Zalo tới { $to }.
sent-email = Mã đã gửi tới { $to }.
kept-until = giữ cho bạn đến { $time }
kept-no-longer = hết thời gian giữ; vẫn đặt được nếu giờ còn trống
confirm-booking = Xác nhận đặt lịch
send-again = Gửi lại mã
hold-over = Lần đặt này đã kết thúc.
begin-again = Đặt lại
hold-over-refusal = Lần đặt này đã kết thúc. Mời bạn đặt lại.
code-six-digits = Mã gồm 6 chữ số.
code-wrong = { $left ->
    [0] Mã không đúng. Bạn không còn lần thử nào.
   *[other] Mã không đúng. Bạn còn { $left } lần thử.
    }
code-too-old = Mã đã hết hạn. Hãy bấm gửi lại mã.
code-just-sent = Mã vừa được gửi. Hãy chờ nửa phút rồi thử lại.
no-more-codes = Đã gửi đủ số lần cho phép. Mời bạn đặt lại hoặc gọi phòng khám.
no-more-tries = Đã nhập sai quá 5 lần nên giờ này không được giữ nữa. Mời bạn đặt lại.
code-subject = { $clinic }: mã xác nhận đặt lịch
code-body = { $clinic }: mã xác nhận đặt lịch là { $code }, dùng trong 10 phút. Không đưa mã này cho ai.

### Trang của lịch hẹn
booked-within = Mở trang lịch hẹn để lưu mã QR, đổi giờ hoặc huỷ.
open-appointment = Mở trang lịch hẹn
title-booked = Đã đặt lịch
title-asked = Đã gửi yêu cầu
about-asked = Phòng khám sẽ xem và nhắn cho bạn.
title-confirmed = Đã đặt lịch
about-confirmed = Bạn đã xác nhận sẽ đến.
title-arrived = Bạn đã đến
title-cancelled = Lịch hẹn đã huỷ
title-missed = Lịch hẹn đã qua
scan-label = Mã QR của lịch hẹn
scan-hint = Đưa mã này cho lễ tân khi đến.
time = Giờ
doctor = Bác sĩ
service = Dịch vụ
price = Phí
paid-at-desk = { $price }, trả tại quầy
room = Phòng
place = Nơi khám
come-early = Đến trước 10 phút, mang theo CCCD và thẻ bảo hiểm y tế nếu có.
confirm-coming = Tôi sẽ đến
into-diary = Thêm vào lịch điện thoại
directions = Chỉ đường
move-appointment = Đổi giờ hẹn
moved-from = Đang hẹn { $now }
move-here = Đổi sang giờ này
keep-time = Giữ giờ cũ
lost-title = Đường dẫn không còn dùng được
lost-text = Có thể đường dẫn bị thiếu hoặc đã quá cũ. Mời bạn đặt lịch mới hoặc gọi phòng khám.
choose-a-time = Hãy chọn một giờ.
cancel-appointment = Huỷ lịch hẹn
cancel-sure = Giờ này sẽ dành cho người khác. Bạn chắc chắn muốn huỷ?
cancel-yes = Huỷ lịch hẹn này
book-again = Đặt lịch mới
change-by-phone = Còn dưới { $hours } giờ nên chỉ đổi hoặc huỷ được qua điện thoại.
no-longer-booked = Lịch hẹn này không còn hiệu lực nên không đổi được.
too-late-to-change = Đã sát giờ hẹn nên không đổi được ở đây. Mời bạn gọi phòng khám.
cancelled-by-patient = Bệnh nhân huỷ trên trang web
invitation-title = Khám tại { $clinic }, { $doctor }
invitation-about = { $service }. Điện thoại { $phone }. Xem, đổi hoặc huỷ: { $link }

### Lễ tân
requests = Lịch đặt từ trang web chờ xác nhận
to-diary = Lịch hẹn trong ngày
no-requests = Không có lịch nào chờ xác nhận
no-requests-hint = Lịch đặt từ trang web sẽ hiện ở đây.
status-asked = Chờ xác nhận
status-unverified = Hồ sơ mới, cần kiểm tra
asked-at = Gửi lúc { $when }
accept = Nhận lịch
decline = Từ chối
decline-reason = Lý do từ chối
waits-no-longer = Lịch này không còn chờ xác nhận.

### Thiết lập
settings = Đặt lịch qua mạng
rules = Quy định
open = Nhận đặt lịch qua mạng
days = Đặt trước được bao nhiêu ngày
notice-hours = Phải đặt trước ít nhất (giờ)
change-notice-hours = Được đổi, huỷ trước ít nhất (giờ)
channels = Kênh gửi tin
arrival = Lịch đặt từ trang web
arrival-desk = chờ lễ tân xác nhận
arrival-booked = được đặt ngay
offers = Bác sĩ và dịch vụ đặt được qua mạng
save = Lưu
open-page = Xem trang đặt lịch
snippet = Đưa vào trang web của phòng khám
snippet-hint = Chép dòng này vào trang web. Trang đặt lịch mở ở thẻ mới, nên bệnh nhân luôn thấy địa chỉ của phòng khám.
reaches-nobody = Chưa cài đặt email, SMS hay Zalo nên chưa gửi được mã xác nhận.

### Chuyên khoa
department-general = Đa khoa
department-internal = Nội khoa
department-paediatrics = Nhi khoa
department-ent = Tai mũi họng
department-obstetrics = Sản phụ khoa
department-dental = Răng hàm mặt
department-dermatology = Da liễu
