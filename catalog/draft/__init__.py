"""What helps a person to write records: forms to fill, documents to cite, drafts from tables and from Wikidata."""
