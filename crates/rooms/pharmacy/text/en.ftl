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
weight = { $kilograms } kg
no-weight = not weighed
allergic = Allergic to { $what }
station-next = Next stop
dispensed-by = Dispensed by

fefo = Batches are proposed by earliest expiry; what is taken from each may be changed.
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
check-no-allergy = No allergies recorded; ask again.
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
take-sum = The sum must be { $wanted }; it is { $typed }.
stock-changed = Stock changed meanwhile, so nothing was dispensed. Below is a fresh proposal: check it and dispense.
already-dispensed = { $name } has just dispensed this prescription.
not-issued = This prescription is not issued, or was cancelled.

### paper
paper-date = { $day }/{ $month }/{ $year }
