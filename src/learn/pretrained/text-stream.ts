// Tokens as text while they come: a character whose bytes are spread over tokens is held back until it is whole.

/** @param decode all ids so far → their text */
export async function* textStream(ids: AsyncIterable<number>, decode: (ids: number[]) => string): AsyncGenerator<string> {
  const all: number[] = [];
  let shown = "";
  for await (const id of ids) {
    all.push(id);
    const text = decode(all);
    if (text.endsWith("\uFFFD")) continue;
    if (text.length > shown.length) yield text.slice(shown.length);
    shown = text;
  }
  const rest = decode(all);
  if (rest.length > shown.length) yield rest.slice(shown.length);
}
