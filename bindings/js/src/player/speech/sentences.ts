/** Cuts a text into pieces that a voice can say in one breath. */

/** A piece, and where it begins in the text. */
export interface Piece {
  readonly text: string;
  readonly from: number;
}

/** Some voices of Chrome fall silent for good after about 15 seconds (crbug.com/679437); slow speech is about 10 letters a second. */
const LONGEST = 120;

/** Sentences end with these in the languages of the interface and in most others. */
const SENTENCE = /[^.!?…؟۔।。！？]+[.!?…؟۔।。！？]*\s*/g;
const WORD = /\S+\s*/g;

/** A short text in one piece; a long one by sentences, several where they are short, and a very long sentence between words. */
export const piecesOf = (text: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let from = 0;
  let end = 0;
  const cut = (to: number): void => {
    const piece = text.slice(from, to);
    if (/[\p{L}\p{N}]/u.test(piece)) pieces.push({ text: piece, from });
    from = to;
  };
  for (const { 0: sentence, index } of text.matchAll(SENTENCE)) {
    if (index + sentence.length - from > LONGEST) cut(end);
    if (sentence.length > LONGEST) {
      for (const { 0: word, index: at } of sentence.matchAll(WORD)) {
        if (index + at + word.length - from > LONGEST) cut(index + at);
      }
    }
    end = index + sentence.length;
  }
  cut(text.length);
  return pieces;
};
