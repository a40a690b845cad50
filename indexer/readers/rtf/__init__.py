"""The .rtf reader: tokens, charsets, words → head, state → reader; each imports only what stands before.

Our own, because the text-only libraries leak deleted and hidden text, drop text boxes and notes, and put
bars between the cells of a table. Source: Rich Text Format Specification 1.9.1 (Microsoft 2008).
"""

from indexer.readers.rtf.reader import document

__all__ = ["document"]
