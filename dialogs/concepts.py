"""What words mean, in Russian, Ukrainian, Romanian and English. Data: `dialogs.words` reads it.

What follows a bar is an ending, and others may stand in its place. Russian and Ukrainian stand in Cyrillic and are
known in Latin letters too; words that stand in Latin letters are known in these alone.
"""

CONCEPTS = {
    "balance": "баланс| балик балансик остаток остат|ка остач|а залишок залиш|ку залишилось balance bal sold soldul"
    " soldu balanta balant|a balans",
    "money": "деньг|и денег денежк|и денежек деньжат деньжонк|и бабл|о бабос| бабк|и бабок лавэ лаве копе|йки копей|ка"
    " гроши грош|ей грошей рубл|ей руб рублей коштів кошти средств|а money bani banii banut|i lei rouble|s",
    "account": "аккаунт|а аккаунта акаунт| счет счета счету счете счёт лицев|ой рахунк|у рахунок account cont contul"
    " contu",
    "how_much": "much many сколько скольк|о скока сколка скоко скок сколк|и почем скільки скільк|и скики cat cati cât",
    "much": "",
    "left": "остал|ось осталос остает|ся лишил|ось left remain|ing ramas rămas ramase rest|ul",
    "check": "глян|ь глянуть проверь проверьте провер|ить посмотр|и погляд|и чекн|и узна|ть перевірт|е перевір check"
    " see show tell verific|ati spune spuneti",
    "show": "покаж|и покажите пришл|и пришлите вышл|ите выслать вышли скинь скиньте отправ|ьте отправить прислать"
    " напиш|и сообщ|ите скаж|ите назов|ите кин|ь кинуть надішл|іть надіслати покажіть скажіть пришліть arata"
    " arăta trimite|ti trimiteti send give resend",
    "cost": "стоит стоят стоимост|ь цена цены цену ценник абонплат|а абонентск|ая расценк|и коштує ціна price prices"
    " cost costs fee pret pretul costa costă costul rate rates",
    "debt": "пенсии пенсию пенсія долг долги взайм|ы займ займы займите займ|и заня|ть одолж|и кредит| кредитн|ый"
    " аванс авансом обещ обещ|анный обещан|ный обещают обещаный обещалк|а отсрочк|а отсроч|ить получк|и"
    " зарплат|ы зарплате борг позич|ити позик|а обіцян|ий обіцяний платеж получк|а аванс|а выруч|и выручай"
    " перехват|ить кредитуй|те imprumut imprumut|ati împrumut datorie avans salariu promis promisa promise|d"
    " promised loan lend borrow advance payday owe iou",
    "minus": "минус минусе минус|а мінус minus",
    "refund": "верните верни вернуть возврат| компенс|ация refund повернути поверніть",
    "topup": "пополн|ить пополнен|ие терминал| закин|уть положи|ть поповн|ити topup recharge incarc|a reincarc|a"
    " alimentez",
    "password": (
        "парол|ь паролик пароль парольчик пасворд| пасс пассворд пороль password pass passwd pasword pwd parola"
        " parol|ei"
    ),
    "code": "код кода коды code codul cod",
    "access": "входа входить доступ|а доступ вход|а войти зайти захож|у залогин|иться авториз|оваться авторизац|ия"
    " логин| логін| увійти вхід зайду заходил| login access intra logare autentific|are signin",
    "cabinet": "кабинет|а кабінет|у лк сайт|а сайт страничк|у интернет-помощник помощник|а cabinet cabinetul site"
    " website",
    "forgot": (
        "забыл|а забыл потерял|а потеря|ть посея|л помню вспомн|ить забув забула запам|ятав напомн|ите нагад|айте"
        " невспомн|ю восстанов|ить восстановлен|ие утерян| утрат|ил відновити forgot forgotten lost remember"
        " remind recover reset uitat am-uitat recuper|are pierdut"
    ),
    "fits": "работ|ает ловит ловл|ю працю|є functioneaz|a подходит подход|ит принимает приним|ает пуска|ет пускает"
    " подошел підходить invalid wrong works working gree| gresit merge functioneaza",
    "new": "новый нов|ый нову новое новий new nou noua",
    "change": "update upgrade swap choose| свій свои смен|ить смена смени смените помен|ять измен|ить меняю менять"
    " поменяйте замен|ить задать задам придум|ал установить сменит другой друг|ой свой своего свою своим"
    " собственн|ый змін|ити змінити поміня|ти замін|ити інший change switch replace own different another"
    " modific schimb|a schimba schimbati alt altul alta propri|e make",
    "go": "перейти перейд|у перех|од перевед|ите переходим перехож|у перевод перекинь|те пересад|ите пересесть"
    " перескоч|ить перевест|и move go trece|ti trec trecere",
    "tariff": (
        "плане плану тариф| тарифчик тарифн|ый план плана пакетн|ый tariff tarif tariful plan planul abonament|ul"
        " abonamentul"
    ),
    "tariffs": "тарифы тарифов тарифам тарифи тарифів тарифах tarife tarifele tariffs plans planuri",
    "cheap": "дешев|ый дешевле дешевше подешевле выгодн|ый дешевш|ий cheaper cheapest ieftin|",
    "terms": "услови|я описан|ие расскаж|ите подробн|ее информац|ия инфа умови детальніше уточн|ить подскаж|ите terms"
    " details conditii informati|i",
    "services": "opci|i optsi|i опци опции услуг|и опци|и сервис|ы послуг|и опції добавк|и фич|и service services"
    " option options servici|i serviciul serviciile optiun|i",
    "subs": "подписк|и подписок подписка підписк|и subscription|s subscriptions abonari abonarile",
    "mine": "мои мой мое моя меня мне моего моем моим мій мене мені моїх мої my mine mele meu mea me am",
    "all": "все всё всех каталог| список списка всю усі всі каталог переч|ень all list every everything toate tot"
    " lista",
    "active": (
        "подключено подключены подключен подключенн|ые активн|ые активны висит висят стоит-подключено підключен|і"
        " ввімкнено увімкнені действ|уют active enabled connected activate activ|e conectate"
    ),
    "paid": "платн|ые платны paid платні cu-plata",
    "which": "какой какая какие какое каки какую який яка які what which whats ce care",
    "on": "подключ|ить подключ|и подключить подключите подкл вкл включ|ить включить включи включите активир|овать"
    " активируй активируйте подруб|и вруби врубить врубай врубите добав|ить добавьте занест|и занес|ите"
    " внести внесите постав|ить поставь поставьте устан|овите устан|овить установите оформ|ить запуст|ите"
    " подсоедин|ите дай дайте увімкн|и увімкніть включіть підключ|ити підключіть підключи активуй|те"
    " активувати додай|те додати постав відкрийте открой|те откройте открыть сделай сделайте зробіть"
    " повесь|те замут|ите накинь|те activate enable connect turnon add start set put install activ|ati"
    " activeaza activati conect|ati conectati porn|iti porniti porneste pune puneti adaug|ati adaugati dati"
    " da-mi instal|ati",
    "off": "rid останов|ите останови зупин|іть долой геть vymkn|uty отключ|ить отключить отключи отключите отключаем"
    " откл выкл выключ|ить выключи выключить выключите выруб|ить выруби вырубите убер|ите уберите убери"
    " убир|ай убра|ть убрать удал|ить удалите удали отказ|аться отказываюсь откаж|усь деактивир|овать"
    " деактивируй сброс|ить сбросьте снять сним|ите снимите сними снима|ем сымите сыми сыма|ть прекрат|ите"
    " прекратить прекращ|ай отруб|ите отрубить отцеп|ите отсоедин|ите аннулир|уйте расторг|ните закрой|те"
    " закройте закрыть вычеркн|ите выкинь|те выкиньте погас|ите заглуш|ите разблок|ируйте разблокируйте"
    " разморозь|те дизактивир|овать відключ|и відключіть відключити виключ|іть виключіть прибер|іть приберіть"
    " забер|іть заберіть заберите забрать зніміть знім|іть деактив|уйте відмов|итись видал|іть видаліть"
    " припин|іть disable deactivate disconnect remove delete turnoff kill drop dezactiv|ati dezactivati"
    " deconect|ati deconectati opr|iti opriti opreste sting|eti stinge scoate|ti scoateti scot renunt|a"
    " sterge|ti inchid|e anul|ati anulati",
    "up": "on",
    "down": "off",
    "turn": "turn switch",
    "imposed": "понаподключ|али понаподключали подключили подключил подключен-без навяза|ли впари|ли подсуну|ли"
    " поставили поставил повесили повесил подписали нацепи|ли підключили підключив нав'язали поставила",
    "why": "зачем почему пошто нафиг нафига нахрен навіщо нащо чому нах на-кой why",
    "want": "хочу хотел|ось хотим желаю жела|ние хочется хотелось бажаю прошу want wanna need vreau vrea dores|c"
    " doresc gimme пусть чтоб чтобы щоб хай",
    "need": "надо нужно нужен нужна нужны ничего делать треба потріб|ен потрібна потрібно trebuie nevoie",
    "unwanted": "ненадо ненужен ненужна ненужно",
    "switched": "отключен| выключен| недоступ|ен вимкнен|ий",
    "enough": (
        "угомон|итесь достали достала достало хватит надоел|о достал|и задолбал|и задолб|али заколеб|али заеб|али"
        " осточертел|а харе хорош досить набридл|о дістал|и enough ajunge destul"
    ),
    "ban": "запрет| запрет|ить запреш|ен запретите заборон|а заборонити блокируй|те ban block interzi|ceti"
    " interzic|e interzice",
    "block": "блокиров|ка заблокир|уйте блок блокув|ання",
    "operator": "customer client|i клієнт|ів оператор| оператора операторша"
    " человек| человеком человека поддержк|а поддержку техподдержк|а дозвонит|ься дозвон|иться консультант|"
    " консультанта консультац|ия специалист|а сотрудник|ом сотрудник менеджер| менеджера девушк|у колцентр"
    " живой жив|ой живого живым людин|а людину людиною оператор|ом підтримк|а фахівц|я консультантом operator"
    " operatorul operatoru human agent support person somebody someone representative rep consultant om omul"
    " uman persoana suport",
    "talk": "поговор|ить говорит|ь соедин|ите соедините соеди|ни позов|ите переключите-на свяж|ите связат|ься свяжите"
    " з'єднайте зв'язат|ися поговорити talk speak vorb|esc vorbesc vorbi legatura",
    "call": "звонить позвонить позвон|ите подзвонити call phone suna|ti",
    "call_back": "перезвон|ите перезвоніть перезвонят подзвоніть callback",
    "where": "куда где куди де where unde адрес|а",
    "stop": "стоп stop стоп| стопе реклам|а рекламу рассылк|а рассылк|и рассылку спам| спамить спама спамите"
    " розсилк|а reclam|e reclama ads adverts marketing spam spamming",
    "write": "пишите пиши писать присылай|те присылать присыла|ть шлите шли слать шлете смс-ки смски смсками пишіть"
    " надсилайте шліть шле texting texts text messages messaging scri|e scrieti scrie mesaje trimiteti-mi",
    "more_no": "больше більше anymore mai",
    "cancel": "las|a lasa lasati undo forget отмен|а отмен|ить отмени отмените отмена отменяй передумал|а передумал"
    " передум|ала отбой забудь забей забудьте отставить скасуй|те скасувати скасуйте скасу|й передума|в"
    " відміна відміни|ти cancel nvm nevermind abort razgandit anuleaza anulare renunt renuntat",
    "mind": "never mind",
    "yes": "делай делайте давайте роби зроби валяйте fine correct подтвердить пойдет йес добро норм д course agree"
    " ahead звісно разумеется звичайн|о зрозуміло да дада ага угу конечно верно так соглас|ен согласна"
    " подтвержда|ю подтвержд|аю ок окей окай ok okay yes yeah yep yup sure конешн|о канешн|о ладно хорошо"
    " давай валяй поехали точно естественно безусловно згод|ен згода звичайно авжеж гаразд підтверджую da"
    " sigur desigur bine acord confirm ок+ лады годится слушаюсь absolutely",
    "no": "н нет неет нету не-а неа нетушки нит ні нi нікак no nope nah nup нєт",
    "nu": "nu ba",
    "never": "нізащо обойдусь обойд|усь nicidecum никак никаких никогда ниче нічого ні-за-що never none nothing deloc"
    " nimic",
    "not": "не ни dont not doesnt didnt wont",
    "polite": "пожалуйста пожалуста спасибо плиз пж плз пжлст пжста прошу-вас будьте любезны ласка ласк|а будь please"
    " pls plz thanks thank rog va multumesc mersi",
    "back": "вернись anterior back назад взад обратно вернут|ься вернуться шаг наверх выше предыдущ|ее предыдущее"
    " попередн|є повернутис|я inapoi înapoi previous return",
    "more": "urmatoarea departe еще дальше далее следующ|ая следующая ещё листай следующее next more далі ще"
    " urmator|ul continua",
    "hello": "привет| здравствуй|те здрасте здрасьте hi hello hey приветик салют алло вітаю привіт salut ziua seara"
    " hei",
    "menu": "меню menu главное старт начало главную домой головне meniu meniul main home",
    "help": "объясн|ите поясн|іть comenzi команди користуват|ися помощ|ь помог|ите помоги памагите help справк|а"
    " инструкци|я инфо команд|ы пользоваться умеешь умеете подсказк|а непон|ятно пользуют|ся допомог|а"
    " допоможіть довідк|а ajutor ajuta|ti instructiuni commands instructions info faq",
    "how": "how как шо че чего что чё што як що cum",
    "press": "жать нажим|ать тыкать тыка|ть нажать писать-то писать набирать делать-то вводить",
    "can": "can умієш вмієш вмієте stii можешь можете умеет можно-делать можеш poti",
    "number": "номер| номера номер пункт номером number numarul nr цифра цифр|у",
    "sms": "смс sms смска смсок эсэмэс| ems смсками есемес",
    "pack": "пакет| пакетик pachet|ul pack package bundle",
    "detail": "raport детализ|ация детализ|ацию деталез|ация дитализ|ация распечатк|а распечат|ать роспечатк|а"
    " расшифров|ка выписк|а выписка выпсик|а отчет| отчёт отчетик звіт| звіт деталізац|ія роздруківк|а"
    " роздрук|увати виписк|а статистик|а истори|я історі|я детально detaliere detaliat detaliile extras"
    " istoric detalierea statement itemi|sed itemized itemised breakdown history",
    "spent": "снимают снимаете сняли снял сняло зняли знімають rashod|y expens|es потрат|ил потратил потрачен|о"
    " расход| расходы расход|ы списал|и списали списан|ия трат|ы траты тратах затрат|ы наговор|ил"
    " израсход|овал просад|ил сожрал|о снял|и витрат|и витратив списа|в spent spend spending charges charged"
    " cheltuit cheltui|eli cheltuieli consum|at consum",
    "gone": "ушл|и ушли делись делось девал|ись дівся ділися поделись улетел|и пропал|и пішли куда-то слил|ись went"
    " gone where-did dus",
    "called": "звонки звонков звонил разговор|ов разговоров разговоры дзвінк|и дзвінків apelur|i apeluri calls",
    "whom": "кому кем whom cui",
    "language": "язык| язык языке мов|а мову мова мові limba limb|a limbii language lang тили",
    "lang_ru": "русск|ий русский русском по-русски русс|ки рус російськ|а російською russian rusa ruseste rus",
    "lang_uk": "украинск|ий украинский українськ|а українською украинском укр мовою ukrainian ucraineana",
    "lang_ro": "румынск|ий румынский молдавск|ий молдавский румунськ|а romanian romana romaneste română moldoveneasca",
    "lang_en": "английск|ий английский английском англ англійськ|а англійською english engleza инглиш",
    "latin": "latinic|a латиниц|а латинск|ие латинскими латиница латинкой транслит|ом транслит латиниця латинськ|ими"
    " latin latinica translit latine transliterat|ion",
    "cyrillic": "kirilic|a кириллиц|а кириллица кирилиц|я кирилиця кирилл|ица chirilic|e cyrillic",
    "letters": "букв|ы буквы буквами буковк|и шрифт| літер|и алфавит| litere letters font alphabet",
    "squares": "квадрат|ики квадратики крякозябр|ы кракозябр|ы каракул|и закорючк|и иероглиф|ы абракадабр|а вопросики"
    " squares boxes patrat|ele кракозябри читает|ся нечитает|ся gibberish",
    "logout": "выйти выход разлогин|ить разлогинь разлогинь|те вийти вихід логаут логоф выхож|у выходим logout logoff"
    " signout exit iesi iesire ies deconectare delogare delogheaza delog|are",
    "session": "сеанс| сессию сесси|я session sesiune",
    "end": "заверш|ить завершить законч|ить конец кінець закінчити end finish termin|a out off-log",
    "sign": "log sign",
    "bye": "пока прощай",
    "day": "день дня вечер утро утра вечора ранку ziua seara",
    "swear": "бля бляд|ь блять сук|а хер хрен нах пизд|ец нахуй ебан|ый сран|ый гребан|ый чертов| суки суку бля блят|ь"
    " хуй хуйня нахуй похуй заеб|али мудак| мудил|а идиот|ы дебил|ы козел козлы урод|ы твари сволоч|и дурак"
    " дураки тупой тупые говн|о fuck idiot|",
    "lost_things": "сим симк|у симка симку телефон-потерял salon салон| офис| puk пук puk-код sim договор|",
    "mobile": "телефон|е трубк|е phone telefon telefonul моб мобильн|ый",
    "good": "добрый доброе добрая доброго добрий добре buna good",
    "unsub": "отпиш|ите отпишите отпис|аться отписаться відпиш|іть відпишіть unsubscribe dezabon|ati dezabonare",
    "to": "на to pe la",
    "credit": "credit",
    "inside": "in",
    "is": "есть є exist|a ce-va",
    "minute": "минут|а минутка хвилин|а minut|e звонок звонк|а дзвінок дзвінк|а",
    "love": "love iubesc люблю кохаю целую цілую",
    "wait": "постой подожди зачекай wait",
    "robot": "robot robotul",
    "may": "можно можна",
    "will": "буду будем",
    "against": "против проти",
    "without": "без fara without",
}
"""Meanings and their words."""

EXACT = {
    "попал": "where",
    "сбрасыва": "go",
    "робот": "robot",
    "погодж": "yes",
    "погоди": "wait",
    "окей": "yes",
    "ввімкн": "on",
    "ввимкн": "on",
    "долго": "long",
    "вімкн": "on",
    "увімкн": "on",
    "вимкн": "off",
    "вимик": "off",
    "вімик": "on",
}
"""Beginnings of words as they are written whose opposites sound the same: on and off are told by a vowel."""

NEVER_REPAIRED = """
пошел перезвоню нажала нажал начала заплати заплатить platesc platesti sending график время vremya
знаете знаешь знаем знаю aveti avem vazut meciul altceva love pizza спокойной nochi ночи спокойно понял поняла жду ждем
there these their phone place white house clock плата плате plata плохой плохая плохо плохие связь годом года году люблю
планета планы
столько только школько долго дорога дорого погреб пароход подруга подключичная оплата зарплату отпуск отпуска встреча
вечера вчера завтра сегодня стоянка столица пирога меняется номера картошка картина бананы бананс домой работа работать
услышал услышать отмечать тариф-ной соединение парень пароли палатка молока больной больница
"""
"""Words that are not mistaken for others, whatever those look like."""
