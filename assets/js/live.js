// Parts that are fetched anew: when the server says that their topic moved, when a field they
// depend on changes, or every so many seconds.
'use strict';
(() => {
  const { $, $$, byId, html, asks, later, cancel, eachSwap, replace, on } = kham;
  const body = document.body, always = body.hasAttribute('data-live-always');

  // ---------- one part
  const waiting = new Set(), fetched = new WeakMap();
  const typing = 'input:not([type=checkbox],[type=radio]),textarea,select';
  // A card that is being moved keeps its grid; letting go of it is a loss of focus.
  const held = part => 'held' in body.dataset && $('[data-cal]', part);
  const editing = part => held(part) || part.contains(document.activeElement) && document.activeElement.matches(typing);
  // Nobody asked for these, so they must not keep a session alive.
  const unasked = { ...asks, headers: { ...asks.headers, 'X-Kham-Background': '1' } };
  async function ask(source, how) {
    const answer = await fetch(source, how).catch(() => null);
    // A record that was opened for a while is closed again: its page must not stay.
    if (answer && answer.status === 403 && $('.opened')) location.reload();
    return answer && answer.ok && !answer.redirected ? html(await answer.text()) : null;
  }
  // Parts with one source share its answer within a round.
  // An earlier answer may have put another element in a part's place meanwhile.
  const standing = part => part.isConnected ? part : part.id ? byId(part.id) : null;
  async function refresh(part, source = part.dataset.src, how = unasked, round = new Map(), fits = () => true) {
    if (!part.isConnected) return;
    if (editing(part)) { waiting.add(part); return; }
    fetched.set(part, Date.now());
    if (!round.has(source)) round.set(source, ask(source, how));
    const page = await round.get(source);
    if (!page || !fits()) return;
    const fresh = part.id ? $('#' + CSS.escape(part.id), page) : page.firstElementChild, place = standing(part);
    if (!fresh || !place) return;
    // A page that came meanwhile shows something else there: this answer is of the one before.
    if (place !== part && place.dataset.src !== part.dataset.src) return refresh(place);
    if (editing(place)) { waiting.add(place); return; }
    fetched.set(fresh, Date.now());
    if (how === unasked && part.dataset.depends) stayChosen(place, fresh);
    if (how === unasked) stayOpened(place, fresh);
    replace(place, fresh);
    // What grows takes room from what stands above it, of which the last stays in sight.
    if (fresh.dataset.beside) $$(fresh.dataset.beside).at(-1)?.scrollIntoView({ block: 'nearest' });
  }
  // What a hand opened stays open, and what it typed and did not send stays in its field.
  function stayOpened(old, fresh) {
    const [before, after] = [$$('details', old), $$('details', fresh)];
    before.forEach((was, at) => {
      const is = was.id ? $('#' + CSS.escape(was.id), fresh) : before.length === after.length && after[at];
      if (is && was.open) is.open = true;
    });
    for (const was of $$('input[name]:not([type=hidden],[type=checkbox],[type=radio]),textarea[name]', old)) {
      if (!was.form || was.value === was.defaultValue) continue;
      const form = $(`form[action="${CSS.escape(was.form.getAttribute('action'))}"]`, fresh), is = form?.elements[was.name];
      if (is && is.value === was.defaultValue) is.value = was.value;
    }
  }
  // What was chosen stays so; when it is gone nothing takes its place by itself, and the form asks for another choice.
  function stayChosen(old, fresh) {
    for (const was of $$('input[type=radio]:checked', old)) {
      for (const each of $$('input[type=radio]', fresh)) if (each.name === was.name) each.checked = each.value === was.value && !each.disabled;
    }
  }
  on('focusout', () => setTimeout(() => {
    for (const part of waiting) {
      if (editing(part)) continue;
      waiting.delete(part);
      refresh(part);
    }
  }));

  // ---------- parts that depend on fields of a form
  // What it says of the fields as they were is shown as old at once, and never put over what it says of them as they are.
  const turns = new Map();
  function dependents(event) {
    const { form, name } = event.target;
    if (!form || !name || event.isComposing) return;
    if (!event.target.closest('[data-until-typed]')) for (const said of $$('[data-until-typed]', form)) said.remove();
    for (const part of $$('[data-depends]')) {
      const names = part.dataset.depends.split(' ');
      if ((byId(part.dataset.form) || part.closest('form')) !== form || !names.includes(name)) continue;
      const turn = (turns.get(part.id) || 0) + 1;
      turns.set(part.id, turn);
      part.toggleAttribute('data-old', !editing(part));
      later(part, 150, () => {
        const [path, usual] = part.dataset.src.split('?'), query = new URLSearchParams(usual), place = standing(part);
        for (const name of names) query.delete(name);
        for (const [key, value] of new FormData(form)) if (names.includes(key)) query.append(key, value);
        // A form that was sent meanwhile has another one in its place, which says nothing yet.
        if (place && form.isConnected) refresh(place, `${path}?${query}`, asks, new Map(), () => form.isConnected && turns.get(part.id) === turn);
      });
    }
  }
  on('input', dependents);
  on('change', dependents);

  // ---------- the stream of events
  const hears = (part, topics) => part.dataset.live.split(' ').some(topic => topics.has(topic));
  // The numbers of the cards that alone moved, when all that a part hears of names them.
  function cardsOf(part, topics) {
    if (!topics || !part.dataset.cards) return null;
    const heard = part.dataset.live.split(' ').filter(topic => topics.has(topic)).map(topic => topics.get(topic));
    return heard.includes(null) ? null : [...new Set(heard.flat())];
  }
  async function patch(part, ids) {
    if (editing(part)) { waiting.add(part); return; }
    const page = await ask(`${part.dataset.cards}&ids=${ids.join()}`, unasked);
    if (!part.isConnected) return;
    if (editing(part)) { waiting.add(part); return; }
    if (!page || !kham.putCards(part, page)) refresh(part);
  }
  function refreshLive(topics) {
    const parts = $$('[data-live]').filter(part => !topics || hears(part, topics));
    const outermost = parts.filter(part => !parts.some(other => other !== part && other.contains(part)));
    const round = new Map();
    for (const part of outermost) {
      const cards = cardsOf(part, topics);
      if (cards) patch(part, cards);
      else refresh(part, part.dataset.src, unasked, round);
    }
  }
  // What somebody has open is told along, for the others who have it open too.
  const place = () => $('[data-at]')?.dataset.at || '';
  let stream = null, at = '', heard = new Set(), moved = new Map(), lost = false;
  const losing = {}, hiding = {}, gathering = {};
  function tune() {
    if (!stream) return;
    for (const topic of new Set($$('[data-live]').flatMap(part => part.dataset.live.split(' ')))) {
      if (heard.has(topic)) continue;
      heard.add(topic);
      stream.addEventListener(topic, event => {
        const ids = event.data === '1' ? null : event.data.split(','), before = moved.get(topic);
        moved.set(topic, ids && before !== null ? [...(before || []), ...ids] : null);
        later(gathering, 50, () => { refreshLive(moved); moved = new Map(); });
      });
    }
  }
  function showLost() {
    const dot = byId('live'), bar = byId('lost');
    if (dot) {
      dot.classList.toggle('off', lost);
      dot.textContent = lost ? dot.dataset.off : dot.dataset.on;
    }
    if (bar) bar.hidden = !lost;
  }
  function opened() {
    cancel(losing);
    if (!lost) return;
    lost = false;
    showLost();
    refreshLive();
  }
  // The browser reopens a broken stream by itself, but not one the server refused.
  function broken() {
    later(losing, lost ? 5000 : 1500, () => {
      if (!stream || stream.readyState === EventSource.OPEN) return;
      lost = true;
      showLost();
      if (stream.readyState === EventSource.CLOSED) listen();
      else broken();
    });
  }
  function hush() {
    cancel(losing);
    if (stream) stream.close();
    stream = null;
  }
  function listen() {
    hush();
    at = place();
    stream = new EventSource((body.dataset.liveStream || '/live') + (at ? '?at=' + at : ''));
    heard = new Set();
    stream.onopen = opened;
    stream.onerror = broken;
    stream.addEventListener('everything', () => refreshLive());
    tune();
  }
  // A browser allows six connections to a server, so hidden tabs give theirs back; not while somebody is writing in one.
  const hide = () => kham.wrote?.() ? later(hiding, 10000, hide) : hush();
  function seen() {
    if (document.hidden) return later(hiding, 10000, hide);
    cancel(hiding);
    if (stream) return;
    listen();
    refreshLive();
  }
  if (body.hasAttribute('data-live-stream')) {
    listen();
    eachSwap(() => {
      if (stream && place() !== at) listen();
      tune();
      if (lost) showLost();
    });
    if (!always) on('visibilitychange', seen);
    addEventListener('pagehide', hush);
    on('click', event => { if (event.target.closest('[data-retry]')) listen(); });
  }

  // ---------- older rows: a way to them is followed when it comes into sight, and they take its place
  const sight = new IntersectionObserver(seen => {
    for (const { isIntersecting, target } of seen) if (isIntersecting) { sight.unobserve(target); follow(target); }
  }, { rootMargin: '600px' });
  async function follow(way) {
    const link = $('a[href]', way), page = link && await ask(link.href, asks), rows = page && $(way.dataset.more, page);
    if (!rows || !way.isConnected) return;
    // What was added would be lost by fetching the first rows anew.
    way.closest('[data-live]')?.removeAttribute('data-live');
    way.replaceWith(...rows.childNodes);
    watch();
  }
  function watch() { for (const way of $$('[data-more]')) sight.observe(way); }
  eachSwap(watch);

  // ---------- the clock
  setInterval(() => {
    if (document.hidden && !always) return;
    for (const part of $$('[data-every]')) {
      if (!fetched.has(part)) fetched.set(part, Date.now());
      else if (Date.now() - fetched.get(part) >= part.dataset.every * 1000) refresh(part);
    }
  }, 1000);
})();
