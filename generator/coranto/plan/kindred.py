"""Which articles are akin: a digest in, up to four older ones for an article out, once somebody asks for them.

Pure, in whole numbers, and only from what went out before: a new article changes the list of no old one
(docs/decisions/0020).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from coranto.curation import Digest, original, story_key
from coranto.model import Article

MOST = 4
NEAR = 6  # how many of each tag are looked at: the last that went out before the article
SEASON = 180  # days after which what is shared counts half
_WEIGHTS = tuple(1_000_000 // (1 + bits) for bits in range(64))  # of a tag by how many had it, in powers of two
_APART = 1 << 32  # more than there are articles


def kindred(digest: Digest) -> Callable[[str], tuple[Article, ...]]:
    """What gives, for the id of an article, those of other stories that share its tags, the nearest of kin first."""
    articles = digest.articles
    at = {article.id: number for number, article in enumerate(articles)}  # 0 is the newest
    tagged: list[list[tuple[list[int], int]]] = [[] for _ in articles]  # those of each tag, and where older ones begin
    for topic in digest.tags:
        members = [at[article.id] for article in topic.articles]
        for place, number in enumerate(members, 1):
            tagged[number].append((members, place))
    days = [original(article).at.toordinal() for article in articles]

    @cache
    def near(name: str) -> tuple[Article, ...]:
        number = at[name]
        return _nearest(number, _shared(tagged[number]), days, articles)

    return near


def _shared(tagged: Sequence[tuple[list[int], int]]) -> dict[int, int]:
    """The last that went out before an article and have a tag of it: how much is shared."""
    scores: dict[int, int] = {}
    for members, place in tagged:
        weight = _WEIGHTS[(len(members) - place).bit_length()]
        for other in members[place : place + NEAR]:
            scores[other] = scores[other] + weight if other in scores else weight
    return scores


def _nearest(
    number: int, scores: Mapping[int, int], days: Sequence[int], articles: Sequence[Article]
) -> tuple[Article, ...]:
    """By what is shared and how near in time; the newer first where that is equal. Of each other story one."""
    if not scores:
        return ()
    day = days[number]
    ranks = [
        other - score * SEASON // (SEASON + abs(day - days[other])) * _APART  # a rank and a place in one number
        for other, score in scores.items()
    ]
    ranks.sort()
    told = {story_key(articles[number].story)}
    found = []
    for rank in ranks:
        article = articles[rank % _APART]
        story = story_key(article.story)
        if story and story in told:
            continue
        told.add(story)
        found.append(article)
        if len(found) == MOST:
            break
    return tuple(found)
