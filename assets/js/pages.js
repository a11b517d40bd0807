// Acts without leaving the page: forms are sent by fetch, and the answer takes the place of #main.
'use strict';
(() => {
  const { $, $$, byId, html, asks, isHtml, later, cancel, replace, on } = kham;

  // ---------- passing messages
  const toasts = byId('toasts');
  function expire(toast) {
    later(toast, 10000, () => toast.matches(':hover,:focus-within') ? expire(toast) : toast.remove());
  }
  // The session is over: the page and what was typed stay, the way in opens beside it.
  function sayEnded() {
    const link = document.createElement('a');
    link.href = '/sign-in';
    link.target = '_blank';
    link.textContent = toasts.dataset.endedLink;
    say(toasts.dataset.ended + ' ').append(link);
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
  function focusNext(fresh, keep) {
    const wrong = fresh.map(part => $('[aria-invalid=true]', part)).find(Boolean);
    const next = wrong || fresh.map(part => $('[autofocus]', part)).find(Boolean);
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
    for (const [old, fresh] of parts) replace(old, fresh, keep);
    gather();
    for (const toast of $$('[data-toast]', toasts)) expire(toast);
    focusNext(parts.map(([, fresh]) => fresh), keep);
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
    if (!isHtml(answer)) return leave();
    const page = html(await answer.text());
    const otherShell = Boolean($('.app', page)) !== Boolean($('.app'));
    if (answer.redirected && otherShell && !targets) return leave();
    const there = new URL(answer.url), stays = there.pathname + there.search === location.pathname + location.search;
    renew(form, page);
    if (form && answer.ok) kham.unkeep(form);
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
    forget(form);
    try {
      const targets = by && by.dataset.target || form.dataset.target;
      // The header is kept through the redirection: a page that knows its parts then answers with them alone.
      const headers = targets && targets !== '#main' ? { ...asks.headers, 'X-Kham-Target': targets } : asks.headers;
      await take(await fetch(action, { ...asks, headers, method: 'POST', body: content(form, by) }), targets, form);
    } catch { sayFailed(); }
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
    else send(form, by);
  });
  on('click', event => { if (event.target.closest('.btn[aria-disabled=true]')) event.preventDefault(); }, true);
  on('click', async event => {
    const link = event.target.closest('a[data-target]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    try {
      await take(await fetch(link.href, asks), link.dataset.target);
      history.replaceState(null, '', link.href);
    } catch { location.assign(link.href); }
  });

  // ---------- drafts: saved on the server while somebody types, every second and a half, and on leaving
  const DRAFT_EVERY = 1500, unsaved = new Set(), due = new Set();
  function forget(form) {
    unsaved.delete(form);
    due.delete(form);
    cancel(form);
  }
  // A browser takes little from a page that is leaving, so only then it asks for it.
  async function saveDraft(form, leaving = false) {
    if (kham.overlong(form)) return;
    forget(form);
    const answer = await fetch(form.dataset.draft, { ...asks, method: 'POST', keepalive: leaving, body: content(form) }).catch(() => null);
    if (!answer || !answer.ok) {
      unsaved.add(form);
      if (answer && answer.status === 401) return sayEnded();
    } else if (!unsaved.has(form)) kham.unkeep(form);
    const place = byId('draft');
    if (place && answer && isHtml(answer)) place.replaceChildren(html(await answer.text()));
  }
  function typed(event) {
    const form = event.target.form;
    if (!form || !form.dataset.draft || event.isComposing) return;
    unsaved.add(form);
    if (due.has(form)) return;
    due.add(form);
    later(form, DRAFT_EVERY, () => saveDraft(form));
  }
  on('input', typed);
  on('change', typed);
  const again = () => { for (const form of [...unsaved]) if (form.isConnected && !due.has(form)) saveDraft(form); };
  addEventListener('online', again);
  addEventListener('focus', again);
  addEventListener('pagehide', () => { for (const form of unsaved) if (form.isConnected) saveDraft(form, true); });
  $('[aria-invalid=true]')?.focus();
})();
