"""What the sites of other generators have in common: a post as a value, front matter in its forms, their addresses.

In: texts and settings of another generator. Out: ``Post`` values, and problems with file and line. Never runs anything
that such a site holds, never writes.
"""
