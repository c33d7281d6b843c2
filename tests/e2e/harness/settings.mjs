// Other settings for the site than the sandbox gives it.

/** Answers config.json with the sandbox's own settings after `change`; a text is sent as it is. */
export async function configure(page, change) {
  await page.route("**/config.json", async (route) => {
    const answer = await route.fetch();
    const changed = change(await answer.json());
    await route.fulfill({ response: answer, body: typeof changed === "string" ? changed : JSON.stringify(changed) });
  });
}
