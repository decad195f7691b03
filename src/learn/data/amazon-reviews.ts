// 1,000 sentences of reviews of mobile phones and their parts, half of them positive (Kotzias et al. 2015).
import type { Source } from "./source";

export interface ReviewRow {
  sentence: string;
  positive: boolean;
}

const HEADER = "sentence\tpositive";

export const amazonReviews: Source<ReviewRow> = {
  title: { en: "Sentences of Amazon reviews, labelled", zh: "带标注的亚马逊评论句子" },
  file: "amazon-reviews.tsv",
  sha256: "7e00a917b7b437b430bef1552c92fcba40a2e96e76fbc531a5704a2f5dab3958",
  licence: "CC-BY-4.0",
  attribution: "Kotzias, Denil, de Freitas, Smyth: From Group to Individual Labels using Deep Features (KDD 2015), UCI Sentiment Labelled Sentences, by way of wink-sentiment 5.0.2",
  parse(text) {
    const [header, ...lines] = text.trimEnd().split("\n");
    if (header !== HEADER) throw new Error(`the header is "${header ?? ""}", not "${HEADER}"`);
    return lines.map((line, index) => {
      const [sentence = "", label] = line.split("\t");
      if (sentence === "" || (label !== "0" && label !== "1")) throw new Error(`line ${index + 2} is no sentence with 0 or 1`);
      return { sentence, positive: label === "1" };
    });
  },
};
