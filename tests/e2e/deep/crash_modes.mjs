// The ways in which a page can end. Each answers with the page of the next visit, which is still empty or, after
// `panic`, stands where the person pressed Reload.
import assert from "node:assert/strict";

/** `scene` is `{ person, open, page, context, point, stop }`; `stop` is what the point's `reach` answered. */
export const CRASH_MODES = {
  async SIGKILL(scene) {
    await scene.person.kill();
    scene.person = await scene.open();
    return scene.person.page;
  },

  async crash({ page, context }) {
    const session = await context.newCDPSession(page);
    const gone = page.waitForEvent("crash");
    // It never answers: whoever should is gone.
    session.send("Page.crash").catch(() => {});
    await gone;
    return context.newPage();
  },

  async closed({ page, context }) {
    // A browser whose last tab is closed ends.
    const next = await context.newPage();
    await page.close();
    return next;
  },

  async offline({ page, context, stop }) {
    await context.setOffline(true);
    await stop.release?.();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await context.setOffline(false);
    return page;
  },

  async panic(scene) {
    // The hosted page is not ours and cannot panic; another tab of the site does.
    const page = scene.point.elsewhere ? await scene.visit(await scene.context.newPage()) : scene.page;
    await page.evaluate(() => {
      const error = new WebAssembly.RuntimeError("unreachable");
      dispatchEvent(new ErrorEvent("error", { error }));
    });
    await page.locator("#fatal").waitFor();
    assert.equal(await page.locator("#app").evaluate((app) => app.inert), true, "the page is frozen");
    await page.locator("#fatal [data-reload]").click();
    return page;
  },
};
