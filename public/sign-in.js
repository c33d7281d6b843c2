// Keeps the next sign-in, which the first script begins without waiting for the program (public/prepaint.js): every page begins
// with one, because tokens live in the memory of a page alone. Part of the boot script.
{
  const boot = globalThis.__boot;
  const program = document.querySelector("script[data-wasm]").dataset.wasm;
  /** Pages for people without an account, and the end of a sign-in. */
  const WITHOUT_SIGN_IN = /^(verify|pay|sign-in)\//;

  /** The paths of these pages, as a regular expression. A star stands for an organization. */
  function pattern(pages) {
    const paths = pages.filter((page) => !WITHOUT_SIGN_IN.test(page)).map((page) => page.replace("*", "[\\w-]+"));
    return `^/(${paths.join("|")})/?([?#]|$)`;
  }

  /**
   * Keeps what the program has prepared (`OidcSession::prepare_next`): the address where the sign-in begins and the text that is
   * kept meanwhile, with `~state~`, `~nonce~`, `~verifier~` and `~challenge~` in the place of its random values, and the
   * addresses of what the API is asked first: without an organization of the tab, and with one.
   */
  globalThis.__keepSignIn = async (url, transaction, ...first) => {
    try {
      const config = await boot.config;
      const kept = { program, pages: pattern(boot.pages), config, url, transaction: JSON.parse(transaction), first };
      localStorage.setItem("partner-renewal.next-sign-in", JSON.stringify(kept));
    } catch {
      // Storage is denied or full, or the page has no settings any more: the program begins the next one.
    }
  };
}
