"""Evidence that can be read, questioned, printed, forwarded and trusted: one report, one file."""
