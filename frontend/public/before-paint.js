// Runs before the first paint, so that the page never flashes in the wrong theme or layout.
// The program (frontend/src/native.rs, frontend/src/state/{theme,settings}.rs) keeps the same entries.
(function () {
  var root = document.documentElement;
  var theme = null;
  var signedIn = null;
  var density = null;
  var side = null;
  try {
    theme = localStorage.getItem('natter.theme');
    signedIn = localStorage.getItem('natter.signed-in');
    density = localStorage.getItem('natter.density');
    side = parseInt(localStorage.getItem('natter.side-width'), 10);
  } catch (_) { /* storage is forbidden: the defaults stand */ }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  if (side >= 200 && side <= 420) root.style.setProperty('--side-width', side + 'px');
  root.dataset.theme = theme;
  root.dataset.density = density === 'compact' ? 'compact' : 'comfortable';
  // Where it is narrow, only one of them is seen at a time.
  var seen = location.pathname === '/' ? 'rooms' : 'room';
  root.dataset.boot = signedIn ? seen : 'door';
  if (/^Mac|iP(hone|ad)/.test(navigator.platform)) root.dataset.keys = 'mac';
})();
