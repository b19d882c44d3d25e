"""The words of page machinery, as tables.

Patterns are held against whole lines (``INSET`` against the beginning, ``PLEA`` anywhere) in small letters, with
straight apostrophes and single spaces. What stands here must be true of news pages in general, never of one outlet; to
teach another language, widen a table. Lines are cut before they are matched.
"""

from __future__ import annotations

import re

NETWORKS = (
    r"facebook|twitter|x|instagram|linkedin|pinterest|reddit|whatsapp|telegram|tumblr|youtube|e-?mail|flipboard|xing|"
    r"messenger|pocket|google\+?|google plus|google news|viber|vk|vkontakte|ok|odnoklassniki|line|skype|tiktok|threads|"
    r"bluesky|mastodon|rss|snapchat|stumbleupon|digg|pin it|print|sms|copy link|apple news|facebook messenger"
)

# Whole lines. Small letters, straight apostrophes, white space folded.
NOISE = (
    rf"(?:share|tweet|post|pin|send|follow us|follow|like|share this(?: article| story| post)?|teilen|twittern|"
    rf"partager|compartir|condividi|поделиться|поширити)?(?: ?(?:on|by|via|to|with|auf|per|bei|sur|en|in|su|в|у))? ?"
    rf"(?:{NETWORKS})(?:[ ,|/·•]+(?:{NETWORKS}))*",
    r"skip to (?:\w+ ){0,3}\w+",
    r"(?:zum inhalt|zur navigation|zum hauptinhalt) springen|aller au contenu|ir al contenido|перейти до .{3,20}",
    r"(?:edit|print|share|save|like|tweet|e?-?mail|bookmark|report|listen|comment|reply|post|copy|gift|quote|pin|send)"
    r"(?: (?:this|post|article|story|page|link|to us|it))*",
    r"(?:teilen|drucken|merken|kommentieren|antworten|speichern|partager|imprimer|compartir|imprimir|condividi|stampa|"
    r"поделиться|поширити|печать|друк|responder|répondre|rispondi|ответить|відповісти)",
    r"(?:\d+(?:[.,]\d+)?[km]? )?(?:shares?|likes?|views?|tweets?|followers?|retweets?|reads|claps)(?: \d+[km]?)?",
    r"no ?script|please wait\W*|loading\W*|please enable javascript.*|javascript (?:is )?(?:required|disabled).*",
    r"(?:close|open|toggle|show|hide|main|primary|secondary|mobile|site)? ?(?:menu|navigation|nav|search|sidebar|modal)"
    r"(?: menu| bar)?",
    r"advertisements?|advertising|ads?|sponsored(?: content)?|promoted|anzeige|werbung|publicité|publicidad|pubblicità|"
    r"реклама|publicidade|reklama|article continues (?:below|after) .*|story continues (?:below|after) .*|"
    r"(?:scroll|continue) (?:down )?(?:to|for|below).*|advertisement .{0,40}continue.*",
    r"\d+ ?-?(?:min|mins|minute|minutes|min\.)(?: read| to read| lesezeit| de lectura| de lecture)?",
    r"(?:estimated )?(?:reading time|read time|lesezeit|lesedauer|time to read)\W.{0,30}|\d+ (?:хв|мин)\w*(?: "
    r"чита?ння)?",
    r"(?:listen to|hear|play) (?:this )?(?:article|story|audio)?.{0,30}|(?:this )?audio (?:is|was) .{0,60}",
    r"(?:(?:article|featured?|lead|main|cover|post|header|hero) )?(?:image|photo|picture|thumbnail)s?",
    r"(?:image|photo|picture|slide|bild|foto) \d+(?: ?(?:of|/|von) ?\d+)?|\d+ ?(?:of|/|von) ?\d+",
    r"(?:play|watch|pause|mute|view)(?: the)? ?(?:video|gallery|slideshow|image|photos?|live|now|all)?(?: in "
    r"full ?screen)?",
    r".{2,60}\(opens in (?:a )?new (?:window|tab)\).{0,40}",
    r"(?:media|audio|video) playback is (?:un|not )supported.{0,60}|share your thoughts.{0,40}",
    r"(?:image|photo|slide) \d+ of ?/? ?\d+|(?:read|get|see) .{0,60}by clicking here|write to .{2,60}@\S{3,60}",
    r"videos?|gallery|photos?|slideshow|fotostrecke|live(?: tv)?|breaking(?: news)?|exclusive|watch live",
    r"(?:enlarge|expand|open|zoom|view|see|click)(?: this)?(?: larger)?(?: image| photo)?(?: in)?(?: full ?screen| "
    r"caption)?|"
    r"hide caption|toggle caption|bild vergrößern|vergrößern",
    r"(?:sign|log) ?(?:in|up|out|on)(?: now| here| or .{0,30}| to .{0,40})?|register(?: now)?|my account|anmelden|"
    r"einloggen|registrieren|create (?:an |a )?(?:free )?account|login.{0,20}|profile|logout|account|search.{0,20}",
    r"(?:read|learn|see|view|show|load|find out|discover|get|know|sign me up|watch|explore)(?: all| the)? ?"
    r"(?:more|full (?:story|article|bio|profile)|all)(?: »| >|\.\.\.|…)?(?: here| now| below)?|more(?:\.\.\.|…| »)?",
    r"(?:continue|keep) reading.{0,30}|weiterlesen.{0,20}|mehr (?:lesen|anzeigen|erfahren|laden)|weitere anzeigen|"
    r"lire (?:la suite|plus)|leer más|leggi (?:tutto|di più)|читать (?:далее|дальше)|читати далі|leia mais|ler mais",
    r"(?:add|save|remove|added) to .{0,30}|remove from .{0,20}|save(?:d)? (?:article|for later|story)",
    r"(?:download|get|install)(?: our| the)?(?: free)? apps?.{0,40}|open in app|use app",
    r"(?:back to|go to|return to) (?:the )?(?:top|home|homepage|home page|news|main).{0,20}|nach oben|top|up|zurück",
    r"(?:next|previous|prev|older|newer|vorheriger|nächster)(?: (?:article|post|story|page|up|beitrag|artikel|"
    r"slide))?s?"
    r"(?: [›»>→].*|:.{0,120})?|weiter|« [^»]{1,100}|[^«]{1,100} »|learn more about .{2,80}",
    r"(?:home|start|startseite|contact(?: us)?|about(?: us)?|imprint|impressum|datenschutz.{0,20}|privacy(?: policy)?|"
    r"terms(?: (?:of|and|&) .{2,20})?|help|faq|site ?map|rss|kontakt|careers|jobs|advertise(?: with us)?)",
    r"close .{1,30}|(?:error|oops|sorry)\W.{0,60}|something went wrong.{0,60}|try again.{0,20}|page not found",
    r"(?:visa|master ?card|american ?express|amex|paypal|apple ?pay|google ?pay|maestro|discover|liqpay|\s)+",
    r"follow (?:us|me|@?\w+)(?: (?:on|at|via) .{2,60})?|find us on.{0,40}|connect with us.{0,30}|stay connected|"
    r"folgen sie.*",
    r"(?:click|tap) (?:here|to) .{0,80}|hier klicken.{0,40}",
    r"(?:posted|filed|published|erschienen|veröffentlicht|gepostet|posted on|filed under) in .{0,80}|filed "
    r"under.{0,80}",
    r"(?:tagged|tags?|topics?|keywords?|schlagw\w+|schlagwörter|themen|kategorien?|categories|category|tópicos|"
    r"etiquetas|"
    r"теги|тэги|метки)(?: \w+)?\s?(?::.{0,200}|as .{0,120})?",
    r"(?:powered by|proudly powered by|hosted by|theme by|designed by).{0,60}",
    r"(?:in this (?:article|story)|inhalt|inhaltsverzeichnis|table of contents|contents|jump to.{0,30}|key points)\W*",
    r"(?:was this (?:article|page|story|helpful)|did you (?:like|enjoy|find) this|rate this|how would you rate|"
    r"war dieser artikel).{0,80}",
    r"(?:bitte|please) (?:beachten sie|note) unsere.{0,60}|view (?:desktop|mobile).{0,20}|switch to .{0,30}",
    r"(?:submit|cancel|ok|okay|yes|no|apply|reset|go|accept|agree|got it|dismiss|abbrechen|senden|absenden|continue|"
    r"done)",
    r"(?:editor'?s?'? pick|opinion|subscriber only|premium|free|new|hot|updated|live updates|developing|plus|abo|"
    r"s\+|f\+)",
)

FORM = (
    r"\*? ?(?:indicates )?required(?: fields?)?\W*|.{0,40}required fields? (?:are )?marked.{0,10}|"
    r"\*? ?pflichtfelder.{0,30}",
    r"(?:enter|your|type|ihre|deine|e-?mail)\b.{0,40}e-?mail.{0,60}|e-?mail(?: address|-adresse)?\W*|"
    r"please,? enter .{0,60}|(?:correct|valid|invalid) e-?mail.{0,30}|.{0,30}e-?mail address.{0,60}",
    r"success?ful?ly (?:subscribed|signed up|registered).{0,60}|thank(?:s| you) for (?:signing up|subscribing|"
    r"registering).*",
    r"(?:subscribe|abonnieren|s'abonner|suscríbete|suscribirse|iscriviti|подписаться|підписатися|inscreva-se)\b.{0,60}",
    r"(?:sign ?up|subscribe|register|join)\b.{0,80}(?:newsletter|inbox|e-?mails?|mailing list|alerts?|updates|"
    r"list)\b.{0,60}",
    r".{0,80}\b(?:in|to|into) your (?:inbox|mailbox|email).{0,60}|.{0,30}newsletters?\W*|(?:our|the|get) "
    r".{0,30}newsletters?.{0,40}",
    r"(?:by )?(?:signing|subscribing|clicking|registering|submitting|providing) .{0,40}(?:agree|consent|acknowledge|"
    r"accept).*",
    r"you (?:have|are|'re) (?:now )?success?fully (?:subscribed|signed up|registered).{0,100}|no spam\b.{0,160}",
    r"i (?:agree|accept|consent|have read).{0,120}|you (?:can|may) unsubscribe.{0,60}|unsubscribe.{0,40}",
    r"(?:name|website|nachricht|message|betreff|subject|password|passwort|username|first name|last name|kommentar)\W*"
    r"(?:\(.{0,20}\))?\W*",
    r".{0,60}(?:newsletter (?:abonnieren|bestellen)|(?:abonnieren|bestellen) sie .{0,60}newsletter).{0,60}",
)

LIST = (
    r"(?:(?:you )?(?:may|might|will|'ll) (?:also )?(?:like|love|enjoy|be interested).{0,30})",
    r"(?:related|recommended|similar|suggested|further|more)\W*(?:articles?|stories|story|news|posts?|content|reading|"
    r"topics?|links?|coverage|videos?|tags|for you|from .{2,40}|on .{2,40}|in .{2,40}|like this|by .{2,30}|"
    r"stories.{0,20})?\W*",
    r"(?:see|read|watch|check out|lesen sie|siehe|ver|lire|leggi|leia|lee)(?: also| this| next| more| auch| too| "
    r"aussi| anche| "
    r"também| también)\W*",
    r"more (?:great |from |on |of )?(?:\S+ ){1,3}(?:stories|articles|coverage)\W*",
    r"(?:also read|also see|don'?t miss|must[- ]reads?|what to read next|up next|next up|read next|keep reading|on "
    r"topic)\W*",
    r"(?:weitere|mehr|ähnliche|andere|passende|verwandte)(?: \S+){0,3} ?(?:artikel|themen|beiträge|news|meldungen|"
    r"nachrichten|"
    r"zum thema|aus .{2,30}|zu .{2,30})?\W*|zum thema\W*|(?:das|dies) könnte .{0,40}|(?:auch|lesen sie|lies) "
    r"auch\W*.{0,20}",
    r"(?:à lire|sur le même|en relation|articles? liés?|dans la même|voir aussi).{0,30}|(?:te puede|relacionad|más|"
    r"noticias "
    r"relacion|también te).{0,30}|(?:читайте|смотрите|дивіться|по теме|за темою)(?: также| також| ещё)?\W*",
    r"(?:leia|veja|confira) (?:também|mais).{0,20}|(?:notícias|artigos|posts?) relacionad.{0,20}|potrebbe.{0,40}",
    r"sponsored (?:stories|links)|promoted (?:stories|content|links).{0,20}|around the web|from the web|from our "
    r"partners.{0,20}|"
    r"paid (?:content|post).{0,20}|best of .{0,40}|recommended by .{0,30}|elsewhere on .{0,30}|in other news\W*",
)

FEED = (
    r"news ?feeds?|(?:the )?(?:latest|recent|breaking|top|hot|other|all|more|today'?s|just in)\W+(?:\w+ )?"
    r"(?:news|stories|posts|headlines|articles|videos|galleries|comments|updates|entries|on .{2,30})\W*",
    r"(?:news|headlines|latest)(?: (?:in|on|from) .{2,30})?",
    r"editors?'?s?'? (?:picks?|choices?|recommendations?)\W*",
    r"(?:the )?(?:most|best)[ -](?:read|popular|viewed|shared|commented|recent|discussed|watched|emailed|"
    r"trending).{0,30}|"
    r"trending.{0,30}|popular(?: \w+){0,3}|what'?s (?:hot|new|trending).{0,20}",
    r"(?:meistgelesen|meist gelesen|neueste|aktuelle|beliebte|letzte)e?n? ?(?:\S+ ){0,2}?(?:artikel|beiträge|"
    r"nachrichten|news|"
    r"kommentare|meldungen)?|schlagzeilen|top-?themen|newsticker|die neuesten .{0,30}",
    r"(?:les plus|lo más|más leídas?|los más|i più|le più|mais lidas?|as mais|самое|самые|популярн\w+|найпопулярн\w+|"
    r"последние|останні|новости|новини)\b.{0,40}",
    r"archives?|archiv|blogroll|kategorien|recent comments|letzte kommentare|neueste kommentare",
)

COMMENTS = (
    r"(?:\d+|no|one|view|show|all|read|load|hide|see|leave|post|add|write|join|latest|reader|(?:join|start) the)? ?"
    r"(?:all |the |a |your |new )?\d* ?(?:comments?|discussion|conversation|repl(?:y|ies)|responses?|thoughts?)"
    r"(?: ?\(\d+\)| (?:on|to|so far|yet|below|section|here)\b.{0,120})?\W*",
    r"\(?(?:\d+|keine|ein|alle|neue)?\)? ?(?:kommentare?|antworten|reaktionen|leserkommentare|leserbriefe|"
    r"lesermeinungen)"
    r"(?: ?\(\d+\)| (?:zu|auf|schreiben|lesen|anzeigen)\b.{0,120})?\W*|(?:ein|einen|deinen|ihren) kommentar.{0,60}|"
    r"(?:diskutieren|schreibe|hinterlasse|schreib|kommentar)\b.{0,40}(?:kommentar|antwort|mit).{0,40}",
    r"(?:\d+ )?(?:commentaires?|comentarios?|comentários?|commenti|комментари\w+|коментар\w*)(?: ?\(\d+\))?\W*|"
    r"(?:laisser|deja|deje|deixe|lascia) (?:un|uma|um) (?:commentaire|comentario|comentário|respuesta|commento|"
    r"resposta).{0,60}|"
    r"(?:добавить|оставить|написать) комментарий.{0,20}|(?:cancel reply|antworten abbrechen|trackbacks?|pingbacks?)\W*",
    r"(?:\d+|ein|one|zwei|two) (?:gedanken?|thoughts?|antworten|réponses|respuestas|risposte) (?:zu|on|to|auf|à|a|"
    r"su)\b.{0,160}",
)

READER = (
    r"\S{1,40}(?: \S{1,20}){0,2} (?:says|said|sagt|sagte|schrieb|schreibt|meint|writes|wrote|dice|dit|says on|пишет)"
    r"(?: (?:on|at|am|il y a|le|el)? ?.{4,40})?:|.{1,60} (?:on|am|le|el) .{4,24}\d{4}.{0,24}(?:said|says|schrieb|um "
    r"\d.{3,9})\W*",
    r"(?:reply|antworten|quote|log in to reply|report (?:abuse|comment)|permalink|in reply to .{1,40}|flag(?: as "
    r".{2,30})?)",
)

BIO = (
    r"(?:author'?s? )?avatar(?: (?:of|for|von) .{2,60})?|(?:author|profile|user) (?:image|photo|picture|avatar)",
    r"about(?: the)? (?:authors?|writers?|reporters?|contributors?)\W*|(?:zur person|über den autor|über die "
    r"autorin|zum autor|"
    r"der autor|die autorin|à propos de l'auteur|sobre el autor|sobre o autor|об авторе|про автора|the authors?)\W*",
    r"(?:written by|authors?|posted by|article by|geschrieben von|автор)\W*",
    r"(?:view|see|read|show)(?: all)?(?: posts?| articles?| stories| archive| more)? (?:by|from|of) .{2,60}|alle "
    r"(?:beiträge|"
    r"artikel) von .{2,40}|more (?:stories )?by .{2,40}|\d+ articles? published.*",
)

LEGAL = (
    r"(?:©|\(c\) ?\d|copyright\b).{0,240}|.{0,200}\ball rights reserved\b.{0,80}|.{0,120}alle rechte "
    r"vorbehalten.{0,80}",
    r".{0,200}\bcookies?\b.{0,120}(?:accept|consent|agree|polic|prefer|setting|use|website|learn|zustimm|verwend|"
    r"nutz|einverst).*",
    r".{0,120}(?:uses?|using|verwendet|nutzt|utilise|utiliza|verwenden|nutzen)(?: \S+){0,4} cookies.*",
    r"(?:diese (?:web)?(?:seite|site)|this (?:web)?site|we use) .{0,80}cookies?.*",
    r"\W?these statements have not been evaluated.*|.{2,200}\b(?:registered )?trademarks? of .{2,200}all rights.*|"
    r"(?:the )?(?:information|contents?|materials?) (?:provided |contained |presented )?(?:on|in) this (?:web ?)?"
    r"site\b.*",
    r"(?:this|the) (?:document|article|content|material|work|text) is (?:subject to|protected by) copyright.*|"
    r"citation:? .{10,200}retrieved.{0,160}",
    r".{0,60}(?:may not be (?:published|reproduced)|without (?:prior |written )+permission|terms of (?:use|"
    r"service)).{0,160}",
)

TIME = (
    r"(?:[^\W\d]{2,12}\.?,? )?(?:[^\W\d]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?|\d{1,2}\.? [^\W\d]{3,12}\.?|"
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4})"
    r"(?:,? \d{4})?,?(?: at| um| -| –| \|)? ?\d{1,2}[:.]\d{2}(?::\d{2})? ?(?:[ap]\.?m\.?|uhr)?(?: [a-z]{2,4})?",
    r"(?:at |um )?\d{1,2}[:.]\d{2}(?::\d{2})? ?(?:[ap]\.?m\.?|uhr|h)?(?: [a-z]{2,4})?",
    r"(?:about |vor |il y a |hace |há |posted |updated |published )*(?:\d+|an?|one|einer|einem|eine[mr]?) ?(?:s|"
    r"sec\w*|m|min\w*|"
    r"h|hrs?|hours?|d|days?|w|weeks?|mo|months?|y|years?|tage?n?|stunden?|woch\w+|monat\w*|jahr\w*|heures?|jours?|"
    r"horas?|"
    r"días?|dias?|meses|semanas?|час\w*|дн\w+|годин\w*|мин\w*|хв\w*)(?: ago| тому| назад| atrás)?",
    r"just now|yesterday|today|gestern|heute|вчера|сегодня|вчора|сьогодні",
)

INSET = re.compile(
    r"(?:read|see|watch|listen|check out|also|must|don'?t miss|related|more|lesen sie|lesen|siehe|mehr|читайте|lire|"
    r"lee|leia|"
    r"leggi|recommended|up next|next)"
    r"(?: (?:more|also|next|this|here|now|on this|auch|dazu|zum thema|aussi|también|também|anche|також|также|read|"
    r"miss|article|"
    r"story|stories|content|post|coverage|reading|video|news|ещё|about this))*"
    r" ?(?::|\||>|»|›|—|–) ?(?=\S)"
)

PLEA = (
    r"(?:^|[.!?] )(?:please )?support (?:\w+ ){0,2}(?:journalism|journalists?|reporting|newsroom|our work|us\b)",
    r"(?:^|[.!?] )(?:become|be) (?:a|our) (?:\w+ )?(?:member|patron|supporter|subscriber)|support us just once|"
    r"donate (?:now|today)",
    r"(?:for|with) as little as [$€£]|it only takes a minute|make a (?:one-time |small )?(?:donation|contribution)",
    r"please consider (?:\w+ ){0,3}(?:supporting|donating|becoming|contributing|subscribing|making)",
    r"if you (?:like|enjoy|value|appreciate)(?:d)? (?:\w+ ){0,4}(?:article|reporting|journalism|work|story|what we)",
    r"thank(?:s| you) for reading (?:this|our)|(?:unterstützen|unterstütze) sie? (?:uns|unseren?) .{0,60}(?:arbeit|"
    r"journalismus)",
    r"subscribe to (?:our|the|my)\b|our (?:free )?(?:daily |weekly )?newsletter|sign up for (?:our|the|your|"
    r"free|breaking|a)\b",
    r"(?:download|get) (?:our|the) (?:free )?(?:mobile )?apps?\b|follow (?:us|our) (?:on|channel)|join (?:us|our) "
    r"(?:on|in this|channel)",
    r"subscribe (?:now|today|here)|(?:subscription|membership) (?:plan|offer)|start your free trial|(?:jetzt|hier) "
    r"abonnieren",
)

# What a page says instead of its story: to whoever is not logged in, does not pay, blocks scripts or cookies, or has
# asked for what is not there. Held against any place of a sentence.
WALL = (
    r"(?:log ?in|sign ?in|log on|register|subscribe|create an? (?:free )?account|become a (?:member|subscriber)) "
    r"(?:now |here |below |today |or \w+ (?:\w+ )?)?to (?:continue|keep|read|access|view|see|unlock|"
    r"get (?:full )?access)",
    r"(?:to (?:continue|keep|read|access|view|unlock)\b.{0,60}),? (?:please )?(?:log ?in|sign ?in|register|"
    r"subscribe|create an? account)",
    r"(?:article|content|story|page) is (?:only |exclusively )?(?:available |reserved |accessible )*(?:only )?"
    r"(?:for|to) (?:\w+ )?(?:subscribers|members|registered)|(?:you have|you've) (?:reached|"
    r"used|read) .{0,40}(?:free|limit)",
    r"already (?:a (?:subscriber|member)|have an account|subscribed|registered)\?",
    r"(?:enable|activate|turn on|allow|requires?) (?:javascript|cookies)|(?:javascript|cookies) (?:is|are|must be|"
    r"to be|has been|seems?)(?: \w+){0,2} (?:disabled|enabled|required|turned)|(?:disable|turn off|"
    r"using an) (?:your )?ad ?block",
    r"(?:we|our partners|this (?:web ?)?site|partners) (?:and our (?:\d+ )?partners )?(?:use|uses|store|process|access)"
    r".{0,60}(?:cookies|personal data|information on (?:a|your) device)|(?:by (?:clicking|continuing)|click) .{0,80}"
    r"(?:cookies|consent|agree|accept)|(?:manage|change|withdraw|reject).{0,40}(?:cookies|preferences|consent|"
    r"choices)",
    r"checking (?:if|that) (?:the site connection|you are)|checking your browser|(?:are|you'?re|verify (?:that )?"
    r"you are) (?:not )?(?:a )?(?:human|robot)|complete the captcha|access (?:to this page )?(?:is|has been) denied",
    r"(?:page|article|content|url|link|file|address)\b.{0,60}(?:not (?:be )?found|no longer (?:available|exists?)|does "
    r"(?:not|n't) exist|doesn't exist|could not be found|can(?:not|'t) be found|has been (?:moved|removed|deleted))|"
    r"(?:couldn't|could not|can't|cannot) find (?:the|that|this|what) .{0,30}(?:page|looking)",
    r"(?:melden sie sich|loggen sie sich|jetzt anmelden|bitte anmelden|registrieren sie sich|abonnieren sie)\b.{0,60}"
    r"(?:lesen|weiter|an|ein)\b|(?:nur|exklusiv) für (?:abonnenten|mitglieder|registrierte)|javascript .{0,30}"
    r"(?:aktivieren|deaktiviert|eingeschaltet)|wir (?:und unsere partner )?(?:verwenden|nutzen|setzen) .{0,40}cookies|"
    r"(?:seite|artikel|inhalt) .{0,60}(?:nicht gefunden|existiert nicht|nicht mehr (?:verfügbar|vorhanden))",
    r"(?:connectez-vous|identifiez-vous|abonnez-vous|inscrivez-vous) .{0,40}(?:lire|continuer|accéder|poursuivre)|"
    r"réservée?s? (?:à nos|aux) abonnés|(?:activer|activez) javascript|nous utilisons .{0,40}cookies|page .{0,60}"
    r"(?:introuvable|n'existe (?:pas|plus)|pas été trouvée)",
    r"(?:inicia|inicie|iniciar) sesión .{0,30}(?:leer|continuar|seguir|acceder)|(?:suscríbete|suscríbase|regístrate|"
    r"regístrese) .{0,40}(?:leer|seguir|continuar|acceder)|(?:solo|sólo|exclusivo) para suscriptores|(?:utilizamos|"
    r"usamos) .{0,40}cookies|página .{0,60}(?:no (?:se ha )?encontrad[ao]|no existe|no está disponible)",
    r"(?:faça login|entre|assine|cadastre-se) .{0,30}(?:ler|continuar|acessar)|(?:só|exclusivo) para assinantes|página "
    r".{0,40}(?:não (?:foi )?encontrada|não existe)|(?:accedi|abbonati|registrati) .{0,40}(?:leggere|continuare)|"
    r"pagina .{0,40}non (?:è stata )?trovata|(?:log in|meld je aan|abonneer) .{0,30}(?:te lezen|verder)|pagina .{0,30}"
    r"niet gevonden",
    r"(?:войдите|авторизуйтесь|зарегистрируйтесь|подпишитесь|оформите подписку),? .{0,40}(?:чтобы|продолжить|читать)|"
    r"(?:увійдіть|зареєструйтеся|підпишіться|оформіть підписку),? .{0,40}(?:щоб|продовжити|читати)|(?:страница|"
    r"сторінк\w+) .{0,40}(?:не найдена|не существует|не знайдено|не існує)|(?:включите|увімкніть) javascript|"
    r"(?:zaloguj|zarejestruj) się.{0,30}(?:aby|czytać)|(?:nie znaleziono|nie istnieje) .{0,20}stron",
)
# A headline that is none.
NO_PAGE = (
    r"(?:(?:error|fehler|erreur)\W*)?40[34]\b.{0,60}|(?:page|article|content|site|story) (?:not found|unavailable|"
    r"(?:is )?no(?:t| longer) available).{0,30}|(?:oops|sorry|ooops|uh-?oh|hoppla|ups)\W.{0,80}|access denied.{0,30}|"
    r"just a moment.{0,10}|attention required.{0,40}|are you (?:a )?(?:human|robot).{0,20}|(?:please )?(?:log ?in|sign "
    r"?in)(?: or (?:register|sign ?up))?|before you continue.{0,60}|we (?:value|care about) your privacy.{0,10}|"
    r"(?:your )?(?:privacy|cookie) (?:choices|settings|preferences|consent).{0,20}",
    r"(?:die )?seite (?:wurde )?nicht gefunden.{0,30}|page (?:introuvable|non trouvée).{0,30}|"
    r"página no encontrada.{0,30}|página não encontrada.{0,30}|pagina non trovata.{0,30}|"
    r"pagina niet gevonden.{0,30}|страница не найдена.{0,30}|"
    r"сторінк\w+ не знайдено.{0,30}|nie znaleziono strony.{0,30}",
)

CREDIT = (
    r"(?:image|media) ?(?:caption|copyright) ?.{2,200}",
    r"\((?:illustrative )?(?:photo|image|picture|foto|bild|source|credit|illustration|graphic|video|"
    r"map)\b[^()]{0,120}\)",
    r"\([^()]{2,90}\bvia [^()]{2,60}\)|\([^()]{0,80}(?:getty images?|afp|reuters|shutterstock|associated press|ap "
    r"photo|epa|dpa|"
    r"unsplash|imago|picture alliance|handout|file photo|screengrab|courtesy)[^()]{0,60}\)",
    r"(?:photo(?:graph|s)?|image|images|picture|foto|fotos|bild|bildquelle|photo credit|image credit|credits?|"
    r"illustration|"
    r"quelle|bildnachweis|crédit photo|фото|getty)(?: by| courtesy of| credit| von)? ?[:/|©] ?.{2,120}",
    r"(?:photo|image|picture|illustration|photograph|foto|bild) (?:by|courtesy(?: of)?|via|von) .{2,80}",
    r"©? ?(?:getty images?|afp|reuters|shutterstock|ap|epa|dpa|istock|istockphoto|alamy|associated "
    r"press)(?:\W.{0,60})?|© .{2,60}",
)

# Names of icon-font glyphs that come out as words, glued to what follows. What they announce is their second word.
ICONS: dict[str, str] = {
    "folder_open": "section",
    "folder": "section",
    "label_outline": "section",
    "access_time": "date",
    "query_builder": "date",
    "schedule": "date",
    "calendar_today": "date",
    "date_range": "date",
    "event": "date",
    "person_outline": "author",
    "account_circle": "author",
    "person": "author",
    **dict.fromkeys(
        (
            "arrow_back arrow_forward arrow_drop_down arrow_upward arrow_downward bookmark_border chat_bubble "
            "chat_bubble_outline chevron_left chevron_right expand_more expand_less favorite_border "
            "keyboard_arrow_down "
            "keyboard_arrow_right keyboard_arrow_left keyboard_arrow_up mail_outline mode_comment more_horiz more_vert "
            "open_in_new photo_camera play_arrow play_circle_outline play_circle_filled remove_red_eye rss_feed "
            "star_border thumb_up thumb_down volume_up zoom_in content_copy local_offer insert_comment trending_up "
            "star favorite share bookmark comment visibility print search menu close home email link label"
        ).split(),
        "noise",
    ),
}
NAMES_OF_ICONS = sorted(ICONS, key=len, reverse=True)
ICON = re.compile(
    r"(?<![A-Za-z0-9_])(?:"
    + "|".join(name for name in NAMES_OF_ICONS if "_" in name)
    + r"|(?:"
    + "|".join(name for name in NAMES_OF_ICONS if "_" not in name)
    + r")(?=[A-ZА-Я0-9]))"
)
