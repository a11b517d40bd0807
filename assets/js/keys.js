// Shortcuts, the day grid, tabs.
'use strict';
(() => {
  const { $, $$, byId, shown, eachSwap, on } = kham;

  // ---------- shortcuts
  const inField = target => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  function reach(element) {
    if (!element) return false;
    if (!inField(element)) element.click();
    else { element.focus(); element.select?.(); }
    return true;
  }
  const usable = button => shown(button) && button.getAttribute('aria-disabled') !== 'true';
  const pressPrimary = () => reach($$('.btn.p', $$('dialog[open]').pop() || document).filter(usable).pop());
  // Alt and Ctrl change the letter on some keyboards, so letters go by the key's place.
  function named(event) {
    const key = event.code.startsWith('Key') ? event.code.slice(3) : event.key;
    return (event.ctrlKey ? 'Ctrl+' : '') + (event.altKey ? 'Alt+' : '') + key;
  }
  let went = 0;
  function travels(event) {
    if (event.code === 'KeyG' && Date.now() - went > 900) { went = Date.now(); return false; }
    const soon = Date.now() - went <= 900;
    went = 0;
    return soon && reach($(`[data-go="${CSS.escape(event.key.toLowerCase())}"]`));
  }
  function shortcut(event) {
    const command = event.ctrlKey || event.metaKey, modified = command || event.altKey;
    if (command && event.key === 'Enter') return pressPrimary();
    if (event.key === 'F2' && reach($$('[data-scan]').find(shown))) return true;
    if (modified || /^F\d/.test(event.key)) return reach($$(`[data-key="${CSS.escape(named(event))}"]`).find(shown));
    return !inField(event.target) && !$('dialog[open]') && travels(event);
  }
  on('keydown', event => {
    if (!event.isComposing && !event.defaultPrevented && shortcut(event)) event.preventDefault();
  });

  // ---------- columns of figures: in <form data-next> Enter moves to the next field
  on('keydown', event => {
    const field = event.target.closest?.('[data-next] input,[data-next] select');
    if (!field || event.key !== 'Enter' || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    if (field.dataset.sends) return field.value && reach(byId(field.dataset.sends));
    const fields = [...field.form.elements].filter(each => inField(each) && shown(each));
    reach(fields[fields.indexOf(field) + 1]);
  });

  // ---------- a scanner tells the separator of a GS1 code as Ctrl+], which no field takes by itself
  on('keydown', event => {
    if (!event.ctrlKey || event.code !== 'BracketRight' || !event.target.matches?.('[data-sends]')) return;
    event.preventDefault();
    event.target.setRangeText('\u241d', event.target.selectionStart, event.target.selectionEnd, 'end');
  });

  // ---------- day grid: one stop for the Tab key, arrows move
  const entries = column => $$('.ev,.slot', column);
  eachSwap(() => {
    for (const grid of $$('[data-cal]')) {
      const all = entries(grid), first = $('.slot', grid) || all[0];
      if (all.some(entry => entry.getAttribute('tabindex') === '0')) continue;
      for (const entry of all) entry.tabIndex = entry === first ? 0 : -1;
    }
  });
  const topOf = element => element.getBoundingClientRect().top;
  function neighbour(entry, key) {
    const column = entry.closest('.calc'), own = entries(column), step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) return own[own.indexOf(entry) + step];
    const columns = $$('.calc', entry.closest('[data-cal]')), aside = { ArrowRight: 1, ArrowLeft: -1 }[key];
    const side = aside && columns[columns.indexOf(column) + aside];
    const distance = other => Math.abs(topOf(other) - topOf(entry));
    return side && entries(side).sort((one, other) => distance(one) - distance(other))[0];
  }
  on('keydown', event => {
    const entry = event.target.closest?.('[data-cal] .ev,[data-cal] .slot'), next = entry && neighbour(entry, event.key);
    if (!next) return;
    event.preventDefault();
    entry.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  // A click on free time fills the form that <div data-cal data-pick="form-id" data-first="420"> names:
  // the fields of <ol class="calc" data-column="doctor=12"> and `time`, to the quarter of an hour. Links to free cells
  // (<a class="slot free" href="…&at=9:15">) do the same without leaving the page.
  function fillField(form, name, value) {
    const field = form.elements[name];
    if (!field) return;
    field.value = value;
    if (field instanceof Element) field.dispatchEvent(new Event('change', { bubbles: true }));
  }
  const two = number => String(number).padStart(2, '0');
  on('click', event => {
    const cell = event.target.closest?.('[data-pick] a.slot'), column = cell ? cell.closest('.calc') : event.target;
    const grid = column.matches('.calc[data-column]') && column.closest('[data-pick]'), form = grid && byId(grid.dataset.pick);
    if (!form || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const other of $$('.slot.sel', grid)) other.classList.remove('sel');
    cell?.classList.add('sel');
    const slot = parseFloat(getComputedStyle(column).getPropertyValue('--slot'));
    const minutes = Number(grid.dataset.first) + Math.floor((event.clientY - topOf(column)) / slot) * 15;
    const time = cell ? new URL(cell.href).searchParams.get('at') : `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
    for (const [name, value] of new URLSearchParams(column.dataset.column)) fillField(form, name, value);
    fillField(form, 'time', time);
    [...form.elements].find(field => field.required && !field.value && shown(field))?.focus();
  });

  // What just happened, what is chosen or what time it is stands in sight when a grid is opened.
  let opened = '';
  eachSwap(() => {
    const grid = $('[data-cal]'), mark = grid && ($('.ev[aria-current]', grid) || $('.slot.sel', grid) || $('.now', grid));
    if (!mark || opened === location.href) return;
    opened = location.href;
    grid.scrollTop += topOf(mark) - topOf(grid) - grid.clientHeight / 3;
  });

  // ---------- tabs within a page: <button role="tab" aria-controls="panel-id">
  const tabsBeside = tab => $$('[role=tab]', tab.closest('[role=tablist]'));
  function choose(tab) {
    for (const other of tabsBeside(tab)) {
      const panel = byId(other.getAttribute('aria-controls'));
      other.setAttribute('aria-selected', String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
      if (panel) panel.hidden = other !== tab;
    }
    tab.focus();
  }
  on('click', event => { const tab = event.target.closest('[role=tab]'); if (tab) choose(tab); });
  on('keydown', event => {
    const tab = event.target.closest?.('[role=tab]'), step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!tab || !step) return;
    const all = tabsBeside(tab);
    event.preventDefault();
    choose(all[(all.indexOf(tab) + step + all.length) % all.length]);
  });
})();
