"""The people of an organisation, one file for each role: what they can give, and how."""
