room-title = Tests and procedures
kinds-label = Kind of order
kind-lab = Laboratory
kind-imaging = Imaging
kind-procedure = Procedures
kind-vaccine = Vaccines
list-title = Worklist
list-tabs = State
list-open = To do
list-done = Done today
list-region = Orders to do
list-none = No orders are waiting
list-none-hint = New orders from the doctors appear here at once.
list-none-done = No results yet today
list-wait = Longest wait { $wait }
list-started = In progress
choose-title = Choose an order
choose-hint = Pick a line on the left to enter results or add images.
pregnancy-unasked = Pregnancy not asked
urgent = Urgent
unpaid = Not paid yet
unpaid-why = This service is paid first and has not been paid: it cannot be started or given a result yet. Please send the patient to the cashier.
fasting = Fasting
waiting-for = waiting for { $wait }

state-ordered = To do
state-started = In progress
state-done = Result given
state-vaccinated = Done
state-cancelled = Cancelled
allergic = Allergic to { $what }
fact-ordered = Ordered
fact-diagnosis = Working diagnosis
fact-waited = Waiting
fact-done = Result given
fact-vaccinated = Done
minutes = { $minutes } min
hours = { $hours } h { $minutes } min
and-more = and { $count } more
question = The doctor's question
cancelled-because = This order was cancelled: { $reason }
record = Open the record of { $name }

result-of = Results: { $service }
vaccination-of = Vaccination: { $service }
analytes = { $count ->
    [one] { $count } analyte
   *[other] { $count } analytes
}
col-analyte = Analyte
col-value = Result
col-unit = Unit
col-range-for = Reference ({ $who })
col-position = Place within the reference range
col-flag = Flag
col-before = Previous
value-label = Result for { $name }
negative = Negative
positive = Positive
flag-normal = OK
flag-abnormal = Abnormal
critical = Critical value: { $names }. Call { $doctor } now.
finding = Findings
finding-hint = What is seen, measurements, side, place.
conclusion = Conclusion
remark = Remark
given = Condition and reactions afterwards
nothing-written = Nothing was written.

no-result = No result yet
no-vaccination = Not given yet
no-result-hint = A technician or a nurse enters it on this page.
no-vaccination-hint = A nurse or a doctor writes the dose down on this page.

images = Images
images-paste = Paste with
images-hint = up to { $megabytes } MB · JPG, PNG, WebP
images-drop = Drop images here
images-choose = or click to choose
images-upload = Upload
images-chosen = Chosen, not yet uploaded
image-original = Original
image-open = Open image { $name }

start = Start
finish = Give result
finish-vaccine = Save the dose
next-order = Next: { $ticket }
enter-hint = next field
back-to-list = Back to the list
station-next = Next stop
station-vaccine = Waiting for the injection

correct = Correct
correcting = Correct { $service }
correction-cancel = Leave it as it is
correction-reason = Why it is corrected
correction-send = Save the correction
corrections = Corrected
correction-before = Before
correction-by = { $who } · { $when }
sure = I looked again, and this result is right
doubt-critical = Critical: { $names }.
doubt-others = { $names } and { $count } more
doubt-missing = { $count ->
    [one] { $count } value is missing: { $names }.
   *[other] { $count } values are missing: { $names }.
}

### refusals
value-no-number = Not a number: digits only, for example 3.5 or 3,5.
value-too-fine = Three decimals at most.
value-unclear = Thousands or decimals? Write 12000 or 12.0.
value-too-large = This value is too large, please check.
value-unknown = Choose negative or positive.
values-wrong = { $count ->
    [one] One result is wrong, see the red field. Nothing was saved.
   *[other] { $count } results are wrong, see the red fields. Nothing was saved.
}
closed-done = The result of this order was already given.
closed-cancelled = The doctor cancelled this order.
image-none-chosen = Choose at least one image.
image-kind = Only JPG, PNG or WebP images are taken: { $name }
image-too-large = The image is too large (50 million pixels at most, 20,000 a side): { $name }
image-broken = The image is damaged and cannot be read: { $name }
image-hides = The file holds something besides a picture and was not taken: { $name }
image-too-heavy = The file is too large. Up to { $megabytes } MB an upload.
image-unreadable = The file did not arrive. Choose the image and upload it again.

### What a service uses up
consumables = Used up
consumables-hint = Taken out of stock with the result.
col-goods = Item
col-from = Batch
col-used = Quantity
used-of = Quantity of { $name }
charged-apart = on the bill: { $price }
on-hand = { $now } on hand
lacks = { $amount } missing
lacked = { $amount } missing in stock: { $reason }
given-back = put back
extras = Add what is not on the list
extras-hint = Taken out of stock by earliest expiry, together with the result.
extra-placeholder = Type an item or a medicine
extra-charged = On the bill
extra-listed = This item is on the list above; change its quantity there.
extra-twice = This item is in another row.
extra-unknown = Not to be used here: the clinic does not keep it, or it is a prescription-only or controlled medicine, which a doctor prescribes and the pharmacy hands out.
extra-quantity-missing = Enter the quantity.
missing-reason = Why stock is short
missing-reason-hint = For example: taken from the ward's cabinet, delivery not entered yet.
uses-wrong = { $count ->
    [one] One quantity is wrong, see the red field. Nothing was saved.
   *[other] { $count } quantities are wrong, see the red fields. Nothing was saved.
}
use-too-much = From 0 to { $most }.
withdraw = It was not done: take the record back
withdraw-hint = For what was written on the wrong patient or by mistake. What it used goes back into stock and its charge off the bill; what it said stays readable here. A result that is only wrong is corrected instead.
withdraw-reason = Why it is taken back
withdraw-send = Take back
withdrawn-because = Taken back, it was not done: { $reason }

# Vaccinations
dose-hint = { $amount } each time, taken from the batch that is chosen.
no-batch = No usable batch of { $name } on the shelf: the dose cannot be recorded. Take goods in first.
no-vaccine = The catalogue names no vaccine of our shelves for this service. One from elsewhere is written by hand below; one of ours a manager adds to what the service uses.
field-batch = Batch number
batch-choose = Read the number on the vial and choose it
batch-of = { $batch } · expires { $expires } · { $left } left
field-dose-number = Dose number
dose-number-missing = Say which dose of this vaccine it is.
field-site = Site
site-choose = Choose
field-screened = Screened: may have it; told to stay for 30 minutes
screened-missing = Screen the patient, then tick this.
doses = Given here
doses-none = No dose was given here. Ask for the vaccination book.
col-vaccine = Vaccine
col-given = When, by whom
skipped-missing = Batch { $batch } expires earlier ({ $expires }). Take that one, or say why not.
field-skipped = Why the batch that expires earlier is not taken
field-no-dose = This service gives no dose (screening, injection fee)
no-dose-but-told = The form says that none was given, and tells of a dose: keep one of them.
outside-expired = This vaccine has expired.
field-maker = Maker
field-expires = Expires on
field-schedule = Schedule
schedule-none = Not in the tables
schedule-hint = Age, interval and live vaccines are judged by it; without one they are not checked.
field-route = Route
field-temperature = Temperature (°C)
temperature-missing = Measure the temperature.
field-ill = Acutely ill today
ill-no = No
ill-yes = Yes
field-despite = Why it is given all the same
given-despite = Given all the same: { $reason }
earlier-title = Given elsewhere
earlier-dose = Dose { $number }
earlier-add = Add a dose from elsewhere
earlier-on = Given on
earlier-place = Where
earlier-save = Add the dose
earlier-remove = Remove dose { $number } of { $vaccine }
