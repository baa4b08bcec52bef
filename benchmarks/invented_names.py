"""Invented words and their spellings in seven scripts, and what invented sources say with them.

A word is a row of syllables that every script can write, so that one name has a spelling in each, as real names have.
"""

from __future__ import annotations

from random import Random

SCRIPTS = ("latin", "cyrillic", "hangul", "hanzi", "katakana", "arabic", "devanagari")
SYLLABLES = [
    row.split()
    for row in (
        "ka ка 카 卡 カ كا का", "ko ко 코 科 コ كو को", "mi ми 미 米 ミ مي मि", "na на 나 娜 ナ نا ना",
        "ra ра 라 拉 ラ را रा", "so со 소 索 ソ سو सो", "ta та 타 塔 タ تا ता", "to то 토 托 ト تو तो",
        "ni ни 니 尼 ニ ني नि", "mo мо 모 莫 モ مو मो", "ri ри 리 里 リ ري रि", "ba ба 바 巴 バ با बा",
        "du ду 두 杜 ドゥ دو दु", "go го 고 戈 ゴ غو गो", "he хе 헤 赫 ヘ هي हे", "le ле 레 勒 レ لي ले",
        "pu пу 푸 普 プ بو पु", "ze зе 제 泽 ゼ زي ज़े", "sa са 사 萨 サ سا सा", "yu ю 유 尤 ユ يو यु",
    )
]  # fmt: skip
MOST_WORDS = len(SYLLABLES) ** 4
SCRIPT_OF = {
    "en": "latin", "de": "latin", "fr": "latin", "pl": "latin", "es": "latin", "vi": "latin", "ru": "cyrillic",
    "uk": "cyrillic", "ko": "hangul", "zh": "hanzi", "ja": "katakana", "ar": "arabic", "hi": "devanagari",
}  # fmt: skip
COUNTRY_OF = {
    "en": "US GB IN AU", "de": "DE AT CH", "fr": "FR BE", "pl": "PL", "es": "ES MX", "vi": "VN", "ru": "RU BY",
    "uk": "UA", "ko": "KR KP", "zh": "CN TW", "ja": "JP", "ar": "SA AE EG", "hi": "IN",
}  # fmt: skip
_makers = "US RU CN KP KR FR DE GB IL TR UA PL SE IT JP IN IR SK CZ ZA"
_buyers = "EG SA AE VN ID TH MY BR CL MX GR RO BG FI NO EE LV LT HU RS DZ MA SY IQ PK BD MM"
MAKERS = [*_makers.split(), "SUHH"]
USERS = [*_makers.split(), *_buyers.split()]

TITLES = {
    "en": "{0} moves to the front: what is known of the {1} km system|{0}: specifications, variants and users",
    "de": "{0}: Reichweite {1} km, Kaliber und Besatzung|Neue Lieferung: was {0} leisten soll",
    "fr": "{0}, portée de {1} km : ce que l'on sait|L'armée reçoit {0}",
    "pl": "{0} o zasięgu {1} km trafia na front|Dane techniczne: {0}",
    "es": "{0}: alcance de {1} km y peso en combate|Qué se sabe de {0}",
    "vi": "{0} có tầm bắn {1} km|Thông số kỹ thuật của {0}",
    "ru": "«{0}»: дальность {1} км и новая машина|Что известно о системе «{0}»",
    "uk": "«{0}» з дальністю {1} км на фронті|Що відомо про «{0}»",
    "ko": "{0} 사거리 {1}km, 제원과 특징|신형 '{0}' 공개",
    "zh": "“{0}”射程{1}公里:性能与装备情况|新型“{0}”亮相",
    "ja": "「{0}」射程{1}キロ、その性能|新型「{0}」を公開",
    "ar": "{0}: المدى {1} كم وما نعرفه عنه|ظهور {0} في العرض",
    "hi": "{0}: {1} किमी मारक क्षमता|सेना को मिला {0}",
}
NOTES = (
    "page speaks of the family without a model",
    "said of both versions alike",
    "page gives {0} in its table and another figure in the text",
    "as the caption of a photograph has it",
    "figure of the maker's leaflet",
    "measured by observers in {1}",
    "page adds that the figure holds with {0} crew trained",
    "page calls it the longest of its kind; {0} were seen in {1}",
    "from a parade in {1}",
    "one figure for the gun, the carrier and the reload vehicle together",
    "page words it as nearly; no condition named",
    "according to a manual captured in {1}",
)
SUMMARIES = (
    "{what} made in {maker} that carries the name {word}, first shown in {year}.",
    "{what} of {maker} on a carrier of its own; published figures differ by the ammunition that they assume.",
    "Successor of an older {what}, offered for export since {year} under the name {word}.",
    "{what} with a crew cab in front and the weapon behind it, built in small numbers since {year}.",
)
SAYS = (
    "{n} were delivered by rail in the weeks before",
    "the system was seen on pictures of a column near the border",
    "about {n} of them were lost, most of them to drones",
    "the shot flew {n} km and fell into the sea",
    "cannot confirm the number that others give",
    "the wreck carries marks of the year {year} and parts from several countries",
    "production has risen to {n} a month",
)
SPEAKERS = (
    "Ministry of Defence",
    "General Staff",
    "Joint Chiefs of Staff",
    "military intelligence",
    "mission to the UN",
)
OUTLETS = (
    "Post",
    "Herald",
    "Defence Review",
    "News",
    "Observer",
    "Institute",
    "Monitor",
    "Gazette",
    "Agency",
    "Archive",
)


def word(number: int, script: str = "latin") -> str:
    """The word of a number, in one script; different below MOST_WORDS."""
    column, parts = SCRIPTS.index(script), []
    for _ in range(4):
        number, place = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[place][column])
    return "".join(parts)


def short(text: str, script: str, letters: int = 3) -> str:
    """The first syllables of a word of any script, as a Latin name would begin: `Kamina` of `kaminaso`."""
    return text[: 2 * letters].capitalize() if script == "latin" else text[:letters]


def title(rng: Random, language: str) -> str:
    """The title of a document in its language and script."""
    script = SCRIPT_OF[language]
    name = short(word(rng.randrange(MOST_WORDS), script), script)
    return rng.choice(TITLES[language].split("|")).format(name, rng.randrange(5, 900))


def note(rng: Random) -> str:
    """What an editor notes of a figure."""
    return rng.choice(NOTES).format(rng.randrange(2, 60), rng.randrange(1975, 2026))
