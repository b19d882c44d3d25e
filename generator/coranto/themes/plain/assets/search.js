/* The field of the search page, and what it finds. Asks nothing of any other host; without this script the page still
   leads on by day, topic and outlet. All words come from the page, and nothing is written as HTML. */
(() => {
  "use strict";
  const place = document.getElementById("find");
  if (!place || location.protocol === "file:") return; // from a disk no index may be read
  const words = place.dataset;
  const said = document.getElementById("found");
  const results = document.getElementById("results");
  const list = results.querySelector("ol");
  const foot = results.querySelector(".pages");
  const bundle = new URL(words.bundle, document.baseURI);
  const root = new URL("../", bundle);
  const STEP = 10;

  const make = (name, kind, ...inside) => {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    element.append(...inside);
    return element;
  };
  const link = (address, text) => {
    const element = make("a", "", text);
    element.href = new URL(address.replace(/^\//, ""), root).href;
    return element;
  };
  /* An excerpt comes as HTML that knows <mark> alone: its text is taken, and its marks are made anew. */
  const excerpt = (html) => {
    const found = new DOMParser().parseFromString(html, "text/html").body.childNodes;
    return Array.from(found, (node) => (node.nodeName === "MARK" ? make("mark", "", node.textContent) : node.textContent));
  };
  const entry = ({ meta, excerpt: html }) => {
    const when = make("p", "meta");
    if (meta.date) {
      const time = make("time", "", meta.when);
      time.dateTime = meta.date;
      when.append(time);
    }
    const card = make("article", "card");
    if (meta.source) {
      const outlet = meta.outlet ? link(meta.outlet, meta.source) : make("b", "", meta.source);
      card.append(make("p", "src", make("i", "", words.from), " ", outlet));
    }
    card.append(make("h3", "", link(meta.at, meta.title)), make("p", "sum", ...excerpt(html)));
    return make("li", "", when, card);
  };

  let engine;
  const load = () => {
    engine ??= import(new URL("pagefind.js", bundle).href).then(async (found) => {
      // without its worker only this page needs a wider policy
      await found.options({ excerptLength: 28, noWorker: true });
      await found.init();
      return found;
    });
    return engine;
  };
  let asked = 0;
  const show = async (found, from, mine) => {
    const cards = await Promise.all(found.slice(from, from + STEP).map((each) => each.data()));
    if (mine !== asked) return;
    const entries = cards.map(entry);
    list.append(...entries);
    foot.replaceChildren();
    if (from + STEP < found.length) {
      const more = make("button", "btn", words.more);
      more.type = "button";
      more.addEventListener("click", () => show(found, from + STEP, mine));
      foot.append(more);
    }
    if (from) entries[0]?.querySelector("h3 a").focus();
  };
  const search = async (query) => {
    const mine = ++asked;
    const address = new URL(location.href);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    try {
      const found = query ? (await (await load()).search(query)).results : [];
      if (mine !== asked) return;
      list.replaceChildren();
      foot.replaceChildren();
      results.hidden = !found.length;
      said.textContent = !query ? "" : found.length ? words.found.replace("{count}", found.length) : words.none;
      await show(found, 0, mine);
    } catch {
      if (mine === asked) said.textContent = words.failed;
      engine = undefined;
    }
  };

  const field = make("input");
  field.type = "search";
  field.id = "q";
  field.placeholder = words.hint;
  field.maxLength = 200;
  field.autocomplete = "off";
  const label = make("label", "vh", words.label);
  label.htmlFor = "q";
  let waiting;
  field.addEventListener("focus", () => load().catch(() => undefined), { once: true });
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => search(field.value.trim()), 200);
  });
  place.append(make("search", "", label, field));
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value) search(field.value.trim());
})();
