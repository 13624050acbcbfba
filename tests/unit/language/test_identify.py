"""Which language a text is in."""

from __future__ import annotations

import pytest

from sayso.language.identify import LANGUAGES, identify

NEWS = {
    "en": "The ministry denied on Monday that its soldiers had crossed the border, officials said.",
    "ru": "Министерство обороны опровергло сообщения о том, что солдаты пересекли границу в понедельник.",
    "uk": "Міністерство оборони спростувало повідомлення про те, що військові перетнули кордон у понеділок.",
    "ar": "نفت وزارة الدفاع يوم الاثنين أن جنودها عبروا الحدود وقالت إن التقارير لا أساس لها من الصحة",
    "fa": "وزارت دفاع روز دوشنبه گزارش‌ها درباره عبور سربازان از مرز را تکذیب کرد و گفت این خبر پایه‌ای ندارد",
    "ur": "وزارت دفاع نے پیر کے روز ان خبروں کی تردید کی کہ اس کے فوجیوں نے سرحد عبور کی ہے",
    "ps": "د دفاع وزارت د دوشنبې په ورځ هغه راپورونه رد کړل چې وايي سرتېري یې له پولې اوښتي دي",
    "hi": "रक्षा मंत्रालय ने सोमवार को इन खबरों का खंडन किया कि उसके सैनिकों ने सीमा पार की",
    "zh": "国防部周一否认其士兵越过边界的报道，称这些消息毫无根据。",
    "ja": "国防省は月曜日、兵士が国境を越えたとの報道を否定した。",
    "ko": "국방부는 월요일 병사들이 국경을 넘었다는 보도를 부인했다.",
    "he": "משרד הביטחון הכחיש ביום שני כי חייליו חצו את הגבול",
    "el": "Το υπουργείο άμυνας διέψευσε τη Δευτέρα ότι στρατιώτες πέρασαν τα σύνορα",
    "fr": "Le ministère a démenti lundi que ses soldats aient franchi la frontière, selon des responsables.",
    "de": "Das Ministerium bestritt am Montag, dass seine Soldaten die Grenze überschritten hätten.",
    "es": "El ministerio negó el lunes que sus soldados hubieran cruzado la frontera, dijeron funcionarios.",
    "tr": "Bakanlık pazartesi günü askerlerinin sınırı geçtiği yönündeki haberleri yalanladı.",
    "ta": "பாதுகாப்பு அமைச்சகம் திங்களன்று அந்த செய்திகளை மறுத்தது",
}


@pytest.mark.parametrize("code", NEWS)
def test_identify_names_the_language_of_a_sentence(code: str) -> None:
    """One sentence of news is enough, in every script tried."""
    assert identify(NEWS[code]) == code


@pytest.mark.parametrize(
    "text", ["", "   \n", "12:30 / 45 %", "سلام", "Hello", "Read more", "🙂🙂🙂 🙂", "https://a.example/b c"]
)
def test_identify_says_nothing_below_three_words(text: str) -> None:
    """Below three words there is nothing to tell a language by."""
    assert identify(text) is None


@pytest.mark.parametrize("other", ["ru", "ar", "fr", "de", "zh"])
def test_identify_keeps_english_with_quotations_english(other: str) -> None:
    """An English article that quotes another language stays English."""
    article = " ".join(
        [NEWS["en"], f"He said: “{NEWS[other]}”", "A translator confirmed what he meant.", NEWS["en"]]
    )
    assert identify(article) == "en"


def test_identify_keeps_english_when_the_middle_is_foreign() -> None:
    """A long English article whose middle is one long foreign quotation stays English."""
    assert identify(NEWS["en"] * 40 + NEWS["fr"] * 6 + NEWS["en"] * 40) == "en"


def test_identify_is_the_same_whatever_was_asked_before() -> None:
    """No state is carried from one text to the next."""
    first = [identify(text) for text in NEWS.values()]
    again = [identify(text) for text in reversed(NEWS.values())]
    assert first == again[::-1]


def test_identify_takes_a_long_text_as_it_takes_a_short_one() -> None:
    """Two million code points are sampled, not read through."""
    assert identify(NEWS["en"] * 25_000) == "en"


def test_identify_reads_headlines_in_capitals() -> None:
    """Capitals do not change the language."""
    assert identify(NEWS["en"].upper()) == "en"


def test_identify_names_only_languages_of_its_table() -> None:
    """Every code is a two-letter ISO 639-1 code that one script lists once."""
    for codes in LANGUAGES.values():
        assert len(set(codes)) == len(codes)
        assert all(len(code) == 2 for code in codes)
