"""Which ingredient matters when: how much of what differs between journeys each accounts for."""
