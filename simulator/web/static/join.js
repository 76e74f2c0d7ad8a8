// The code may come in the address, behind the #: it is put into the form and taken from the address.
"use strict";
const code = decodeURIComponent(location.hash.slice(1));
if (code) for (const field of document.querySelectorAll("input[name=code]")) field.value = code;
if (new URLSearchParams(location.search).has("left"))
  try { localStorage.clear(); sessionStorage.clear(); } catch { /* nothing was kept */ }
if (code || location.search) history.replaceState(null, "", location.pathname);
const first = document.querySelector(code ? "input[name=name]" : "input[name=code]");
if (first) first.focus();
