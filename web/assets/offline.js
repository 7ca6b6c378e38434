// The site's one service worker. It keeps pages that asked for it, and shows them again when nobody answers. It stands before no other
// page: nothing of the back office, no form, no file.
const CACHE = "sanmin-kept-1", SECONDS = 4, DOOR = "/venue/checkin";
const KEEPABLE = [/^\/me\/[\w-]+$/, /^\/venue\/checkin$/, /^\/sessions\/\d+$/, /^\/departments\/[a-z0-9-]+$/, /^\/reports\/[a-z0-9/-]+$/];

// One change of what is kept after another: a sweep that found nothing must not remove what is being kept meanwhile.
let turn = Promise.resolve();
function inTurn(work) {
  const done = turn.then(work);
  turn = done.catch(() => undefined);
  return done;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), inTurn(sweep)])));

const keepable = (url) => url.origin === location.origin && KEEPABLE.some((shape) => shape.test(url.pathname));
// The address in an invitation's code leads to the desk's page, which reads the number from it.
const isEntry = (url) => /^\/venue\/checkin\/\d{8}$/.test(url.pathname);

self.addEventListener("fetch", (event) => {
  const request = event.request, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && (keepable(url) || isEntry(url))) event.respondWith(page(request, url));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(asset(request));
});

// What the network says within some seconds, or undefined. Without a kept copy there is nothing to hurry for.
function answer(request, hurry) {
  const asked = fetch(request).catch((error) => {
    if (hurry) return undefined;
    throw error;
  });
  if (!hurry) return asked;
  return Promise.race([asked, new Promise((done) => setTimeout(() => done(undefined), SECONDS * 1000))]);
}

async function asset(request) {
  const kept = await (await caches.open(CACHE)).match(request.url);
  return (await answer(request, kept)) || kept;
}

async function page(request, url) {
  const kept = await copyOf(url);
  const fresh = await answer(request, kept);
  // A proxy that finds no server behind it is no answer either.
  if (fresh && !(kept && fresh.status >= 502 && fresh.status <= 504)) {
    if (fresh.status === 404 || fresh.status === 410) await (await caches.open(CACHE)).delete(url.href);
    return fresh;
  }
  return shown(kept);
}

async function copyOf(url) {
  const cache = await caches.open(CACHE);
  for (const address of [url.href, url.origin + url.pathname].concat(isEntry(url) ? [url.origin + DOOR] : [])) {
    const found = await cache.match(address);
    if (found && Number(found.headers.get("x-kept-until")) > Date.now()) return found;
    if (found) await cache.delete(address);
  }
  return undefined;
}

// The kept page, with a line that says so.
async function shown(kept) {
  const text = await kept.text(), words = "没有网络，这是 " + time(Number(kept.headers.get("x-kept-at"))) + " 时保存的页面";
  const line = '<p class="kept" role="status">' + words + "</p>";
  return new Response(text.replace(/<body[^>]*>/, (body) => body + line), { headers: kept.headers });
}

// In China, which is eight hours ahead all the year.
function time(at) {
  const there = new Date(at + 8 * 3600000), minutes = String(there.getUTCMinutes()).padStart(2, "0");
  return there.getUTCMonth() + 1 + "月" + there.getUTCDate() + "日 " + there.getUTCHours() + ":" + minutes;
}

// A page says itself how long it may be kept; what it links to stays as long as it does.
async function keep(address, milliseconds) {
  const url = new URL(address, location.origin);
  if (!keepable(url)) return false;
  const found = await fetch(url.href, { headers: { accept: "text/html" } });
  if (!found.ok || found.redirected) return false;
  const text = await found.text(), own = /data-keep-for="(\d+)"/.exec(text), headers = new Headers(found.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  headers.set("x-kept-at", String(Date.now()));
  headers.set("x-kept-until", String(Date.now() + (own ? Number(own[1]) : milliseconds)));
  const cache = await caches.open(CACHE), wanted = text.match(/"\/assets\/[^"]+"/g) || [];
  await Promise.all(Array.from(new Set(wanted), (quoted) => keepAsset(cache, quoted.slice(1, -1), new Set())));
  await cache.put(url.href, new Response(text, { headers }));
  return true;
}

// An asset and, for a module, what it imports.
async function keepAsset(cache, path, seen) {
  const url = new URL(path, location.origin);
  if (seen.has(url.href)) return;
  seen.add(url.href);
  let found = await cache.match(url.href);
  if (!found) {
    found = await fetch(url.href);
    if (!found.ok) return;
    await cache.put(url.href, found.clone());
  }
  if (!url.pathname.endsWith(".js")) return;
  const imports = (await found.text()).match(/from "\.\/[^"]+"/g) || [];
  await Promise.all(imports.map((line) => keepAsset(cache, new URL(line.slice(6, -1), url).pathname, seen)));
}

// Removes pages whose time is over, and assets of another release once no page is kept.
async function sweep() {
  const cache = await caches.open(CACHE);
  let pages = 0;
  for (const request of await cache.keys()) {
    const found = await cache.match(request), until = found && found.headers.get("x-kept-until");
    if (!until) continue;
    if (Number(until) > Date.now()) pages++;
    else await cache.delete(request);
  }
  if (!pages) await caches.delete(CACHE);
}

async function forget(below) {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) if (new URL(request.url).pathname.startsWith(below)) await cache.delete(request);
  await sweep();
}

self.addEventListener("message", (event) => {
  const asked = event.data, say = (words) => event.ports[0] && event.ports[0].postMessage(words);
  if (asked.forget) event.waitUntil(inTurn(() => forget(asked.forget)).then(() => say(true)));
  if (asked.keep) {
    const one = (address) => keep(address, asked.milliseconds).catch(() => false);
    const all = () => sweep().then(() => Promise.all(asked.keep.map(one)));
    event.waitUntil(inTurn(all).then((kept) => say(kept.every(Boolean))));
  }
});
