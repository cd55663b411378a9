"""What several doors share of the ledger: uploads, a file's bytes, a material's page, the reviewer's desk, the visitor's reading."""
