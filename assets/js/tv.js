// The television of the waiting room: asks for its code, says new calls aloud, and begins anew when the
// screen was paired, unpaired, or the house has another version.
'use strict';
(() => {
  const { $$, byId, eachSwap, on } = kham;
  const shown = () => { const tv = byId('tv'); return tv && `${tv.dataset.state} ${tv.dataset.version}`; };
  const born = shown();

  const cashier = byId('to-cashier');
  if (cashier) location.replace(cashier.href);
  const ask = byId('ask-code');
  if (ask && !('byHand' in ask.dataset)) ask.submit();

  // ---------- the sound
  const Audio = window.AudioContext || window.webkitAudioContext;
  const audio = Audio ? new Audio() : null;
  function tone(at, pitch) {
    const source = audio.createOscillator(), volume = audio.createGain();
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.5, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.9);
    source.connect(volume).connect(audio.destination);
    source.start(at);
    source.stop(at + 1);
  }
  function chime() {
    if (!audio || audio.state !== 'running') return;
    tone(audio.currentTime, 784);
    tone(audio.currentTime + 0.45, 587);
  }
  const voices = () => window.speechSynthesis ? speechSynthesis.getVoices() : [];
  const voice = lang => voices().find(one => one.lang.toLowerCase().startsWith(lang));
  // A voice says what it can say; where there is none for Vietnamese, the tone alone calls.
  function speak(lang, text) {
    const one = voice(lang);
    if (!one) return;
    const words = new SpeechSynthesisUtterance(text);
    words.voice = one;
    words.lang = one.lang;
    words.rate = 0.9;
    speechSynthesis.speak(words);
  }
  function call(of) {
    chime();
    if (!voice('vi')) return;
    setTimeout(() => { speak('vi', of.vi); speak('en', of.en); }, 1400);
  }
  // Browsers keep still until somebody touched the page, unless they were started as a kiosk.
  function offerSound() {
    const button = byId('sound');
    if (button) button.hidden = !audio || audio.state === 'running';
  }
  on('click', event => { if (event.target.closest('#sound') && audio) audio.resume().then(offerSound); });

  // ---------- new calls
  const said = new Set();
  let first = true;
  eachSwap(() => {
    if (shown() !== born) { location.reload(); return; }
    for (const one of $$('[data-call]')) {
      if (said.has(one.dataset.call)) continue;
      said.add(one.dataset.call);
      if (!first) call(one.dataset);
    }
    first = false;
    offerSound();
  });
})();
