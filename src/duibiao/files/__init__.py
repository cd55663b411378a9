"""What was handed in: workbooks and what became of them."""
