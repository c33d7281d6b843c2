// What a side-by-side measurement of several sites opens, presses and waits for in this one. The program that reads it
// is kept with the sites that are compared.
// The sandbox must be running (make serve). Unlike a site without an API this one signs in, so `start → status` holds two
// redirects and a token exchange; `payment → review` and `review → confirmation` ask a server for a price and an order.
import { painted } from './painted.mjs';

const button = (page, name) => page.getByRole('button', { name, exact: typeof name === 'string' });
const link = (page, name) => page.getByRole('link', { name, exact: true });

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

/** The site at this address, whose sandbox is controlled at the other one. */
export const siteAt = ({ site, api }) => {
  /** Everything as on the first day: each round renews the same membership. */
  const reset = () => fetch(`${api}/sandbox/reset`, { method: 'POST' });
  return {
    name: 'Leptos (this app)',
    url: site,
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
        settled: (page) => painted(page, 'Your membership', 'main .plaque'),
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
        act: (page) => button(page, 'Everything is correct: continue').click(),
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
      await button(page, 'Edit Company').click();
      return page.getByLabel('Legal company name');
    },
  };
};

const PORT = Number(process.env.PORT_BASE ?? 8080);
export default siteAt({ site: `http://localhost:${PORT}`, api: `http://localhost:${PORT + 1}` });
