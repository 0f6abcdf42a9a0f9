"""What coding is: texts, spans, codes, annotations and their rules. Standard library only."""
