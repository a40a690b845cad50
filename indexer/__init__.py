"""The writing path: read, clean, segment, classify, save, index."""
