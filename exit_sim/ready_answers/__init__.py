"""A library of ready answers: every shipped question of a dozen places, as pages and reports."""
