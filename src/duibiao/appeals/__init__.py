"""Appeals against deductions: grounds, another person's decision, both scores kept, the decision published."""
