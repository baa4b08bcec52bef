// Remembers the choice of units and offers it on links; every page works without this file.
const chosen = new URLSearchParams(location.search).get("units");
document.querySelectorAll("a[data-units]").forEach((link) => link.addEventListener("click", () => {
  try { localStorage.setItem("units", link.dataset.units); } catch { /* a browser may forbid storage */ }
}));
try {
  const kept = localStorage.getItem("units");
  if (!chosen && kept && kept !== "metric") {
    document.querySelectorAll('a[href^="/systems/"], a[href^="/compare"], a[href^="/rank"]').forEach((link) => {
      const address = new URL(link.href);
      address.searchParams.set("units", kept);
      link.href = address;
    });
  }
} catch { /* a browser may forbid storage */ }
// A link to a claim opens the list in which it stands.
const target = location.hash && document.getElementById(location.hash.slice(1));
if (target) { const list = target.closest("details"); if (list) { list.open = true; target.scrollIntoView(); } }
