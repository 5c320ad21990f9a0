"""What can be learned from many journeys."""
