"""How dates are written: months, weekdays, zones and labels in the languages of the news, and the patterns of these.

Tables only; ``dates`` reads by them.
"""

from __future__ import annotations

import re

# One line a language, "_" for a space in a name; to add a language, add a line. Short forms are given where they are no
# beginning of the long one. What means two months in two languages is left out, as are words such as the Malay "mac".
MONTHS = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|"
    "november nov|december dec",
    "januar jän jänner|februar|märz mär mrz|april|mai|juni|juli|august|september|oktober okt|november|dezember dez",
    "janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil|août|septembre|octobre|novembre|décembre déc",
    "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre|octubre|noviembre|diciembre "
    "dic",
    "gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto|settembre set|ottobre ott|novembre|"
    "dicembre",
    "janeiro|fevereiro fev|março|abril|maio|junho|julho|agosto|setembro|outubro out|novembro|dezembro",
    "xaneiro|febreiro|marzo|abril|maio|xuño|xullo|agosto|setembro|outubro|novembro|decembro",
    "gener|febrer|març|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre",
    "januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december",
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember",
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta|lokakuuta|"
    "marraskuuta|joulukuuta",
    "jaanuar|veebruar|märts|aprill|mai|juuni|juuli|august|september|oktoober|november|detsember",
    "janvāris janvārī|februāris februārī|marts martā|aprīlis aprīlī|maijs maijā|jūnijs jūnijā|jūlijs jūlijā|"
    "augusts augustā|septembris septembrī|oktobris oktobrī|novembris novembrī|decembris decembrī",
    "sausio|vasario|kovo|balandžio|gegužės|birželio|liepos|rugpjūčio|rugsėjo|spalio|lapkričio|gruodžio",
    "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia",
    "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince",
    "januára|februára|marca|apríla|mája|júna|júla|augusta|septembra|októbra|novembra|decembra",
    "januarja|februarja|marec marca|aprila|maja|junij junija|julij julija|avgust avgusta|septembra|oktobra|novembra|"
    "decembra",
    "siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna||studenoga studenog|prosinca",
    "januara|februara|mart marta|aprila|maja|juna|jula|avgust avgusta|septembar septembra|oktobar oktobra|"
    "novembar novembra|decembar decembra",
    "јануар јануара|фебруар фебруара|март марта|април априла|мај маја|јун јуна|јул јула|август августа|"
    "септембар септембра|октобар октобра|новембар новембра|децембар децембра",
    "јануари|февруари|март|април|мај|јуни|јули|август|септември|октомври|ноември|декември",
    "януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември",
    "января янв|февраля фев|марта мар|апреля апр|мая|июня июн|июля июл|августа авг|сентября сен|октября окт|"
    "ноября ноя|декабря дек",
    "січня січ|лютого лют|березня бер|квітня квіт|травня трав|червня черв|липня лип|серпня серп|вересня вер|"
    "жовтня жовт|листопада лист|грудня груд",
    "студзеня|лютага|сакавіка|красавіка|мая траўня|чэрвеня|ліпеня|жніўня|верасня|кастрычніка|лістапада|снежня",
    "január|február febr|március márc|április ápr|május máj|június jún|július júl|augusztus|szeptember szept|október|"
    "november|december",
    "ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie",
    "ιανουαρίου ιαν|φεβρουαρίου φεβ|μαρτίου μαρ|απριλίου απρ|μαΐου μαϊου μαίου|ιουνίου ιουν|ιουλίου ιουλ|αυγούστου "
    "αυγ|σεπτεμβρίου σεπ|οκτωβρίου οκτ|νοεμβρίου νοε|δεκεμβρίου δεκ",
    "urtarrilaren urtarrilak|otsailaren otsailak|martxoaren martxoak|apirilaren apirilak|maiatzaren maiatzak|"
    "ekainaren ekainak|uztailaren uztailak|abuztuaren abuztuak|irailaren irailak|urriaren urriak|azaroaren azaroak|"
    "abenduaren abenduak",
    "ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık",
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember",
    "januari|februari||april|mei|jun|julai|ogos|september|oktober|november|disember",
    "يناير|فبراير|مارس|أبريل إبريل ابريل|مايو|يونيو|يوليو|أغسطس اغسطس|سبتمبر|أكتوبر اكتوبر|نوفمبر|ديسمبر",
    "كانون_الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين_الأول|تشرين_الثاني|كانون_الأول",
    "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
    "يناير|فبراير|مارس|أبريل|ماي|يونيو|يوليوز|غشت|شتنبر|أكتوبر|نونبر|دجنبر",
    "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه جولای|اوت آگوست|سپتامبر|اکتبر|نوامبر|دسامبر",
    "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر",
    "ינואר|פברואר|מרץ מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר",
    "जनवरी|फ़रवरी फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर अक्तूबर|नवंबर नवम्बर|दिसंबर दिसम्बर",
    "জানুয়ারি জানুয়ারী|ফেব্রুয়ারি ফেব্রুয়ারী|মার্চ|এপ্রিল|মে|জুন|জুলাই|আগস্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর",
)
# Thai months have names of their own, and with them years are counted as there: 2569 is 2026.
THAI_MONTHS = (
    "มกราคม ม.ค.|กุมภาพันธ์ ก.พ.|มีนาคม มี.ค.|เมษายน เม.ย.|พฤษภาคม พ.ค.|มิถุนายน มิ.ย.|กรกฎาคม ก.ค.|สิงหาคม ส.ค.|"
    "กันยายน ก.ย.|ตุลาคม ต.ค.|พฤศจิกายน พ.ย.|ธันวาคม ธ.ค.",
)
BUDDHIST = range(2443, 2643)  # years that are less by so many:
ERA = 543
WEEKDAYS = (
    "monday mon|tuesday tue tues|wednesday wed|thursday thu thur thurs|friday fri|saturday sat|sunday sun",
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag sonnabend|sonntag",
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье",
    "понеділок|вівторок|середа|четвер|п'ятниця|субота|неділя",
    "segunda-feira segunda|terça-feira terça|quarta-feira quarta|quinta-feira quinta|sexta-feira sexta|sábado|domingo",
    "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    "dilluns|dimarts|dimecres|dijous|divendres|dissabte|diumenge",
    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
    "måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag",
    "maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai",
    "esmaspäev|teisipäev|kolmapäev|neljapäev|reede|laupäev|pühapäev",
    "pirmdiena|otrdiena|trešdiena|ceturtdiena|piektdiena|sestdiena|svētdiena",
    "pirmadienis|antradienis|trečiadienis|ketvirtadienis|penktadienis|šeštadienis|sekmadienis",
    "poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela",
    "pondělí|úterý|středa|čtvrtek|pátek|sobota|neděle",
    "pondelok|utorok|streda|štvrtok|piatok|sobota|nedeľa",
    "ponedeljek|torek|sreda|četrtek||sobota|nedelja",
    "ponedjeljak ponedeljak|utorak|srijeda sreda|četvrtak|petak|subota|nedjelja nedelja",
    "понедељак|уторак|среда|четвртак|петак|субота|недеља",
    "понеделник|вторник|сряда|четвъртък|петък|събота|неделя",
    "панядзелак|аўторак|серада|чацвер|пятніца|субота|нядзеля",
    "hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap",
    "luni|marți|miercuri|joi|vineri|sâmbătă|duminică",
    "δευτέρα|τρίτη|τετάρτη|πέμπτη|παρασκευή|σάββατο|κυριακή",
    "pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar",
    "senin isnin|selasa|rabu|kamis khamis|jumat jumaat|sabtu|minggu",
    "الاثنين الإثنين|الثلاثاء|الأربعاء الاربعاء|الخميس|الجمعة|السبت|الأحد الاحد",
)
# Only those that mean one offset everywhere. With any other the time is left out and the day kept.
ZONES = {
    "utc": "+00:00", "gmt": "+00:00", "z": "+00:00", "wet": "+00:00", "cet": "+01:00", "mez": "+01:00",
    "west": "+01:00", "cest": "+02:00", "mesz": "+02:00", "eet": "+02:00", "eest": "+03:00", "msk": "+03:00",
    "est": "-05:00", "edt": "-04:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00",
    "pdt": "-07:00", "jst": "+09:00", "kst": "+09:00",
}  # fmt: skip
UNCLEAR_ZONES = (
    "et ct mt pt bst cst ist ast hst akst akdt sgt hkt pkt wib aest aedt acst awst sast wat eat cat brt".split()
)
# By language: words that tell it, and the signs with which it writes day, month, year and never month, day, year. With
# another sign the order is a foreign one and not clear; in English it is never clear.
CUSTOMS = (
    ("und der die das ist nicht auf für что как это не та що від як się nie jest oraz ja on ei että ve bir", "."),
    ("že které jsou podle ktoré podľa være ikke været til ble som har och inte från som při", "."),
    ("koje koji nije prema који није према ki ni tudi по за от което които", "."),
    ("και του της στο για από", "./"),
    ("și este pentru prin într într-un din", "./"),
    ("que los las para una por del não uma com dos les des est une dans pour che della per sono nel è à é", "/"),
    ("của và không người được trong những", "/"),
    ("في من على أن التي إلى", "/"),
    ("של את על לא הוא כי גם עם", "./"),
)
PLAIN = frozenset("the and of to is was for that with".split())
PUBLISHED = re.compile(
    r"\b(?:published|posted|created|first published|original(?:ly)?|publish(?:ed)? date|date|veröffentlicht|erstellt|"
    r"(?:erst)?veröffentlichung|publication|publicación|publicação|pubblicazione|"
    r"erschienen|"
    r"publié|publicad[oa]|postad[oa]|pubblicato|gepubliceerd|opublikowano|опубликовано|опубліковано|дата|datum|"
    r"publicat|publiceret|publisert|publicerad|julkaistu|publikováno|publikované|zverejnené|objavljeno|објављено|"
    r"публикувано|публикувана|апублікавана|megjelent|közzétéve|δημοσιεύτηκε|δημοσίευση|yayınlanma|yayınlandı|"
    r"diterbitkan|نشر|نُشر|تاریخ انتشار|פורסם)\b|प्रकाशित|发布|發布|發佈|公開|掲載|配信|입력|등록|เผยแพร่"
)
UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|revised|changed|corrected|aktualisier\w+|geändert|"
    r"änderung|update vom|stand|bearbeitet|"
    r"mis à jour|modifié|actualizad[oa]|atualizad[oa]|aggiornato|bijgewerkt|zaktualizowano|обновлено|оновлено|"
    r"изменено|opdateret|oppdatert|uppdaterad|päivitetty|aktualizováno|aktualizované|upraveno|ažurirano|ажурирано|"
    r"posodobljeno|обновена|абноўлена|actualizat|actualitzat|frissítve|módosítva|ενημερώθηκε|ενημέρωση|"
    r"güncelleme|güncellendi|güncellenme|diperbarui|cập nhật|تحديث|به‌روزرسانی|עודכן|עדכון)\b|"
    r"अपडेट|更新|수정|업데이트|อัปเดต"
)
AGE = re.compile(
    r"(?:(?:(?<!\d)\d{1,3}|\b(?:an?|one|two|three|few|a few)) (?:sec|min|hour|hr|day|week|month|year)[a-z]* ago|vor "
    r"(?:\d{1,3}|eine[mr]) "
    r"(?:minute|stunde|tag|woche|monat|jahr)\w*|il y a \d{1,3} \w+|hace \d{1,3} \w+|há \d{1,3} \w+|"
    r"\d{1,3} (?:час|дн|день|тиж|недел|месяц|місяц|год|рок)\w* (?:назад|тому)|yesterday|today)\b"
)


def _numbers(table: tuple[str, ...]) -> dict[str, int]:
    return {
        name.replace("_", " "): number
        for language in table
        for number, names in enumerate(language.split("|"), 1)
        for name in names.split()
    }


CUSTOM_SIGNS = tuple((frozenset(words.split()), sign) for words, sign in CUSTOMS)
MONTH_NUMBER = _numbers(MONTHS)
THAI_NUMBER = _numbers(THAI_MONTHS)
DAY_NUMBER = _numbers(WEEKDAYS)
MOST = 2000  # characters of a line that are looked at
_MONTH = "|".join(sorted(MONTH_NUMBER, key=len, reverse=True))
_THAI = "|".join(re.escape(name) for name in sorted(THAI_NUMBER, key=len, reverse=True))
HALVES = {
    "午前": "a", "上午": "a", "오전": "a", "午後": "p", "下午": "p", "오후": "p",
    "ص": "a", "صباحا": "a", "صباحاً": "a", "م": "p", "مساء": "p", "مساءً": "p",
    "π.μ": "a", "πμ": "a", "μ.μ": "p", "μμ": "p",
}  # fmt: skip
_CLOCK = (
    r"(?:(?P<ahead>午前|午後|上午|下午|오전|오후)\s?)?(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::\d{2})?|"
    r"[.h](?P<other>\d{2})(?=\s?(?:[ap]\.?m\b|uhr))|\s?h\s?(?P<french>\d{2})(?!\w)|"
    r"\s?[時时시]\s?(?:(?P<east>\d{1,2})\s?[分분])|(?P<oclock>[時时시])(?!\s?\d))?"
)
_HALF = (
    r"\s?(?P<half>[ap])\.?\s?m\b\.?|\s?(?P<uhr>uhr)\b|"
    r"\s?(?P<behind>صباحاً|صباحا|مساءً|مساء|[صم](?!\w)|[πμ]\.?μ\b\.?)"
)
_ZONE = (
    r"\s?\(?(?P<zone>(?:utc|gmt)?\s?[+−-]\d{1,2}(?::?\d{2})?|"
    + "|".join([*ZONES, *UNCLEAR_ZONES])
    + r")(?![^\W\d_])\)?"
)
DAY_FIRST = re.compile(
    rf"(?<![.:/])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|(?P<dot>\.))?(?:\s+(?:de\s+|of\s+|d'|ב(?=[א-ת]{{3}}))?|-)"
    rf"(?P<month>{_MONTH})(?:\.|(?!\w))(?:\s?/\s?(?P<again>{_MONTH})(?!\w))?[,،]?"
    rf"(?:\s+|-)(?:de\s+|del\s+)?(?P<year>\d{{4}})(?!\d(?!\d?\.\s?(?:{_MONTH})(?!\w)|\d?:\d\d))"
)
MONTH_FIRST = re.compile(
    rf"(?P<month>{_MONTH})(?:\.|(?!\w))\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[,،]|\s)\s*(?P<year>\d{{4}})"
    r"(?!:|\d(?!\d?:\d\d))"
)
# "2026. november 16.", "2026 m. lapkričio 16 d.", "2026. gada 16. novembris", "2026ko azaroaren 16a"
YEAR_MONTH = re.compile(
    rf"(?<![\w/.-])(?P<year>\d{{4}})(?:(?P<dot>\.)|\sm\.|-?ko)\s+(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})"
    rf"(?!\d|[:.]\d)(?:\.|\sd\.)?|(?<![\w/.-])(?P<year_>\d{{4}})\.\s?gada\s+(?P<day_>\d{{1,2}})\.\s+"
    rf"(?P<month_>{_MONTH})(?!\w)"
)
THAI = re.compile(
    rf"(?<![\d.:/])(?P<day>\d{{1,2}})\s+(?P<month>{_THAI})\s+(?P<era>พ\.ศ\.|ค\.ศ\.)?\s*(?P<year>\d{{4}})(?!\d)"
)
YEAR_FIRST = re.compile(
    r"(?<![\w/.-])(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d|[-/]\w)(?=t\d\d:|\b)"
)
SPACED = re.compile(r"(?<![\w/.-])(?P<year>\d{4})\.\s(?P<month>\d{1,2})\.\s(?P<day>\d{1,2})(?!\d|[:/-])(?:\.(?!\d))?")
VIETNAMESE = re.compile(
    r"(?<![\w/.-])(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?:\s*,|\s+năm)\s+(?P<year>\d{4})(?!\d)"
)
IDEOGRAPHS = re.compile(r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]")
NUMERIC = re.compile(
    r"(?<![\w/.-])(?P<first>\d{1,2})([./-])(?P<second>\d{1,2})\2(?P<year>\d{4})(?!\d|[-/.]\d(?!\d?:\d\d))"
)
GLUED_YEAR = re.compile(r"(?:\s|-)(?:19|20)\d\d$")
SHORT = re.compile(r"(?<![\w/.-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{2})(?![\w/-]|\.\d)")
SLASHED = re.compile(r"(?<![\w/.-])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{2})(?![\w/-]|\.\d)")
TIME_AFTER = re.compile(
    r"t(?=\d\d:)|(?:[\s,،|–—\-·•@(]|at\b|um\b|à\b|às\b|a las\b|в\b|о\b|ore\b|alle\b|klo?\b\.?){0,8}(?<![\w:])"
)
CLOCK = re.compile(rf"{_CLOCK}(?:{_HALF})?(?:{_ZONE})?")
TIME_BEFORE = re.compile(rf"(?<![\w:.,]){_CLOCK}(?:{_HALF})?(?:{_ZONE})?(?:[\s,|–—\-·•]|on\b|am\b){{0,6}}$")
# A zone that no table knows, or one with the next word glued to it: "11:28 AMT", "4:29 AM ESTUpdated".
CAPITAL_ZONE = re.compile(r"\s?([A-Z]{1,4}T)(?=[A-Z][a-z]|\W|\d|$)")
WEEKDAY_BEFORE = re.compile(r"([^\W\d_]+(?:['-][^\W\d_]+)?)\.?,?\s*$")
WEEKDAY = re.compile(rf"\b(?:{'|'.join(sorted(DAY_NUMBER, key=len, reverse=True))})\b[.,]?", re.IGNORECASE)
SPACE = re.compile(r"\s")
YEAR = re.compile(r"\d\d")  # without two figures together there is no date
LETTER = re.compile(r"[^\W_]")
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # scripts that part no words
AROUND = re.compile(r"\b(?:on|at|am|um|le|el|il|em|de|the|last|first|zuletzt|letzte|wurde|was|article|artikel)\b")
PARTIAL = re.compile(
    rf"(?<!\w)(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?(?:{_MONTH})\b|(?:{_MONTH})\b\.?\s*\d{{1,2}}(?!\d)|"
    rf"(?:{_MONTH})\b\.?,?\s+\d{{4}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}})"
)
