### shell
shell-skip = Skip to the main content
shell-rooms = Work areas
shell-waiting = waiting
shell-search = Find a patient…
shell-live = Live
shell-live-lost = Disconnected
shell-theme = Switch between light and dark
shell-language = Language
shell-account = My account
shell-sign-out = Sign out
shell-loses = Something you typed could not be saved. If you sign out now, it is lost. Sign out anyway?
shell-lost = Lost the connection to the server.
shell-lost-hint = What you see may be out of date; reconnecting.
shell-retry = Try now
saved = Saved.
shell-failed = Could not send this. What you typed is still here; please try again.
shell-unsaved = What you typed is not saved and will be lost. Leave anyway?
shell-palette = Command palette
shell-palette-label = Find a patient or an action
shell-palette-hint = Type a name, a phone number, a patient code or a command…
shell-results = Results
shell-choose = choose
shell-open = open
combobox-none = Nothing found. Try other words or a code.
shell-nothing-found = Nothing found. Try a phone number or a patient code.
shell-go-to = Go to
shell-go-keys = G then { $letter }

### office
office-parts = Parts
office-today = Today
office-reports = Takings
office-staff = Staff
office-places = Rooms
office-services = Services
office-medicines = Medicines
office-settings = Settings

### web
field-required = Please fill this in.
field-reason = This says too little. Please write the reason in words.
field-choose = Please choose one.
field-unknown = This choice does not exist (any more).
field-whole = A whole number from { $min } to { $max }, please.
field-between = A number from { $min } to { $max }, please.
key-missing = This form is no longer valid. Please reload the page and try again.
key-reused = This form was already sent with other content. Please reload the page and try again.
denied-title = Not allowed
denied-text = Your role does not allow this. Ask your manager if you need it for your work.
missing-title = Not found
missing-text = This page does not exist, or what it showed is not at your branch.
refused-title = Not done
busy-text = The clinic's computer has too much to do right now. Nothing was saved; please try again in a moment.
no-space-text = The disk is full or cannot be written to. Nothing was saved. Please call the person who looks after the computer.
fault-title = Something went wrong
fault-text = Nothing was saved. If it happens again, tell the person who looks after the computer this number: { $id }
back-to-work = Back to work
role-receptionist = Receptionist
role-nurse = Nurse
role-doctor = Doctor
role-technician = Technician
role-pharmacist = Pharmacist
role-cashier = Cashier
role-storekeeper = Storekeeper
role-manager = Manager
role-owner = Owner

### people
sex-male = Male
sex-female = Female
sex-other = Other
patient-changed = Somebody else has just changed this profile. What you typed is still here; reload, compare and save again.
birth-impossible = This date of birth cannot be: it has to lie between 1900 and today.
ended-title = Your session has ended
ended-text = Nothing was saved. What you typed is still on the page before: sign in in another tab, then send it again.
ended-toast = The session is over; nothing more has been saved. What you typed is still on this page: sign in in another tab, then come back here.
ended-sign-in = Sign in again
too-large-title = Too much text
too-large-text = Nothing was saved. What you sent is longer than allowed. Go back to the page before (it still has your text), shorten it and send it again.

### strengths
strength-dose = dose
strength-puff = puff
strength-iron = iron
strength-zinc = zinc
strength-calcium = calcium
strength-spores = spores
strength-billion = billion
strength-dissolved = for
strength-drops = drops

### Opening a record without access
closed-title = This record is closed to you
closed-text = Your role or branch may not see this record, or its use is restricted. When care needs it you can open it for a short time with a reason; that is logged and reviewed.
closed-open = Open with a reason
opened-until = Record open for a reason, until { $time }.
opened-for-visit = Record open for a reason, until this visit is over.
opened-because = Reason: { $reason }
opened-close = Close it
opening-needless = You may see this record already; no reason is needed.
opening-own = Somebody else has to review your own opening.
opening-reviewed = This opening has been reviewed already.

### Forms of medicine
form-consumable = Consumable
form-tablet = Tablet
form-capsule = Capsule
form-sachet = Sachet
form-syrup = Syrup
form-oral-drops = Oral drops
form-cream = Cream
form-gel = Gel
form-eye-drops = Eye drops
form-ear-drops = Ear drops
form-nasal-drops = Nasal drops
form-nasal-spray = Nasal spray
form-inhaler = Inhaler
form-suppository = Suppository
form-vaginal-tablet = Vaginal tablet
form-injection = Injection
form-infusion = Infusion
form-suspension = Suspension
form-effervescent = Effervescent tablet
form-nebuliser = Nebuliser solution
form-pen = Injection pen
form-solution = Solution
form-oral-ampoule = Oral ampoule
form-ointment = Ointment
form-powder = Powder for injection
