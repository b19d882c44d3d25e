"""What feeds say and how it is written: items in, the bytes of RSS 2.0, Atom and JSON Feed out.

``told`` is the HTML that an item holds, the same in all formats; ``xml`` speaks to feedgen, which nothing else does;
``jsonfeed`` writes JSON. Which feeds there are is planned (``plan/feeds.py``); their files are made by
``outputs/feeds.py``. Reads no file and no clock. What each element holds: docs/reference/feeds.md.
"""
