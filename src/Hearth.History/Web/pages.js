// What pages do beyond links and forms; all of it is also there without this file.
"use strict";
(() => {
  const typing = e => e.target.closest("input, select, textarea");

  // "/" goes to the search; n and p turn pages, as their links do. The footer says so.
  const keys = {
    "/": () => document.querySelector("input[type=search]")?.focus(),
    n: () => document.querySelector("a[rel=next]")?.click(),
    p: () => document.querySelector("a[rel=prev]")?.click(),
  };
  const shown = { "/": "input[type=search]", n: "a[rel=next]", p: "a[rel=prev]" };
  const hint = document.createElement("span");
  hint.className = "keys";
  for (const [key, text] of [["/", "search"], ["n", "next page"], ["p", "previous page"]]) {
    if (!document.querySelector(shown[key])) continue;
    const kbd = document.createElement("kbd");
    kbd.textContent = key;
    hint.append(kbd, ` ${text} `);
  }
  if (hint.firstChild) document.querySelector("footer").children[0].after(hint);
  addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e) || !keys[e.key]) return;
    e.preventDefault();
    keys[e.key]();
  });

  // A running application's page asks again, until it is told not to; what is open or scrolled stays so.
  const link = document.querySelector("a[data-refresh]");
  if (!link) return;
  const seconds = +link.dataset.refresh;
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "toggle";
  toggle.textContent = `Every ${seconds} s`;
  link.after(toggle);
  let on = sessionStorage.getItem("refresh") !== "off";
  const show = () => toggle.setAttribute("aria-pressed", String(on));
  toggle.addEventListener("click", () => { on = !on; sessionStorage.setItem("refresh", on ? "on" : "off"); show(); });
  show();

  const opened = root => [...root.querySelectorAll("main details")].map(d => d.open);
  async function refresh() {
    const main = document.querySelector("main");
    if (!on || document.hidden || main.contains(document.activeElement) && document.activeElement !== main || String(getSelection())) return;
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.status === 202) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const open = opened(document), details = [...next.querySelectorAll("main details")];
    if (open.length === details.length) details.forEach((d, i) => { d.open = open[i]; });
    const scrolls = [...main.querySelectorAll(".scroll")].map(s => [s.scrollLeft, s.scrollTop]);
    main.replaceWith(next.querySelector("main"));
    document.querySelectorAll("main .scroll").forEach((s, i) => { if (scrolls[i]) [s.scrollLeft, s.scrollTop] = scrolls[i]; });
    document.querySelector(".facts .state").replaceWith(next.querySelector(".facts .state"));
    dispatchEvent(new Event("pagechange"));
    if (!next.querySelector("a[data-refresh]")) { on = false; link.remove(); toggle.remove(); }
  }
  setInterval(() => refresh().catch(() => { }), seconds * 1000);
})();
