// When a page is there, told by the page itself.

/** How long anything may take before the run is given up, in milliseconds. */
const LIMIT_MS = 60_000;

/**
 * Epoch milliseconds two frames after the page with this heading is there with all its content. It is looked for in the
 * page itself, where a look costs next to nothing.
 *
 * @param {string | RegExp} heading its h1
 * @param {string} content what has to be there as well, as a selector
 */
export async function painted(page, heading, content = 'main form') {
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
