"""Phrases by which services say what is wrong with an account, in English and Russian: patterns for whole words."""

import re

from yandexart.error_text import QUOTE


def either(*listed: str) -> str:
    """A pattern for one of the listed, which stand between blanks; `_` is a blank within one, `*` any ending."""
    entries = sorted(" ".join(listed).split(), key=len, reverse=True)
    return "|".join(re.escape(entry).replace("_", " ").replace(r"\*", r"\w*") for entry in entries)


def neither(english: str, russian: str) -> str:
    """The same, with a "not" before it."""
    return (
        rf"(?:not|no longer|never) (?:be |been )?(?:{either(english)})"
        rf"|(?:не|больше не) (?:был[аои]? )?(?:{either(russian)})"
    )


# Things, as the subject of a clause.
MODEL = either("model models uri модель модели моделей")
FOLDER = either(
    "folder folders folder-id folderid x-folder-id project ai-project",
    "каталог каталога каталогу каталогом каталоги каталогов папка папки папке папку проект проекта проекту",
)
ACCOUNT = either(
    "account accounts cloud organization organisation service services folder project tenant user customer workspace",
    "api аккаунт учетная_запись облако организация сервис сервисы служба услуга услуги каталог папка проект",
    "пользователь",
)
# The same in any case, where no other reading is possible: "доступ к облаку".
IN_ACCOUNT = either(
    "account folder cloud organization organisation project",
    "аккаунт* учетн*_запис* облак* организаци* сервис* каталог* проект*",
)
# What stands before a thing and belongs to it.
ATTRIBUTE = either(
    "image generation ai ml cloud billing service services user customer yandex foundation models studio text language",
    "selected specified given requested provided current linked parent such id uri",
    "указанн* запрошенн* выбранн* данн* так* эт* ваш* наш* сервисн* идентификатор имя адрес название",
)

# A thing behind one of these is not what the clause is about ...
PREPOSITION = either("by to in of for from with within on at via through в во из для к от на по с со у")
# ... unless this is the way to the thing.
WAY = (
    either(
        "access_to access_for right_to rights_to use_of usage_of status_of state_of id_of identifier_of",
        "version_of name_of support_for support_of",
        "доступ_к доступ_для статус состояние использование работа версия имя поддержка",
    )
    + r"|version \S+ of"
)
# What else a service speaks of, and what it says that something did. Between a thing and a state, the state is theirs.
OTHER_RU = either(
    "промпт* промт* текст* изображени* картин* параметр* сообщени* контент* размер* функци* опци* значени* сид* зерно",
    "соотношени* ширин* высот* вес веса стил* формат* длин* символ* ответ* фильтр* ошибк*",
    "вернул* дал дала выдал* отказал* смог смогла решил* получил* распознал* понял*",
)
OTHER_EN = either(
    "prompt prompts content picture* image images text texts message messages param* option* setting* feature* field",
    "fields value values size sizes seed seeds ratio aspect width height weight weights quality style format mime",
    "length characters tokens background stream negative* input output response answer result filter* safety",
    "moderation says said returned returns generated produced gave answered thinks refused rejected processing could",
    "would because",
)
OTHER = f"{OTHER_RU}|{OTHER_EN}"
# Right behind a thing: it is the attribute of something else, or what it does is told.
FOLLOWER = "|".join(
    (
        OTHER,
        r"(?:is|was|are|were) (?!specified|provided|given|used|selected|requested|set|passed)",
        either(
            "error* failure exception can did does do has have fail* will not не request* запрос* policy rule* limit*"
        ),
    )
)
# Between a state and a thing: "invalid value of parameter 'model'".
LINK = (
    r"(?:(?:values?|значени\w+) (?:(?:for|of|in|для) )?(?:(?:параметра|поля) (?=[a-z]))?)?"
    r"(?:(?:parameter|field|property|header|empty|(?:or|and|или) \w+) )*"
)

# What the service does not know.
_DUTY = (
    r"(?:must|should|has to|have to|needs to) "
    r"(?:be (?:specified|set|provided|one|valid|in|of|not)|not be|match|start|contain|have|look|equal|belong|exist)"
)
UNKNOWN = "|".join(
    (
        either(
            "unknown invalid incorrect wrong malformed missing nonexistent non-existent required unspecified undefined",
            "empty unrecognized unrecognised could_not_be_* can_not_be_*",
            "неизвест* неопознан* несуществующ* невер* некоррект* неправил* недопуст* недейств* ошибоч* отсутству*",
            "пуст пуста пустой обязател* нет нету",
        ),
        neither(
            "found known exist* recogni* registered valid correct parsed resolved located specified provided passed"
            " given set defined present identified listed one_of among in_list",
            "найден* существу* обнаружен* зарегистрирован* указан* задан* передан* распознан* опознан* определен*"
            " разобран* известен известн*",
        ),
        r"не удалось (?:разобрать|найти|распознать|определить|прочитать)$",
        _DUTY,
    )
)
_FIND = r"(?:find|finding|parse|parsing|locate|resolve|resolving|determine|recogni[sz]e|identify|load|loading|get)"
_FIND_RU = r"(?:найти|разобрать|определить|распознать|прочитать|разбора|поиска|определения)"
UNKNOWN_BEFORE = "|".join(
    (
        either(
            "unknown invalid incorrect wrong bad malformed missing nonexistent non-existent undefined unrecognized",
            "unrecognised no_such no must_provide must_specify specify provide",
            "неизвестный неизвестная неизвестную неизвестна неопознан* несуществующ* невер* некоррект* неправил*",
            "недопуст* недейств* ошибоч* отсутству* неверно_указан* неверно_задан* неправильно_указан*",
            "неправильно_задан* некорректно_указан* нет укажите указать передайте задайте",
        ),
        neither(
            "found know",
            "знает знаем найден* существует обнаружен* указан* задан* передан* определен* распознан*",
        ),
        rf"(?:fail\w*|unable|can not|could not|impossible|error|not able)(?: \w+){{0,2}}? {_FIND}",
        rf"(?:не (?:удалось|удается|получилось|могу|можем|может)|невозможно|нельзя|ошибка)(?: \w+)? {_FIND_RU}",
    )
)

# A folder that is not the account's own, or not known.
FOREIGN = "|".join(
    (
        UNKNOWN,
        either("mismatch* differ* different another other другой другого другому отлича* чуж* не_тот не_та"),
        neither(
            "folder* match* correspond* belong* equal* coincide* same accessible owned part_of linked attached related",
            "совпада* соответству* принадлеж* относится связан* привязан*",
        ),
    )
)
FOREIGN_BEFORE = "|".join(
    (
        UNKNOWN_BEFORE,
        either("mismatch* mismatch_of different another other друг* чуж* несовпадени*"),
        neither("match* belong_to correspond_to", "соответству* принадлеж* совпада*_с"),
    )
)

# An account that was switched off.
_OFF_EN = either(
    "disabled suspended blocked inactive deactivated deleted frozen banned locked closed terminated archived stopped",
    "restricted expired creating deleting pending_deletion shut_down turned_off switched_off",
)
_OFF_RU = either(
    "заблокирован* отключен* выключен* приостановлен* деактивирован* удален* удаляется неактив* заморожен* закрыт*",
    "остановлен*",
)
_NOT_ON = neither(
    "active enabled activated operational confirmed verified connected", "актив* включен* подключен* активирован*"
)
# "The service has blocked the request" is another thing than "the service is blocked".
_IS = either("is are was were be been being became in status state now got")
OFF = "|".join(
    (rf"(?:{_IS}) (?:\w+ly )?(?:{_OFF_EN})", rf"(?:{_OFF_EN})(?=$| due| because| since| until)", _OFF_RU, _NOT_ON)
)
OFF_BEFORE = f"{_OFF_EN}|{_OFF_RU}|{_NOT_ON}"
OFF_WITHIN = "|".join((OFF_BEFORE, either("unavailable недоступ*"), neither("available", "доступ*")))

# A model that is there no more.
GONE = "|".join(
    (
        either(
            "unavailable unsupported deprecated retired discontinued decommissioned removed deleted withdrawn obsolete",
            "disabled sunset turned_off switched_off shut_off shut_down end_of_life phased_out archived",
            "offline gone ended terminated expired",
            "недоступн* устарел* удален* отключен* выключен* снят* выведен* прекращен* завершен* закончил*",
        ),
        neither(
            "available supported offered served hosted deployed maintained enabled active usable live online",
            "доступн* поддерживается поддерживаются обслужива* предоставляется предлагается активн*",
        ),
    )
)
GONE_BEFORE = "|".join(
    (
        either("unsupported unavailable deprecated retired obsolete discontinued неподдерживаем*"),
        neither("support* available", "поддержива* доступн*"),
    )
)
TRANSIENT = either("temporar* moment later again retry overloaded busy maintenance временно позже перегружен* повтор*")

# A model that the account may not use; one that may not do something is another matter.
_NOT_TO = rf"(?!.* {QUOTE}?to\b)"
FORBIDDEN = "|".join(
    (
        either(
            "denied forbidden prohibited inaccessible revoked",
            "requires_access requires_approval requires_permission access_required",
            "запрещен* закрыт* ограничен* отказан* отозван*",
        ),
        rf"(?:{either('restricted closed limited')}){_NOT_TO}",
        rf"(?:{neither('granted accessible allowed permitted authori*', 'предоставлен* разрешен*')}){_NOT_TO}",
    )
)
_NO = r"(?:no|not have|without|lack\w*|insufficient|denied|forbidden|missing|not granted|нет|не име\w+|недостаточно)"
_USE = r"(?: (?:to|from|use|using|access|accessing|call|invoke|run))+"
_ACCESS = r"(?:access|permissions?|rights|доступа|прав|разрешени\w)"
FORBIDDEN_BEFORE = "|".join(
    (
        rf"{_NO}(?: \w+){{0,2}}? {_ACCESS}(?: (?:to|for|к|на|use|using|access|использовани\w))+",
        rf"(?:not (?:allowed|permitted|authori[sz]ed|entitled|eligible)|unauthori[sz]ed|forbidden|prohibited){_USE}",
        r"(?:не разреш\w+|запрещ\w+)(?: использовать| использование| работать с)+",
        r"(?:can not|не мо\w+) (?:use|access|использовать)",
        r"access (?:is |was )?(?:denied|forbidden|restricted|refused) (?:to|for)",
        r"(?:запрещен\w*|закрыт\w*|ограничен\w*|отсутству\w+) доступ к|доступ (?:запрещен|закрыт|ограничен) к",
        "forbidden|prohibited|restricted",
    )
)
NO_ACCESS = "|".join(
    (
        rf"(?:access to|доступ к) (?:\S+ )?(?:{MODEL})(?: \S+){{0,4}}? (?:missing|absent|отсутству\w+)",
        rf"(?:to|к) (?:\S+ )?(?:{MODEL})(?: \S+){{0,4}}? (?:no access|нет доступа)",
    )
)

# Money.
_FUNDS_RU = r"(?:средств\w*|денег|деньги|кредит\w*|грант\w*)"
_PERIOD_RU = r"(?:(?:бес)?платн|пробн)\w+ период\w*"
_SHORT_RU = r"(?:недостаточно|нет|не хват\w+|законч\w+|исчерпан\w*|истек\w*|заверш\w+)"
_OF_COLOURS = rf"(?:.* )?{QUOTE}?(?:white|colou?r|tonal|цвет\w*|бел\w*)(?!\S)"  # white balance, баланс белого
BILLING = "|".join(
    (
        either(
            "billing payment payments unpaid non-payment nonpayment debt debts arrears overdue invoice invoices funds",
            "topup top-up top_up prepaid pay_for pay_off pay_bill spending_limit budget paid_plan paid_version",
            "paid_subscription not_paid not_been_paid",
            "биллинг* платеж* оплат* неоплат* оплачен* неоплачен* задолженност* долг долга долги долгов",
            "денежн* бюджет* лицев*_счет* отрицательн*_счет*",
        ),
        rf"^(?!{_OF_COLOURS})(?:.* )??(?:balance|баланс[аеу]?)",
        r"(?:insufficient|no|not enough|out of|low|purchase|buy|add|more)(?: \w+)? (?:credits?|money)",
        r"(?:credits?|grants?|trial|subscription)(?: \w+){0,4} (?:exhausted|expired|ended|over|used up|spent|depleted)",
        r"(?:exhausted|expired|spent|depleted)(?: \w+)? (?:credits?|grants?|trial|subscription)",
        r"пополн\w+(?: \w+)? счет\w*|счет\w*(?: \w+){0,3} пополн\w+",
        r"счет\w*(?: \w+){0,2} (?:заблокирован|неактив|приостановлен|закрыт)\w*",
        rf"{_SHORT_RU}(?: \w+){{0,2}} {_FUNDS_RU}|(?:{_FUNDS_RU}|{_PERIOD_RU})(?: \w+){{0,3}} {_SHORT_RU}",
    )
)
