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
appointment-time-given-away = Giờ hẹn đã được trao cho người khác, nên không thể hoàn tác tiếp nhận.
appointment-no-device = Thiết bị của dịch vụ này đang ngừng dùng. Hãy chọn dịch vụ khác.
appointment-device-taken = Thiết bị của dịch vụ này đã có người đặt vào giờ đó. Hãy chọn giờ khác.
appointment-no-overbooking = Giờ này đã có người đặt và bác sĩ không nhận đặt chồng. Hãy chọn giờ khác.
appointment-overbooking-full = Giờ này đã có người đặt, { $count } chỗ đặt chồng cũng đã hết. Hãy chọn giờ khác.
appointment-undo-late = Lịch hẹn đã được thay đổi sau đó nên không hoàn tác được nữa. Hãy xem lại.
appointment-retired = Bác sĩ, phòng hoặc thiết bị của giờ hẹn này không còn dùng, hoặc hồ sơ đã gộp. Hãy đặt giờ khác.
appointment-other-doctor = { $doctor } không nhận dịch vụ { $service }. Hãy chọn bác sĩ khác, hoặc xác nhận rằng bác sĩ này đã nhận lời.
appointment-at-once = Bệnh nhân này đã có lịch lúc { $time } với { $doctor }. Hãy chọn giờ khác, hoặc xác nhận rằng cần cả hai lịch.
appointment-same-day = Ngày này bệnh nhân đã có lịch lúc { $time } với { $doctor }. Hãy dời lịch đó, hoặc xác nhận rằng cần cả hai lịch.
appointment-here = Bệnh nhân đang có mặt tại phòng khám với số { $ticket } ({ $doctor }). Hãy tiếp tục lượt đó, hoặc xác nhận rằng vẫn cần lịch này.
appointment-inside = Bệnh nhân đang có mặt tại phòng khám với số { $ticket } ({ $doctor }) và chưa xong. Hãy tiếp tục lượt đó, hoặc xác nhận rằng cần thêm một lượt khám nữa.
service-below-age = { $service } dành cho người dưới { $years } tuổi.
service-from-age = { $service } dành cho người từ { $years } tuổi.
service-for-ages = { $service } dành cho người từ { $from } đến dưới { $below } tuổi.
service-for-women = { $service } chỉ dành cho nữ.
service-for-men = { $service } chỉ dành cho nam.

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
wish-other-doctor = { $doctor } không nhận dịch vụ { $service }. Hãy chọn bác sĩ khác, hoặc để bác sĩ nào cũng được.
wish-days = Ngày cuối phải từ hôm nay trở đi và không trước ngày đầu.
wish-ended = Khách này không còn trong danh sách chờ: đã được đặt lịch hoặc đã được bỏ ra.

### Báo tin lịch hẹn
notice-booked-subject = { $clinic }: lịch hẹn { $when }
notice-cancelled-subject = { $clinic }: huỷ lịch hẹn { $when }
notice-reminder-subject = { $clinic }: nhắc lịch hẹn { $when }
notice-many-subject = { $clinic }: thay đổi { $count } buổi hẹn
notice-asked = đã nhận yêu cầu đặt lịch { $when } với { $doctor }, sẽ sớm trả lời quý khách.
notice-booked = lịch hẹn của quý khách với { $doctor }: { $when }.
notice-doctor = lịch hẹn { $when } của quý khách nay do { $doctor } khám.
notice-moved = lịch hẹn { $was } của quý khách đã đổi sang { $when }, { $doctor }.
notice-moved-by-clinic = xin lỗi quý khách, phải dời lịch hẹn { $was } sang { $when }, { $doctor }.
notice-cancelled = lịch hẹn { $was } của quý khách đã huỷ.
notice-cancelled-by-clinic = rất tiếc phải huỷ lịch hẹn { $was } của quý khách. Xin gọi { $phone } để đặt giờ khác.
notice-cancelled-by-patient = lịch hẹn { $was } đã huỷ theo yêu cầu của quý khách.
notice-declined = rất tiếc không thể nhận lịch hẹn { $was }. Mời quý khách chọn giờ khác hoặc gọi { $phone }.
notice-reminder = xin nhắc lịch hẹn của quý khách với { $doctor }: { $when }.
notice-many-booked-subject = { $clinic }: { $count } buổi hẹn
notice-many-booked =
    các buổi hẹn của quý khách với { $doctor }:
    { $list }
notice-many-moved =
    các buổi hẹn của quý khách đã đổi giờ:
    { $list }
notice-many-cancelled =
    các buổi hẹn sau của quý khách đã huỷ:
    { $list }
notice-short = { $clinic }: { $line }
notice-short-link = { $clinic }: { $line } Xem: { $link }
notice-letter =
    Kính gửi quý khách { $patient },

    { $clinic }: { $line }

    Nếu cần đổi hoặc huỷ lịch hẹn, xin gọi { $phone }.

    { $clinic }
    { $address }
notice-letter-link =
    Kính gửi quý khách { $patient },

    { $clinic }: { $line }

    Xem, đổi hoặc huỷ lịch hẹn: { $link }
    Hoặc gọi { $phone }.

    { $clinic }
    { $address }

### Lượt khám
visit-already-in = Bệnh nhân đã được tiếp đón và đang có mặt tại phòng khám với số { $ticket } ({ $doctor }).
visit-in-meanwhile = Bệnh nhân vừa được tiếp đón ở một quầy khác.
visit-other-patient = Lịch hẹn này là của bệnh nhân khác.
visit-not-waiting = Bệnh nhân không còn ở hàng chờ. Hãy xem lại danh sách.
visit-not-left-open = Lượt khám này không còn để ngỏ, hoặc chưa được gọi vào khám. Hãy xem lại danh sách.
visit-written-seen = Bác sĩ đã ghi bệnh án cho lượt khám này. Hãy chọn «Đã khám»: bệnh án sẽ chờ bác sĩ đó ký.
visit-written = Bác sĩ đã ghi bệnh án cho lượt khám này trước khi chuyển bệnh nhân. Hãy nhờ bác sĩ đang nhận mời vào, hoàn tất và ký bệnh án.
visit-of-another-day = Chỉ hoàn tác tiếp nhận trong cùng ngày.
visit-touched = Lượt khám này đã được gọi, hoặc đã có sinh hiệu, chỉ định, khoản thu, nên không thể hoàn tác tiếp nhận.
visit-not-in-room = Bệnh nhân hiện không ở trong phòng khám. Hãy xem lại danh sách.
visit-not-again = Bệnh nhân này vừa được gọi, không còn trong phòng, hoặc đã gọi đủ { $count } lần. Hãy xem lại danh sách.
visit-called-back = Bệnh nhân này đã được mời vào. Hãy xem lại danh sách.
visit-own-doctor = Bệnh nhân đang ở hàng chờ của chính bác sĩ này. Hãy chọn bác sĩ khác.
visit-no-doctor = Không tìm thấy bác sĩ này ở cơ sở. Hãy chọn trong danh sách gợi ý.
visit-emergency-already = Người bệnh đã được xếp cấp cứu, hoặc lượt khám vừa kết thúc. Hãy xem lại.
visit-not-seen-again = Lượt khám này chưa xong trong hôm nay, hoặc không còn là cấp cứu. Hãy xem lại.
visit-no-emergency = Người bệnh không còn là cấp cứu, hoặc lượt khám vừa kết thúc. Hãy xem lại.
visit-moved-on = Lượt khám vừa chuyển sang bước khác. Hãy xem lại rồi chuyển.
visit-not-put-back = Chỉ đưa lại hàng chờ sau khi đã gọi { $count } lần mà bệnh nhân không vào.

### Bước tiếp theo của bệnh nhân
station-vitals = Chờ đo sinh hiệu
station-doctor = Chờ khám
station-in-room = Đang khám
station-tests = Chờ thực hiện chỉ định
station-results = Có kết quả, chờ bác sĩ
station-pharmacy = Chờ nhận thuốc
station-cashier = Chờ thanh toán
station-owes = Còn nợ
station-done = Xong
station-left = Đã về

### Hàng chờ
reason-emergency = Cấp cứu
reason-passed = Đã nhường đủ lượt
reason-booked = Có hẹn, đến đúng giờ
reason-results = Đã có kết quả
reason-early = Đến sớm, theo giờ đến
reason-late = Đến trễ hẹn, theo giờ đến
reason-put-back = Vắng khi gọi, xếp lại
reason-handed-over = Bác sĩ khác chuyển sang
reason-arrival = Theo giờ đến
priority-elderly = Từ 80 tuổi
priority-young-child = Dưới 6 tuổi
priority-pregnant = Mang thai
queue-no-doctor = Tài khoản này không có phòng khám riêng nên không có hàng chờ để mời.

### Đơn thuốc
prescription-not-draft = Đơn thuốc đã phát hành nên không sửa được nữa.
prescription-not-issued = Đơn thuốc này chưa phát hành hoặc đã cấp phát.
prescription-medicine-twice = Thuốc này đã có trong đơn. Hãy bỏ dòng cũ rồi kê lại.
prescription-no-dose = Hãy nhập liều cho ít nhất một lần trong ngày.
prescription-dose-impossible = Liều không hợp lệ. Hãy kiểm tra lại số lượng mỗi lần.
prescription-days = Số ngày dùng thuốc phải từ 1 đến 90.

### Chỉ định
order-consultation = Khám bệnh không phải là chỉ định. Hãy chọn xét nghiệm, chẩn đoán hình ảnh hoặc thủ thuật.
order-twice = Dịch vụ này đã được chỉ định và chưa có kết quả.
order-not-waiting = Chỉ định này đã được thực hiện hoặc đã huỷ.
order-unpaid = Dịch vụ này thu tiền trước và chưa được thanh toán. Hãy mời bệnh nhân qua thu ngân.
order-not-open = Chỉ định này đã có kết quả hoặc đã huỷ.
order-empty-result = Chưa có gì để trả: hãy nhập ít nhất một kết quả, mô tả, kết luận hoặc một hình ảnh.
order-wrong-value = Có giá trị không đúng với xét nghiệm này. Hãy kiểm tra lại.
correction-reason = Hãy ghi lý do đính chính.
correction-early = Chỉ định này chưa có kết quả để đính chính.
correction-twice = Người khác vừa đính chính kết quả này. Hãy xem lại trước khi sửa tiếp.

### Lô thuốc
batch-not-enough = Lô này không còn đủ số lượng hoặc đã hết hạn. Hãy chọn lô khác.
batch-whole = Chỉ tính nguyên { $unit }, không lẻ.
batch-half = Chỉ tính nguyên hoặc nửa { $unit }.
batch-quantity = Số lượng phải lớn hơn 0.
batch-number = Hãy nhập số lô.
batch-cost = Giá nhập không được âm.
batch-cost-max = Giá một đơn vị không được quá { $most }.
batch-delivery-whole = Hàng nhập phải là số nguyên đơn vị: không có nửa viên, nửa hộp.
batch-expired = Lô này đã hết hạn nên không nhập kho được.
batch-other-expiry = Lô { $number } của thuốc này đang có trên kệ với hạn dùng { $day }. Xem lại số lô và hạn trên hộp; nếu lần trước nhập sai, đính chính lô đó trước.
batch-reason = Hãy nhập lý do.
batch-no-change = Hãy nhập số lượng thay đổi khác 0.
consumable-unknown = Mặt hàng này không có trong danh sách của dịch vụ, hoặc phòng khám không giữ trong kho.
consumable-missing = Kho không còn đủ: { $names }. Ghi lý do thì vẫn lưu được; phần thiếu không trừ kho và thủ kho sẽ thấy để kiểm kê.
consumable-paid = Phiếu thu của vật tư chỉ định này đã dùng có giảm giá, có phần bảo hiểm chi trả hoặc đã lập hồ sơ thanh toán. Hãy nhờ thu ngân bỏ giảm giá, hoặc huỷ biên lai, trước.
consumable-no-vaccine = Chỉ dịch vụ tiêm chủng mới có vắc xin, mỗi dịch vụ một loại. Bỏ vắc xin cũ khỏi danh sách trước.
consumable-batch-gone = Lô này không còn đủ hoặc đã hết hạn. Hãy chọn lô khác.
vaccination-site = Vắc xin này không dùng ở vị trí đó: chọn lại.
vaccination-repeated = Mũi { $number } của vắc xin này đã tiêm rồi (lô { $batch }). Kiểm tra lại số mũi.
site-left-arm = cánh tay trái
site-right-arm = cánh tay phải
site-left-thigh = đùi trái
site-right-thigh = đùi phải
site-mouth = uống
site-nose = xịt mũi
order-not-done = Chỉ định này chưa thực hiện hoặc đã huỷ.
order-seen = Bác sĩ đã xem kết quả này. Hãy đính chính thay vì huỷ.
order-charge-paid = Phiếu thu của chỉ định này có giảm giá, có phần bảo hiểm chi trả hoặc đã lập hồ sơ thanh toán. Hãy nhờ thu ngân bỏ giảm giá, hoặc huỷ biên lai, trước.

### Khoản thu
price-session = { $name } (gói, buổi { $number }/{ $sessions })
price-free-visit = { $name } (tái khám trong { $days } ngày)
package-used = Gói đã dùng buổi đầu: không bỏ được nữa
refund-claim-sent = Hồ sơ bảo hiểm của khoản này đã gửi nên không huỷ được nữa.
charge-no-price = Dịch vụ này chưa có giá. Hãy báo quản lý nhập giá.
payer-discount-above = Khoản giảm trừ lớn hơn phần bệnh nhân còn phải trả. Hãy bỏ giảm giá trước, rồi ghi lại.

### Biên lai
receipt-cash = Tiền mặt
receipt-transfer = Chuyển khoản
receipt-card = Thẻ
receipt-vat-none = không chịu thuế
receipt-vat = Thuế GTGT: { $class }
receipt-vat-rate = Thuế suất { $rate }: { $amount } (thuế { $tax })
receipt-line-discount = giảm { $amount }
receipt-wallet = Ví điện tử
receipt-deposit = Từ tạm ứng
receipt-stamp-refunded = ĐÃ HOÀN TIỀN
receipt-stamp-part = ĐÃ HOÀN MỘT PHẦN
receipt-borne = { $payer } chi trả
receipt-insured = Bảo hiểm chi trả

### An toàn thuốc
safety-allergy = Dị ứng: { $ingredient } (bệnh nhân dị ứng { $known }).
safety-age-years = { $ingredient } chỉ dùng từ { $youngest } tuổi.
safety-age-months = { $ingredient } chỉ dùng từ { $youngest } tháng tuổi.
safety-pregnancy-avoid = Không dùng { $name } khi mang thai (tuần { $week }).
safety-pregnancy-avoid-unknown = Không dùng { $name } khi mang thai (chưa rõ tuần).
safety-pregnancy-caution-unknown = Thận trọng khi dùng { $name } trong thai kỳ (chưa rõ tuần).
safety-week-or-none = Đã báo mang thai khi đến khám: nhập tuần thai, hoặc đánh dấu “Không mang thai”.
safety-not-pregnant = Không mang thai (đã hỏi)
safety-pregnant = Thai { $week } tuần
safety-pregnant-unknown = Mang thai, chưa rõ tuần
safety-pregnancy-caution = Thận trọng khi dùng { $name } trong thai kỳ (tuần { $week }).
safety-breastfeeding-avoid = Không dùng { $ingredient } khi cho con bú.
safety-breastfeeding-caution = Cân nhắc khi dùng { $ingredient } lúc cho con bú.
safety-renal-avoid = Không dùng { $ingredient } khi mức lọc cầu thận dưới { $limit } (bệnh nhân: { $egfr }).
safety-renal-caution = Cần chỉnh liều { $ingredient } khi mức lọc cầu thận dưới { $limit } (bệnh nhân: { $egfr }).
safety-dose-single = Quá liều một lần: { $ingredient } { $dose } mg, tối đa { $limit } mg.
safety-dose-single-weight = Quá liều một lần theo cân nặng: { $ingredient } { $dose } mg, tối đa { $limit } mg với cân nặng này.
safety-dose-single-age = Quá liều một lần theo tuổi: { $ingredient } { $dose } mg, tối đa { $limit } mg ở tuổi này.
safety-dose-daily = Quá liều một ngày: { $ingredient } { $dose } mg, tối đa { $limit } mg.
safety-dose-daily-weight = Quá liều một ngày: { $ingredient } { $dose } mg, tối đa { $limit } mg theo cân nặng.
safety-dose-daily-age = Quá liều một ngày theo tuổi: { $ingredient } { $dose } mg, tối đa { $limit } mg ở tuổi này.
safety-units-daily = Quá liều một ngày: { $ingredient } { $dose } đơn vị, tối đa { $limit } đơn vị.
safety-units-daily-weight = Quá liều một ngày: { $ingredient } { $dose } đơn vị, tối đa { $limit } đơn vị theo cân nặng.
safety-of-grown-ups = { $said } Đây là giới hạn của người lớn: bảng dữ liệu không có giới hạn cho trẻ em.
safety-weight-missing = Chưa có cân nặng nên chưa kiểm tra được liều { $ingredient } cho trẻ.
safety-duration = { $ingredient } kê { $days } ngày, tối đa { $most } ngày.
safety-duration-for-good = { $ingredient } kê dùng lâu dài, tối đa { $most } ngày.
safety-taper = { $ingredient } kê { $days } ngày mà không giảm liều dần: quá { $after } ngày cần giảm liều trước khi ngừng.
safety-taper-for-good = { $ingredient } kê dùng lâu dài mà không giảm liều dần.
safety-weekly-only = { $ingredient } chỉ dùng một lần mỗi tuần, không dùng hằng ngày.
safety-repeat = Đã có thuốc này: { $medicine } trong đơn { $number } ngày { $day } ({ $supply }), đủ dùng đến hết ngày { $until }.
safety-repeat-sold = Đã có thuốc này: { $medicine } bán tại quầy hôm nay, { $amount }.
safety-repeat-case = Đã có thuốc này: { $medicine } từ ngày { $first } đến ngày { $last } của đơn mới.
safety-supply-given = đã phát { $amount }
safety-supply-to-come = còn phải phát { $amount }
safety-supply-has-some = bệnh nhân báo ở nhà còn
safety-supply-outside = mua ở ngoài
safety-duplicate = Trùng hoạt chất { $ingredient }: đã có trong { $medicine }.
safety-duplicate-current = Trùng hoạt chất { $ingredient }: bệnh nhân đang dùng { $medicine }.
safety-duplicate-class = Trùng nhóm { $class }: { $a } và { $b }.
safety-duplicate-class-current = Trùng nhóm { $class }: { $a } và { $b } đang dùng.
safety-interaction = Tương tác { $a } – { $b }: { $effect }. { $advice }.

### An toàn thuốc: điều chưa kiểm tra được
safety-ingredients-missing = Không có danh sách hoạt chất: chưa kiểm tra được an toàn thuốc.
safety-classes-missing = Không có danh sách nhóm thuốc: chưa kiểm tra được dị ứng chéo, trùng nhóm và tương tác theo nhóm.
safety-interactions-missing = Không có danh sách tương tác: chưa kiểm tra được tương tác thuốc.
safety-medicines-missing = Không có danh sách thành phần thuốc: chưa kiểm tra được an toàn thuốc.
safety-lines-unreadable = Có { $count } dòng dữ liệu an toàn thuốc không đọc được: một số kiểm tra có thể thiếu.
safety-stale = Dữ liệu an toàn thuốc đã cũ (ngày { $day }): hãy cập nhật.
safety-allergy-unknown = Chưa kiểm tra được dị ứng “{ $id }”: không có trong dữ liệu an toàn thuốc.
safety-medicine-unknown = Thuốc “{ $medicine }” không có trong dữ liệu an toàn thuốc nên chưa được kiểm tra.
safety-age-unknown = Chưa biết tuổi: chưa kiểm tra được tuổi tối thiểu của { $ingredients }.
safety-weight-unknown = Chưa có cân nặng: chưa kiểm tra được liều theo cân nặng của { $ingredients }.
safety-child-unjudged = Chưa có giới hạn cho trẻ em: chưa kiểm tra được liều trẻ em của { $ingredients }.
safety-child-age-unjudged = Chưa có tuổi tối thiểu: chưa kiểm tra được tuổi dùng của { $ingredients }.
safety-allergy-words = Dị ứng ghi bằng lời, chưa kiểm tra được: { $words }. Hãy chọn hoạt chất hoặc nhóm thuốc.
allergies-asked-none = Đã hỏi: không dị ứng
allergies-not-asked = Chưa hỏi dị ứng
safety-allergy-unasked = Chưa hỏi dị ứng: chưa kiểm tra được.
safety-egfr-unknown = Chưa biết mức lọc cầu thận: chưa kiểm tra được { $ingredients }.
safety-egfr-of-stage = Chưa đo mức lọc cầu thận: đã tính theo mức thấp nhất của giai đoạn bệnh thận đã ghi cho { $ingredients }.
safety-pregnancy-unknown = Chưa hỏi về thai kỳ và cho con bú: chưa kiểm tra được { $ingredients }.
safety-pregnancy-unjudged = Chưa có dữ liệu thai kỳ của { $ingredients }.
safety-breastfeeding-unjudged = Chưa có dữ liệu cho con bú của { $ingredients }.
safety-amount-unknown = Chưa biết số mg của { $ingredient }: chưa kiểm tra được liều.

### An toàn thuốc: đọc bảng dữ liệu
safety-no-column = Thiếu cột “{ $column }” ở dòng tiêu đề.
safety-cell-empty = Cột “{ $column }” không được để trống.
safety-cell-wrong = Cột “{ $column }” không đúng: “{ $typed }”.
safety-line-wrong = Dòng thuốc không đúng: “{ $line }”. Hãy viết mã_thuốc:liều*lần*ngày, ví dụ paracetamol_500_tab:1*3*5.
safety-row-width = Dòng có { $cells } cột, dòng tiêu đề có { $columns } cột.
safety-id-twice = Mã “{ $id }” đã có ở một dòng trước.
safety-id-unknown = Cột “{ $column }” có mã không có trong danh sách: “{ $id }”.

### An toàn thuốc: mức và lý do
safety-level-note = Lưu ý
safety-level-warn = Cảnh báo
safety-level-stop = Dừng
safety-allergen-choose = Hãy chọn một hoạt chất hoặc nhóm thuốc trong danh sách. Dị ứng khác ghi ở hồ sơ bệnh nhân.
safety-allergen-twice = Dị ứng này đã được ghi.
safety-severity-unknown = Chưa rõ
safety-severity-mild = Nhẹ
safety-severity-moderate = Vừa
safety-severity-severe = Nặng
safety-nothing-to-override = Dòng này không còn cảnh báo nào cần lý do. Hãy xem lại đơn.
safety-reason-needed = Đơn có cảnh báo “Dừng” chưa có lý do: { $said }
safety-reason-missing = Hãy ghi lý do vẫn dùng thuốc.
safety-reason-short = Lý do quá ngắn. Hãy ghi rõ hơn.
safety-stop-final = Không thể bỏ qua bằng lý do: { $said } Hãy kê một lần mỗi tuần (ví dụ 3/tuần T2 4tuần) hoặc bỏ thuốc này.
safety-stop-final-hint = Dừng này không bỏ qua được bằng lý do. Kê lại một lần mỗi tuần, ví dụ: { $name } 3/tuần T2 4tuần.
safety-no-lines = Chưa có dòng nào dưới dòng tiêu đề.

### Bệnh án đã ký
note-signed = Bệnh án này đã được ký.
note-not-signed = Bệnh án này chưa được ký nên chưa cần đính chính. Hãy sửa trực tiếp khi bệnh nhân đang trong phòng khám.
note-why = Hãy ghi lý do đính chính.
note-amended = { $by } đã đính chính bệnh án này (bản { $number }) sau khi bạn mở trang. Chưa ký gì cả, nội dung bạn gõ vẫn còn nguyên: hãy đọc bản mới rồi xác nhận.
note-unchanged = Nội dung chưa có gì thay đổi so với bản đã ký.
note-diagnosis = { $code } không phải mã ICD-10, hoặc đã có trong danh sách.
note-no-diagnosis = Bệnh án phải còn ít nhất một chẩn đoán xác định.

### Tiền sử
relative-mother = Mẹ
relative-father = Cha
relative-sibling = Anh chị em ruột
relative-child = Con
relative-grandparent = Ông bà
relative-other = Người thân khác
background-onset = Hãy ghi năm hoặc tháng/năm bắt đầu, ví dụ 2019 hoặc 03/2019, không muộn hơn hôm nay.
background-problem-missing = Hãy chọn một bệnh trong danh sách ICD-10 hoặc ghi tên bệnh.
background-problem-unknown = Không có mã bệnh này. Hãy chọn trong danh sách.
background-problem-twice = Bệnh này đang được theo dõi rồi.
background-ended = Mục này vừa được người khác kết thúc. Hãy xem lại.
background-not-stopped = Thuốc này không ở trạng thái đã ngừng; có thể người khác vừa lấy lại.
background-stopped = Thuốc này đã được ghi ngừng, hoặc đơn không còn hiệu lực.

### Giấy chứng nhận, giấy chuyển
certificate-voided = Giấy này đã bị huỷ trước đó.
certificate-sick-leave = Giấy chứng nhận nghỉ ốm
certificate-transfer = Giấy chuyển khám
certificate-health = Giấy khám sức khoẻ
certificate-signed-on = Ngày { $day } tháng { $month } năm { $year }
certificate-signer = Bác sĩ khám
certificate-diagnosis = Chẩn đoán
certificate-rest = Nghỉ
certificate-days = { $days } ngày, từ { $from } đến hết { $to }
certificate-note = Ghi chú
certificate-to = Kính gửi
certificate-summary = Tóm tắt bệnh và điều trị
certificate-why = Lý do chuyển
certificate-purpose = Mục đích
certificate-found = Kết quả khám
certificate-conclusion = Kết luận
certificate-allergies = DỊ ỨNG
certificate-vitals = Sinh hiệu
certificate-results = Kết quả cận lâm sàng
certificate-medicines = Thuốc đang dùng
### Dòng đơn thuốc gõ nhanh
line-too-long = Dòng quá dài: tối đa 400 ký tự.
line-no-name = Hãy gõ tên thuốc trước, ví dụ: para500 1-1-1 3n.
line-no-dose = Chưa thấy liều: viết ví dụ 1-0-1, 1x3, s1 t1 hoặc 1/8h.
line-step-no-dose = Sau dấu > cần liều và số ngày của bước tiếp theo.
line-two-doses = Liều được viết hai lần; hãy giữ một cách viết.
line-two-days = Số ngày được viết hai lần; hãy giữ một số.
line-weekly-steps = Thuốc uống hằng tuần không kê theo từng bước; hãy viết mỗi bước một dòng.
line-two-figures = “{ $word }” là sáng và trưa, hay sáng và chiều? Hãy viết đủ ba hoặc bốn số, ví dụ 1-0-1.
line-many-figures = “{ $word }” có quá bốn số: sáng-trưa-chiều-tối.
line-many-times = “{ $word }”: một ngày dùng từ 1 đến 4 lần.
line-part-twice = “{ $word }”: buổi này đã có liều.
line-which-weekday = Uống vào thứ mấy? Viết ví dụ 3/tuần T2.
line-which-hours = Cách { $every } giờ không chia đều được một ngày thành 1–4 lần: dùng 6h, 8h, 12h hoặc 24h.
line-no-days = Sau liều là số ngày: viết ví dụ 5n hoặc 5 ngày.
line-which-unit = { $count } gì? Viết { $count }n (ngày) hoặc { $count }tuần.
prescription-dose-unmeasurable = Liều này không chia được chính xác: viên chia tới 1/4, ml và g tới 0,01, còn lại chia tới 1/2.
line-every = Cách nhau { $every } giờ
line-as-needed = khi cần
safety-facts-moved = Người khác vừa ghi thông tin mới; các ô dưới đây giữ nguyên điều bạn gõ. Hãy xem lại trang rồi lưu.
question-gone = Câu hỏi này đã được trả lời hoặc nhà thuốc đã rút lại. Hãy xem lại đơn.

### Bán lẻ tại quầy thuốc
retail-nothing = Giỏ hàng trống hoặc quá nhiều dòng (tối đa 40). Hãy thêm thuốc rồi bán.
retail-not-allowed = { $medicine } phải có đơn của bác sĩ hoặc không còn bán, nên không bán lẻ được. Chưa bán gì cả.
retail-short = Kho không còn đủ { $medicine }. Chưa bán gì cả; hãy bớt số lượng.
retail-undone = Lần bán này đã được hoàn lại trước đó.
retail-paid = Phiếu thu của lần bán này có giảm giá. Hãy nhờ thu ngân bỏ giảm giá, hoặc huỷ biên lai, trước.
retail-counter = Quầy thuốc
retail-sale = Bán lẻ thuốc
retail-buyer = Khách lẻ
### Quy định kê đơn
child-weight-missing = Trẻ dưới 72 tháng tuổi: đơn thuốc phải ghi cân nặng đo trong 30 ngày gần đây.
child-companion-missing = Trẻ dưới 72 tháng tuổi: đơn thuốc phải ghi tên người đưa trẻ đến khám.
course-too-long = { $name }: { $days } ngày, dài hơn giới hạn { $limit } ngày của loại đơn này với các chẩn đoán đã ghi.

### Tạm ứng
deposit-paper-title = PHIẾU THU TẠM ỨNG
deposit-patient = Bệnh nhân
deposit-day = Lúc
deposit-purpose = Tạm ứng cho
deposit-money = Số tiền
deposit-amount = Số tiền tạm ứng
deposit-method = Hình thức
deposit-reference = Mã giao dịch
deposit-words = Bằng chữ
deposit-keep = Số tiền này được trừ vào phiếu thu, phần còn lại được hoàn. Hãy giữ phiếu này.
deposit-cashier = Thu ngân
deposit-payer = Người nộp tiền
deposit-returned = ĐÃ TRẢ LẠI { $amount }
payout-title = PHIẾU CHI
payout-to = Chi cho
payout-day = Lúc
payout-for = Nội dung
payout-of-receipt = Hoàn tiền biên lai { $number }
payout-item = Khoản
payout-of-deposit = Trả lại tạm ứng { $number }
payout-of-drawer = Chi tiền mặt từ két { $number }
payout-reason = Lý do
payout-money = Số tiền chi
payout-amount = Số tiền
payout-reference = Mã giao dịch
payout-asked = Người yêu cầu
payout-agreed = Người duyệt
payout-receiver = Người nhận tiền
balance-due = Còn nợ { $due }
balance-next = Còn nợ { $due }, hẹn { $day }
balance-overdue = Còn nợ { $due }, quá hạn { $days } ngày
balance-held = Tạm ứng { $amount }
prescription-withdraw-reason = Hãy ghi lý do thu hồi đơn.
prescription-begun = Không thu hồi được nữa: nhà thuốc đã soạn, tính tiền hoặc cấp thuốc của đơn này, hoặc đơn do bác sĩ khác ký. Hãy gọi nhà thuốc.
after-not-finished = Lượt khám chưa kết thúc: hãy kê vào đơn đang mở của lượt.
after-changed = Đơn của lượt này vừa thay đổi. Hãy xem lại rồi làm tiếp.
after-other-day = Lượt khám của ngày khác và không có đơn. Hãy tiếp nhận để khám lại rồi mới kê.
after-too-late = Đã quá 14 ngày từ lượt khám. Hãy khám lại trước khi đổi thuốc.
after-all-given = Nhà thuốc đã cấp đủ đơn này: không có gì để thay.
after-open = Nhà thuốc chưa đóng đơn của lượt này: phần còn nợ được phát, hoặc được ghi lý do không cấp, rồi mới kê thay được. Đơn đang kê lại thì ký trước.

refusal-out-of-stock = hết hàng
refusal-not-wanted = người bệnh không lấy
refusal-has-some = người bệnh còn thuốc
refusal-too-dear = giá cao
refusal-unsafe = không an toàn
refusal-other = lý do khác
route-im = Tiêm bắp
route-sc = Tiêm dưới da
route-id = Tiêm trong da
route-oral = Uống
route-nasal = Xịt mũi
vaccination-route = Vắc xin này không dùng theo đường đó.
vaccine-doubts = Hãy xem lại trước khi tiêm. Vẫn tiêm thì ghi lý do: { $said }
vaccine-months = { $months } tháng tuổi
vaccine-days = { $days } ngày tuổi
vaccine-years = { $years } tuổi
vaccine-too-early = { $vaccine }: mũi { $number } dùng từ { $age }.
vaccine-too-late = { $vaccine }: mũi { $number } dùng đến { $age }.
vaccine-too-many = Lịch của { $vaccine } có { $doses } mũi.
vaccine-number = Mũi cuối đã biết là mũi { $last }: tiếp theo là mũi { $expected }, không phải mũi { $number }.
vaccine-number-first = Chưa biết mũi nào trước mũi { $number }. Hãy ghi các mũi đã tiêm nơi khác.
vaccine-interval = Mới { $days } ngày từ mũi trước, cần ít nhất { $least } ngày.
vaccine-live-pregnant = { $vaccine } là vắc xin sống, và người bệnh đang mang thai.
vaccine-live-unasked = { $vaccine } là vắc xin sống. Chưa ai hỏi người bệnh có mang thai không.
vaccine-live-close = { $vaccine }, cũng là vắc xin sống, đã tiêm { $days } ngày trước: tiêm cùng ngày hoặc cách { $apart } ngày.
vaccine-fever = Đang sốt { $degrees } °C.
vaccine-cold = Thân nhiệt thấp { $degrees } °C.
vaccine-other-schedule = Vắc xin trong kho là { $vaccine }, nhưng không chọn lịch của nó: tuổi và khoảng cách chưa được kiểm tra theo lịch đó.
vaccine-label-route = Nhãn của vắc xin ghi: { $own }; đường đã chọn: { $route }.
vaccine-other-route = { $vaccine } dùng theo đường: { $own }; đường đã chọn: { $route }.
dose-given = Mũi { $number }, { $site }.
outside-given = { $vaccine } ({ $maker }, lô { $batch }): mũi { $number }, { $site }.
vaccine-ill = Hôm nay người bệnh đang mắc bệnh cấp tính.
earlier-day = Vui lòng nhập ngày từ khi sinh đến hôm nay.
earlier-known = Mũi { $number } này đã được ghi rồi, tiêm ngày { $day }.
