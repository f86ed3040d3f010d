// The service worker: keeps the shell, so that the app opens without a network, and shows what is pushed to a sleeping
// browser. It never touches the API: what was said is kept by the app itself, and streams must not pass through here.
// `cargo xtask web` fills in the build and its files, so a new release is a new worker with a cache of its own.
'use strict';

const BUILD = '{{build}}';
const FILES = {{files}};
const CACHE = 'natter-' + BUILD;
const SHELL = '/';
// After so many milliseconds a page that is asked for is shown from the cache: some networks answer nothing, for minutes.
const PATIENCE = 3000;

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([SHELL, ...FILES].map((url) => new Request(url, { cache: 'no-cache' })));
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith('natter-') && name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
    for (const client of await self.clients.matchAll()) client.postMessage({ build: BUILD });
  })());
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (/^\/(api|healthz|readyz|metrics)(\/|$)/.test(url.pathname)) return;
  if (event.request.mode === 'navigate') event.respondWith(page(event.request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(event.request));
});

// The server's page while it answers, since only that knows of a new release; otherwise the one that is kept.
async function page(request) {
  const kept = caches.open(CACHE).then((cache) => cache.match(SHELL));
  const fresh = fetch(request).then((answer) => {
    if (answer.status >= 500) throw new Error('the server is not there');
    return answer;
  });
  const patience = new Promise((done) => setTimeout(done, PATIENCE)).then(() => kept).then((shell) => shell || fresh);
  try {
    return await Promise.race([fresh, patience]);
  } catch (trouble) {
    return (await kept) || Response.error();
  }
}

// What belongs to this build is here; what is asked for by a page of another build is not.
async function asset(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreVary: true })) || fetch(request);
}

// A push came while the app was not open: its words, encrypted for this browser, are what is shown.
self.addEventListener('push', (event) => {
  const push = event.data && event.data.json();
  if (!push) return;
  event.waitUntil(self.registration.showNotification(push.title, {
    body: push.text,
    tag: push.room,
    renotify: true,
    icon: '/assets/icons/icon-192.png',
    data: { open: `/r/${push.room}/${push.message}` },
  }));
});

// A click opens the message, in a window that is there or in a new one.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const open = (event.notification.data && event.notification.data.open) || '/';
  event.waitUntil((async () => {
    const [window] = await self.clients.matchAll({ type: 'window' });
    if (!window) return self.clients.openWindow(open);
    window.postMessage({ open });
    await window.focus();
  })());
});
