"""The only places that write documents: kept, sent, asked about, carried out, explained."""
