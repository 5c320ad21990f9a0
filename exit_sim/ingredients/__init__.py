"""The five ingredients of the study, one file each: what may be set, what moves, the rules."""
