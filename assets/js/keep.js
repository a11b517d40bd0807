// What is typed into <form data-keep="name"> stays in this browser too until the server has it: after a crash, a closed
// tab or an ended session it is offered again in the box data-kept="name". Gone when saved, after signing out, when another
// person signs in here, and after a day. Names begin with the person's number.
'use strict';
(() => {
  const { $, $$, byId, on, eachSwap } = kham;
  const PREFIX = 'kham.keep.', DAY = 86_400_000;

  // A browser that keeps nothing (private, full) still saves drafts on the server.
  const store = act => { try { return act(localStorage); } catch { return null; } };
  const keys = () => store(kept => Object.keys(kept).filter(key => key.startsWith(PREFIX))) || [];
  const forget = key => store(kept => kept.removeItem(key));
  const read = name => {
    const text = store(kept => kept.getItem(PREFIX + name));
    try { return JSON.parse(text); } catch { return null; }
  };
  const own = $('[data-staff]')?.dataset.staff;
  for (const key of keys()) {
    const name = key.slice(PREFIX.length), kept = read(name);
    if (!kept || Date.now() - kept.at > DAY || own && !name.startsWith(own + '.')) forget(key);
  }

  const texts = form => [...form.elements].filter(each => each.name && each.matches('textarea,input[type=text]'));
  const values = form => Object.fromEntries(texts(form).map(each => [each.name, each.value]));
  // This page, told from the same one in another tab.
  const me = String(Math.random());
  let wroteAt = 0;
  function keep(form) {
    const kept = JSON.stringify({ at: Date.now(), page: me, values: values(form) });
    store(place => place.setItem(PREFIX + form.dataset.keep, kept));
  }
  on('input', event => {
    const form = event.target.form;
    if (!form || !form.dataset.keep) return;
    wroteAt = Date.now();
    keep(form);
  });
  // Who wrote a moment ago is still here, though in another tab.
  kham.wrote = () => Date.now() - wroteAt < 120_000;
  // The server has what the form says now.
  kham.unkeep = form => { if (form.dataset.keep) forget(PREFIX + form.dataset.keep); };
  kham.keeps = () => keys().length > 0;
  kham.keepNothing = () => keys().forEach(forget);

  // ---------- offering it again
  const trimmed = text => (text || '').replace(/\r\n/g, '\n').trim();
  const labelOf = field => $(`label[for="${CSS.escape(field.id)}"]`)?.firstChild?.textContent.trim() || '';
  function line(label, text) {
    const row = document.createElement('div'), head = document.createElement('span'), body = document.createElement('p');
    head.className = 'lb';
    head.textContent = label;
    body.className = 'pre';
    body.textContent = text || '–';
    row.append(head, body);
    return row;
  }
  function show(box, kept, rows) {
    $('[data-kept-at]', box).textContent = new Date(kept.at).toLocaleTimeString(kham.locale, { hour: 'numeric', minute: '2-digit' });
    $('[data-kept-text]', box).replaceChildren(...rows.map(row => line(row.label, row.typed)));
    $('[data-kept-stored]', box)?.replaceChildren(...rows.map(row => line(row.label, row.stored)));
    box.hidden = false;
  }
  const looked = new WeakSet();
  function look(box) {
    if (looked.has(box)) return;
    looked.add(box);
    const name = box.dataset.kept, kept = read(name), form = $(`form[data-keep="${CSS.escape(name)}"]`);
    // What another tab keeps is never offered over what was written here since.
    if (!kept || wroteAt && kept.page !== me) return;
    const fields = form ? texts(form) : [];
    const rows = form
      ? fields.map(field => ({ label: labelOf(field), typed: kept.values[field.name], stored: field.value }))
      : Object.values(kept.values).map(typed => ({ label: '', typed, stored: '' }));
    const other = rows.filter(row => row.typed !== undefined && trimmed(row.typed) !== trimmed(row.stored));
    if (other.length) show(box, kept, other);
    else forget(PREFIX + name);
  }
  eachSwap(() => $$('[data-kept]').forEach(look));
  on('click', event => {
    const box = event.target.closest('[data-kept]'), use = event.target.closest('[data-kept-use]');
    if (!box || !use && !event.target.closest('[data-kept-drop]')) return;
    const name = box.dataset.kept, form = $(`form[data-keep="${CSS.escape(name)}"]`), kept = read(name);
    box.hidden = true;
    if (!use) return forget(PREFIX + name);
    form?.closest('details')?.setAttribute('open', '');
    for (const field of form && kept ? texts(form) : []) {
      if (kept.values[field.name] === undefined) continue;
      field.value = kept.values[field.name];
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    form?.querySelector('textarea')?.focus();
  });

  // ---------- what is typed within data-warns is left unsent only when somebody says so; data-unsaved: it was refused
  const touched = new WeakSet();
  const touch = event => { const form = event.target.form; if (form?.closest('[data-warns]')) touched.add(form); };
  on('input', touch);
  on('change', touch);
  const written = () => $$('[data-warns] form').filter(form => touched.has(form) || form.closest('[data-unsaved]'));
  kham.sent = form => { touched.delete(form); form.closest('[data-unsaved]')?.removeAttribute('data-unsaved'); };
  // False when an answer would take the place of another form in which somebody typed, and that is not wanted.
  kham.mayReplace = (sent, targets) => {
    const goes = form => form !== sent && (!targets || targets.split(' ').some(part => $(part)?.contains(form)));
    return !written().some(goes) || confirm(byId('toasts').dataset.unsavedSays);
  };
  addEventListener('beforeunload', event => { if (written().length) event.preventDefault(); });

  // ---------- too long a text is said at its field and not sent; nothing of it is cut
  function mark(field) {
    const over = field.value.length > Number(field.dataset.max), id = field.id + '-long', said = byId(id);
    field.setCustomValidity(over ? field.dataset.maxSays : '');
    if (over === Boolean(said)) return over;
    if (over) {
      const words = document.createElement('p');
      words.className = 'err';
      words.id = id;
      words.setAttribute('role', 'alert');
      words.textContent = field.dataset.maxSays;
      field.after(words);
      field.setAttribute('aria-invalid', 'true');
    } else {
      said.remove();
      field.removeAttribute('aria-invalid');
    }
    return over;
  }
  on('input', event => { if (event.target.dataset?.max) mark(event.target); });
  kham.overlong = form => [...form.elements].filter(each => each.dataset.max).find(mark);
})();
