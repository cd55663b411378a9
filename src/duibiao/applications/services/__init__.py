"""The only places that write applications."""
