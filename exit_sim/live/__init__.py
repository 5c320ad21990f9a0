"""A live page: questions asked of fresh twins from a browser, on one's own machine."""
