"""HTML as the Bot API reads it, against the UTF-16 offsets of its documentation."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.rendering import to_html
from sandbox.telegram.markup import MarkupError, parse_html
from sandbox.telegram.text import Entity, FormattedText, tidy, utf16_length, utf16_slice, with_detected

_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
_KIND_OF = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough", "tg-spoiler": "spoiler", "code": "code"}


@st.composite
def marked_up(draw: st.DrawFn, depth: int = 3) -> tuple[str, str, list[tuple[str, int, int]]]:
    """HTML, the text in it, and the entities (kind, offset, length) that it describes, closed ones first."""
    source, text, entities = "", "", []
    for _ in range(draw(st.integers(0, 3))):
        plain = draw(_TEXT)
        source, text = source + html.escape(plain), text + plain
        if depth:
            tag = draw(st.sampled_from(sorted(_KIND_OF)))
            inner_source, inner_text, inner = draw(marked_up(depth - 1))
            offset = utf16_length(text)
            entities += [(kind, at + offset, length) for kind, at, length in inner]
            if inner_text:
                entities.append((_KIND_OF[tag], offset, utf16_length(inner_text)))
            source, text = f"{source}<{tag}>{inner_source}</{tag}>", text + inner_text
    return source, text, entities


@given(marked_up())
def test_offsets_and_lengths_count_utf16_code_units(sample: tuple[str, str, list[tuple[str, int, int]]]) -> None:
    source, text, entities = sample
    parsed = parse_html(source)
    assert parsed.text == text
    assert sorted((entity.type, entity.offset, entity.length) for entity in parsed.entities) == sorted(entities)


@given(marked_up())
def test_whatever_is_parsed_can_be_shown_and_parsed_again(sample: tuple[str, str, list[tuple[str, int, int]]]) -> None:
    stored = tidy(parse_html(sample[0]))
    shown = parse_html(to_html(stored))
    assert tidy(shown) == stored


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused_with_a_reason(source: str) -> None:
    try:
        parsed = parse_html(source)
    except MarkupError:
        return
    end = utf16_length(parsed.text)
    assert all(0 <= entity.offset < entity.end <= end for entity in parsed.entities)


@given(st.text(max_size=80))
def test_what_is_stored_has_entities_within_the_text_and_safe_html(text: str) -> None:
    stored = with_detected(tidy(FormattedText(text, (Entity("bold", 1, 3), Entity("code", 2, 90)))))
    end = utf16_length(stored.text)
    assert all(0 <= entity.offset < entity.end <= end for entity in stored.entities)
    assert stored.text == stored.text.rstrip()
    shown = to_html(stored)
    assert "<script" not in shown
    assert shown.count("<b>") == shown.count("</b>")


@given(st.text(max_size=30), st.text(max_size=30))
def test_escaped_text_arrives_as_it_was(before: str, inside: str) -> None:
    clean = "".join(character for character in inside if not "\ud800" <= character <= "\udfff")
    parsed = parse_html(f"<b>{html.escape(clean)}</b>")
    assert parsed.text == clean
    assert [utf16_slice(parsed.text, entity.offset, entity.length) for entity in parsed.entities] == [clean][
        : len(clean)
    ]


def _entities(source: str) -> list[tuple[str, str]]:
    parsed = parse_html(source)
    return [(entity.type, utf16_slice(parsed.text, entity.offset, entity.length)) for entity in parsed.entities]


@pytest.mark.parametrize(
    ("source", "entities"),
    [
        ("<strong>a</strong><em>b</em><ins>c</ins><del>d</del>", ["bold", "italic", "underline", "strikethrough"]),
        ('<span class="tg-spoiler">x</span>', ["spoiler"]),
        ("<blockquote>x</blockquote><blockquote expandable>y</blockquote>", ["blockquote", "expandable_blockquote"]),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', ["custom_emoji"]),
        ('<a href="tg://user?id=101">Alice</a>', ["text_mention"]),
        ("<B>shouting</B>", ["bold"]),
        ("<b></b>nothing", []),
        ("<b>any</>", ["bold"]),
    ],
)
def test_every_tag_of_the_documentation_is_known(source: str, entities: list[str]) -> None:
    assert [kind for kind, _ in _entities(source)] == entities


def test_a_link_is_completed_as_telegram_does() -> None:
    parsed = parse_html('<a href="http://example.com">x</a> <a href="example.com/cat?a=1&amp;b=2">y</a>')
    assert [entity.url for entity in parsed.entities] == ["http://example.com/", "http://example.com/cat?a=1&b=2"]


def test_a_link_to_nowhere_is_plain_text() -> None:
    assert parse_html('<a href="nowhere">x</a>') == FormattedText("x")


def test_a_block_of_code_keeps_its_language_in_either_nesting() -> None:
    for source in (
        '<pre><code class="language-python">x</code></pre>',
        '<code class="language-python"><pre>x</pre></code>',
    ):
        assert [(entity.type, entity.language) for entity in parse_html(source).entities] == [("pre", "python")]


def test_an_ampersand_that_begins_nothing_stands_for_itself() -> None:
    assert (
        parse_html("a & b &nope; &#0; &#x10FFFF; &lt;&#65;&#x1F600;&quot").text == 'a & b &nope; &#0; &#x10FFFF; <A😀"'
    )


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<x>y</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("кот <br>", 'Unsupported start tag "br" at byte offset 7'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("&#xD83D;", "Text contains invalid Unicode characters after decoding HTML entities"),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_wrong_html_is_refused_in_telegrams_words(source: str, complaint: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source)
    assert str(caught.value).startswith(complaint)


def _detected(text: str) -> list[tuple[str, str]]:
    found = with_detected(FormattedText(text)).entities
    return [(entity.type, utf16_slice(text, entity.offset, entity.length)) for entity in found]


def test_commands_links_and_names_are_found_in_plain_text() -> None:
    assert _detected("😀 /draw@artbot_sandbox_bot a #cat by @alice, see https://example.com/a?b or a@b.org") == [
        ("bot_command", "/draw@artbot_sandbox_bot"),
        ("hashtag", "#cat"),
        ("mention", "@alice"),
        ("url", "https://example.com/a?b"),
        ("email", "a@b.org"),
    ]


def test_a_slash_within_a_word_is_no_command() -> None:
    assert _detected("16/9 and/or a//b 3:/x") == []


def test_nothing_is_found_inside_code() -> None:
    assert [entity.type for entity in with_detected(parse_html("<code>/draw @alice</code>")).entities] == ["code"]


def test_white_space_around_a_text_goes_and_entities_are_cut_with_it() -> None:
    assert tidy(FormattedText("  кот \n\n", (Entity("italic", 4, 10),))) == FormattedText(
        "кот", (Entity("italic", 2, 1),)
    )


def test_styles_that_touch_become_one_and_code_has_none() -> None:
    stored = tidy(parse_html("<b>a</b><b>b<code>c</code></b>"))
    assert [(entity.type, entity.offset, entity.length) for entity in stored.entities] == [
        ("bold", 0, 2),
        ("code", 2, 1),
    ]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<b>a &lt; b</b>", "<b>a &lt; b</b>"),
        ("<tg-spoiler>x</tg-spoiler>", '<span class="tg-spoiler">x</span>'),
        ('<pre><code class="language-py">x</code></pre>', '<pre><code class="language-py">x</code></pre>'),
        ("<blockquote expandable>x</blockquote>", "<blockquote>x</blockquote>"),
        (
            '<a href="http://a.b/?q=&quot;>">x</a>',
            '<a href="http://a.b/?q=&quot;&gt;" target="_blank" rel="noopener noreferrer">x</a>',
        ),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="tg://user?id=101">x</a>', "x"),
    ],
)
def test_the_page_gets_safe_html(source: str, shown: str) -> None:
    assert to_html(parse_html(source)) == shown


def test_links_in_plain_text_can_be_followed_on_the_page() -> None:
    shown = to_html(with_detected(FormattedText("see example.com or a@b.org")))
    assert '<a href="http://example.com"' in shown
    assert '<a href="mailto:a@b.org"' in shown


def test_overlapping_entities_are_shown_properly_nested() -> None:
    crossing = FormattedText("abcdef", (Entity("bold", 0, 4), Entity("italic", 2, 4)))
    assert to_html(crossing) == "<b>ab<i>cd</i></b><i>ef</i>"
