// Money, days and times that are typed, images that are added.
'use strict';
(() => {
  const { $, $$, byId, shown, locale, eachSwap, on } = kham;

  // ---------- money
  const digits = text => Number(text.replace(/\D/g, ''));
  // A sum whose marks somebody wrote stays as it was written: a minus or a wrong mark is for the server to refuse.
  const isSum = text => /^\d*$/.test(text) || new RegExp(`^\\d{1,3}(\\${locale === 'vi-VN' ? '.' : ','}\\d{3})*$`).test(text);
  const grouped = amount => amount ? amount.toLocaleString(locale) : '';
  // The part of the bill that is paid now, or all of it.
  const asked = input => {
    const due = Number(input.dataset.total);
    return Math.min(due, digits($('[name=amount]', input.form || document)?.value || '')) || due;
  };
  function change(input) {
    const out = $('[data-change]', input.form || document);
    if (!out) return;
    const given = isSum(input.value.trim()) ? digits(input.value) : 0, rest = given - asked(input);
    if (!given) out.textContent = '';
    else out.textContent = rest < 0 ? `${out.dataset.short} ${grouped(-rest)}` : grouped(rest) || '0';
    out.classList.toggle('k-ok', given > 0 && rest >= 0);
    out.classList.toggle('k-bad', given > 0 && rest < 0);
  }
  eachSwap(() => { for (const input of $$('[data-tender]')) change(input); });
  on('input', event => {
    const input = event.target;
    if (!input.matches('[data-money],[data-tender]')) return;
    if (/\D/.test(event.data || '') || !/^[\d.,\s]*$/.test(input.value)) input.dataset.written = '';
    else if (/^\d*$/.test(input.value)) delete input.dataset.written;
    if (input.dataset.written === undefined) input.value = /^0+$/.test(input.value) ? '0' : grouped(digits(input.value));
    const tender = $('[data-tender]', input.form || document);
    if (tender) change(tender);
  });
  function left(out) {
    const taken = $$('[data-money]', out.closest('.if-mixed')).reduce((sum, input) => sum + digits(input.value), 0);
    const rest = Number(out.dataset.mixedLeft) - taken;
    out.textContent = `${rest < 0 ? '−' : ''}${grouped(Math.abs(rest)) || '0'} ₫`;
    out.classList.toggle('k-ok', rest === 0);
    out.classList.toggle('k-bad', rest < 0);
  }
  eachSwap(() => { for (const out of $$('[data-mixed-left]')) left(out); });
  on('input', event => { const out = event.target.closest('.if-mixed')?.querySelector('[data-mixed-left]'); if (out) left(out); });
  on('click', event => {
    const button = event.target.closest('[data-cash]'), input = button && $('[data-tender]', button.form || document);
    if (!input) return;
    input.value = grouped(button.dataset.cash === input.dataset.total ? asked(input) : Number(button.dataset.cash));
    delete input.dataset.written;
    change(input);
  });

  // ---------- a day and a time as this house writes them
  on('input', event => {
    const input = event.target, out = input.matches('[type=date],[type=time]') && $('[data-says]', input.closest('.f') || document);
    if (!out) return;
    const [year, month, day] = input.value.split('-');
    out.textContent = input.type === 'time' || !day ? input.value
      : `${out.dataset.says.split(',')[new Date(`${input.value}T00:00Z`).getUTCDay()]} ${day}/${month}/${year}`;
  });

  // ---------- the count of a drawer
  function count(box) {
    let sum = 0;
    for (const input of $$('[data-face]', box)) {
      const worth = digits(input.value) * Number(input.dataset.face), out = input.nextElementSibling;
      sum += worth;
      if (out) out.textContent = grouped(worth);
    }
    const out = $('[data-counted]', box.parentElement), off = sum - Number(box.dataset.count);
    if (!out) return;
    const word = off < 0 ? box.dataset.short : off > 0 ? box.dataset.over : box.dataset.exact;
    out.textContent = sum ? `${grouped(sum)} · ${word} ${grouped(Math.abs(off))}`.trim() : '';
    out.classList.toggle('k-ok', sum > 0 && off === 0);
    out.classList.toggle('k-bad', sum > 0 && off !== 0);
  }
  eachSwap(() => { for (const box of $$('[data-count]')) count(box); });
  on('input', event => { const box = event.target.closest('[data-count]'); if (box) count(box); });

  // ---------- images: preview, paste, drop
  function card(file) {
    const frame = document.createElement('div'), caption = document.createElement('span'), picture = new Image();
    frame.className = 'th';
    caption.className = 'cap';
    caption.textContent = file.name;
    if (file.type.startsWith('image/')) {
      picture.alt = file.name;
      picture.src = URL.createObjectURL(file);
      picture.onload = () => URL.revokeObjectURL(picture.src);
      frame.append(picture);
    }
    frame.append(caption);
    return frame;
  }
  function add(input, files) {
    const all = new DataTransfer();
    for (const file of [...(input.multiple ? input.files : []), ...files]) all.items.add(file);
    input.files = all.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }
  const pictures = data => [...(data?.files || [])].filter(file => file.type.startsWith('image/') || /\.dcm$/i.test(file.name));
  on('change', event => {
    const input = event.target, place = input.matches('input[type=file][data-preview]') && byId(input.dataset.preview);
    if (place) place.replaceChildren(...[...input.files].map(card));
    // A picture that is only chosen would be forgotten when the result is given.
    if (place && input.files.length && 'sends' in input.dataset) input.form.requestSubmit();
  });
  // What is declined as it was proposed is not handed over beside it; a figure that somebody typed stays for the server to ask about.
  on('change', event => {
    const select = event.target, declines = select.matches?.('[data-declines]') && select.value && select.value !== 'remainder';
    const takes = declines ? $$(`input[name^="${select.dataset.declines}"]`, select.form) : [];
    if (takes.every(input => input.value === input.defaultValue)) for (const input of takes) input.value = '';
  });
  on('paste', event => {
    const input = $$('input[type=file][data-preview]').find(each => shown(each.closest('label') || each));
    const files = pictures(event.clipboardData);
    if (!input || !files.length) return;
    event.preventDefault();
    add(input, files);
  });
  // The flag of a laboratory value while it is typed: limits and chips stand in its row as the server drew them.
  function flagOf({ value, dataset: { ll, low, high, hh } }) {
    const typed = /^\s*(\d+)(?:[,.](\d{1,3}))?\s*$/.exec(value);
    if (!typed || [ll, low, high, hh].every(limit => limit === undefined)) return '';
    const milli = Number(typed[1]) * 1000 + Number((typed[2] || '').padEnd(3, '0'));
    if (milli < ll) return 'LL';
    if (milli > hh) return 'HH';
    return milli < low ? 'L' : milli > high ? 'H' : 'N';
  }
  const flag = input => { const now = flagOf(input); for (const chip of $$('[data-flag]', input.closest('tr'))) chip.hidden = chip.dataset.flag !== now; };
  on('input', event => { if (event.target.matches?.('[data-flags]')) flag(event.target); });
  on('focusin', event => { if (event.target.matches?.('#result *')) $$('[data-flags]', event.target.form).forEach(flag); });
  on('dragover', event => { if (event.target.closest?.('.drop')) event.preventDefault(); });
  on('drop', event => {
    const area = event.target.closest?.('.drop'), input = area && $('input[type=file]', area);
    if (!input) return;
    event.preventDefault();
    add(input, pictures(event.dataTransfer));
  });
})();
