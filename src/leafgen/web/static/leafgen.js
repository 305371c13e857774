// What makes the pages quicker to use. Without it they are plain forms and do the same.
(() => {
  "use strict";
  // A button that has an address of its own asks for a page of its own: htmx does not get to see it.
  document.addEventListener("submit", (event) => { if (event.submitter?.hasAttribute("formaction")) event.stopPropagation(); }, true);
  const KEPT = "leafgen.workplace";
  const order = document.getElementById("order");

  // Search as you type: options that do not hold every word are hidden; Enter or Arrow down goes to the first left.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const picker of document.querySelectorAll("[data-picker]")) {
    const search = picker.querySelector("input[type=search]");
    const options = [...picker.querySelectorAll(".option")];
    const shown = () => options.filter((option) => !option.hidden);
    const sift = () => {
      const words = plain(search.value).split(/\s+/).filter(Boolean);
      for (const option of options) {
        const text = plain(option.dataset.find);
        option.hidden = !words.every((word) => text.includes(word));
      }
      picker.querySelector(".nothing").hidden = shown().length > 0;
    };
    search.addEventListener("input", (event) => { event.stopPropagation(); sift(); });
    search.addEventListener("change", (event) => event.stopPropagation());
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "ArrowDown") return;
      event.preventDefault();
      const first = shown()[0]?.querySelector("input");
      if (!first) return;
      first.focus();
      if (event.key === "Enter" && !first.checked) first.click();
    });
    picker.addEventListener("sift", sift);
  }

  // A file dropped anywhere on the panel is as one that was chosen.
  for (const drop of document.querySelectorAll("[data-drop]")) {
    const input = drop.querySelector("input"), panel = drop.closest(".panel");
    const over = (event) => { event.preventDefault(); panel.classList.toggle("over", event.type === "dragover"); };
    for (const type of ["dragover", "dragleave"]) panel.addEventListener(type, over);
    panel.addEventListener("drop", (event) => {
      over(event);
      if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
      input.focus();
    });
  }
  // What takes long says that it goes on.
  for (const link of document.querySelectorAll("a[data-long]")) {
    link.addEventListener("click", () => { document.getElementById(link.dataset.long).hidden = false; });
  }
  window.addEventListener("pageshow", () => { for (const link of document.querySelectorAll("a[data-long]")) document.getElementById(link.dataset.long).hidden = true; });
  if (!order) return;

  // Which choices do not go together, and why.
  const mark = () => {
    const chosen = new FormData(order);
    const locale = chosen.get("locale"), kind = chosen.get("kind");
    for (const option of order.querySelectorAll("[data-picker] .option")) {
      let cannot = false;
      for (const why of option.querySelectorAll(".why")) {
        const holds = "forLabel" in why.dataset ? kind !== "leaflet" : why.dataset.without === locale;
        why.classList.toggle("holds", holds);
        cannot ||= holds;
      }
      option.classList.toggle("cannot", cannot);
    }
    const start = Number(chosen.get("start") || 1);
    for (const spot of order.querySelectorAll(".spot-choice")) {
      spot.classList.toggle("used", Number(spot.querySelector("input").value) < start);
    }
  };

  // The sheet of labels: the choices are laid on the drawing.
  const place = () => {
    for (const spots of document.querySelectorAll(".spots:not(.placed)")) {
      const width = Number(spots.dataset.width), height = Number(spots.dataset.height);
      for (const spot of spots.children) {
        const { left, top, across, down } = spot.dataset;
        spot.style.left = `${(left / width) * 100}%`;
        spot.style.top = `${(top / height) * 100}%`;
        spot.style.width = `${(across / width) * 100}%`;
        spot.style.height = `${(down / height) * 100}%`;
      }
      spots.classList.add("placed");
    }
  };

  // The workplace's own choices are remembered in this browser; nothing about a patient, nor what was chosen for one.
  const remember = () => {
    const kept = {};
    for (const field of order.querySelectorAll("[data-remember]")) {
      if (field.type !== "radio" || field.checked) kept[field.name] = field.value;
    }
    try { localStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* a browser that keeps nothing */ }
  };
  const recall = () => {
    let kept = {};
    try { kept = JSON.parse(localStorage.getItem(KEPT)) || {}; } catch { /* nothing kept */ }
    for (const field of order.querySelectorAll("[data-remember]")) {
      const value = kept[field.name];
      if (typeof value !== "string") continue;
      if (field.type === "radio") field.checked = field.value === value || field.checked && !order.querySelector(`[name="${field.name}"][value="${CSS.escape(value)}"]`);
      else if ([...field.options].some((option) => option.value === value)) {
        field.value = value;
        if (field.id === "stock" && value && !document.querySelector("#sheet fieldset")) window.htmx?.ajax("GET", `/sheet?stock=${encodeURIComponent(value)}`, { target: "#sheet", swap: "innerHTML" });
      }
    }
  };

  // The PDF itself: a frame and the printer get the very bytes that were proven.
  const pdfs = new Map();
  const address = (link) => {
    if (!pdfs.has(link.href)) {
      const bytes = Uint8Array.from(atob(link.href.split(",", 2)[1]), (letter) => letter.charCodeAt(0));
      pdfs.set(link.href, URL.createObjectURL(new Blob([bytes], { type: "application/pdf" })));
    }
    return pdfs.get(link.href);
  };
  const forget = () => { pdfs.forEach((url) => URL.revokeObjectURL(url)); pdfs.clear(); };
  const framed = (link, holder) => {
    const frame = document.createElement("iframe");
    frame.title = link.download;
    frame.src = address(link);
    holder.replaceChildren(frame);
    return frame;
  };
  const ready = () => {
    for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
    for (const details of document.querySelectorAll("[data-pdf]")) details.hidden = false;
  };
  document.addEventListener("toggle", (event) => {
    const id = event.target.dataset?.pdf;
    if (id && event.target.open) framed(document.getElementById(id), event.target.querySelector(".frame"));
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-print]");
    if (!button) return;
    const link = document.getElementById(button.dataset.print);
    const details = document.querySelector(`[data-pdf="${button.dataset.print}"]`);
    const frame = framed(link, details.querySelector(".frame"));
    details.open = true;
    frame.addEventListener("load", () => { try { frame.contentWindow.focus(); frame.contentWindow.print(); } catch { window.open(address(link)); } }, { once: true });
  });

  // A statement of the proof shows where it stands.
  const light = (id, scroll) => {
    for (const box of document.querySelectorAll(".box.lit")) box.classList.remove("lit");
    for (const link of document.querySelectorAll("[data-shows][aria-current]")) link.removeAttribute("aria-current");
    const boxes = document.querySelectorAll(`[data-statement="${id}"]`);
    boxes.forEach((box) => box.classList.add("lit"));
    document.querySelector(`[data-shows="${id}"]`)?.setAttribute("aria-current", "true");
    if (scroll) boxes[0]?.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-shows]");
    if (link) { event.preventDefault(); light(link.dataset.shows, true); return; }
    const box = event.target.closest?.("[data-statement]");
    if (box) light(box.dataset.statement, false);
  });
  document.addEventListener("focusin", (event) => { if (event.target.matches?.("[data-shows]")) light(event.target.dataset.shows, true); });

  // The next patient: nothing of the last one is left on the screen.
  order.addEventListener("reset", () => setTimeout(() => {
    for (const field of order.querySelectorAll("[name=indication], [name=locale]")) field.checked = false;
    for (const field of order.querySelectorAll("#patient input")) {
      if (field.type === "checkbox") field.checked = false; else field.value = "";
    }
    document.getElementById("bilingual").value = "";
    window.htmx?.trigger(order, "htmx:abort");
    result.replaceChildren();
    fresh();
    forget();
    recall();
    mark();
    for (const picker of order.querySelectorAll("[data-picker]")) picker.dispatchEvent(new Event("sift"));
    document.getElementById("search-indication").focus();
  }));
  order.addEventListener("change", () => { mark(); remember(); });

  // What is shown is no longer what is asked for: it can be neither printed nor saved until the new one stands there.
  const result = document.getElementById("result"), unreachable = document.getElementById("unreachable");
  const stale = () => { for (const mark of document.querySelectorAll("[data-proving]")) mark.remove(); result.classList.add("stale"); result.inert = true; };
  const fresh = () => { result.classList.remove("stale"); result.inert = false; };
  if (window.htmx) {
    order.addEventListener("input", (event) => { if (event.target.type !== "search") stale(); });
    document.addEventListener("htmx:error", (event) => {
      if (event.detail.ctx?.sourceElement === order && event.detail.error?.name !== "AbortError") { unreachable.hidden = false; result.replaceChildren(); fresh(); }
    });
  }
  document.addEventListener("htmx:config:request", (event) => {
    // Nothing is asked for until it is known what for, and in which language.
    const ctx = event.detail.ctx;
    if (ctx.sourceElement !== order) return;
    const chosen = new FormData(order);
    if (!chosen.get("indication") || !chosen.get("locale")) event.preventDefault();
  });
  document.addEventListener("htmx:before:swap", (event) => {
    if (event.detail.ctx?.sourceElement !== order) return;
    forget();
    // An answer that comes after "next patient" is about the last one: it is not shown.
    const chosen = new FormData(order);
    if (!chosen.get("indication") || !chosen.get("locale")) event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx?.sourceElement === order) { fresh(); unreachable.hidden = true; }
    place();
    ready();
    mark();
    // Its pages are shown before its proof is done: that is asked for next.
    if (event.detail.ctx?.sourceElement === order && result.querySelector("[data-proving]")) window.htmx.trigger(order, "prove");
  });
  recall();
  place();
  ready();
  mark();
})();
