"""Coranto: raw articles in, a curated news digest out.

Two programs meet in one folder of Markdown files:

- ``coranto import`` gathers: page text becomes a clipping, a clipping becomes a draft in ``content/``;
- ``coranto build`` presses: ``content/`` is read, curated, planned as pages, rendered and published to ``output/``.

Nothing else passes between the two. ``build.py`` is the second program on one screen, ``gather.py`` the first.
"""

__version__ = "0.1.0"
