// Who may renew, and when: what each person of the sandbox is told.
import assert from "node:assert/strict";
import { REFUSED, withoutEarlyAnswers } from "../harness/api.mjs";
import { journey } from "../harness/journey.mjs";
import { action, arrive, atStep, button, choose, complete, fillProfile, path, payByCard, renewTo, signIn, speak, walk } from "../harness/walk.mjs";

/** The text of the page; a day and its month are held together by a no-break space there. */
const words = async (page) => (await page.locator("main").innerText()).replaceAll("\u00a0", " ");

journey("ux-37: a colleague who may not renew is told who can, and gets a text to send", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Oleg Example");
  assert.equal(await action(page, "Renew").count(), 0, "no way to start");
  const text = await words(page);
  assert.match(text, /Nadia Example/, "the primary contact by name");
  await page.getByRole("link", { name: /Organizations/ }).first().click();
  await arrive(page, "Organizations");
  const organizations = await words(page);
  assert.match(organizations, /Nadia Example/);
  assert.match(organizations, /nadia@cedar\.example/);
  assert.match(organizations, /Sofia/);
  assert.match(organizations, /Vienna/);
  const handover = page.getByRole("link", { name: "Write an email", exact: true });
  assert.match(await handover.getAttribute("href"), /^mailto:nadia/);

  await page.goto(sandbox.url("/renew/requirements"));
  await arrive(page, "Your membership");
  assert.equal(await page.getByRole("checkbox").count(), 0, "no form");
});

journey("beside the membership stand requirements, profile, people and documents, as they are now", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  const card = (name) => page.getByRole("main").locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) });
  assert.match(await card("Requirements").innerText(), /4 of 4 met/);
  assert.match(await card("Profile").innerText(), /19\sFebruary 2026/);
  assert.match(await card("People").innerText(), /Nadia Example/);
  assert.match(await card("Documents").innerText(), /None for this year yet/);
  await renewTo(page, "profile");
  await fillProfile(page, "City", "Varna");
  await complete(page, "profile");
  await walk(page, "agreement", "level");
  await page.getByText("Not offered in this country. Choose a location in Austria, Germany", { exact: false }).waitFor();
  await walk(page, "level", "review");
  await payByCard(page, sandbox);
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Your membership");
  assert.match(await card("Profile").innerText(), /24\sNovember 2026/);
  await card("Documents").getByRole("link", { name: "See the confirmation" }).click();
  await arrive(page, "Membership renewed");
});

journey("ux-35 ux-36: with exactly 90 days left it is too early, and the page says when it opens", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ timezoneId: "Pacific/Auckland" });
  await signIn(page, sandbox, "Petra Example");
  assert.equal(await action(page, "Renew").count(), 0);
  const text = await words(page);
  assert.match(text, /\b90 days\b/);
  assert.match(text, /25\sNovember 2026|November\s25, 2026/, "the day the window opens");
  assert.doesNotMatch(await page.title(), /^Error:/);
  await page.goto(sandbox.url("/renew/requirements"));
  await arrive(page, "Your membership");
});

for (const timezoneId of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
  journey(`ux-36: with exactly 89 days left it is the first day (${timezoneId})`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer({ timezoneId });
    await signIn(page, sandbox, "Quinn Example");
    assert.match(await words(page), /\b89 days\b/);
    assert.match(await words(page), /21\sFebruary 2027|February\s21, 2027/, "the membership date, whatever the zone");
    await action(page, "Renew").click();
    await atStep(page, "requirements");
  });
}

journey("in the grace period the renewal is still open", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Greta Example");
  assert.match(await words(page), /grace/i);
  await renewTo(page, "profile");
});

for (const [name, pattern] of [
  ["Lars Example", /lapsed/i],
  ["Sinead Example", /suspended/i],
  ["Viktor Example", /verif|checked|checking/i],
]) {
  journey(`${name} can't renew, and reads why and what to do`, async ({ sandbox, newcomer }) => {
    const { page } = await newcomer();
    await signIn(page, sandbox, name);
    assert.equal(await action(page, "Renew").count(), 0);
    assert.match(await words(page), pattern);
  });
}

journey("whoever has lapsed reads since when, asks to rejoin, and can take that back", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Lars Example");
  const text = await words(page);
  assert.match(text, /Lapsed on\s+\d+ \w+ 2026\s+Your membership can no longer be renewed here\./);
  const says = (sentence) => page.getByRole("main").getByText(sentence).waitFor();
  await action(page, "Rejoin the program").click();
  await arrive(page, "Rejoin the program");
  await says("Lapsed on 10 November 2026. Nobody has asked to rejoin.");
  await button(page, "Ask to rejoin").click();
  await says(/^Asked for on 24\sNovember 2026.* by Lars Example\.$/);
  await says("The program answers by email within 5 working days.");

  await page.locator("#app").getByRole("link", { name: "Your membership", exact: true }).click();
  await says("Since 24 November 2026: Your request to rejoin is being read.");
  assert.equal(await action(page, "Rejoin the program").count(), 0);
  await speak(page, "Български");
  await action(page, "Вижте искането").click();
  await button(page, "Оттеглете искането").click();
  await says("Изтекло на 10 ноември 2026 г. Никой не е поискал ново включване.");
  await button(page, "Поискайте ново включване").waitFor();
});

journey("whoever may not ask to rejoin, or need not, reads that", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Oleg Example", "/organizations/org-cedar/enrollment", "Rejoin the program");
  await page.getByText("The membership has not lapsed.").waitFor();
  assert.equal(await button(page, "Ask to rejoin").count(), 0);
});

journey("where the program takes no requests, whoever has lapsed writes about the company", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await page.route(/\/organizations\/org-alder\/membership$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace('"enrollment"', '"contact_support"') });
  });
  // The answer that comes beside that of the account has no membership to change then.
  await withoutEarlyAnswers(page);
  await signIn(page, sandbox, "Lars Example");
  const href = await page.getByRole("link", { name: "Write to rejoin", exact: true }).getAttribute("href");
  assert.ok(href.startsWith("mailto:desk@partner-program.example?subject="), href);
  assert.match(new URL(href).searchParams.get("subject"), /^Rejoin: Alder Example AB \(\d+\)$/);
});

journey("the start page says what to have ready, and how many minutes each step takes", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await page.goto(sandbox.url("/"));
  await arrive(page, "Renew your partner membership");
  const text = await words(page);
  const ready = [
    "What to have ready",
    "The work account linked to your membership",
    "Your company’s legal name, address and registration or tax numbers",
    "The authority to sign for your company",
    "A card, or the details for a bank transfer or purchase order",
  ];
  for (const part of ready) assert.ok(text.includes(part), part);
  const minutes = [...text.matchAll(/(\d+) min\b/g)].map(([, count]) => Number(count));
  assert.equal(minutes.length, 7, text);
  assert.equal(minutes.reduce((sum, count) => sum + count), 10);
});

journey("levels stand side by side: the present one is marked, and what differs from it is told", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox);
  await renewTo(page, "level", { location: /Vienna/ });
  await page.getByText("Differences from Advanced are in bold.").waitFor();
  const levels = await page.locator("main .level").evaluateAll((cards) =>
    cards.map((card) => ({
      name: card.querySelector("h2").innerText.trim(),
      mark: card.querySelector(".tag")?.innerText ?? "",
      rows: [...card.querySelectorAll("dt")].map((term) => term.innerText),
      differs: card.querySelectorAll(".level__differs").length,
    })),
  );
  assert.deepEqual(levels.map(({ name, mark }) => [name, mark]), [["Foundation", ""], ["Advanced", "Your current level"], ["Premier", ""]]);
  for (const { rows } of levels) assert.deepEqual(rows, levels[0].rows, "the same thing stands in the same row");
  assert.equal(levels[1].differs, 0);
  assert.ok(levels[0].differs > 0 && levels[2].differs > 0, JSON.stringify(levels));
});

journey("a requirement that is short is shown with what is missing, and stops the renewal there", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ permits: [REFUSED] });
  await signIn(page, sandbox, "Rita Example");
  await action(page, "Renew").click();
  await atStep(page, "requirements");
  const text = await words(page);
  assert.match(text, /Not met/);
  assert.match(text, /One more person/);
  await page.goto(sandbox.url("/renew/profile"));
  await atStep(page, "requirements");
  await page.goto(sandbox.url("/competencies"));
  await arrive(page, "Manage competencies");
  assert.match(await words(page), /Not met/);
});

journey("a person with two companies chooses one, and renews each apart", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await page.goto(sandbox.url("/membership"));
  await arrive(page, "Choose an account");
  await page.getByRole("button", { name: /^Tomas Example:/ }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  if (path(page, sandbox) !== "/organizations") await page.goto(sandbox.url("/organizations"));
  await arrive(page, "Organizations");
  assert.match(await words(page), /Membership date: 8\sJanuary 2027/, "which one is due when");
  await page.getByRole("button", { name: /Linden Example Ltd/ }).or(page.getByRole("radio", { name: /Linden Example Ltd/ })).click();
  await arrive(page, "Your membership");
  assert.match(await words(page), /Linden Example Ltd/);
  assert.match(await words(page), /\b45 days\b/);
  await renewTo(page, "agreement");

  await page.goto(sandbox.url("/organizations"));
  await arrive(page, "Organizations");
  await page.getByRole("button", { name: /Spruce Example/ }).or(page.getByRole("radio", { name: /Spruce Example/ })).click();
  await arrive(page, "Your membership");
  assert.match(await words(page), /Spruce Example s\.r\.o\./);
  assert.match(await words(page), /\b30 days\b/);
  await action(page, "Renew").click();
  await atStep(page, "requirements");
  await complete(page, "requirements");
});

journey("two tabs work for two companies, and a reload keeps each at its own", async ({ sandbox, newcomer }) => {
  const { page, context } = await newcomer();
  const choose = async (tab, company) => {
    await tab.getByRole("button", { name: company }).click();
    await arrive(tab, "Your membership");
    assert.match(await words(tab), company);
  };
  await signIn(page, sandbox, "Tomas Example", "/organizations", "Organizations");
  await choose(page, /Spruce Example/);
  const second = await context.newPage();
  await second.goto(sandbox.url("/membership"));
  await arrive(second, "Your membership");
  assert.match(await words(second), /Spruce Example/, "a new tab begins with the company last worked for");
  await second.goto(sandbox.url("/organizations"));
  await arrive(second, "Organizations");
  await choose(second, /Linden Example/);
  for (const [tab, company] of [[page, /Spruce Example/], [second, /Linden Example/]]) {
    await tab.reload();
    await arrive(tab, "Your membership");
    assert.match(await words(tab), company);
  }
});

journey("already renewed: no second renewal, but its confirmation", async ({ sandbox, newcomer }) => {
  const { page } = await newcomer();
  await signIn(page, sandbox, "Dora Example");
  assert.equal(await action(page, "Renew").count(), 0);
  await page.goto(sandbox.url("/renew/requirements"));
  await arrive(page, "Membership renewed");
});

for (const [what, person, pages] of [
  ["a very long name", "Leopoldina-Magdalena von und zu Langenstein-Example", [["/membership", "Your membership"], ["/organizations", "Organizations"]]],
  ["a date that stands large", "Lars Example", [["/membership", "Your membership"]]],
]) journey(`${what} fits on a narrow page`, async ({ sandbox, newcomer }) => {
  const { page } = await newcomer({ viewport: { width: 320, height: 640 } });
  await signIn(page, sandbox, person);
  for (const [where, heading] of pages) {
    await page.goto(sandbox.url(where));
    await arrive(page, heading);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll("body *")]
        .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
        .map((one) => one.outerHTML.slice(0, 100)),
    );
    assert.ok(sideways <= 0, `${where} scrolls sideways by ${sideways} px: ${wide.slice(-3).join(" | ")}`);
  }
});

journey("who is held up is told why, since when, and whom to write to about which company", async ({ sandbox, newcomer }) => {
  for (const [person, state, reason, since, company] of [
    ["Ronja Example", "Cannot be renewed now", "The business register has no company with your registration number.", "18 November 2026", "Elder Example AB (4210018)"],
    ["Sinead Example", "Suspended", "Two invoices of last year are not paid.", "12 November 2026", "Hazel Example Ltd (4210006)"],
  ]) {
    const { page } = await newcomer();
    await signIn(page, sandbox, person);
    const text = await words(page);
    for (const part of [state, `Since ${since}: ${reason}`, "Partner desk"]) assert.ok(text.includes(part), `${person}: ${part}`);
    for (const [label, address] of [["desk@partner-program.example", "mailto:desk@partner-program.example"], ["+1 555 0100", "tel:+15550100"]]) {
      assert.equal(await page.getByRole("main").getByRole("link", { name: label, exact: true }).getAttribute("href"), address);
    }
    assert.equal(await action(page, "Renew").count(), 0);
    // The page of the verification tells more, and has the link.
    if (person === "Ronja Example") await action(page, "See the verification").click();
    const href = await page.getByRole("link", { name: "Write to the program", exact: true }).getAttribute("href");
    assert.ok(href.startsWith("mailto:desk@partner-program.example?subject="), href);
    assert.equal(new URL(href).searchParams.get("subject"), company);
  }
  const { page } = await newcomer();
  await signIn(page, sandbox, "Sinead Example");
  await speak(page, "Български");
  await page.getByText("Две фактури от миналата година не са платени.", { exact: false }).waitFor();
});

journey("a colleague sees who has begun the renewal and where it stands, and it follows when the page is shown again", async ({ sandbox, newcomer }) => {
  const nadia = await newcomer();
  await signIn(nadia.page, sandbox);
  await renewTo(nadia.page, "agreement");
  // The moment is shown in the time of the reader's place, where the sandbox's day may be over.
  const oleg = await newcomer({ timezoneId: "Etc/UTC" });
  await signIn(oleg.page, sandbox, "Oleg Example");
  await oleg.page.getByText("Step 3 of 7: Agreement").waitFor();
  assert.match(await words(oleg.page), /Begun by Nadia Example, 24\sNovember 2026/);
  assert.equal(await action(oleg.page, "Continue your renewal").count(), 0);
  await walk(nadia.page, "agreement", "level");
  await oleg.page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await oleg.page.getByText("Step 5 of 7: Level").waitFor();

  // The text to send leads whoever goes on to the step at which the renewal waits.
  await oleg.page.goto(sandbox.url("/organizations"));
  await arrive(oleg.page, "Organizations");
  const text = oleg.page.getByRole("blockquote").filter({ hasText: /^Hello Nadia Example, .*\/renew\/level$/ });
  await text.waitFor();
  const message = await text.textContent();
  const other = await newcomer();
  await other.page.goto(message.match(/http:\S+$/)[0]);
  await choose(other.page, "Nadia Example");
  await atStep(other.page, "level");
});
