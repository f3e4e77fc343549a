# Every sentence of the bot. Short, concrete, and what to do next. Values arrive escaped for Telegram's HTML.

## Hello
start =
    <b>I draw what you describe.</b>
    { $private ->
        [yes] Send me a sentence,
       *[no] Write /draw and what you want to see,
    } or try one of these (tap to copy):

    <code>/draw a red cat --no hat --ar 16:9</code>
    <code>/draw a lighthouse in a storm, oil painting</code>

    /help tells the rest.
help =
    <b>Draw</b>
    /draw <i>what you want to see</i>{ $private ->
        [yes] . Here, a plain sentence works too.
       *[no] .
    }
    Reply to somebody's text with /draw to draw that text; to a picture, to change it: <code>/draw --no hat --ar 1:1</code>

    <b>Say it more exactly</b>
    <code>--no hat, dog</code>  leave things out
    <code>--ar 16:9</code>  shape: also square, portrait, landscape, wide, tall{ $seeds ->
        [yes] { "" }
            <code>--seed 42</code>  the same seed draws the same picture again
       *[no] { "" }
    }
    <code>--repeat 3</code>  up to four at once
    <code>--spoiler</code>  hidden until tapped, <code>--file</code>  in full quality
    <code>--enhance</code>  let a language model enrich the prompt first{ $weights ->
        [yes] { "" }
            <code>forest::2 fog::0.5</code>  what matters more, what less
       *[no] { "" }
    }

    <b>Commands</b>{ $seeds ->
        [yes] { "" }
            /seed  the seed of your next pictures
       *[no] { "" }
    }
    /queue  what is waiting, and how to stop it
    /cancel  stop a drawing
    /history  your pictures, in a private chat
    /settings  what applies to all your pictures
    /privacy  what I keep about you, and how to remove it
    /id  your id and this chat's

    A picture counts towards the day's limit once it has been sent off to be drawn, whatever comes of it.
help-group =
    In groups I see only commands and replies to me (Telegram's privacy mode). If another bot answers, write <code>/draw@{ $bot } a red cat</code>
id =
    Your id: <code>{ $person }</code>
    This chat: <code>{ $chat }</code>
not-allowed =
    This bot draws for invited people only. Ask its owner to let you in; they will need this.
    Your id: <code>{ $person }</code>, this chat: <code>{ $chat }</code>
not-allowed-toast = This bot draws for invited people only.
button-unknown = This button no longer works. Please start anew.
too-many-commands = Too many commands in a row. Please wait a minute: until then I will not answer.
too-many-presses = Too many presses in a row. Please wait a minute: until then buttons will not work.
others-wait = I send other people’s files and prompts once a minute at most. Please try again in a moment.
unknown-command = I do not know { $command }. /help lists what I can do.
not-text = I draw from text. Describe the picture in a sentence.
not-text-caption = I cannot use a photo or a file. Send your words without it, and I will draw them.
went-wrong = Something went wrong on my side: I could not handle your message. Please try again in a minute.

## Draw
draw-usage =
    Tell me what to draw, for example:

    <code>/draw a red cat --no hat --ar 16:9</code>
    <code>{ $weights ->
        [yes] /draw forest::2 fog::0.5 --seed 42
       *[no] /draw a lighthouse in a storm --repeat 2
    }</code>

    Or reply with /draw to a message that describes it.
working = 🎨 Working on it…
already-ended = This request has been dealt with already. Send what you wrote now as a new message, and I will draw that.
already-accepted = This request is being drawn as it was first written. Send a new /draw to change it.
dropped-seed = (--seed was left out: the image service in use here keeps no seeds.)
dropped-weights = (The weights were left out: to the image service in use here all parts count alike.)
dropped-seed-weights = (--seed and the weights were left out: the image service in use here takes neither.)
enhancements-used-up = (Not enhanced: today's enhancements are used up, so it is drawn as it was written.)
not-enhanced = (The prompt could not be enhanced, so it is drawn as it was written.)
limit-queued =
    { $limit ->
        [one] You have one drawing waiting already.
       *[other] You have { $limit } drawings waiting already.
    } Try again when one is done, or /cancel one.
limit-at-once =
    { $of ->
        [all] Today's drawings of this bot are almost used up
       *[other] { $limit ->
            [one] One drawing
           *[other] { $limit } drawings
        } { $of ->
            [queue] at once is what your queue takes
            [group] a day is the limit in this group
           *[person] a day is the limit here
        }
    }, and only { $left ->
        [one] one more fits
       *[other] { $left } more fit
    }. Ask for fewer: <code>--repeat { $left }</code>.
limit-person-day =
    { $limit ->
        [one] One drawing a day is the limit here,
       *[other] { $limit } drawings a day is the limit here,
    } and you have used { $used }. The count starts again in { $time }.
limit-group-day =
    { $limit ->
        [one] One drawing a day is the limit in this group,
       *[other] { $limit } drawings a day is the limit in this group,
    } and { $used } are used. The count starts again in { $time }. The group's admins set this in /settings.
limit-requests = That is too many requests for one day, the cancelled ones among them. You can ask again in { $time }.
pictures-unshown = I could not show the last pictures that were drawn for you, or here, so I draw none for about { $time }. See that I may write and send pictures.
foreign-channel = In the name of a channel I draw only where it is this group's own. Write as yourself, please.
channel-unsure = I could not find out whether this channel belongs to the group. Please try again.
drawing-off = The admins of this group have switched me off here. In a private chat I draw for you.
limit-day = Today's drawings of this bot are used up. The count starts again in { $time }.

## What is wrong with a prompt
error-empty = There is nothing to draw yet. Describe the picture in words.
error-only-negative = Say what to draw, not only what to leave out.
error-only-negative-hint = Say what to draw, not only what to leave out. Did you mean <code>{ $hint }</code>?
error-unknown-option = I do not know the option <code>{ $place }</code>. For plain text, put a \ before it.
error-unknown-option-hint = I do not know the option <code>{ $place }</code>. Did you mean <code>{ $hint }</code>?
error-duplicate-option = <code>{ $place }</code> appears twice. Keep one of them.
error-missing-value = <code>{ $place }</code> needs something after it, like <code>{ $option ->
        [ar] --ar 16:9
        [seed] --seed 42
        [repeat] --repeat 3
       *[no] --no hat
    }</code>.
error-needless-value = <code>{ $place }</code> takes no value. Write it alone, without <code>=</code>.
error-bad-weight = This weight does not work. Use a number up to 100 that is not 0, with at most three decimals; all weights together must come to more than 0.
error-bad-aspect-ratio = This shape does not work. Write it like <code>16:9</code>, from 4:1 to 1:4, or one of square, portrait, landscape, wide, tall.
error-bad-seed = This seed does not work. Use a whole number from 1 to 9223372036854775807, or <code>random</code>.
error-bad-repeat = <code>--repeat</code> takes a number from 1 to 4.
error-conflict = <code>--enhance</code> and <code>--raw</code> cannot be combined. Keep one of them.
error-too-long = This is too long: { $length } characters, where { $limit } fit. Please shorten it.
error-too-long-sent = This is too long: { $length } characters with what is added for --no and between the parts, where { $limit } fit. Please shorten it.
error-too-many = These are too many parts: { $length }, where { $limit } fit. Please leave some out.

## How a drawing ends
ended-refused = The image service will not draw this: it may go against its rules. Change the words.
ended-invalid = The image service did not accept this request. Try a shorter or simpler prompt.
ended-day-limit = The day's pictures were used up before this one could be drawn. Press Try again tomorrow.
ended-too-long = Another image service draws here now, and this is too long for it. Shorten it, and send it again.
ended-service-down = The image service keeps failing. Nothing was drawn. Press Try again later.
ended-outcome-unknown = I could not find out whether the image service has received your request. Press Try again.
ended-generation-failed = The image service began to draw, but did not finish. Press Try again.
ended-bad-picture = The image service finished, but what it sent is not a picture. Press Try again.
ended-result-lost = The image service has lost this picture. Press Try again.
ended-deadline = This took longer than I may wait. Press Try again.
ended-cancelled = Cancelled.
ended-no-photo-rights = It is drawn, but this chat does not let me send pictures. Ask an admin to allow it, or write to me in private.
ended-photos-forbidden = This chat does not let me send pictures, so nothing was drawn. Ask an admin to allow it, or write to me in private.
ended-undeliverable = Telegram rejects what I send for this request. Press Try again, or ask for something else.
ended-other = This could not be drawn. Press Try again.
for-person = { $name }:

## Buttons under a picture
button-again = 🔁 Again
button-vary = 🎲 Vary…
button-back = ‹ Back
button-seed = 🌱 Keep seed
button-copy = 📋 Copy
button-file = 📄 File
button-delete = 🗑 Delete
button-prompt = Show the full prompt
button-retry = 🔁 Try again
drawing-again = Drawing it
retried-already = This has been tried again already: what came of it stands below.
picture-not-yours = This is somebody else's. Reply to it with /draw to make your own.
seed-kept = Your next pictures get the seed { $seed }. /seed random takes it back.
file-gone =
    { $count ->
        [0] The full-quality file is gone: I keep it for less than an hour.
        [one] The full-quality file is gone: I keep it for an hour.
       *[other] The full-quality file is gone: I keep it for { $count } hours.
    } { $kept ->
        [yes] Send the prompt again: the same seed draws the same picture.
       *[no] With --file the next one comes in full quality at once.
    }
delete-failed = I could not delete it: Telegram lets me for 48 hours only. Delete it yourself; in a group, ask an admin.
delete-unsure = I could not delete it: Telegram does not answer. Please try again.

## Seed
seed-random = Each of your pictures gets a new random seed.
seed-fixed = Your pictures get the seed <code>{ $seed }</code>.
seed-last = Your pictures get the seed of your latest one.
seed-last-known = Your pictures get the seed of your latest one, now <code>{ $seed }</code>.
seed-usage = Change it with <code>/seed 42</code>, <code>/seed random</code> or <code>/seed last</code>.
seed-of-group = This is set for this group. A seed of your own overrides it.
seed-not-kept = The image service in use here keeps no seeds: the same seed will draw another picture.
seed-bad = A seed is a whole number from 1 to 9223372036854775807, or <code>random</code>, or <code>last</code>.

## Queue
queue-empty = Nothing is waiting.
queue-title = <b>In the queue</b>
queue-line = { $number }. <code>{ $prompt }</code>
queue-waiting =
    { $position ->
        [1] next in line
        [2] second in line
        [3] third in line
       *[other] number { $position } in line
    }
queue-submitting = being sent
queue-cancelling = being cancelled
queue-running = drawing for { $elapsed }
seconds = { $count } s
minutes = { $count } min
hours = { $count } h
queue-more =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
cancel-button = ✖ Cancel { $number }
cancel-nothing = Nothing of yours is waiting here.
cancel-which = Which one?
cancel-done = Cancelled: <code>{ $prompt }</code>
cancel-done-toast = Cancelled
cancel-too-late = It is too late to cancel this one.
cancel-pending = It is just being sent. I will cancel it as soon as the image service answers; no picture will come.
cancel-done-in-part = Cancelled: <code>{ $prompt }</code>. The one just being sent will be cancelled as soon as the image service answers.
cancel-not-yours = Only the person who asked for it, or an admin of this chat, can cancel it.
cancel-unsure = I could not find out whether you are an admin here. Please try again.

## Settings
settings-title =
    <b>Settings</b>
    Language: { $language }
    Shape: { $ratio }{ $seeds ->
        [no] { "" }
       *[yes] { "" }
            Seed: { $seed }
    }
    Added to every prompt: { $suffix }
    Always left out: { $negatives }

    What a prompt says overrides these. Set the rest by command:
    <code>/settings suffix in watercolour</code>
    <code>/settings no text, frame</code>{ $seeds ->
        [no] { "" }
       *[yes] { "" }
            <code>/settings seed 42</code>
    }
settings-group-title =
    <b>Settings of this group</b>
    Language: { $language }
    Drawing: { $state }
    Limit: { $limit }
    Shape: { $ratio }{ $seeds ->
        [no] { "" }
       *[yes] { "" }
            Seed: { $seed }
    }
    Added to every prompt: { $suffix }
    Always left out: { $negatives }

    They apply to everybody who has not set their own. Set the rest by command:
    <code>/settings suffix in watercolour</code>
    <code>/settings no text, frame</code>{ $seeds ->
        [no] { "" }
       *[yes] { "" }
            <code>/settings seed 42</code>
    }
settings-drawing = Drawing here
settings-drawing-on = on
settings-drawing-off = off
settings-limit =
    { $limit ->
        [one] one drawing a day
       *[other] { $limit } drawings a day
    }
settings-limit-none = no limit
settings-admins-only = Only the admins of this group set what applies to it. Your own settings: write /settings to me in private.
settings-usage =
    Write it like one of these, or press a button of /settings:
    <code>/settings suffix in watercolour</code>
    <code>/settings no text, frame</code>
    <code>/settings ratio 4:3</code>{ $seeds ->
        [yes] { "" }
            <code>/settings seed 42</code>
       *[no] { "" }
    }
settings-suffix-empty = Write what to add: <code>/settings suffix in watercolour</code>. To add nothing, press ✖ in /settings.
settings-suffix-words = Only plain words can be added here, no options and no weights. For example: <code>/settings suffix in watercolour</code>
settings-no-empty = Write what to leave out: <code>/settings no text, frame</code>. To leave nothing out, press ✖ in /settings.
settings-no-words = Only what to leave out belongs here, no other options. For example: <code>/settings no text, frame</code>
settings-nothing = nothing
settings-seed-random = random
settings-seed-last = last seed
settings-enhance = Enhance
settings-file = As file
settings-notify = Sound when late
settings-forget-suffix = ✖ Clear added words
settings-forget-no = ✖ Clear left out
settings-language-auto = as in Telegram
settings-ratio-none = any shape
settings-saved = Saved
settings-not-yours = These are somebody else's settings. Send /settings for yours.

## History
history-head = { $number } of { $count } · { $when }
history-now = just now
minutes-ago =
    { $count ->
        [one] a minute ago
       *[other] { $count } minutes ago
    }
hours-ago =
    { $count ->
        [one] an hour ago
       *[other] { $count } hours ago
    }
days-ago =
    { $count ->
        [one] a day ago
       *[other] { $count } days ago
    }
history-date = { $date }
history-empty = You have no pictures yet. Send me a sentence, for example: a lighthouse in a storm, oil painting
history-in-private = Your pictures may be from other chats, so I show them in private only. Write /history to me there.
history-gone = That picture is no longer in your history.
history-no-picture = Telegram no longer has this picture. The button draws the prompt again.
history-not-yours = This is somebody else's history. Send /history for yours.
button-newest = « Newest
button-send = 📤 Send again

## Privacy
privacy =
    <b>What I keep</b>
    About you: your id and name in Telegram, its language, and your settings.
    About each request: the prompt and the seed, the chat and the message, what came of it and when.
    { $count ->
        [0] The picture itself is deleted within an hour after I sent it.
        [one] The picture itself is deleted an hour after I sent it.
       *[other] The picture itself is deleted { $count } hours after I sent it.
    } I keep its file id in Telegram, so that /history can show it.
    All else stays until you remove it.

    <b>Who else gets it</b>
    Yandex Cloud draws, and with --enhance rewrites, the prompt: it gets no names and no ids. { $logs ->
        [yes] The owner of this bot lets it log prompts.
       *[no] I tell it not to log prompts.
    }
    My logs hold no prompts. The admins of a group see what stands in the chat, and no more. The owner of this bot holds its database.

    <b>How to remove it</b>
    /forget, in a private chat with me. If the owner has put your id on a list of who may draw or may not, it stays there.
forget-ask =
    <b>Shall I forget everything about you?</b>
    Your settings, your prompts and your /history go. What waits or is being drawn is cancelled. There is no way back.
    Pictures stay in the chats: first delete those that are to go.
forget-yes = Yes, forget
forget-no = No, keep it
forget-done =
    <b>Forgotten.</b>
    Your settings, your prompts and your /history are gone, and what was waiting is cancelled. A picture that was on its way still comes, and is forgotten then.
    For about a day I keep that you drew and where, without the prompts, because the daily limits count it.
    Pictures in chats stay there until you delete them. When you write to me, we start anew.
forget-kept = Nothing was removed.
forget-more = You have asked for more pictures since this question. Please answer once more.
forget-in-private = That is between you and me: write /forget to me in private.

## For the owner
owner-only = Only the owner of this bot can do this.
owner-in-private = This is for you alone: write it to me in private. Here, reply to somebody with it, or write <code>/allow here</code> or <code>/deny here</code>.
owner-not-here = This chat is yours alone. Write <code>here</code> in the group you mean.
owner-bad-id = This is not an id. Write one number such as <code>123</code> for a person or <code>-100123</code> for a group; /id tells them.
owner-no-person = No person wrote that. Reply to somebody's message, or name an id.
owner-anonymous = They write in the name of this group, so I cannot tell who it is. For the whole group add <code>here</code>.
allow-done = May draw now: { $who }
allow-open =
    Not denied any more: { $who }
    Here everybody may draw; to choose who may, set ALLOWED_IDS.
deny-done =
    May not draw any more: { $who }{ $count ->
        [0] { "" }
        [one] { "" }
            A drawing that was waiting is cancelled.
       *[other] { "" }
            { $count } drawings that were waiting are cancelled.
    }
deny-last =
    May not draw any more: { $who }{ $count ->
        [0] { "" }
        [one] { "" }
            A drawing that was waiting is cancelled.
       *[other] { "" }
            { $count } drawings that were waiting are cancelled.
    }
    That was the last one you had allowed, so <b>now everybody else may draw</b>. To choose who may, set ALLOWED_IDS.
deny-admin = { $who } is an owner of this bot, by ADMIN_IDS, and always may draw.
access-open = <b>Everybody may draw</b> except those you deny. To choose who may, set ALLOWED_IDS.
access-invited = <b>Only these may draw</b>, and the owners.
access-nobody = <b>Only the owners may draw.</b>
access-setting = By ALLOWED_IDS:
access-allowed = Allowed by /allow:
access-denied = Denied by /deny:
access-more =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
access-usage =
    <code>/allow 123</code>  a person or a group, by id
    <code>/deny 123</code>  shuts out, whatever else is allowed
    <code>/deny here</code>  the group it is written in
    Or reply to somebody's message with /allow or /deny.
stats-today = today
stats-days =
    { $count ->
        [one] one day
       *[other] { $count } days
    }
stats-people = people
stats-drawings = requests
stats-pictures = pictures
stats-success = success
stats-median = median
stats-slowest = 95% within
stats-refused = refused
stats-failed = failed
stats-repeated = sent again
stats-cost = cost
stats-money = { NUMBER($cost, minimumFractionDigits: 2, maximumFractionDigits: 2) }
stats-price = The cost is an estimate: { NUMBER($price, maximumFractionDigits: 4) } { $currency } for each request that was paid for, or may have been.
stats-price-known = The cost is an estimate: { NUMBER($price, maximumFractionDigits: 4) } { $currency } without VAT for each request that was paid for, or may have been, as on Yandex Cloud's price list of { $date }. PICTURE_PRICE sets your own price.
stats-load = Waiting: { $waiting }, being drawn: { $running }.
stats-denied = ⚠️ The image service refuses the bot. <code>python -m bot check</code> says what to do.
stats-stalled = ⚠️ The image service takes requests, and finishes none of them. <code>python -m bot check</code> says what to do.
stats-refusals = ⚠️ The image service refuses one prompt after the other. <code>python -m bot check</code> says whether the account is in order.
stats-quota = ⚠️ The quota of the image service is spent. Lower SUBMIT_PER_MINUTE, or ask Yandex Cloud for a larger one.

## While people wait
working-usual = 🎨 Working on it… usually about { $time }
left-today =
    { $left ->
        [0] The last one for today: the limit is { $limit }.
       *[other] { $left } of { $limit } left today.
    }
queue-waiting-about = { $place }, about { $time }
queue-running-usual = drawing for { $elapsed }, usually { $time }
queue-running-long = drawing for { $elapsed }, longer than usual ({ $time })
ended-chat-muted = I may not write where you asked for this, so nothing was drawn. Ask an admin there to let me, or have it drawn here.
shown-in-private = (I may not write where you asked for this, so here it is.)

## While the image service pauses
waiting = 🎨 Waiting: the image service takes no requests right now. It is not your doing; I keep trying. To stop: /cancel.
waiting-about = 🎨 Waiting: the image service takes requests again in about { $time }.
queue-waiting-paused = { $place }; the image service takes no requests right now
queue-waiting-paused-about = { $place }; the image service takes requests again in about { $time }

## Menu
command-draw = Draw a picture
command-seed = Seed of your next pictures
command-queue = What is waiting
command-cancel = Stop a drawing
command-history = Your pictures
command-settings = Settings: language, shape{ $seeds ->
        [yes] , seed
       *[no] { "" }
    }
command-help = How to use me
command-privacy = What I keep about you
command-id = Your id and this chat's
command-allow = Let somebody draw
command-deny = Shut somebody out
command-stats = What was drawn
description-short = I draw what you describe. /draw a red cat --no hat --ar 16:9

## To the owner
incident-denied =
    <b>The image service refuses the bot.</b>
    { $advice }

    It does not draw, or does not show what it has drawn. Requests wait until it is fixed. <code>python -m bot check</code> says whether it draws, and what to do.
incident-denied-over = The image service no longer refuses the bot.
incident-stalled =
    <b>The image service finishes nothing.</b>
    { $advice }
incident-stalled-over = The image service finishes drawings again.
incident-refusals =
    <b>The image service has refused five prompts in a row, from several people.</b>
    It may be the account and not the prompts. It says:
    <code>{ $advice }</code>

    Nothing is paused. <code>python -m bot check</code> says whether the account is in order.
incident-refusals-over = The image service draws again.
model-changed =
    <b>Another model draws now.</b>
    { $advice }
incident-quota =
    <b>The quota of the image service is spent.</b>
    What people ask for waits. Lower SUBMIT_PER_MINUTE, or ask Yandex Cloud for a larger quota. ({ $advice })
incident-quota-over = The image service takes requests again.
