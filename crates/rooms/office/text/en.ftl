office-title = Today’s reports
part-queue = Queue rule
part-screens = Screens
part-staff = Staff
updated = updated { $time }
million = m ₫
figure-takings = Takings today
payments-count = { $count ->
    [one] { $count } payment
   *[other] { $count } payments
}
figure-visits = Visits
visits-finished = { $count } finished
figure-waiting = Waiting
visits-in-room = { $count } with a doctor
figure-unpaid = Unpaid
bills-count = { $count ->
    [one] { $count } bill
   *[other] { $count } bills
}
figure-missed = Did not come
of-appointments = of { $count ->
    [one] { $count } appointment
   *[other] { $count } appointments
}
takings-title = Takings of 14 days
takings-unit = million ₫
takings-said = Takings day by day over 14 days, { $total } in all
cash = Cash
transfer = Transfer, card, wallet
attention-title = Needs attention
attention-none = Nothing to be done
look = Look
low-title = { $count ->
    [one] { $count } medicine to order
   *[other] { $count } medicines to order
}
low-hint = at the reorder level or below
expired-title = { $count ->
    [one] { $count } expired batch
   *[other] { $count } expired batches
}
expired-hint = still on the shelf
unpaid-title = { $count ->
    [one] { $count } unpaid bill
   *[other] { $count } unpaid bills
}
unpaid-hint = seen by the doctor
losses-title = { $count ->
    [one] { $count } stock document to be agreed to
   *[other] { $count } stock documents to be agreed to
}
counts-title = { $count ->
    [one] { $count } count of a drawer to be agreed to
   *[other] { $count } counts of drawers to be agreed to
}
refunds-title = { $count ->
    [one] { $count } refund to be agreed to
   *[other] { $count } refunds to be agreed to
}
discounts-title = { $count ->
    [one] { $count } discount to be agreed to
   *[other] { $count } discounts to be agreed to
}
second-hint = somebody else has to agree
missed-title = { $count ->
    [one] { $count } patient did not come
   *[other] { $count } patients did not come
}
missed-hint = call to book again
methods-title = How it was paid today
doctors-title = By doctor
doctors-hint = seen / all
doctors-none = No visits today yet
doctor-said = { $finished } of { $visits } visits
activity-title = Activity
activity-none = No activity
column-when = When
column-who = Who
column-what = What
column-patient = Patient
filter-person = Filter by person
filter-day = Filter by day
filter-button = Filter
everybody = Everybody
the-system = The system

people-page = Staff
people-title = Working here
column-practice = Practice
column-acts = Actions
room = room { $room }
disabled = Disabled
disable = Disable
disable-confirm = Disable the account of { $name }? They are signed out everywhere at once.
still-bookable = still booked
add-title = Add a person
add-button = Add
only-doctor = doctors only
field-name = Name
field-title = Title
field-speciality = Speciality
field-login = Login
field-login-hint = 3–40 characters: small letters a–z, digits, . _ -
field-roles = Roles
field-room = Consulting room
field-prefix = Ticket prefix
field-prefix-hint = A for A001, for instance
field-password = Password
field-first-password = First password
field-password-hint = at least { $least } characters
field-again = Password again
login-wrong = A login has 3–40 characters: small letters a–z, digits, dot, underscore, dash.
login-taken = Somebody uses this login already.
prefix-wrong = A prefix has 1–3 letters A–Z.
prefix-taken = Another doctor uses this prefix.
roles-missing = Choose at least one role.
role-owner-only = Only an owner can make an owner.
disable-self = You cannot disable your own account.
disabled-already = This account was disabled before.
password-short = The password needs at least { $least } characters.
password-long = The password is longer than 200 characters.
password-again = The two passwords are not the same.

account-title = My account
account-person = Who I am
account-sessions = Signed in on
sessions-count = { $count ->
    [one] { $count } device
   *[other] { $count } devices
}
account-preferences = Appearance
account-language = Language
account-theme = Theme
theme-light = Light
theme-dark = Dark
password-title = Change password
password-current = Current password
password-new = New password
password-button = Change password
password-ends-sessions = All other devices signed in to this account are signed out.
password-done = The password is changed. All other devices are signed out.
password-wrong = The current password is not right.
password-changed-meanwhile = The password was just changed elsewhere. Please try again.

start-title = Set up the clinic
start-hint = Fill this in once to begin. A starter catalogue of services, tests and medicines is made for you; prices and everything else can be changed later.
start-clinic = The clinic
start-owner = The owner
start-roles-hint = A clinic of one person keeps them all; with staff, untick what they do. The owner always manages the clinic.
start-button = Begin to work
field-clinic = Name of the clinic
field-address = Address
field-phone = Phone
field-email = E-mail
field-tax-id = Tax number
field-time-zone = Time zone
zone-unknown = There is no such time zone. For example: Asia/Ho_Chi_Minh.
link-over-title = This link works no more
link-over = The link for setting up works once, within an hour. If the clinic is not set up yet, start the program again for a new link.

act-rewrite-allergies = took words off the allergies
act-add-allergy = wrote down an allergy
act-add-reaction = added to an allergy's reaction
act-see-refusals = saw what the pharmacy did not give
act-add-day-hours = set hours for the day
act-add-diagnosis = wrote a diagnosis
act-add-staff = added a person
act-add-wish = put on the waiting list
act-adjust-stock = corrected stock
act-correct-cost = corrected a cost of goods in
act-attach-image = added an image
act-begin-prescription = began a prescription
act-book = booked an appointment
act-book-series = booked a series
act-book-other-doctor = booked with a doctor who does not usually give the service
act-book-at-once = booked one patient twice at one time
act-call-again = called the patient again
act-pair-screen = paired a waiting-room screen
act-put-back = put the patient back into the queue
act-set-queue-rule = changed the queue rule
act-take-back-charge = took an item off a bill
act-unpair-screen = unpaired a waiting-room screen
act-call-in = called the patient in
act-call-patient = called the patient
act-cancel-appointment = cancelled an appointment
act-cancel-order = cancelled an order
act-cancel-prescription = cancelled a prescription
act-change-password = changed the password, devices signed out:
act-charge = charged
act-check-in = checked in
act-complete-order = gave a result
act-withdraw-order = took a result back
act-ask-stock-document = asked for a stock document
act-agree-stock-document = agreed to a stock document
act-refuse-stock-document = dropped a stock document that waited
act-use-consumables = used goods for an order
act-vaccinate = gave a vaccine
act-note-earlier-dose = noted a dose given elsewhere
act-remove-earlier-dose = took off a dose given elsewhere
act-set-consumable = set what a service uses up
act-drop-consumable = took goods off a service
consumables-title = What it uses up
consumables-hint = Taken out of stock when the service is performed, by earliest expiry. Whoever performs it may change the quantities.
drop-consumable = Remove { $name }
consumable-charged-at = on the bill: { $price }
field-consumable = Item
field-consumable-placeholder = Type a name
field-consumable-quantity = Quantity for one time
field-consumable-charged = On the bill besides the service
field-consumable-charged-hint = At its price in the catalogue. Otherwise the service's price covers it.
consumable-vaccine = vaccine
field-consumable-vaccine = It is the vaccine that this service gives
field-consumable-vaccine-hint = Who gives it has to choose the batch, the number of the dose and the site.
put-consumable = Add to the list
act-correct-result = corrected a result
act-confirm-safety-line = confirmed a line of medicine safety
act-create-patient = made a patient's profile
act-demo-made = made the demonstration clinic
act-disable-staff = disabled an account
act-dispense = dispensed
act-allow-substitute = allowed a substitute
act-answer-pharmacy = answered the pharmacy
act-withdraw-question = withdrew a question to the doctor
act-check-controlled = checked controlled medicines
act-pause-prescription = put a prescription on hold
act-resume-prescription = went on with a prescription
act-return-medicines = took returned medicines in
act-scan-pack = scanned a pack
act-set-barcode = set a medicine’s barcode
act-undo-dispense = took a dispensing back
act-review-prescription = reviewed a prescription for payment
act-withdraw-review = withdrew a review
act-set-medicine-payment = chose when medicines are paid
way-medicine-payment = Pay first, or dispense first
part-medicine-payment = Paying for medicines
act-sell = sold medicines at the counter
act-take-back-sale = took a sale back
act-open-counter = opened the retail counter
act-read-allergies = saw allergies and current medicines
act-finish-visit = finished the consultation
act-first-start = set up the clinic
act-fulfil-wish = booked from the waiting list
act-choose-payer = chose a payer
act-remove-payer = took a payer off
act-send-claims = sent claims
act-settle-claim = settled a claim
act-take-deposit = took a deposit
act-ask-deposit-back = asked to give a deposit back
act-agree-deposit-back = agreed to give a deposit back
act-give-deposit-back = gave a deposit back
act-read-deposit = read a deposit
act-print-deposit = printed a deposit
act-print-refund = printed the slip of a refund
act-print-payout = printed a payment slip
act-ask-debt = asked for payment later
act-agree-debt = agreed to payment later
act-approve-debt = approved payment later
act-end-debt = ended an agreed debt
act-withdraw-refund = withdrew a refund
act-set-off = took what came back off what is due
act-undo-return = undid a return
act-add-payer = added a payer
act-add-plan = added a plan
act-change-plan = changed a plan
act-set-payer-rule = set a benefit level, the low cost or a tax class
act-give-discount = gave a discount
act-import-safety-list = imported a medicine safety list
act-issue-prescription = issued a prescription
act-leave = noted that the patient left without being seen
act-close-left-open = closed a visit left open on an earlier day
act-give-consent = recorded a consent
act-merge-patients = merged profiles
act-print-ticket = printed a ticket
act-take-back-check-in = took a check-in back
act-undo-merge = undid a merge
act-withdraw-consent = recorded a refused consent
act-make-leave = recorded leave
act-confirm-appointment = noted a confirmation
act-move-appointment = moved an appointment
act-stretch-appointment = changed the length of an appointment
act-undo-appointment = undid a change of an appointment
act-no-show = noted that the patient did not come
act-note-safety-facts = noted pregnancy, breast-feeding, eGFR
act-override-safety = went on in spite of a stop:
act-place-order = ordered
act-plan-follow-up = planned a follow-up
act-prescribe = prescribed
act-print-prescription = printed a prescription
act-print-receipt = printed a receipt
act-read-bill = looked at a bill
act-read-chart = looked at a chart
act-read-image = looked at an image
act-read-order = looked at an order
act-read-prescription = looked at a prescription
act-read-profile = looked at a profile
act-read-receipt = looked at a receipt
act-read-record = looked at a record
act-read-sale = read a counter sale
act-read-vitals = looked at vitals
act-receive-stock = took in stock, batch
act-remove-allergy = removed an allergy
act-remove-day-hours = removed the hours of the day
act-remove-diagnosis = removed a diagnosis
act-remove-discount = removed a discount
act-remove-holiday = removed the holiday
act-remove-leave = removed leave
act-remove-prescription-line = removed a line of a prescription
act-review-result = saw a result of the visit
act-sign-note = signed the note
act-amend-note = amended the note
act-choose-note = chose one of two texts of the note
act-draft-amendment = began an amendment that is not signed yet
act-drop-amendment = discarded an amendment that was not signed
act-hand-over = handed the patient over
act-withdraw-prescription = withdrew a prescription
act-replace-prescription = replaced a prescription
act-set-emergency = set as emergency
act-see-again = had a patient seen again
act-end-emergency = took an emergency back
act-make-main-diagnosis = changed the main diagnosis
act-change-diagnosis-stage = changed preliminary or final
act-import-diagnoses = took an ICD-10 list in
act-make-order-set = made an order set
act-remove-order-set = removed an order set
act-set-service-payment = changed how a service is paid
act-put-template = saved a note template
act-choose-prescription-language = chose the language of a prescription
act-put-prescription-template = saved a prescription template
act-note-companion = noted who came along with a child
act-set-prescribing-rules = changed the rules of prescribing
act-remove-prescription-template = removed a prescription template
act-remove-template = removed a note template
act-copy-note = copied an earlier note
act-issue-certificate = issued a certificate
act-void-certificate = voided a certificate
act-print-certificate = printed a certificate
act-save-note = saved the note
act-set-holiday = changed the holiday
act-set-hours = changed the working hours
act-set-no-show = changed when absence is marked
act-set-overbooking = changed the double-booking limit
act-set-services = chose the services that need a room or device
act-set-share = set a doctor's share
act-export-report = exported a report to Excel
act-export-bhyt = exported insurance XML
act-set-bhyt = changed insurance codes
act-export-claims = exported claims to Excel
act-settle = took a payment
act-ask-discount = asked for a discount
act-refuse-discount = refused a discount
act-make-voucher = added a voucher
act-switch-voucher = switched a voucher off or on
act-receive-transfer = received a transfer
act-dismiss-transfer = dismissed a transfer
act-set-bank-account = set the account for transfers
act-set-limits = changed what a cashier decides alone
act-set-receipt-template = changed the receipt's template
act-set-receipt-logo = changed the receipt's logo
act-set-einvoice-provider = set the e-invoice provider
act-retry-einvoice = had an e-invoice tried again
act-number-einvoice = entered an e-invoice number
act-export-einvoice = took an e-invoice as a file
act-void-receipt = voided a receipt
act-ask-refund = asked for a refund
act-approve-refund = approved a refund
act-refuse-refund = refused a refund
act-pay-refund = paid a refund
act-open-cash-session = opened a cash session
act-close-cash-session = closed a cash session
act-ask-closing = counted a drawer that waits for a second person
act-agree-closing = agreed to a closing with a difference
act-refuse-closing = sent a count of a drawer back
act-move-cash = recorded cash in or out
act-sign-in = signed in
act-sign-out = signed out
act-start-order = began an order
act-take-vitals = took vitals
act-update-patient = changed a patient's profile
act-withdraw-wish = took off the waiting list
act-write-message = wrote a message
field-title-example = Dr
act-accept-booking = accepted a website booking
act-hold-time = held a time for somebody on the website
act-set-website = changed the settings of online booking
part-diagnoses = ICD-10
act-set-channels = changed the order of channels
act-set-zalo = changed the settings of Zalo
act-remove-zalo = stopped using Zalo
part-website = Online booking
part-channels = Channels

### specialities
speciality-internal = Internal medicine
speciality-paediatrics = Paediatrics
speciality-ent = ENT
speciality-obstetrics = Obstetrics and gynaecology
speciality-dermatology = Dermatology
speciality-dental = Dentistry
speciality-laboratory = Laboratory
speciality-imaging = Imaging
speciality-pharmacy = Pharmacy
speciality-storeroom = Medicine store
act-add-problem = followed a problem
act-end-problem = ended a problem
act-add-family-illness = recorded family history
act-end-family-illness = removed family history
act-take-stop-back = took the stop of a medicine back
act-stop-medicine = stopped a medicine
act-knock-record = was refused a closed record
act-open-record = opened a record for a reason
act-close-record = closed an opened record
act-review-opening = reviewed an opening
act-read-readers = saw who read a record
act-register-request = registered a request about data
act-decide-request = answered a request about data
act-restrict-record = restricted a record
act-lift-restriction = lifted a restriction
act-erase-profile = erased a profile
act-set-request-days = changed the term of requests

### rooms, devices, services, prices
places-page = Rooms and devices
places-title = Rooms and devices of this branch
field-place = Name
column-kind = Kind
column-taken-by = Used by
column-state = State
kind-room = Room
kind-device = Device
in-use = In use
out-of-use = Out of use
in-maintenance = In maintenance
change = Change
change-named = Change { $what }
save = Save
add-place-title = Add a room or device
add-place-hint = A room without hours of its own follows its doctors. Which service needs a device or a room of its own is chosen on the services page.
hours-and-maintenance = Hours and maintenance
retire = Take out of use
use-again = Use again
retire-place-confirm = Take { $name } out of use? Nothing can be booked there any more.
place-name-taken = A room or device in use has this name already.
place-has-doctor = It cannot be taken out of use: { $doctors } works there. Give the doctor another room first.
place-is-booked = { $count ->
    [one] It cannot be taken out of use: { $count } appointment or visit is there. Move or cancel it first.
   *[other] It cannot be taken out of use: { $count } appointments or visits are there. Move or cancel them first.
}
services-page = Services and prices
add-service = Add a service
all-services = All services
kind-consultation = Consultations
kind-lab = Laboratory
kind-imaging = Imaging
kind-procedure = Procedures
kind-vaccine = Vaccines
field-code = Code
field-department = Department
field-duration = Duration
field-duration-minutes = Duration (minutes)
field-price = Price today
field-price-vnd = Price (₫)
column-booking = Booking
field-name-vi = Name in Vietnamese
field-name-en = Name in English
name-en-hint = Left empty, the Vietnamese name is used.
minutes = { $count } min
service-prefix-hint = Left empty, the doctor's is used.
field-for-sex = For
for-all = Everybody
for-women = Women
for-men = Men
field-from-years = From age
field-below-years = Under age
audience-hint = Nobody else books it online, and the desk is asked.
ages-contradict = This age must be above the one it begins with.
code-hint = For instance KB20; it never changes.
bookable-with = { $count ->
    [one] online: { $count } doctor
   *[other] online: { $count } doctors
}
needs-count = { $count ->
    [one] needs { $count } room or device
   *[other] needs { $count } rooms or devices
}
needs-title = Needs a room or device
needs-hint = Each booking takes one of the rooms and one of the devices that are ticked; without a room, the doctor's own.
bookable-title = Booked online with
bookable-hint = Patients book this service themselves with the doctors that are ticked.
prices-title = Prices
price-from = From { $day }
price-now = in force
price-later = to come
field-from-day = In force from
set-price = Set the price
price-in-the-past = A price is set from today on, or later.
service-code-wrong = A code has letters A–Z, digits and - _ . only.
service-code-taken = Another service has this code.
service-is-booked = { $count ->
    [one] It cannot be taken out of use: { $count } appointment or wish is for it. Move or cancel it first.
   *[other] It cannot be taken out of use: { $count } appointments or wishes are for it. Move or cancel them first.
}
retire-service-confirm = Take { $name } out of use? Nobody can book or order it any more.
doctors-here = { $count ->
    [one] { $count } doctor
   *[other] { $count } doctors
}
services-need = { $count ->
    [one] needed by { $count } service
   *[other] needed by { $count } services
}
department-general = General medicine
department-vaccination = Vaccination
act-add-place = added a room or device
act-change-place = changed a room or device
act-retire-place = took a room or device out of use
act-use-place = took a room or device into use again
act-add-service = added a service
act-change-service = changed a service
act-retire-service = took a service out of use
act-use-service = took a service into use again
act-set-price = set a price
act-remove-price = took a coming price back
price-remove = Take this price back
price-begun = A price that is or was in force stays. Set a new one.
price-gone = This price is gone.
part-settings = Settings
part-hours = Working hours, leave, holidays
part-payment = Paid first, insurance
settings-clinic = The clinic
settings-work = How it works
way-staff = Who works here, roles, accounts
way-places = What an appointment takes besides its doctor
way-services = Names, durations, prices by day, with whom they are booked online
way-hours = Weekly hours, leave, maintenance, public holidays
way-website = Patients book by themselves: how far ahead, with which notice
way-queue = The order of the calls, and when waiting is too long
way-screens = Pair the screens of the waiting room
way-channels = E-mail, SMS, Zalo and their order
way-payment = Which services are paid before they are done
way-diagnoses = The list of diagnoses in use
part-prescribing = Rules of prescribing
way-prescribing = Facility code, longest courses, long-term diseases, the signature on paper

act-print-summary = printed a summary
act-export-record = exported a whole record
### medicines
medicines-page = Medicines
way-medicines = Names, strengths, prices, barcodes, reorder levels
add-medicine = Add a medicine
all-medicines = All medicines
medicine-find = Name, ingredient, code
medicine-none = No medicine found
medicine-none-hint = Try another word, or add the medicine.
field-brand = Brand
field-form = Form
field-unit = Unit
field-sale-price = Price of a unit (₫)
field-strength = Strength
strength-hint = For instance 500 mg
field-dose-unit = Unit of a dose
field-dispense-unit = Unit handed out
field-doses = Dose units in a unit handed out
doses-hint = Tablet: 1; bottle of 60 ml: 60
field-controlled = Controlled
control-none = no
control-narcotic = narcotic
control-psychotropic = psychotropic
control-precursor = precursor
field-generic-vi = Generic name (Vietnamese)
field-generic-en = Generic name (English)
field-pack = Pack
field-reorder = Reorder level
field-instruction-vi = Instruction (Vietnamese)
field-instruction-en = Instruction (English)
field-barcode = Barcode
field-prescription-only = Prescription only
field-stocked = Sold here
medicine-code-hint = For instance paracetamol_650; it never changes.
medicine-code-taken = Another medicine has this code.
barcode-taken = This is the barcode of another medicine.
barcode-wrong = A barcode has 8 to 14 digits.
medicine-unchecked = A medicine of your own is not in the safety data: prescriptions say that it could not be checked.
act-add-medicine = added a medicine
act-change-medicine = changed a medicine, price
act-add-price-rule = added a price exception
act-end-price-rule = ended a price exception
act-set-service-terms = set free re-visits or a package
act-buy-package = sold a package
act-mend-unbilled = charged what was done
act-mend-undone = took off what was not done
act-ask-back = asked to give back what is owed
act-take-over-prescription = took over an unsigned prescription
act-close-back = noted that what came back is not paid out
price-rules-title = Price exceptions
price-rules-hint = They replace the price where every condition fits; the closest one counts. What was charged stays.
add-rule = Add an exception
end-rule = End
payer-any = Every patient
payer-self = Without insurance
payer-national = National insurance
payer-private = Private insurance
any-doctor = Every doctor
only-here = In this branch only
field-until-day = Until
field-payer = For whom
field-of-doctor = Doctor
field-weekdays = Days of the week
weekdays-hint = None ticked means every day.
field-start = From
field-end = To
rule-ends-before = The last day must be after the first
rule-hours-wrong = The end must be after the beginning, for example 17:00 to 21:00
free-visit-title = Free re-visit
field-free-days = Within how many days
free-visit-hint = Empty: always charged. A free visit makes no other visit free.
package-title = Package of sessions
package-hint = Who orders this service buys several sessions of another one; every time that one is done, a session is drawn.
field-package-of = Sessions of
no-package = No package
field-sessions = Sessions
field-lasts = Used within (days)
lasts-hint = Empty: 365 days.

### changing staff
act-change-staff = changed a person:
act-close-practice = took a doctor out of the diary
act-enable-staff = enabled an account
act-make-password-link = made a link for a new password
act-set-password = set a new password by a link
act-set-practice = changed a doctor's room and ticket prefix:
person-above = Only an owner can change an owner's account.
person-changed = Somebody has just changed this person. Load the page again, look, then save.
last-owner = The clinic must keep at least one owner who works here.
no-doctor = This person is not a doctor who works here. Save the role of doctor first.
doctor-is-booked = The doctor still has { $count } appointments, kept times or waiting patients. Move or cancel them first.
enabled-already = This account is enabled already.
link-self = Change your own password under My account.
disabled-hint = The account is disabled: this person cannot sign in, and nobody books with them any more.
practice-title = In the diary
not-in-diary = not in the diary
practice-hint = What is booked stays in the room it was booked in.
practice-save = Save room and prefix
practice-open = Put into the diary
practice-close = Take out of the diary
practice-close-confirm = Take { $name } out of the diary? Nobody can be booked with this doctor any more.
overbooking-of = Overbooking limit
bookable-services = { $count } services
bookable-none = not bookable
forgotten-title = Forgotten password
forgotten-hint = Make a link that works once and give it to the person; they set a new password themselves.
link-label = Link for a new password
link-hint = Works once, until { $until }. Give it to that person only.
link-of = { $name } made a link that works until { $until }.
link-make = Make a link for a new password
link-confirm = Make a link for { $name }? The old password stops working and they are signed out everywhere at once.
enable = Enable the account
password-link-title = Set a new password
password-link-for = Login: { $login }
password-link-button = Save the password
password-link-over = This link was used or has ended. Ask the clinic's manager for a new one.
cash-in = in
cash-out = out
column-service = Service
price-jump = The new price { $after } is more than half away from the one in force, { $before }: tick if it is right
price-sure = This price is right
