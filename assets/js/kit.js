// What the other scripts share. Pages work without any script; docs/screens.md lists the attributes
// they hear. Everything is delegated from the document, so swapped-in parts need no wiring.
'use strict';
const kham = (() => {
  const $ = (selector, scope = document) => scope.querySelector(selector);
  const $$ = (selector, scope = document) => [...scope.querySelectorAll(selector)];
  const byId = id => id && document.getElementById(id);
  const shown = element => element.getClientRects().length > 0;
  const on = (event, act, options) => document.addEventListener(event, act, options);
  const locale = document.documentElement.lang === 'en' ? 'en-US' : 'vi-VN';

  // Answers are whole pages or fragments; a template takes both, table rows too, and runs nothing.
  const html = text => { const holder = document.createElement('template'); holder.innerHTML = text; return holder.content; };
  const asks = { headers: { Accept: 'text/html' }, credentials: 'same-origin' };
  const isHtml = answer => (answer.headers.get('content-type') || '').startsWith('text/html');

  // One timer for each owner: a later call replaces the earlier one.
  const timers = new WeakMap();
  const cancel = owner => clearTimeout(timers.get(owner));
  const later = (owner, milliseconds, act) => { cancel(owner); timers.set(owner, setTimeout(act, milliseconds)); };

  const swapActs = [];
  const eachSwap = act => { swapActs.push(act); act(); };
  const swapped = () => { for (const act of swapActs) act(); };

  // How to find the focused element again in the part that takes its place.
  function trail(element) {
    if (element.id) return '#' + CSS.escape(element.id);
    if (element.name) return `[name="${CSS.escape(element.name)}"]`;
    return element.matches('a[href]') ? `a[href="${CSS.escape(element.getAttribute('href'))}"]` : null;
  }
  const panes = part => [...(part.matches('.scroll') ? [part] : []), ...$$('.scroll', part)];

  // Puts `fresh` in the place of `old`; focus, caret and (with `keep`) scrolled places stay.
  function replace(old, fresh, keep = true) {
    const places = keep ? panes(old).map(pane => [pane.scrollTop, pane.scrollLeft]) : [];
    const focus = old.contains(document.activeElement) ? document.activeElement : null;
    const way = focus && trail(focus), caret = focus && focus.selectionStart;
    old.replaceWith(fresh);
    panes(fresh).forEach((pane, at) => { if (places[at]) [pane.scrollTop, pane.scrollLeft] = places[at]; });
    const again = way && (fresh.matches(way) ? fresh : $(way, fresh));
    if (again) {
      again.focus({ preventScroll: true });
      if (caret != null && again.type === 'text') again.setSelectionRange(caret, caret);
    }
    swapped();
  }

  return { $, $$, byId, shown, on, locale, html, asks, isHtml, cancel, later, eachSwap, replace };
})();
