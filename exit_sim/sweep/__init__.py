"""Sweeps: many settings, each met by the same lucks, as a design says."""
