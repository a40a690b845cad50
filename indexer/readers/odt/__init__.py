"""The .odt reader: xml → styles, lists → walk → document; each imports only what stands before.

Source: OpenDocument 1.3 (ISO/IEC 26300), OASIS 2021.
"""

from indexer.readers.odt.document import document

__all__ = ["document"]
