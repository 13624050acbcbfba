"""What a text is made of: sentences, paragraphs, quotations, the parse, and which language a text is in."""
