// Text to token ids and back: characters, words, byte-pair encoding and WordPiece trained here, published vocabularies; Chinese words by jieba.
export type { Tokenizer } from "./text/tokenizer";
export { charTokenizer, type CharTokenizerOptions } from "./text/characters";
export { trainBpe, type BpeOptions, type BpeTokenizer } from "./text/bpe";
export { publishedTokenizer, type PublishedVocabulary } from "./text/published";
export { trainWordPiece, wordPiece, type WordPieceTokenizer } from "./text/wordpiece";
export { wordTokenizer, type WordTokenizerOptions } from "./text/word-tokenizer";
export { jieba, type CutOptions, type Jieba } from "./text/jieba";
