room-title = Patient records
find-label = Find a patient
find-placeholder = Name, phone number, patient code, year of birth…
find-button = Search
find-found = Results
find-present = In the clinic now
find-nothing = No patient found
find-nobody = No patient is in the clinic now
find-hint = Type a few letters of the name (without diacritics), the last three digits of the phone or the patient code.
new-patient = New patient
since = since { $time }
room-short = room { $room }

record-title = Patient record
path-label = Breadcrumb
path-patients = Patients
parts-label = Parts of the record
part-all = Overview
part-visits = Visits
part-tests = Tests
part-images = Images
part-prescriptions = Prescriptions
part-payments = Payments
part-appointments = Appointments
history-label = History
no-allergies = No allergies recorded
allergic = Allergic to { $what }
no-conditions = No conditions recorded
edit = Edit profile
edit-warnings = Edit allergies and conditions
book = Book
open-visit = Open visit
open = Open
warnings-title = Allergies, conditions
running-title = Current medicines
until = until { $day }
contact-title = Contact, insurance
no-contact = No contact details yet
phone = Phone
email = Email
address = Address
insurance = Insurance
insured-until = Valid until
insurance-over = expired
days-left = { $days ->
    [one] { $days } day left
   *[other] { $days } days left
}
guardian = Relative
nothing-yet = Nothing here yet
nothing-hint = This fills after the first visit.
older = Show older visits
all-charts = Show all { $count } charts
appointments-title = Appointments
no-appointments = No appointments to come
booked = Booked
missed = Did not come

state-waiting = Waiting
state-in-room = With the doctor
state-left = Left without being seen
reason = Reason
symptoms = Symptoms
findings = Findings
advice = Advice
pressure = Blood pressure
pulse = Pulse
temperature = Temperature
saturation = SpO₂
breaths = Breathing
weight = Weight
height = Height
bmi = BMI
per-minute = /min
order-waiting = Waiting
order-started = In progress
order-cancelled = Cancelled
positive = Positive
negative = Negative
flag-normal = N
flag-abnormal = Abnormal
images-count = { $count ->
    [one] { $count } image
   *[other] { $count } images
}
morning = morning
noon = noon
evening = evening
night = night
days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
batch = batch { $number } (exp. { $day })
prescription-draft = Being written
prescription-issued = Waiting in the pharmacy
prescription-dispensed = Dispensed
prescription-cancelled = Cancelled
latest-results = Latest results

pressure-title = Blood pressure
pressure-unit = mmHg, last { $count }
pressure-said = Blood pressure from { $first } to { $last } mmHg
systolic = Systolic
diastolic = Diastolic
series-said = { $name } from { $first } to { $last }
today = today
