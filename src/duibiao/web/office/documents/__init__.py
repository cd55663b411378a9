"""The office's library of documents: kept, sent, explained, forwarded, asked about, carried out."""
