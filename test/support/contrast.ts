import { type Page } from 'playwright-core';

/** The least ratio of contrast that WCAG 2 asks for in text. */
const MIN_CONTRAST = 4.5;

// Runs in the page, whose types the tests do not have.
const measure = (
  selector: string,
): string => `[...document.querySelectorAll(${JSON.stringify(selector)})].flatMap((element) => {
  const parse = (text) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  };
  const over = (top, below, alpha) => [0, 1, 2].map((i) => top[i] * alpha + below[i] * (1 - alpha));
  const linear = (value) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const up = (each) => (each ? [each, ...up(each.parentElement)] : []);
  const chain = up(element).map((each) => getComputedStyle(each));
  const layers = chain.map(({ backgroundColor }) => parse(backgroundColor));
  const opaque = layers.findIndex(([, , , alpha]) => alpha === 1);
  const background = layers.slice(0, opaque).reduceRight((below, layer) => over(layer, below, layer[3]), layers[opaque]);
  const color = parse(chain[0].color);
  const opacity = chain.reduce((product, each) => product * Number(each.opacity), color[3]);
  const [dark, light] = [luminance(over(color, background, opacity)), luminance(background)].sort((a, b) => a - b);
  const ratio = (light + 0.05) / (dark + 0.05);
  return element.textContent && ratio < ${MIN_CONTRAST} ? [element.textContent + ': ' + ratio.toFixed(2)] : [];
})`;

/** Texts of the elements found whose contrast is too low, with it. Unlike axe's, this counts the opacity of all that they are in. */
export async function faintTexts(page: Page, selector: string): Promise<readonly string[]> {
  return page.evaluate<string[]>(measure(selector));
}
