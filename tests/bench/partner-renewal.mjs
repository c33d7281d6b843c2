// What a side-by-side measurement of several sites opens, presses and waits for in this one. The program that reads it
// is kept with the sites that are compared.
// The sandbox must be running (make serve). Unlike a site without an API this one signs in, so `start → status` holds two
// redirects and a token exchange; `payment → review` and `review → confirmation` ask a server for a price and an order.
const PORT = Number(process.env.PORT_BASE ?? 8080);
const SITE = `http://localhost:${PORT}`;
const API = `http://localhost:${PORT + 1}`;

const button = (page, name) => page.getByRole('button', { name, exact: typeof name === 'string' });
const link = (page, name) => page.getByRole('link', { name, exact: true });

/** How long anything may take before the run is given up, in milliseconds. */
const LIMIT_MS = 60_000;

/**
 * Epoch milliseconds two frames after the page with this heading is there with all its content. It is looked for in the
 * page itself, where a look costs next to nothing.
 *
 * @param {string | RegExp} heading its h1
 * @param {string} content what has to be there as well, as a selector
 */
async function painted(page, heading, content = 'main form') {
  const wanted = { heading: heading.source ?? heading, isPattern: heading instanceof RegExp, content, limit: LIMIT_MS };
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await page.evaluate(inPage, wanted);
    } catch (error) {
      // A page that is loaded between the press and the heading has taken the one that was looked at with it.
      if (attempt < 8 && /context was destroyed|navigat/i.test(String(error))) continue;
      throw error;
    }
  }
}

function inPage({ heading, isPattern, content, limit }) {
  return new Promise((done, fail) => {
    setTimeout(() => fail(new Error(`no h1 "${heading}" after ${limit} ms`)), limit);
    const fits = (text) => (isPattern ? new RegExp(heading).test(text) : text === heading);
    const isThere = () => {
      const h1 = document.querySelector('main h1');
      if (!h1 || !h1.checkVisibility() || !fits(h1.textContent.trim())) return false;
      return document.querySelector(content) !== null && document.querySelector('main .loading') === null;
    };
    let over = false;
    const look = () => {
      if (over || !isThere()) return;
      over = true;
      watch.disconnect();
      const end = () => done(performance.timeOrigin + performance.now());
      requestAnimationFrame(() => requestAnimationFrame(end));
    };
    const watch = new MutationObserver(look);
    watch.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
    look();
  });
}

/** Everything as on the first day: each round renews the same membership. */
const reset = () => fetch(`${API}/sandbox/reset`, { method: 'POST' });

const signIn = async (page) => {
  await page.getByRole('heading', { level: 1, name: 'Choose an account' }).waitFor();
  await button(page, /^Nadia Example/).click();
};

const toProfile = async (page) => {
  await button(page, 'Renew').click();
  await page.getByLabel('I confirm that these requirements are met').check();
  await button(page, 'Save and continue').click();
  await page.getByRole('heading', { level: 1, name: 'Review your organization profile' }).waitFor();
};

export default {
  name: 'Leptos (this app)',
  url: SITE,
  startPath: '/',
  // The start page is HTML: its link works as soon as it is there, with the program or without.
  marker: () => document.querySelector('main a[href$="membership"]') !== null,
  interactive: (page) =>
    page.evaluate(() => globalThis.__peers.whenInteractive),
  startSelector: 'main a[href$="membership"]',
  nextHeading: 'Your membership',
  fullPageLoads: true,
  walk: [
    {
      name: 'start → status (with sign-in)',
      act: async (page) => {
        await reset();
        await link(page, 'Start now').click();
        await signIn(page);
      },
      // The heading stands before the sign-in too; the facts only after it.
      settled: (page) => painted(page, 'Your membership', 'main .facts'),
    },
    {
      name: 'status → requirements',
      act: (page) => button(page, 'Renew').click(),
      settled: (page) => painted(page, 'Check your requirements'),
    },
    {
      name: 'requirements → profile',
      act: async (page) => {
        await page.getByLabel('I confirm that these requirements are met').check();
        await button(page, 'Save and continue').click();
      },
      settled: (page) => painted(page, 'Review your organization profile'),
    },
    {
      name: 'profile → agreement',
      act: (page) => button(page, 'Save and continue').click(),
      settled: (page) => painted(page, 'Sign the agreement'),
    },
    {
      name: 'agreement → location',
      act: async (page) => {
        await page.getByLabel('Your full name').fill('Nadia Example');
        await page.getByLabel('Your job title').fill('Managing Director');
        await page.getByLabel(/^I am authorized/).check();
        await page.getByLabel('I have read and accept the agreement').check();
        await button(page, 'Accept and continue').click();
      },
      settled: (page) => painted(page, 'Where is your company located?'),
    },
    {
      name: 'payment → review',
      act: async (page) => {
        await page.getByRole('radio').first().check();
        await button(page, 'Save and continue').click();
        await page.getByRole('radio', { name: 'Advanced' }).check();
        await button(page, 'Save and continue').click();
        await page.getByRole('radio', { name: 'Bank transfer' }).check();
        await button(page, 'Save and continue').click();
      },
      settled: (page) => painted(page, 'Check your renewal and pay', 'main dl'),
    },
    {
      name: 'review → confirmation',
      act: (page) => button(page, /^Pay /).click(),
      settled: (page) => painted(page, 'Renewal received, payment pending', 'main dl'),
    },
  ],
  typeInto: async (page, base) => {
    await reset();
    await page.goto(`${base}/membership`);
    await toProfile(page);
    return page.getByLabel('Legal company name');
  },
};
