"""The .docx reader: `Package` opens the zip, `document` takes it apart.

package → xml → styles, numbering → paragraph, runs → walk → document; each imports only what stands before.
"""

from indexer.readers.docx.document import document
from indexer.readers.docx.package import Package

__all__ = ["Package", "document"]
