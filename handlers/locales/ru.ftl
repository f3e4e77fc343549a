# Все фразы бота. Коротко, по делу и что делать дальше. Значения приходят уже экранированными для HTML Telegram.

## Приветствие
start =
    <b>Рисую то, что вы опишете.</b>
    Пришлите фразу или попробуйте одну из этих (нажмите, чтобы скопировать):

    <code>/draw рыжий кот --без шляпы --ar 16:9</code>
    <code>/draw маяк в шторм, масло</code>

    Остальное расскажет /help.
help =
    <b>Нарисовать</b>
    /draw <i>что вы хотите увидеть</i>{ $private ->
        [yes] . Здесь достаточно и просто фразы.
       *[no] .
    }
    Ответьте командой /draw на чей-нибудь текст, и я нарисую его.

    <b>Сказать точнее</b>
    <code>--без шляпы, собаки</code>  чего не должно быть
    <code>--ar 16:9</code>  форма: ещё square, portrait, landscape, wide, tall
    <code>--seed 42</code>  с тем же сидом выйдет та же картинка
    <code>--repeat 3</code>  до четырёх сразу
    <code>--spoiler</code>  скрыть до нажатия, <code>--file</code>  в полном качестве
    <code>--enhance</code>  сначала обогатить описание языковой моделью
    <code>лес::2 туман::0,5</code>  что важнее, а что нет

    <b>Команды</b>
    /seed  сид следующих картинок
    /queue  что ждёт очереди и как это остановить
    /cancel  остановить рисование
    /settings  язык и форма
    /id  ваш номер и номер этого чата
help-group =
    В группах я вижу только команды и ответы мне (режим приватности Telegram): если откликается другой бот, пишите <code>/draw@{ $bot } ...</code>.
id =
    Ваш номер: <code>{ $person }</code>
    Этот чат: <code>{ $chat }</code>
not-allowed =
    Этот бот рисует только для приглашённых. Попросите владельца впустить вас и сообщите ему это.
    Ваш номер: <code>{ $person }</code>, этот чат: <code>{ $chat }</code>
not-allowed-toast = Этот бот рисует только для приглашённых.
button-unknown = Эта кнопка из другого времени. Начните, пожалуйста, заново.
unknown-command = Не знаю команды { $command }. Что я умею, расскажет /help.
not-text = Я рисую по тексту. Опишите картинку фразой.
went-wrong = У меня что-то сломалось, и ваше сообщение не выполнено. Попробуйте через минуту ещё раз.

## Рисование
draw-usage =
    Напишите, что нарисовать, например:

    <code>/draw рыжий кот --без шляпы --ar 16:9</code>
    <code>/draw лес::2 туман::0,5 --seed 42</code>

    Или ответьте командой /draw на сообщение с описанием.
working = 🎨 Рисую…
already-accepted = Эта картинка рисуется по первому варианту текста. Чтобы изменить её, пришлите новую команду /draw.
not-extended = (Обогатить описание не удалось, нарисовано как написано.)
limit-queued =
    { $limit ->
        [one] У вас уже ждёт { $limit } картинка.
        [few] У вас уже ждут { $limit } картинки.
       *[many] У вас уже ждут { $limit } картинок.
    } Попробуйте, когда одна будет готова, или отмените её: /cancel.
limit-person-day =
    { $limit ->
        [one] Здесь можно { $limit } картинку в день,
        [few] Здесь можно { $limit } картинки в день,
       *[many] Здесь можно { $limit } картинок в день,
    } использовано: { $used }. Завтра счёт начнётся заново.
limit-group-day =
    { $limit ->
        [one] В этой группе можно { $limit } картинку в день,
        [few] В этой группе можно { $limit } картинки в день,
       *[many] В этой группе можно { $limit } картинок в день,
    } использовано: { $used }. Завтра счёт начнётся заново. Это число задают админы группы в /settings.
drawing-off = Админы этой группы меня здесь выключили. В личном чате я для вас рисую.
limit-day = Картинки этого бота на сегодня закончились. Завтра счёт начнётся заново.

## Что не так с описанием
error-empty = Рисовать пока нечего. Опишите картинку словами.
error-only-negative = Скажите, что нарисовать, а не только чего не должно быть.
error-only-negative-hint = Скажите, что нарисовать, а не только чего не должно быть. Может быть, <code>{ $hint }</code>?
error-unknown-option = Не знаю параметра <code>{ $place }</code>. Если это просто текст, поставьте перед ним \.
error-unknown-option-hint = Не знаю параметра <code>{ $place }</code>. Может быть, <code>{ $hint }</code>?
error-duplicate-option = <code>{ $place }</code> стоит здесь дважды. Оставьте одно.
error-missing-value = После <code>{ $place }</code> чего-то не хватает.
error-bad-weight = Такой вес не подходит. Нужно число до 100, не ноль, не больше трёх знаков после запятой; все веса вместе должны быть больше нуля.
error-bad-aspect-ratio = Такая форма не подходит. Пишите, например, <code>16:9</code>, от 4:1 до 1:4, или square, portrait, landscape, wide, tall.
error-bad-seed = Такой сид не подходит. Нужно целое число от 1 до 9223372036854775807 или <code>random</code>.
error-bad-repeat = Нужно число от 1 до 4.
error-conflict = <code>--enhance</code> и <code>--raw</code> исключают друг друга. Оставьте одно.
error-too-long = Слишком длинно: символов { $length }, а помещается { $limit }. Сократите описание.
error-too-many = Слишком много частей: { $length }, а помещается { $limit }. Уберите лишние.

## Чем всё закончилось
ended-refused = Сервис не станет это рисовать: похоже, это против его правил. Попробуйте другие слова.
ended-invalid = Сервис не принял этот запрос. Попробуйте короче или проще.
ended-service-down = Сервис рисования не справляется. Ничего не нарисовано; попробуйте позже.
ended-outcome-unknown = Связь оборвалась, пока запрос отправлялся, и не один раз. Пришлите его ещё раз.
ended-generation-failed = Сервис начал рисовать и не смог. Пришлите запрос ещё раз.
ended-bad-picture = Сервис закончил, но прислал не картинку. Пришлите запрос ещё раз.
ended-result-lost = Сервис потерял эту картинку. Пришлите запрос ещё раз.
ended-deadline = Это длилось дольше, чем я могу ждать. Пришлите запрос ещё раз.
ended-cancelled = Отменено.
ended-no-photo-rights = Картинка готова, но этот чат не разрешает мне присылать картинки. Попросите администратора разрешить или напишите мне лично.
ended-other = Это не удалось нарисовать. Пришлите запрос ещё раз.
for-person = { $name }:

## Кнопки под картинкой
button-again = 🔁 Ещё раз
button-vary = 🎲 Иначе…
button-back = ‹ Назад
button-seed = 🌱 Этот сид
button-copy = 📋 Копировать
button-file = 📄 Файл
button-delete = 🗑 Удалить
button-prompt = Показать полное описание
button-retry = 🔁 Попробовать ещё раз
drawing-again = Рисую
picture-not-yours = Это чужая картинка. Ответьте на неё командой /draw, и выйдет ваша.
seed-kept = Следующие картинки получат сид { $seed }. Вернуть как было: /seed random.
file-gone = Полное качество хранится только три дня. Пришлите описание снова: с тем же сидом выйдет та же картинка.
delete-failed = Telegram позволяет мне удалять только 48 часов или не отвечает. Удалите сообщение сами.

## Сид
seed-random = Каждая ваша картинка получает новый случайный сид.
seed-fixed = Ваши картинки получают сид <code>{ $seed }</code>.
seed-last = Ваши картинки получают сид последней из них.
seed-last-known = Ваши картинки получают сид последней из них, сейчас <code>{ $seed }</code>.
seed-usage = Изменить: <code>/seed 42</code>, <code>/seed random</code> или <code>/seed last</code>.
seed-not-kept = Здешний сервис не хранит сиды: с тем же сидом выйдет другая картинка.
seed-bad = Сид — целое число от 1 до 9223372036854775807, либо <code>random</code>, либо <code>last</code>.

## Очередь
queue-empty = Ничего не ждёт.
queue-title = <b>Рисуется</b>
queue-line = { $number }. <code>{ $prompt }</code>
queue-waiting =
    { $position ->
        [1] следующая
        [2] вторая в очереди
        [3] третья в очереди
       *[other] { $position }-я в очереди
    }
queue-submitting = отправляется
queue-running = рисуется { $elapsed }
seconds = { $count } с
minutes = { $count } мин
hours = { $count } ч
queue-more =
    { $count ->
        [one] и ещё { $count }
       *[other] и ещё { $count }
    }
cancel-button = ✖ Отменить { $number }
cancel-nothing = Ничего вашего здесь не ждёт.
cancel-which = Какую?
cancel-done = Отменено: <code>{ $prompt }</code>
cancel-done-toast = Отменено
cancel-too-late = Отменять уже поздно.
cancel-too-early = Запрос как раз отправляется. Попробуйте через несколько секунд.
cancel-not-yours = Отменить может только тот, кто просил, или администратор чата.
cancel-unsure = Не удалось узнать, администратор ли вы здесь. Попробуйте ещё раз.

## Настройки
settings-title =
    <b>Настройки</b>
    Язык: { $language }
    Форма: { $ratio }
    Сид: { $seed }
    Добавлять к описанию: { $suffix }
    Никогда не рисовать: { $negatives }

    Сказанное в описании важнее. То, что нужно написать словами, меняется так:
    <code>/settings suffix акварель</code>
    <code>/settings no текст, рамка</code>
    <code>/settings seed 42</code>
settings-group-title =
    <b>Настройки этой группы</b>
    Рисование: { $state }
    Ограничение: { $limit }
    Форма: { $ratio }
    Сид: { $seed }
    Добавлять к описанию: { $suffix }
    Никогда не рисовать: { $negatives }

    Действуют для тех, кто не задал своих. То, что нужно написать словами, меняется так:
    <code>/settings suffix акварель</code>
    <code>/settings no текст, рамка</code>
    <code>/settings seed 42</code>
settings-drawing = Рисовать здесь
settings-drawing-on = включено
settings-drawing-off = выключено
settings-limit =
    { $limit ->
        [one] { $limit } картинка в день
        [few] { $limit } картинки в день
       *[many] { $limit } картинок в день
    }
settings-limit-none = без ограничения
settings-admins-only = Настройки группы задают её админы. Свои настройки — в личном чате со мной: /settings.
settings-usage =
    Напишите как здесь или нажмите кнопку в /settings:
    <code>/settings suffix акварель</code>
    <code>/settings no текст, рамка</code>
    <code>/settings seed 42</code>
settings-nothing = ничего
settings-seed-random = случайный
settings-seed-last = последний сид
settings-enhance = Обогащать
settings-file = Файлом
settings-notify = Звук, если долго
settings-forget-suffix = ✖ добавку
settings-forget-no = ✖ исключения
settings-language-auto = как в Telegram
settings-ratio-none = на усмотрение сервиса
settings-saved = Сохранено
settings-not-yours = Это чужие настройки. Ваши покажет /settings.

## Пока люди ждут
working-usual = 🎨 Рисую… обычно около { $time }
left-today =
    { $left ->
        [0] Последняя на сегодня: можно { $limit } в день.
        [one] На сегодня осталась { $left } из { $limit }.
       *[other] На сегодня осталось { $left } из { $limit }.
    }
queue-waiting-about = { $place }, около { $time }
queue-running-usual = рисуется { $elapsed }, обычно { $time }
queue-running-long = рисуется { $elapsed }, дольше обычного ({ $time })
ended-chat-muted = Там, где вы просили это нарисовать, мне нельзя писать, поэтому ничего не нарисовано. Попросите администратора разрешить или рисуйте здесь.
shown-in-private = (Там, где вы просили, мне нельзя писать, поэтому картинка здесь.)

## Меню
command-draw = Нарисовать картинку
command-seed = Сид следующих картинок
command-queue = Что ждёт очереди
command-cancel = Остановить рисование
command-settings = Язык и форма
command-help = Как мной пользоваться
command-id = Ваш номер и номер этого чата
description-short = Рисую то, что вы опишете. /draw рыжий кот --без шляпы --ar 16:9

## Владельцу
incident-denied =
    <b>Сервис картинок не даёт боту рисовать.</b>
    { $advice }

    Запросы ждут, пока это не исправлено. Что делать, скажет <code>python -m bot check</code>.
incident-denied-over = Сервис картинок снова даёт боту рисовать.
incident-quota =
    <b>Квота сервиса картинок исчерпана.</b>
    Запросы ждут. Уменьшите SUBMIT_PER_MINUTE или попросите у Yandex Cloud квоту побольше. ({ $advice })
incident-quota-over = Сервис картинок снова принимает запросы.
