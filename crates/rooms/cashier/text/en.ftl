### Cashier
room = Cashier
bill = Bill
idle-title = Choose a patient to take a payment
idle-hint = The list at the left keeps itself up to date.
idle-nobody = Nobody is waiting to pay.
taken-cash = You took today: cash
taken-transfer = transfers

queue = Waiting to pay
queue-list = Bills that wait
queue-empty = Nobody is waiting to pay
queue-in-house = Still being seen
queue-earlier = Unpaid from earlier days
waits-for = Minutes waited
contents-orders = tests
contents-medicines = medicines

### Bill
state-paid = Paid
bill-lines = Lines of the bill
bill-empty = Nothing to pay yet
bill-empty-hint = Charges appear here once the patient is seen, tested or given medicines.
bill-paid = Paid in full
col-item = Item
col-quantity = Qty
col-price = Unit price
col-amount = Amount
group-services = Consultation and services
group-medicines = Medicines
sum-charged = Subtotal
sum-discount = Discount
sum-due = Patient pays

discount = Discount
discount-amount = Amount or percent
discount-amount-example = 50,000 or 10%
discount-reason = Reason
discount-reason-example = Relative of staff
discount-give = Apply
discount-hint = Kept on record with your name.
discount-by = Given by { $name }
discount-remove = Remove the discount
discount-share = A percentage lies between 0 and 100 with at most 2 decimals, for example 7.5%.
discount-nothing = A discount has to be more than 0.
discount-too-large = A discount may not exceed what is to be paid ({ $amount }).
discount-exists = This bill has a discount already. Remove that one first.
discount-gone = This bill has no discount any more.

### Payment
payment = Payment
payment-method = Method of payment
payment-confirm = Confirm payment
payment-confirm-nothing = Confirm, nothing to pay
payment-not-yours = Only a cashier takes payments. You are looking at the bill.
payment-may-grow = { $station }: the bill may still grow.
payment-nothing-due = The discount covers the whole bill. Confirm to issue a receipt of 0 ₫.
tendered-question = How much cash is handed over?
tendered = Cash received
tendered-missing = Enter how much the patient handed over.
tendered-short = { $amount } is still missing.
change = Change
change-short = short
quick-notes = Suggested amounts
quick-exact = Exact
quick-clear = Clear
transfer-amount = Amount transferred
reference = Bank reference
reference-hint = As on the bank's notice of the transfer.
bill-changed = The bill has changed: { $amount } is due now. Look again, then confirm. What you typed is still here.
nothing-open = Nothing is left to pay on this visit.
already-paid = { $who } took the payment on { $when }, receipt { $number }.

### Receipt
receipt = Receipt
receipt-open = Open the receipt
receipt-preview = Preview
receipt-no-number = (no number yet)
receipt-on-screen = Receipt, 80 mm
receipt-print = Print receipt
taken = Paid
next-patient = Next patient: { $ticket }
back-to-queue = Back to the queue
fact-number = Number
fact-issued = Issued
fact-method = Method
fact-cashier = Cashier
fact-next = Next
fact-follow-up = Follow-up
paper-title = RECEIPT
paper-tax = Tax ID
paper-patient = Patient
paper-due = Total
paper-to-pharmacy = Take this receipt to the pharmacy, ticket { $ticket }.
paper-follow-up = Follow-up: { $day }.
paper-thanks = Thank you.

### Mail
mail-address = Send the receipt by email
mail-lang = Language of the mail
mail-send = Send email
mail-sent = Sent to { $address } on { $when }.
mail-waiting = Waiting to be sent to { $address }.
mail-failed = Could not be sent to { $address }. See the Messages page.
mail-unknown = It is not known whether the mail to { $address } arrived. See the Messages page.
email-missing = Enter an email address.
email-exists = This receipt is already on its way by email.
email-refused = The patient has refused messages and email. Print the receipt, or record the consent in the profile.
mail-subject = Receipt { $number } - { $clinic }
mail-greeting = Dear { $name },
mail-text = { $clinic } sends you receipt { $number } of { $day }, total { $total }. The receipt is attached (PDF).
mail-end = Kind regards,
