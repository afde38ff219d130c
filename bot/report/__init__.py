"""Reports from rounded figures: told in words, drawn, and written into files. Knows no database."""
