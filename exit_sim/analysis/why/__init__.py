"""Why it ended: the smallest change that would have turned it, and how late it could be made."""
