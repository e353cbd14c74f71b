"""Files of residents: their tables among titles and notes, the columns and years that count, and the areas that they are of."""
