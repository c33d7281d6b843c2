// What was typed a moment before the page goes away is there when it comes back.
import { inEachEngine } from "./journey.mjs";
import { TRADING_NAME, complete, editCompany, saved, visit } from "./walk.mjs";

const PROFILE = "Review your organization profile";
/** Between the last key and the reload. The time is what this is about: a draft is written 300 ms after a key. */
const MOMENTS = [0, 60, 120, 200];

inEachEngine("text typed up to a fifth of a second before a reload is kept", {}, async ({ sandbox, open }) => {
  const { tab } = await open();
  await visit(tab, sandbox, "/membership", "Your membership");
  await tab.click("action", "Renew");
  await complete(tab, "requirements");
  await editCompany(tab);
  await tab.fill(TRADING_NAME, "Typed before everything");
  await saved(tab);
  for (const moment of MOMENTS) {
    const text = `Typed ${moment} ms before`;
    await tab.fill(TRADING_NAME, text);
    await new Promise((resolve) => setTimeout(resolve, moment));
    await tab.reload();
    await tab.arrive(PROFILE);
    await tab.until(async () => (await tab.valueOf(TRADING_NAME)) === text, text);
  }
});
