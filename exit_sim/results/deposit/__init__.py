"""A deposit is one file that holds results and all it takes to make them again without us."""
