// Runs before the first paint, so that a page with a chosen theme never flashes in the other one.
try {
  const theme = localStorage.getItem("pergola.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be blocked: the system's preference is used.
}
