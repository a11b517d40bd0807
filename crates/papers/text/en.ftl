### Appointments
appointment-slot-taken = Somebody has just booked this time. Choose another free time.
appointment-duration = The duration must be between 5 and 480 minutes.
appointment-off-grid = The time must be a multiple of 5 minutes, for example 9:05 or 9:10.
appointment-past = This time is past. Choose a time from now on.
appointment-outside-hours = The doctor does not work at this time. Choose a time within the working hours.
appointment-not-due = The appointment has not begun, so the patient cannot be marked as not come.
appointment-day-over = This appointment was on an earlier day. Check the patient in without an appointment.
appointment-arrived = This appointment has been checked in already.
appointment-cancelled = This appointment was cancelled.
appointment-no-show = This appointment is marked as not come.
appointment-changed = Somebody else has just changed this appointment. Look at it again.
appointment-time-given-away = The appointment’s time was given to somebody else meanwhile, so the check-in cannot be taken back.
appointment-no-device = The device for this service is out of use. Choose another service.
appointment-device-taken = The device for this service is taken at this time. Choose another time.
appointment-no-overbooking = This time is taken, and this doctor takes nobody beside it. Choose another time.
appointment-overbooking-full = This time is taken, and so are all { $count } places beside it. Choose another time.
appointment-undo-late = This appointment has been changed since, so the step cannot be undone any more. Look at it again.
appointment-retired = The doctor, room or device of this time is no longer in use, or the profile was merged. Please book another time.
appointment-other-doctor = { $doctor } does not give { $service }. Choose another doctor, or confirm that this one has agreed to it.
appointment-at-once = This patient already has an appointment at { $time } with { $doctor }. Choose another time, or confirm that both are wanted.
appointment-same-day = This patient already has an appointment that day at { $time } with { $doctor }. Move that one, or confirm that both are wanted.
appointment-here = The patient is in the clinic with { $ticket } ({ $doctor }). Go on with that visit, or confirm that this appointment is wanted all the same.
appointment-inside = The patient is in the clinic with { $ticket } ({ $doctor }), and that visit is not over. Go on with it, or confirm that another visit is wanted.
service-below-age = { $service } is for people under { $years }.
service-from-age = { $service } is for people of { $years } or older.
service-for-ages = { $service } is for people from { $from } to under { $below }.
service-for-women = { $service } is for women only.
service-for-men = { $service } is for men only.

### Working hours
schedule-holiday = The clinic is closed on this day: { $name }. Choose another day.
schedule-doctor-away = The doctor is away ({ $kind }) until { $until }. Choose another time or another doctor.
schedule-room-away = The room or device cannot be used ({ $kind }) until { $until }. Choose another time.
schedule-room-closed = The room or device is not in use at this time. Choose another time.
leave-annual = annual leave
leave-sick = sick leave
leave-training = training
leave-maintenance = maintenance
leave-other = other
leave-day-end = the end of { $day }
leave-end-before-start = The end must be after the start.
leave-over = This leave is over already.
leave-too-long = One leave lasts at most 400 days.
leave-removed = This leave has been removed already.
hours-overlap = The hours of one day must follow each other without overlapping, and end after they begin.
hours-end-before-start = The end must be after the start.
day-hours-past = This day has passed. Choose today or later.
day-hours-removed = The hours of this day have been removed already.
holiday-day = Choose a day from today on, within 10 years.
holiday-removed = This holiday has been removed already.

### Waiting list
wish-no-weekday = Choose at least one day of the week.
wish-other-doctor = { $doctor } does not give { $service }. Choose another doctor, or any doctor.
wish-days = The last day must be today or later, and not before the first.
wish-ended = This patient is no longer on the waiting list: booked or taken off already.

### News of appointments
notice-booked-subject = { $clinic }: appointment { $when }
notice-cancelled-subject = { $clinic }: appointment { $when } cancelled
notice-reminder-subject = { $clinic }: reminder of { $when }
notice-many-subject = { $clinic }: { $count ->
    [one] one appointment changed
   *[other] { $count } appointments changed
}
notice-asked = we have your request for { $when } with { $doctor } and will answer soon.
notice-booked = your appointment with { $doctor }: { $when }.
notice-doctor = your appointment { $when } is now with { $doctor }.
notice-moved = your appointment { $was } has moved to { $when }, { $doctor }.
notice-moved-by-clinic = we are sorry to move your appointment { $was } to { $when }, { $doctor }.
notice-cancelled = your appointment { $was } is cancelled.
notice-cancelled-by-clinic = we are sorry to cancel your appointment { $was }. Please call { $phone } for another time.
notice-cancelled-by-patient = your appointment { $was } is cancelled as you wished.
notice-declined = we are sorry that { $was } is not possible. Please choose another time or call { $phone }.
notice-reminder = a reminder of your appointment with { $doctor }: { $when }.
notice-many-booked-subject = { $clinic }: { $count ->
    [one] one appointment
   *[other] { $count } appointments
}
notice-many-booked =
    your appointments with { $doctor }:
    { $list }
notice-many-moved =
    these appointments of yours have moved:
    { $list }
notice-many-cancelled =
    these appointments of yours are cancelled:
    { $list }
notice-short = { $clinic }: { $line }
notice-short-link = { $clinic }: { $line } See: { $link }
notice-letter =
    Dear { $patient },

    { $clinic }: { $line }

    To change or cancel it please call { $phone }.

    { $clinic }
    { $address }
notice-letter-link =
    Dear { $patient },

    { $clinic }: { $line }

    See, change or cancel your appointment: { $link }
    Or call { $phone }.

    { $clinic }
    { $address }

### Visits
visit-already-in = The patient is already checked in and is in the clinic with { $ticket } ({ $doctor }).
visit-in-meanwhile = The patient has just been checked in at another desk.
visit-other-patient = This appointment belongs to another patient.
visit-not-waiting = The patient is no longer waiting. Look at the list again.
visit-not-left-open = This visit is no longer left open, or was never called in. Please look at the list again.
visit-written-seen = A doctor has written on this visit. Say that the patient was seen: the note then waits for that doctor's signature.
visit-written = A doctor has written on this visit before handing the patient over. Ask the doctor who has the patient now to call it in, finish it and sign the note.
visit-of-another-day = A check-in can only be taken back on its own day.
visit-touched = The patient was called, or vitals, orders or charges were entered on this visit already, so the check-in cannot be taken back.
visit-not-in-room = The patient is not in the consulting room now. Look at the list again.
visit-not-again = This patient was called a moment ago, is not in the room, or was called { $count } times already. Look at the list again.
visit-called-back = This patient was called in already. Look at the list again.
visit-own-doctor = The patient is in this doctor's queue already. Please choose another doctor.
visit-no-doctor = There is no such doctor in this branch. Please choose from the list.
visit-emergency-already = The patient is an emergency already, or the visit has just ended. Please look again.
visit-not-seen-again = This visit is not finished today, or is no emergency any more. Please look again.
visit-no-emergency = The patient is no emergency any more, or the visit has just ended. Please look again.
visit-moved-on = The patient has just moved on. Please look again, then hand over.
visit-not-put-back = A patient goes back into the queue only after { $count } calls without coming.

### Where the patient goes next
station-vitals = Waiting for vitals
station-doctor = Waiting for the doctor
station-in-room = With the doctor
station-tests = Waiting for tests or treatment
station-results = Results ready, for the doctor
station-pharmacy = Waiting for medicines
station-cashier = Waiting to pay
station-owes = Owes
station-done = Done
station-left = Left

### Queue
reason-emergency = Emergency
reason-passed = Let enough others pass
reason-booked = Booked, came in time
reason-results = Results are back
reason-early = Early, by arrival
reason-late = Late, by arrival
reason-put-back = Absent when called, placed anew
reason-handed-over = Handed over by another doctor
reason-arrival = By arrival
priority-elderly = 80 or over
priority-young-child = Under 6
priority-pregnant = Pregnant
queue-no-doctor = This account has no consulting room of its own, so there is no queue to call from.

### Prescriptions
prescription-not-draft = The prescription has been issued and can no longer be changed.
prescription-not-issued = This prescription has not been issued, or has been dispensed already.
prescription-medicine-twice = This medicine is on the prescription already. Remove its line and write it again.
prescription-no-dose = Enter a dose for at least one time of the day.
prescription-dose-impossible = This dose is not possible. Check the amount of each dose.
prescription-days = The number of days must be between 1 and 90.

### Orders
order-consultation = A consultation is not ordered. Choose a test, an image or a procedure.
order-twice = This service has been ordered already and has no result yet.
order-not-waiting = This order has been performed or cancelled.
order-unpaid = This service is paid first and has not been paid yet. Please send the patient to the cashier.
order-not-open = This order has a result already, or was cancelled.
order-empty-result = There is nothing to give yet: enter at least one value, finding, conclusion or image.
order-wrong-value = A value does not belong to this test. Check the values.
correction-reason = Write why the result is corrected.
correction-early = This order has no result yet that could be corrected.
correction-twice = Somebody has just corrected this result. Look at it before you correct it again.

### Batches
batch-not-enough = This batch no longer holds enough, or has expired. Choose another batch.
batch-whole = By the whole { $unit } only, no parts.
batch-half = By the whole or half { $unit } only.
batch-quantity = The quantity must be above 0.
batch-number = Enter the batch number.
batch-cost = The cost may not be negative.
batch-cost-max = One unit cannot cost more than { $most }.
batch-delivery-whole = A delivery is of whole units: no half tablet, no half box.
batch-expired = This batch has expired and cannot be taken into stock.
batch-other-expiry = Batch { $number } of this medicine stands on the shelf with the expiry date { $day }. Look at the pack again; if the earlier one was taken in wrongly, correct that batch first.
batch-reason = Enter the reason.
batch-no-change = Enter a change other than 0.
consumable-unknown = This item is not on the service's list, or the clinic does not keep it.
consumable-missing = Not enough in stock: { $names }. With a reason it can be saved all the same; what is missing is not taken from stock, and the storeroom sees it for the next count.
consumable-paid = The bill of what this order used has a discount or a part that an insurer bears, or is claimed already. Have the cashier remove the discount, or void the receipt, first.
consumable-no-vaccine = Only vaccination services have a vaccine, one each. Take the other one off the list first.
consumable-batch-gone = This batch does not hold enough any more, or has expired. Choose another one.
vaccination-site = This vaccine is not given there: choose again.
vaccination-repeated = Dose { $number } of this vaccine was given already (batch { $batch }). Check the number of the dose.
site-left-arm = left arm
site-right-arm = right arm
site-left-thigh = left thigh
site-right-thigh = right thigh
site-mouth = by mouth
site-nose = nasal spray
order-not-done = This order is not done, or was cancelled.
order-seen = A doctor has seen this result. Correct it instead of withdrawing it.
order-charge-paid = The bill of this order has a discount or a part that an insurer bears, or is claimed already. Have the cashier remove the discount, or void the receipt, first.

### Charges
price-session = { $name } (package, session { $number } of { $sessions })
price-free-visit = { $name } (re-visit within { $days } days)
package-used = Sessions of the package are used: it cannot be taken back
refund-claim-sent = Its insurance claim was sent meanwhile, so it can no longer be undone.
charge-no-price = This service has no price yet. Ask the manager to enter one.
payer-discount-above = More is taken off than is left to the patient. Take the discount off first, then enter it again.

### Receipts
receipt-cash = Cash
receipt-transfer = Bank transfer
receipt-card = Card
receipt-vat-none = not subject
receipt-vat = VAT: { $class }
receipt-vat-rate = VAT { $rate }: { $amount } (tax { $tax })
receipt-line-discount = discount { $amount }
receipt-wallet = E-wallet
receipt-deposit = From deposit
receipt-stamp-refunded = REFUNDED
receipt-stamp-part = PARTLY REFUNDED
receipt-borne = Paid by { $payer }
receipt-insured = Paid by insurance

### Medicine safety
safety-allergy = Allergy: { $ingredient } (the patient is allergic to { $known }).
safety-age-years = { $ingredient } is for { $youngest } years and older.
safety-age-months = { $ingredient } is for { $youngest } months and older.
safety-pregnancy-avoid = Do not use { $name } in pregnancy (week { $week }).
safety-pregnancy-avoid-unknown = Do not use { $name } in pregnancy (week not known).
safety-pregnancy-caution-unknown = Use { $name } with care in pregnancy (week not known).
safety-week-or-none = A pregnancy was told where the patient came: give the week, or tick “Not pregnant”.
safety-not-pregnant = Not pregnant (asked)
safety-pregnant = { $week } weeks pregnant
safety-pregnant-unknown = Pregnant, week not known
safety-pregnancy-caution = Use { $name } with care in pregnancy (week { $week }).
safety-breastfeeding-avoid = Do not use { $ingredient } while breast-feeding.
safety-breastfeeding-caution = Weigh the use of { $ingredient } while breast-feeding.
safety-renal-avoid = Do not use { $ingredient } with an eGFR below { $limit } (patient: { $egfr }).
safety-renal-caution = Adjust { $ingredient } with an eGFR below { $limit } (patient: { $egfr }).
safety-dose-single = Single dose too high: { $ingredient } { $dose } mg, at most { $limit } mg.
safety-dose-single-weight = Single dose too high for this weight: { $ingredient } { $dose } mg, at most { $limit } mg.
safety-dose-single-age = Single dose too high for this age: { $ingredient } { $dose } mg, at most { $limit } mg.
safety-dose-daily = Daily dose too high: { $ingredient } { $dose } mg, at most { $limit } mg.
safety-dose-daily-weight = Daily dose too high: { $ingredient } { $dose } mg, at most { $limit } mg for this weight.
safety-dose-daily-age = Daily dose too high for this age: { $ingredient } { $dose } mg, at most { $limit } mg.
safety-units-daily = Daily dose too high: { $ingredient } { $dose } units, at most { $limit } units.
safety-units-daily-weight = Daily dose too high: { $ingredient } { $dose } units, at most { $limit } units for this weight.
safety-of-grown-ups = { $said } This is the limit of grown-ups: the tables have none for children.
safety-weight-missing = No weight is known, so the child’s dose of { $ingredient } could not be checked.
safety-duration = { $ingredient } for { $days } days, at most { $most } days.
safety-duration-for-good = { $ingredient } without an end, at most { $most } days.
safety-taper = { $ingredient } for { $days } days without tapering: after { $after } days the dose must fall before it ends.
safety-taper-for-good = { $ingredient } without an end and without tapering.
safety-weekly-only = { $ingredient } is taken once a week only, never daily.
safety-repeat = The patient has this already: { $medicine } of prescription { $number } of { $day } ({ $supply }), enough until the end of { $until }.
safety-repeat-sold = The patient has this already: { $medicine } was sold at the counter today, { $amount }.
safety-repeat-case = The patient has this already: { $medicine } from day { $first } to day { $last } of the new prescription.
safety-supply-given = { $amount } handed over
safety-supply-to-come = { $amount } to be handed over
safety-supply-has-some = there is some at home
safety-supply-outside = bought elsewhere
safety-duplicate = { $ingredient } twice: { $medicine } already holds it.
safety-duplicate-current = { $ingredient } twice: the patient already takes { $medicine }.
safety-duplicate-class = Two of { $class }: { $a } and { $b }.
safety-duplicate-class-current = Two of { $class }: { $a }, and { $b } taken already.
safety-interaction = Interaction { $a } – { $b }: { $effect }. { $advice }.

### Medicine safety: what could not be checked
safety-ingredients-missing = The table of ingredients is missing: medicine safety could not be checked.
safety-classes-missing = The table of classes is missing: cross-allergies, class duplicates and class interactions could not be checked.
safety-interactions-missing = The table of interactions is missing: interactions could not be checked.
safety-medicines-missing = The table of medicines’ ingredients is missing: medicine safety could not be checked.
safety-lines-unreadable = Lines of the medicine safety data that could not be read: { $count }. Some checks may be missing.
safety-stale = The medicine safety data are old (of { $day }): please bring them up to date.
safety-allergy-unknown = The allergy “{ $id }” could not be checked: the medicine safety data do not know it.
safety-medicine-unknown = “{ $medicine }” is not in the medicine safety data, so it was not checked.
safety-age-unknown = Age unknown: the lowest age could not be checked for { $ingredients }.
safety-weight-unknown = No weight: the dose by weight could not be checked for { $ingredients }.
safety-child-unjudged = No limits for children are known, so the child’s dose could not be checked for { $ingredients }.
safety-child-age-unjudged = The lowest age is not known, so it could not be checked for { $ingredients }.
safety-allergy-words = Allergies written in words were not checked: { $words }. Choose the ingredient or class.
allergies-asked-none = No known allergies (asked)
allergies-not-asked = Allergies not asked yet
safety-allergy-unasked = Allergies were not asked about: not checked.
safety-egfr-unknown = eGFR unknown: kidney limits could not be checked for { $ingredients }.
safety-egfr-of-stage = eGFR not measured: reckoned with the least of the recorded kidney disease stage for { $ingredients }.
safety-pregnancy-unknown = Pregnancy and breast-feeding not asked: could not be checked for { $ingredients }.
safety-pregnancy-unjudged = No pregnancy data for { $ingredients }.
safety-breastfeeding-unjudged = No breast-feeding data for { $ingredients }.
safety-amount-unknown = The milligrams of { $ingredient } are unknown: its dose could not be checked.

### Medicine safety: reading tables
safety-no-column = The header has no column “{ $column }”.
safety-cell-empty = Column “{ $column }” may not be empty.
safety-cell-wrong = Column “{ $column }” is wrong: “{ $typed }”.
safety-line-wrong = Not a medicine line: “{ $line }”. Write medicine_id:units*times*days, for example paracetamol_500_tab:1*3*5.
safety-row-width = The line has { $cells } columns, the header has { $columns }.
safety-id-twice = The id “{ $id }” stands on an earlier line already.
safety-id-unknown = Column “{ $column }” names an id that no table has: “{ $id }”.

### Medicine safety: levels and reasons
safety-level-note = Note
safety-level-warn = Warning
safety-level-stop = Stop
safety-allergen-choose = Choose an ingredient or a class from the list. Other allergies belong into the patient’s profile.
safety-allergen-twice = This allergy is written down already.
safety-severity-unknown = Unknown
safety-severity-mild = Mild
safety-severity-moderate = Moderate
safety-severity-severe = Severe
safety-nothing-to-override = Nothing at this line needs a reason any more. Please look at the prescription again.
safety-reason-needed = The prescription has stops without a reason: { $said }
safety-reason-missing = Say why the medicine is used all the same.
safety-reason-short = The reason is too short. Please say more.
safety-stop-final = No reason goes past this: { $said } Prescribe it once a week (as in 3/week mon 4w) or take the medicine off.
safety-stop-final-hint = No reason goes past this stop. Prescribe it once a week, as in: { $name } 3/week mon 4w.
safety-no-lines = There is no line below the header.

### The signed note
note-signed = This note has been signed.
note-not-signed = This note has not been signed, so it needs no amendment. Edit it while the patient is in the room.
note-why = Please give the reason for the amendment.
note-amended = { $by } amended this note (version { $number }) after you opened the page. Nothing was signed and what you typed is still here: read the new version, then confirm.
note-unchanged = Nothing differs from the signed version.
note-diagnosis = { $code } is not an ICD-10 code, or is in the list already.
note-no-diagnosis = The note needs at least one final diagnosis.

### Background
relative-mother = Mother
relative-father = Father
relative-sibling = Brother or sister
relative-child = Child
relative-grandparent = Grandparent
relative-other = Other relative
background-onset = Write the year or month it began, for example 2019 or 03/2019, not later than today.
background-problem-missing = Choose an illness from the ICD-10 list, or write its name.
background-problem-unknown = There is no such code. Choose from the list.
background-problem-twice = This illness is followed already.
background-ended = Somebody else has just ended this entry. Look again.
background-not-stopped = This medicine is not stopped; somebody may have taken it back just now.
background-stopped = This medicine was stopped already, or its prescription no longer holds.

### Certificates and letters
certificate-voided = This paper was voided before.
certificate-sick-leave = Sick leave certificate
certificate-transfer = Referral letter
certificate-health = Health certificate
certificate-signed-on = { $day }/{ $month }/{ $year }
certificate-signer = Examining doctor
certificate-diagnosis = Diagnosis
certificate-rest = Leave
certificate-days = { $days } days, from { $from } to { $to }
certificate-note = Remark
certificate-to = To
certificate-summary = History, findings and treatment
certificate-why = Reason for referral
certificate-purpose = Purpose
certificate-found = Findings
certificate-conclusion = Conclusion
certificate-allergies = ALLERGIES
certificate-vitals = Vital signs
certificate-results = Test results
certificate-medicines = Medicines
### The line that is typed
line-too-long = The line is too long: 400 characters at most.
line-no-name = Type the name of the medicine first, for example para500 1-1-1 3n.
line-no-dose = No dose yet: write for example 1-0-1, 1x3, s1 t1 or 1/8h.
line-step-no-dose = Behind > stand the dose and the days of the next step.
line-two-doses = The dose is written twice; keep one.
line-two-days = The days are written twice; keep one.
line-weekly-steps = What is taken once a week has no steps; write a line for each.
line-two-figures = “{ $word }”: morning and noon, or morning and evening? Write three or four figures, for example 1-0-1.
line-many-figures = “{ $word }” has more than four figures: morning-noon-evening-night.
line-many-times = “{ $word }”: 1 to 4 times a day.
line-part-twice = “{ $word }”: this part of the day is there twice.
line-which-weekday = On which day of the week? Write for example 3/week mon.
line-which-hours = Every { $every } hours does not make 1 to 4 times a day: use 6h, 8h, 12h or 24h.
line-no-days = After the doses: for how many days? Write for example 5n or 5 days.
line-which-unit = { $count } what? Write { $count }n (days) or { $count }w (weeks).
prescription-dose-unmeasurable = This dose cannot be measured exactly: tablets go down to quarters, ml and g to 0.01, the rest to halves.
line-every = Every { $every } hours
line-as-needed = when needed
safety-facts-moved = Somebody else has just noted something new; what you typed is still here. Look at the page again, then save.
question-gone = This question was answered already, or the pharmacy took it back. Please look at the prescription again.

### Retail at the pharmacy's counter
retail-nothing = The basket is empty or has too many lines (40 at most). Add medicines, then sell.
retail-not-allowed = { $medicine } needs a doctor's prescription or is no longer sold, so it cannot be sold at the counter. Nothing was sold.
retail-short = The shelves no longer hold enough { $medicine }. Nothing was sold; take less.
retail-undone = This sale was taken back before.
retail-paid = The bill of this sale has a discount. Have the cashier remove the discount, or void the receipt, first.
retail-counter = Pharmacy counter
retail-sale = Retail sale
retail-buyer = Buyer without a name
### Rules of prescribing
child-weight-missing = A child below 72 months: the prescription has to say a weight of the last 30 days.
child-companion-missing = A child below 72 months: the prescription has to name the adult who came along.
course-too-long = { $name }: { $days } days are more than the { $limit } that this form and these diagnoses allow.

### Deposits
deposit-paper-title = DEPOSIT RECEIPT
deposit-patient = Patient
deposit-day = Received
deposit-purpose = For
deposit-money = Money
deposit-amount = Deposit
deposit-method = Paid by
deposit-reference = Reference
deposit-words = In words
deposit-keep = It is taken off your bill and what is left is given back. Please keep this paper.
deposit-cashier = Cashier
deposit-payer = Paid by
deposit-returned = RETURNED { $amount }
payout-title = PAYMENT SLIP
payout-to = Paid to
payout-day = Paid on
payout-for = For
payout-of-receipt = Refund of receipt { $number }
payout-item = Item
payout-of-deposit = Return of deposit { $number }
payout-of-drawer = Cash taken out of drawer { $number }
payout-reason = Reason
payout-money = Paid out
payout-amount = Amount
payout-reference = Reference
payout-asked = Asked for by
payout-agreed = Agreed to by
payout-receiver = Received by
balance-due = Owes { $due }
balance-next = Owes { $due }, due { $day }
balance-overdue = Owes { $due }, { $days ->
    [one] one day overdue
   *[other] { $days } days overdue
}
balance-held = Deposit held { $amount }
prescription-withdraw-reason = Write why the prescription is withdrawn.
prescription-begun = It cannot be withdrawn any more: the pharmacy has made ready, billed or given something of it, or another doctor signed it. Call the pharmacy.
after-not-finished = The visit is not finished: write on its open prescription.
after-changed = The prescription of this visit has just changed. Look at it again, then go on.
after-other-day = The visit is of another day and has no prescription. Let the patient in again to be examined first.
after-too-late = More than 14 days have passed since the visit. Examine the patient again before other medicines are given.
after-all-given = The pharmacy has given all of this prescription: there is nothing to replace.
after-open = The pharmacy has not closed the prescription of this visit: what is owed is handed over or declined with a reason first. One that is being written anew is signed first.

refusal-out-of-stock = out of stock
refusal-not-wanted = not wanted
refusal-has-some = has some at home
refusal-too-dear = too dear
refusal-unsafe = not safe
refusal-other = another reason
route-im = Into the muscle
route-sc = Under the skin
route-id = Into the skin
route-oral = By mouth
route-nasal = Into the nose
vaccination-route = This vaccine is not given so.
vaccine-doubts = Look at this before giving it. Say why, to give it all the same: { $said }
vaccine-months = { $months } months
vaccine-days = { $days } days
vaccine-years = { $years } years
vaccine-too-early = { $vaccine }: dose { $number } is given from { $age } of age.
vaccine-too-late = { $vaccine }: dose { $number } is given up to { $age } of age.
vaccine-too-many = { $doses ->
    [one] The schedule of { $vaccine } has { $doses } dose.
   *[other] The schedule of { $vaccine } has { $doses } doses.
}
vaccine-number = Dose { $last } is the last one known: next is dose { $expected }, not { $number }.
vaccine-number-first = No dose is known of before dose { $number }. Write down those that were given elsewhere.
vaccine-interval = Only { $days } days since the last dose, at least { $least }.
vaccine-live-pregnant = { $vaccine } is a live vaccine, and the patient is pregnant.
vaccine-live-unasked = { $vaccine } is a live vaccine. Nobody has asked whether the patient is pregnant.
vaccine-live-close = { $vaccine }, a live vaccine too, was given { $days } days ago: on one day, or { $apart } days apart.
vaccine-fever = Fever: { $degrees } °C.
vaccine-cold = Low temperature: { $degrees } °C.
vaccine-other-schedule = The goods on the shelf are { $vaccine }, and its schedule is not chosen: age and interval are not checked by it.
vaccine-label-route = The label of the goods says: { $own }; chosen was: { $route }.
vaccine-other-route = { $vaccine } is given { $own }; chosen was: { $route }.
dose-given = Dose { $number }, { $site }.
outside-given = { $vaccine } ({ $maker }, batch { $batch }): dose { $number }, { $site }.
vaccine-ill = The patient is acutely ill today.
earlier-day = A day between the birth and today, please.
earlier-known = Dose { $number } is known already, given on { $day }.
