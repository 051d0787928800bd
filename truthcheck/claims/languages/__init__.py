"""One folder for each language: how its files are found and read, and what its words mean."""
