"""One organisation is watched in Mesa's own viewer, month by month."""
