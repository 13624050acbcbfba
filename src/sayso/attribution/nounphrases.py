"""The noun phrase of a source, by its words alone: how many, which head, and what stands around the head."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from sayso.attribution.mentions import is_in, load_nouns, singular
from sayso.records import Sourcing

TOKEN = re.compile(r"[@#]?[^\W_]+(?:[.'’&/-][^\W_]+)*\.?|--|[,;:()\[\]—–“”\"%]")
LEADING = re.compile(
    r"^[\s“”\"'‘’(\[,—–-]*(?:(?:by|from|as|for|among|according to|within|in|with|even|not|just|only|virtually"
    r"|at least|especially|particularly|mainly|mostly|then)\s+(?=\w))*(?:[\"“]\s*)?",
    re.IGNORECASE,
)
BRACKETED = re.compile(r"(?<=\w)\s*\([^()]*\)")
"""``Maricopa County (Ariz.) Sheriff Joe Arpaio``."""
OF_NAME = re.compile(
    r"\b([A-Z]\w+) of (?:the )?((?:[A-Z]\w+ ){1,3}(?:poll|survey|study|report|spokes\w+|professor|official"
    r"|chief|governor|president))\b"
)
"""``a University of New Hampshire poll``: the name stands before the head."""
DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your whose every each no such another any all"
    " both".split()
)
INDEFINITE = frozenset("a an one another some several any".split())
SMALL = frozenset(
    "two three four five six seven eight nine ten eleven twelve 2 3 4 5 6 7 8 9 10 11 12 couple pair trio".split()
)
"""So many persons are persons: their names are withheld. More are a crowd."""
NUMERALS = SMALL | {"one", "first", "second", "third"}
NUMBERED = re.compile(
    rf"\b(?:(?:[Pp]age|[Pp]aragraph|[Ss]ection|[Cc]hapter|[Aa]rticle) (?:{'|'.join(sorted(NUMERALS))})|[A-Z]\w+ \d+)$"
)
QUANTIFIERS = frozenset(
    "some several many most few various numerous countless more other others dozens".split()
)
NUMBER = re.compile(
    r"(?:\d[\d,.]*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|(?:thir|four|fif|six"
    r"|seven|eigh|nine)teen"
    r"|hundred|thousand|percent|dozen|third|half|quarter|(?:one|two|three|four|nine)-(?:third|half|quarter"
    r"|fifth|tenth))s?$",
    re.IGNORECASE,
)
MANY_OF = re.compile(
    r"^(?:(?:an?|the|some|about|nearly|almost|roughly|as many as)\s+)?(?:[\w-]+\s+)?(?P<count>majorit(?:y|ies)"
    r"|minority|numbers?|dozens|hundreds"
    r"|thousands|millions|scores|plenty|lots?|handful|group|groups|crowds?|bands?|constellation|average|percent"
    r"|per\s+cent|%|share|third|quarter|half|rest|array|range"
    r"|host|string|series|bunch|slew|flurry|segment|portion|proportion|plurality|wave|couple|pair|trio"
    r"|generation|class"
    r"|some|many|most|few|several|all|none|both|each|any|one|another|two|three|four|five|six|seven|eight|nine|ten"
    r"|members?|\d+(?:\.\d+)?\s*(?:%|percent|per\s+cent)|\d+)\s+(?:of|among|in)\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
STOPPERS = frozenset(
    "who whom whose which that of in on at from with for to by under against about close privy near familiar inside"
    " including such like among speaking citing quoting briefed involved based seeking asking reached contacted"
    " interviewed consulted quoted present working living aware loyal itself himself herself themselves across"
    " throughout within without behind after before during over around outside between toward towards upon as is was"
    " are were has have had said says because when where while whether via per opposed sympathetic supportive"
    " critical"
    " able willing unable eager than alike today yesterday now here there nationwide worldwide abroad alone too also"
    " earlier recently only not monday tuesday wednesday thursday friday saturday sunday named called known"
    " elsewhere especially".split()
)
ARABIC = re.compile(r"(?:[ae][ldnstrz]|u[lrd])-[A-Z]")
"""``el-Sayed``: a name that begins with its article."""
JOINTS = frozenset(("and", "or", "but", "nor", "&"))
PERSONAL = ("er", "or", "ist", "ian", "ee", "man", "woman", "crat", "ant", "eer")
"""Endings of nouns for people: ``villagers`` are many sources, ``incidents`` none."""
IMPERSONAL = frozenset(
    "paper letter newsletter order number matter chapter power cover banner poster quarter border river corner factor"
    " sector motor error mirror poster member-state computer tower water weather winter summer plan restaurant"
    " percent gesture three career covenant grant answer offer other another rather manner center filter tweet"
    " committee fee"
    " merchant-ship guarantee referee-report encounter register disaster layer container meter laser either neither"
    " agreement-paper chatter slander ladder folder shoulder tumor rumor rumour favour harbor color door"
    " floor".split()
)
KINDS = ("titled", "anonymous", "collective", "document", "outlet", "organisation")


Number = Literal["one", "many", "thing"]


class Mention(NamedTuple):
    """A source as it was read: its words in lower case, its kind, and whether it is one person, many or a thing."""

    words: tuple[str, ...]
    sourcing: Sourcing
    number: Number


class Phrase(NamedTuple):
    """A noun phrase: determiner and count in lower case, the words up to the head, and the text behind them."""

    opener: str
    quantity: str
    words: tuple[str, ...]
    rest: str

    @property
    def lows(self) -> tuple[str, ...]:
        """The words in lower case, without the ending of the possessive."""
        return tuple(re.sub(r"['’]s?$", "", word.lower()).rstrip(".") for word in self.words)

    @property
    def head(self) -> str:
        """The last word, in lower case."""
        return self.lows[-1] if self.words else ""


def read_phrase(text: str) -> Phrase:
    """Return the noun phrase at the start of ``text``, up to its head."""
    text = LEADING.sub("", text, count=1)
    text = OF_NAME.sub(r"\1 \2", text.replace(" - ", " — "))
    tokens = list(TOKEN.finditer(text))
    opener, quantity, place = "", "", 0
    while place < len(tokens) - 1:
        low = tokens[place].group().lower()
        if low in DETERMINERS or (low in INDEFINITE and place == 0):
            opener = opener or low
        elif (low in SMALL or low in QUANTIFIERS or NUMBER.match(low)) and tokens[place + 1].group() != "-":
            quantity = low
        elif low not in ("%", "than", "about", "nearly"):
            break
        place += 1
    numbered = len(tokens) > 1 and NUMBERED.search(text)
    if numbered:
        tokens.pop()  # page nine, Channel 6
    words: list[str] = []
    end = len(text)
    for index in range(place, len(tokens)):
        word = tokens[index].group()
        if _stops(tokens, index, words):
            end = tokens[index].start()
            break
        if word not in '"“”()[]%':
            words.append(word)
    if not words and place:  # ``those who fled``, ``two``: what counts is the head
        words, place = [tokens[place - 1].group()], place - 1
    return Phrase(
        opener, quantity, tuple(re.sub(r"['’]s?$", "", w) if w is words[-1] else w for w in words), text[end:]
    )


def _stops(tokens: list[re.Match[str]], index: int, words: list[str]) -> bool:
    """Tell whether the phrase ends before this word."""
    word = tokens[index].group()
    low = word.lower()
    if not words:
        return low in STOPPERS and not word[0].isupper()
    if word in ",;:—–([--":
        return not (
            word == ","
            and _is_adjective(words[-1])
            and index + 1 < len(tokens)
            and tokens[index + 1].group()[0].islower()
            and tokens[index + 1].group().lower() not in STOPPERS | DETERMINERS
        )
    if low in STOPPERS and not (word[0].isupper() and words[-1][0].isupper()):
        return not low.endswith(("ing", "ed")) or is_noun(words[-1].lower()) or words[-1][0].isupper()
    if low in JOINTS:
        following = tokens[index + 1].group() if index + 1 < len(tokens) else ""
        named = words[-1][0].isupper() and (
            len(words) > 1 or following[:1].isupper() or following in DETERMINERS | QUANTIFIERS
        )
        return named or is_noun(words[-1].lower())
    participle = word[0].islower() and low.endswith(("ing", "ed"))
    return participle and is_noun(words[-1].lower()) and not is_noun(low)


def _is_adjective(word: str) -> bool:
    return word[0].islower() and not is_noun(word)


def is_capital(word: str) -> bool:
    """Tell whether a word is written as a name: ``Sayed``, ``el-Sayed``."""
    return word[:1].isupper() or ARABIC.match(word) is not None


def is_noun(low: str) -> bool:
    """Tell whether a word is a noun that can be a source, by the lists or as a plural of persons."""
    return any(is_in(low, kind) for kind in KINDS) or (low.endswith("s") and is_person(singular(low)))


def is_person(noun: str) -> bool:
    """Tell whether a singular noun is one for a person."""
    nouns = load_nouns()
    if noun.endswith("year-old"):
        return True
    if noun in nouns["anonymous"] or noun in nouns["titled"]:
        return True
    return (
        noun.endswith(PERSONAL)
        and noun not in IMPERSONAL
        and not any(noun in nouns[kind] for kind in ("document", "outlet", "organisation"))
    )
