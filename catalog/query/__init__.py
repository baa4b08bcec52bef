"""The fourth stage and the only reader of catalog.db: the command line, the site and Python ask these functions."""
