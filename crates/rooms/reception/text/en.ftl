### The day's page
reception = Reception
day-nav = Choose the day
day-before = Day before
day-after = Day after
day-choose = Go to day
today = Today
back-to-today = Back to today
show = Show

### In the clinic
house = In the clinic
house-lists = Lists
house-empty = Nobody yet
tab-waiting = Waiting
tab-in-room = In room
tab-coming = Next
tab-left-open = Left open
left-open = Open since an earlier day
closing-reason = Why it is closed now
close-seen = Was seen
close-unseen = Left without being seen
standing = No. { $place }, { $from }–{ $to }′ · { $reason }
queue-why = Why this order?
waits-before = { $count ->
    [0] Nobody waits before
    [one] 1 person waits before
   *[other] { $count } people wait before
}
walk-in = Walk-in
walk-in-long = Check in a walk-in
check-in = Check in
check-in-of = Check in { $name }
urgency = Make it an emergency
urgency-why = What got worse
urgency-hint = For example: short of breath, chest pain, fainted. The patient goes first in every queue: doctor, nurse, tests, pharmacy.
urgency-act = Put { $ticket } first
urgency-why-short = Say what got worse, for example: short of breath, chest pain, fainted.
emergency-goes-on = The emergency of { $ticket } goes on with every further visit of today. When it is over, end it there.
emergency-where-open = If it is an emergency now: tick Emergency and check in. No second visit begins; the open one goes first in every queue.
put-first-where-open = This patient was in the clinic already: no second visit was begun, and { $ticket } goes first now in every queue. A booking of today stays booked.
see-again = See again now
see-again-hint = Back into the doctor’s line, before all others, as another visit of today.
urgency-end = End the emergency
urgency-end-why = Why it ends
urgency-end-short = Say why it is no emergency any more, for example: better after rest, chosen by mistake.
urgency-end-hint = The patient goes back to the turn and the priority of before.
urgency-end-act = Back to the earlier turn
urgency-end-confirm = { $ticket } is no emergency any more? The patient loses the first turn.
departure = Went home without being seen
departure-reason = Why the patient left
departure-act = Record as left
show-in-queue = Show in the queue

### The day's diary
diary = Appointments by doctor
counts = Appointments by status
hour = Time
waiting-now = waiting now
no-doctors = No doctors in the diary yet
no-doctors-hint = Ask a manager to add doctors and their working hours.
pause = Break
off-duty = Off duty
chosen = selected
booked = Booked.
open = Open
station-vitals = Vitals
station-doctor = Waiting
station-results = Results in
status-booked = Booked
status-late = Late
status-arrived = Arrived
status-in-room = In room
status-tests = Tests
status-done = Done
status-left = Left
status-absent = No-show
status-cancelled = Cancelled
room-short = Rm{"\u00A0"}{ $name }
department-general = General
department-internal = Internal medicine
department-paediatrics = Paediatrics
department-ent = ENT
department-obstetrics = Ob-gyn
department-dental = Dental
department-dermatology = Dermatology

### Series of appointments
series-new = Book a series
series-title = Series of appointments
series-book = Book the series
series-plan = What will be booked
series-no-plan = Nothing planned yet
series-no-plan-hint = Fill in service, doctor, day, time and how many on the left.
series-conflicts = { $count ->
    [one] 1 day does not fit as it was asked for. Choose another time or leave it out.
   *[other] { $count } days do not fit as they were asked for. Choose another time for each or leave it out.
}
series-choose = Choose another time…
series-nearest = Take the nearest time for each
series-keep = Keep this time, both at once
series-made = { $count ->
    [one] 1 appointment is booked.
   *[other] { $count } appointments are booked.
}
series-made-others = { $count ->
    [one] 1 of them at another time than the one asked for.
   *[other] { $count } of them at another time than the one asked for.
}
knowing-other-doctor = This doctor has agreed
knowing-unsuited = Book this service for the patient all the same
knowing-at-once = Book both at the same time all the same
knowing-same-day = Book this one as well
knowing-beside-visit = Check in for another visit all the same
move-other-doctor = The doctor has agreed: move
move-at-once = Move all the same, both at once
move-same-day = Move all the same, twice that day
series-weekdays = On these days (none: the first day's own)
series-count = How many
series-until = Or until
series-end = Enter how many (2 to 60) or the last day.
series-empty = No day is left to book.
series-open = { $count ->
    [one] 1 day does not fit. Choose another time or leave it out.
   *[other] { $count } days do not fit. Choose another time for each or leave it out.
}
series-edit-open = { $count ->
    [one] One appointment cannot move to that time. Choose another time or leave it where it is, then save again.
   *[other] { $count } appointments cannot move to that time. Choose another time or leave each where it is, then save again.
}
series-stay = Leave this one where it is
series-conflict-list = Appointments that cannot move to that time
series-nothing = No appointment to come is left to change.
series-as-planned = As planned
series-at = { $when } instead
series-skip = Leave this day out
series-choice = What happens on { $day }
series-over = No appointment of this series is to come.
series-move = Change time or doctor
series-move-act = Change
series-new-time = New time
series-cancel = Cancel appointments
series-member = Appointment
repeat = Book a series…
every = Every
unit = Unit
unit-week = weeks
unit-day = days
fit-free = Free
fit-taken = Taken
reach = For
reach-one = this one only
reach-following = this and the following
reach-all = all to come
time-past = This time is past.

### Working hours
schedule = Working hours
holidays-and-calls = Holidays, calls to make
kind-doctors = Doctors
kind-rooms = Rooms
kind-devices = Devices
weekly-hours = Weekly hours
weekday = Day
stretch = Shift { $number }
from-of = { $day }, from
to-of = { $day }, until
no-hours-doctor = This doctor has no working hours yet and cannot be booked.
no-hours-room = No hours of its own: always there when the doctor works.
overbooking-limit = Patients who may be double-booked at one time
overbooking-hint = From 0 to 9. With 0, a time that is taken takes nobody else.
save-limit = Save the limit
services-here = Services that need it
services-here-hint = Choose the services that are done in this room or with this device. Where several will do, an appointment takes one that is free. What is booked stays as it is.
save-services = Save the services
no-show-rule = Patients who do not come
no-show-minutes = Minutes until somebody is marked absent
no-show-hint = Counted from the end of the appointment. One click undoes it.
save-minutes = Save the minutes
save-hours = Save hours
hours-half = Every shift needs its start and its end.
hours-changed = working hours changed
leave-of-doctor = Leave
leave-of-room = Out of use
no-leave = No leave ahead.
leave-kind = Kind
leave-reason = Reason
leave-now = now
make-leave = Record leave
leave-remove = Remove this leave
leave-remove-confirm = Remove this leave? Its time can be booked again.
whole-day-hint = Leave empty for the whole day
single-days = Hours of single days
no-single-days = No day has hours of its own.
add-single-day = Set the hours of this day
day-kind = How it counts
day-extra = extra hours
day-instead = instead of the usual
day-remove = Back to the usual hours
day-remove-of = Back to the usual hours on { $day }
concerned-say = { $count ->
    [one] Not saved yet: 1 appointment lies outside the new hours. Choose what happens to it, then save again.
   *[other] Not saved yet: { $count } appointments lie outside the new hours. Choose what happens to each, then save again.
}
concerned-hint = These appointments are moved or cancelled together when you save. Each patient is told by message or email; who cannot be reached stands on the list of calls.
concerned-list = Appointments concerned
choice-for = What happens to { $name }
move-to = Move to { $when } · { $doctor }
told-by-message = told by { $channel }
told-by-phone = to be called
calls = Calls to make
no-calls = Nobody has to be called.
call-cancelled = Appointment of { $when } cancelled
call-moved = Moved to { $when } · { $doctor }
call-done = This patient has been called already.
called = Called
called-of = { $name } was called
no-phone = no phone number
holidays = Holidays
no-holidays = No holidays yet.
holiday-name = Name
holiday-state = Clinic
holiday-closed = Closed
holiday-open = Open
holiday-open-act = Work that day
holiday-close-act = Close
holiday-remove = Remove { $name }
holiday-remove-confirm = Take { $name } out of the list of holidays?
holiday-add = Add a holiday
holiday-add-act = Save holiday
holiday-name-vi = Name in Vietnamese
holiday-name-en = Name in English
holiday-is-closed = The clinic is closed on this day

### Waiting list
diary-short = Diary
room-pages = Pages of the front desk
waiting-list = Waiting list
offers-waiting = { $count ->
    [one] 1 freed time fits a patient who waits
   *[other] { $count } freed times fit patients who wait
}
freed-times = Freed times
no-freed-times = No freed time fits yet
no-freed-times-hint = When an appointment is cancelled or moved away, the patients whom its time fits stand here.
nobody-waits = Nobody is on the waiting list
nobody-waits-hint = Put a patient here when no time is right.
book-for = Book this time for { $name }
urgent = Urgent
wanted = Preferred times
waits-since = Since
acts = Actions
every-day = any day
from-day-on = from { $day }
until-day = until { $day }
withdraw = Remove
withdraw-of = Take { $name } off the waiting list
withdraw-confirm = Take { $name } off the waiting list?
wish-add = Put on the list
wish-add-act = Add to the waiting list
wish-note = Note
wanted-weekdays = Days on which the patient can come
first-day = From day
last-day = To day
from-time = From
to-time = Until
no-services = There are no consultations yet.

### Booking
quick-booking = Quick booking
patient = Patient
patient-hint = Name, phone, code, year of birth
patient-pick = Please pick the patient from the suggestions, or create a new one.
service = Service
service-option = { $name } · { $minutes } min · { $price }
doctor = Doctor
day = Day
day-shown-past = The day shown is over, so booking begins today.
free-times = Free times · { $weekday } { $day }
any-doctor = Any doctor
no-free-times-of-any = No free time within 60 days. Put the patient on the waiting list.
no-free-times = No free times left on this day. Choose another day or doctor.
more-free-times = { $count } more free times
offers = This time is not free. Pick one of the nearest to book it at once:
offers-of-others = Other doctors
reason = Reason
source = Booked by
source-phone = Phone
source-in-person = At the desk
source-website = Website
source-follow-up = Follow-up
tell = Send a confirmation
tell-series = Send one confirmation of the whole series
remind = Send a reminder before the day
said = The patient knows, send no message
book = Book
book-and-check-in = Book, check in
check-in-only-today = Only an appointment of today can be booked and checked in at once.
time-choose = Please choose a time.
time-unreadable = Not a time; a right one is 9:15.
day-past = This day has passed. Choose today or later.
day-too-far = Appointments can be booked at most { $days } days ahead.
doctor-without-room = This doctor has no room yet. Ask a manager to assign one.
form-incomplete = The form is incomplete. Please reload the page and try again.

### Moving appointments
diary-views = Ways to see the diary
by-doctor = Doctors
by-room = Rooms
week = Week
week-of = A doctor's week
week-nav = Choose the week
week-before = Week before
week-after = Week after
minutes-short = { $count } min
grid-step-hint = Change the step of the grid
pinboard = Pinboard
pinboard-hint = Pinned – drag onto another day, or choose a card and press M:
pinboard-drop = Drop here to pin it, then open another day and drag it there
keys-title = Keys of the diary
key-book = New booking
key-walk-in = Check in a walk-in
key-scan = Scan or find a patient
key-go = Go among appointments and free times
key-move = Pick an appointment up, to move it by the arrows
key-stretch = Make it longer or shorter
key-drop = Put it down; or open the appointment
key-pin = Pin it, to move it to another day
key-leave = Leave it where it was
key-save = Press the main button of the screen
keys-mouse = With the mouse: drag an appointment to another time, or its lower edge to change its length. Every change can be undone.
close = Close
moving-says = M: move. Arrows: time and column. Shift and arrows: longer, shorter. Enter: drop. P: pin. Esc: leave it.
undo = Undo
undo-last = Undo the last change
reopen = Came after all: reopen
came-after-all = If the patient comes after all, reopen the appointment as long as its time is free.
not-moved = The appointment of { $name } was not moved.
nearest-free = Nearest free times:
stand-beside = Double-book this time
beside = Double-booked
moved-to = Moved to { $when }.
change-time = Change time
length-minutes = Length (minutes)
device = Device
history = History
was = before:
change-move = Moved
change-stretch = Length changed
change-confirmation = Confirmation noted
change-cancel = Cancelled
change-no-show = Marked as no-show
change-undo = Undone
confirmation = Confirmation
confirmation-none = Not asked
confirmation-asked = Asked, no answer yet
confirmation-confirmed = Will come
confirmation-declined = Will not come
mark-first = first visit
mark-unpaid = owes from before
mark-note = has a note
mark-overbooked = double-booked
mark-awaits-desk = from the website, to be confirmed
awaits-desk-note = The patient booked this on the website and waits for the clinic's answer.
accept-request = Accept
decline-request = Decline
decline-reason = Reason for declining
profile-unverified = From the website, to be verified

### An appointment
appointment = Appointment
minutes = { $count } minutes
room = Room
back = Back
back-to-day = Back to the day
cancel-appointment = Cancel appointment
cancel-reason = Reason for cancelling
mark-absent = Mark as no-show
confirm-profile = Confirm the profile
confirm-profile-hint = Ask again, correct what has changed
check-in-early = Came early – check in today
early-note = Booked for { $day }. Checking in today gives the reserved time back.
day-is-over = The day of this appointment has passed
day-is-over-hint = If the patient comes today, check in as a walk-in.
ticket-of = Ticket · { $room }
reminder-waits = The reminder goes out at { $due }.
reminder-sent = The reminder was sent.
reminder-failed = The reminder could not be sent: please call.
reminder-unreached = The patient has no mobile number or email that messages reach, so no reminder can be sent.
messages-refused = The patient has refused messages: every change has to be told by phone.
notice-waits = The patient is told by { $channel } at { $due }.
notice-sent = The patient was told by { $channel } at { $when }.
notice-failed = The patient could not be told by { $channel }: please call.
channel-email = email
channel-sms = SMS
channel-zalo = Zalo

profile-saved = Profile { $code } is saved.
profile-saved-child = A child under 16 without a guardian: please ask and add one.
held = On hold
held-until = { $from }: somebody is booking this on the website, held until { $until }

### Walk-ins
show-seen = Show this visit
go-on-with-open = Go on with the open visit
another-after-open = If another visit is needed: keep or make a booking, and check in once the doctor has finished this one.
book-after-open = Book a time after it
already-inside = This patient is in the clinic already: { $ticket }, { $doctor } · { $station }.
allergies-restricted = restricted record, not shown here. The doctor opens it and asks again.
restricted-at-desk = The use of this record is restricted at the patient’s request: the desk confirms who it is and lets them in. The doctor asks about allergies and illnesses when opening the record.
patient-look = Please look at the patient’s card and the reasons for priority below, then check in.
correct = Edit profile
waiting-count = { $count } waiting

### Profiles
profile = Patient profile
create-patient = Create a new patient
create-named = Create new patient “{ $name }”
save-profile = Save profile
name = Full name
sex = Sex
birth = Date of birth
birth-hint = Day/month/year, or the year alone
phone = Phone
email = Email
address = Address
national-id = ID card or passport
insurer = Insurance
insurer-none = No insurance
insurance-number = Insurance number
insurance-until = Valid until
day-form = day/month/year
insurance-over = The insurance card expired on { $day }
guardian-name = Guardian
guardian-hint = Needed for children under 16
guardian-unknown = The guardian is not known yet, save all the same
guardian-phone = Guardian's phone
allergies = Allergies
allergies-hint = Ask again at every visit
conditions = Conditions
reminders-wanted = Agrees to reminders
patient-maybe-known = This patient may have a profile already. Compare; if it is somebody else, press save once more.
alike = Similar profiles
same-phone = Same phone
take-this-one = Take this one
name-signs = A name has letters, spaces, apostrophes and hyphens only.
name-without-letters = A name must have letters.
national-id-wrong = Not a right number: an ID card has 12 digits (old ones 9), a passport letters and digits.
insurance-number-wrong = Not a right insurance number: 10 digits, 12 digits, or 2 letters and 13 digits.
insurer-choose = Please choose the insurance of this number.
insurance-number-missing = Please enter the insurance number.
guardian-missing = Under 16: please name a guardian, or tick that none is known yet.
guardian-at-check-in = A child under 6 without a guardian: the check-in will ask.
allergies-before-check-in = Never asked. An answer is needed to check in.
guardian-needed = A child under 6 needs the name of a guardian.
profile-questions-open = The profile does not say yet whether there are allergies, nor who is the guardian of a child under 6. Please add it under “Edit profile”, then check in.
profile-allergies-open = The profile does not say yet whether there are allergies. Please add it under “Edit profile”, then check in.
profile-guardian-open = The profile of a child under 6 names no guardian yet. Please add it under “Edit profile”, then check in.
check-in-taken-back = The check-in was taken back: the patient is no longer in the queue, the appointment stands.
allergies-ask = Please ask about allergies: write them down, or tick that there are none.
allergies-contradict = Allergies are written down, yet the box says none. Remove one of the two.

### Palette
patients = Patients
actions = Actions
go-to = Go to
go-keys = G then { $letter }
book-new = Book an appointment
website-requests = { $count ->
    [1] 1 website booking to confirm
   *[other] { $count } website bookings to confirm
    }

### Scanning
scan = Scan or search
scan-placeholder = Scan, find
scan-hint = Patient code, QR of a booking, ticket, QR of the ID card, insurance number, name or phone
scan-go = Open
scan-several = Several people: choose one
scan-nobody = Nobody was found. Check the text, or create a new patient.
scan-no-code = No patient has the code { $code }.
scan-no-number = No profile has this card’s number yet.
scan-no-appointment = There is no such appointment. The code may be another clinic’s.
scan-no-ticket = There is no such ticket. It may be another clinic’s.

### Priority, ticket, taking back
priority = Priority
priority-over-80 = 80 and over
priority-under-6 = Under 6
priority-pregnant = Pregnant
priority-emergency = Emergency
print-ticket = Print ticket
ticket-qr-note = Scan to follow your turn
take-back = Take back
take-back-confirm = Take the check-in { $ticket } back? Its appointment, if any, will be as before.
booked-today = This patient has an appointment today. Check that one in, or tick that this is another visit.
bookings-seen = Check in for another visit all the same
check-in-booked = Check this one in

### Merging profiles
compare = Compare, merge
merge = Merge profiles
merges = Merged profiles
merges-none = No profiles were merged yet
merges-none-hint = Open a patient’s profile, go to Similar profiles and choose Compare, merge.
merge-made = { $loser } was merged into { $winner }. If that was wrong, press Separate again in the first row.
merge-taken-apart = { $loser } and { $winner } are two profiles again, as before the merge.
merge-done = One of these two profiles is merged already.
merge-see = See the merges, undo one
merge-undo-here = Merged by mistake?
merge-contains = Another profile is merged into this one. By mistake?
merge-of = Merge another profile into { $name } ({ $code }):
merge-note = All visits, appointments, orders, prescriptions and items of { $loser } become { $winner }’s. The code { $loser } still finds the patient. This can be undone.
merge-confirm = Merge { $loser } into { $winner }?
merge-what = Detail
merge-winner = Kept
merge-loser = Merged into it
merge-both = Keep both
merge-visits = Visits
merge-turn = Swap sides
merge-when = Merged at
merge-state = Undo
merge-undo = Separate again
merge-undo-confirm = Separate { $loser } from { $winner }? What was begun on the kept profile since then stays there.
merge-undone = Separated at { $when }, { $by }
merge-same = Choose another profile.
merge-already = One of the two was merged already. Open the list again.
merge-both-inside = Both profiles have a visit that is not finished. Finish one of them first.
merge-undone-already = This merge was undone already.
merge-later-first = The profile was merged further since. Undo the later merge first.
merged-note = This profile was merged into another and is only kept to be read.
merged-open = Open the one in use
profile-record = Record
profile-open-record = Open the record for a reason
profile-readers = Who saw it
nothing-said = —

### Consent
consent = Consent to the use of personal data
consent-hint = Ask for each purpose. For a child the guardian decides.
consent-care = Examination, treatment and keeping the record
consent-messages = Reminders and results by email or message
consent-insurance = Sending the visit’s details to the insurer
consent-yes = Agrees
consent-no = Does not agree
consent-recorded = { $when } · { $person } · written by { $by } · question no. { $wording }
guardian-decides = Under 16: the name of the guardian who decides on consent is needed.

### Cards
card = Scan the ID card’s QR
card-hint = Scan the card to fill in name, birth, sex, number and address
card-fill = Fill in
card-unreadable = The card could not be read. Scan the QR code of the ID card again, or type into the fields below.
card-doubt-sex = The ID number does not match the sex. Please look at the card again.
card-doubt-birth = The ID number does not match the year of birth. Please look at the card again.
card-doubt-both = The ID number matches neither the sex nor the year of birth. Please look at the card again.
province = Province or city
province-none = Not chosen
insurance-from = Valid from
insurance-early = The insurance card is valid only from { $day }
insurance-ends-before = The last day must be after the first.
same-national-id = Same ID number
same-insurance = Same insurance number
same-name = Same name
similar-name = Similar name
same-birth = Same date of birth
swapped-birth = Day and month exchanged
same-year = Same year of birth
wish-any-time = any time
