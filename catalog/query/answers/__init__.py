"""Answers as plain data: what JSON, the site's pages and the terminal all show. One class a question."""
