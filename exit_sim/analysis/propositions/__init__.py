"""Propositions are put to the model, each in a file of its own, and any of them may be denied."""
