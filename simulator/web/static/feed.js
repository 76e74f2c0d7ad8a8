// What happens arrives here: cards are put in place by their id; what somebody types in is left alone.
"use strict";
const page = document.body, here = `/x/${page.dataset.exercise}`;
const byId = (id) => document.getElementById(id);
const clocks = byId("clocks"), live = byId("live"), news = byId("news");
const offset = Date.now() / 1000 - Number(page.dataset.now);
const SILENT = 8000, GONE = 12000, PATIENCE = 45, SOON = 2000, SELDOM = 600000, RECENT = 3, STILL = 4000;
let number = Number(page.dataset.number), there = [], tables = {}, stale = null;
// When something was last heard; until when silence is no bad sign; the stream, when it began, when it is tried again; who asks.
let last = Date.now(), trusted = 0, stream = null, begun = 0, retry = 0, again = SOON, asking = null;
let mark = "";  // of who is there, as it was told last to a page that asks

// What was opened on this device; marks stay until then.
const kept = `opened:${page.dataset.exercise}:${page.dataset.seat}`;
let seen = {};
try { seen = JSON.parse(localStorage.getItem(kept)) || {}; } catch { /* nothing kept */ }

function unread() {
  let count = 0;
  for (const card of document.querySelectorAll("#feed .inject")) {
    const fresh = seen[card.dataset.inject] === undefined;
    card.classList.toggle("fresh", fresh);
    card.querySelector(".new").hidden = !fresh;
    count += fresh;
  }
  const told = byId("unread");
  if (told) { told.hidden = !count; told.textContent = count; }
}

function keepSeen() {
  if (!page.dataset.shared) try { localStorage.setItem(kept, JSON.stringify(seen)); } catch { /* full */ }
}

function opened(card) {
  if (!card.open || !card.closest("#feed") || seen[card.dataset.inject] !== undefined) return;
  seen[card.dataset.inject] = 1;
  keepSeen();
  unread();
  if (news && news.firstChild && news.firstChild.getAttribute("href") === `#${card.id}`) news.replaceChildren();
  if (!page.matches(".participant")) return;
  const body = new URLSearchParams({ kind: "acknowledge_inject", inject: card.dataset.inject });
  fetch(`${here}/do`, { method: "POST", body, headers: { accept: "application/json" } }).catch(() => {});
}

function element(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content.firstElementChild;
}

function unfold(known, made) {
  const before = [...known.querySelectorAll("details")].map((each) => each.open);
  [...made.querySelectorAll("details")].forEach((each, index) => { each.open = before[index] ?? each.open; });
}

function put(card) {
  const known = byId(card.id), made = element(card.html);
  const list = card.place && document.querySelector(`[data-list="${card.place}"]`);
  const there = known && known.closest("[data-list], [data-earlier]");
  if (known && known.matches("details")) made.open = known.open;
  if (known) unfold(known, made);
  for (const each of made.querySelectorAll(".before")) each.hidden = !(Number(each.dataset.at) < Number(page.dataset.came || 0));
  if (known && there && list && (there.dataset.list || there.dataset.earlier) === card.place) {
    const focused = known.contains(document.activeElement) && made.querySelector(document.activeElement.closest(".wall") ? ".wall button" : "summary");
    known.replaceWith(made);
    if (focused) focused.focus();
    return;
  }
  if (known) known.remove();
  if (!list) return;
  if (["feed", "log", "waiting"].includes(card.place)) list.prepend(made); else list.append(made);
  const earlier = document.querySelector(`[data-earlier="${card.place}"]`);
  while (earlier && list.children.length > RECENT) {
    earlier.prepend(list.lastElementChild);
    earlier.parentElement.hidden = false;
  }
  if (card.place === "feed" && news && seen[made.dataset.inject] === undefined) {
    const link = document.createElement("a");
    link.href = `#${card.id}`;
    link.textContent = `${news.dataset.one} ${made.querySelector(".headline").textContent}`;
    news.replaceChildren(link);
  }
}

// A form that is being used is never touched; it is made anew as soon as it is free.
function forms(said) {
  stale = null;
  const offered = new Set(said.map(([id]) => id));
  for (const known of document.querySelectorAll(".do")) {
    if (!offered.has(known.id) && known.closest("#choices, #top") && !used(known) && !known.closest("noscript")) known.remove();
  }
  for (const [id, html] of said) {
    const known = byId(id), made = element(html);
    const home = made.dataset.home === "top" ? byId("top") : document.querySelector(`#choices [data-home="${made.dataset.home}"]`);
    if (!home) continue;
    if (known && used(known)) { stale = said; continue; }
    for (const each of (known || made).querySelectorAll("[name=seen]")) each.value = number;
    if (known && known.dataset.html === html) continue;
    for (const each of made.querySelectorAll("[name=seen]")) each.value = number;
    made.dataset.html = html;
    if (!known) { home.append(made); continue; }
    unfold(known, made);
    const told = known.querySelector(".sent"), fresh = made.querySelector(".sent");
    if (told && fresh) { fresh.textContent = told.textContent; fresh.className = told.className; }
    if (about(known) !== about(made)) made.querySelector("form").dataset.changed = Date.now();
    const focused = known.contains(document.activeElement) && document.activeElement.localName;
    known.replaceWith(made);
    if (focused) made.querySelector(focused)?.focus();
  }
  document.dispatchEvent(new Event("forms"));
}

// What a large button is about; others have a list of it.
function about(form) {
  return form.classList.contains("top") ? form.querySelector("[name=given]")?.value : "";
}

function used(form) {
  return form.contains(document.activeElement) && !document.activeElement.matches("button, summary")
    || form.querySelector(".dirty, [data-sending]");
}

function deciding(said) {
  const section = byId("act"), about = byId("about"), options = byId("options");
  if (!section) return;
  section.hidden = !said.offered && !section.querySelector(".dirty");
  const chosen = about.value, wanted = new Map(said.abouts);
  for (const each of [...about.options])
    if (each.value && each.value !== chosen && !wanted.has(each.value)) each.remove();
  const known = new Set([...about.options].map((each) => each.value));
  const came = said.abouts.filter(([id]) => !known.has(id));
  for (const [id, title] of came) about.add(new Option(title, id));
  if (came.length && !about.dataset.chosen && !used(byId("decide"))) about.value = came.at(-1)[0];
  if (options.dataset.html !== said.options) {
    const picked = options.querySelector("input:checked"), focused = options.contains(document.activeElement);
    const fieldset = picked && picked.closest("fieldset").dataset.inject;
    options.innerHTML = said.options;
    options.dataset.html = said.options;
    const again = picked && options.querySelector(`[data-inject="${CSS.escape(fieldset)}"] [value="${CSS.escape(picked.value)}"]`);
    if (again) { again.checked = true; if (focused) again.focus(); }
  }
  further(said.further);
  document.dispatchEvent(new Event("forms"));
}

// What may be said beside a decision grows as the exercise does; a field in use waits for the next change.
function further(html) {
  const list = byId("further"), made = document.createElement("template");
  if (list.dataset.html === html) return;
  list.dataset.html = html;
  made.innerHTML = html;
  for (const fresh of [...made.content.children]) {
    const known = [...list.children].find((each) => each.dataset.field === fresh.dataset.field);
    if (!known) { list.append(fresh); continue; }
    const inUse = known.contains(document.activeElement)
      || [...known.querySelectorAll("input, select, textarea")].some((each) => each.matches("[type=checkbox]") ? each.checked : each.value);
    if (inUse) list.dataset.html = ""; else known.replaceWith(fresh);
  }
}

function present(now) {
  for (const each of document.querySelectorAll("#people [data-person]"))
    each.toggleAttribute("data-here", now.includes(each.dataset.person));
}

function people(html) {
  const list = byId("people");
  if (!list) return;
  if (html) list.innerHTML = html;
  const me = list.querySelector(`[data-person="${CSS.escape(page.dataset.seat)}"]`);
  if (me) me.append(` (${list.dataset.you})`);
  present(there);
}

// For those who run the exercise: what comes next with its text, the map, who sits at each table, the codes.
function upcoming(next) {
  const coming = [...document.querySelectorAll("#ahead [data-coming][data-due]")].sort((one, other) => one.dataset.due - other.dataset.due)[0];
  const section = byId("upcoming"), card = byId(`inject-${next.inject || coming?.dataset.coming}`), to = section.querySelector("[data-words]");
  section.hidden = !card;
  if (!card) return;
  section.querySelector("time").textContent = next.inject ? "" : shown(Number(coming.dataset.due));
  section.querySelector(".headline").textContent = card.querySelector(".headline").textContent;
  to.textContent = next.to ? `${to.dataset.words} ${next.to.join(", ")}` : "";
  const parts = [...card.children].filter((each) => !each.matches("summary")).map((each) => each.cloneNode(true));
  section.querySelector(".what").replaceChildren(...parts);
}

function standing() {
  for (const row of document.querySelectorAll("#map-graph [data-node]")) {
    const teams = [...document.querySelectorAll("#board .team")].filter((each) => each.dataset.node === row.dataset.node);
    const told = row.querySelector(".at"), names = teams.map((each) => each.querySelector("b").textContent).join(", ");
    told.hidden = !names;
    told.textContent = told.dataset.words.replace("{teams}", names);
    row.dataset.state = byId(`inject-${row.dataset.node}`)?.dataset.state || "";
  }
  for (const tile of document.querySelectorAll("#board .team")) {
    const table = tables[tile.dataset.team], told = tile.querySelector(".there");
    told.hidden = !table;
    if (!table) continue;
    const words = tile.closest("[data-words]").dataset.words;
    told.textContent = words.replace("{here}", table.here).replace("{all}", table.all);
    told.classList.toggle("problem", table.here < table.all);
  }
  const away = byId("away"), count = Object.values(tables).reduce((sum, each) => sum + each.all - each.here, 0);
  if (away) { away.hidden = !count; away.textContent = away.dataset.words.replace("{count}", count); }
}

function forecast(now) {
  const card = byId("forecast"), told = card && card.querySelector(".when");
  if (!told || !["running", "paused"].includes(clocks.dataset.status)) return;
  if (!card.dataset.end) { told.textContent = told.dataset.unknown; return; }
  const waits = card.dataset.due ? Math.max(0, now - Number(card.dataset.due)) : 0, late = Number(card.dataset.late) + waits;
  const how = !card.dataset.late ? "ends" : Math.abs(late) < 90 ? "on_time" : late > 0 ? "late" : "early";
  told.textContent = told.dataset[how].replace("{minutes}", Math.round(Math.abs(late) / 60)).replace("{clock}", shown(Number(card.dataset.end) + waits));
}

// Who is there, and what goes wrong beside play: no event of the exercise.
function told(said) {
  if (said.here) present(there = said.here);
  if (!said.tables) return;
  tables = said.tables;
  byId("trouble").hidden = !said.trouble;
  byId("trouble").textContent = said.trouble;
  standing();
}

async function codes(renewed) {
  const section = byId("codes");
  if (section.dataset.renewed === String(renewed)) return;
  section.dataset.renewed = renewed;
  try {
    const answer = await fetch(`/api/exercises/${page.dataset.exercise}/codes`);
    for (const each of await answer.json()) {
      const key = [each.role, each.team || "", each.team_role || ""].join("/");
      const told = section.querySelector(`[data-place="${CSS.escape(key)}"]`);
      if (told) told.textContent = each.code;
    }
  } catch { section.dataset.renewed = ""; }
}

function on() { last = Date.now(); say(live.dataset.on, "on"); }
function say(text, kind) { if (live.textContent !== text) { live.textContent = text; live.className = kind; } }

function taken(said) {
  on();
  if (said.number < number) document.querySelectorAll("[data-list] > *, [data-earlier] > *").forEach((each) => each.remove());
  number = said.number;
  for (const card of said.cards) put(card);
  for (const [name, value] of Object.entries(said.clock)) clocks.dataset[name] = value;
  byId("stopped").hidden = said.clock.status !== "stopped";
  byId("status").textContent = said.status;
  for (const id of ["waiting", "deadlines", "decks"])
    if (byId(id)) byId(id).hidden = !byId(id).querySelector("[data-list]").children.length;
  people(said.people);
  if (byId("after")) byId("after").hidden = !["ended", "stopped"].includes(said.clock.status);
  if (byId("upcoming")) { upcoming(said.next); codes(said.renewed); }
  standing();
  if (byId("choices")) { forms(said.forms); deciding(said.decide); }
  if (said.clock.status === "ended") document.dispatchEvent(new Event("ended"));
  unread();
  tick();
}

// Where no stream comes through the page asks, and waits for the answer: it comes when there is news.
async function poll(wait, mine) {
  const late = setTimeout(() => mine.abort(), (wait + 8) * 1000);
  try {
    const answer = await fetch(`${here}/cards?after=${number}&wait=${wait}&told=${mark}`, { signal: mine.signal, referrerPolicy: "no-referrer" });
    if (answer.status === 401) location.assign("/");
    if (answer.status === 204) on();
    else if (answer.ok) {
      const said = await answer.json();
      if (said.cards) taken(said); else on();
      if (said.beat) { mark = said.beat.mark; told(said.beat); }
    }
    return answer.ok;
  } catch { return false; } finally { clearTimeout(late); }
}

async function ask() {
  if (asking) return;
  let fine = false, failed = 0;
  const mine = asking = { stop() { asking = null; this.now.abort(); } };
  while (asking === mine) {
    mine.now = new AbortController();
    fine = await poll(fine ? PATIENCE : 0, mine.now);
    if (asking !== mine) return;
    trusted = fine ? Date.now() + (PATIENCE + 8) * 1000 : Math.min(trusted, Date.now() + 4000);
    if (fine && failed > 1) { again = SOON; follow(); }
    failed = fine ? 0 : failed + 1;
    await new Promise((resolve) => setTimeout(resolve, failed > 1 ? 2000 : 300));
  }
}

// A stream that is cut or held back is tried again, ever more seldom: an answer costs as much as minutes of it.
function follow() {
  if (stream) stream.close();
  clearTimeout(retry);
  begun = Date.now();
  stream = new EventSource(`${here}/stream?after=${number}`);
  const heard = () => { if (asking) asking.stop(); trusted = 0; mark = ""; on(); };
  stream.addEventListener("cards", (event) => { heard(); taken(JSON.parse(event.data)); });
  stream.addEventListener("beat", (event) => { heard(); number = Math.max(number, Number(event.lastEventId)); told(JSON.parse(event.data)); });
  stream.addEventListener("gone", () => location.assign("/?left=yes"));
  stream.addEventListener("error", lost);
}

function lost() {
  stream.close();
  clearTimeout(retry);
  if (Date.now() - begun > 60000) again = SOON;
  retry = setTimeout(follow, again);
  again = Math.min(again * 2, SELDOM);
  ask();
}

function afresh() {
  if (asking) asking.stop();
  trusted = 0;
  again = SOON;
  follow();
  ask();
}

const two = (value) => String(Math.floor(value)).padStart(2, "0");

function shown(now) {
  const hours = Math.floor(now / 3600);
  return (hours ? `${hours}:` : "") + `${two((now / 60) % 60)}:${two(now % 60)}`;
}

function tick() {
  const { elapsed, at, speed, story, pace } = clocks.dataset;
  const passed = Math.max(0, Number(speed) ? (Date.now() / 1000 - offset - Number(at)) * Number(speed) : 0);
  const now = Number(elapsed) + passed;
  byId("elapsed").textContent = shown(now);
  forecast(now);
  const told = byId("story"), wall = new Date();
  told.parentElement.hidden = !story;
  if (story) {
    const start = /[+Z]/.test(story.slice(10)) ? story.replace(/(Z|[+-]\d\d:\d\d)$/, "Z") : `${story}Z`;
    const moment = new Date(new Date(start).getTime() + passed * Number(pace) * 1000);
    told.textContent = moment.toISOString().slice(0, 16).replace("T", " ");
  }
  byId("wall").textContent = `${two(wall.getHours())}:${two(wall.getMinutes())}`;
}

function beat() {
  tick();
  const quiet = Date.now() - last;
  if (quiet > SILENT && !asking) lost();
  if (quiet > GONE && Date.now() > trusted) say(`${live.dataset.lost} ${new Date(last).toTimeString().slice(0, 8)}`, "off");
}

document.addEventListener("toggle", (event) => { if (event.target.matches(".inject")) opened(event.target); }, true);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']"), meant = link && document.querySelector(link.hash);
  const target = meant && meant.matches(".do") ? meant.querySelector("details") : meant;
  if (target && target.matches("details")) {
    for (let each = target; each; each = each.parentElement) if (each.matches("details")) each.open = true;
    target.querySelector("summary").focus();
  }
});
// A page that is being left waits for its answer, even if the seat is gone before that comes.
document.addEventListener("submit", (event) => { if (!event.target.matches(".entry")) stream.close(); });
const freed = () => setTimeout(() => { if (stale) forms(stale); });
for (const kind of ["free", "focusout"]) document.addEventListener(kind, freed);
const veil = byId("veil");
if (veil) {
  veil.hidden = false;
  veil.addEventListener("click", () => {
    const veiled = page.classList.toggle("veiled");
    veil.textContent = veiled ? veil.dataset.show : veil.dataset.hide;
  });
  let rest = 0;
  const stirred = (event) => {
    if (event && event.type === "pointermove" && !event.movementX && !event.movementY) return;
    page.classList.remove("still");
    clearTimeout(rest);
    rest = setTimeout(() => page.classList.add("still"), STILL);
  };
  for (const kind of ["pointermove", "pointerdown", "keydown"]) document.addEventListener(kind, stirred);
  stirred();
}
const catchUp = byId("catch-up");
if (catchUp) {
  if (seen["/catch-up"]) catchUp.open = false;
  catchUp.addEventListener("toggle", () => { if (!catchUp.open) { seen["/catch-up"] = 1; keepSeen(); } });
}
unread();
people("");
if (byId("upcoming")) upcoming(JSON.parse(byId("upcoming").dataset.next));
standing();
follow();
tick();
setInterval(beat, 1000);
addEventListener("online", afresh);
addEventListener("offline", () => { trusted = 0; });
addEventListener("pageshow", (event) => { if (event.persisted) afresh(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - last > SILENT) afresh(); });
