// Cards of the day grid are moved and stretched, by pointer or by keys, and pinned for another day. Letting go fills in
// the hidden form #move, whose twin without script stands on the appointment's page.
'use strict';
(() => {
  const { $, $$, byId, html, asks, eachSwap, on } = kham;

  // ---------- the board: which cards wait for another day; the server says what stands on them
  const KEY = 'kham-pins';
  const pinned = () => JSON.parse(sessionStorage.getItem(KEY) || '[]');
  const keepPins = ids => sessionStorage.setItem(KEY, JSON.stringify(ids));
  const idOf = card => card.getAttribute('href').split('/').pop();
  async function drawPins() {
    const board = byId('pins'), ids = pinned();
    if (!board) return;
    board.hidden = !ids.length && !hold;
    const answer = ids.length && await fetch(`${board.dataset.src}?ids=${ids.join()}`, asks).catch(() => null);
    const list = $('ol', board);
    if (!ids.length) list.replaceChildren();
    if (!answer || !answer.ok || !list.isConnected) return;
    list.replaceWith($('ol', html(await answer.text())));
    const there = $$('a', board).map(idOf);
    keepPins(pinned().filter(id => there.includes(id)));
    board.hidden = !pinned().length && !hold;
  }
  function pin(card) {
    keepPins([...new Set([...pinned(), idOf(card)])]);
    drawPins();
  }

  // ---------- single cards that changed
  const rowOf = item => Number([...item.classList].find(name => /^gr\d/.test(name))?.slice(2) || 0);
  const spanOf = item => Number([...item.classList].find(name => /^sp\d/.test(name))?.slice(2) || 1);
  const overlap = (one, other) => rowOf(one) < rowOf(other) + spanOf(other) && rowOf(other) < rowOf(one) + spanOf(one);
  const isEntry = item => !item.classList.contains('off') && !item.classList.contains('ghost');
  function insert(column, item) {
    const next = $$('li', column).find(each => isEntry(each) && rowOf(each) > rowOf(item));
    column.insertBefore(item, next || null);
  }
  // What a card leaves is free again, in cells that begin where those of the hour do.
  function leave(part, column, old) {
    if (!byId('move')) return;
    const step = number('step') / 5, now = $('.now', grid()), past = now && column.dataset.column.includes(part.dataset.today);
    const view = part.dataset.cards.replace(/^.*&last=\d+/, ''), aligned = rowOf(old) - (rowOf(old) - 1) % step;
    for (let row = aligned; row < rowOf(old) + spanOf(old); row += step) {
      const cell = document.createElement('li'), link = document.createElement('a');
      cell.className = `gr${row} sp${step}`;
      if (past && row <= rowOf(now) || $$('li', column).some(each => overlap(each, cell))) continue;
      link.className = 'slot free';
      link.tabIndex = -1;
      link.textContent = clock(number('first') + (row - 1) * 5);
      link.href = `/reception?${column.dataset.column}&at=${link.textContent}${view}#book`;
      cell.append(link);
      insert(column, cell);
    }
  }
  function recount(part) {
    for (const count of $$('[data-tone]', part)) {
      const all = $$(`.ev.${count.dataset.tone}`, part).length;
      $('b', count).textContent = all;
    }
  }
  // Puts changed cards into their places; false when one lies outside of the hours shown.
  kham.putCards = (part, page) => {
    const fresh = $$('li[data-card]', page);
    const columnOf = item => item.dataset.in && $$('.calc', part).find(each =>
      each.dataset.column.startsWith(item.dataset.in) || each.dataset.column.endsWith(item.dataset.in));
    const cardOf = id => $(`.ev[href="/appointments/${id}"]`, part);
    const renewed = fresh.map(item => cardOf(item.dataset.card)?.parentElement);
    // Where a card lies over others, or has no column on a day that is shown, the server draws the whole grid.
    const absent = card => card?.classList.contains('s-n');
    const unsure = item => 'whole' in item.dataset || absent($('a', item)) || absent(cardOf(item.dataset.card)) || 'day' in item.dataset && !columnOf(item)
      && $(`.calc[data-column*="day=${item.dataset.day}"]`, part)
      || columnOf(item) && $$('li', columnOf(item)).some(each => $('.ev', each) && !renewed.includes(each) && overlap(each, item));
    if (fresh.some(unsure)) return false;
    for (const item of fresh) {
      const old = cardOf(item.dataset.card)?.parentElement, column = columnOf(item);
      const link = $('a', item), from = old?.parentElement, focused = old?.contains(document.activeElement);
      if (link) link.tabIndex = old ? $('a', old).tabIndex : -1;
      old?.remove();
      if (column) {
        for (const each of $$('li', column)) if ($('.slot', each) && overlap(each, item)) each.remove();
        insert(column, item);
        if (focused) link.focus({ preventScroll: true });
      }
      if (old) leave(part, from, old);
    }
    for (const news of $$('[data-waits]', page)) {
      const at = $$('.calc', part).findIndex(each => each.dataset.column.startsWith(news.dataset.waits));
      const head = $$('.calh:not(.corner)', part)[at];
      $('.bdg', head || document.createElement('div'))?.remove();
      if (head && news.firstElementChild) head.append(news.firstElementChild);
    }
    recount(part);
    return true;
  };

  // ---------- what is held
  let hold = null;
  const grid = () => $('[data-cal]');
  const columns = () => $$('.calc[data-column]', grid() || document.createElement('div'));
  const number = name => Number(grid().dataset[name]);
  const two = value => String(value).padStart(2, '0');
  const clock = minute => `${Math.floor(minute / 60)}:${two(minute % 60)}`;
  const within = (value, least, most) => Math.min(Math.max(value, least), most);
  function firstMinute(card) {
    const place = card.closest('[data-cal]') && [...card.parentElement.classList].find(name => /^gr\d+$/.test(name));
    return place ? number('first') + (Number(place.slice(2)) - 1) * 5 : null;
  }
  function take(card, stretching) {
    const own = columns().indexOf(card.closest('.calc')), now = $('.now span', grid());
    const start = firstMinute(card) ?? within(number('first') + 60, number('first'), number('last'));
    const minutes = Number(card.dataset.n);
    hold = { card, stretching, column: Math.max(own, 0), minute: start, minutes, start, own, was: minutes, now };
    document.body.dataset.held = '';
    card.classList.add('held');
    draw();
    drawPins();
  }
  function draw() {
    $('.ghost', grid())?.remove();
    hold.minute = within(hold.minute, number('first'), number('last') - 5);
    hold.minutes = within(hold.minutes, 5, Math.min(480, number('last') - hold.minute));
    const ghost = document.createElement('li'), column = columns()[hold.column];
    ghost.className = `ghost gr${1 + (hold.minute - number('first')) / 5} sp${within(Math.ceil(hold.minutes / 5), 1, 96)}`;
    ghost.textContent = `${clock(hold.minute)} – ${clock(hold.minute + hold.minutes)}`;
    column.append(ghost);
    byId('moving').textContent = `${ghost.textContent} · ${column.getAttribute('aria-label')}`;
  }
  function release() {
    $('.ghost')?.remove();
    hold?.card.classList.remove('held');
    hold = null;
    delete document.body.dataset.held;
    byId('moving').textContent = '';
    document.dispatchEvent(new Event('focusout'));
    drawPins();
  }
  function drop() {
    const { card, column, minute, minutes, own, start, was } = hold, form = byId('move'), to = columns()[column];
    release();
    if (own === column && minute === start && minutes === was) return card.focus();
    form.action = `/appointments/${idOf(card)}/time`;
    for (const [name, value] of Object.entries({
      version: card.dataset.v, starts_at: clock(minute), duration: minutes, room: '',
      ...Object.fromEntries(new URLSearchParams(to.dataset.column)),
    })) if (form.elements[name]) form.elements[name].value = value;
    form.requestSubmit();
  }

  // ---------- by pointer
  let press = null;
  const movable = '[data-cal] .ev[data-v],#pins .ev[data-v]';
  const EDGE = 6, FAR = 5;
  on('dragstart', event => { if (event.target.closest?.(movable)) event.preventDefault(); });
  on('pointerdown', event => {
    const card = event.target.closest?.(movable);
    if (!card || event.button || event.pointerType === 'touch' || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const box = card.getBoundingClientRect(), inGrid = Boolean(card.closest('[data-cal]'));
    press = { card, x: event.clientX, y: event.clientY, into: inGrid ? event.clientY - box.top : 0,
      stretching: inGrid && box.bottom - event.clientY <= EDGE };
  });
  function follow(event) {
    const under = document.elementsFromPoint(event.clientX, event.clientY);
    const column = under.map(each => each.closest('.calc[data-column]')).find(Boolean);
    byId('pins')?.classList.toggle('over', under.some(each => each.closest('#pins')));
    if (!column) return;
    const slot = parseFloat(getComputedStyle(column).getPropertyValue('--slot')), step = number('step');
    const minuteAt = y => number('first') + (y - column.getBoundingClientRect().top) / slot * 15;
    if (hold.stretching) hold.minutes = Math.round((minuteAt(event.clientY) - hold.minute) / step) * step;
    else {
      hold.column = columns().indexOf(column);
      hold.minute = Math.round(minuteAt(event.clientY - press.into) / step) * step;
    }
    const pane = grid(), box = pane.getBoundingClientRect();
    if (event.clientY > box.bottom - 30) pane.scrollTop += 12;
    else if (event.clientY < box.top + 70) pane.scrollTop -= 12;
    draw();
  }
  on('pointermove', event => {
    if (!press || !grid()) return;
    if (!hold && Math.hypot(event.clientX - press.x, event.clientY - press.y) < FAR) return;
    if (!hold) take(press.card, press.stretching);
    event.preventDefault();
    getSelection()?.removeAllRanges();
    follow(event);
  });
  on('pointerup', event => {
    const moved = press && hold;
    press = null;
    if (!moved) return;
    // The click that follows belongs to the drag.
    const eat = click => { click.preventDefault(); click.stopImmediatePropagation(); };
    addEventListener('click', eat, { capture: true, once: true });
    setTimeout(() => removeEventListener('click', eat, true), 50);
    const under = document.elementsFromPoint(event.clientX, event.clientY);
    if (under.some(each => each.closest('#pins'))) { const { card } = hold; release(); pin(card); }
    else if (under.some(each => each.closest('.calc[data-column]'))) drop();
    else release();
  });
  on('pointercancel', () => { press = null; if (hold) release(); });

  // ---------- by keys
  const plain = event => !event.ctrlKey && !event.metaKey && !event.altKey;
  function steer(event) {
    const step = number('step');
    const by = { ArrowDown: step, ArrowUp: -step }[event.key], aside = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Escape') { const { card } = hold; release(); card.focus(); }
    else if (event.key === 'Enter') drop();
    else if (by && event.shiftKey) hold.minutes += by;
    else if (by) hold.minute += by;
    else if (aside) hold.column = within(hold.column + aside, 0, columns().length - 1);
    else return false;
    if (hold) {
      draw();
      $('.ghost').scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    return true;
  }
  function begin(event) {
    const card = event.target.closest?.(movable);
    if (!card || !grid()) return false;
    const stretches = event.shiftKey && /^Arrow(Up|Down)$/.test(event.key) && card.closest('[data-cal]');
    if (event.code === 'KeyM' && !event.shiftKey || stretches) take(card, false);
    else if (event.code === 'KeyP' && !event.shiftKey) { pin(card); return true; }
    else return false;
    return stretches ? steer(event) : true;
  }
  on('keydown', event => {
    if (event.isComposing || event.defaultPrevented || !plain(event)) return;
    if (!(hold ? steer(event) : begin(event))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });

  eachSwap(() => {
    if (hold && !hold.card.isConnected) release();
    // What was moved stands on its day: the way back names it.
    const moved = $$('form[action$="/undo"]').map(form => form.getAttribute('action').split('/')[2]);
    keepPins(pinned().filter(id => !moved.includes(id)));
    const board = byId('pins');
    if (board && pinned().length && !$('a', board)) drawPins();
    for (const card of $$(movable)) if (!card.draggable) break; else card.draggable = false;
  });
})();
