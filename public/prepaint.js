// Runs before the first paint: which page was asked for, in which language, and the first downloads.
// It stands in the head of the page itself, because a file would be waited for, and a module would run after the page has
// been painted. The boot script holds it once more, for a host whose policy does not name it.
(() => {
  if (globalThis.__boot) return;
  const root = document.documentElement;
  const names = document.querySelector("script[data-wasm]").dataset;
  const stored = (name, storage = "localStorage") => {
    try {
      return globalThis[storage].getItem(`partner-renewal.${name}`);
    } catch {
      return null; // Storage is denied: the system's choice holds, and the settings are asked for.
    }
  };

  let program;
  const fetchProgram = () => (program ??= fetch(names.wasm, { integrity: names.integrity }));

  /** What stands behind the site's base in the address, with a slash before it. */
  const page = location.href.slice(document.baseURI.length - 1);
  const isStart = /^\/([?#]|$)/.test(page);
  const isBack = page.startsWith("/sign-in/callback");
  // The page for support needs no program.
  const isStatus = page.startsWith("/status");
  // The start page below is shown at the site's root only; elsewhere it would flash before the right page.
  root.dataset.route = isStart ? "start" : "other";
  const leaving = leaveForSignIn();
  // On the start page the boot script asks for the program later. Who waits for it is told of a failure.
  if (!isStart && !isStatus && !leaving) fetchProgram().catch(() => {});

  // The start page has room for the renewal that was begun in this browser, if there is one.
  if (stored("begun")) root.dataset.begun = "";

  const catalogue = (tag) => names[`locale${tag[0].toUpperCase()}${tag.slice(1)}`];
  const preferred = [stored("language"), ...navigator.languages].filter(Boolean);
  const language = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find(catalogue) ?? "en";
  if (language !== root.lang) {
    root.lang = language;
    root.dataset.words = "pending";
  }

  // The glue between browser and app is a script element, because that is what every browser holds to its integrity;
  // an import() is not. The glue calls `glueArrived` with the function that starts the app.
  let glueArrived;
  let glueFailed;
  const glue = new Promise((resolve, reject) => {
    glueArrived = resolve;
    glueFailed = reject;
  });
  // A browser that loads the glue and cannot run it leaves nothing to start the app with.
  document.addEventListener("load", ({ target }) => target.id === "glue" && glueArrived(null), true);

  // A script that does not arrive, or not as it was built, does not run: what it would have said is said here.
  addEventListener(
    "error",
    ({ target }) => {
      if (target.localName !== "script") return;
      // The boot script waits for the glue and says why it is not there.
      if (target.id === "glue") return glueFailed(new Error(target.src));
      delete root.dataset.words;
      root.dataset.failed = "damaged";
      // What arrived damaged may lie in the browser's store for a year: it is fetched past that first.
      const reload = async () => {
        const all = Array.from(document.querySelectorAll("script[src]"), ({ src }) => fetch(src, { cache: "reload" }));
        await Promise.allSettled(all);
        location.reload();
      };
      for (const button of document.querySelectorAll("[data-reload]")) button.onclick = reload;
    },
    true,
  );

  const text = async (url, options) => {
    const response = await fetch(url, options);
    if (!response.ok) throw new Error(url);
    return response.text();
  };

  /** The settings. Back from the sign-in page they are those that the sign-in was begun with, and not asked for again. */
  async function config() {
    const kept = isBack && stored("config", "sessionStorage");
    if (kept) return kept;
    const asked = await text("config.json", { cache: "no-store" });
    for (const storage of ["sessionStorage", "localStorage"]) {
      try {
        globalThis[storage].setItem("partner-renewal.config", asked);
        localStorage.setItem("partner-renewal.config-at", Date.now());
      } catch {
        // Denied or full: they are asked for each time.
      }
    }
    return asked;
  }

  /** The provider's description, beside the program; and beside the settings, where those of a page before name the
   * provider. The program holds it to the settings of this page. */
  async function discover() {
    const { issuer, discovery } = JSON.parse(stored("config") ?? (await boot.config));
    const url = discovery ?? `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const signal = AbortSignal.timeout(10_000); // The program asks again, and has its own end.
    return text(url, { cache: "no-store", credentials: "omit", redirect: "error", signal });
  }

  /**
   * Begins the sign-in that an earlier page of this browser has prepared (public/sign-in.js), to come back to this page: `true`,
   * or the address for which the boot script leaves. It is good once: where it fails the program begins the next one, and says
   * what is wrong.
   */
  async function begin(kept) {
    const base64url = (bytes) =>
      btoa(String.fromCharCode(...new Uint8Array(bytes))).slice(0, -1).replaceAll("+", "-").replaceAll("/", "_");
    // 32 bytes are 43 characters and one that fills them up.
    const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
    const values = { state: random(), nonce: random(), verifier: random() };
    values.challenge = base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(values.verifier)));
    const filled = (text) => text.replace(/~(\w+)~/g, (all, name) => values[name] ?? all);
    const first = kept.first[stored("organization", "sessionStorage") ? 1 : 0];
    const transaction = { ...kept.transaction, page, first, created: Date.now() };
    localStorage.removeItem("partner-renewal.next-sign-in");
    sessionStorage.setItem("partner-renewal.config", kept.config);
    sessionStorage.setItem(`partner-renewal.sign-in.${values.state}`, filled(JSON.stringify(transaction)));
    const address = filled(kept.url);
    // Firefox takes a script that is still on its way when the page is left for a damaged one. There are three, and the styles.
    if (performance.getEntriesByType("resource").length < 4) return address;
    location.replace(address);
    return true;
  }

  /**
   * Begins a sign-in that was prepared by settings of the last ten minutes, as from a tab that stays open; `false` where the
   * program is to begin it.
   */
  function leaveForSignIn() {
    try {
      const kept = JSON.parse(stored("next-sign-in"));
      const isRecent = kept.config === stored("config") && Math.abs(Date.now() - stored("config-at")) < 600_000;
      const isGood = isRecent && kept.program === names.wasm && navigator.onLine && new RegExp(kept.pages).test(page);
      return isGood && !isBack && begin(kept).catch(() => false);
    } catch {
      return false; // Nothing is prepared, or nothing that can be read.
    }
  }

  /**
   * Back from the sign-in page, sends the program's first requests while the program starts: that which turns the code into
   * tokens, that for the provider's keys, and with the token what the API is asked first. The program judges return and
   * tokens as it would, and its own requests are answered by these; what it does not ask for is seen by nobody. The code goes
   * to the provider that the sign-in was begun at, and not where the return names another. A page that is loaded once more
   * has sent its code, which is good once: the program begins another sign-in.
   */
  function exchangeCode() {
    try {
      const query = new URLSearchParams(location.search);
      const name = `partner-renewal.sign-in.${query.get("state")}`;
      const kept = JSON.parse(sessionStorage.getItem(name));
      if (kept.sent) return sessionStorage.removeItem(name);
      const { issuer, token_endpoint, jwks_uri, authorization_response_iss_parameter_supported: namesIssuer } = JSON.parse(kept.discovery);
      const code = query.get("code");
      const keys = [...query.keys()];
      const isOurs = (query.get("iss") ?? (namesIssuer ? null : issuer)) === issuer;
      // What the program would refuse is left to it.
      if (!isOurs || !code || !kept.exchange || query.has("error") || new Set(keys).size < keys.length) return;
      sessionStorage.setItem(name, JSON.stringify({ ...kept, sent: true }));
      const { fetch } = globalThis;
      const sent = {};
      const signal = AbortSignal.timeout(30_000);
      const send = (address, headers, options) => fetch(address, { cache: "no-store", credentials: "omit", redirect: "error", signal, headers, ...options });
      const tokens = send(
        token_endpoint,
        { "content-type": "application/x-www-form-urlencoded" },
        { method: "POST", body: kept.exchange + encodeURIComponent(code) },
      );
      sent[token_endpoint] = tokens;
      sent[jwks_uri] = send(jwks_uri);
      sent[new URL(kept.first, document.baseURI).href] = tokens.then(async (answer) => {
        const { access_token: token } = await answer.clone().json();
        if (!token) throw answer;
        return send(kept.first, { "accept-language": language, authorization: `Bearer ${token}` });
      });
      globalThis.fetch = (resource, ...rest) => {
        const answer = sent[resource.url];
        delete sent[resource.url];
        const ask = () => fetch(resource, ...rest);
        // What failed is asked for once more: the program knows what a failure is, such as a policy that lacks an origin.
        return answer?.catch(ask) ?? ask();
      };
      for (const answer of Object.values(sent)) answer.catch(() => {});
    } catch {
      // There is no such sign-in in this tab, or none that can be read: the program says what is wrong.
    }
  }
  if (isBack) exchangeCode();

  // The start page is painted before anything is asked for: it has its words, where it is in English.
  const words = {};
  let settings;
  const boot = {
    language,
    program: fetchProgram,
    get locale() {
      // Its integrity stands behind its address.
      const address = catalogue(boot.language);
      return (words[address] ??= text(address, { integrity: address.split("#")[1] }));
    },
    discovery: null,
    discover,
    get config() {
      return (settings ??= config());
    },
    glue,
    glueArrived,
    leaving,
  };
  globalThis.__boot = boot;
  const early = [glue];
  if (!isStart && !leaving) {
    early.push(boot.config);
    // Whoever checks a letter or pays by a link does not sign in, and is none of the provider's business.
    if (!isBack && !isStatus && !/^\/(verify|pay)\//.test(page)) early.push((boot.discovery = discover()));
    early.push(boot.locale);
  }
  if (root.dataset.words) early.push(boot.locale);
  // Whoever waits for them is told of a failure; until then it is no unhandled one.
  for (const promise of early) promise.catch(() => {});
})();
