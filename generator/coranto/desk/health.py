"""How the site is: problems, what is scheduled, and which outlets have been silent. Facts in, rows out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coranto.curation import article_standing
from coranto.desk.inbox import Age, age, moment_of
from coranto.desk.stock import Stock
from coranto.model import Article, Moment
from coranto.text import fold


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet, how many articles are from it, and when the last one was; none of a record without articles."""

    name: str
    count: int
    last: Moment | None
    age: Age | None


def scheduled(stock: Stock, now: datetime) -> list[Article]:
    """What goes out by itself, the next first."""
    found = [article for article in stock.all() if article_standing(article, now) == "scheduled"]
    return sorted(found, key=lambda article: (article.out.at, article.path))


def outlets(stock: Stock, now: datetime) -> list[Outlet]:
    """The outlets, the longest silent first."""
    spelt: dict[str, list[Moment | None]] = {}
    for article in stock.all():
        if article.source.name:
            spelt.setdefault(article.source.name, []).append(article.date or moment_of(article))
    names = {fold(record.name): record.name for record in stock.records if record.kind == "sources"}
    said: dict[str, list[Moment | None]] = {key: [] for key in names}
    for name, moments in spelt.items():
        said.setdefault(fold(name), []).extend(moments)
        names.setdefault(fold(name), name)
    rows = []
    for key, moments in said.items():
        last = max((moment for moment in moments if moment), key=lambda moment: moment.at, default=None)
        rows.append(Outlet(names[key], len(moments), last, age(last, now) if last else None))
    return sorted(rows, key=lambda row: (row.last.at.timestamp() if row.last else 0.0, row.name))
