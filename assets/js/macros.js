// `/` in <textarea data-macros="/address"> opens a list of texts to insert: arrows, Enter or Tab, Escape. The first blank (`…`)
// of what was inserted is selected; Tab goes on to the next one behind it, and leaves the field where there is none.
'use strict';
(() => {
  const { $$, byId, html, asks, later, on } = kham;
  const BLANK = /…|\.\.\./g;
  const TOKEN = /(?:^|\s)\/([^\s/]{0,20})$/;
  let box = null, list = null, asking = null;

  const options = () => list ? $$('[role=option]', list) : [];
  function close() {
    asking?.abort();
    box?.removeAttribute('aria-activedescendant');
    box?.removeAttribute('aria-controls');
    list?.remove();
    box = list = null;
  }
  function mark(option) {
    for (const other of options()) other.setAttribute('aria-selected', String(other === option));
    if (!option) return;
    box.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }
  const typedOf = area => area.value.slice(0, area.selectionStart).match(TOKEN);
  async function look(area) {
    const typed = typedOf(area);
    if (!typed) return close();
    asking?.abort();
    const ask = asking = new AbortController();
    const query = new URLSearchParams({ part: area.name, q: typed[1] });
    const answer = await fetch(`${area.dataset.macros}?${query}`, { ...asks, signal: ask.signal }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected || ask.signal.aborted) return;
    const found = html(await answer.text().catch(() => ''));
    if (ask.signal.aborted || !typedOf(area)) return;
    show(area, found);
  }
  function show(area, found) {
    close();
    box = area;
    list = document.createElement('div');
    list.className = 'lbx macros';
    list.id = area.id + '-macros';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', area.dataset.macrosLabel);
    list.replaceChildren(found);
    area.after(list);
    area.setAttribute('aria-controls', list.id);
    options().forEach((option, at) => { option.id = `${list.id}-${at}`; });
    mark(options()[0]);
  }
  function insert(option) {
    const area = box, typed = typedOf(area), end = area.selectionStart;
    const from = typed ? end - typed[1].length - 1 : end;
    area.setRangeText(option.dataset.insert, from, end, 'end');
    const after = area.selectionEnd;
    close();
    area.focus();
    select(area, from, after);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
  // Selects the first blank between two places; false when there is none.
  function select(area, from, to = area.value.length) {
    BLANK.lastIndex = from;
    const blank = BLANK.exec(area.value);
    if (!blank || blank.index >= to) return false;
    area.setSelectionRange(blank.index, blank.index + blank[0].length);
    return true;
  }
  on('input', event => {
    const area = event.target;
    if (!area.dataset?.macros || event.isComposing) return;
    if (typedOf(area)) later(area, 80, () => look(area));
    else if (box === area) close();
  });
  document.addEventListener('keydown', event => {
    if (!box || event.target !== box || event.isComposing || event.ctrlKey || event.altKey) return;
    const all = options(), at = all.findIndex(option => option.getAttribute('aria-selected') === 'true');
    if (event.key === 'ArrowDown') mark(all[(at + 1) % all.length]);
    else if (event.key === 'ArrowUp') mark(all[(at - 1 + all.length) % all.length]);
    else if ((event.key === 'Enter' || event.key === 'Tab') && all[at]) insert(all[at]);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener('keydown', event => {
    const area = event.target, plain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key !== 'Tab' || !plain || event.defaultPrevented || event.isComposing || !area.dataset?.macros) return;
    if (select(area, area.selectionEnd)) event.preventDefault();
  });
  on('mousedown', event => { if (event.target.closest('.macros [role=option]')) event.preventDefault(); });
  on('click', event => { const option = event.target.closest('.macros [role=option]'); if (option && box) insert(option); });
  on('focusout', event => { if (box && event.target === box) close(); });
})();
