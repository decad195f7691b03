// A page of the site in a real browser: what a reader would stumble on, at a width and in a colour scheme.
import type { Browser, CDPSession, Page } from "playwright-core";

export interface View { width: number; scheme: "light" | "dark" }

/** Runs in the page: a list of what is wrong. */
const FAULTS = `(() => {
  const faults = [];
  const seen = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
  const name = (element) => [element.closest("[id]")?.id, (element.textContent || element.outerHTML).trim().slice(0, 60)].filter(Boolean).join(" ");
  if (document.documentElement.scrollWidth > innerWidth) faults.push("wider than the window: " + document.documentElement.scrollWidth + " > " + innerWidth);
  for (const image of document.images) if (!image.hidden && image.naturalWidth === 0) faults.push("a picture that does not load: " + image.alt);
  for (const image of document.images) if (!image.alt && image.closest("main")) faults.push("a picture without words: " + name(image));
  for (const formula of document.querySelectorAll(".katex-error")) faults.push("a formula that cannot be set: " + name(formula));
  for (const figure of document.querySelectorAll("figure.plot:not(.live)")) faults.push("a figure that is not live: " + figure.dataset.alt);
  for (const text of document.querySelectorAll("figure.plot .main-svg text")) {
    const [inner, outer] = [text.getBoundingClientRect(), text.closest("figure").getBoundingClientRect()];
    if (seen(text) && (inner.left < outer.left - 2 || inner.right > outer.right + 2)) faults.push("cut off in a figure: " + name(text));
  }
  const wide = (element) => element.scrollWidth > element.clientWidth + 1 && !["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  for (const element of document.querySelectorAll("main p, main li, main pre, main table, main .output, main .katex-display")) if (seen(element) && wide(element) && !element.closest("svg")) faults.push("cut off: " + name(element));
  const channel = (value) => { const c = value / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const luminance = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number); return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
  const page = luminance(getComputedStyle(document.body).backgroundColor);
  const contrast = (colour) => { const l = luminance(colour); return (Math.max(l, page) + 0.05) / (Math.min(l, page) + 0.05); };
  for (const text of document.querySelectorAll("main p, main h1, main h2, figure.plot .main-svg .xtitle, figure.plot .main-svg .ytitle, figure.plot .main-svg .gtitle")) {
    const style = getComputedStyle(text);
    const colour = text instanceof SVGElement ? style.fill : style.color;
    if (seen(text) && text.textContent.trim() && contrast(colour) < 3) faults.push("hardly readable: " + name(text) + " " + colour);
  }
  return faults;
})()`;

/** What the browser complains of while it shows the page in each of the views, and what does not look right. */
export async function faultsOf(browser: Browser, url: string, views: readonly View[]): Promise<string[]> {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url().slice(0, 200)}`));
  page.on("console", (message) => void (["error", "warning"].includes(message.type()) && faults.push(message.text())));
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(url);
  for (const { width, scheme } of views) {
    await page.emulateMedia({ colorScheme: scheme });
    await shownWhole(page, width);
    faults.push(...(await page.evaluate<string[]>(FAULTS)).map((fault) => `${width} px, ${scheme}: ${fault}`));
  }
  await context.close();
  return faults;
}

/** Resolves once every figure is live and as wide as its place, two frames later; after a minute in any case: `FAULTS` names those that are not. */
const SETTLED = `new Promise((done) => {
  const deadline = performance.now() + 60000;
  const fits = (figure) => figure.classList.contains("live") && Math.abs(figure.querySelector(".main-svg").getBoundingClientRect().width - figure.clientWidth) <= 2;
  const look = () => {
    const settled = [...document.querySelectorAll("figure.plot")].every(fits);
    requestAnimationFrame(settled || performance.now() > deadline ? () => requestAnimationFrame(done) : look);
  };
  look();
})`;

/** A window as high as the page, so that every figure is near and becomes live. */
async function shownWhole(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.setViewportSize({ width, height: await page.evaluate<number>("document.documentElement.scrollHeight") });
  await page.evaluate(SETTLED);
}

/** Families of the fonts that the browser really took for the page's first heading. */
export async function headingFonts(browser: Browser, url: string): Promise<string[]> {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  await page.goto(url);
  const client: CDPSession = await context.newCDPSession(page);
  await client.send("DOM.enable");
  await client.send("CSS.enable");
  const { root } = await client.send("DOM.getDocument");
  const { nodeId } = await client.send("DOM.querySelector", { nodeId: root.nodeId, selector: "main h1" });
  const { fonts } = await client.send("CSS.getPlatformFontsForNode", { nodeId });
  await context.close();
  return fonts.map(({ familyName }) => familyName);
}
