// Before the first paint, so that a chosen theme does not flash in the other one. A classic script for that reason.
(function () {
  try {
    const chosen = localStorage.getItem('sluice.theme');
    if (chosen === 'light' || chosen === 'dark') {
      document.documentElement.dataset.theme = chosen;
    }
  } catch {
    // No storage: as the system says.
  }
})();
