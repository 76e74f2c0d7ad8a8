// Forms: what is typed is kept until it was saved, and sent once however often it is tried.
"use strict";
const body = document.body, mine = `draft:${body.dataset.exercise}:${body.dataset.seat}:`;
let keeps = !body.dataset.shared;

function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
}

function fields(form) {
  return [...form.elements].filter((each) => each.name && each.type !== "hidden");
}

const GLANCE = 700;  // milliseconds in which whoever presses a button may mean what it said before

const typed = (each) => each.matches("textarea, input:not([type=checkbox]):not([type=radio])");
const ticked = (each) => each.matches("[type=checkbox], [type=radio]");

function keep(form) {
  const written = fields(form).some((each) => typed(each) ? each.value : ticked(each) && each.checked);
  form.classList.toggle("dirty", written);
  if (!keeps) return;
  const said = fields(form).filter((each) => !ticked(each) || each.checked).map((each) =>
    [each.name, each.value, typed(each) && each.type !== "date" ? each.selectionStart : null]);
  const focus = form.contains(document.activeElement) ? document.activeElement.name : "";
  try {
    if (written) localStorage.setItem(mine + form.dataset.draft, JSON.stringify({ said, focus, seen: form.elements.seen?.value || "", key: form.dataset.key || "", sending: form.dataset.sending || "" }));
    else localStorage.removeItem(mine + form.dataset.draft);
  } catch { /* a device that keeps nothing still sends */ }
}

function restore(form) {
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(mine + form.dataset.draft)); } catch { /* nothing kept */ }
  if (!kept) return;
  if (kept.key) form.dataset.key = kept.key;
  if (kept.seen && form.elements.seen) form.elements.seen.value = kept.seen;
  for (const [name, value, caret] of kept.said) {
    for (const each of fields(form).filter((found) => found.name === name)) {
      if (ticked(each)) { if (each.value === value) each.checked = true; continue; }
      each.value = value;
      if (caret !== null) try { each.setSelectionRange(caret, caret); } catch { /* has no caret */ }
      if (kept.focus === name) each.focus();
    }
  }
  for (let each = form.parentElement; each; each = each.parentElement) if (each.matches("details")) each.open = true;
  form.classList.add("dirty");
  if (kept.sending) form.requestSubmit();
}

async function send(form, event) {
  event.preventDefault();
  if (form.dataset.sending) return;
  const told = form.querySelector(".sent"), said = new URLSearchParams(new FormData(form));
  if (Date.now() - (form.dataset.changed || 0) < GLANCE) { told.className = "sent refused"; told.textContent = told.dataset.changed; return; }
  form.dataset.key = form.dataset.key || key();
  form.dataset.sending = "yes";
  hold(form, true);
  keep(form);
  told.className = "sent";
  told.textContent = told.dataset.saving;
  for (let wait = 1; ; wait = Math.min(wait * 2, 8)) {
    try {
      const headers = { accept: "application/json", "idempotency-key": form.dataset.key };
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: said, headers, signal: AbortSignal.timeout(15000) });
      if (answer.status < 500 && answer.status !== 429) { done(form, told, answer, await answer.json()); return; }
    } catch { /* the server may be away for a moment */ }
    told.className = "sent waiting";
    told.textContent = `${told.dataset.failed} (${wait} s)`;
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}

function hold(form, so) {
  for (const each of form.querySelectorAll("textarea, input")) if (typed(each)) each.readOnly = so;
}

function done(form, told, answer, said) {
  delete form.dataset.sending;
  delete form.dataset.key;
  hold(form, false);
  document.dispatchEvent(new Event("free"));
  if (answer.status === 401) { keep(form); location.assign("/"); return; }
  if (!answer.ok) {
    told.className = "sent refused";
    told.textContent = said.text;
    if (said.error === "amended_since") form.elements.decision.value = said.values.decision;
    keep(form);
    return;
  }
  told.className = "sent saved";
  told.textContent = `${told.dataset.saved} ${new Date(said.at || Date.now()).toTimeString().slice(0, 8)}`;
  for (const each of fields(form)) {
    if (typed(each)) each.value = "";
    else if (ticked(each)) each.checked = false;
    else if (each.id !== "about" && each.options[0].value === "") each.value = "";
    else if (each.id === "about") delete each.dataset.chosen;
  }
  keep(form);
}

function options() {
  const about = document.getElementById("about");
  if (!about) return;
  for (const each of document.querySelectorAll("#options fieldset")) {
    each.hidden = each.disabled = each.dataset.inject !== about.value;
  }
  const text = document.getElementById("decision");
  text.required = !document.querySelector("#options fieldset:not([hidden]) input:checked");
}

// An inject made up on the spot may begin with one from the library: its words are put into the form.
let library = null;
async function shelf(select) {
  if (!library) try { library = await (await fetch(select.dataset.from)).json(); } catch { return; }
  if (select.options.length > 1) return;
  for (const group of new Set(library.map((each) => each.group))) {
    const made = document.createElement("optgroup");
    made.label = group;
    made.append(...library.filter((each) => each.group === group).map((each) => new Option(`${each.title} (${each.label})`, each.id)));
    select.append(made);
  }
}

function take(select) {
  const form = select.form, found = library.find((each) => each.id === select.value);
  for (const name of ["title", "body", "channel", "sender", "tlp"]) {
    const field = form.querySelector(`[name=${name}]`);
    if (field && found) field.value = found[name] || "";
  }
  for (const each of form.querySelectorAll("details")) each.open = true;
  goesWith(form, found);
  keep(form);
}

// Its details belong to its own channel; what it is good for is for whoever sends it.
function goesWith(form, found) {
  const told = form.querySelector("[data-goes-with]"), mine = found && form.querySelector("[name=channel]").value === found.channel;
  const facts = mine ? found.facts.map(([label, value]) => `${label}: ${value}`).join(" · ") : "";
  const lines = [...(facts ? [[told.dataset.goesWith, facts]] : []), ...(found ? found.guidance : [])];
  told.replaceChildren(...lines.map(([heading, text]) => {
    const line = document.createElement("p"), head = document.createElement("b");
    head.textContent = heading;
    line.append(head, ` ${text}`);
    return line;
  }));
  told.hidden = !lines.length;
}

function prepare() {
  for (const form of document.querySelectorAll("form.entry:not([data-ready])")) {
    form.dataset.ready = "yes";
    for (const kind of ["input", "keyup", "click"]) form.addEventListener(kind, () => { if (!form.dataset.sending) keep(form); });
    form.addEventListener("submit", (event) => send(form, event));
    restore(form);
    const select = form.querySelector("[data-from]");
    if (!select) continue;
    if (form.closest("details").open) shelf(select);
    form.closest("details").addEventListener("toggle", () => shelf(select));
    select.addEventListener("change", () => take(select));
    form.querySelector("[name=channel]").addEventListener("change", () => goesWith(form, library?.find((each) => each.id === select.value)));
  }
  options();
}

// A link on a card opens the form that is meant, with the card chosen and its words to go on from.
function meant(link) {
  const form = document.querySelector(`${link.hash} form`), card = document.getElementById(link.dataset.amend);
  if (!form || !card) return;
  const id = link.dataset.amend.replace(/^[a-z]+-/, ""), about = encodeURIComponent(card.dataset.inject ?? id);
  const given = form.querySelector("select[name=given]"), which = form.querySelector("[name=decision]");
  const option = given && [...given.options].find((each) => each.value === about || each.value.endsWith(`=${about}`));
  if (option) given.value = option.value;
  if (which) which.value = id;
  for (const each of form.querySelectorAll("details")) if (each.querySelector("[name=text]")) each.open = true;
  for (let each = form; each; each = each.parentElement) if (each.matches("details")) each.open = true;
  const text = form.querySelector("[name=text]") || form.querySelector("textarea, input:not([type=hidden])");
  if (text && !text.value && link.hash === "#do-amend_decision") text.value = card.querySelector(".said").textContent.trim();
  if (link.hash === "#do-take_note") {
    for (const name of ["team", "inject"]) form.querySelector(`[name=${name}]`).value = card.dataset[name] || "";
    for (const each of form.querySelectorAll("details")) each.open = true;
  }
  if (link.hash === "#do-edit_inject") {
    form.querySelector("[name=title]").value = card.querySelector(".headline").textContent;
    form.querySelector("[name=body]").value = card.dataset.source;
  }
  if (text) text.focus();
}

document.addEventListener("change", (event) => {
  if (event.target.id === "about") event.target.dataset.chosen = "yes";
  options();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-amend], [data-decide]");
  if (!link) return;
  event.preventDefault();
  if (link.dataset.amend) return meant(link);
  const about = document.getElementById("about");
  if (![...about.options].some((each) => each.value === link.dataset.decide)) return;
  about.value = link.dataset.decide;
  about.dataset.chosen = "yes";
  options();
  document.getElementById("decision").focus();
});
document.addEventListener("submit", (event) => {
  if (!event.target.getAttribute("action").endsWith("/leave")) return;
  keeps = false;
  try { localStorage.clear(); } catch { /* nothing was kept */ }
});
document.addEventListener("forms", prepare);
document.addEventListener("ended", forget);
function forget() {
  for (const name of Object.keys(localStorage))
    if (name.startsWith(mine) && !document.querySelector(`form[data-draft="${CSS.escape(name.slice(mine.length))}"]`)) localStorage.removeItem(name);
}
prepare();
