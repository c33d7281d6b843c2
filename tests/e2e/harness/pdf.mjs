// Prints a page as Chromium's print dialog would, and reads the words of a PDF back.
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/**
 * A page as printed by Chromium.
 *
 * @param {"A4"|"Letter"} format
 */
export async function pdfText(page, format) {
  return readPdf(await page.pdf({ format, tagged: true }));
}

/** The pages of a PDF as text, one string each, white space collapsed; and its title. */
export async function readPdf(bytes) {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: true }).promise;
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const sheet = await pdf.getPage(number);
    const { items } = await sheet.getTextContent();
    const text = items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("");
    pages.push(collapseWhitespace(text));
  }
  const marked = (await pdf.getMarkInfo())?.Marked ?? false;
  const { info } = await pdf.getMetadata();
  await pdf.destroy();
  return { pages, text: pages.join(" "), marked, title: info.Title };
}

/** White space of any kind as single spaces. */
export function collapseWhitespace(text) {
  return text.replace(/\s+/g, " ").trim();
}
