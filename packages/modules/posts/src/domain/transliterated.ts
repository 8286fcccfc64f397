/** Letters that no Unicode decomposition turns into ASCII; lower case, since that is what a slug is made of. */
const spelled: Readonly<Record<string, string>> = {
  ...letters("ß:ss æ:ae œ:oe ø:o ł:l đ:d ð:d þ:th ħ:h ı:i ŋ:ng ĸ:k ŧ:t ə:e"),
  ...letters(
    "а:a б:b в:v г:g д:d е:e ж:zh з:z и:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh " +
      "щ:shch ъ: ы:y ь: э:e ю:yu я:ya ґ:g є:ye і:i ђ:dj ј:j љ:lj њ:nj ћ:c џ:dz ѓ:g ќ:k",
  ),
  ...letters(
    "α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o",
  ),
};

function letters(pairs: string): Record<string, string> {
  return Object.fromEntries(pairs.split(" ").map((pair) => pair.split(":")));
}

/**
 * Spells text in lower-case ASCII as far as that is customary: accents go, Latin specials, Cyrillic and Greek become
 * letters. Anything else (Chinese, emoji) stays as it is.
 */
export function transliterated(text: string): string {
  // й and ё decompose to и and е with a mark; composed again they keep their own spelling.
  const bare = text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("й", "y")
    .replaceAll("ё", "yo")
    .normalize("NFKD");
  let spelling = "";
  for (const letter of bare.replaceAll(/\p{Mark}/gu, "")) spelling += spelled[letter] ?? letter;
  return spelling;
}
