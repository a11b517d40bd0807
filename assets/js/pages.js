// Acts without leaving the page: forms are sent by fetch, and the answer takes the place of #main.
'use strict';
(() => {
  const { $, $$, byId, html, asks, isHtml, later, cancel, replace, on } = kham;

  // ---------- passing messages
  const toasts = byId('toasts');
  function expire(toast) {
    later(toast, 10000, () => toast.matches(':hover,:focus-within') ? expire(toast) : toast.remove());
  }
  // The session is over, or it is another person's: the page and what was typed stay, the way in opens beside it. Said once.
  let ended = null;
  function sayEnded() {
    if (ended?.isConnected) return;
    const link = document.createElement('a');
    link.href = '/sign-in';
    link.target = '_blank';
    link.textContent = toasts.dataset.endedLink;
    ended = say(toasts.dataset.ended + ' ');
    ended.append(link);
    cancel(ended);
  }
  function sayFailed() { say(toasts.dataset.failed); }
  function say(words) {
    const toast = document.createElement('div');
    toast.className = 'toast';
    toast.dataset.toast = '';
    toast.textContent = words;
    toasts.append(toast);
    expire(toast);
    return toast;
  }
  // A toast that a page brings within its main part passes like any other.
  function gather() { toasts.append(...$$('#main [data-toast]')); }
  gather();
  for (const toast of $$('[data-toast]')) expire(toast);

  // ---------- showing an answer
  function focusNext(fresh, keep, knew) {
    const first = which => fresh.map(part => $(which, part)).find(Boolean);
    const wrong = first('[aria-invalid=true]') || first('[data-refused]');
    const next = wrong || first('[autofocus]');
    // What must be seen comes into sight: a stop below the fold was added unread; and the line that the act wrote, last of all.
    const written = fresh.flatMap(part => $$('[data-line]', part)).filter(line => !knew.has(line.dataset.line)).at(-1);
    for (const seen of [fresh.flatMap(part => $$('[data-see]', part)).at(-1), written?.nextElementSibling, written]) {
      if (!wrong) seen?.scrollIntoView({ block: 'nearest' });
    }
    if (next) next.focus();
    else if (document.activeElement === document.body) byId('main').focus({ preventScroll: keep });
  }
  // Puts an answered page into this one; false when it has no place here.
  function show(page, targets, keep) {
    const parts = (targets ? targets.split(' ') : ['#main', '.rail', '.top'])
      .map(part => [$(part), $(part, page)])
      .filter(([old, fresh]) => old && fresh);
    if (!parts.length) return false;
    for (const old of $$('[data-toast]', toasts)) old.remove();
    for (const toast of $$('#toasts [data-toast]', page)) { toasts.append(toast); expire(toast); }
    const title = $('title', page);
    if (title && !targets) document.title = title.textContent;
    const knew = new Set($$('[data-line]').map(line => line.dataset.line));
    for (const [old, fresh] of parts) replace(old, fresh, keep);
    gather();
    for (const toast of $$('[data-toast]', toasts)) expire(toast);
    focusNext(parts.map(([, fresh]) => fresh), keep, knew);
    return true;
  }
  // A form outside the swapped parts gets the new idempotency key, or its next sending would count
  // as a repetition of this one.
  function renew(form, page) {
    const key = form && form.isConnected && form.elements.key;
    const fresh = key && $(`form[action="${CSS.escape(form.getAttribute('action'))}"] [name=key]`, page);
    if (fresh) key.value = fresh.value;
  }
  async function take(answer, targets, form) {
    const leave = () => answer.redirected ? location.assign(answer.url) : answer.ok && !isHtml(answer) || sayFailed();
    if (answer.status === 401) return sayEnded();
    if (form && answer.ok) kham.sent(form);
    if (!isHtml(answer)) return leave();
    if (form && answer.ok && form.dataset.loses) kham.keepNothing();
    const page = html(await answer.text());
    const otherShell = Boolean($('.app', page)) !== Boolean($('.app'));
    if (answer.redirected && otherShell && !targets) return leave();
    const there = new URL(answer.url), stays = there.pathname + there.search === location.pathname + location.search;
    renew(form, page);
    if (form && answer.ok && !unsaved.has(form)) kham.unkeep(form);
    if (!show(page, targets, stays || !answer.redirected)) return leave();
    if (answer.redirected && form && !targets && !stays) history.pushState(null, '', answer.url);
  }
  addEventListener('popstate', () => location.reload());

  // ---------- forms
  const held = new Map();
  function hold(form, by) {
    const buttons = [...form.elements].filter(each => each.type === 'submit' && !each.hasAttribute('aria-disabled'));
    held.set(form, buttons);
    for (const button of buttons) button.setAttribute('aria-disabled', 'true');
    if (by) by.setAttribute('aria-busy', 'true');
  }
  function release(form, by) {
    for (const button of held.get(form) || []) button.removeAttribute('aria-disabled');
    if (by) by.removeAttribute('aria-busy');
    held.delete(form);
  }
  function content(form, by) {
    if (form.dataset.draft) form.elements.turn.value++;
    const data = new FormData(form);
    if (by && by.name) data.append(by.name, by.value);
    if (form.enctype === 'multipart/form-data') return data;
    return new URLSearchParams([...data].filter(([, value]) => typeof value === 'string'));
  }
  async function send(form, by) {
    const action = by && by.getAttribute('formaction') || form.getAttribute('action') || location.href;
    const long = kham.overlong(form);
    if (long) return long.focus();
    hold(form, by);
    if (form.dataset.loses && !await mayPart(form)) return release(form, by);
    forget(form);
    ground(form);
    let answer = null;
    try {
      const targets = by && by.dataset.target || form.dataset.target;
      // The header is kept through the redirection: a page that knows its parts then answers with them alone.
      const headers = targets && targets !== '#main' ? { ...asks.headers, 'X-Kham-Target': targets } : asks.headers;
      answer = await fetch(action, { ...asks, headers, method: 'POST', body: content(form, by) });
      await take(answer, targets, form);
    } catch { sayFailed(); }
    if (form.dataset.draft && !(answer && answer.ok)) unsaved.add(form);
    release(form, by);
  }
  function setTheme(form, by) {
    fetch('/preferences', { ...asks, method: 'POST', body: content(form, by), redirect: 'manual' }).catch(() => {});
    document.documentElement.dataset.theme = by.value;
    by.value = by.value === 'dark' ? 'light' : 'dark';
  }
  on('submit', event => {
    const form = event.target, by = event.submitter;
    if ((form.getAttribute('method') || 'get').toLowerCase() !== 'post') return;
    if (held.has(form) || form.dataset.confirm && !confirm(form.dataset.confirm)) return event.preventDefault();
    if (form.matches('[data-plain],[target]')) {
      hold(form, by);
      setTimeout(release, 4000, form, by);
      return;
    }
    event.preventDefault();
    if (form.matches('[data-theme-form]') && by) setTheme(form, by);
    else if (kham.mayReplace(form, by?.dataset.target || form.dataset.target)) send(form, by);
  });
  on('click', event => { if (event.target.closest('.btn[aria-disabled=true]')) event.preventDefault(); }, true);
  on('click', async event => {
    const link = event.target.closest('a[data-target]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!kham.mayReplace(null, link.dataset.target)) return;
    try {
      await take(await fetch(link.href, asks), link.dataset.target);
      history.replaceState(null, '', link.href);
    } catch { location.assign(link.href); }
  });

  // ---------- drafts: saved on the server while somebody types, every second and a half, and on leaving
  const DRAFT_EVERY = 1500, unsaved = new Set(), due = new Set(), flying = new Map();
  function forget(form) {
    unsaved.delete(form);
    due.delete(form);
    cancel(form);
  }
  // One draft of a form is on the way at a time; a saving takes its place.
  function ground(form) {
    flying.get(form)?.abort();
    flying.delete(form);
  }
  function schedule(form) {
    due.add(form);
    later(form, DRAFT_EVERY, () => saveDraft(form));
  }
  // What says the same stays where it is: it is not read out again, and keeps the focus.
  function put(place, page) {
    const old = $('[name=version]', place), fresh = $('[name=version]', page);
    if (old && fresh && place.textContent === page.textContent) old.value = fresh.value;
    else if (fresh) {
      place.replaceChildren(page);
      $('.alert', place)?.scrollIntoView({ block: 'nearest' });
    }
  }
  // Only an answer with a version tells what became of the text. A browser takes little from a page that is leaving, so
  // only then it asks for it.
  async function saveDraft(form, leaving = false) {
    due.delete(form);
    if (kham.overlong(form)) return;
    if (!leaving && (flying.has(form) || held.has(form))) return schedule(form);
    forget(form);
    const flight = new AbortController();
    flying.set(form, flight);
    const how = { ...asks, method: 'POST', keepalive: leaving, signal: flight.signal, body: content(form) };
    const answer = await fetch(form.dataset.draft, how).catch(() => null);
    const page = html(answer && isHtml(answer) ? await answer.text().catch(() => '') : '');
    if (flying.get(form) !== flight) return;
    flying.delete(form);
    const saved = answer && answer.ok && $('[name=version]', page), place = byId('draft');
    if (!saved) unsaved.add(form);
    else if (!unsaved.has(form)) kham.unkeep(form);
    if (answer && answer.status === 401) return sayEnded();
    if (saved) ended?.remove();
    if (place) put(place, page);
  }
  // A word that is being composed is unsaved too; it is sent when it is whole.
  function typed(event) {
    const form = event.target.form;
    if (!form || !form.dataset.draft) return;
    unsaved.add(form);
    if (!event.isComposing && !due.has(form)) schedule(form);
  }
  // Before somebody signs out everything is sent; what could not be sent is lost only when that person says so.
  async function mayPart(form) {
    const left = [...new Set([...unsaved, ...flying.keys()])].filter(each => each.isConnected);
    await Promise.all(left.map(each => { ground(each); return saveDraft(each); }));
    return !kham.keeps() || confirm(form.dataset.loses);
  }
  on('input', typed);
  on('change', typed);
  on('compositionend', typed);
  const again = () => { for (const form of [...unsaved]) if (form.isConnected && !due.has(form)) saveDraft(form); };
  addEventListener('online', again);
  addEventListener('focus', again);
  addEventListener('pagehide', () => { for (const form of unsaved) if (form.isConnected) saveDraft(form, true); });
  ($('[aria-invalid=true]') || $('[data-refused]'))?.focus();
})();
