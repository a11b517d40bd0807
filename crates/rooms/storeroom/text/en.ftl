room-title = Storeroom
figure-in-stock = Medicines in stock
of-all = of { $count } kept here
figure-out = Out of stock
figure-out-hint = nothing usable left
figure-low = Below reorder level
figure-low-hint = order more
figure-soon = Expiring within { $days } days
figure-soon-hint = { $count ->
    [one] batch, use first
   *[other] batches, use first
}
figure-expired = Expired
figure-expired-hint = { $count ->
    [one] batch still on the shelf
   *[other] batches still on the shelf
}
list-title = Stock
list-region = Table of stock
search-label = Find a medicine
search-placeholder = Name, substance, batch…
filters-label = Filter
show-all = All
show-low = To order
show-expiring = Expiring
show-expired = Expired
page-before = Previous page
page-after = Next page
nothing = No medicine
nothing-hint = Try another word or another filter.
column-medicine = Medicine
column-on-hand = On hand
column-meter = Against reorder level
column-level = Level
column-nearest = Nearest expiry
column-batches = Batches
more-batches = { $count ->
    [one] and { $count } more batch
   *[other] and { $count } more batches
}
meter-said = { $now } on hand, reorder level { $level }
level-out = Out
level-low = Low
level-enough = Enough
expired = expired

goods-in-title = Goods in
received = Received { $name }, batch { $batch }, expiry { $expires }. The batch now holds { $now }.
field-medicine = Medicine
field-medicine-placeholder = Scan a barcode or type a name
field-number = Batch number
field-expires-on = Expiry
field-quantity = Quantity
field-quantity-unit = dispensing units
field-cost = Cost of one unit
field-supplier = Supplier
field-supplier-choose = Choose a supplier
field-supplier-name = New supplier
field-supplier-hint = Only when it is not in the list.
receive = Take in
choice-on-hand = { $now } on hand
supplier-missing = Choose a supplier or fill in the name of a new one.
quantity-missing = Enter the quantity.
cost-missing = Enter the purchase price; 0 for a gift.
medicine-unknown = The clinic does not keep this medicine. Choose one from the list.
field-barcode = Code on the pack
field-barcode-hint = Scan it once and the pharmacy knows the pack; may stay empty.
barcode-taken = This code belongs to another medicine.

### Counts and destructions
documents-title = Stock documents
documents-none = No document yet
documents-none-hint = Counts, destructions, returns and corrections appear here.
document-new = New document
document-made = Document { $number } was made. The batch now holds { $now }.
document-send = Make the document
column-document = Document
column-before = Before
column-after = After
column-reason = Reason
kind-count = Count
kind-destruction = Destruction
kind-return = Return to supplier
kind-correction = Correct goods in
back-to = To: { $name }
cost-changed = Cost { $before } → { $after } ₫
cost-not-here = A cost is changed by a correction of goods in only.
field-cost-hint = Only for a correction, when the cost was wrong.
witnessed = Witness: { $name }
field-kind = Kind
field-batch = Batch
field-batch-placeholder = Name of a medicine, or the batch number
field-counted = Quantity
field-counted-hint = Count, correction: what is there. Destruction, return: what goes.
field-reason = Reason
field-witness = Witness
field-witness-hint = Needed for a destruction.
witness-missing = Say who witnessed the destruction.
witness-own = The witness must be somebody else than who makes the document.
stock-moved = Something of this batch moved after you chose it. Nothing was written; choose the batch again and count again.
gone-too-much = That is more than the batch holds.
nothing-changes = That changes nothing.

### The stock card
card-title = Stock card
card-no-batches = No batch yet
card-no-batches-hint = Take goods in on the stock page.
card-level = reorder level { $level }
card-price = price { $price } ₫
card-on-hand = { $now } on hand
card-received = received { $day }
card-movements = Movements
card-period = Period
card-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
card-all = All
card-batch = Batch { $number }
card-every-batch = Show every batch
card-none = Nothing moved
card-none-hint = Choose a longer period.
card-at = Time
card-what = What
card-in = In
card-out = Out
card-balance = Balance
card-by = Entered by
card-cut = { $count ->
    [one] Only the newest row of this period is shown.
   *[other] Only the newest { $count } rows of this period are shown.
}
card-dispensed = Dispensed on prescription
card-sold = Sold at the counter
card-used = Used for
card-came = Goods in
card-came-back = Came back
card-got = Who got this batch (for a recall)
card-got-none = No patient got anything of this batch yet.
wishes = Waiting for a second person
wish-limit = one person may write off up to { $amount } a day
wish-asked = More than one person may write off in a day: the document waits for a manager, the stock has not changed.
wish-waits = A document of this batch is waiting already.
wish-decided = This document was decided already.
wish-own = Who agrees is somebody else than who asked.
wish-moved = the batch moved since, count again
wish-agree = Agree
wish-refuse = Refuse
wish-take-back = Take back
wish-waits-for = a manager agrees
wish-no-right = Only a manager or who asked can drop this document.
agreed-by = agreed by { $name }
card-patient = Patient
card-phone = Telephone
odd-count = { $before } are there, you say { $after } are left. Is that right?
odd-cost = One unit costs { $now }, the last time { $before }. Is that right?
odd-cost-price = One unit costs { $now } and is given out at only { $price }. Is that right?
sure = Looked again, it is right
part-not-there = This batch holds no part of a unit: write whole units.
wish-other-loss = The cost of the batch has changed: { $asked } were to be written off, now it would be { $now }. Refuse this document and write it anew.
wish-limit-change = Change the limit
