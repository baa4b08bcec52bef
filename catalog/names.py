"""How names are folded so that one search finds all spellings of one system.

Case, accents, punctuation and spaces fall away; Cyrillic letters that look like Latin ones become these; `Kh` is `X`
(the Latin spelling of the Cyrillic letter) and `S` is `C` (its look-alike), so that Kh-101, X-101 and Х-101 are one.
"""

from __future__ import annotations

from unicodedata import category, normalize

# Cyrillic capitals and their Latin twins in print.
_look_alikes = str.maketrans("авекмнорстухіјѕёғ", "abekmhopctyxijcef")

# Romanization after the US Board on Geographic Names' system for Russian, without its signs; Ukrainian letters too.
_letters = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "i", "є": "ye", "ґ": "g",
}  # fmt: skip
_romanize = str.maketrans(_letters)
_no_marks = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())
_plain_letters = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def folded(name: str) -> str:
    """All folded spellings of a name, different ones separated by a space; made of letters and digits only."""
    plain = _bare(name)
    if plain.isascii():
        return _latin(plain)
    spellings = [_latin(plain.translate(_look_alikes)), _latin(plain.translate(_romanize))]
    return " ".join(dict.fromkeys(spelling for spelling in spellings if spelling))


def same_name(a: str, b: str) -> bool:
    """True if two names differ only in case, accents, punctuation, spaces or look-alike letters."""
    return bool(set(folded(a).split()) & set(folded(b).split()))


def id_of(name: str) -> str:
    """The id that a name gives: small Latin letters and digits, Cyrillic romanized, apostrophes dropped and all else a
    hyphen. Empty for a name without any of these, as 곡산."""
    import re  # queries, which read this module too, do without

    kept = re.sub("['’ʼ`]", "", name).casefold().translate(_romanize)
    decomposed = "".join(mark for mark in normalize("NFKD", kept) if category(mark) != "Mn")
    return re.sub("[^a-z0-9]+", "-", decomposed.translate(_plain_letters)).strip("-")


def _bare(name: str) -> str:
    """Lower case letters and digits alone. й and ї are kept whole: their marks are letters, not accents."""
    if name.isascii():
        return name.casefold().translate(_no_marks)
    kept = name.casefold().replace("й", "\0").replace("ї", "\1")
    decomposed = normalize("NFKD", kept).replace("\0", "й").replace("\1", "ї")
    return "".join(mark for mark in decomposed if category(mark)[0] in "LN").translate(_plain_letters)


def _latin(text: str) -> str:
    return text.replace("kh", "x").replace("s", "c")
