// Puts the new page in the place of the old one: nothing flashes, the scroll stays. A page is loaded instead where it
// could not come out as if it had been: with scripts of its own, other stylesheets, or at a part of it.
{
  let turn = 0;
  const ours = (node) => node.matches('script[src*="livereload.js?"]');
  const sheet = (node) => node.matches('link[rel~="stylesheet"], style');
  const name = (node) => (node.href ? new URL(node.href, location).pathname : node.textContent);
  const sheets = (page) => [...page.head.children].filter(sheet).map(name).join("\n");
  const acts = (node) => !ours(node) && node.type !== "application/ld+json";
  const plain = (page) => !page.querySelector("noscript, base") && ![...page.scripts].some(acts);
  const wear = (to, from) => {
    for (const each of [...to.attributes]) to.removeAttribute(each.name);
    for (const each of from.attributes) to.setAttribute(each.name, each.value);
  };

  async function fresh() {
    const mine = ++turn;
    const answer = await fetch(location.href, { cache: "no-store" });
    const words = await answer.text();
    if (mine !== turn) return true; // a newer one is on its way
    const page = new DOMParser().parseFromString(words, "text/html");
    const same = plain(document) && plain(page) && sheets(document) === sheets(page);
    if (!answer.ok || answer.redirected || !same) return false;
    for (const node of [...document.head.children]) if (!ours(node) && !sheet(node)) node.remove();
    for (const node of [...page.head.children]) if (!ours(node) && !sheet(node)) document.head.append(node);
    wear(document.documentElement, page.documentElement);
    document.body.replaceWith(page.body);
    return true;
  }

  class Swap {
    static identifier = "coranto";
    static version = "1";
    reload(path) {
      if (path !== "text" || location.hash) return false;
      fresh().catch(() => false).then((done) => done || location.reload());
      return true;
    }
  }
  window.LiveReload?.addPlugin(Swap);
}
