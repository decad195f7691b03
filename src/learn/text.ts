// Text to token ids and back: characters, byte-pair encoding trained here, and OpenAI's published vocabularies.
export type { Tokenizer } from "./text/tokenizer";
export { charTokenizer, type CharTokenizerOptions } from "./text/characters";
export { trainBpe, type BpeOptions, type BpeTokenizer } from "./text/bpe";
export { publishedTokenizer, type PublishedVocabulary } from "./text/published";
