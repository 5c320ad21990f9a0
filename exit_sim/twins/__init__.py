"""Twins: the same organisation with the same luck, and one thing changed."""
