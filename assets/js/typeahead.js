// Typeahead (APG: list autocomplete with aria-activedescendant), the command palette, dialogs, menus.
'use strict';
(() => {
  const { $, $$, byId, html, asks, later, on } = kham;
  const palette = byId('cmd');

  // ---------- the list
  const asked = new WeakMap();
  const listOf = box => byId(box.getAttribute('aria-controls'));
  const options = list => $$('[role=option]:not([aria-disabled])', list);
  const pickedOf = box => { const combo = box.closest('[data-combo]'); return combo && $('[data-picked]', combo); };
  function mark(box, option) {
    for (const other of options(listOf(box))) other.setAttribute('aria-selected', String(other === option));
    if (!option) return box.removeAttribute('aria-activedescendant');
    box.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }
  function close(box) {
    const list = listOf(box);
    if (!list || box.closest('dialog.cmd')) return;
    asked.get(box)?.abort();
    list.hidden = true;
    box.setAttribute('aria-expanded', 'false');
    mark(box, null);
  }
  function fill(box, found) {
    const list = listOf(box), inPalette = box.closest('dialog.cmd');
    list.replaceChildren(found);
    if (!list.children.length && box.value.trim() && list.dataset.none) list.append(nothing(list.dataset.none));
    const all = options(list);
    all.forEach((option, at) => { option.id = `${list.id}-${at}`; });
    list.hidden = !inPalette && !list.children.length;
    box.setAttribute('aria-expanded', String(!list.hidden));
    mark(box, all[0]);
    if (inPalette) byId('cmd-count').textContent = all.length ? '' : byId('cmd-count').dataset.none;
    return all;
  }
  // Said where nothing fits what was typed, so that Enter does not pass in silence.
  function nothing(words) {
    const row = document.createElement('div');
    row.className = 'opt mut';
    row.setAttribute('role', 'option');
    row.setAttribute('aria-disabled', 'true');
    row.textContent = words;
    return row;
  }
  // Resolves to the options found; to none when a newer question overtook this one.
  async function suggest(box) {
    const words = box.value.trim();
    asked.get(box)?.abort();
    if (!words && !box.closest('dialog.cmd') && !box.hasAttribute('data-usual')) { close(box); return []; }
    const asking = new AbortController();
    asked.set(box, asking);
    const source = box.dataset.source + (box.dataset.source.includes('?') ? '&' : '?') + new URLSearchParams({ q: words });
    const answer = await fetch(source, { ...asks, signal: asking.signal }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return [];
    const found = html(await answer.text().catch(() => ''));
    return asking.signal.aborted ? [] : fill(box, found);
  }
  function choose(picked, value) {
    picked.value = value;
    picked.dispatchEvent(new Event('change', { bubbles: true }));
  }
  function pick(option) {
    const combo = option.closest('[data-combo]');
    if (!combo || option.matches('a[href]')) return;
    const box = $('[role=combobox]', combo), picked = $('[data-picked]', combo);
    box.value = option.dataset.label;
    close(box);
    choose(picked, option.dataset.value);
    if (combo.hasAttribute('data-submit') || option.hasAttribute('data-submit')) picked.form.requestSubmit();
  }

  // ---------- typing
  const boxOf = event => event.target.closest?.('[role=combobox][data-source]');
  function searched(event) {
    const box = boxOf(event);
    if (!box || event.isComposing) return;
    const picked = pickedOf(box);
    if (picked && picked.value) choose(picked, '');
    later(box, 120, () => suggest(box));
  }
  // A scanner types faster than the list comes: Enter then takes the only thing found.
  async function enterEarly(box) {
    later(box, 0, () => {});
    const found = await suggest(box);
    if (found.length === 1) found[0].click();
  }
  function keyed(event) {
    const box = boxOf(event);
    if (!box || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = options(listOf(box)), at = all.findIndex(option => option.getAttribute('aria-selected') === 'true');
    const open = box.getAttribute('aria-expanded') === 'true' && all.length > 0;
    const picked = pickedOf(box);
    if (event.key === 'ArrowDown' && !open) suggest(box);
    else if (event.key === 'ArrowDown') mark(box, all[(at + 1) % all.length]);
    else if (event.key === 'ArrowUp' && open) mark(box, all[(at - 1 + all.length) % all.length]);
    else if (event.key === 'Enter' && open) all[Math.max(at, 0)].click();
    else if (event.key === 'Enter' && picked && !picked.value && box.value) enterEarly(box);
    else if (event.key === 'Escape' && open && !box.closest('dialog.cmd')) close(box);
    else return;
    event.preventDefault();
  }
  on('input', searched);
  on('compositionend', searched);
  on('keydown', keyed);
  on('mousedown', event => { if (event.target.closest('[role=option]')) event.preventDefault(); });
  on('click', event => { const option = event.target.closest('[role=option]:not([aria-disabled])'); if (option) pick(option); });
  on('focusout', event => { const box = boxOf(event); if (box) close(box); });

  // ---------- palette and other dialogs
  function openPalette() {
    if (!palette || palette.open) return;
    const box = $('input', palette);
    palette.showModal();
    box.select();
    suggest(box);
  }
  function zoom(link) {
    const viewer = document.createElement('dialog'), picture = new Image(), caption = document.createElement('p');
    viewer.className = 'viewer';
    caption.className = 'cap';
    picture.src = link.href;
    picture.alt = caption.textContent = $('img', link)?.alt || '';
    viewer.append(picture, caption);
    document.body.append(viewer);
    viewer.addEventListener('click', () => viewer.close());
    viewer.addEventListener('close', () => viewer.remove());
    viewer.showModal();
  }
  on('click', event => {
    const target = event.target, opener = target.closest('[data-open]'), picture = target.closest('a[data-zoom]');
    if (target.closest('[data-cmd]')) openPalette();
    if (palette && (target === palette || target.closest('#cmd a.opt'))) palette.close();
    if (opener) { event.preventDefault(); byId(opener.dataset.open)?.showModal(); }
    if (target.closest('[data-close]')) target.closest('dialog')?.close();
    if (picture && !event.ctrlKey && !event.metaKey) { event.preventDefault(); zoom(picture); }
    for (const menu of $$('details[data-menu][open]')) if (!menu.contains(target)) menu.open = false;
  });
  on('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.code === 'KeyK' && !event.isComposing) { event.preventDefault(); openPalette(); }
    const menu = event.key === 'Escape' && $('details[data-menu][open]');
    if (menu) { menu.open = false; $('summary', menu).focus(); }
  });
})();
