"""Every paper the product prints: templates give Markdown, a parser gives blocks, formats draw."""
