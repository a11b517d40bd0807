### Trang trong ngày
reception = Tiếp đón
day-nav = Chọn ngày
day-before = Ngày trước
day-after = Ngày sau
day-choose = Tới ngày
today = Hôm nay
back-to-today = Về hôm nay
show = Xem

### Khách trong phòng khám
house = Khách có mặt
house-lists = Lọc danh sách
house-empty = Chưa có ai
tab-waiting = Chờ
tab-in-room = Khám
tab-coming = Sắp tới
standing = Lượt { $place }, { $from }–{ $to }′ · { $reason }
queue-why = Vì sao thứ tự này?
waits-before = { $count ->
    [0] Không còn ai chờ trước
   *[other] Còn { $count } người chờ trước
}
walk-in = Khách vãng lai
walk-in-long = Tiếp nhận khách vãng lai
check-in = Tiếp nhận
check-in-of = Tiếp nhận { $name }
departure = Khách bỏ về, chưa khám
departure-reason = Lý do bỏ về
departure-act = Ghi nhận đã về
show-in-queue = Xem trong hàng chờ

### Lịch ngày
diary = Lịch hẹn theo bác sĩ
counts = Số lịch hẹn theo trạng thái
hour = Giờ
waiting-now = khách đang chờ
no-doctors = Chưa có bác sĩ nào trong lịch
no-doctors-hint = Hãy nhờ quản lý thêm bác sĩ và giờ làm việc.
pause = Nghỉ trưa
off-duty = Nghỉ
chosen = đang chọn
booked = Đã đặt lịch.
open = Mở
station-vitals = Đo sinh hiệu
station-doctor = Chờ khám
station-results = Có kết quả
status-booked = Đã hẹn
status-late = Trễ hẹn
status-arrived = Đã đến
status-in-room = Đang khám
status-tests = Chờ CLS
status-done = Xong
status-left = Đã về
status-absent = Vắng
status-cancelled = Đã huỷ
room-short = P.{ $name }
department-general = Đa khoa
department-internal = Nội khoa
department-paediatrics = Nhi khoa
department-ent = Tai mũi họng
department-obstetrics = Sản phụ khoa
department-dental = Răng hàm mặt
department-dermatology = Da liễu

### Chuỗi lịch hẹn
series-new = Đặt nhiều buổi
series-title = Chuỗi lịch hẹn
series-book = Đặt cả chuỗi
series-plan = Các buổi sẽ đặt
series-no-plan = Chưa có buổi nào
series-no-plan-hint = Điền dịch vụ, bác sĩ, ngày giờ và số buổi ở bên trái.
series-conflicts = { $count } buổi không đặt được đúng giờ: đã đề nghị giờ khác, hãy xem lại.
series-weekdays = Vào các thứ (để trống: cùng thứ với ngày đầu)
series-count = Số buổi
series-until = Hoặc đến ngày
series-end = Hãy nhập số buổi (2 đến 60) hoặc ngày cuối.
series-empty = Không còn buổi nào để đặt.
series-open = Còn { $count } buổi không đặt được đúng giờ. Hãy chọn giờ khác hoặc bỏ qua từng buổi.
series-edit-open = Còn { $count } buổi không dời được đúng giờ. Hãy chọn giờ khác hoặc giữ nguyên từng buổi rồi lưu lại.
series-stay = Giữ nguyên buổi này
series-conflict-list = Các buổi không dời được đúng giờ
series-moved-subject = Đổi giờ { $count } buổi hẹn – { $clinic }
series-moved-body =
    Kính gửi { $patient },

    { $clinic } đã đổi giờ các buổi hẹn sau của quý khách:
    { $list }
    Địa chỉ: { $address }.
    Nếu giờ mới chưa phù hợp, xin gọi { $phone } để chọn giờ khác.

    Trân trọng.
series-cancelled-subject = Huỷ { $count } buổi hẹn – { $clinic }
series-cancelled-body =
    Kính gửi { $patient },

    { $clinic } đã huỷ các buổi hẹn sau của quý khách:
    { $list }
    Xin gọi { $phone } để đặt giờ khác.

    Trân trọng.
series-nothing = Không còn buổi nào sắp tới để thay đổi.
series-as-planned = Đặt đúng giờ
series-at = Đổi sang { $when }
series-skip = Bỏ qua buổi này
series-choice = Cách xử lý buổi { $day }
series-over = Chuỗi này không còn buổi nào sắp tới.
series-move = Đổi giờ hoặc bác sĩ
series-move-act = Đổi
series-new-time = Giờ mới
series-cancel = Huỷ buổi hẹn
series-member = Buổi
repeat = Đặt nhiều buổi…
every = Cứ mỗi
unit = Đơn vị
unit-week = tuần
unit-day = ngày
fit-free = Còn trống
fit-taken = Đã có người đặt
reach = Áp dụng cho
reach-one = chỉ buổi này
reach-following = buổi này và các buổi sau
reach-all = mọi buổi sắp tới
time-past = Giờ này đã qua.

### Giờ làm việc
schedule = Giờ làm việc
holidays-and-calls = Ngày lễ, việc cần gọi
kind-doctors = Bác sĩ
kind-rooms = Phòng
kind-devices = Thiết bị
weekly-hours = Giờ làm việc trong tuần
weekday = Thứ
stretch = Ca { $number }
from-of = { $day }, từ giờ
to-of = { $day }, đến giờ
no-hours-doctor = Chưa có giờ làm việc nên chưa thể đặt lịch cho bác sĩ này.
no-hours-room = Chưa đặt giờ riêng: luôn sẵn sàng khi bác sĩ làm việc.
overbooking-limit = Số người được đặt chồng cùng một giờ
overbooking-hint = Từ 0 đến 9. Với 0, giờ đã có người thì không đặt thêm được.
save-limit = Lưu giới hạn
services-here = Dịch vụ cần dùng
services-here-hint = Chọn dịch vụ phải làm ở phòng hoặc với thiết bị này. Khi có nhiều nơi cùng làm được, lịch hẹn lấy nơi còn trống. Lịch đã đặt không thay đổi.
save-services = Lưu dịch vụ
no-show-rule = Bệnh nhân không đến
no-show-minutes = Tự ghi vắng mặt sau bao nhiêu phút
no-show-hint = Tính từ giờ kết thúc lịch hẹn. Có thể hoàn tác bằng một lần bấm.
save-minutes = Lưu số phút
save-hours = Lưu giờ làm việc
hours-half = Mỗi ca cần đủ giờ bắt đầu và giờ kết thúc.
hours-changed = thay đổi giờ làm việc
leave-of-doctor = Lịch nghỉ
leave-of-room = Ngừng sử dụng
no-leave = Không có lịch nghỉ nào sắp tới.
leave-kind = Loại
leave-reason = Lý do
leave-now = đang nghỉ
make-leave = Ghi lịch nghỉ
leave-remove = Bỏ lịch nghỉ này
leave-remove-confirm = Bỏ lịch nghỉ này? Khoảng giờ đó lại nhận đặt lịch.
whole-day-hint = Để trống nếu cả ngày
single-days = Giờ riêng từng ngày
no-single-days = Không có ngày nào có giờ riêng.
add-single-day = Đặt giờ cho ngày này
day-kind = Cách tính
day-extra = thêm giờ
day-instead = thay giờ thường lệ
day-remove = Trở lại giờ thường lệ
day-remove-of = Trở lại giờ thường lệ ngày { $day }
concerned-say = Còn { $count } lịch hẹn nằm ngoài giờ làm việc mới. Hãy chọn cách xử lý cho từng khách rồi lưu lại.
concerned-hint = Những lịch hẹn sau sẽ được dời hoặc huỷ cùng lúc khi lưu. Mỗi khách được báo qua email, hoặc vào danh sách cần gọi.
concerned-list = Lịch hẹn bị ảnh hưởng
choice-for = Cách xử lý cho { $name }
move-to = Dời đến { $when } · { $doctor }
told-by-email = báo qua email
told-by-phone = cần gọi điện
moved-subject = Đổi giờ hẹn: { $now } – { $clinic }
moved-body =
    Kính gửi { $patient },

    { $clinic } xin lỗi phải dời lịch hẹn của quý khách từ { $was } sang { $now }.
    Địa chỉ: { $address }.
    Nếu giờ mới chưa phù hợp, xin gọi { $phone } để chọn giờ khác.

    Trân trọng.
cancelled-subject = Huỷ lịch hẹn { $was } – { $clinic }
cancelled-body =
    Kính gửi { $patient },

    { $clinic } rất tiếc phải huỷ lịch hẹn của quý khách vào { $was }.
    Xin gọi { $phone } để đặt giờ khác.

    Trân trọng.
calls = Cần gọi điện
no-calls = Không có ai cần gọi.
call-cancelled = Lịch hẹn { $when } đã huỷ
call-moved = Đã dời đến { $when } · { $doctor }
call-done = Khách này đã được gọi.
called = Đã gọi
called-of = Đã gọi { $name }
no-phone = chưa có số điện thoại
holidays = Ngày lễ
no-holidays = Chưa có ngày lễ nào.
holiday-name = Tên
holiday-state = Phòng khám
holiday-closed = Nghỉ
holiday-open = Làm việc
holiday-open-act = Làm việc
holiday-close-act = Cho nghỉ
holiday-remove = Bỏ { $name }
holiday-remove-confirm = Bỏ { $name } khỏi danh sách ngày lễ?
holiday-add = Thêm ngày lễ
holiday-add-act = Lưu ngày lễ
holiday-name-vi = Tên tiếng Việt
holiday-name-en = Tên tiếng Anh
holiday-is-closed = Phòng khám nghỉ ngày này

### Danh sách chờ
diary-short = Lịch hẹn
room-pages = Các trang của tiếp đón
waiting-list = Danh sách chờ
offers-waiting = Có { $count } giờ vừa trống phù hợp với khách đang chờ
freed-times = Giờ vừa trống
no-freed-times = Chưa có giờ trống phù hợp
no-freed-times-hint = Khi một lịch hẹn bị huỷ hoặc dời đi, khách phù hợp sẽ hiện ở đây.
nobody-waits = Chưa có ai trong danh sách chờ
nobody-waits-hint = Khi không còn giờ phù hợp, hãy ghi khách vào đây.
book-for = Đặt giờ này cho { $name }
urgent = Cần gấp
wanted = Muốn khám
waits-since = Chờ từ
acts = Thao tác
every-day = mọi ngày
from-day-on = từ { $day }
until-day = đến { $day }
withdraw = Bỏ
withdraw-of = Bỏ { $name } khỏi danh sách chờ
withdraw-confirm = Bỏ { $name } khỏi danh sách chờ?
wish-add = Ghi khách chờ
wish-add-act = Thêm vào danh sách chờ
wish-note = Ghi chú
wanted-weekdays = Những ngày khách có thể đến
first-day = Từ ngày
last-day = Đến ngày
from-time = Từ giờ
to-time = Đến giờ
no-services = Chưa có dịch vụ khám nào.

### Đặt lịch
quick-booking = Đặt lịch nhanh
patient = Bệnh nhân
patient-hint = Tên, số điện thoại, mã BN, năm sinh
patient-pick = Hãy chọn bệnh nhân trong danh sách gợi ý, hoặc tạo bệnh nhân mới.
service = Dịch vụ
service-option = { $name } · { $minutes } phút · { $price }
doctor = Bác sĩ
day = Ngày
day-shown-past = Ngày đang xem đã qua, nên đặt từ hôm nay.
free-times = Giờ trống · { $weekday } { $day }
any-doctor = Bác sĩ bất kỳ
no-free-times-of-any = Trong 60 ngày tới không còn giờ trống. Hãy ghi khách vào danh sách chờ.
no-free-times = Không còn giờ trống trong ngày này. Hãy chọn ngày hoặc bác sĩ khác.
more-free-times = Thêm { $count } giờ trống
offers = Giờ này không còn trống. Chọn một giờ gần nhất để đặt ngay:
offers-of-others = Bác sĩ khác
reason = Lý do khám
source = Nguồn đặt
source-phone = Điện thoại
source-in-person = Tại quầy
source-website = Trang web
source-follow-up = Hẹn tái khám
remind = Gửi email nhắc lịch
book = Đặt lịch
book-and-check-in = Đặt, tiếp nhận
check-in-only-today = Chỉ lịch hẹn hôm nay mới đặt và tiếp nhận cùng lúc được.
time-choose = Vui lòng chọn giờ hẹn.
time-unreadable = Giờ không đúng, ví dụ đúng: 9:15.
day-past = Ngày này đã qua. Hãy chọn từ hôm nay trở đi.
day-too-far = Chỉ đặt lịch trước tối đa { $days } ngày.
doctor-without-room = Bác sĩ này chưa được xếp phòng. Hãy nhờ quản lý xếp phòng.
form-incomplete = Biểu mẫu thiếu thông tin. Vui lòng tải lại trang và thử lại.
reminder-subject = Nhắc lịch khám { $when } – { $clinic }
reminder-body =
    Kính gửi { $patient },

    { $clinic } xin nhắc lịch khám của quý khách: { $when }.
    Địa chỉ: { $address }.
    Nếu cần đổi hoặc huỷ lịch, xin gọi { $phone }.

    Trân trọng.

### Dời lịch
diary-views = Cách xem lịch
by-doctor = Bác sĩ
by-room = Phòng
week = Tuần
week-of = Lịch tuần của bác sĩ
week-nav = Chọn tuần
week-before = Tuần trước
week-after = Tuần sau
minutes-short = { $count } phút
grid-step-hint = Đổi độ mịn của lưới giờ
pinboard = Bảng ghim
pinboard-hint = Đang ghim – kéo vào ngày khác, hoặc chọn thẻ rồi nhấn M:
moving-says = M: dời lịch. Mũi tên: đổi giờ, đổi cột. Shift và mũi tên: dài ra, ngắn lại. Enter: đặt xuống. P: ghim. Esc: thôi.
undo = Hoàn tác
undo-last = Hoàn tác thay đổi cuối
reopen = Đã đến: mở lại lịch hẹn
came-after-all = Nếu bệnh nhân đến sau, mở lại lịch hẹn khi giờ đó còn trống.
not-moved = Chưa dời được lịch của { $name }.
nearest-free = Giờ trống gần nhất:
stand-beside = Đặt chồng lên giờ này
beside = Đặt chồng
change-time = Đổi lịch
length-minutes = Thời lượng (phút)
device = Thiết bị
history = Lịch sử thay đổi
was = trước đó
change-move = Đã dời lịch
change-stretch = Đã đổi thời lượng
change-confirmation = Đã ghi xác nhận
change-cancel = Đã huỷ lịch
change-no-show = Đã ghi vắng mặt
change-undo = Đã hoàn tác
confirmation = Xác nhận đến khám
confirmation-none = Chưa hỏi
confirmation-asked = Đã hỏi, chờ trả lời
confirmation-confirmed = Xác nhận đến
confirmation-declined = Báo không đến
mark-first = khám lần đầu
mark-unpaid = còn nợ lần trước
mark-note = có ghi chú
mark-overbooked = đặt chồng
mark-awaits-desk = đặt từ trang web, chờ tiếp nhận
awaits-desk-note = Bệnh nhân đặt lịch này trên trang web và đang chờ phòng khám trả lời.
accept-request = Nhận lịch
decline-request = Từ chối
decline-reason = Lý do từ chối
profile-unverified = Từ trang web, cần kiểm tra

### Lịch hẹn
appointment = Lịch hẹn
minutes = { $count } phút
room = Phòng
back = Quay lại
back-to-day = Về lịch ngày
cancel-appointment = Huỷ lịch hẹn
cancel-reason = Lý do huỷ
mark-absent = Ghi vắng mặt
confirm-profile = Xác nhận hồ sơ
confirm-profile-hint = Hỏi lại và sửa nếu có thay đổi
check-in-early = Đến sớm – tiếp nhận hôm nay
early-note = Lịch hẹn ngày { $day }. Tiếp nhận hôm nay sẽ trả lại giờ đã giữ.
day-is-over = Lịch hẹn đã qua ngày
day-is-over-hint = Nếu bệnh nhân đến hôm nay, hãy tiếp nhận như khách vãng lai.
ticket-of = Số thứ tự · { $room }
reminder-waits = Email nhắc lịch sẽ gửi lúc { $due }.
reminder-sent = Đã gửi email nhắc lịch.
reminder-failed = Email nhắc lịch chưa gửi được, hãy gọi điện nhắc.
reminder-no-email = Bệnh nhân chưa có email nên không gửi nhắc lịch được.

### Khách vãng lai
already-inside = Bệnh nhân này đang có mặt tại phòng khám.
allergies-unknown = chưa ghi nhận
correct = Sửa hồ sơ
waiting-count = { $count } đang chờ

### Hồ sơ
profile = Hồ sơ bệnh nhân
create-patient = Tạo bệnh nhân mới
create-named = Tạo bệnh nhân mới “{ $name }”
save-profile = Lưu hồ sơ
name = Họ và tên
sex = Giới tính
birth = Ngày sinh
birth-hint = Ngày/tháng/năm, hoặc chỉ năm
phone = Điện thoại
email = Email
address = Địa chỉ
national-id = CCCD hoặc hộ chiếu
insurer = Bảo hiểm
insurer-none = Không có bảo hiểm
insurance-number = Số thẻ bảo hiểm
insurance-until = Có giá trị đến
day-form = ngày/tháng/năm
insurance-over = Thẻ bảo hiểm đã hết hạn ngày { $day }
guardian-name = Người giám hộ
guardian-hint = Cần cho trẻ dưới 16 tuổi
guardian-phone = Điện thoại người giám hộ
allergies = Dị ứng
allergies-hint = Hỏi lại mỗi lần khám
no-allergies = Đã hỏi: không dị ứng gì
conditions = Bệnh nền
reminders-wanted = Đồng ý nhận nhắc lịch
patient-maybe-known = Có thể bệnh nhân này đã có hồ sơ. Hãy so sánh; nếu là người khác, bấm lưu lần nữa.
alike = Hồ sơ giống
same-phone = Trùng điện thoại
take-this-one = Chọn người này
name-without-letters = Họ tên phải có chữ cái.
national-id-wrong = Số không đúng: CCCD có 12 chữ số, CMND 9 chữ số, hộ chiếu gồm chữ và số.
insurance-number-wrong = Số thẻ BHYT không đúng: 10 số, 12 số, hoặc 2 chữ và 13 số.
insurer-choose = Hãy chọn bảo hiểm của số thẻ này.
insurance-number-missing = Hãy nhập số thẻ bảo hiểm.
guardian-needed = Trẻ dưới 6 tuổi cần tên người giám hộ.
profile-questions-open = Hồ sơ chưa hỏi dị ứng, hoặc trẻ dưới 6 tuổi chưa có người giám hộ. Hãy bấm “Sửa hồ sơ” để bổ sung rồi tiếp nhận.
allergies-ask = Hãy hỏi về dị ứng: ghi rõ, hoặc đánh dấu là không có.
allergies-contradict = Đã ghi dị ứng mà lại đánh dấu là không có. Hãy bỏ một trong hai.

### Bảng lệnh
patients = Bệnh nhân
actions = Thao tác
go-to = Đi tới
go-keys = G rồi { $letter }
book-new = Đặt lịch mới
website-requests = { $count } lịch đặt từ trang web chờ xác nhận

### Quét mã
scan = Quét hoặc tìm
scan-placeholder = Quét, tìm
scan-hint = Mã BN, QR xác nhận lịch hẹn, phiếu số thứ tự, QR trên CCCD, số thẻ BHYT, tên hoặc số điện thoại
scan-go = Mở
scan-several = Có nhiều người, hãy chọn một
scan-nobody = Không tìm thấy ai. Hãy kiểm tra lại, hoặc tạo bệnh nhân mới.
scan-no-code = Không có bệnh nhân nào mang mã { $code }.
scan-no-number = Chưa có hồ sơ nào mang số thẻ này.
scan-no-appointment = Không có lịch hẹn này. Có thể mã thuộc phòng khám khác.
scan-no-ticket = Không có phiếu này. Có thể phiếu thuộc phòng khám khác.

### Ưu tiên, phiếu, hoàn tác
priority = Ưu tiên
priority-over-80 = Từ 80 tuổi
priority-under-6 = Dưới 6 tuổi
priority-pregnant = Mang thai
priority-emergency = Cấp cứu
print-ticket = In phiếu
ticket-qr-note = Quét để xem lượt của bạn
take-back = Hoàn tác
take-back-confirm = Hoàn tác tiếp nhận { $ticket }? Lịch hẹn (nếu có) sẽ trở lại như trước.
booked-today = Bệnh nhân này có lịch hẹn hôm nay. Hãy tiếp nhận lịch hẹn đó; nếu đây là lượt khám khác, bấm Tiếp nhận lần nữa.
check-in-booked = Tiếp nhận lịch hẹn này

### Gộp hồ sơ
compare = So sánh, gộp
merge = Gộp hồ sơ
merges = Các lần gộp hồ sơ
merges-none = Chưa gộp hồ sơ nào
merges-none-hint = Mở hồ sơ bệnh nhân, phần Hồ sơ giống, rồi chọn So sánh, gộp.
merge-of = Gộp một hồ sơ khác vào { $name } ({ $code }):
merge-note = Mọi lượt khám, lịch hẹn, chỉ định, đơn thuốc, khoản thu của { $loser } sẽ chuyển sang { $winner }. Mã { $loser } vẫn dùng được để tìm. Có thể hoàn tác.
merge-confirm = Gộp { $loser } vào { $winner }?
merge-what = Thông tin
merge-winner = Giữ lại
merge-loser = Bị gộp
merge-both = Giữ cả hai
merge-visits = Lượt khám
merge-turn = Đổi bên
merge-when = Lúc gộp
merge-state = Hoàn tác
merge-undo = Tách lại
merge-undo-confirm = Tách { $loser } khỏi { $winner }? Những gì phát sinh sau khi gộp ở hồ sơ giữ lại sẽ ở nguyên đó.
merge-undone = Đã tách lúc { $when }, { $by }
merge-same = Hãy chọn một hồ sơ khác.
merge-already = Một trong hai hồ sơ đã được gộp rồi. Hãy mở lại danh sách.
merge-both-inside = Cả hai hồ sơ đang có lượt khám chưa xong. Hãy kết thúc một lượt khám trước.
merge-undone-already = Lần gộp này đã được tách lại.
merge-later-first = Hồ sơ này đã được gộp tiếp. Hãy tách lần gộp sau trước.
merged-note = Hồ sơ này đã gộp vào hồ sơ khác và chỉ còn để xem.
merged-open = Mở hồ sơ hiện dùng
nothing-said = —

### Đồng ý xử lý dữ liệu
consent = Đồng ý xử lý dữ liệu cá nhân
consent-hint = Hỏi từng mục đích. Với trẻ em, người giám hộ quyết định.
consent-care = Khám, chữa bệnh và lưu hồ sơ bệnh án
consent-messages = Nhắc lịch, gửi kết quả qua email, tin nhắn
consent-insurance = Gửi thông tin khám cho bảo hiểm
consent-yes = Đồng ý
consent-no = Không đồng ý
consent-recorded = { $when } · { $person } · ghi bởi { $by } · câu hỏi bản { $wording }
guardian-decides = Trẻ dưới 16 tuổi: cần tên người giám hộ quyết định việc đồng ý.

### Thẻ
card = Quét QR trên CCCD
card-hint = Quét thẻ để điền sẵn họ tên, ngày sinh, giới tính, số CCCD, địa chỉ
card-fill = Điền
card-unreadable = Không đọc được thẻ. Hãy quét lại mã QR trên CCCD, hoặc gõ tay các ô bên dưới.
card-doubt-sex = Số CCCD không khớp với giới tính. Hãy xem lại thẻ.
card-doubt-birth = Số CCCD không khớp với năm sinh. Hãy xem lại thẻ.
card-doubt-both = Số CCCD không khớp với giới tính và năm sinh. Hãy xem lại thẻ.
province = Tỉnh, thành phố
province-none = Chưa chọn
insurance-from = Có giá trị từ
insurance-early = Thẻ bảo hiểm chỉ có giá trị từ ngày { $day }
insurance-ends-before = Ngày hết hạn phải sau ngày bắt đầu.
same-national-id = Trùng số CCCD
same-insurance = Trùng số thẻ bảo hiểm
same-name = Trùng tên
similar-name = Tên gần giống
same-birth = Trùng ngày sinh
swapped-birth = Ngày, tháng sinh đảo nhau
same-year = Trùng năm sinh
