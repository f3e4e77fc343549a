# Every sentence of the bot. Short, concrete, and what to do next. Values arrive escaped for Telegram's HTML.

## Hello
start =
    <b>I draw what you describe.</b>
    { $private ->
        [yes] Send me a sentence,
       *[no] Write /draw and what you want to see,
    } or press an example to have it drawn.

    /help tells the rest.
example-cat = a red cat by a blue house, autumn
example-lighthouse = a lighthouse in a storm, oil painting
help =
    <b>Draw</b>
    /draw <i>what you want to see</i>{ $private ->
        [yes] . Here, a plain sentence works too.
       *[no] .
    }
    Reply with /draw to a text to draw it; to a picture, to change it: <code>/draw at night --no hat</code>

    <b>Say it more exactly</b>
    <code>--no hat, dog</code>  leave things out
    <code>--ar 16:9</code>  width to height{ $seeds ->
        [yes] { "" }
            <code>--seed 42</code>  the same picture again
       *[no] { "" }
    }
    <code>--repeat 3</code>  up to four at once

    <b>Commands</b>
    /queue  what is waiting
    /cancel  stop a drawing
    /history  your pictures
    /settings  what applies to all your pictures
help-options =
    <b>Options</b>
    <code>--no hat, dog</code>  leave things out
    <code>--ar 16:9</code>  shape: also square, portrait, landscape, wide, tall{ $seeds ->
        [yes] { "" }
            <code>--seed 42</code>  the same seed draws the same picture again
       *[no] { "" }
    }
    <code>--repeat 3</code>  up to four at once
    <code>a cat by { "{" }the sea, a lake{ "}" }</code>  variants: a picture of each
    <code>--style watercolour</code>  words under a name: /style
    <code>--spoiler</code>  hidden until tapped
    <code>--file</code>  in full quality
    <code>--enhance</code>  let a language model enrich the prompt first
    <code>--raw</code>  draw it as written{ $weights ->
        [yes] { "" }
            <code>forest::2 fog::0.5</code>  what matters more, what less
       *[no] { "" }
    }
    <code>\--no</code>  plain text, not an option
help-pictures =
    <b>Change a picture</b>
    Reply to it { $private ->
        [yes] with
       *[no] with /draw and
    } what to change: <code>{ $private ->
        [yes] { "" }
       *[no] /draw{ " " }
    }at night --no hat --ar 1:1</code>. The words are added to its prompt. To start it over, add <code>--new</code>
    Reply with /draw to somebody's text, or a quote of it, to draw that.

    <b>Buttons under a picture</b>
    “Again” draws the same prompt again; “Vary” offers more of it, other shapes and styles. “Copy” copies the prompt, “File” sends the picture in full quality, “Delete” removes it from the chat and from /history.
help-commands =
    <b>Commands</b>
    /draw  draw a picture{ $seeds ->
        [yes] { "" }
            /seed  the seed of your next pictures
       *[no] { "" }
    }
    /style  styles: words and options under a name
    /queue  what is waiting, and how to stop it
    /cancel  stop a drawing
    /history  your pictures, in a private chat
    /settings  what applies to all your pictures{ $private ->
        [yes] { "" }
       *[no] , and here to this group
    }
    /privacy  what I keep about you, and how to remove it
    /id  your id and this chat's
help-limits =
    <b>Limits</b>
    A picture counts towards the day's limit once it has been sent off to be drawn, whatever comes of it.
    When few are left, I say so. /queue shows what is waiting.
    I draw from words only, not from photos, links or voice messages.
help-group =
    In groups I see only commands and replies to me (Telegram's privacy mode). If another bot answers, write <code>/draw@{ $bot } a red cat</code>
id =
    Your id: <code>{ $person }</code>
    This chat: <code>{ $chat }</code>
not-allowed =
    This bot draws for invited people only. Ask its owner to let you in; they will need this.
    Your id: <code>{ $person }</code>, this chat: <code>{ $chat }</code>
not-allowed-toast = This bot draws for invited people only.
button-unknown = This button no longer works. Please send the command again.
too-many-commands = Too many commands in a row. Please wait a minute: until then I will not answer.
too-many-presses = Too many presses in a row. Please wait a minute: until then buttons will not work.
others-wait = I send other people's files and prompts once a minute at most. Please try again in a moment.
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
already-ended = This request is already done. Send the new text as a new message, and I will draw that.
already-accepted = I am drawing this as it was first written. Send a new /draw to change it.
ask-greeting = Hello! I draw: describe a picture in words, such as <i>a lighthouse in a storm, in oils</i>. Draw this?
ask-thanks = You are welcome! Draw this?
ask-question = I cannot talk, only draw; /help tells how to use me. Draw this?
ask-wordless = There are no words in this, and I draw from words. Draw it all the same?
ask-link = I do not open links: I can only draw the address. Draw this?
ask-forwarded = I draw what you forward only if you want it: press the button, or, of several messages, reply to the right one with /draw.
ask-first = I draw what you describe, straight from messages like this. I ask only before the first picture. Draw this?
button-help-options = ⚙️ Options
button-help-pictures = 🖼 Pictures
button-help-commands = ⌨️ Commands
button-help-limits = ⏳ Limits
button-draw-this = Draw this?
button-draw-corrected = Draw it like this
asked-gone = I can no longer see the text I asked about. Please send it again.
asked-already = I am drawing this already, or have drawn it.
edit-or-draw = Edit your message, and I will read it again, or have this drawn: <code>{ $prompt }</code>
edit-message = Edit your message, and I will read it again.
dropped-seed = (--seed had no effect: this image service does not support seeds.)
dropped-weights = (The weights had no effect: to this image service all parts count alike.)
dropped-seed-weights = (--seed and the weights had no effect: this image service supports neither.)
enhancements-used-up = (Not enhanced: today's enhancements are used up, so it was drawn as written.)
not-enhanced = (The prompt could not be enhanced, so it was drawn as written.)
limit-queued =
    { $limit ->
        [one] One picture of yours is in the queue already.
       *[other] { $limit } pictures of yours are in the queue already.
    } Try again when one is done, or /cancel one.
limit-at-once =
    { $of ->
        [all] This bot's pictures for today are almost used up
       *[other] You can { $of ->
            [queue] queue
           *[day] draw
        } { $limit ->
            [one] one picture
           *[other] { $limit } pictures
        } { $of ->
            [queue] at once
            [group] a day in this group
           *[person] a day here
        }
    }; { $left ->
        [one] one is left
       *[other] { $left } are left
    }. Ask for fewer: <code>--repeat { $left }</code>.
limit-person-day =
    { $limit ->
        [one] You can draw one picture a day here, and today's is used up.
       *[other] You can draw { $limit } pictures a day here, and today's are used up.
    } You can ask again in { $time }.
limit-group-day =
    { $limit ->
        [one] This group can draw one picture a day, and today's is used up.
       *[other] This group can draw { $limit } pictures a day, and today's are used up.
    } You can ask again in { $time }. The group's admins change the limit in /settings.
limit-requests = That is too many requests for one day, cancelled ones included. You can ask again in { $time }.
pictures-unshown = I could not show the last pictures drawn for you or for this chat, so I will not draw for about { $time }. Check that I am allowed to write and to send pictures.
foreign-channel = I draw for a channel only in its own group. Please write as yourself.
channel-unsure = I could not find out whether this channel belongs to the group. Please try again.
drawing-off = The admins of this group have switched me off here. In a private chat I draw for you.
limit-day = This bot's pictures for today are used up. You can ask again in { $time }.

## What is wrong with a prompt
error-empty = There is nothing to draw yet. Describe the picture in words.
error-only-negative = Say what to draw, not only what to leave out.
error-only-negative-hint = Say what to draw, not only what to leave out. Did you mean <code>{ $hint }</code>?
error-unknown-option = I do not know the option <code>{ $place }</code>. For plain text, put a \ before it.
error-unknown-option-hint = I do not know the option <code>{ $place }</code>. Did you mean <code>{ $hint }</code>?
error-duplicate-option = <code>{ $place }</code> appears more than once. Keep one of them.
error-missing-value = <code>{ $place }</code> needs something after it, like <code>{ $option ->
        [ar] --ar 16:9
        [seed] --seed 42
        [repeat] --repeat 3
        [style] --style noir
       *[no] --no hat
    }</code>.
error-needless-value = <code>{ $place }</code> takes no value. Write it alone, without <code>=</code>.
error-bad-weight = This weight is not valid. Use a number up to 100 that is not 0, with at most three decimals; all weights together must come to more than 0.
error-bad-aspect-ratio = This shape is not valid. Write it like <code>16:9</code>, from 4:1 to 1:4, or one of square, portrait, landscape, wide, tall.
error-bad-seed = This seed is not valid. Use a whole number from 1 to 9223372036854775807, or <code>random</code>.
error-bad-repeat = <code>--repeat</code> takes a number from 1 to 4.
error-conflict = <code>--enhance</code> and <code>--raw</code> cannot be combined. Keep one of them.
error-too-long = This is too long: { $length } characters (the limit is { $limit }). Please shorten it.
error-too-long-sent = This is too long: { $length } characters with what is added for --no and between the parts (the limit is { $limit }). Please shorten it.
error-too-long-reply =
    This is too long: { $length } characters together (the limit is { $limit }). { $room ->
        [0] The earlier prompt leaves no room for new words. Add
        [one] The earlier prompt leaves { $room } character for new words. Shorten them, or add
       *[other] The earlier prompt leaves { $room } characters for new words. Shorten them, or add
    } <code>--new</code> to draw your reply alone.
error-too-many-parts = Too many parts: { $length } (the limit is { $limit }). Please leave some out.
error-too-many =
    { $limit ->
        [1] The variants in braces make more than one picture, but only one is possible here. Please send them one by one.
       *[other] Too many pictures at once: { $length } (the limit is { $limit }). Take some variants out of the braces.
    }
error-foreign-option = <code>{ $place }</code> is an option of Midjourney and has no effect here. Please leave it out.
error-foreign-option-hint = <code>{ $place }</code> is an option of Midjourney and has no effect here. Without such options: <code>{ $hint }</code>
error-bad-braces = Something is wrong with these braces. Variants are separated by commas, <code>{ "{" }red, green{ "}" }</code>, and there are no braces inside braces. For plain text, put a \ before the brace.
error-bad-braces-hint = Variants in braces are separated by commas. Did you mean <code>{ $hint }</code>?
error-unknown-style = I do not know the style <code>{ $place }</code>.
error-unknown-style-hint = I do not know the style <code>{ $place }</code>. Did you mean <code>{ $hint }</code>?
error-bad-style = <code>{ $place }</code> cannot be part of a style. A style holds words, <code>--no</code>, <code>--ar</code>, and <code>--enhance</code> or <code>--raw</code>.
error-bad-style-saved = The style <code>{ $place }</code> can no longer be read: the rules have changed since. Please save it again.
note-foreign-weights = (The brackets were drawn as text. Weights are written like this here: <code>cat::2 hat::0.5</code>, and what to leave out goes after <code>--no</code>.)
note-nothing-to-start-over = (--new changed nothing: it works in a reply to a picture.)

## Offers: several pictures, or a prompt without options of other tools
offer-pictures =
    { $pictures ->
        [one] This makes { $pictures } picture.
       *[other] This makes { $pictures } pictures.
    }
offer-room = { $left } of { $limit } left today; free places in the queue: { $queue }.
offer-fitting =
    { $fitting ->
        [one] Only the first one fits now.
       *[other] Only the first { $fitting } fit now.
    }
offer-cost = They cost { NUMBER($cost, minimumFractionDigits: 2, maximumFractionDigits: 2) } { $currency }.
offer-take-all =
    { $pictures ->
        [one] 🎨 Draw { $pictures } picture
        [2] 🎨 Draw both
       *[other] 🎨 Draw all { $pictures }
    }
offer-take-first =
    { $fitting ->
        [one] 🎨 Draw { $fitting } picture
       *[other] 🎨 Draw { $fitting } pictures
    }
offer-decline = Do not draw
offer-without = 🎨 Draw without them
offer-taken =
    { $pictures ->
        [one] Drawing { $pictures } picture.
       *[other] Drawing { $pictures } pictures.
    }
offer-declined = All right, nothing is drawn.
offer-gone = This was answered already, or is more than a day old. Please send the description again.
offer-not-yours = Only the person who asked can answer this.

## How a drawing ends
ended-refused = The image service will not draw this: it may go against its rules. Change the words.
ended-invalid = The image service did not accept this request. Try a shorter or simpler prompt.
ended-day-limit = The day's pictures were used up before this one could be drawn. Press Try again tomorrow.
ended-too-long = A different image service draws now, and this is too long for it. Shorten it and send it again.
ended-service-down = The image service keeps failing. Nothing was drawn. Press Try again later.
ended-outcome-unknown = I could not find out whether the image service has received your request. Press Try again.
ended-generation-failed = The image service began to draw, but did not finish. Press Try again.
ended-bad-picture = The image service finished, but what it sent is not a picture. Press Try again.
ended-result-lost = The image service has lost this picture. Press Try again.
ended-deadline = The picture has not come, so I have stopped waiting. Press Try again.
ended-cancelled = Cancelled.
ended-no-photo-rights = It is drawn, but this chat does not let me send pictures. Ask an admin to allow it, or write to me in private.
ended-photos-forbidden = This chat does not let me send pictures, so nothing was drawn. Ask an admin to allow it, or write to me in private.
ended-undeliverable = Telegram rejects what I send for this request. Press Try again, or ask for something else.
ended-too-large = The picture is ready, but it does not get through to Telegram: the file is too large. The bot's owner has been told what to fix.
ended-unreadable = I can no longer read this request: what I had stored of it is damaged. Please send it again.
ended-other = This could not be drawn. Press Try again.
for-person = { $name }:
somebody = Somebody

## Buttons under a picture
button-again = 🔁 Again
button-vary = 🎲 Vary…
button-back = ‹ Back
vary-heading = 🎲 Draw it in another way
button-variation = Variation
button-two-more = 2 more
button-four-more = 4 more
vary-help = A variation or a few more, another shape, a style: each press draws a new picture.
vary-same-shape = The picture has this shape already.
vary-same-style = This style is in the prompt already.
button-seed = 🌱 Keep seed
button-copy = 📋 Copy
button-file = 📄 File
button-delete = 🗑 Delete
button-prompt = Show the full prompt
button-keep = Keep
button-retry = 🔁 Try again
button-cancel = ✖ Cancel
drawing-again = Drawing it
retried-already = I have already tried this again; the result is below.
retried-cancelled = You cancelled this. To have it drawn after all, send the prompt again.
hint-reply-with-draw = To change the picture, reply to it with /draw, for example: <code>/draw at night</code>
picture-not-yours = This is somebody else's. Reply to it with /draw to make your own.
seed-kept = Your next pictures get the seed { $seed }. /seed random undoes this.
file-gone =
    { $count ->
        [0] The full-quality file is gone: I keep it for less than an hour.
        [one] The full-quality file is gone: I keep it for an hour.
       *[other] The full-quality file is gone: I keep it for { $count } hours.
    } { $kept ->
        [yes] Send the prompt again: the same seed draws the same picture.
       *[no] With --file the next one comes in full quality at once.
    }
deleted = Deleted.
delete-emptied = Telegram lets me delete messages for 48 hours only, so I have emptied this one. Delete what is left yourself; in a group, ask an admin.
delete-failed = I could not delete it here: Telegram lets me for 48 hours only. Delete it yourself; in a group, ask an admin.
delete-unsure = I could not delete it: Telegram does not answer. Please try again.

## Seed
seed-random = Each of your pictures gets a new random seed.
seed-fixed = Your pictures get the seed <code>{ $seed }</code>.
seed-last = Your pictures get the seed of your latest one.
seed-last-known = Your pictures get the seed of your latest one, now <code>{ $seed }</code>.
seed-usage = Change it with <code>/seed 42</code>, <code>/seed random</code> or <code>/seed last</code>.
seed-of-group = This is set for this group. A seed of your own overrides it.
seed-not-kept = This image service does not support seeds: the same seed will draw another picture.
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
cancel-all-button = ✖ Cancel all
cancel-all-done = Cancelled: { $done }.{ $pending ->
        [0] { "" }
       *[other] { " " }Just being sent: { $pending }. I will cancel that as soon as the image service answers.
    }
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
settings-title = <b>Settings{ $of ->
        [group] { " " }of this group
       *[person] { "" }
    }</b>
settings-page-picture = 🖼 Picture
settings-page-prompt = ✍️ Prompt
settings-page-delivery = 📨 Delivery
settings-page-language = 🌐 Language
settings-page-group = 👥 Who draws
settings-back = ‹ All settings
settings-about-all =
    { $of ->
        [group] They apply to everyone who has not set their own. Options in a prompt override them.
       *[person] Options in a prompt override these settings.
    }
settings-about-picture =
    Or type it:
    <code>/settings ratio 4:3</code>{ $seeds ->
        [yes] { "" }
            <code>/settings seed 42</code>
       *[no] { "" }
    }
    <code>/settings suffix in watercolour</code>
    <code>/settings no text, frame</code>
    Styles are saved and listed with /style.
settings-about-prompt = Only one can be on. Enhance: a language model adds detail first. As written: I draw your words alone, and add none from settings.
settings-about-delivery = A file comes in full quality. A spoiler hides the picture until it is tapped.
settings-about-language =
    { $of ->
        [group] I answer in this language here, except to people who have chosen their own.
       *[person] I answer you in this language in every chat.
    }
settings-about-group = The limit is how many pictures a day the whole group can have. The bot's owner decides who may draw, the group's admins decide the rest.
settings-on = on
settings-off = off
settings-ratio = Shape: { $value }
settings-ratio-none = any
settings-shape-any = Any shape
settings-shape-square = Square 1:1
settings-shape-portrait = Portrait 2:3
settings-shape-landscape = Landscape 3:2
settings-shape-tall = Tall 9:16
settings-shape-wide = Wide 16:9
settings-seed = Seed: { $value }
settings-seed-random = random
settings-seed-last = last used
settings-suffix = Added to every prompt: { $value }
settings-no = Always left out: { $value }
settings-nothing = nothing
settings-clear-suffix = ✖ Stop adding words
settings-clear-no = ✖ Stop leaving things out
settings-styles = Styles: { $value }
settings-styles-none = none of your own
settings-enhance = Enhance prompts: { $value }
settings-raw = Draw as written: { $value }
settings-file = Send as a file: { $value }
settings-spoiler = Hide behind a spoiler: { $value }
settings-notify = Notify me when it takes long: { $value }
settings-language = Language: { $value }
settings-language-auto = as in Telegram
settings-drawing = Drawing here: { $value }
settings-who = Who may draw: { $value }
settings-who-all = everyone
settings-who-invited = people the bot's owner let in
settings-limit = Limit: { $value }
settings-limit-number = { $limit } a day
settings-limit-none = none
settings-admins-only = Only the admins of this group can change its settings. For your own, send me /settings in private.
settings-usage =
    Write it like one of these, or press a button in /settings:
    <code>/settings suffix in watercolour</code>
    <code>/settings no text, frame</code>
    <code>/settings ratio 4:3</code>{ $seeds ->
        [yes] { "" }
            <code>/settings seed 42</code>
       *[no] { "" }
    }
settings-suffix-empty = Write what to add: <code>/settings suffix in watercolour</code>. To add nothing, press ✖ in /settings, under Picture.
settings-suffix-words = Only plain words can be added here, no options and no weights. For example: <code>/settings suffix in watercolour</code>
settings-no-empty = Write what to leave out: <code>/settings no text, frame</code>. To leave nothing out, press ✖ in /settings, under Picture.
settings-no-words = Only what to leave out belongs here, no other options. For example: <code>/settings no text, frame</code>
settings-saved = Saved
settings-not-yours = These are somebody else's settings. Send /settings for yours.

## Styles
styles-title = <b>Styles</b>
styles-none =
    A style is words and options under a name. { $of ->
        [group] Admins save one for the whole group; you save your own in a private chat with me:
       *[person] Save one of your own:
    }
    <code>/style noir = black and white, film grain --no colour</code>
    and add it to a prompt: <code>a lighthouse --style noir</code>
styles-own = Yours:
styles-group = Of this group:
styles-everybody = For everybody:
styles-built-in = Built in:
styles-line = <code>{ $name }</code>  { $text }
styles-more = and { $count } more
styles-usage =
    Add one to a prompt: <code>--style { $name }</code>
    Save or change one: <code>/style name = words and options</code>
styles-usage-owner = For everybody: <code>/style all name = words and options</code>
style-page =
    <b>{ $name }</b> ({ $of ->
        [group] a style of this group
        [everybody] for everybody
       *[person] your style
    })
    <code>{ $text }</code>

    Add it to a prompt: <code>--style { $name }</code>
    Change it: <code>/style { $of ->
        [everybody] all { $name }
       *[other] { $name }
    } = …</code>
style-saved = Saved.
style-removed = The style { $name } is removed.
style-gone = This style is gone. /style shows the others.
style-unknown = There is no style <code>{ $name }</code> here. To save it: <code>/style { $name } = black and white, film grain</code>
style-bad-name = No style can have this name. It takes up to 32 letters, digits, hyphens and underscores without spaces, first a letter or digit.
style-empty = Say what makes the style: <code>/style noir = black and white, film grain --no colour</code>
style-too-many = There are { $most } styles already, and no room for more. Remove one: /style
style-admins-only = The styles of a group are set by its admins. Your own ones: /style in a private chat with me.
style-example = a red cat
style-button-try = 🎨 Try it: { $example }
style-button-remove = ✖ Remove
style-button-list = ‹ All styles

## Forbidden words
word-forbidden = I do not draw this: the prompt, a style or a setting has a word that { $of ->
        [group] the admins of this group do not allow here
       *[owner] the owner of this bot does not allow
    }. Please change your prompt.
forbid-title = { $of ->
        [group] <b>What I do not draw in this group</b>
       *[owner] <b>What I draw for nobody</b>
    }
forbid-none = The list is empty.
forbid-line = { $number }. <tg-spoiler>{ $word }</tg-spoiler>
forbid-setting =
    { $count ->
        [one] And { $count } more word of FORBIDDEN_WORDS.
       *[other] And { $count } more words of FORBIDDEN_WORDS.
    }
forbid-usage = To add words: <code>/forbid blood weapon</code>. They are forbidden in all their forms, in prompts, styles and settings. A button takes a word off the list.
forbid-remove = ✖ { $number }
forbid-removed = This word is allowed again.
forbid-no-words = There are no words in this. Write, for example: <code>/forbid blood weapon</code>
forbid-too-many = The list has room for { $most } words of up to { $length } letters each. Remove some: /forbid
forbid-admins-only = Only the admins of a group can forbid words in it.

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
    About you: your id and name in Telegram, your Telegram language, your settings and your styles.
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
    My logs hold no prompts. The admins of a group see what is in the chat, and no more. The owner of this bot holds its database.

    <b>How to remove it</b>
    Delete, under a picture or in /history: the picture and its prompt go.
    /forget, in a private chat with me: it goes from all my files at once. Backups that the owner made before keep it until the owner deletes them. If the database is lost and restored from one of them, it is back: send /forget again. If the owner has put your id on a list of who may draw or may not, it stays there.
forget-ask =
    <b>Shall I forget everything about you?</b>
    Your settings, your styles, your prompts and your /history go. Whatever is waiting or being drawn is cancelled. This cannot be undone.
    Pictures stay in the chats: first delete any that should go.
forget-yes = Yes, forget
forget-no = No, keep it
forget-done =
    <b>Forgotten.</b>
    Your settings, your styles, your prompts and your /history are gone, and what was waiting is cancelled. A picture that was on its way still comes, and is forgotten then.
    For about a day I remember how many pictures you asked for and in which chat, but not the prompts: the daily limits need it.
    Pictures in chats stay there until you delete them. If you write to me again, we start from scratch.
forget-kept = Nothing was removed.
forget-more = You have asked for more pictures since this question. Please answer once more.
forget-in-private = That is between you and me: write /forget to me in private.

## For the owner
owner-only = Only the owner of this bot can do this.
owner-done =
    <b>You own this bot now.</b> I tell you when something breaks, and you have /allow, /deny and /stats.
    To stay its owner if the database is lost, put this into .env: <code>ADMIN_IDS={ $person }</code>
owner-already = You own this bot. The line for .env: <code>ADMIN_IDS={ $person }</code>
owner-wrong-code = This is not the code. It is in the bot's log, on the last lines of its start.
owner-code-over = This code no longer works, or this bot has an owner already. If it has none, a restart prints a new code.
owner-no-code = The code is missing: <code>/owner ABCD…</code>. The start of the bot has printed it in the log.
owner-code-in-private = Everybody here would see the code. Write <code>/owner</code> to me in private.
owner-in-private = This is for you alone: write it to me in private. Here, reply to somebody with it, or write <code>/allow here</code> or <code>/deny here</code>.
owner-not-here = This chat is yours alone. Write <code>here</code> in the group you mean.
owner-bad-id = This is not an id. Write one number such as <code>123</code> for a person or <code>-100123</code> for a group; /id tells them.
owner-no-person = No person wrote that. Reply to somebody's message, or name an id.
owner-anonymous = They write in the name of this group, so I cannot tell who it is. For the whole group add <code>here</code>.
allow-done = Can draw now: { $who }
allow-open =
    No longer denied: { $who }
    Anyone can draw here. To choose who can, set ALLOWED_IDS.
deny-done =
    Can no longer draw: { $who }{ $count ->
        [0] { "" }
        [one] { "" }
            A drawing that was waiting is cancelled.
       *[other] { "" }
            { $count } drawings that were waiting are cancelled.
    }
deny-last =
    Can no longer draw: { $who }{ $count ->
        [0] { "" }
        [one] { "" }
            A drawing that was waiting is cancelled.
       *[other] { "" }
            { $count } drawings that were waiting are cancelled.
    }
    That was the last one you had allowed, so <b>now anyone else can draw</b>. To choose who can, set ALLOWED_IDS.
deny-admin = { $who } is an owner of this bot (ADMIN_IDS) and cannot be denied.
access-open = <b>Anyone can draw</b> except those you deny. To choose who can, set ALLOWED_IDS.
access-invited = <b>Only these can draw</b>, and the owners.
access-nobody = <b>Only the owners can draw.</b>
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
    <code>/deny 123</code>  blocks, whatever else is allowed
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
stats-stalled = ⚠️ The image service accepts requests but finishes none of them. <code>python -m bot check</code> says what to do.
stats-refusals = ⚠️ The image service refuses one prompt after another. <code>python -m bot check</code> says whether the account is in order.
stats-quota = ⚠️ The image service's quota is used up. Lower SUBMIT_PER_MINUTE, or ask Yandex Cloud for a larger one.
stats-conflict = ⚠️ Another program receives this bot's messages. Stop it.
stats-deaf = ⚠️ The bot receives no messages from Telegram. Its log and <code>/healthz</code> say why.
stats-put-off = ⚠️ Pictures do not reach Telegram. The bot's log shows what answers come instead.
stats-too-large = ⚠️ Something on the way to Telegram does not let large pictures through. If it is your nginx, raise client_max_body_size.
stats-telegram-routes = ⚠️ One route to Telegram is left of those in TELEGRAM_PROXY. <code>python -m bot check</code> says what is wrong with the others.
stats-yandex-routes = ⚠️ One route to Yandex Cloud is left of those in YANDEX_PROXY. <code>python -m bot check</code> says what is wrong with the others.

## While people wait
working-usual = 🎨 Working on it… usually about { $time }
waits-for-own =
    { $limit ->
        [one] once your other one is done: I draw one of yours at a time.
       *[other] once one of your others is done: I draw { $limit } of yours at a time.
    }
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
command-style = Styles: words and options under a name
command-forbid = Forbidden words
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
command-deny = Stop somebody from drawing
command-stats = What was drawn
description-short = I draw what you describe. /draw a red cat --no hat --ar 16:9

## To the owner
incident-since = Since { $when }.
incident-lasted = It lasted { $time }.
moment-today = { DATETIME($at, timeStyle: "short") } { $zone }
moment = { DATETIME($at, dateStyle: "medium", timeStyle: "short") } { $zone }
button-silence = 🔕 Silence for a day
button-silence-about = 🔕 Silence for a day: { $what }
button-speak-of-it = 🔔 Tell me again
button-speak-of = 🔔 Tell me again: { $what }
silenced = Nothing more about this for a day. /stats still shows it.
heard-again = You will hear about this again.
name-of-denied = refusals
name-of-stalled = nothing finished
name-of-refusals = prompts refused
name-of-quota = quota
name-of-conflict = another program
name-of-deaf = no messages
name-of-put-off = not delivered
name-of-too-large = large pictures
name-of-telegram-routes = routes to Telegram
name-of-yandex-routes = routes to Yandex Cloud
cure-check = <code>python -m bot check</code> says what to do.
cure-api-key =
    Make a new API key with the scope <code>{ $scope }</code>, put it into .env, and restart the bot: <code>YC_API_KEY=…</code>
    How: https://yandex.cloud/en/docs/iam/operations/authentication/manage-api-keys
cure-iam-token =
    An IAM token lives for 12 hours at most. Put an API key into .env in its place, and restart the bot: <code>YC_API_KEY=…</code>
    How: https://yandex.cloud/en/docs/iam/operations/authentication/manage-api-keys
cure-oauth-token =
    Put an API key into .env in its place, and restart the bot: <code>YC_API_KEY=…</code>
    How: https://yandex.cloud/en/docs/iam/operations/authentication/manage-api-keys
cure-key-file = Make a new key, and restart the bot: <code>yc iam key create --service-account-name NAME -o key.json</code>. Its file belongs into .env: <code>YC_SERVICE_ACCOUNT_KEY_FILE=key.json</code>
cure-metadata = Attach a service account to the virtual machine: <code>yc compute instance update MACHINE --service-account-name NAME</code>
cure-role = Give the service account its role: <code>yc resource-manager folder add-access-binding { $folder } --role { $role } --service-account-name NAME</code>
cure-role-and-scope = Give the service account its role, and see that its API key has the scope <code>{ $scope }</code>: <code>yc resource-manager folder add-access-binding { $folder } --role { $role } --service-account-name NAME</code>
cure-lines = Put into .env, and restart the bot: <code>{ $lines }</code>
cure-model = There is { $model } instead. Put into .env, and restart the bot: <code>{ $lines }</code>
cure-any-model = See which models your folder may use at https://console.yandex.cloud, put one of them into .env, and restart the bot: <code>MODEL=…</code>
cure-stay = { $model } draws. Nothing has to be done. To stay with it, put into .env: <code>{ $lines }</code>
cure-folder = Put the folder of the service account into .env, and restart the bot: <code>YC_FOLDER_ID=…</code>
cure-billing = Top up, or activate the billing account: https://center.yandex.cloud/billing/accounts
cure-inactive = See at https://console.yandex.cloud that the folder and the cloud are active, and nothing is blocked.
cure-address = Remove <code>YANDEX_API_URL</code> and <code>YANDEX_IMAGES_URL</code> from .env, and restart the bot: the built-in addresses are right.
incident-denied =
    <b>The image service refuses the bot.</b>
    <code>{ $advice }</code>

    Pictures are not drawn, or do not arrive. Requests wait until this is fixed.

    { $cure }
incident-denied-over = The image service no longer refuses the bot.
incident-stalled =
    <b>The image service accepts requests but finishes none of them.</b>
    <code>{ $advice }</code>

    { $cure }
incident-stalled-over = The image service finishes drawings again.
incident-refusals =
    <b>The image service has refused five prompts in a row, from several people.</b>
    It may be the account and not the prompts. It says:
    <code>{ $advice }</code>

    Nothing is paused. <code>python -m bot check</code> says whether the account is in order.
incident-refusals-over = The image service draws again.
model-changed =
    <b>Another model draws now.</b>
    <code>{ $advice }</code>

    { $cure }
incident-quota =
    <b>The image service's quota is used up.</b>
    <code>{ $advice }</code>

    Requests wait. Put into .env what your quota allows, and restart the bot: <code>SUBMIT_PER_MINUTE=…</code>. A larger quota: https://console.yandex.cloud/cloud?section=quotas
incident-conflict =
    <b>Another program receives this bot's messages.</b>
    While it runs, I get none. Stop it. If it is not yours, send /revoke to @BotFather, put the new token into .env, and restart the bot: <code>BOT_TOKEN=…</code>
incident-conflict-over = I receive messages again.
incident-deaf =
    <b>I receive no messages from Telegram.</b>
    <code>{ $advice }</code>

    <code>python -m bot check</code> says where the way ends.
incident-deaf-over = I receive messages again.
incident-put-off =
    <b>What I send does not reach Telegram.</b>
    <code>{ $advice }</code>

    I try again, less and less often. If there is a proxy or a Bot API server of yours between the bot and Telegram, look at what it lets through.
incident-put-off-over = Pictures reach Telegram again.
incident-too-large =
    <b>A picture does not get through to Telegram: the file is too large.</b>
    <code>{ $advice }</code>

    Raise the limit of your proxy or Bot API server: in nginx it is <code>client_max_body_size 50m;</code>. I have told the person who asked for the picture.
incident-too-large-over = Large pictures get through again.
incident-telegram-routes =
    <b>One route to Telegram is left.</b>
    <code>{ $advice }</code>

    If that fails as well, the bot falls silent. <code>python -m bot check</code> says what is wrong with the others; set addresses that work in .env and restart the bot: <code>TELEGRAM_PROXY=…</code>
incident-telegram-routes-over = There is a spare route to Telegram again.
incident-yandex-routes =
    <b>One route to Yandex Cloud is left.</b>
    <code>{ $advice }</code>

    If that fails as well, nothing can be drawn. <code>python -m bot check</code> says what is wrong with the others; set addresses that work in .env and restart the bot: <code>YANDEX_PROXY=…</code>
incident-yandex-routes-over = There is a spare route to Yandex Cloud again.
telegram-refusal =
    <b>Telegram refused something for a reason I do not know.</b>
    <code>{ $advice }</code>

    A picture or an answer is missing there. I will only log further refusals of this kind: <code>docker compose logs</code>, or <code>journalctl -u artbot</code>.
spoilt-row =
    <b>One request in the database is damaged.</b>
    It has ended, and I have told the person who asked for it. I will only log further ones.

    Look at the disk: <code>journalctl -k -p err</code>. If there are more of them, stop the bot and restore a backup, as docs/backup.md describes.
set-aside =
    <b>{ $count ->
        [one] A request waits
       *[other] { $count } requests wait
    } for another bot.</b>
    This database served the bot with the ID <code>{ $bot }</code> before. What it was asked for stays as it is: nothing is ordered or sent, until that bot's token is in BOT_TOKEN again. What is too late by then is not drawn.
incident-quota-over = The image service takes requests again.
