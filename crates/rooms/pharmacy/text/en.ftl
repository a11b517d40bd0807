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
