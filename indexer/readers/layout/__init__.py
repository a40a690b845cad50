"""Characters that stand somewhere on pages → blocks in reading order, for PDF, OFD and recognised scans.

glyphs → pieces → columns → margins → paragraphs → pages; each imports only what stands before. Distances
are in any unit of length, y grows downwards. No character is dropped but one printed twice on one spot.
"""

from indexer.readers.layout.glyphs import Glyph, Piece
from indexer.readers.layout.pages import blocks, blocks_of_pieces
from indexer.readers.layout.pieces import pieces

__all__ = ["Glyph", "Piece", "blocks", "blocks_of_pieces", "pieces"]
