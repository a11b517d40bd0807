### The frame and the steps
booking = Book an appointment
language = Language
language-vi = Tiếng Việt
language-en = English
step-of = Step { $step } of { $of }
no-account = no account needed
or-call = Need help? Call
closed = The clinic takes no bookings online at the moment. Please call.
go-on = Continue
change = Change
change-what = Change: { $what }

### Choosing the service, the doctor, the time
choose-branch = Choose a branch
choose-service = Choose a service
choose-doctor = Choose a doctor
any-doctor = Any doctor
any-doctor-hint = see every free time
minutes = { $count } min
choose-time = Choose day and time
choose-day = Choose a day
month = { $month ->
    [1] January { $year }
    [2] February { $year }
    [3] March { $year }
    [4] April { $year }
    [5] May { $year }
    [6] June { $year }
    [7] July { $year }
    [8] August { $year }
    [9] September { $year }
    [10] October { $year }
    [11] November { $year }
   *[other] December { $year }
    }
weekday-short = { $day ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[other] Sun
    }
places = { $count ->
    [1] 1 time
   *[other] { $count } times
    }
no-place = full
earlier = Earlier days
later = Later days
morning = Morning
afternoon = Afternoon
nothing-free = No time is free. Please choose another day.
other-times = Other free times

### Who comes
who-comes = Patient details
name = Full name
birth = Date of birth
birth-hint = Day/month/year, or the year alone
sex = Sex
choose-other-service = Go back and choose another service.
phone = Phone
phone-hint-code = The confirmation code goes to this number.
phone-hint-call = The clinic calls this number when needed.
email = E-mail
email-hint = Optional
email-code-hint = The confirmation code goes to this address.
reason = Reason
reason-hint = Optional, for instance: sore throat for 3 days
consent = I agree that { $clinic } uses these details for booking and for my care.
trap = Leave this empty
send-code = Hold the time and get the code
email-needed = Enter an e-mail address for the confirmation code.
consent-needed = We need your consent to book.
look-at-fields = Please look at what is marked below.
form-incomplete = Something is missing. Please start again.
name-without-letters = Please enter a name with letters.
name-with-signs = A name has letters only, no figures or signs such as < >.
closed-refusal = The clinic takes no bookings online at the moment. Please call.
time-gone = This time is no longer free. Please choose another below; what you typed is kept.
too-often = You have asked too often. Try again in an hour, or call the clinic.

### The code
enter-code = Enter the code
code = 6-digit code
sent-sms = A code was sent by SMS to { $to }.
sent-zalo = A code was sent by Zalo to { $to }.
sent-email = A code was sent to { $to }.
kept-until = held for you until { $time }
kept-no-longer = no longer held; you can still book it while it is free
confirm-booking = Confirm the booking
send-again = Send the code again
hold-over = This booking attempt has expired.
begin-again = Book again
hold-over-refusal = This booking attempt has expired. Please book again.
code-six-digits = The code has 6 digits.
code-wrong = { $left ->
    [0] The code is wrong. You have no tries left.
    [1] The code is wrong. You have 1 try left.
   *[other] The code is wrong. You have { $left } tries left.
    }
code-too-old = The code is too old. Have it sent again.
code-just-sent = A code was just sent. Wait half a minute and try again.
no-more-codes = No more codes can be sent. Please book again or call the clinic.
no-more-tries = More than 5 wrong codes: the time is no longer held. Please book again.
code-subject = { $clinic }: your confirmation code
code-body = { $clinic }: your confirmation code is { $code }, valid for 10 minutes. Give it to nobody.

### The page of an appointment
booked-within = Open the appointment to keep its QR code, or to change or cancel it.
open-appointment = Open the appointment
title-booked = You are booked
title-asked = Your request is sent
about-asked = The clinic will look at it and write to you.
title-confirmed = You are booked
about-confirmed = You have confirmed that you will come.
title-arrived = You have arrived
title-cancelled = Appointment cancelled
title-missed = Appointment missed
scan-label = QR code of the appointment
scan-hint = Show this code at reception.
time = Time
doctor = Doctor
service = Service
price = Price
paid-at-desk = { $price }, paid at the desk
room = Room
place = Address
come-early = Come 10 minutes early and bring your ID and insurance card, if you have one.
confirm-coming = I will come
into-diary = Add to my phone's calendar
directions = Directions
move-appointment = Change the time
moved-from = Booked for { $now }
move-here = Move to this time
keep-time = Keep the old time
lost-title = This link no longer works
lost-text = It may be incomplete or too old. Book again, or call the clinic.
choose-a-time = Choose a time.
cancel-appointment = Cancel the appointment
cancel-sure = The time will go to somebody else. Are you sure?
cancel-yes = Cancel this appointment
book-again = Book another
change-by-phone = Less than { $hours } hours are left: changes are by phone only.
no-longer-booked = This appointment no longer stands and cannot be changed.
too-late-to-change = It is too close to the appointment to change it here. Please call the clinic.
cancelled-by-patient = Cancelled by the patient on the website
invitation-title = Appointment at { $clinic }, { $doctor }
invitation-about = { $service }. Phone { $phone }. See, change or cancel: { $link }

### Reception
requests = Website bookings to confirm
to-diary = The day's diary
no-requests = Nothing to confirm
no-requests-hint = Bookings from the website appear here.
status-asked = To be confirmed
status-unverified = New profile, to be verified
asked-at = Sent { $when }
accept = Accept
decline = Decline
decline-reason = Reason for declining
waits-no-longer = This booking no longer waits for confirmation.

### Settings
settings = Online booking
rules = Rules
open = Take bookings online
days = Days that can be booked ahead
notice-hours = Booked at least so many hours ahead
change-notice-hours = Changed or cancelled at least so many hours ahead
channels = Channels
arrival = Bookings from the website
arrival-desk = wait for reception
arrival-booked = are booked at once
offers = Doctors and services that can be booked online
save = Save
open-page = See the booking page
snippet = For the clinic's own website
snippet-hint = Copy this line into your website. The booking page opens in a tab of its own, so that patients always see the clinic's address.
reaches-nobody = Neither e-mail, SMS nor Zalo is configured, so no code can be sent.

### Specialities
department-general = General medicine
department-internal = Internal medicine
department-paediatrics = Paediatrics
department-ent = ENT
department-obstetrics = Obstetrics and gynaecology
department-dental = Dentistry
department-dermatology = Dermatology
