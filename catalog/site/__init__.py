"""The site: Datasette on catalog.db."""
