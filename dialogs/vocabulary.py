"""Codes, numbers, and other names of what the catalogue offers. Data: `dialogs.lexicon` reads it."""

CODES = {
    "11": "balance", "*100#": "balance", "#100#": "balance_latin", "25": "password_issue", "*111*25#": "password_issue",
    "*111*59#": "tariff_mine", "*111*2*5#": "tariff_all", "*152#": "spending",
    "*152*1#": "spending_today", "*152*2#": "service_paid", "*111*6*1#": "letters_cyrillic",
    "*111*6*2#": "letters_latin", "0890": "operator",
    "111": "menu", "*111#": "menu", "#111#": "menu", "#": "menu", "00": "menu", "?": "help", "": "help",
    "+": "yes", "-": "no",
    "*111*123#": "promised_payment",
}  # fmt: skip
"""What is no word, whole and without spaces."""

OLD_CODES = {
    "*111*28#": ("service_on", "goodok"), "*111*29#": ("service_off", "goodok"),
    "*111*442#": ("service_on", "blacklist"), "442*1": ("service_on", "blacklist"),
    "442*2": ("service_off", "blacklist"),
    "0100": ("service_on", "sms100"), "0300": ("service_on", "sms300"), "0500": ("service_on", "sms500"),
    "00100": ("service_off", "sms100"), "00300": ("service_off", "sms300"), "00500": ("service_off", "sms500"),
}  # fmt: skip
"""Codes of old standing that switch a service on (off)."""

ALIASES = {
    "aon": "аон|определитель|определитель номера|кто звонит|видеть кто звонит|покажет кто звонит"
    "|показывало кто звонит|показывать кто звонит|номер звонящего|визначник|хто дзвонить|caller id"
    "|who is calling|cine suna|номер высвечивался|identificator|идентификатор",
    "antiaon": "номер спрячьте|спрячьте номер|ascundeti numarul|номер скрывался|номер скрыть|антиопределитель|анти аон"
    "|номер не определялся|скрыть номер|скрой номер|скройте номер|скрытый номер|спрятать номер"
    "|мой номер не видели|чтоб номер не показывался|номер не светился|прихований номер|приховати номер"
    "|анонимно звонить|hide my number|hide number|anonymous|ascunde numarul|numar ascuns|анти определитель"
    "|инкогнито|не видно моего номера|номер засекретить",
    "antiaon_req": "антиаон по запросу|скрыть номер один раз|скрыть номер разово|антион запрос|скрыть один звонок"
    "|hide one call|антиаон на один звонок|ascunde o data",
    "super_aon": "супер аон|скрытые определять|скрытых определять|скрытые номера|скрытые тоже|засекреченные номера"
    "|super caller id|super aon|определять скрытых|видеть скрытые|hidden numbers|numere ascunse|прихованих",
    "goodok": "гудка|гудку|гудки|гудок|гудков|мелодия|мелодию|музыка|музыку|музыка вместо|песня вместо|песню вместо"
    "|песня|песню|песни|песенку|песен|музон|мелодії|мелодію|музику|пісню|пісня|goodok|ringback|ringtone"
    "|melody|melodie|melodia|muzica|tune|beep|рингтон|гудочек|cantec|song|music",
    "bit": "data|date mobile|дата интернет|инета|бита|интернет|internet|інтернет|инет|нет на телефоне"
    "|безлимитный интернет|75 мб|75 мегабайт|internetul",
    "gprs": "gprs|мобильный интернет|жпрс|джипиэрэс|мобільний інтернет|mobile internet|internet mobil|mobile data"
    "|передача данных|date mobile|трафик",
    "superbit": "супер бит|супербит|3 гига|3 гб|три гига|3 gb|3 gigs|super bit|супер біт|3 гигабайта|больше интернета"
    "|3 giga",
    "missed": "кто звонил|вам звонили|пропущенные|пропущенных|пропущеные вызовы|пропущені|хто дзвонив|missed calls"
    "|missed call|who called|cine a sunat|apeluri pierdute|apeluri ratate|звонил пока|звонки пока выключен"
    "|вне сети звонил",
    "barring": "запрет звонков|запрет вызовов|запрет исходящих|запретить звонки|запретите звонки|запрет входящих"
    "|заборона дзвінків|call barring|interzicerea apelurilor|барринг|заборонити дзвінки|barring"
    "|запрет международных|outgoing calls",
    "forward": "входящие на городской|переводить на другой|звонки жене|сбрасывайте звонки|переадресация|переадресацию"
    "|переадрес|перевод звонков|переводить звонки|перенаправить звонки|перенаправлять|звонки на другой номер"
    "|переадресація|переадресацію|call forwarding|forwarding|forward calls|redirectionare|redirectionarea"
    "|redirect|перенаправление|форвард|переадресуйте|divert",
    "voicemail": "автоответчик|голосовая почта|голосовую почту|автоответчика|голосовая|голосовую|голосову пошту"
    "|голосова пошта|автовідповідач|voicemail|voice mail|answering machine|casuta vocala|robot telefonic"
    "|posta vocala|войсмейл|mesagerie vocala",
    "waiting": "второй звонок слышать|al doilea apel|параллельный вызов|когда занято|ожидание|вторая линия"
    "|ожидание вызова|вторую линию|второй звонок|параллельный звонок|очікування|друга лінія|друга лінию"
    "|call waiting|second call|apel in asteptare|asteptare|вторую лінію|дозвонились когда занято",
    "conference": (
        "конференция|конференц|конференцию|втроем поговорить|втроем говорить|конференц связь|впятером|вчетвером"
        "|конференція|конференцію|конференц звязок|conference|conference call|conferinta|групповой звонок"
        "|групповой разговор"
    ),
    "trust": "на полном доверии|полное доверие|доверие|доверии|звонить в минус|говорить в минус|на довірі"
    "|повній довірі|full trust|incredere|уходить в минус|звонки в минус|trust|в минус звонить|постоплата",
    "blacklist": "чс|черный список|чорний список|чорного списку|в черный список|заблокировать абонента"
    "|заблокировать номер бывшей|заблокируй звонки|блокировать звонки|blacklist|black list|block calls"
    "|lista neagra|список черный|заблокируйте звонки|черняк|звонит и звонит|чтоб не мог звонить"
    "|не мог дозвониться|block my ex|blochez numar|blocati un numar|block this number|звонит маньяк"
    "|звонит бывший|звонит бывшая|коллекторы|blocheaza apelurile",
    "sms_filter": (
        "смс фильтр|фильтр смс|фільтр|фильтр|фильтруйте|sms filter|filtru|filter|filtru sms|смс от черного списка"
    ),
    "sms100": "100 смс|смс пакет|сто смс|сотню смс|100 sms|100 texts|100 messages|100 mesaje|100 сообщений|сотня смс"
    "|пакет смс|пакет сообщений|смс 100|hundred texts|pachet sms|pachetul sms|100 смсок",
    "sms300": "300 смс|триста смс|тристо смс|300 sms|300 texts|300 messages|300 mesaje|300 сообщений|300 смсок"
    "|триста сообщений|three hundred",
    "sms500": "500 смс|пятьсот смс|500 sms|500 texts|500 messages|500 mesaje|500 сообщений|500 смсок|пятьсот сообщений"
    "|п'ятсот смс|five hundred",
    "sms50": "50 смс|пятьдесят смс|полтинник смс|50 sms|50 texts|50 messages|50 mesaje|50 сообщений|разовый пакет"
    "|пятдесят смс|разово смс|one time 50",
    "sms_day": "смс в день|10 смс|смс каждый день|десять смс|10 sms|sms per day|daily sms|sms pe zi|10 смс в сутки"
    "|смс на день|10 texts a day|10 mesaje",
    "mms": "ммски|ммску|ммс|mms|картинки слать|фотки слать|фото отправлять|картинки отправлять|picture messages"
    "|фотки отправлять|poze|фотки посылать|фото посылать|photos",
    "favorite": "любимый|любимый номер|улюблений номер|улюблений|favorite number|favourite number|favorite|favourite"
    "|numar favorit|numarul favorit|numarul preferat|скидка на один номер|скидку на номер|скидка на номер"
    "|favorit|любимчик",
    "home": "везде как дома|везде дома|скрізь як вдома|как дома|як вдома|everywhere at home|home everywhere"
    "|peste tot ca acasa|ca acasa|входящие по всей|входящие по россии|входящие бесплатно",
    "neighbour": (
        "соседние регионы|соседних регионов|соседние области|соседних областях|сусідні регіони|сусідні області"
        "|neighbouring|neighboring|regiuni vecine|regiunile vecine|соседний регион|соседнюю область"
        "|neighbour regions"
    ),
    "kin_balance": "баланс близких|баланс родных|баланс мамы|баланс жены|баланс сына|баланс дочки|баланс ребенка"
    "|баланс другого|баланс близьких|баланс рідних|relatives balance|family balance"
    "|soldul rudelor|soldul celor apropiati|soldul mamei|баланс отца|баланс мужа|баланс внука|баланс доньки"
    "|баланс бабушки|чужой баланс",
    "intl": "звонить рубеж|звонки рубеж|дзвінки кордон|call abroad|sun strainatate|за границу звонить|границу звонки"
    "|международный доступ|международка|международку|международные звонки|звонить за границу|міжнародний"
    "|міжнародний доступ|international|international calls|international access|acces international"
    "|apeluri internationale|звонить в другую страну|internationale|дзвонити за кордон|узбекистан звонить"
    "|звонить на украину|звонить в таджикистан|звонить молдову",
    "easy_roam": (
        "strainatate|going abroad|еду за границу|еду границу|їду за кордон|роуминг|roaming|легкий роуминг|роумінг"
        "|легкий роумінг|rouming|easy roaming|roaming usor|роуминга|роаминг|roamingul"
    ),
    "locator": "track kid|track my kid|где сейчас ребенок|де моя дитина|локатор|где ребенок|где муж|где жена|где сын"
    "|где дочка|локация|locator|localizare|localizator|следить за ребенком|где мои близкие|find my kid"
    "|where my kid|слежку|слежка|местоположение|геолокация|unde e copilul|локатора|де дитина",
    "weather": "погода|погоду|погоды|прогноз|прогноз погоды|погоді|weather|forecast|meteo|prognoza|prognoza meteo"
    "|прогнозы",
    "bill": "счет на почту|счет на емейл|счет на имейл|счет на e mail|счет на мыло|счет на ящик|рахунок на пошту"
    "|рахунок пошту|рахунок електронну|bill by email|bill email|email bill|invoice email|factura pe email"
    "|factura email|счет ящик|счет электронную|детальный счет почту|счета на почту"
    "|детальный счет каждый месяц|factura",
    "ours100": (
        "100 минут|сто минут|100 минут на своих|100 хвилин|hundred minutes|100 minutes|100 minute|минут на своих"
        "|минут внутри сети|сотню минут|минуты на своих|100 min"
    ),
    "suspend": "блокировка номера|пауза|паузу|паузы|заморозьте номер|заморозить номер|заморозка|приостановить номер"
    "|приостановите номер|приостановка|временная блокировка|временно заблокировать|на паузу|блокування номера"
    "|заморозити номер|suspend|suspend my number|freeze my number|pause my number|blocare numar"
    "|blocarea numarului|suspendare|suspendati|призупинити|законсервировать|номер сохранить|freeze"
    "|сохранить номер|добровольная блокировка|pauza|pause",
    "content_ban": "short codes|запрет контента|блокировка контента|короткие номера|запретить короткие номера"
    "|запрет подписок|защита от подписок|коротких номеров|короткі номери|коротких номерів|заборона контенту"
    "|контент запретить|контент бан|платные номера|платных номеров|платные короткие|платным номерам"
    "|контентных услуг|контентные|контента|content ban|short numbers|premium numbers|paid numbers"
    "|numere scurte|numerele scurte|continut|interzicere continut|платных смс|content|контент|платные смс"
    "|premium|запретить подписки|block subscriptions|платні номери|платних номерів|стоп контент"
    "|короткие номерам",
    "zero": "ноль|zero|супер ноль|нулевой",
    "super": "super",
    "energy": "энерджи|energy|энержи|енерджі|энергия|енергія",
    "strana": "твоя страна|твоя країна|your country|tara ta|твою страну",
    "second": "посекундный|посекундно|посекундній|посекундная|per second|secunda|посекундка|pe secunda|посекундного",
    "class": "классный|школьный|класний|шкільний|class|school|scolar|ребенку школьный|klass|классного|для школьника",
    "smartmini": "smart mini|смарт мини|смарт міні|смартмини|smartmini",
    "smart": "smart|смарта",
    "smartplus": "smart plus|смарт плюс|смартплюс",
    "connect": "connect|коннекта|коннект|для модема|модема|modem|модему|конект",
    "tablet": "планшет|планшета|tablet|tableta|для планшета|айпад|ipad",
    "mayak": "маяк|маяка|mayak|для пенсионеров|пенсионерский|пенсионный|для пожилых|пожилых|beacon|pensionari"
    "|lighthouse|пенсионерам|для пенсіонерів|majak",
    "guest": "гостевой|guest|гостьовий|oaspete|гостевого|musafir",
    "group": "тариф мы|тариф ми|группового|групповой тариф",
    "biz": "бизнес|business|бізнес|корпоративный|biznes|biz",
}
"""Other names of services and tariffs, which come and go with them."""

NUMBERS = {
    1: "один одна первый первое первая перший odin one first unu prima primul",
    2: "два две второй второе вторая другий dva two second doi doua doilea двойка двойку",
    3: "три третий третье третья третій three third trei тройка тройку",
    4: "четыре четвертый четвертое четвертая чотири четвертий four fourth patru четверка четверку",
    5: "пять пятый пятое пятая п'ять п'ятий five fifth cinci пятерка пятерку",
    6: "шесть шестой шестое шестая шість шостий six sixth sase шестерка",
    7: "семь седьмой седьмое седьмая сім сьомий seven seventh sapte семерка",
    8: "восемь восьмой восьмое восьмая вісім восьмий eight eighth opt восьмерка",
    9: "девять девятый дев'ять nine noua",
}
"""Digits in words."""

BESIDE_NUMBERS = """
жми choose punkt кнопка
номер пункт цифра цифру вариант позиция позицию кнопка кнопку жму нажимаю выбираю беру давай давайте выбор хочу мне
пожалуйста нажать ну это пункта по меню варіант обираю тисну будь ласка option number choice the one press item please
punct punctul optiunea numarul varianta al aleg
"""
"""What else a text says that is but a number."""
