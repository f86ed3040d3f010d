// Runs before the first paint, so that the page never flashes in the wrong theme or layout.
// The program (frontend/src/native.rs, frontend/src/state/{theme,settings}.rs) keeps the same entries.
(function () {
  var root = document.documentElement;
  var theme = null;
  var signedIn = null;
  var density = null;
  try {
    theme = localStorage.getItem('natter.theme');
    signedIn = localStorage.getItem('natter.signed-in');
    density = localStorage.getItem('natter.density');
  } catch (_) { /* storage is forbidden: the defaults stand */ }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.dataset.theme = theme;
  root.dataset.density = density === 'compact' ? 'compact' : 'comfortable';
  root.dataset.boot = signedIn ? 'chat' : 'door';
  if (/^Mac|iP(hone|ad)/.test(navigator.platform)) root.dataset.keys = 'mac';
})();
