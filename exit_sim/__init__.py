"""Why some innovations for young people leaving care start, last and spread while most do not."""

__version__ = "0.1.0"
