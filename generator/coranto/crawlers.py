"""``robots:`` of config.yaml in; what crawlers may do, checked, and the lines of robots.txt out. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from coranto.fields import Fields

# What their makers say that robots.txt is asked by, as of November 2026: to learn from what is read, and to answer.
LEARNING = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot",
    "cohere-training-data-crawler", "Google-Extended", "GPTBot", "meta-externalagent", "omgili", "PanguBot", "Timpibot",
)  # fmt: skip
ANSWERING = (
    "ChatGPT-User", "Claude-SearchBot", "Claude-User", "DuckAssistBot", "meta-externalfetcher", "MistralAI-User",
    "OAI-SearchBot", "Perplexity-User", "PerplexityBot", "YouBot",
)  # fmt: skip
AI = {"allow": (), "no-training": LEARNING, "disallow": (*LEARNING, *ANSWERING)}


@dataclass(frozen=True, slots=True)
class Robots:
    """What crawlers may do. ``rules`` are lines of robots.txt, ``ai`` a key of ``AI``; ``snippet``: how many characters
    search engines may quote, None for as many as they like; ``copies``: is another outlet's whole text to be found
    here?"""

    rules: tuple[str, ...] = ()
    ai: str = "allow"
    snippet: int | None = None
    copies: bool = False

    @property
    def lines(self) -> list[str]:
        """robots.txt, but for what it says of sitemaps."""
        shut = sorted(AI[self.ai], key=str.casefold)
        group = ["", *(f"User-agent: {name}" for name in shut), "Disallow: /"] if shut else []
        return [*(self.rules or ("User-agent: *", "Allow: /")), *group]


def read_robots(fields: Fields) -> Robots:
    """``robots``: the lines themselves, or a mapping in which they are ``rules``."""
    node = fields.raw("robots")
    if node is None or not isinstance(node.value, dict):
        return Robots(_lines(fields, "robots"))
    group = Fields(node, fields.problems, "robots", fields.zone)
    robots = Robots(
        rules=_lines(group, "rules"),
        ai=group.choice("ai", tuple(AI), "allow"),
        snippet=group.number("max_snippet") if "max_snippet" in group else None,
        copies=group.choice("copies", ("noindex", "index"), "noindex") == "index",
    )
    group.asked.add("max_snippet")
    group.close()
    return robots


def _lines(fields: Fields, key: str) -> tuple[str, ...]:
    return tuple(line for text in fields.texts(key, distinct=False) for line in text.splitlines())
