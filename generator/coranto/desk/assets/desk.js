// Keys, dragging, and pages that follow what is at work. All of it can be done without.
"use strict";
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const typing = (target) => target.closest("input:not([type=file], [type=checkbox], [type=radio]), textarea, select");
  let sending = false;

  // Rows are links or buttons: whoever has the focus is chosen.
  const rows = () => all("[data-row]").filter((row) => row.offsetParent !== null);
  const step = (by) => {
    const list = rows();
    const here = list.findIndex((row) => row === document.activeElement);
    const open = list.findIndex((row) => row.getAttribute("aria-current") === "true");
    const from = here >= 0 ? here : open;
    const to = from < 0 ? 0 : Math.min(list.length - 1, Math.max(0, from + by));
    if (list[to]) list[to].focus();
  };
  const press = (selector, from) => {
    const found = all(selector, from).find((each) => each.offsetParent !== null);
    if (found) found.click();
    return Boolean(found);
  };
  const chosen = () => document.activeElement && document.activeElement.closest("[data-slot], [data-pool], [data-drag]");

  // Whoever dictates, or types blindly, can turn single keys off; the button is there only with this script.
  const remember = (value) => { try { localStorage.setItem("desk-keys", value); } catch { /* not allowed here */ } };
  let keys = true;
  try { keys = localStorage.getItem("desk-keys") !== "off"; } catch { /* not allowed here */ }
  const toggle = document.querySelector("[data-keys]");
  const show = () => { toggle.setAttribute("aria-pressed", String(keys)); document.body.classList.toggle("no-keys", !keys); };
  toggle.hidden = false;
  toggle.addEventListener("click", () => { keys = !keys; remember(keys ? "on" : "off"); show(); });
  show();

  document.addEventListener("keydown", (event) => {
    const enter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    const beside = enter && event.target.matches(".more :is(input, textarea)") && event.target.closest(".more").querySelector("button");
    if (beside) { event.preventDefault(); beside.click(); return; } // Enter would press the first button of the form, or break the line
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (!keys || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const item = chosen();
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "o" && document.activeElement.matches("[data-row]")) document.activeElement.click();
    else if (event.key === "[" && item) press("[data-up]", item);
    else if (event.key === "]" && item) press("[data-down]", item);
    else if (/^[1-9]$/.test(event.key) && item && item.closest("[data-bind]")) into(item, Number(event.key));
    else if (event.key === "/") { const field = document.querySelector("[data-focus='/']"); if (!field) return; field.focus(); }
    else {
      const found = all("[data-key]").find((each) => each.dataset.key === event.key && each.offsetParent !== null);
      if (!found) return;
      found.click();
      if (found.matches("summary")) {
        const field = found.parentElement.open ? found.parentElement.querySelector("input, textarea") : null;
        if (field) setTimeout(() => field.focus());
      }
    }
    event.preventDefault();
  });

  // What is written and not sent is not to be lost by a click beside it.
  let written = false;
  document.addEventListener("input", (event) => { if (event.target.form && event.target.form.matches("[data-guard]")) written = true; });
  document.addEventListener("submit", () => { sending = true; });
  window.addEventListener("beforeunload", (event) => { if (written && !sending) { event.preventDefault(); event.returnValue = document.body.dataset.leave; } });

  // An edition, or the picks: items are taken to another place, and the form is sent as it then stands.
  const bind = document.querySelector("[data-bind]");
  const send = (form, name, value) => {
    keep();
    const button = document.createElement("button");
    button.name = name; button.value = value; button.hidden = true;
    form.append(button);
    form.requestSubmit(button);
  };
  const into = (item, number) => send(bind, "move", `to ${number} ${item.dataset.slot || item.dataset.pool}`);
  let held = null;
  all("[data-drag]").forEach((item) => { item.draggable = true; });
  document.addEventListener("dragstart", (event) => {
    held = event.target.closest && event.target.closest("[data-drag]");
    if (!held) return;
    held.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.slot || held.dataset.pool || "");
  });
  document.addEventListener("dragend", () => { all(".over, .dragged").forEach((each) => each.classList.remove("over", "dragged")); held = null; });
  const target = (event) => held && event.target.closest && event.target.closest("[data-bin], [data-sort] ol, .pool");
  document.addEventListener("dragover", (event) => {
    const place = target(event);
    if (!place) return;
    event.preventDefault();
    all(".over").forEach((each) => each.classList.remove("over"));
    (event.target.closest("[data-drag]") || place).classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    const place = target(event);
    if (!place) return;
    event.preventDefault();
    const before = event.target.closest("[data-drag]");
    if (before === held) return;
    if (place.matches(".pool")) { if (held.dataset.slot) send(bind, "move", `out ${held.dataset.slot}`); return; }
    if (place.matches("[data-bin]") && held.dataset.pool) {
      const item = document.createElement("li");
      for (const [name, value] of [["item", held.dataset.pool], ["note", ""]]) {
        const field = document.createElement("input");
        field.type = "hidden"; field.name = name; field.value = value;
        item.append(field);
      }
      held = item;
    }
    const list = place.matches("ol") ? place : place.querySelector("ol");
    const below = before && event.clientY > before.getBoundingClientRect().top + before.offsetHeight / 2;
    if (before && before.parentElement === list) list.insertBefore(held, below ? before.nextSibling : before);
    else list.append(held);
    const form = list.closest("form");
    keep();
    form.requestSubmit(form.querySelector("[data-save]"));
  });

  // Files dropped on the page to bring things in go into its field.
  const files = document.querySelector("[data-files] input[type=file]");
  if (files) {
    document.addEventListener("dragover", (event) => { if ([...event.dataTransfer.types].includes("Files")) event.preventDefault(); });
    document.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      files.files = event.dataTransfer.files;
    });
  }

  // After a move the page stands where it stood, with the same item chosen.
  const keep = () => {
    const item = chosen();
    const name = item && (item.dataset.slot || item.dataset.pool);
    try { sessionStorage.setItem("desk", JSON.stringify([location.pathname, scrollY, name || ""])); } catch { /* not allowed here */ }
  };
  document.addEventListener("click", (event) => { if (event.target.closest("[data-bind] button, [data-sort] button")) keep(); });
  try {
    const [path, y, name] = JSON.parse(sessionStorage.getItem("desk") || "[]");
    sessionStorage.removeItem("desk");
    if (path === location.pathname) {
      scrollTo(0, y);
      const item = name && all("[data-slot], [data-pool]").find((each) => (each.dataset.slot || each.dataset.pool) === name);
      const row = item && item.querySelector("[data-row]");
      if (row) row.focus({ preventScroll: true });
    }
  } catch { /* nothing kept */ }

  // What is at work is looked at again; frames that show what a build makes follow it.
  if (document.querySelector("[data-running]")) setTimeout(() => location.reload(), 600);
  const frame = document.querySelector("[data-made]");
  if (frame) {
    let made = frame.dataset.made;
    setInterval(async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch("/_desk/made");
        const now = answer.ok ? await answer.text() : made;
        if (now !== made) { made = now; frame.src = frame.getAttribute("src"); }
      } catch { /* the preview has ended */ }
    }, 1000);
  }
})();
