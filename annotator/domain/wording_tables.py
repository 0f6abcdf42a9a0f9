"""What page furniture says, as data: whole lines, and patterns for lines with a name or a number.

Phrases are written without regard to case, punctuation and numbers: "Comments (214)" is "comments".
Patterns are regular expressions for a whole line, without regard to case.
"""

from __future__ import annotations

from enum import Enum


class Saying(Enum):
    """What the wording of a line shows it to be."""

    PLAYER = "player"
    DISCUSSION = "discussion"
    """The head of the readers' comments."""
    MORE_STORIES = "more_stories"
    """The head of a list of other stories."""
    FURNITURE = "furniture"
    RELATED = "related"
    """The title of another story, with a word before it that says so."""
    NOTICE = "notice"
    CREDITS = "credits"
    """Who else worked on the article."""
    CAPTION = "caption"
    PERHAPS = "perhaps"
    """Furniture in the company of furniture; alone it may as well be a heading."""


PHRASES = {
    Saying.PLAYER: """
        please wait | loading | loading player | loading video |
        no media source currently available | embed share |
        the code has been copied to your clipboard | pop-out player | playback rate |
        the URL has been copied to your clipboard | replay video | skip ad |
        video player is loading | unable to play media |
        your browser does not support the video element | this video can not be played |
        to play this video you need to enable JavaScript in your browser
    """,
    Saying.DISCUSSION: """
        leave a comment | leave a reply | post a comment | add a comment | add comment |
        view comments | show comments | hide comments | read comments | join the conversation |
        join the discussion | view all comments | read the comments | all comments |
        reader comments | your comments | comment now | comments are closed | kommentare |
        commentaires | comentarios | have your say | sort by
    """,
    Saying.MORE_STORIES: """
        related | recommended | trending | next article | next story | previous article |
        previous story | previous post | next post | related articles | related stories |
        related topics | related content | related news | related coverage | related links |
        related posts | related tags | related video | related videos | recommended for you |
        recommended stories | recommended reading | trending now | most read | most popular |
        most viewed | most shared | most commented | most watched | popular now |
        popular stories | you may also like | you might also like | you may be interested in |
        more stories | more news | more articles | more on this story | more on this topic |
        more in news | more like this | more to explore | more coverage | top stories |
        top news | latest stories | latest news | latest headlines | editors’ picks |
        editor’s picks | editors picks | don’t miss | must read | what to read next |
        read next | read more | read also | also read | see also | next up | up next |
        more from the web | around the web | from the web | in case you missed it |
        other stories | also on | today’s top stories | also in the news | keep reading |
        mehr zum thema | lesen sie auch | meistgelesen | das könnte sie auch interessieren |
        à lire aussi | lire aussi | sur le même sujet | les plus lus | lea también |
        te puede interesar | lo más leído
    """,
    Saying.FURNITURE: """
        accessibility links | accessibility help | accessibility statement |
        jump to navigation | toggle navigation | open menu | close menu | main menu |
        main navigation | site navigation | view all | log in | sign in | sign out | log out |
        my account | create account | create an account | register now | subscribe now |
        manage subscription | give a gift | gift this article | edition | switch edition |
        share this article | share this story | share this page | share this post |
        share this | share article | share via email | email this article | copy link |
        copy link to clipboard | link copied | print article | print this page | save article |
        save for later | add to favorites | text size | font size | bookmark | click to share |
        tweet this | pin it | post a tweet | follow us | follow us on social media |
        advertisement | advertising | sponsored content | paid content | ad feedback |
        report this ad | story continues | remove ads | why are you seeing this ad |
        video ad feedback | listen to this article | listen live | watch live | live tv |
        back to top | top of page | return to homepage | show more | load more | see all |
        read full article | continue reading | continue reading the main story | expand all |
        more options | toggle caption | hide caption | show caption | enlarge this image |
        enlarge image | view gallery | view slideshow | open image in gallery | media caption |
        image caption | email newsletters | newsletter signup | get our newsletter |
        sign up now | download the app | get the app | mobile apps | privacy policy |
        privacy notice | privacy settings | cookie policy | cookie settings |
        cookie preferences | your privacy choices | terms of use | terms of service |
        terms and conditions | terms conditions | do not sell my personal information |
        do not sell or share my personal information | ad choices | contact us | about us |
        advertise with us | site map | sitemap | help center | help centre | press room |
        customer service | customer care | media kit | work for us | send us a tip |
        report an error | report a typo | standards and corrections |
        reprints and permissions | closed captioning | make a suggestion |
        reprints permissions | our newsletters | all newsletters | site index |
        search the site | anmelden | teilen | drucken | anzeige | impressum | datenschutz |
        zur startseite | zum inhalt springen | s'abonner | se connecter | partager |
        publicité | mentions légales | plan du site | nous contacter | suscríbete |
        iniciar sesión | compartir | publicidad | aviso legal | política de privacidad
    """,
    Saying.PERHAPS: """
        breaking news | live | menu | search | home | news | sport | sports | world |
        politics | business | opinion | culture | technology | tech | science | health |
        travel | weather | entertainment | lifestyle | education | environment | showbiz |
        money | local | video | videos | audio | podcasts | photos | gallery | share | print |
        email | e-mail | save | facebook | twitter | x | instagram | whatsapp | telegram |
        linkedin | pinterest | reddit | youtube | rss | tumblr | messenger | flipboard |
        tweet | threads | bluesky | tiktok | ad | ads | close | expand | collapse | cancel |
        submit | register | subscribe | newsletter | newsletters | help | careers | jobs |
        faq | faqs | corrections | tag | tags | topic | topics | category | categories |
        comment | comments | about | archive | archives | contact | more | next | sections |
        magazine | ideas | history | games | puzzles | play | pause | mute | unmute |
        fullscreen | captions | quality | speed | auto | embed | direct link | replay |
        settings | reuters | ap | afp | shop | store | events | follow | popular | latest |
        elsewhere | featured | features | in pictures | like | reply | report | like reply |
        donate | support us | feedback | language | english | deutsch | français | español
    """,
}
"""Phrases by what they show, separated by ``|``. The surest come first."""

PATTERNS = {
    Saying.PLAYER: (
        r"no compatible source was found.{0,80}",
        r"(current time|duration|remaining time)[\s\d:/-]*",
        r"\d{3,4}p( \| .{1,20})?",
        r"(video|audio) (duration|length) [\d:]+",
    ),
    Saying.DISCUSSION: (
        r"((view|show|hide|read|see|join) )?(all )?\(?\d[\d,.]*\)? (comments?|replies)( .{0,40})?",
        r"(comments?|responses|replies)( on .{1,80})? \(\d[\d,.]*\)",
    ),
    Saying.MORE_STORIES: (
        r"(most (read|popular|viewed|shared)|trending) (in|on|from|at|now)\b.{0,40}",
        r"more from [\w’'.& ]{2,40}",
        r"more (on|about|in) (this|the) (story|topic|series|author|section)",
    ),
    Saying.FURNITURE: (
        r"skip to [\w ]{3,30}",
        r"share (this )?(article |story )?(on|with|via|to) (facebook|twitter|x|whatsapp|linkedin)",
        r"share (this )?(article |story )?(on|with|via|to) (telegram|reddit|pinterest|e-?mail)",
        r"follow (us|[\w’' ]{2,30}) on (facebook|twitter|x|instagram|youtube|telegram|google)",
        r"(story|article) continues (below|after)[\w ]{0,30}",
        r"sign up (for|to) .{0,60}(newsletter|alerts?|briefing|updates|emails?|inbox)\b.{0,40}",
        r"(get|subscribe to) (our|the) .{0,50}(newsletter|app|podcast)\b.{0,40}",
        r"subscribe (to|from|for|today)\b.{0,40}",
        r"(view|see|show|hide|read|open)( all| more)? (gallery|photos?|images?|captions?)",
        r"(image |photo |slide )?\d+ (of|/) \d+( (images?|photos?))?",
        r"\d+[- ]min(ute)?s?[- ]read",
        r"(estimated )?reading time:? .{1,20}",
        r"\W*\d{1,2}x\d{1,2} image",
        r"(tags|topics|filed under|categories|keywords|schlagworte|mots-clés|etiquetas):.{0,120}",
        r"(length|section|load-date|publication-type|document-type|länge|rubrik):\s.{1,60}",
    ),
    Saying.RELATED: (
        r"(read (more|also|next)|also read|see also|read|watch|listen|more)\s*[:>»|–]\s*\S.{7,180}",
        r"(related( story)?|recommended|don[’']t miss)\s*[:>»|–]\s*\S.{7,180}",
        r"((à )?lire aussi|lees ook|lesen sie auch|lea también)\s*[:>»|–]\s*\S.{7,180}",
    ),
    Saying.NOTICE: (
        r"(copyright )?©.{0,60}((19|20)\d\d|rights reserved|ltd|llc|inc\b).{0,250}",
        r"(copyright )?\(c\) ?(copyright )?(19|20)\d\d.{0,250}",
        r"copyright,? (19|20)\d\d\b.{0,250}",
        r".{0,150}\ball rights reserved\b.{0,40}",
        r".{0,40}\b(views|opinions) expressed (here|in this [\w-]+|by the authors?)\b.{3,200}",
    ),
    Saying.CREDITS: (
        r"\(?((with )?additional )?(reporting|writing|editing) by (?-i:[^\W\d_a-z]).{2,250}",
        r"\(?(reporting|writing) and editing by (?-i:[^\W\d_a-z]).{2,250}",
        r"\W?.{3,250}\bcontributed( reporting)? to this (report|article|story)\W{0,3}",
        r"\((source|quelle|agencies|with agencies|reuters|ap|afp|dpa)[\w, /&]{0,30}\)",
    ),
    Saying.CAPTION: (
        r"(image|media|video|photo) (source|copyright|caption)([,:]? (?-i:[^\W\d_a-z]).{0,250})?",
        r"(photo(graph)?|foto|image|picture)( credit| by| courtesy| source)?( of)?\s*:.{1,250}",
        r"((photo )?illustration|graphic|caption|credit)( by)?\s*:.{1,250}",
        r"©.{1,60}",
        r"screenshot (by|from|via|of) .{2,80}",
        r"(getty images|ap photo|reuters photo|file photo|stock image|stock photo|courtesy photo)",
    ),
    Saying.PERHAPS: (
        r"[\W\d]*",
        r"\d+ (shares?|views?|likes?)",
        r"(share|comments?)\W*\d+\W*",
    ),
}
"""Patterns of whole lines by what they show. The surest come first."""

SOFT_NOTICES = (
    r"all rights reserved",
    r"may not be (published|reproduced|broadcast|rewritten)",
    r"terms (of|and) (use|service|conditions)",
    r"privacy (policy|notice)",
    r"\bcookies?\b",
    r"this site (uses|is protected)",
    r"do not sell",
    r"registered (in england|office|trademark)",
    r"undesirable organi[sz]ation",
    r"fines or imprisonment",
    r"click here",
    r"(support|fund) (our|independent) (journalism|reporting)",
    r"download (our|the) app",
    r"subject to change without notice",
    r"not responsible for the content",
    r"e-?mail (him|her|them) at",
    r"(e-?mail|contact|call|text|message|write to) us (at|on|via)",
)
"""Patterns inside a line that articles have as well: they count only at the end of a page."""

_AGENCIES = (
    r"(?:AP|AFP|EPA|EPA-EFE|Reuters|Getty(?: Images)?|TASS|Shutterstock|RFE/RL|Xinhua|Anadolu"
    r"(?: Agency)?|dpa|PA(?: Wire| Media| Images)?|Bloomberg|NurPhoto|Alamy|ANSA|Zuma|iStock)"
)
PICTURE_CREDIT = (
    rf"(\({_AGENCIES} Photo[^()]{{0,80}}\)"
    r"|(?:^|[.!?)”\"|–—-] ?)(?:Photo|Photograph|Image|Picture|Foto|Photo credit|Credit)s?"
    r"(?: by)?: [^.:]{2,60}"
    rf"|[\w’'-]{{2,}}(?:/|—| / | via ){_AGENCIES}(?: Photo| Images)?"
    rf"|© ?{_AGENCIES}(?:/[\w. -]{{2,30}})?)\)?$"
)
"""The end of a line that closes with the source of a picture. Case matters here."""
