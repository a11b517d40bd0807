room-title = Pharmacy
queue-title = To dispense
queue-region = The pharmacy's queue
queue-none = No prescriptions are waiting
queue-none-hint = What doctors issue appears here at once.
medicines = { $count ->
    [one] 1 medicine
   *[other] { $count } medicines
}
child = child
minutes-waiting = waiting for { $minutes } minutes
choose-title = Choose a prescription
choose-hint = Pick one on the left to see the proposed batches and dispense.
today-title = Dispensed today
today-none = Nothing dispensed yet today.

state-draft = Being written
state-issued = To dispense
state-dispensed = Dispensed { $time }
state-cancelled = Cancelled
record = Open the record of { $name }
prescription-number = Prescription { $number }
replaces = In place of what was not given of
replaced-by = A doctor has written another one in its place:
weight = { $kilograms } kg
no-weight = not weighed
allergic = Allergic to { $what }
station-next = Next stop
dispensed-by = Dispensed by

col-medicine = Medicine and directions
col-batch = Batch
col-expiry = Expiry
col-on-hand = Stock
col-take = Take
col-quantity = Quantity
medicines-region = Medicines to dispense
near-expiry = Expires soon
ends-early = Expires before the course ends
take-label = Take from batch { $batch } for { $medicine }
short = { $amount } missing
no-batch = No usable batch left
dose-morning = morning { $dose }
dose-noon = noon { $dose }
dose-evening = evening { $dose }
dose-night = night { $dose }
for-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}

checks-title = Checks
check-allergy = The patient is allergic to { $what }. Compare every medicine before handing over.
check-no-allergy = { $said }: ask before handing over.
check-conditions = Conditions: { $what }
check-child = A child of { $age }, { $weight }: check doses by weight.
check-child-no-weight = A child of { $age }, not weighed: ask for the weight before handing over.
check-enough = Enough of everything.
check-short = Not enough: { $what }. Receive stock or tell { $doctor }.
check-near = Batches that expire soon: { $what }.
check-controlled = Controlled medicines: { $what }.
advise-title = Tell the patient
advise-none = No special advice.
explained = Checked, handed over and explained
total = Medicines total
print = Print
dispense = Dispense
next-prescription = Next: { $ticket }
only-pharmacist = Only a pharmacist may dispense.

### refusals
explained-missing = Confirm that everything was checked, handed over and explained.
takes-wrong = { $count ->
    [one] What is taken of one medicine does not fit, see the red line. Nothing was dispensed.
   *[other] What is taken of { $count } medicines does not fit, see the red lines. Nothing was dispensed.
}
take-sum = The sum may not exceed { $wanted }; it is { $typed }.
stock-changed = Stock changed meanwhile, so nothing was dispensed. Below is a fresh proposal: check it and dispense.
already-dispensed = { $name } has just dispensed this prescription.
not-issued = This prescription is not issued, or was cancelled.

### paper
paper-date = { $day }/{ $month }/{ $year }

### Medicine safety
check-overridden = Used all the same: { $reason } ({ $by })
check-no-warnings = No medicine safety warnings
check-unchecked = Not checked
check-data-of = Medicine safety data of { $day }
override-reason = Reason to dispense in spite of a stop
override-hint = The doctor gave no reason. Ask the doctor and write the answer down.

### Medicine safety data
data-title = Medicine safety data
data-day = Day of the data
data-day-hint = Kept in the program, no web service
data-unconfirmed = { $count ->
    [one] { $count } line not confirmed
   *[other] { $count } lines not confirmed
}
data-line = Line
data-source = Source
data-certainty = Certainty
data-state = State
data-lists = Lists
data-show-open = Not confirmed
data-show-all = All
data-search = Search the list
data-none = No lines.
data-open = Not confirmed
data-confirm = Confirm
data-confirm-line = Confirm line { $id }
data-confirmed = { $by }, { $day }
data-before = Previous page
data-after = Next page
data-page = Page { $page } of { $pages }
list-ingredients = Ingredients
list-classes = Classes
list-interactions = Interactions
list-medicines = Medicines
certainty-high = High
certainty-middling = Middling
certainty-weak = Weak
import-title = The clinic’s own list
import-hint = Paste a table with a header line, its columns separated by tabs as in the list “{ $list }”. A line with a known id stands for the program’s, a new one is added; the last import of a list counts.
import-as-of = Day of the data
import-content = Content
import-put = Import the list
import-future = The day of the data may not be in the future.
import-line = Line { $line }: { $reason }
import-more = And { $count } more wrong lines.
import-nothing = Nothing was imported. { $lines }

### Partial, declined, substituted
state-partial = Partly given
remainder-title = To be collected
of-prescribed = of { $quantity } prescribed
rest-label = What is not given of { $medicine }
rest-none = Given in full
rest-remainder = Collected later
rest-declined = Not given: { $reason }
rest-note = Note
rest-note-label = Note on what is not given of { $medicine }
rest-contradicts = A reason not to give is chosen, and all of it is taken. Clear the quantity to be taken, or the reason.
rest-unsaid = { $rest } not given: choose “Collected later” or a reason not to give it.
rest-other = Say why it is not given.
declined = { $amount } not given: { $reason }
instead = Substitute
nothing-given = Nothing is given or declined yet.
batch-reason = Reason for other batches
stopped-in-record = Stopped in the record.
stopped-said = { $by } stopped it at { $at }: { $reason }
stopped-reason = Why a stopped medicine is given all the same
stopped-reason-missing = A medicine of this prescription was stopped: leave that line out, or say why it is given all the same.
batch-reason-missing = This is not the order of expiry; say why.
given-to = Handed to
to-patient = Patient
to-relative = Relative
receiver = Name of who takes it
receiver-missing = Enter the name of the relative.
receiver-controlled = Controlled medicine: enter the name of who takes it.
changed-meanwhile = The prescription has changed meanwhile, so nothing was done. Look again and retry.
too-old = The prescription is older than { $days } days and may not be dispensed. The patient needs a new one.
paused-now = The prescription is on hold and cannot be dispensed.

### Scanner
scan-placeholder = Scan a pack to confirm medicine and batch…
scan-label = Code of a pack
scan-send = Confirm code
scan-count = { $done }/{ $count } scanned
scanned = Scanned
scan-unknown = No medicine of the list has the code { $gtin }.
scan-wrong-medicine = WRONG MEDICINE: { $medicine } is not on this prescription or was given in full.
scan-no-batch = WRONG BATCH: batch { $batch } of { $medicine } is not among those given here.
scan-other-batch = OTHER BATCH: { $medicine } is taken from batch { $taken }, not from { $batch }. Change what is taken, with a reason, to use it.
scan-other-expiry = WRONG EXPIRY: the pack says { $code }, batch { $batch } in stock says { $stock }.

### On hold, questions to the doctor
pause-title = Hold, or ask the doctor
pause-reason = Reason
pause-choose = Choose a reason
pause-said = What about
pause-said-hint = The question to the doctor, or a note.
pause-send = Hold
pause-end = Go on dispensing
pause-question = Question to the doctor
pause-away = Patient is away
pause-stock = Waiting for stock
pause-payment = Waiting for payment
pause-other = Another reason
pause-asked = Asked
pause-withdrawn = withdrew the question
pause-withdraw = Withdraw the question
pause-why = Why it is withdrawn
pause-why-hint = Such as what the doctor said by telephone.
pause-for-doctor = Waiting for { $doctor } to answer.
pause-unsaid = Say what it is about.
pause-gone = Nothing is on hold any more; somebody else went on.
answer = Answer to the pharmacy
answer-line = Allow a substitute for
answer-line-none = No substitute
answer-substitute = Substitute
answer-substitute-hint = Find a medicine
answer-send = Send the answer
substitute-no = This medicine cannot stand for the chosen line.
second-wanted = Controlled medicine: a second person must sign in as themselves and press check.
second-done = Checked by a second person: { $name }
second-check = I checked the controlled medicines
second-person-missing = Controlled medicines need a second person’s check, signed in as themselves, within 60 minutes before they are handed over.
check-needless = No controlled medicine of this prescription waits.

### Taken back, returned
handings-title = Handed over
handing = No. { $number }
handing-undone = Taken back
undo-title = Take back
undo-hint = Every batch gets back what it held, the items of this handing over are removed, and the medicines wait to be given again.
undo-reason = Reason to take back
undo-send = Take back
undo-no = This cannot be taken back any more.
undo-replaced = A doctor has replaced this prescription by another one, so it cannot be opened again.
undo-gone = It was taken back already, or the patient has returned a part.
undo-paid = Its items are paid or discounted, so it cannot be taken back. Use a return instead.
col-returned = Returned
col-back = Comes back
back-label = Return { $medicine }, batch { $batch }
return-title = Return
return-hint = Enter what the patient brings back of each batch. Unpaid items are lowered; for paid ones a refund is asked for, which the cashier pays out.
return-fate = Goods go
fate-shelf = Back to stock
fate-destruction = To be destroyed
return-reason = Reason
return-send = Take the goods in
return-too-much = at most { $most } can come back.
return-expired = the batch has expired and can only be destroyed.
return-whole = what was given out whole comes back whole, not in parts.
return-nothing = Enter a quantity for at least one batch.
goes-back = { $amount } goes back to the patient, at the cashier.
returns-title = Returns
return-undo = Typed wrongly
return-undo-hint = As if it had not come in: the shelves hold what they held, the items stand again, and the refund is called off. Today only, while it is not paid out.
return-undo-send = Undo the return
return-undone = Undone
return-undo-late = A return is undone on its own day only. Hand the goods over anew instead.
return-undo-gone = This return was undone already, or its handing over was taken back.
return-undo-paid = The refund of this return is paid out, or its bill was paid or discounted meanwhile, so it cannot be undone.
outside = Bought elsewhere
on-weekday = once a week, { $day }
from-day = from day { $day }

### Papers
print-form = Print form “{ $form }”
print-labels = Labels
label-batch = Batch { $batch } · exp. { $expiry }
seal-title = Check a printed one
seal-hint = Scan the QR code of a prescription that the clinic printed. The check is made here, without any network.
seal-code = Content of the QR code
seal-check = Check
seal-good = Genuine: issued by this clinic and not changed.
seal-open = Open it
seal-bad = NOT GENUINE: this code is of no prescription of the clinic, or it was changed.

### Retail
retail-title = Retail
retail-hint = Only medicines that need no prescription. The cashier takes the money by the ticket.
retail-today = Sold today
retail-none = Nothing sold yet
retail-none-hint = A sale that was just made appears here.
retail-new = New sale
retail-unnamed = Buyer without a name
retail-unnamed-hint = No name is kept. Choose a patient to check allergies and current medicines.
retail-state-paid = Paid
retail-state-unpaid = To be paid
retail-state-undone = Taken back
retail-scan = Scan a pack…
retail-scan-send = Add
retail-medicine = Medicine without prescription
retail-medicine-hint = Name or ingredient
retail-quantity = Quantity
retail-quantity-of = Quantity of { $medicine }
retail-quantity-set = Change the quantity of { $medicine }
retail-add = Add to the basket
retail-basket = Basket
retail-empty = The basket is empty
retail-empty-hint = Scan a pack or search a medicine by name.
retail-remove = Remove
retail-remove-of = Remove { $medicine } from the basket
retail-not-free = NOT FOR RETAIL: { $medicine } needs a doctor's prescription or is no longer sold.
retail-not-free-now = Needs a prescription
retail-no-batch = WRONG BATCH: nothing is left here of { $medicine } batch { $batch }.
retail-expired = EXPIRED: { $medicine } batch { $batch } is past its date and must not be sold.
retail-basket-changed = The basket or a price has just changed, so nothing was sold. Look again, then sell.
retail-buyer = Buyer
retail-buyer-hint = Name, code or phone
retail-buyer-other = Another buyer
retail-override = Why it is sold in spite of a stop
retail-total = Total
retail-sell = Sell
retail-on-hand = { $amount } left
retail-found-none = No medicine fits.
retail-to-cashier = Ticket { $ticket }: { $amount } is paid at the cashier's.
retail-paid-now = Paid.
retail-undone-now = This sale was taken back: the medicines are on the shelf again, nothing is owed.
retail-bill = Open the bill
retail-undo-title = Take back
retail-undo-hint = The medicines return to their batches, the charge goes; what is paid is asked to be given back, and the cashier pays it out. Only while the packs are untouched.
retail-undone-by = { $name } took it back: { $reason }
retail-undo-send = Take the sale back
col-medicine-only = Medicine
col-price = Unit price
col-amount = Amount

### Register of controlled medicines
register-top = Register
register-title = Register of controlled medicines
register-medicines = Controlled medicines
register-none = The catalogue has no controlled medicine
register-none-hint = A manager says the legal group when a medicine is added.
register-month = month { $month }
register-before = The month before
register-next = The next month
register-print = Print the register
register-group = Group
register-unit = Unit
register-at = Date and time
register-what = Patient, what happened
register-document = Prescription, document
register-in = In
register-out = Out
register-balance = Balance
register-persons = Done by + checked by
register-opening = Opening balance
register-closing = Sums of the month, closing balance
register-given = { $patient }, taken along by { $receiver }
register-received = Received from { $supplier }
register-returned = Came back
register-destroyed = Destroyed
register-counted = Count, adjustment
register-printed = Printed { $at } · { $name }
register-keeper = Keeper of the register
register-head = Responsible pharmacist
group-narcotic = Narcotic (N)
group-psychotropic = Psychotropic (H)
group-precursor = Precursor (H)
group-other = Otherwise controlled

### Paying first
review = Review, to the cashier
review-hint = Medicines are paid first here: review the prescription to put it on the bill, give it out once it is paid.
review-waits = Waiting for payment: { $ticket } pays at the cashier's, { $amount } is due.
review-withdraw = Withdraw the review
review-paid-now = The medicines are paid: give them out. What is declined is asked back at once; the cashier pays it out.
review-needless = Medicines are given out first here; no review is needed.
reviewed-already = It is reviewed already, and waits for payment or to be given out. Load the page again.
review-gone = There is no review left to withdraw.
review-paid = It is paid or has a discount, so it cannot be withdrawn. Have the receipt voided first.
review-first = Medicines are paid first here. Review the prescription to put it on the bill, give it out once it is paid. Nothing was given out.
not-paid = The medicines are not fully paid (or the receipt was voided, or money was given back). Nothing was given out.
more-than-paid = That is more than was reviewed and paid. Give what is paid; review the rest later.
queue-paid = paid
queue-unpaid = to be paid
settings-title = Paying for medicines
settings-label = Order
settings-dispense-first = Give out first, pay afterwards
settings-pay-first = Pay first, give out afterwards
settings-hint = What is reviewed already is paid before it is given out, whatever is chosen now.
settings-save = Save
written-by = by { $doctor }
public-hint = Scan or paste the content of the QR code on a paper prescription. This page only reads what the code says and checks the clinic's signature.
public-good = The signature is right: this clinic issued the prescription. Compare each line below with the paper.
public-bad = The signature is wrong: this clinic did not sign the code, or it was changed. Older papers (code KHAM1) are checked by the clinic alone.
public-number = Number
public-day = Day of the visit
public-patient = Patient
public-doctor = Doctor
public-key = The clinic's public key
data-class = class { $name }
data-allergy-same = allergy to one, the others of the class: { $level }
data-allergy-across = an allergy reaches { $names }
data-duplicate = two of the class in one prescription: { $level }
data-class-only = only names the class in the table of interactions
data-classes = class: { $names }
data-single = at most { $mg } mg at once (adults)
data-single-child = at most { $mg } mg/kg at once (children)
data-daily = at most { $mg } mg a day (adults)
data-daily-child = at most { $mg } mg/kg a day (children)
data-child-band = from { $from } to below { $below } months of age: { $said }
data-child-any = no largest dose for children
data-band-single = at most { $mg } mg at once
data-band-daily = at most { $mg } mg a day
data-daily-weight = at most { $mg } mg/kg a day (at every age)
data-over = above the dose: { $level }
data-min-age = below { $months } months of age: { $level }
data-own-age = this form from { $months } months of age
data-pregnancy = pregnancy: { $said }
data-trimester = trimester { $number } { $said }
data-breastfeeding = breast-feeding: { $said }
data-egfr-avoid = filtration below { $limit }: not to be used
data-egfr-caution = filtration below { $limit }: caution
data-renal-note = kidneys: { $note }
data-max-days = at most { $days } days
data-taper = taper after { $days } days
data-weekly = once a week only
data-mg-per-unit = one unit is { $mg } mg
data-holds = one { $unit } holds { $names }
data-local = acts locally
care-ok = may be used
care-caution = caution
care-avoid = not to be used
state-asked = With the doctor
state-none-given = Not given { $time }
state-nothing-given = Not given
check-stops = { $count ->
    [one] One stop: it stands at its medicine.
   *[other] { $count } stops: they stand at their medicines.
}
retail-blocked-prescribed = Not for sale yet: something in the basket needs a prescription. Take it out first.
retail-blocked-short = Not for sale yet: the shelves hold less. Lower the quantity where some is missing.
seen-tick = I have read this stop and give the medicine all the same
seen-missing = Read each stop at its medicine and tick it before handing over: { $said }
seen-here = Tick that you have read this stop.
seen-fact = Stops read
has-stop = Stop, with reason
emergency = Emergency
