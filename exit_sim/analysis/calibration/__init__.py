"""Which settings that nobody knows fit what is known: hundreds of sets, not one."""
