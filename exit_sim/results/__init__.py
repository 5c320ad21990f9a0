"""Results: what happened in a run, as tables and as a folder that explains itself."""
